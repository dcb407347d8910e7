"""The doctors' queue as the store reads it: pages in an order, counts, what is overdue, and cases by name or number.

Each read goes along an index over the open cases of a desk, or looks up single rows: what it costs does not depend on
how many cases were ever closed, and hardly on how many are open. Times are UTC as text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from care_record.case import LIMITS
from care_record.rules.identity import ascii_digits
from care_record.rules.names import search_key
from hub_server.store import tables
from hub_server.store.upsert import insert_missing
from hub_server.times import utc_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

URGENCY_RANK: Mapping[str, int] = {"emergency": 0, "urgent": 1, "routine": 2}
DOCTOR, CENTRE = "doctor", "centre"
"""Whose turn an open case is: the doctor's, or the centre's, which was asked back. Of others it is nobody's."""
MOST_COUNTED = 1000
"""Beyond this a count only says that there are more."""
MOST_MINE = 500
MOST_LOOKED_AT = 1000
"""So many cases whose name begins as typed are looked at for the rest of what was typed."""
_LAST = "\U0010ffff"


@dataclass(frozen=True)
class QueueRow:
    """A row of the queue: plain values, to be put into words by the page. `turn`: see DOCTOR."""

    referral: str
    patient: str
    facility: str | None
    desk: str
    speciality: str
    urgency: str
    urgency_rank: int
    state: str
    turn: str | None
    name: str
    gender: str
    waiting_since: str
    opened_by: str | None
    answered_by: str | None
    answered_at: str | None
    replied: bool
    flags: tuple[dict[str, Any], ...]
    summary: dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """Which waiting cases are asked for, and in which order: `urgency`, `waiting` (the longest first) or `newest`.

    `only` names the cases that come into question, None is all of these desks; an empty text is any.
    """

    desks: tuple[str, ...]
    district: str = ""
    speciality: str = ""
    replied: bool = False
    late: bool = False
    only: frozenset[str] | None = None
    order: str = "urgency"


@dataclass(frozen=True)
class Place:
    """A place in the queue: beside this case. `back`: what stands before it is asked for, else what comes after it."""

    rank: int
    since: str
    referral: str
    back: bool = False


@dataclass(frozen=True)
class QueuePage:
    """Some rows of the queue in their order, and whether there are more on either side."""

    rows: tuple[QueueRow, ...]
    more_before: bool
    more_after: bool


@dataclass(frozen=True)
class Counts:
    """How many wait, by the rank of their urgency, none counted beyond MOST_COUNTED; and since when the first does."""

    by_rank: tuple[int, ...]
    late: int
    oldest: str


# ---- writing: beside the rows of `case_queue` ---------------------------------------------------------------------


def words_of(names: Iterable[object], numbers: Iterable[object]) -> list[str]:
    """What a case is found by: the keys of its patient's names, and its numbers with `#`, whole and their last part."""
    keys = {key for name in names if isinstance(name, str) for key in search_key(name).split()}
    for number in numbers:
        text = str(number or "")
        keys |= {_number(text), _number(text.rpartition("-")[2])} - {"#"}
    return sorted(key.replace("\0", "")[:80] for key in keys)


def _number(text: str) -> str:
    return "#" + "".join(c for c in ascii_digits(text).casefold() if c.isalnum())


def index_words(conn: Connection, referral: str, desk: str, done: bool, words: Sequence[str]) -> None:
    """Let the case be found by these words and no others. Called before its row in `case_queue` is made anew."""
    q, w = tables.case_queue.c, tables.case_words
    old = conn.execute(sa.select(q.desk, q.turn, q.words).where(q.referral == referral)).first()
    before = {(old.desk, int(old.turn is None), word) for word in (old.words or "").split()} if old else set()
    after = {(desk, int(done), word) for word in words}
    for gone_desk, gone_done, word in sorted(before - after):
        conn.execute(
            sa.delete(w).where(w.c.desk == gone_desk, w.c.done == gone_done, w.c.word == word, w.c.referral == referral)
        )
    rows = [{"desk": d, "done": n, "word": word, "referral": referral} for d, n, word in sorted(after - before)]
    insert_missing(conn, w, rows)


def note_doctors(conn: Connection, referral: str, staff: Iterable[str]) -> None:
    """Whose case it is: the doctors who advised its patient before, or asked back in it. Only of an open case."""
    d = tables.case_doctors
    conn.execute(sa.delete(d).where(d.c.referral == referral))
    if rows := [{"staff": each, "referral": referral} for each in sorted(set(staff))]:
        conn.execute(sa.insert(d), rows)


# ---- pages ---------------------------------------------------------------------------------------------------------


def _key(order: str) -> list[sa.ColumnElement[Any]]:
    q = tables.case_queue.c
    return [q.urgency_rank, q.waiting_since, q.referral] if order == "urgency" else [q.waiting_since, q.referral]


