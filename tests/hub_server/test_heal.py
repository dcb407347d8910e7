"""`POST /v1/heal`: a hub that lost everything but its keys takes back what it once signed, and nothing else.

The hub under test (each database) has the identity of an earlier one, out of which the runs of a device's feeds come.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
import sqlalchemy as sa

from care_record.chain import ZERO, feed_extend, line_hash, mark_bytes
from care_record.heal_wire import (
    After,
    Hashed,
    HealEnd,
    HealHello,
    HealMark,
    Lacks,
    heal_message,
    parse_heal_answer,
    whole_line,
)
from care_record.ids import new_id, new_token
from care_record.signature import b64, new_signing_key, sign
from care_record.wire import Deflater, HubHello, LineReader
from hub_server.context import Services, open_services
from hub_server.enrol import EnrolRequest, enrol
from hub_server.heal import Healing
from hub_server.problems import Problem
from hub_server.services.devices import make_enrol_code, revoke_device
from hub_server.services.places import add_desk, add_facility
from hub_server.services.quarantine import list_quarantine
from hub_server.services.staff import NewStaff, add_staff, revoke_staff
from hub_server.store import devices, feeds
from hub_server.store import tables as t
from hub_server.store.check import check
from hub_server.store.database import HubStore
from hub_server.store.devices import Device
from hub_server.store.feeds import Entry, FeedPlace
from hub_server.store.migrations import migrate
from hub_server.store.writer import HubChange
from tests.helpers.hub import HubProcess, init_store
from tests.hub_server.test_feeds import Writer, read_all

START = FeedPlace(0, ZERO)
PAPERS = {"qualification": "MBBS", "registration_no": "BCMR 00001"}


@dataclass
class Centre:
    """A health centre of the earlier hub: its CHO, and a device that read everything."""

    facility: str
    cho: str
    device: Device
    writer: Writer

    @property
    def feed(self) -> str:
        return feeds.facility_feed(self.facility)

    def patient(self) -> str:
        """A patient registered here, with a visit."""
        line = self.writer.line("patient", {"name": "Sunita Devi", "gender": "female"}, None)
        patient = str(json.loads(line)["record"])
        self.writer.send(line, self.writer.line("visit", {"mode": "spoke"}, patient))
        return patient


@dataclass
class Template:
    """An earlier hub as a file: two centres, a doctor; hashing passwords and PINs takes long enough once."""

    file: Path
    doctor: str
    centres: list[tuple[str, str, Device, str]]


def make_centre(services: Services, code: str) -> tuple[str, str, Device, str]:
    facility = add_facility(services, {"code": code, "name": f"HSC {code}", "district": "223"})
    cho = add_staff(services, NewStaff(f"CHO {code}", "cho", (facility,), pin="246810"))
    made, token = make_enrol_code(services, facility)["code"], new_token()
    answer = enrol(services, EnrolRequest(str(made), token, f"PC {code}"))
    with services.store.read() as conn:
        device = devices.by_id(conn, answer.device)
    assert device is not None
    return facility, cho, device, token


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    file = tmp_path_factory.mktemp("before") / "before.db"
    store = init_store(f"sqlite:///{file}")
    services = open_services(store)
    desk = add_desk(services, {"code": "DH", "name": "Sadar Hospital", "specialities": ["medicine"]})
    new = NewStaff("Dr Nivedita Jha", "doctor", (desk,), login="nivedita", password="long enough", extra=PAPERS)
    made = Template(file, add_staff(services, new), [make_centre(services, code) for code in ("A", "B")])
    store.close()
    return made


class Before:
    """The hub as it was; `now` is what is left of it: its keys, and who its devices are."""

    def __init__(self, template: Template, now: HubStore, folder: Path) -> None:
        shutil.copy(template.file, folder / "before.db")
        self.services = open_services(HubStore(f"sqlite:///{folder / 'before.db'}"))
        self.doctor = template.doctor
        with self.services.store.read() as kept, now.begin() as conn:
            migrate(conn)
            for table in (t.hub_meta, t.devices):
                conn.execute(sa.insert(table), [dict(row._mapping) for row in kept.execute(sa.select(table))])
        self.now = open_services(now)
        self.centres = [self.centre(*each) for each in template.centres]

    def centre(self, facility: str, cho: str, device: Device, token: str) -> Centre:
        writer = Writer(self.services, facility, cho)
        writer.device, writer.sender = device.device, replace(writer.sender, device=device.device)
        return Centre(facility, cho, device, writer)

    def close(self) -> None:
        self.services.store.close()
        self.now.store.close()

    def doctors_answer(self, patient: str) -> None:
        """What only the hub writes about a patient."""
        answer = HubChange("advice", None, patient, {"text": "rest", "signed": "2026-11-23T10:00:00Z"})
        self.services.store.run(lambda conn: self.services.writer.write(conn, self.doctor, [answer]))

    def share(self, patient: str, to: Centre) -> None:
        entry = {"id": new_id(), "facility": to.facility, "by": self.doctor, "at": "2026-11-23T10:00:00Z"}
        given = HubChange("patient", patient, patient, {"share": [entry]})
        self.services.store.run(lambda conn: self.services.writer.write(conn, self.doctor, [given]))

    def lines(self, feed: str, *, whole: bool = True, size: int = 100) -> list[bytes]:
        """The run of a feed from its start: pages of so many."""
        entries = read_all(self.services, feed)
        out, place = [], FeedPlace(0, ZERO)
        for start in range(0, len(entries), size):
            page = entries[start : start + size]
            out += self.page(feed, place, page, whole=whole)
            place = FeedPlace(page[-1].seq, page[-1].head)
        return out

    def page(self, feed: str, after: FeedPlace, entries: Sequence[Entry], *, whole: bool = True) -> list[bytes]:
        said = [whole_line(e.line) if whole else heal_message(Hashed(e.id, e.sha.hex())) for e in entries]
        return [heal_message(After(after.seq, after.head.hex())), *said, self.mark(feed, entries[-1])]

    def mark(self, feed: str, last: Entry, key: bytes | None = None) -> bytes:
        identity = self.services.identity
        signature = sign(key or identity.sign_private, mark_bytes(identity.hub, feed, last.seq, last.head))
        return heal_message(HealMark(last.seq, last.head.hex(), b64(signature)))

    def heal(self, centre: Centre, feed: str, lines: Sequence[bytes]) -> list[Lacks]:
        """One request of the centre's device as it is known now, taken in as it would come."""
        return heal(self.now, self.known(centre), feed, lines)

    def known(self, centre: Centre) -> Device:
        with self.now.store.read() as conn:
            device = devices.by_id(conn, centre.device.device)
        assert device is not None
        return device

    def heal_all(self, centre: Centre) -> None:
        for feed in (feeds.ALL, centre.feed):
            self.heal(centre, feed, self.lines(feed, size=7))


