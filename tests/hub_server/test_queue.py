"""The queue in the store, on both databases: order, pages, filters, counts, what is overdue, and finding a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from care_record.clock import time_text
from care_record.ids import new_id
from hub_server.context import Services, open_services
from hub_server.services.places import add_desk, add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import cases, queue, sessions
from hub_server.store import tables as t
from hub_server.store.queue import Place, QueuePage, QueueRow, Wish
from hub_server.store.writer import HubChange, HubWriter
from tests.helpers.hub import services, store_url

__all__ = ["services", "store_url"]

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@dataclass
class Desk:
    """A hub with desks, whose clock the test moves."""

    services: Services
    desk: str
    other: str
    centres: dict[str, str]
    at: datetime = START
    people: dict[str, str] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.at

    def write(self, author: str, *changes: HubChange) -> None:
        writer = HubWriter(self.now)
        self.services.store.run(lambda conn: writer.write(conn, author, changes))

    def cho(self, district: str) -> str:
        if district not in self.people:
            new = NewStaff(f"CHO {district}", "cho", (self.centres[district],))
            self.people[district] = add_staff(self.services, new)
        return self.people[district]

    def case(
        self,
        minute: int,
        urgency: str = "routine",
        *,
        name: str = "Ram Sah",
        district: str = "217",
        patient: str = "",
        desk: str = "",
        speciality: str = "medicine",
        **person: Any,
    ) -> str:
        """A case that reached the hub in that minute."""
        self.at = START + timedelta(minutes=minute)
        who, visit, referral = patient or new_id(), new_id(), new_id()
        fields = {"name": name, "gender": "male", "village": "Balua"} | person
        asked = {"visit": visit, "desk": desk or self.desk, "speciality": speciality, "urgency": urgency}
        known = [] if patient else [HubChange("patient", who, None, fields)]
        self.write(
            self.cho(district),
            *known,
            HubChange("visit", visit, who, {"started": time_text(self.at), "mode": "spoke"}),
            HubChange("referral", referral, who, asked),
        )
        return referral

    def event(self, referral: str, author: str, event: str) -> None:
        self.at += timedelta(seconds=1)
        fields = {"referral": referral, "event": event, "at": time_text(self.at), "text": "How long?"}
        self.write(author, HubChange("case_event", None, self.row(referral).patient, fields))

    def answer(self, referral: str, doctor: str, number: str = "") -> None:
        self.at += timedelta(seconds=1)
        patient, advice = self.row(referral).patient, new_id()
        fields = {"referral": referral, "text": "Rest.", "signed": time_text(self.at)}
        self.write(doctor, HubChange("advice", advice, patient, fields))
        if number:
            rx = {"referral": referral, "advice": advice, "number": number, "items": [], "signed": time_text(self.at)}
            self.write(
                doctor, HubChange("prescription", None, patient, rx | {"doctor": {}, "slip": "x", "signature": "x"})
            )

    def row(self, referral: str) -> QueueRow:
        with self.services.store.read() as conn:
            for turn in (queue.DOCTOR, queue.CENTRE):
                if found := queue.rows(conn, [referral], [self.desk, self.other], turn):
                    return found[0]
        raise AssertionError("the case is not open")

    def listed(self, place: Place | None = None, size: int = 50, **wish: Any) -> list[str]:
        return [row.referral for row in self.page(Wish((self.desk,), **wish), place, size).rows]

    def page(self, wish: Wish, place: Place | None, size: int) -> QueuePage:
        with self.services.store.read() as conn:
            return queue.page(conn, wish, self.at, place, size)

    def found(self, typed: str, desks: tuple[str, ...] = ()) -> list[str]:
        with self.services.store.read() as conn:
            return [row.referral for row in queue.find(conn, desks or (self.desk,), typed)[0]]

    def read(self, work: Callable[[sa.Connection], Any]) -> Any:
        with self.services.store.read() as conn:
            return work(conn)


@pytest.fixture
def desk(services: Services) -> Desk:
    services = replace(services, now=lambda: START)  # whoever is posted there is so since that day
    specialities = {"specialities": ["medicine", "skin"], "district": "217"}
    desks = [add_desk(services, {"code": code, "name": code} | specialities) for code in ("MED", "SUR")]
    centres = {d: add_facility(services, {"code": f"H{d}", "name": f"HSC {d}", "district": d}) for d in ("217", "223")}
    return Desk(services, desks[0], desks[1], centres)


def _doctor(desk: Desk, login: str) -> str:
    papers = {"qualification": "MBBS", "registration_no": f"BCMR {login}"}
    return add_staff(desk.services, NewStaff(f"Dr {login}", "doctor", (desk.desk,), extra=papers))


def test_pages_follow_each_other_in_each_order_and_back(desk: Desk) -> None:
    routine = [desk.case(minute) for minute in (0, 1, 2)]
    urgent = [desk.case(minute, "urgent") for minute in (3, 4)]
    emergency = desk.case(5, "emergency")
    desk.case(6, desk=desk.other)
    by_time = [*routine, *urgent, emergency]
    orders = {
        "urgency": [emergency, *urgent, *routine],
        "waiting": by_time,
        "newest": by_time[::-1],
    }
    for order, expected in orders.items():
        place, seen, starts = None, [], []
        while True:
            page = desk.page(Wish((desk.desk,), order=order), place, 4)
            seen += [row.referral for row in page.rows]
            starts.append(page.rows[0])
            if not page.more_after:
                break
            last = page.rows[-1]
            place = Place(last.urgency_rank, last.waiting_since, last.referral)
        assert seen == expected, order
        assert page.more_before
        first = starts[-1]
        back = Place(first.urgency_rank, first.waiting_since, first.referral, back=True)
        assert desk.listed(back, 3, order=order) == expected[1:4]
        assert desk.listed(back, 4, order=order) == expected[:4]
    with_other = desk.page(Wish((desk.desk, desk.other), order="waiting"), None, 6)
    assert [row.referral for row in with_other.rows] == by_time
    assert with_other.more_after


def test_what_arrives_or_leaves_between_two_pages_shifts_nothing(desk: Desk) -> None:
    doctor = _doctor(desk, "first")
    waiting = [desk.case(minute) for minute in range(6)]
    third = desk.row(waiting[2])
    place = Place(third.urgency_rank, third.waiting_since, third.referral)
    desk.case(7, "emergency")
    desk.answer(waiting[0], doctor)
    desk.answer(waiting[2], doctor)
    assert desk.listed(place, 3) == waiting[3:]


def test_filters_let_through_what_they_say(desk: Desk) -> None:
    doctor = _doctor(desk, "first")
    plain, far = desk.case(0), desk.case(1, district="223")
    skin = desk.case(2, speciality="skin")
    known = new_id()
    desk.write(desk.cho("217"), HubChange("patient", known, None, {"name": "Sita", "gender": "female", "village": "B"}))
    earlier = desk.case(3, patient=known)
    desk.answer(earlier, doctor)
    again = desk.case(4, patient=known)
    asked = desk.case(5)
    desk.event(asked, doctor, "question")
    assert asked not in desk.listed() and desk.row(asked).turn == queue.CENTRE
    desk.event(asked, desk.cho("217"), "reply")
    assert desk.listed() == [plain, far, skin, again, asked]
    assert desk.listed(district="223") == [far]
    assert desk.listed(speciality="skin") == [skin]
    assert desk.listed(replied=True) == [asked]
    assert desk.read(lambda conn: queue.of_doctor(conn, doctor)) == {again, asked}
    assert desk.listed(only=frozenset({again, asked})) == [again, asked]
    assert desk.read(lambda conn: queue.districts(conn, [desk.desk])) == ["217", "223"]
    assert [row.referral for row in desk.read(lambda conn: queue.answered_lately(conn, [desk.desk], doctor))] == [
        earlier
    ]
    desk.answer(again, doctor)
    assert desk.read(lambda conn: queue.of_doctor(conn, doctor)) == {asked}


def test_beyond_its_limit_a_case_is_counted_and_stands_first_in_its_group(desk: Desk) -> None:
    old, new = desk.case(0, "urgent"), desk.case(180, "urgent")
    emergency, fresh = desk.case(225, "emergency"), desk.case(250, "emergency")
    routine = desk.case(0)
    desk.case(0, "urgent", desk=desk.other)
    desk.at = START + timedelta(hours=4, minutes=16)
    assert desk.listed() == [emergency, fresh, old, new, routine]
    assert desk.listed(late=True) == [emergency, old]
    counts = desk.read(lambda conn: queue.counts(conn, Wish((desk.desk,)), desk.at))
    assert (counts.by_rank, counts.late) == ((2, 2, 1), 2)
    assert counts.oldest == desk.row(routine).waiting_since or counts.oldest == desk.row(old).waiting_since
    late = desk.read(lambda conn: queue.overdue(conn, desk.at))
    assert late == {desk.desk: {"emergency": 1, "urgent": 1}, desk.other: {"urgent": 1}}
    desk.event(emergency, _doctor(desk, "first"), "question")
    assert desk.read(lambda conn: queue.overdue(conn, desk.at))[desk.desk] == {"urgent": 1}


def test_counts_stop_at_their_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "MOST_COUNTED", 2)
    for minute in range(4):
        desk.case(minute)
    assert desk.read(lambda conn: queue.counts(conn, Wish((desk.desk,)), desk.at)).by_rank == (0, 0, 3)
    assert desk.read(lambda conn: queue.counts(conn, Wish(()), desk.at)).by_rank == (0, 0, 0)


def test_a_case_is_found_by_name_in_either_script_and_by_its_numbers(desk: Desk) -> None:
    doctor = _doctor(desk, "first")
    sunita = desk.case(0, name="Sunita Devi", name_other_script="सुनीता देवी", slip_no="B-0412")
    anita = desk.case(1, name="Anita Devi", slip_no="B-0413")
    elsewhere = desk.case(2, name="Sunita Kumari", desk=desk.other)
    for typed in ("sunita", "Suneeta", "सुनीता", "devi sun", "B-0412", "b 0412", "0412", "B-०४१२"):
        assert desk.found(typed) == [sunita], typed
    assert desk.found("devi") == [anita, sunita]
    assert desk.found("041") == [anita, sunita]
    assert desk.found("sunita", (desk.desk, desk.other)) == [elsewhere, sunita]
    for typed in ("", "  ", "zzz", "sunita kumari", "%", "_", "#", "9999", "\0", "'\"\\"):
        assert desk.found(typed) == [], typed
    desk.answer(sunita, doctor, "MED-20261123-K7Q2XA")
    for typed in ("MED-20261123-K7Q2XA", "k7q2xa", "med-20261123"):
        assert desk.found(typed) == [sunita], typed
    assert desk.found("devi") == [anita, sunita]  # the open one first
    patient = desk.row(anita).patient
    desk.write(desk.cho("217"), HubChange("patient", patient, patient, {"name": "Meena Devi"}))
    assert (desk.found("anita"), desk.found("meena")) == ([], [anita])
    words = desk.read(lambda conn: conn.execute(sa.select(t.case_words.c.word, t.case_words.c.done)).all())
    assert ("sunita", 1) in {tuple(row) for row in words}
    assert "anita" not in {row.word for row in words}


def test_rows_of_an_earlier_version_are_made_anew_when_the_store_is_opened(desk: Desk) -> None:
    referral = desk.case(0, name="Sunita Devi")

    def spoil(conn: sa.Connection) -> None:
        conn.execute(sa.update(t.case_queue).values(turn=None, words=""))
        conn.execute(sa.delete(t.case_words))
        conn.execute(sa.delete(t.hub_meta).where(t.hub_meta.c.key == "case_rows"))

    desk.services.store.run(spoil)
    assert desk.listed() == []
    open_services(desk.services.store)
    assert desk.listed() == [referral] == desk.found("sunita")
    desk.services.store.run(lambda conn: conn.execute(sa.update(t.case_queue).values(turn=None)))
    open_services(desk.services.store)
    assert desk.listed() == []  # once is enough
    patient = desk.read(lambda conn: conn.scalar(sa.select(t.case_queue.c.patient)))
    desk.services.store.run(lambda conn: cases.refresh_cases(conn, patient))
    assert desk.listed() == [referral]


def test_a_case_that_was_left_is_soon_free_and_one_that_is_read_is_not(desk: Desk) -> None:
    store, referral, now = desk.services.store, desk.case(0), START
    store.run(lambda conn: sessions.claim(conn, referral, "first", now))
    store.run(lambda conn: sessions.let_go(conn, referral, "second", now))
    store.run(lambda conn: sessions.let_go(conn, referral, "first", now))
    held = [START + timedelta(seconds=s) for s in (59, 61)]
    assert desk.read(lambda conn: [sessions.claim_of(conn, referral, at) is not None for at in held]) == [True, False]
    assert desk.read(lambda conn: sessions.claimed_by(conn, "first", now)) == {referral}
    store.run(lambda conn: sessions.claim(conn, referral, "first", now))
    later = now + timedelta(minutes=19)
    assert set(desk.read(lambda conn: sessions.claims_among(conn, [referral], later))) == {referral}
    store.run(lambda conn: sessions.let_go(conn, referral, "first", later + timedelta(seconds=30)))
    claim = desk.read(lambda conn: sessions.claim_of(conn, referral, later))
    assert claim is not None and claim.until == "2026-11-23T04:20:00.000Z"  # leaving makes nothing longer


def test_the_queues_reads_go_along_its_indexes(desk: Desk) -> None:
    """What a page costs must not grow with what lies behind it: SQLite tells how it would read."""
    if not desk.services.store.is_sqlite:
        return
    seen: list[str] = []

    def listen(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    engine = desk.services.store.engine
    sa.event.listen(engine, "before_cursor_execute", listen)
    wish = replace(Wish((desk.desk,)), district="217", replied=True)
    place = Place(1, "2026", "x")
    for order in ("urgency", "waiting", "newest"):
        desk.page(replace(wish, order=order), place, 50)
    desk.read(lambda conn: (queue.counts(conn, wish, START), queue.districts(conn, [desk.desk])))
    sa.event.remove(engine, "before_cursor_execute", listen)
    asked = [statement for statement in seen if "case_queue" in statement]
    assert len(asked) == 5
    with engine.connect() as conn:
        for statement in asked:
            values = (0,) * statement.count("?")
            plan = " ".join(row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))
            assert "USING INDEX ix_case_queue_by" in plan or "USING COVERING INDEX ix_case_queue_by" in plan
            assert "SCAN case_queue" not in plan and "TEMP B-TREE" not in plan, plan
