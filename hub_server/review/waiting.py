"""What waits for a doctor: the queue by pages, her own cases, cases by name or number, and staying with a case.

Plain calls without HTTP and without words. Nothing here reads more of the queue than it hands out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from care_record.ids import is_id
from hub_server.review.doctor import Doctor
from hub_server.store import audit, queue, records, sessions
from hub_server.store.queue import Counts, Place, QueuePage, QueueRow, Wish
from hub_server.store.sessions import Claim

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from care_record.fold import Folded
    from hub_server.context import Services

PAGE = 50
"""Cases on a page of the queue."""


@dataclass(frozen=True)
class Shown:
    """Rows of a list, with who has which of them in hand, and the names of those people."""

    rows: tuple[QueueRow, ...]
    claims: Mapping[str, Claim]
    drafted: frozenset[str]
    people: Mapping[str, Folded]


@dataclass(frozen=True)
class BarCounts:
    """What the bar of each page says: how many wait at her desks, and how many she has in hand."""

    waiting: Counts
    in_hand: int


@dataclass(frozen=True)
class Queue:
    """A page of the queue: `shown` in order, `counts` of all that the wish lets through, `districts` to choose from."""

    page: QueuePage
    shown: Shown
    counts: Counts
    bar: BarCounts
    districts: tuple[str, ...]


@dataclass(frozen=True)
class Mine:
    """The doctor's own cases: in hand or begun, waiting for the centre's reply to her, answered lately."""

    in_hand: Shown
    asked: Shown
    answered: Shown


@dataclass(frozen=True)
class Found:
    """What was found by a name or number; `more` than are shown."""

    shown: Shown
    more: bool


class Waiting:
    """The queue's use cases upon one hub process's services."""

    def __init__(self, services: Services) -> None:
        self.store = services.store
        self.now = services.now

    def bar(self, doctor: Doctor) -> BarCounts:
        """The counts of the bar, without reading a row of the queue."""
        with self.store.read() as conn:
            desk = _Desk(conn, doctor, self.now())
            return BarCounts(queue.counts(conn, Wish(tuple(doctor.desks)), desk.now), len(desk.in_hand()))

    def queue(self, doctor: Doctor, wish: Wish, place: Place | None = None, *, mine: bool = False) -> Queue:
        """A page of the waiting cases at her desks. `mine`: only those of patients whom she has dealt with."""
        with self.store.read() as conn:
            desk = _Desk(conn, doctor, self.now())
            plain = Wish(tuple(doctor.desks), order=wish.order)
            if mine:
                held = desk.claimed | desk.begun
                wish = replace(wish, only=queue.of_doctor(conn, doctor.id) | held)
            page = queue.page(conn, wish, desk.now, place, PAGE)
            all_of_hers = queue.counts(conn, plain, desk.now)
            counts = all_of_hers if wish == plain else queue.counts(conn, wish, desk.now)
            bar = BarCounts(all_of_hers, len(desk.in_hand()))
            return Queue(page, desk.shown(page.rows), counts, bar, tuple(queue.districts(conn, doctor.desks)))

    def mine(self, doctor: Doctor) -> Mine:
        """Her own cases."""
        with self.store.read() as conn:
            desk = _Desk(conn, doctor, self.now())
            asked = queue.rows(conn, queue.of_doctor(conn, doctor.id), doctor.desks, queue.CENTRE)
            asked = [row for row in asked if doctor.id in row.summary.get("asked_by", ())]
            answered = queue.answered_lately(conn, doctor.desks, doctor.id)
            return Mine(desk.shown(desk.in_hand()), desk.shown(asked), desk.shown(answered))

    def find(self, doctor: Doctor, typed: str) -> Found:
        """Cases of her desks, open and closed, by the patient's name in either script or by a number."""
        with self.store.read() as conn:
            rows, more = queue.find(conn, doctor.desks, typed)
            return Found(_Desk(conn, doctor, self.now()).shown(rows), more)

    def stay(self, doctor: Doctor, referral: str) -> Claim | None:
        """The case's page is open before her: hers again if it was, for the whole time. Whose it is, if anyone's."""

        def work(conn: Connection) -> Claim | None:
            held = sessions.claim_of(conn, referral, self.now())
            if held is None or held.staff != doctor.id:
                return held
            return sessions.claim(conn, referral, doctor.id, self.now())

        return self.store.run(work, promised=False) if is_id(referral) else None

    def leave(self, doctor: Doctor, referral: str) -> None:
        """She has left the case's page: it is free within a minute, unless she comes back to it."""
        if is_id(referral):
            self.store.run(lambda conn: sessions.let_go(conn, referral, doctor.id, self.now()), promised=False)

    def note_search(self, doctor: Doctor, found: int, address: str) -> None:
        """A line of the trail: that she searched, never for whom."""
        self.store.run(
            lambda conn: audit.note(conn, self.now(), doctor.id, "cases-searched", detail=str(found), address=address)
        )


class _Desk:
    """What one reading of a doctor's lists shares: what she has begun and claimed at this moment."""

    def __init__(self, conn: Connection, doctor: Doctor, now: datetime) -> None:
        self._conn, self._doctor, self.now = conn, doctor, now
        self.begun = sessions.drafted(conn, doctor.id)
        self.claimed = sessions.claimed_by(conn, doctor.id, now)

    def in_hand(self) -> list[QueueRow]:
        """Waiting cases that this doctor has claimed, or has begun to answer and nobody else has claimed."""
        claims = sessions.claims_among(self._conn, self.begun, self.now)
        free = self.begun - {referral for referral, claim in claims.items() if claim.staff != self._doctor.id}
        mine = free | self.claimed
        return queue.rows(self._conn, mine, self._doctor.desks, queue.DOCTOR) if mine else []

    def shown(self, rows: Sequence[QueueRow]) -> Shown:
        """The rows with who has them in hand."""
        claims = sessions.claims_among(self._conn, [row.referral for row in rows], self.now)
        holders = sorted({claim.staff for claim in claims.values()})
        people = {staff: found for staff in holders if (found := records.folded(self._conn, staff)) is not None}
        return Shown(tuple(rows), claims, frozenset(self.begun), people)
