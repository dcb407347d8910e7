"""What waits for a doctor: the queue by pages, her own cases, cases by name or number, and staying with a case.

Plain calls without HTTP and without words. Nothing here reads more of the queue than it hands out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
            return self._bar(conn, doctor, self.now())

    def _bar(self, conn: Connection, doctor: Doctor, now: datetime) -> BarCounts:
        waiting = queue.counts(conn, Wish(tuple(doctor.desks)), now)
        return BarCounts(waiting, len(self._in_hand(conn, doctor, now)))

    def queue(self, doctor: Doctor, wish: Wish, place: Place | None = None, *, mine: bool = False) -> Queue:
        """A page of the waiting cases at her desks. `mine`: only those of patients whom she has dealt with."""
        now = self.now()
        with self.store.read() as conn:
            all_desks = wish.desks == tuple(doctor.desks)
            if mine:
                held = sessions.claimed_by(conn, doctor.id, now) | sessions.drafted(conn, doctor.id)
                wish = replace(wish, only=queue.of_doctor(conn, doctor.id) | held)
            page = queue.page(conn, wish, now, place, PAGE)
            bar = self._bar(conn, doctor, now)
            plain = all_desks and replace(wish, order="urgency") == Wish(wish.desks)
            counts = bar.waiting if plain else queue.counts(conn, wish, now)
            places = tuple(queue.districts(conn, doctor.desks))
            return Queue(page, _shown(conn, doctor, page.rows, now), counts, bar, places)

    def mine(self, doctor: Doctor) -> Mine:
        """Her own cases."""
        now = self.now()
        with self.store.read() as conn:
            asked = queue.rows(conn, queue.of_doctor(conn, doctor.id), doctor.desks, queue.CENTRE)
            asked = [row for row in asked if doctor.id in row.summary.get("asked_by", ())]
            answered = queue.answered_lately(conn, doctor.desks, doctor.id)
            lists = (self._in_hand(conn, doctor, now), asked, answered)
            return Mine(*(_shown(conn, doctor, rows, now) for rows in lists))

    def find(self, doctor: Doctor, typed: str) -> Found:
        """Cases of her desks, open and closed, by the patient's name in either script or by a number."""
        now = self.now()
        with self.store.read() as conn:
            rows, more = queue.find(conn, doctor.desks, typed)
            return Found(_shown(conn, doctor, rows, now), more)

    def _in_hand(self, conn: Connection, doctor: Doctor, now: datetime) -> list[QueueRow]:
        """Waiting cases that this doctor has claimed, or has begun to answer and nobody else has claimed."""
        begun = sessions.drafted(conn, doctor.id)
        claims = sessions.claims_among(conn, begun, now)
        begun -= {referral for referral, claim in claims.items() if claim.staff != doctor.id}
        return queue.rows(conn, begun | sessions.claimed_by(conn, doctor.id, now), doctor.desks, queue.DOCTOR)

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


def _shown(conn: Connection, doctor: Doctor, rows: Sequence[QueueRow], now: datetime) -> Shown:
    referrals = [row.referral for row in rows]
    claims = sessions.claims_among(conn, referrals, now)
    return Shown(tuple(rows), claims, frozenset(_drafts(conn, doctor, referrals)), _people(conn, claims.values()))


def _drafts(conn: Connection, doctor: Doctor, referrals: Collection[str]) -> set[str]:
    return sessions.drafted(conn, doctor.id) & set(referrals)


def _people(conn: Connection, claims: Iterable[Claim]) -> dict[str, Folded]:
    holders = sorted({claim.staff for claim in claims})
    return {staff: found for staff in holders if (found := records.folded(conn, staff)) is not None}
