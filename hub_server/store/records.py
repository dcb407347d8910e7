"""Records as the hub's pages and services see them: the fold of the stored changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby

import sqlalchemy as sa

from care_record.change import Change, decode
from care_record.fold import Folded, fold
from hub_server.store import tables as t
from hub_server.store.upsert import rows_among


def changes_of(conn: sa.Connection, record: str) -> list[Change]:
    """The stored changes of a record, in the order of their clocks; none for an unknown record."""
    changes = t.changes.c
    query = sa.select(changes.line).where(changes.record == record, changes.state == "stored")
    return [decode(bytes(line)) for line in conn.scalars(query.order_by(changes.clock, changes.id))]


def folded(conn: sa.Connection, record: str) -> Folded | None:
    """The state of a record; None if the hub does not know it."""
    found = changes_of(conn, record)
    return fold(found) if found else None


def several(conn: sa.Connection, wanted: Collection[str]) -> dict[str, Folded]:
    """The states of these records, by id; those that the hub does not know are left out."""
    changes = t.changes.c
    rows = rows_among(conn, (changes.record, changes.line), changes.record, wanted, state="stored")
    lines: dict[str, list[Change]] = {}
    for row in rows:
        lines.setdefault(row.record, []).append(decode(bytes(row.line)))
    return {record: fold(found) for record, found in lines.items()}


def records_of(conn: sa.Connection, patient: str, kinds: Collection[str] | None = None) -> list[Folded]:
    """The records of a patient, of all kinds or of these, in the order in which they were begun."""
    changes = t.changes.c
    query = sa.select(changes.line).where(changes.patient == patient, changes.state == "stored")
    if kinds is not None:
        query = query.where(changes.kind.in_(sorted(kinds)))
    return _fold_all(conn, query)


def all_of(conn: sa.Connection, kind: str) -> list[Folded]:
    """All records of a kind that is few (staff, facility, desk, device, notice …)."""
    changes = t.changes.c
    return _fold_all(conn, sa.select(changes.line).where(changes.kind == kind, changes.state == "stored"))


def _fold_all(conn: sa.Connection, query: sa.Select[bytes]) -> list[Folded]:
    decoded: Iterable[Change] = (decode(bytes(line)) for line in conn.scalars(query))
    by_record = sorted(decoded, key=lambda change: change.record)
    records = [fold(list(group)) for _, group in groupby(by_record, key=lambda change: change.record)]
    return sorted(records, key=lambda record: (record.created_at, record.record))
