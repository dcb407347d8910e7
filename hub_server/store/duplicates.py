"""Who may be registered twice: the cards by which patients are compared, and the pairs that came of it.

Nobody is compared with everybody, only with those of the same block. The intake notes whose record changed, and
`catch_up` compares them anew: the exchange pays one statement for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import sqlalchemy as sa

from care_record.change import decode
from care_record.fold import Folded, fold
from hub_server.store import tables as t
from hub_server.store.likeness import LEAST, Card, blocks, card_of, fields_of, points
from hub_server.store.upsert import insert_missing, locked_rows, rows_among
from hub_server.times import utc_text

OPEN, JOINED, APART = "open", "joined", "apart"
MOST_OF_BLOCK = 60
"""So many of a block are compared: one that half a district is in says nothing."""


@dataclass(frozen=True)
class Pair:
    """Two records that may be one person, `one` the older. `staff` and `at`: who decided, and when; `link`: the record
    that was made to say that it is the same as another."""

    one: str
    other: str
    score: int
    state: str
    staff: str | None
    at: str | None
    link: str | None

    @property
    def place(self) -> tuple[int, str, str]:
        """Where it stands in its list."""
        return self.score, self.one, self.other


def mark(conn: sa.Connection, patients: Collection[str]) -> None:
    """The records of these patients changed. The caller holds their subjects' locks."""
    insert_missing(conn, t.patient_stale, [{"patient": patient} for patient in sorted(patients)])


def catch_up(conn: sa.Connection, most: int, today: date) -> int:
    """Compare up to `most` patients whose records changed anew; returns how many there were."""
    stale = t.patient_stale.c.patient
    patients = list(conn.scalars(sa.select(stale).order_by(stale).limit(most)))
    if not patients:
        return 0
    # An intake that is writing one of them marks it under this lock, and is waited for.
    subjects = locked_rows(conn, t.subjects, t.subjects.c.subject, patients)
    first = {row.subject: row.first_facility for row in subjects}
    conn.execute(sa.delete(t.patient_stale).where(stale.in_(patients)))
    cards = [card_of(record, first.get(record.record), today) for record in _records(conn, patients)]
    for table in (t.patient_blocks, t.patient_cards):
        conn.execute(sa.delete(table).where(table.c.patient.in_(patients)))
    stands = {card.patient: blocks(card) for card in cards}
    rows = sorted((block, patient) for patient, own in stands.items() for block in own)
    insert_missing(conn, t.patient_blocks, [{"block": block, "patient": patient} for block, patient in rows])
    insert_missing(conn, t.patient_cards, [fields_of(card) for card in sorted(cards, key=lambda card: card.patient)])
    _propose(conn, cards, _near(conn, stands), today)
    return len(patients)


def stale_left(conn: sa.Connection) -> int:
    """How many patients are still to be compared."""
    return conn.scalar(sa.select(sa.func.count()).select_from(t.patient_stale)) or 0


def pairs(conn: sa.Connection, state: str, limit: int, after: tuple[int, str, str] | None = None) -> list[Pair]:
    """Pairs in this state, the likeliest first; `after` is the place of the last one that was shown."""
    p = t.duplicate_pairs.c
    query = sa.select(t.duplicate_pairs).where(p.state == state)
    if after is not None:
        query = query.where(sa.tuple_(p.score, p.one, p.other) < sa.tuple_(*after))
    rows = conn.execute(query.order_by(p.score.desc(), p.one.desc(), p.other.desc()).limit(limit))
    return [_pair(row) for row in rows]


def count(conn: sa.Connection, state: str = OPEN) -> int:
    """How many pairs are in this state."""
    return conn.scalar(sa.select(sa.func.count()).where(t.duplicate_pairs.c.state == state)) or 0


def pair_of(conn: sa.Connection, one: str, other: str, *, lock: bool = False) -> Pair | None:
    """The proposal of these two, if it is one; locked until the transaction ends if it is to be decided."""
    p = t.duplicate_pairs.c
    query = sa.select(t.duplicate_pairs).where(p.one == one, p.other == other)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _pair(row)


