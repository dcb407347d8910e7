"""People who are registered twice, at two health centres: proposals, both records side by side, one word that they are
one person (`same_as`), and taking it back.

The office may write `same_as` and `share` of a patient, and nothing clinical: nothing is moved or lost. Two records are
one only for those who read both, so each goes to the centres of the other first; that cannot be taken back.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from care_record.clock import time_text
from care_record.fold import Folded
from care_record.ids import new_id
from care_record.kinds import readable
from care_record.rules.age import age_text_parts
from hub_server.context import Services
from hub_server.services.acting import Acting
from hub_server.services.errors import AdminError
from hub_server.store import duplicates, likeness, records, same_person
from hub_server.store.database import Connection
from hub_server.store.duplicates import APART, JOINED, OPEN, Pair
from hub_server.store.likeness import Card
from hub_server.store.writer import HubChange
from hub_server.times import ist_day, milliseconds

STATES = (OPEN, JOINED, APART)
"""Of a pair: nobody said anything yet, one person, two people."""
COMPARED = (
    *("name", "name_other_script", "gender", "age", "relative_name", "village", "phone", "abha"),
    *("slip_no", "registered", "readers", "visits"),
)
_LEAST_BATCH, _MOST_BATCH = 10, 200
_TURN_S = 0.1
"""About so long one batch may take: on SQLite every exchange waits for it."""
MOST_S = 1.0
"""So long may looking at new records hold a page up; what is left is looked at with the next."""


@dataclass(frozen=True)
class Side:
    """One of two records: whose it may be, who reads it, and how much is in it."""

    record: str
    fields: Mapping[str, Any]
    card: Card
    registered: str
    at: Mapping[str, Any] | None
    """The centre that registered it."""
    centres: tuple[Mapping[str, Any], ...]
    visits: int
    last_visit: str
    age: tuple[int, str] | None


@dataclass(frozen=True)
class PairView:
    """Two records that may be one person."""

    pair: Pair
    one: Side
    other: Side
    decided_by: Mapping[str, Any] | None

    @property
    def stays(self) -> str:
        """Which is advised to be kept: with more visits, else the older one."""
        return self.other.record if self.other.visits > self.one.visits else self.one.record


def compared(one: Side, other: Side) -> Iterator[tuple[str, str]]:
    """Each thing that is laid side by side, and whether it is `same`, `near`, `differs`, or `one` says nothing."""
    mine, theirs = one.card, other.card
    for what in COMPARED:
        if what == "age":
            yield what, likeness.ages(mine, theirs)
        elif what in ("name", "relative_name", "village"):
            keys = {"name": "name_key", "relative_name": "relative_key", "village": "village_key"}
            yield what, likeness.keys(getattr(mine, keys[what]), getattr(theirs, keys[what]))
        elif what in ("gender", "phone", "abha"):
            values = one.fields.get(what), other.fields.get(what)
            yield what, "one" if not all(values) else "same" if values[0] == values[1] else "differs"
        else:
            yield what, "one"


def compare_new(services: Services, most_s: float = MOST_S) -> int:
    """Compare patients whose records changed, as many as there is time for; returns how many are left."""
    begun = now = time.monotonic()
    today = ist_day(services.now())
    most = _LEAST_BATCH
    while now - begun < most_s:
        taken, held = services.store.run(partial(_batch, most=most, today=today), promised=False)
        if taken < most:
            return 0
        most = min(_MOST_BATCH, most * 2) if held < _TURN_S / 2 else max(1, most // 2) if held > _TURN_S else most
        now = time.monotonic()
    with services.store.read() as conn:
        return duplicates.stale_left(conn)


def _batch(conn: Connection, most: int, today: date) -> tuple[int, float]:
    """How many were compared, and for how long the store was held."""
    begun = time.monotonic()
    return duplicates.catch_up(conn, most, today), time.monotonic() - begun


def count_pairs(services: Services) -> dict[str, int]:
    """How many pairs are in each state."""
    with services.store.read() as conn:
        return {state: duplicates.count(conn, state) for state in (OPEN, JOINED, APART)}


def list_pairs(
    services: Services, state: str, limit: int, after: tuple[int, str, str] | None, by: Acting
) -> list[PairView]:
    """Pairs in this state, the likeliest first, which the trail notes; one more than `limit` if there are more."""

    def look(conn: Connection) -> list[PairView]:
        found = duplicates.pairs(conn, state, limit + 1, after)
        if found:
            by.note(conn, services, "duplicates-listed", detail=state)
        today = ist_day(services.now())
        return [view for pair in found if (view := _view(conn, pair, today)) is not None]

    return services.store.run(look)


def open_pair(services: Services, one: str, other: str, by: Acting) -> PairView | None:
    """Both records side by side, which the trail notes; None if nobody proposed them."""

    def look(conn: Connection) -> PairView | None:
        pair = duplicates.pair_of(conn, one, other)
        view = _view(conn, pair, ist_day(services.now())) if pair else None
        if view is not None:
            for side in (view.one, view.other):
                by.note(conn, services, "duplicate-seen", side.record)
        return view

    return services.store.run(look)


def join(services: Services, keeps: str, goes: str, by: Acting) -> None:
    """Say of `goes` that it is the same person as `keeps`; both centres read both from now on. AdminError if the pair
    is decided already."""

    def write(conn: Connection) -> None:
        pair = _undecided(conn, keeps, goes)
        stays, gives = same_person.root(conn, keeps), same_person.root(conn, goes)
        link = None
        if stays != gives:
            services.writer.write(conn, by.author(services), _joining(services, conn, stays, gives, by))
            link = gives
        duplicates.decide(conn, pair, JOINED, by.author(services), services.now(), link)
        by.note(conn, services, "duplicate-joined", goes, keeps)

    services.store.run(write)


def keep_apart(services: Services, one: str, other: str, by: Acting) -> None:
    """They are two people: not proposed again. AdminError if the pair is decided already."""

    def write(conn: Connection) -> None:
        pair = _undecided(conn, one, other)
        duplicates.decide(conn, pair, APART, by.author(services), services.now())
        by.note(conn, services, "duplicate-apart", other, one)

    services.store.run(write)


def take_back(services: Services, one: str, other: str, by: Acting) -> None:
    """What was decided is open again; records that were joined are two again. AdminError if nothing was decided."""

    def write(conn: Connection) -> None:
        pair = duplicates.pair_of(conn, min(one, other), max(one, other), lock=True)
        if pair is None or pair.state == OPEN:
            raise AdminError("the pair is not decided")
        said = records.folded(conn, pair.link) if pair.link else None
        if said is not None and said.fields.get("same_as"):
            change = HubChange("patient", said.record, said.record, {"same_as": None})
            services.writer.write(conn, by.author(services), [change])
        duplicates.decide(conn, pair, OPEN, by.author(services), services.now())
        by.note(conn, services, "duplicate-undone", other, one)

    services.store.run(write)


def _joining(services: Services, conn: Connection, stays: str, gives: str, by: Acting) -> list[HubChange]:
    mine, theirs = duplicates.readers(conn, stays), duplicates.readers(conn, gives)
    joined: dict[str, Any] = {"same_as": stays}
    kept: dict[str, Any] = {}
    if mine - theirs:
        joined["share"] = [_share(services, facility, by) for facility in sorted(mine - theirs)]
    if theirs - mine:
        kept["share"] = [_share(services, facility, by) for facility in sorted(theirs - mine)]
    own = records.folded(conn, stays)
    if own is not None and own.fields.get("same_as"):
        kept["same_as"] = None  # it stays because a ring was closed, or names a record that never came
    changes = [HubChange("patient", gives, gives, joined)]
    return [HubChange("patient", stays, stays, kept), *changes] if kept else changes


def _share(services: Services, facility: str, by: Acting) -> dict[str, str]:
    now = services.now()
    entry = {"id": new_id(milliseconds(now)), "facility": facility, "by": by.author(services)}
    return entry | {"at": time_text(now)}


def _undecided(conn: Connection, one: str, other: str) -> Pair:
    pair = duplicates.pair_of(conn, min(one, other), max(one, other), lock=True)
    if pair is None or pair.state != OPEN:
        raise AdminError("the pair is decided already, or nobody proposed it")
    return pair


def _view(conn: Connection, pair: Pair, today: date) -> PairView | None:
    one, other = _side(conn, pair.one, today), _side(conn, pair.other, today)
    if one is None or other is None:
        return None
    decider = records.folded(conn, pair.staff) if pair.staff else None
    return PairView(pair, one, other, decider.fields if decider else None)


def _side(conn: Connection, patient: str, today: date) -> Side | None:
    record = records.folded(conn, patient)
    if record is None:
        return None
    first = duplicates.first_facility(conn, patient)
    visits = sorted(_started(visit) for visit in records.records_of(conn, patient, {"visit"}))
    places = {post: records.folded(conn, post) for post in sorted(duplicates.readers(conn, patient) | {first or ""})}
    at = places.get(first or "")
    fields = readable("patient", record.fields)
    return Side(
        record=patient,
        fields=fields,
        card=likeness.card_of(record, first, today),
        registered=record.created_at,
        at=at.fields if at else None,
        centres=tuple(place.fields for place in places.values() if place is not None),
        visits=len(visits),
        last_visit=visits[-1] if visits else "",
        age=age_text_parts(fields, today),
    )


def _started(visit: Folded) -> str:
    return str(visit.fields.get("started") or visit.created_at)