def _conditions(wish: Wish, now: datetime) -> list[sa.ColumnElement[bool]]:
    q = tables.case_queue.c
    found: list[sa.ColumnElement[bool]] = [q.turn == DOCTOR]
    if wish.district:
        found.append(q.district == wish.district)
    if wish.speciality:
        found.append(q.speciality == wish.speciality)
    if wish.replied:
        found.append(q.replied == 1)
    if wish.late:
        found.append(_late(now))
    if wish.only is not None:
        found.append(q.referral.in_(sorted(wish.only)))
    return found


def _late(now: datetime) -> sa.ColumnElement[bool]:
    """Beyond the limit of its urgency; LIMITS says them."""
    q = tables.case_queue.c
    return sa.or_(
        *(
            sa.and_(q.urgency_rank == rank, q.waiting_since < utc_text(now - LIMITS[urgency]))
            for urgency, rank in URGENCY_RANK.items()
        )
    )


def page(conn: Connection, wish: Wish, now: datetime, place: Place | None = None, size: int = 50) -> QueuePage:
    """`size` waiting cases beside a place, or from the start. Fewer before a place than `size` is the first page."""
    rows = _some(conn, wish, now, place, size + 1)
    if place is not None and place.back:
        if len(rows) <= size:
            return page(conn, wish, now, None, size)
        return QueuePage(tuple(reversed(rows[:size])), more_before=True, more_after=True)
    return QueuePage(tuple(rows[:size]), place is not None, len(rows) > size)


def _some(conn: Connection, wish: Wish, now: datetime, place: Place | None, most: int) -> list[QueueRow]:
    """Rows of each desk along its index, put together: an index has no order across desks."""
    q, key = tables.case_queue, _key(wish.order)
    down = (wish.order == "newest") != (place is not None and place.back)
    basis = sa.select(q).where(*_conditions(wish, now)).limit(most)
    basis = basis.order_by(*(column.desc() if down else column for column in key))
    if place is not None:
        there = (place.rank, place.since, place.referral)[-len(key) :]
        columns, values = sa.tuple_(*key), sa.tuple_(*(sa.literal(value) for value in there))
        basis = basis.where(columns < values if down else columns > values)
    found = [
        _queue_row(row)
        for desk in sorted(set(wish.desks))
        for row in conn.execute(basis.where(q.c.desk == desk)).mappings()
    ]

    def sorts(row: QueueRow) -> tuple[object, ...]:
        return (row.urgency_rank, row.waiting_since, row.referral)[-len(key) :]

    return sorted(found, key=sorts, reverse=down)[:most]