def body(device: Device, feed: str, lines: Sequence[bytes]) -> bytes:
    marks = sum(line.startswith(b'{"mark"') for line in lines)
    hello = heal_message(HealHello(protocol=1, request="r", device=device.device, feed=feed))
    out = Deflater()
    said = [hello, *lines, heal_message(HealEnd(marks))]
    return b"".join(out.line(line) + out.flush() for line in said) + out.finish()


def heal(services: Services, device: Device, feed: str, lines: Sequence[bytes]) -> list[Lacks]:
    healing = Healing(services, device, compressed=True)
    healing.feed(body(device, feed, lines))
    hello, *told, end = [parse_heal_answer(line) for line in LineReader().feed(healing.finish())]
    assert isinstance(hello, HubHello)
    assert (hello.hub, hello.request) == (services.identity.hub, "r")
    assert end == HealEnd(len(told))
    return [each for each in told if isinstance(each, Lacks)]


def ids(services: Services, feed: str) -> set[str]:
    return {entry.id for entry in read_all(services, feed)}


def stored(services: Services) -> dict[str, tuple[str, bytes]]:
    with services.store.read() as conn:
        rows = conn.execute(sa.select(t.changes.c.id, t.changes.c.state, t.changes.c.line))
        return {row.id: (row.state, bytes(row.line)) for row in rows}


def sound(services: Services) -> None:
    with services.store.read() as conn:
        assert check(conn).wrong == ()


@pytest.fixture
def before(template: Template, tmp_path: Path) -> Iterator[Before]:
    made = Before(template, HubStore(f"sqlite:///{tmp_path / 'hub.db'}"), tmp_path)
    yield made
    made.close()


