"""What an intake will write: gathered while lines are judged, then written table by table, many rows a statement."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from care_record.change import Change
from hub_server.store import quarantine
from hub_server.store import tables as t
from hub_server.store.quarantine import Refused
from hub_server.store.upsert import insert_missing, insert_rows, update_among

Row = dict[str, Any]


class Writes:
    """The rows of one transaction that wait to be written. Whoever reads what they say calls `flush` first."""

    def __init__(self, conn: sa.Connection) -> None:
        self._conn = conn
        self._clear()

    def _clear(self) -> None:
        self.fresh: list[Row] = []
        """Changes that the hub did not have."""
        self.judged: list[Row] = []
        """Changes that had waited: `id` and what is new about them."""
        self.gone: list[str] = []
        """Changes that had waited and are refused."""
        self.waits: list[Row] = []
        self.records: list[Row] = []
        self.known: dict[str, str | None] = {}
        """Subjects that became known, each with its first health centre."""
        self.audience: set[tuple[str, str]] = set()
        self.refused: list[Refused] = []

    def keep(self, row: Row, *, again: bool) -> None:
        """A change that is stored or waits; `again`: its line is there already."""
        if not again:
            self.fresh.append(row)
            return
        self.judged.append({f"to_{name}": row[name] for name in ("id", "stored_at", "sent_by", "state", "flag")})

    def begin_record(self, change: Change, now: str) -> None:
        """The change is the first of its record."""
        row = {"record": change.record, "kind": change.kind, "patient": change.patient, "created_at": now}
        self.records.append(row)

    def flush(self) -> None:
        """Write everything that waits to be written."""
        conn = self._conn
        insert_rows(conn, t.changes, self.fresh)
        self._flush_judged()
        insert_rows(conn, t.waiting, self.waits)
        insert_rows(conn, t.record_heads, self.records)
        self._flush_known()
        readers = [{"patient": patient, "facility": facility} for patient, facility in sorted(self.audience)]
        insert_missing(conn, t.audience, readers)
        quarantine.keep(conn, self.refused)
        self._clear()

    def _flush_judged(self) -> None:
        """What had waited waits no more, or (then it is among `waits`) for something else."""
        over = [row["to_id"] for row in self.judged] + self.gone
        if over:
            self._conn.execute(sa.delete(t.waiting).where(t.waiting.c.id.in_(over)))
        if self.gone:
            self._conn.execute(sa.delete(t.changes).where(t.changes.c.id.in_(self.gone)))
        if self.judged:
            new: Row = {name: sa.bindparam(f"to_{name}") for name in ("stored_at", "sent_by", "state", "flag")}
            update = sa.update(t.changes).where(t.changes.c.id == sa.bindparam("to_id")).values(new)
            self._conn.execute(update, self.judged)

    def _flush_known(self) -> None:
        by_facility: dict[str | None, list[str]] = defaultdict(list)
        for name, facility in self.known.items():
            by_facility[facility].append(name)
        for facility, names in by_facility.items():
            update_among(self._conn, t.subjects.c.subject, names, known=True, first_facility=facility)