def decide(conn: sa.Connection, pair: Pair, state: str, staff: str, now: datetime, link: str | None = None) -> None:
    """Somebody said what the two are; `link` is the record that says so from now on."""
    p = t.duplicate_pairs.c
    values = {"state": state, "staff": staff, "at": utc_text(now), "link": link}
    conn.execute(sa.update(t.duplicate_pairs).where(p.one == pair.one, p.other == pair.other).values(values))


def readers(conn: sa.Connection, patient: str) -> set[str]:
    """The health centres that read this patient's record."""
    audience = t.audience.c
    return set(conn.scalars(sa.select(audience.facility).where(audience.patient == patient)))


def first_facility(conn: sa.Connection, patient: str) -> str | None:
    """The centre that registered the patient."""
    return conn.scalar(sa.select(t.subjects.c.first_facility).where(t.subjects.c.subject == patient))


def _records(conn: sa.Connection, patients: Sequence[str]) -> list[Folded]:
    changes = t.changes.c
    rows = rows_among(conn, (changes.record, changes.line), changes.record, patients, kind="patient", state="stored")
    ordered = sorted(rows, key=lambda row: str(row.record))
    return [fold([decode(bytes(row.line)) for row in own]) for _, own in groupby(ordered, key=lambda row: row.record)]


def _propose(conn: sa.Connection, cards: Sequence[Card], near: Mapping[str, set[str]], today: date) -> None:
    """The open pairs of these patients, made anew; what somebody decided stays."""
    p = t.duplicate_pairs.c
    ids = [card.patient for card in cards]
    conn.execute(sa.delete(t.duplicate_pairs).where(p.state == OPEN, sa.or_(p.one.in_(ids), p.other.in_(ids))))
    known = _cards(conn, {other for others in near.values() for other in others})
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for card in cards:
        for other in sorted(near[card.patient]):
            if other not in known or not _comparable(card, known[other]):
                continue
            score = points(card, known[other], today)
            if score >= LEAST:
                pair = (min(card.patient, other), max(card.patient, other))
                rows[pair] = {"one": pair[0], "other": pair[1], "score": score, "state": OPEN}
    insert_missing(conn, t.duplicate_pairs, [rows[pair] for pair in sorted(rows)])


def _comparable(one: Card, other: Card) -> bool:
    """Not joined already, and not of one centre: that joins its own in the app, where it knows them."""
    joined = {one.same_as or one.patient, one.patient} & {other.same_as or other.patient, other.patient}
    return not joined and (one.facility is None or one.facility != other.facility)


def _near(conn: sa.Connection, stands: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Who else stands in a block of each of these patients."""
    b = t.patient_blocks.c
    members: dict[str, list[str]] = defaultdict(list)
    named = sorted(set().union(*stands.values()))
    # Counted first: of a block that half a district is in, no row is read.
    small = sa.select(b.block).where(b.block.in_(named)).group_by(b.block).having(sa.func.count() <= MOST_OF_BLOCK)
    for row in rows_among(conn, (b.block, b.patient), b.block, list(conn.scalars(small))):
        members[row.block].append(row.patient)
    return {patient: set(_others(patient, own, members)) for patient, own in stands.items()}


def _others(patient: str, own: Iterable[str], members: Mapping[str, list[str]]) -> Iterator[str]:
    for block in own:
        yield from (each for each in members.get(block, ()) if each != patient)


def _cards(conn: sa.Connection, patients: Collection[str]) -> dict[str, Card]:
    c = t.patient_cards.c
    return {row.patient: Card(**row._mapping) for row in rows_among(conn, tuple(c), c.patient, patients)}


def _pair(row: sa.Row[tuple[object, ...]]) -> Pair:
    return Pair(**row._mapping)


def patient_of_abha(conn: sa.Connection, abha: str) -> str:
    """The id of a patient with this ABHA number, 14 digits; '' if there is none."""
    blocks = t.patient_blocks.c
    query = sa.select(blocks.patient).where(blocks.block == f"abha|{abha}").order_by(blocks.patient)
    return conn.scalar(query.limit(1)) or ""