@pytest.fixture
def either(template: Template, store_url: str, tmp_path: Path) -> Iterator[Before]:
    """The hub under test on each database."""
    made = Before(template, HubStore(store_url), tmp_path)
    yield made
    made.close()


def test_what_the_hub_lost_comes_back_byte_for_byte(either: Before) -> None:
    a, b = either.centres
    patient = a.patient()
    either.doctors_answer(patient)
    either.share(patient, b)
    a.writer.send(a.writer.line("note", {"text": "after the share"}, patient))
    for feed in (feeds.ALL, a.feed):
        [told] = either.heal(a, feed, either.lines(feed, whole=False))
        assert told.seqs == tuple(range(1, told.until + 1))
        [told] = either.heal(a, feed, either.lines(feed))
        assert (told.took, told.seqs) == (told.until, ())
    lost = {
        entry.id: ("stored", entry.line) for feed in (feeds.ALL, a.feed) for entry in read_all(either.services, feed)
    }
    assert stored(either.now) == lost
    for feed in (feeds.ALL, a.feed):
        assert ids(either.now, feed) == ids(either.services, feed)
    shared = ids(either.services, a.feed) & ids(either.services, b.feed)
    assert ids(either.now, b.feed) == shared, "whom it was given to reads it too"
    sound(either.now)
    with either.now.store.read() as conn:
        row = conn.execute(sa.select(t.subjects).where(t.subjects.c.subject == patient)).one()
    assert (row.known, row.first_facility) == (True, a.facility)
    assert either.heal(a, a.feed, either.lines(a.feed))[0].took == 0, "once more changes nothing"
    assert stored(either.now) == lost


def test_the_first_centre_is_that_of_the_device_that_registered(before: Before) -> None:
    """A centre that was given the patient heals first; afterwards it may still not give her away."""
    a, b = before.centres
    patient = a.patient()
    before.share(patient, b)
    with before.now.store.begin() as conn:
        conn.execute(sa.delete(t.devices).where(t.devices.c.device == a.device.device))  # known from its record alone
    before.heal_all(b)
    with before.now.store.read() as conn:
        row = conn.execute(sa.select(t.subjects).where(t.subjects.c.subject == patient)).one()
        readers = set(conn.scalars(sa.select(t.audience.c.facility).where(t.audience.c.patient == patient)))
    assert row.first_facility == a.facility
    assert readers == {a.facility, b.facility}
    assert ids(before.now, b.feed) == ids(before.services, b.feed)


@pytest.mark.parametrize("held", [False, True])
def test_the_centre_whose_feed_proves_a_line_reads_its_patient(before: Before, held: bool) -> None:
    """Also while the share itself is not back yet, and of a line that the hub already holds."""
    a, b = before.centres
    patient = a.patient()
    before.share(patient, b)
    note = a.writer.line("note", {"text": "after the share"}, patient)
    a.writer.send(note)
    mine, theirs = read_all(before.services, a.feed), read_all(before.services, b.feed)
    shared = next(entry for entry in mine if entry.kind == "patient" and b"share" in entry.line)
    before.heal(a, a.feed, before.page(a.feed, START, mine[: shared.seq - 1]))
    if held:
        place = FeedPlace(shared.seq, shared.head)
        before.heal(a, a.feed, before.page(a.feed, place, mine[shared.seq :]))
    assert ids(before.now, b.feed) == set()
    place = FeedPlace(theirs[-2].seq, theirs[-2].head)
    before.heal(b, b.feed, before.page(b.feed, place, theirs[-1:], whole=not held))
    own = {entry.id for entry in theirs if entry.id != shared.id and json.loads(entry.line)["patient"] == patient}
    assert ids(before.now, b.feed) == own


def test_a_kind_of_tomorrow_that_all_read_is_read_by_all(before: Before) -> None:
    a, _ = before.centres
    line = a.writer.line("holiday", {"text": "closed"}, None)
    sha = line_hash(line)
    entry = Entry(1, str(json.loads(line)["id"]), "holiday", line, sha, feed_extend(ZERO, sha))
    before.heal(a, feeds.ALL, before.page(feeds.ALL, START, [entry]))
    assert [each.line for each in read_all(before.now, feeds.ALL)] == [line]
    assert read_all(before.now, a.feed) == []


