"""The numbers of the feeds under concurrent writers, on both databases: 1..k at every instant, nothing left out."""

from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from care_record.chain import ZERO, feed_extend
from care_record.change import Change, encode
from care_record.ids import new_device_id, new_id
from hub_server.context import Services
from hub_server.services.places import add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import chains, feeds, pages
from hub_server.store.chains import Place
from hub_server.store.check import check
from hub_server.store.judge import Sender
from hub_server.store.pages import accept_page, read_run

WRITERS = 8
READERS = 4
PAGES = 6


def facility(services: Services, code: str) -> tuple[str, str]:
    """A health centre and its CHO."""
    place = add_facility(services, {"code": code, "name": code, "district": "223"})
    return place, add_staff(services, NewStaff("Kumari Anjali", "cho", (place,)))


class Writer:
    """A device of a facility, without the wire."""

    def __init__(self, services: Services, post: str, author: str) -> None:
        self.services, self.author = services, author
        self.device = new_device_id()
        self.place = Place(0, ZERO)
        self.written: list[str] = []
        chain = services.store.run(lambda conn: chains.new_chain(conn, self.device, services.now()))
        self.sender = Sender(self.device, chain, post)

    def line(self, kind: str, fields: dict[str, object], patient: str | None, record: str | None = None) -> bytes:
        """A new change as a line."""
        record = record or new_id()
        change = Change(
            id=new_id(),
            device=self.device,
            author=self.author,
            kind=kind,
            record=record,
            patient=record if kind == "patient" else patient,
            clock=f"{1795434610882:013d}-{len(self.written):04x}-{self.device[:8]}",
            at="2026-11-23T14:05:10.123+05:30",
            set=fields,
        )
        self.written.append(change.id)
        return encode(change)

    def send(self, *lines: bytes) -> None:
        """One page."""
        heads = chains.heads_along(self.place.head, lines)
        mark = Place(self.place.n + len(lines), heads[-1])
        run, now = read_run(self.sender, self.place, lines, heads), datetime.now(UTC)
        assert self.services.store.run(lambda conn: accept_page(conn, run, mark, now))
        self.place = mark


def read_all(services: Services, feed: str) -> list[feeds.Entry]:
    with services.store.read() as conn:
        return feeds.read_after(conn, feed, 0, 100_000)


def watch(services: Services, feed: str, done: threading.Event) -> list[str]:
    """Read on and on, until after `done`; every look must go on exactly where the last one ended."""
    seen: list[str] = []
    while True:
        last = done.wait(0.002)  # not a busy loop: the writers share this interpreter
        with services.store.read() as conn:
            fresh = feeds.read_after(conn, feed, len(seen), 1000)
        assert [entry.seq for entry in fresh] == list(range(len(seen) + 1, len(seen) + len(fresh) + 1))
        seen += [entry.id for entry in fresh]
        if last:
            return seen


def test_eight_writers_leave_no_hole_for_any_reader(services: Services) -> None:
    post, cho = facility(services, "RACE")
    feed = feeds.facility_feed(post)
    writers = [Writer(services, post, cho) for _ in range(WRITERS)]
    done = threading.Event()

    def write(writer: Writer) -> None:
        for _ in range(PAGES):
            patient = writer.line("patient", {"name": "x"}, None)
            own = json.loads(patient)["record"]
            writer.send(patient, writer.line("visit", {}, own), writer.line("note", {}, own))

    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        readers = [pool.submit(watch, services, feed, done) for _ in range(READERS)]
        try:
            for finished in [pool.submit(write, writer) for writer in writers]:
                finished.result()
        finally:
            done.set()
        seen = [reader.result() for reader in readers]
    written = {change for writer in writers for change in writer.written}
    assert all(each == seen[0] for each in seen)
    assert len(seen[0]) == len(written) == WRITERS * PAGES * 3
    assert set(seen[0]) == written
    with services.store.read() as conn:
        assert check(conn).wrong == ()