def counts(conn: Connection, wish: Wish, now: datetime) -> Counts:
    """How many cases the wish lets through, without reading them."""
    q = tables.case_queue.c
    if not wish.desks:
        return Counts((0,) * len(URGENCY_RANK), 0, "")
    basis = sa.select(sa.literal(1)).where(q.desk.in_(sorted(wish.desks)), *_conditions(wish, now))

    def capped(*more: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
        some = basis.where(*more).limit(MOST_COUNTED + 1).subquery()
        return sa.select(sa.func.count()).select_from(some).scalar_subquery()

    def first(desk: str) -> sa.ScalarSelect[str]:
        along = sa.select(q.waiting_since).where(q.desk == desk, *_conditions(wish, now))
        return along.order_by(q.waiting_since).limit(1).scalar_subquery()

    ranks = sorted(URGENCY_RANK.values())
    asked: list[sa.ScalarSelect[Any]] = [capped(q.urgency_rank == rank) for rank in ranks]
    asked += [capped(_late(now)), *map(first, sorted(wish.desks))]
    row = conn.execute(sa.select(*asked)).one()
    since = [str(value) for value in row[len(ranks) + 1 :] if value]
    return Counts(tuple(row[: len(ranks)]), int(row[len(ranks)]), min(since, default=""))


def districts(conn: Connection, desks: Collection[str]) -> list[str]:
    """The districts that open cases of these desks come from: one step in the index for each."""
    q = tables.case_queue.c
    found: set[str] = set()
    for desk in sorted(desks):
        here = sa.select(sa.func.min(q.district)).where(q.desk == desk, q.turn == DOCTOR)
        steps = sa.select(here.scalar_subquery().label("district")).cte(recursive=True)
        following = here.where(q.district > steps.c.district).correlate(steps).scalar_subquery()
        steps = steps.union_all(sa.select(following).where(steps.c.district.is_not(None)))
        found |= {str(each) for each in conn.scalars(sa.select(steps.c.district)) if each}
    return sorted(found)


def overdue(conn: Connection, now: datetime) -> dict[str, dict[str, int]]:
    """How many cases wait beyond their limit, by desk and then urgency, for the office's overview."""
    q = tables.case_queue.c
    query = (
        sa.select(q.desk, q.urgency_rank, sa.func.count().label("n"))
        .where(q.turn == DOCTOR, _late(now))
        .group_by(q.desk, q.urgency_rank)
        .order_by(q.desk, q.urgency_rank)
    )
    named = {rank: urgency for urgency, rank in URGENCY_RANK.items()}
    found: dict[str, dict[str, int]] = {}
    for row in conn.execute(query):
        found.setdefault(row.desk, {})[named[row.urgency_rank]] = int(row.n)
    return found


# ---- single cases --------------------------------------------------------------------------------------------------


def rows(conn: Connection, referrals: Collection[str], desks: Collection[str], turn: str | None) -> list[QueueRow]:
    """Those of the cases that are at these desks and whose turn it is, the gravest and longest waiting first."""
    q = tables.case_queue
    wanted = sa.select(q).where(q.c.referral.in_(sorted(referrals)), q.c.desk.in_(sorted(desks)))
    found = conn.execute(wanted.where(q.c.turn == turn).order_by(*_key("urgency"))).mappings()
    return [_queue_row(row) for row in found]


def of_doctor(conn: Connection, staff: str) -> frozenset[str]:
    """Open cases of patients whom this doctor advised before, or that she asked back in."""
    d = tables.case_doctors.c
    newest = sa.select(d.referral).where(d.staff == staff).order_by(d.referral.desc()).limit(MOST_MINE)
    return frozenset(conn.scalars(newest))


def answered_lately(conn: Connection, desks: Collection[str], staff: str, limit: int = 20) -> list[QueueRow]:
    """The cases that this doctor answered, the newest first."""
    q = tables.case_queue
    found = conn.execute(
        sa.select(q)
        .where(q.c.desk.in_(sorted(desks)), q.c.answered_by == staff)
        .order_by(q.c.answered_at.desc())
        .limit(limit)
    ).mappings()
    return [_queue_row(row) for row in found]


def find(conn: Connection, desks: Collection[str], typed: str, most: int = 50) -> tuple[list[QueueRow], bool]:
    """Cases of these desks by the patient's name in either script, or by a number; and whether there may be more.

    Open ones come first, then the newest. Words may be cut short; a number may be the last part of a longer one.
    """
    for wanted in _readings(typed):
        if found := _found(conn, sorted(desks), wanted, most):
            return found[:most], len(found) > most
    return [], False


def _readings(typed: str) -> Iterable[list[str]]:
    """What may be meant by it: all of it one number, or words of which some are numbers."""
    has_digit = any(c.isdigit() for c in typed)
    if has_digit:
        yield [_number(typed)]
    words = [key for part in typed.split() for key in _keys(part)]
    if words and not (has_digit and len(words) == 1):
        yield words


def _keys(part: str) -> list[str]:
    return [_number(part)] if any(c.isdigit() for c in part) else search_key(part).split()


def _found(conn: Connection, desks: Sequence[str], wanted: Sequence[str], most: int) -> list[QueueRow]:
    q, w = tables.case_queue, tables.case_words
    found: list[QueueRow] = []
    for done in (0, 1):
        ranges = [
            sa.select(w.c.referral)
            .where(w.c.desk.in_(desks), w.c.done == done, w.c.word >= word, w.c.word < word + _LAST)
            .limit(MOST_LOOKED_AT)
            for word in wanted
        ]
        sizes = [conn.scalar(sa.select(sa.func.count()).select_from(some.subquery())) or 0 for some in ranges]
        rarest = ranges[sizes.index(min(sizes))].subquery()
        query = sa.select(q).where(
            q.c.referral.in_(sa.select(rarest.c.referral)),
            *(q.c.words.contains(f" {word}", autoescape=True) for word in wanted),
        )
        newest = query.order_by(q.c.waiting_since.desc()).limit(most + 1)
        found += [_queue_row(row) for row in conn.execute(newest).mappings()]
    return found


def _queue_row(row: sa.RowMapping) -> QueueRow:
    return QueueRow(
        referral=row["referral"],
        patient=row["patient"],
        facility=row["facility"],
        desk=row["desk"],
        speciality=row["speciality"],
        urgency=row["urgency"],
        urgency_rank=row["urgency_rank"],
        state=row["state"],
        turn=row["turn"],
        name=row["name"],
        gender=row["gender"] or "",
        waiting_since=row["waiting_since"],
        opened_by=row["opened_by"],
        answered_by=row["answered_by"],
        answered_at=row["answered_at"],
        replied=bool(row["replied"]),
        flags=tuple(row["flags"] or ()),
        summary=dict(row["summary"] or {}),
    )
