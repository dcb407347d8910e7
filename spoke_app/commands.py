"""What each command of `spoke-app` does: over a profile, without a window; gives words and data, prints nothing."""

from __future__ import annotations

import logging
import platform
import socket
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spoke_app import data_folder, sentences
from spoke_app.access import enrolment, wipe
from spoke_app.access.lock import Held
from spoke_app.actions.import_register import import_register
from spoke_app.actions.make_desk import this_place
from spoke_app.headless import Opened, enrol_again, open_profile
from spoke_app.installed import Installed
from spoke_app.local_time import local_now
from spoke_app.log import LOGGER, read_log
from spoke_app.paths import Profile
from spoke_app.standing import keep_place
from spoke_app.store import attachments, opening, own_chain, soundness
from spoke_app.store import exchange_book as book
from spoke_app.store.attachments import Backlog
from spoke_app.store.database import Store
from spoke_app.sync.bundle import DAMAGED
from spoke_app.sync.engine import DONE, NO_CONNECTION, NOT_ENROLLED, WIPED, ExchangeResult
from spoke_app.sync.transport import Enrolled, Transport
from spoke_app.version import VERSION

FINE, FAILED, WRONG_USAGE, NO_CONNECTION_EXIT, ATTENTION = range(5)
_log = logging.getLogger(f"{LOGGER}.commands")

NAMED = 20
"""Refused rows of an import that the human text names one by one; the JSON has all."""


@dataclass(frozen=True)
class Reply:
    """A command's answer: the exit code, what a person reads, and the same as data."""

    code: int
    text: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Who asks; both None before the first sign-in on this PC."""

    name: str | None
    pin: str | None


NOBODY = Person(None, None)


def enrol(profile: Profile, hub_url: str, code: str, name: str | None, who: Person = NOBODY) -> Reply:
    """Makes this PC a device of its centre, then exchanges once, so that its people can sign in.

    A PC that the hub has lost enrols again over its store, which is kept and goes out anew.
    """
    profile.make()
    wanted = enrolment_of(hub_url, code, name)
    transport = Transport(hub_url)
    try:
        if enrolment.is_enrolled(profile):
            answer = _enrol_again(profile, transport, wanted, who)
        else:
            answer = enrolment.enrol(profile, transport, wanted, now=local_now())
    finally:
        transport.close()
    with open_profile(profile, who.name, who.pin) as opened:
        first = _exchange(opened)
        keep_place(profile, opened.store.call(this_place))
    data = {"device": answer.device, "post": answer.post, "slip_letter": answer.slip_letter, "hub": answer.hub}
    text = f"This PC is enrolled; its slips begin with {answer.slip_letter}.\n{first.text}"
    # The enrolment stands whatever became of the first exchange: the next one brings the people.
    return Reply(FINE, text, {**data, "exchange": first.data})


def enrol_told(profile: Profile, hub_url: str, code: str, name: str | None, who: Person) -> Reply:
    """`enrol`, with what was told on the command line or by the installer: both are needed."""
    if not hub_url or not code:
        return Reply(WRONG_USAGE, sentences.OUTCOMES["nothing-given"], {"error": "nothing-given", "detail": ""})
    return enrol(profile, hub_url, code, name, who)


def enrol_installed(profile: Profile, given: Installed, name: str | None) -> Reply:
    """`enrol`, as the installer asks for it when it is done: nothing to say where there is nothing to do."""
    if given.ignored:
        _log.warning("what the installer wrote makes no sense: %s", " ".join(given.ignored))
    if not given.enrols or enrolment.is_enrolled(profile) or wipe.finished(profile) is not None:
        return Reply(FINE, "", {"enrolled": enrolment.is_enrolled(profile)})
    return enrol(profile, given.hub_url, given.enrol_code, name)


def enrolment_of(hub_url: str, code: str, name: str | None) -> enrolment.Enrolment:
    """An attempt with what this PC says of itself."""
    named = name or socket.gethostname()
    return enrolment.Enrolment(hub_url.rstrip("/"), code, named, VERSION, platform.platform())


def _enrol_again(profile: Profile, transport: Transport, wanted: enrolment.Enrolment, who: Person) -> Enrolled:
    with open_profile(profile, who.name, who.pin) as opened:
        return enrol_again(profile, opened.store, transport, wanted, now=opened.now())


def exchange(profile: Profile, who: Person) -> Reply:
    """Exchanges now: exit 0, 3 without a connection, 4 when something needs attention."""
    with open_profile(profile, who.name, who.pin) as opened:
        return _exchange(opened)


def _exchange(opened: Opened) -> Reply:
    exchanger = opened.exchanger()
    try:
        result = exchanger.now()
    finally:
        exchanger.close()
    return _told(opened, result, sentences.exchange_text)


def _told(opened: Opened, result: ExchangeResult, words: Callable[[ExchangeResult, int, int], str]) -> Reply:
    if result.outcome == WIPED:
        return wiped(opened.profile, result)
    waiting, attention, all_sent, revoked = opened.store.call(_left)
    pictures = opened.store.call(attachments.backlog)
    data = {
        "outcome": result.outcome,
        "detail": result.detail,
        "sent": result.sent,
        "received": result.received,
        "bytes": result.bytes,
        "seconds": round(result.seconds, 3),
        "waiting": waiting,
        "attention": attention,
        "all_sent": all_sent,
        "attachments": asdict(pictures),
        "revoked": revoked,
    }
    text = words(result, waiting, attention)
    if pictures.waiting:
        text = f"{text}\n{sentences.attachments_text(pictures)}"
    if revoked:
        text = f"{text}\n{sentences.REVOKED}"
    return Reply(_exit_code(result, attention > 0 or revoked), text, data)


def export_bundle(profile: Profile, who: Person, file: Path) -> Reply:
    """Puts what waits into a file for the hub."""
    with open_profile(profile, who.name, who.pin) as opened:
        exchanger = opened.exchanger()
        try:
            done = exchanger.put_on_stick(file, lambda: False, lambda progress: None)
        finally:
            exchanger.close()
        waiting = opened.store.call(own_chain.waiting)
    data = {"file": str(file), "changes": done.changes, "bytes": done.bytes, "waiting": waiting}
    return Reply(FINE, sentences.exported_text(done.changes, str(file), done.bytes), data)


def import_bundle(profile: Profile, who: Person, file: Path) -> Reply:
    """Takes in the hub's reply: exit 0, 4 when something needs attention."""
    with open_profile(profile, who.name, who.pin) as opened:
        exchanger = opened.exchanger()
        try:
            result = exchanger.take_from_stick(file, lambda: False, lambda progress: None)
        finally:
            exchanger.close()
        return _told(opened, result, sentences.reply_text)


