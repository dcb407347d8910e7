"""The tests can fail (M1): an engine or hub that is broken on purpose is caught by the check that is meant to catch it.

Each mutant is the real program with one function put wrong. It is found within a bounded number of histories by a
named invariant, and the same history holds for the program as it is; what needs two writers at once is shown with two
transactions on PostgreSQL, in one order.
"""

from __future__ import annotations

import json
import random
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any
from unittest import mock

import pytest
import sqlalchemy as sa

from care_record.chain import ZERO
from care_record.change import Change
from care_record.ids import new_id
from care_record.wire import AnswerItem, HubHello
from hub_server.context import Services, open_services
from hub_server.store import chains, devices, feeds, intake, pages
from hub_server.store import tables as t
from hub_server.store.chains import Place
from hub_server.store.feeds import FeedPlace
from hub_server.store.intake import Intake
from hub_server.store.judge import Subject
from hub_server.store.upsert import insert_missing, locked_rows
from spoke_app.store import exchange_book as book
from spoke_app.store import own_chain
from spoke_app.store.database import Store
from spoke_app.sync import answer
from spoke_app.sync.answer import AnswerTaker
from tests.helpers.hub import init_store, new_database, postgres
from tests.hub_server.test_feeds import Writer, facility
from tests.simulator.checks import Broken, audience_is_complete, demand
from tests.simulator.history import Failure, tell
from tests.simulator.steps import drawn

__all__ = ["postgres"]

SEEDS = 60
LENGTH = 14
WAIT_S = 30.0


def caught(invariants: set[str], steps: Iterable[str], first: int) -> Failure | None:
    """The first history of these steps in which one of these invariants does not hold."""
    for seed in range(first, first + SEEDS):
        failure = tell(seed, drawn(random.Random(seed), LENGTH, tuple(steps)))
        if failure is not None and failure.invariant in invariants:
            return failure
    return None


def is_caught(mutant: Any, invariants: set[str], *steps: str, first: int = 0) -> None:
    """The mutant breaks one of these invariants, and the program as it is breaks nothing in the same history.

    `first` is a seed near the first that shows it: searching from there is quicker.
    """
    with mutant:
        failure = caught(invariants, ("save", "exchange", *steps), first)
    assert failure is not None, f"no history of {SEEDS} shows that {invariants} do not hold"
    assert tell(failure.seed, failure.steps) is None


# -- on the PC -----------------------------------------------------------------------------------------------------


def test_a_place_saved_before_its_page_is_caught() -> None:
    def store_page(store: Store, page: Any, marks: list[Any], start: Mapping[str, Any], now: datetime) -> list[Change]:
        with store.transaction():
            for mark in marks:
                book.agree(store, mark.feed, start[mark.feed], now=now)
                book.add_to_feed(store, page.ids[mark.feed], mark, now=now)
        return answer.receive(store, page.bodies.values(), now)

    is_caught(mock.patch.object(answer, "_store_page", store_page), {"P1", "C1"}, "pc_dies_exchanging")


def test_an_ack_that_marks_all_waiting_is_caught() -> None:
    real = own_chain.set_acked

    def set_acked(store: Store, chain: str, n: int, head: bytes, *, now: datetime) -> None:
        state = own_chain.current_chain(store)
        assert state is not None
        real(store, chain, state.last_n, own_chain.head_at(store, chain, state.last_n) or ZERO, now=now)

    is_caught(mock.patch.object(own_chain, "set_acked", set_acked), {"A1"}, "cut", "meanwhile")


def test_an_answer_that_is_taken_without_its_request_number_is_caught() -> None:
    real = AnswerTaker._take_hello

    def take_hello(self: AnswerTaker, item: AnswerItem) -> None:
        ours = isinstance(item, HubHello) and item.hub == self._asked.hub
        real(self, HubHello(**{**as_dict(item), "request": self._asked.request}) if ours else item)

    def as_dict(item: Any) -> dict[str, Any]:
        return {name: getattr(item, name) for name in item.__struct_fields__}

    is_caught(mock.patch.object(AnswerTaker, "_take_hello", take_hello), {"A2"}, "strange_answer")


# -- at the hub ----------------------------------------------------------------------------------------------------


def test_a_high_water_mark_instead_of_ids_is_caught() -> None:
    def accept_page(conn: sa.Connection, run: pages.Run, mark: Place, now: datetime) -> bool:
        """Lines up to the number that this device has reached on any chain are taken for known."""
        sender, after, items = run.sender, run.after, run.items
        held = chains.place_of(conn, sender.chain, lock=True)
        if not pages.fits(conn, sender.chain, held, after) or after != held:
            return False
        reached = conn.scalar(sa.select(sa.func.max(t.chains.c.n)).where(t.chains.c.device == sender.device)) or 0
        intake.take(conn, [item for item in items if (item.n or 0) > reached], now)
        ids = [item.change.id if isinstance(item.change, Change) else item.sha.hex() for item in items]
        chains.append_lines(conn, sender.chain, held, ids, [item.sha for item in items], run.heads)
        return True

    is_caught(mock.patch.object(pages, "accept_page", accept_page), {"C2"}, "copy_disk", "restore_pc")


def test_own_changes_left_out_of_the_feed_are_caught() -> None:
    real = Intake._feeds_for

    def feeds_for(self: Intake, change: Change) -> list[str]:
        writer = devices.by_id(self._conn, change.device)
        own = None if writer is None else feeds.facility_feed(writer.post)
        return [feed for feed in real(self, change) if feed != own]

    is_caught(mock.patch.object(Intake, "_feeds_for", feeds_for), {"C1", "F1"})