def test_of_a_device_that_nobody_knows_any_more_the_feed_says_the_centre(before: Before) -> None:
    a, _ = before.centres
    patient = a.patient()
    with before.services.store.begin() as conn:
        line = bytes(conn.scalars(sa.select(t.changes.c.line).where(t.changes.c.record == patient)).one())
    assert json.loads(line)["device"] == a.device.device
    with before.now.store.begin() as conn:
        conn.execute(sa.delete(t.devices))
    sender = replace(a.device, device="0123456789abcdef")
    heal(before.now, sender, a.feed, before.lines(a.feed))
    with before.now.store.read() as conn:
        row = conn.execute(sa.select(t.subjects).where(t.subjects.c.subject == patient)).one()
    assert row.first_facility == a.facility


def test_what_waited_or_was_refused_for_want_of_it_is_taken(either: Before) -> None:
    """The device sent its lines again before the hub knew anybody: they wait, or (a known patient) are refused."""
    a, b = either.centres
    patient, other = a.patient(), a.patient()
    either.share(other, b)
    foreign = b.writer.line("note", {"text": "seen here"}, other)
    b.writer.send(foreign)
    again = Writer(either.now, a.facility, a.cho)
    again.send(*[entry.line for entry in read_all(either.services, a.feed) if entry.kind in ("patient", "visit")][:2])
    guest = Writer(either.now, b.facility, b.cho)
    guest.send(foreign)
    assert {state for state, _ in stored(either.now).values()} == {"waiting"}
    either.heal(a, feeds.ALL, either.lines(feeds.ALL))
    assert {state for state, _ in stored(either.now).values()} >= {"stored"}
    either.heal_all(b)
    either.heal_all(a)
    assert {state for state, _ in stored(either.now).values()} == {"stored"}
    assert list_quarantine(either.now) == []
    for centre in (a, b):
        assert ids(either.now, centre.feed) == ids(either.services, centre.feed)
    assert patient != other
    sound(either.now)


def test_a_line_that_the_forgetful_hub_refused_leaves_quarantine(before: Before) -> None:
    a, b = before.centres
    patient = a.patient()
    before.share(patient, b)
    note = b.writer.line("note", {"text": "seen here"}, patient)
    b.writer.send(note)
    before.heal(a, feeds.ALL, before.lines(feeds.ALL))
    own = [
        entry.line for entry in read_all(before.services, a.feed) if json.loads(entry.line)["device"] == a.device.device
    ]
    Writer(before.now, a.facility, a.cho).send(*own)
    Writer(before.now, b.facility, b.cho).send(note)
    assert [each["code"] for each in list_quarantine(before.now)] == ["foreign-patient"]
    assert before.heal(b, b.feed, before.lines(b.feed, whole=False))[0].seqs != ()
    assert list_quarantine(before.now) == [], "proved by its hash alone: the bytes were here"
    before.heal_all(b)
    assert ids(before.now, b.feed) == ids(before.services, b.feed)


def test_who_was_revoked_stays_revoked(before: Before) -> None:
    a, b = before.centres
    revoke_device(before.services, a.device.device, wipe=False)
    revoke_staff(before.services, before.doctor)
    with before.services.store.read() as conn:
        login = dict(conn.execute(sa.select(t.logins)).one()._mapping)
    with before.now.store.begin() as conn:
        conn.execute(sa.insert(t.logins).values({**login, "revoked_at": None}))
    before.heal_all(b)
    with before.now.store.read() as conn:
        assert conn.execute(sa.select(t.logins)).one().revoked_at is not None
    with pytest.raises(Problem, match="403 device-revoked"):
        before.heal(a, a.feed, [])


# -- what is not proved does not come in ---------------------------------------------------------------------------