def wiped(profile: Profile, result: ExchangeResult) -> Reply:
    """By this exchange the record of this PC was destroyed."""
    told = wipe.finished(profile)
    text = "" if told is None else sentences.wiped_text(told)
    return Reply(ATTENTION, text, {"outcome": WIPED, "sent": result.sent, "waiting": 0, "revoked": True})


def _exit_code(result: ExchangeResult, attention: bool) -> int:
    if result.outcome in NO_CONNECTION:
        return NO_CONNECTION_EXIT
    if result.outcome == DONE:
        return ATTENTION if attention else FINE
    return FAILED if result.outcome in (NOT_ENROLLED, "elsewhere", DAMAGED) else ATTENTION


def _left(store: Store) -> tuple[int, int, bool, bool]:
    revoked = store.meta_get("revoked") == "1"
    return own_chain.waiting(store), book.quarantined_count(store), book.all_sent(store), revoked


def status(profile: Profile, who: Person) -> Reply:
    """Backlog, what needs attention, the last exchange, the clock."""
    with open_profile(profile, who.name, who.pin) as opened:
        data, last = opened.store.call(_status)
    lines = [
        f"Hub {data['hub']}, this PC's letter {data['slip_letter']}.",
        sentences.left_text(data["waiting"], data["attention"]),
        sentences.attachments_text(Backlog(**data["attachments"])),
        sentences.history_text(last),
        sentences.clock_text(data["clock_offset_ms"]),
    ]
    if data["fetching"]:
        lines.append(sentences.fill_text(*data["fetching"]))
    if data["refused"]:
        lines.append(sentences.sentence(data["refused"]))
    if data["revoked"]:
        lines.append(sentences.REVOKED)
    return Reply(FINE, "\n".join(lines), data)