def test_a_place_without_its_head_is_caught() -> None:
    def knows(conn: sa.Connection, feed: str, place: FeedPlace) -> bool:
        return place.seq <= feeds.newest(conn, feed).seq

    is_caught(mock.patch.object(feeds, "knows", knows), {"C1", "C2", "P1"}, "restore_hub", "answer", first=27)


# -- two writers at once -------------------------------------------------------------------------------------------


@pytest.fixture
def crowded(postgres: str) -> Iterator[Services]:
    """A hub on PostgreSQL, where two transactions may be open at once."""
    store = init_store(new_database(postgres))
    yield open_services(store)
    store.close()


def cross(services: Services, first: Any, second: Any, look: Callable[[], None]) -> None:
    """`second` is done while `first` has written and not yet committed, if it can be; `look` after each commit."""
    finished = threading.Event()

    def do_second() -> None:
        services.store.run(second)
        finished.set()

    worker = threading.Thread(target=do_second, daemon=True)
    with services.store.begin() as conn:
        first(conn)
        worker.start()
        _until_done_or_waiting(services, finished)
        look()
    assert finished.wait(WAIT_S)
    look()


def _until_done_or_waiting(services: Services, finished: threading.Event) -> None:
    for _ in range(int(WAIT_S / 0.02)):
        with services.store.read() as conn:
            waiting = conn.scalar(
                sa.text(
                    "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
                    " WHERE NOT l.granted AND a.datname = current_database()"
                )
            )
        if waiting or finished.wait(0.02):
            return
    raise AssertionError("the second writer neither ended nor waited")


def page_of(writer: Writer, *lines: bytes) -> Callable[[sa.Connection], bool]:
    """A page of this writer, to be taken in whatever transaction."""
    heads = chains.heads_along(writer.place.head, lines)
    after, mark, now = writer.place, Place(writer.place.n + len(lines), heads[-1]), datetime.now(UTC)
    writer.place = mark
    run = pages.read_run(writer.sender, after, lines, heads)
    return lambda conn: pages.accept_page(conn, run, mark, now)


def no_reader_skips(services: Services) -> None:
    """S1: two pages into one feed at once; a reader finds 1..k whenever it looks, and nothing ever below its place."""
    post, cho = facility(services, "RACE")
    feed, seen = feeds.facility_feed(post), list[int]()
    writers = [Writer(services, post, cho) for _ in range(2)]
    first, second = (page_of(writer, writer.line("patient", {"name": "x"}, None)) for writer in writers)

    def look() -> None:
        with services.store.read() as conn:
            seen.extend(entry.seq for entry in feeds.read_after(conn, feed, seen[-1] if seen else 0, 100))
        demand(seen == list(range(1, len(seen) + 1)), "S1", f"a reader has seen {seen}")

    cross(services, first, second, look)
    demand(len(seen) == 2, "S1", f"a reader has seen {seen} of 2")


def no_share_is_missed(services: Services) -> None:
    """F1: a share and a save that cross; whoever was given the patient reads both."""
    (here, cho), (there, _) = facility(services, "HERE"), facility(services, "THERE")
    registrar, other = Writer(services, here, cho), Writer(services, here, cho)
    line = registrar.line("patient", {"name": "x"}, None)
    patient = json.loads(line)["record"]
    registrar.send(line)
    entry = {"id": new_id(), "facility": there, "by": cho, "at": "2026-11-23T10:00:00Z"}
    share = page_of(registrar, registrar.line("patient", {"share": [entry]}, None, patient))
    cross(services, share, page_of(other, other.line("note", {"text": "y"}, patient)), lambda: None)

    def rows(sql: str) -> list[Any]:
        with services.store.read() as conn:
            return list(conn.execute(sa.text(sql)))

    audience_is_complete(rows)


def test_numbers_drawn_before_the_commit_are_caught(crowded: Services) -> None:
    numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(1))

    def number(conn: sa.Connection, additions: Mapping[str, Sequence[tuple[str, bytes]]], **_: Any) -> None:
        """As a database's sequence gives them: drawn at once, whoever commits first."""
        for feed, changes in sorted(additions.items()):
            rows = [{"feed": feed, "seq": next(numbers[feed]), "id": change, "head": ZERO} for change, _ in changes]
            conn.execute(sa.insert(t.feed_entries), rows)

    with mock.patch.object(feeds, "number", number), pytest.raises(Broken, match="S1"):
        no_reader_skips(crowded)


def test_numbers_under_the_feeds_lock_hold(crowded: Services) -> None:
    no_reader_skips(crowded)


def test_an_audience_read_before_the_lock_is_caught(crowded: Services) -> None:
    def lock_names(self: Intake, names: Iterable[str]) -> None:
        missing = sorted(set(names) - self._subjects.keys())
        audience = list(self._conn.execute(sa.select(t.audience).where(t.audience.c.patient.in_(missing))))
        insert_missing(self._conn, t.subjects, [{"subject": name, "known": False} for name in missing])
        for row in locked_rows(self._conn, t.subjects, t.subjects.c.subject, missing):
            self._subjects[row.subject] = Subject(row.known, row.first_facility)
        for row in audience:
            self._subjects[row.patient].audience.add(row.facility)

    with mock.patch.object(Intake, "_lock_names", lock_names), pytest.raises(Broken, match="F1"):
        no_share_is_missed(crowded)


def test_an_audience_read_under_the_lock_holds(crowded: Services) -> None:
    no_share_is_missed(crowded)
