"""Forwarding a case to another desk: a new referral there that names this one, which is closed by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from care_record.clock import time_text
from care_record.fold import Folded
from care_record.ids import new_id
from care_record.kinds import tidy
from hub_server.context import Services
from hub_server.review.case_view import CaseWords
from hub_server.review.doctor import Doctor, Signing
from hub_server.review.flaw import Flaw
from hub_server.review.holding import hold
from hub_server.review.lists import PickLists
from hub_server.store import audit, records, sessions
from hub_server.store.writer import HubChange
from hub_server.times import IST
from hub_server.web.wording import Words

if TYPE_CHECKING:
    from sqlalchemy import Connection

CARRIED = ("visit", "urgency", "consent", "reach", "answers")
"""What the new referral takes over. The patient's consent is to be seen by a doctor at a distance, not by that one."""


def places(desks: list[Folded], doctor: Doctor, lists: PickLists, words: Words) -> list[dict[str, str]]:
    """Where a case may go, as `desk|speciality` with its name: each desk but the doctor's own."""
    found = []
    for desk in desks:
        if desk.record in doctor.desks:
            continue
        for code in specialities(desk):
            known = lists.specialities.get(code)
            name = f"{known.name(words.lang) if known else code} · {words.named(desk.fields)}"
            found.append({"code": f"{desk.record}|{code}", "name": name})
    return sorted(found, key=lambda place: place["name"])


def specialities(desk: Folded) -> list[str]:
    """The codes of a desk's specialities."""
    value = desk.fields.get("specialities")
    return [str(code) for code in value] if isinstance(value, list) else []


def forward(services: Services, doctor: Doctor, referral: str, to: str, word: str) -> Signing:
    """Send the case to `to` (`desk|speciality`) with a word to the colleague, which the centre reads, too.

    The word is what the new referral asks; what the centre asked stays in the one that it forwards.
    """
    desk_id, _, speciality = to.partition("|")
    with services.store.read() as conn:
        desk = records.folded(conn, desk_id) if desk_id else None
    flaws = []
    if desk is None or desk.kind != "desk" or desk_id in doctor.desks or speciality not in specialities(desk):
        flaws.append(Flaw("forward_to", "problem.forward_to"))
    if not word.strip():
        flaws.append(Flaw("forward_word", "problem.forward_word"))
    if flaws:
        return Signing(flaws=tuple(flaws))

    def work(conn: Connection) -> Signing:
        now = services.now()
        file, refusal = hold(conn, now, doctor, referral)
        if file is None or refusal is not None:
            return refusal or Signing(withdrawn=True)
        patient = file.patient.record
        fields = {name: file.referral.fields[name] for name in CARRIED if name in file.referral.fields}
        fields |= {"desk": desk_id, "speciality": speciality, "question": word, "forwards": referral}
        closed = {"referral": referral, "event": "closed", "at": time_text(now.astimezone(IST)), "text": word}
        changes = [
            HubChange("referral", new_id(), patient, tidy("referral", fields)),
            HubChange("case_event", None, patient, tidy("case_event", closed)),
        ]
        services.writer.write(conn, doctor.id, changes)
        audit.note(conn, now, doctor.id, "case-forwarded", referral, desk_id)
        sessions.drop_draft(conn, referral, doctor.id)
        sessions.release(conn, referral, doctor.id)
        return Signing(done=True)

    return services.store.run(work)


def chain_view(c: CaseWords) -> dict[str, Any]:
    """Whence the case was forwarded and where to, in words: `came` (oldest first) and `went`."""
    by_id = {r.record: r for r in (*c.file.referrals, c.file.referral)}
    came: list[dict[str, str]] = []
    here, seen = c.file.referral, {c.file.referral.record}
    while (before := by_id.get(str(here.fields.get("forwards") or ""))) is not None and before.record not in seen:
        seen.add(before.record)
        came.insert(0, _step(c, here, before.record))
        here = before
    next_one = next((r for r in by_id.values() if r.fields.get("forwards") == c.file.referral.record), None)
    return {
        "came": came,
        "asked": str(here.fields.get("question") or "") if came else "",
        "went": _step(c, next_one, next_one.record) if next_one else None,
    }


def _step(c: CaseWords, onto: Folded, link: str) -> dict[str, str]:
    """One forwarding, told by the referral that it made; `link` is the case at its other end."""
    return {
        "who": c.name_of(onto.author),
        "when": c.words.moment(onto.created_at, c.now),
        "text": str(onto.fields.get("question") or ""),
        "referral": link,
    }