def _status(store: Store) -> tuple[dict[str, Any], book.HistoryRow | None]:
    latest = book.history(store, 1)
    last, whole, offset = latest[0] if latest else None, book.last_whole(store), store.meta_get("clock_offset_ms")
    data: dict[str, Any] = {
        "version": VERSION,
        "hub": store.meta_get("hub_url"),
        "device": store.meta_get("device"),
        "post": store.meta_get("post_id"),
        "slip_letter": store.meta_get("slip_letter"),
        "waiting": own_chain.waiting(store),
        "quarantined": [asdict(each) for each in book.needs_attention(store)],
        "attention": book.quarantined_count(store),
        "all_sent": book.all_sent(store),
        "attachments": asdict(attachments.backlog(store)),
        "last_exchange": asdict(last) if last else None,
        "last_whole": asdict(whole) if whole else None,
        "clock_offset_ms": int(offset) if offset else None,
        "revoked": store.meta_get("revoked") == "1",
        "refused": book.refused_by_hub(store),
        "fetching": book.filling(store),
    }
    return data, last


def check(profile: Profile, who: Person) -> Reply:
    """Whether store, chains, feeds and projection are whole; exit 4 if not."""
    with open_profile(profile, who.name, who.pin) as opened:
        found = opened.store.call(soundness.check)
    problems = [{"code": code, "detail": detail} for code, detail in found.problems]
    if any(code == "page" for code, _ in found.problems):
        opening.suspect(profile.store_path)
    data = {"whole": found.whole, "changes": found.changes, "records": found.records, "problems": problems}
    if found.whole:
        return Reply(FINE, f"The store is whole: {found.changes} changes, {found.records} records.", data)
    listed = "\n".join(f"  {each['code']}: {each['detail']}" for each in problems)
    return Reply(ATTENTION, f"The store is not whole:\n{listed}\n{sentences.OUTCOMES['store-damaged']}", data)


def prepare_data(profile: Profile) -> Reply:
    """Makes the data folder with its rights."""
    data_folder.prepare(profile)
    return Reply(FINE, f"The data folder is ready: {profile.dir}", {"folder": str(profile.dir)})


def remove_data(profile: Profile, *, sure: bool) -> Reply:
    """Destroys all that this PC holds, if whoever asks is sure."""
    if not sure:
        return Reply(WRONG_USAGE, sentences.OUTCOMES["not-sure"], {"error": "not-sure", "detail": ""})
    try:
        stayed = data_folder.remove(profile)
    except Held:
        return Reply(FAILED, sentences.OUTCOMES["open-now"], {"error": "open-now", "detail": ""})
    data = {"folder": str(profile.dir), "stayed": stayed}
    if stayed:
        return Reply(FINE, f"Everything of Spoke is gone. Not Spoke's, and still there: {', '.join(stayed)}.", data)
    return Reply(FINE, "Everything that Spoke kept on this PC is gone.", data)


def log(profile: Profile, lines: int) -> Reply:
    """The log's last lines, without anything personal; needs no sign-in."""
    text = read_log(profile.log_path, lines)
    return Reply(FINE, text or "The log is empty.", {"lines": text.splitlines()})


def import_file(profile: Profile, who: Person, path: Path) -> Reply:
    """Takes over an old register in the name of who signs in, and says which rows were refused and why."""
    with open_profile(profile, who.name, who.pin) as opened:
        report = opened.store.call(lambda store: import_register(opened.desk(store), path))
    new, refused = report.added_patients + report.added_visits, report.refused
    said = f"{report.added_patients} patients and {report.added_visits} visits taken over"
    said += f", {report.already} rows known already." if report.already or not new else "."
    if refused:
        rows = [f"  row {row.row}: {row.field}: {row.code} {row.detail}".rstrip() for row in refused[:NAMED]]
        more = [f"  ... and {len(refused) - NAMED} more (--json names all)"] if len(refused) > NAMED else []
        said = "\n".join([said, f"{len(refused)} rows refused:", *rows, *more])
    return Reply(FINE, said, asdict(report))