def forged(before: Before, make: Callable[[Before, Centre, list[Entry]], list[bytes]]) -> None:
    a, _ = before.centres
    a.patient()
    entries = read_all(before.services, a.feed)
    with pytest.raises(Problem) as refused:
        before.heal(a, a.feed, make(before, a, entries))
    assert (refused.value.status, refused.value.code) == (403, "not-proved")
    assert stored(before.now) == {}


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            lambda hub, a, run: hub.page(a.feed, START, [replace(run[0], line=run[0].line[:-1] + b" }"), *run[1:]]),
            id="a line with other bytes",
        ),
        pytest.param(
            lambda hub, a, run: [
                *hub.page(a.feed, START, run)[:-1],
                whole_line(a.writer.line("staff", {"role": "admin"}, None)),
                hub.mark(a.feed, run[-1]),
            ],
            id="one line more",
        ),
        pytest.param(
            lambda hub, a, run: hub.page(a.feed, START, [replace(run[0], sha=b"x" * 32), *run[1:]], whole=False),
            id="another hash",
        ),
        pytest.param(lambda hub, a, run: hub.page(a.feed, START, run[1:]), id="one line less"),
        pytest.param(lambda hub, a, run: hub.page(a.feed, START, [run[1], run[0], *run[2:]]), id="another order"),
        pytest.param(
            lambda hub, a, run: [*hub.page(a.feed, START, run)[:-1], hub.mark(a.feed, run[-1], new_signing_key())],
            id="another key",
        ),
        pytest.param(
            lambda hub, a, run: [*hub.page(a.feed, START, run)[:-1], hub.mark(feeds.ALL, run[-1])],
            id="another feed's signature",
        ),
        pytest.param(
            lambda hub, a, run: [*hub.page(a.feed, START, run)[:-1], hub.mark(a.feed, replace(run[-1], seq=9))],
            id="another place",
        ),
        pytest.param(
            lambda hub, a, run: hub.page(a.feed, FeedPlace(1, ZERO), run), id="a start that the hashes do not lead from"
        ),
        pytest.param(
            lambda hub, a, run: [
                *hub.page(a.feed, START, run)[:-1],
                heal_message(HealMark(run[-1].seq, run[-1].head.hex(), "no signature")),
            ],
            id="no signature",
        ),
    ],
)
def test_what_the_hub_did_not_sign_stays_out(
    before: Before, make: Callable[[Before, Centre, list[Entry]], list[bytes]]
) -> None:
    forged(before, make)


def test_pages_before_a_forged_one_count(before: Before) -> None:
    a, _ = before.centres
    a.patient()
    entries = read_all(before.services, a.feed)
    good = before.page(a.feed, START, entries[:2])
    bad = before.page(a.feed, FeedPlace(2, b"x" * 32), entries[2:])
    with pytest.raises(Problem, match="not-proved"):
        before.heal(a, a.feed, [*good, *bad])
    assert set(stored(before.now)) == {entry.id for entry in entries[:2]}


def test_only_feeds_that_the_device_reads_and_only_its_own_device(before: Before) -> None:
    a, b = before.centres
    a.patient()
    with pytest.raises(Problem, match="403 foreign-feed"):
        before.heal(b, a.feed, before.lines(a.feed))
    with pytest.raises(Problem, match="403 wrong-device"):
        Healing(before.now, b.device, compressed=True).feed(body(a.device, b.feed, []))
    revoke_device(before.services, b.device.device, wipe=False)
    with pytest.raises(Problem, match="403 device-revoked"):
        heal(before.now, replace(b.device, revoked="2026-11-23T10:00:00.000Z"), b.feed, before.lines(b.feed))
    assert stored(before.now) == {}


@pytest.mark.parametrize(
    "lines",
    [
        [b"{}"],
        [b"not json"],
        [b'{"hash":["a","b"]}'],
        [b'{"mark":{"seq":1,"head":"","signature":""}}'],
        [b'{"after":{"seq":0,"head":"00"}}'],
        [b'{"after":{"seq":-1,"head":"' + ZERO.hex().encode() + b'"}}'],
        [b'{"after":{"seq":0,"head":"' + ZERO.hex().encode() + b'"}}'],
        [b'{"after":{"seq":0,"head":"' + ZERO.hex().encode() + b'"}}', b'{"hash":["a","zz"]}'],
        [b'{"after":{"seq":0,"head":"' + ZERO.hex().encode() + b'"}}', b'{"lacks":{"until":1,"took":1,"seqs":[]}}'],
        [b'{"hello":{"protocol":1,"request":"x","device":"x","feed":"all"}}'],
        [b'{"end":{"marks":0}}'],
    ],
)
def test_what_is_no_healing_is_said_to_be_none(before: Before, lines: list[bytes]) -> None:
    a, _ = before.centres
    with pytest.raises(Problem, match="400 malformed"):
        before.heal(a, a.feed, lines)