def test_two_feeds_and_shared_patients_do_not_deadlock(services: Services) -> None:
    (here, cho), (there, other_cho) = facility(services, "HERE"), facility(services, "THERE")
    first = Writer(services, here, cho)
    shared = [{"id": new_id(), "facility": there, "by": cho, "at": "2026-11-23T10:00:00Z"}]
    lines = [first.line("patient", {"name": "x", "share": shared}, None) for _ in range(6)]
    patients = [json.loads(line)["record"] for line in lines]
    first.send(*lines)
    writers = [Writer(services, *each) for each in ((here, cho), (there, other_cho)) * (WRITERS // 2)]

    def write(number: int) -> None:
        writer = writers[number]
        order = patients if number % 3 else patients[::-1]
        for _ in range(PAGES):
            writer.send(*[writer.line("note", {"text": "y"}, patient) for patient in order])

    with ThreadPoolExecutor(WRITERS) as pool:
        for finished in [pool.submit(write, number) for number in range(WRITERS)]:
            finished.result()
    written = {change for writer in [first, *writers] for change in writer.written}
    for place in (here, there):
        assert {entry.id for entry in read_all(services, feeds.facility_feed(place))} == written


def test_a_share_that_crosses_a_save_leaves_nothing_out(services: Services) -> None:
    """Eight devices write to the same patients, and each gives one of them away meanwhile; readers miss nothing."""
    (here, cho), (there, _) = facility(services, "HERE"), facility(services, "THERE")
    own, other = feeds.facility_feed(here), feeds.facility_feed(there)
    registrar = Writer(services, here, cho)
    lines = [registrar.line("patient", {"name": "x"}, None) for _ in range(WRITERS)]
    patients = [json.loads(line)["record"] for line in lines]
    registrar.send(*lines)
    writers = [Writer(services, here, cho) for _ in range(WRITERS)]
    start, done = threading.Barrier(WRITERS), threading.Event()

    def write(number: int) -> None:
        writer, mine = writers[number], patients[number]
        start.wait()
        for page in range(PAGES):
            crossed = patients[(number + page) % WRITERS]
            writer.send(*[writer.line("note", {"text": "y"}, patient) for patient in sorted({mine, crossed})])
            if page == number % PAGES:
                entry = {"id": new_id(), "facility": there, "by": cho, "at": "2026-11-23T10:00:00Z"}
                writer.send(writer.line("patient", {"share": [entry]}, mine, mine))

    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        readers = [pool.submit(watch, services, feed, done) for feed in (own, other) * (READERS // 2)]
        try:
            for job in [pool.submit(write, number) for number in range(WRITERS)]:
                job.result()
        finally:
            done.set()
        seen = [reader.result() for reader in readers]
    written = {change for writer in [registrar, *writers] for change in writer.written}
    for feed, first, second in ((own, seen[0], seen[2]), (other, seen[1], seen[3])):
        assert first == second == [entry.id for entry in read_all(services, feed)]
        assert len(first) == len(set(first))
        assert set(first) == written
    with services.store.read() as conn:
        assert check(conn).wrong == ()


def test_copies_of_one_device_at_once_make_nothing_twice(services: Services) -> None:
    post, cho = facility(services, "COPY")
    writer = Writer(services, post, cho)
    lines = [writer.line("patient", {"name": "x"}, None) for _ in range(5)]
    heads = chains.heads_along(ZERO, lines)
    mark = Place(5, heads[-1])
    now = datetime.now(UTC)
    senders = [writer.sender] * 4
    for _ in range(4):
        chain = services.store.run(lambda conn: chains.new_chain(conn, writer.device, now))
        senders.append(Sender(writer.device, chain, post))

    def send(sender: Sender) -> bool:
        run = read_run(sender, Place(0, ZERO), lines, heads)
        return services.store.run(lambda conn: accept_page(conn, run, mark, now))

    with ThreadPoolExecutor(WRITERS) as pool:
        assert all(pool.map(send, senders))
    entries = read_all(services, feeds.facility_feed(post))
    assert [entry.id for entry in entries] == writer.written
    with services.store.read() as conn:
        assert check(conn).wrong == ()
        assert pages.fits(conn, senders[-1].chain, chains.place_of(conn, senders[-1].chain), mark)


def test_the_heads_of_a_feed_can_be_recomputed(services: Services) -> None:
    post, cho = facility(services, "HEAD")
    writer = Writer(services, post, cho)
    writer.send(*[writer.line("patient", {"name": "x"}, None) for _ in range(4)])
    head = ZERO
    for entry in read_all(services, feeds.facility_feed(post)):
        head = feed_extend(head, entry.sha)
        assert entry.head == head
    with services.store.read() as conn:
        assert feeds.newest(conn, feeds.facility_feed(post)).head == head