def test_a_request_has_its_bounds(before: Before) -> None:
    a, _ = before.centres
    start = heal_message(After(0, ZERO.hex()))
    with pytest.raises(Problem, match="413 too-large"):
        before.heal(a, a.feed, [start, *[heal_message(Hashed(new_id(), ZERO.hex()))] * 2001])
    with pytest.raises(Problem, match="413 too-large"):
        before.heal(a, a.feed, [start, *[whole_line(b'{"x":"' + b"x" * 60_000 + b'"}')] * 12])
    with pytest.raises(Problem, match="426 upgrade-needed"):
        healing = Healing(before.now, a.device, compressed=False)
        healing.feed(heal_message(HealHello(protocol=2, request="r", device=a.device.device, feed=a.feed)) + b"\n")


# -- a bad line, and everybody at once ------------------------------------------------------------------------------


def test_cut_at_every_so_many_bytes_keeps_the_whole_pages(before: Before) -> None:
    a, _ = before.centres
    for _ in range(10):
        a.patient()
    before.heal(a, feeds.ALL, before.lines(feeds.ALL))
    known = set(stored(before.now))
    entries = read_all(before.services, a.feed)
    whole = body(a.device, a.feed, before.lines(a.feed, size=3))
    came = 0
    for cut in range(0, len(whole), 97):
        Healing(before.now, a.device, compressed=True).feed(whole[:cut])
        held = set(stored(before.now)) - known
        assert len(held) in (*range(0, len(entries), 3), len(entries))
        assert held == {entry.id for entry in entries[: len(held)]}
        assert len(held) >= came
        came = len(held)
    assert before.heal(a, a.feed, before.lines(a.feed, size=3))[-1].seqs == ()
    assert ids(before.now, a.feed) == {entry.id for entry in entries}
    sound(before.now)


def test_two_centres_heal_the_same_patients_at_once(either: Before) -> None:
    a, b = either.centres
    for _ in range(12):
        either.share(a.patient(), b)
        either.share(b.patient(), a)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(either.heal_all, centre) for centre in (a, b, b, a)]:
            done.result()
    for feed in (feeds.ALL, a.feed, b.feed):
        assert ids(either.now, feed) == ids(either.services, feed)
    assert {state for state, _ in stored(either.now).values()} == {"stored"}
    sound(either.now)


def test_other_bytes_under_the_same_id_do_not_take_its_place(before: Before) -> None:
    a, _ = before.centres
    a.patient()
    before.heal(a, feeds.ALL, before.lines(feeds.ALL))
    entries = read_all(before.services, a.feed)
    mine = next(entry for entry in entries if entry.kind == "patient")
    other = mine.line.replace(b"Sunita", b"Someone")
    Writer(before.now, a.facility, a.cho).send(other)
    assert before.heal(a, a.feed, before.lines(a.feed))[0].seqs == ()
    assert stored(before.now)[mine.id] == ("stored", other)
    assert [(each["id"], each["code"]) for each in list_quarantine(before.now)] == [(mine.id, "same-id-other-bytes")]
    assert before.heal(a, a.feed, before.lines(a.feed, whole=False))[0].seqs == ()


def test_over_http_it_wants_a_device(hub: HubProcess) -> None:
    url = f"{hub.url}/v1/heal"
    refused = requests.post(url, data=b"", timeout=30)
    assert (refused.status_code, refused.json()["code"]) == (401, "device-unknown")
    centre = hub.centre()
    bearer = {"Authorization": f"Bearer {centre.peer.token}"}
    refused = requests.post(url, data=b"rubbish\n", headers=bearer, timeout=30)
    assert (refused.status_code, refused.json()["code"]) == (400, "malformed")
    hello = HealHello(protocol=1, request="7", device=centre.peer.device, feed=centre.feed)
    said = heal_message(hello) + b"\n" + heal_message(HealEnd(0)) + b"\n"
    answer = requests.post(url, data=said, headers=bearer, timeout=30)
    assert answer.headers["Content-Encoding"] == "gzip"
    first, end = [parse_heal_answer(line) for line in answer.content.splitlines()]
    assert isinstance(first, HubHello)
    assert (first.hub, first.request, end) == (centre.peer.hub, "7", HealEnd(0))
