"""How the hub itself writes: each hub process is a device of its own, with a fresh id and chain at every start."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from care_record.change import Change, encode
from care_record.clock import HybridClock, time_text
from care_record.ids import new_device_id, new_id
from hub_server.store import chains
from hub_server.store import tables as t
from hub_server.store.intake import Intake, Item
from hub_server.store.judge import Sender, subject_of
from hub_server.store.records import folded
from hub_server.times import Now, milliseconds, utc_now


@dataclass(frozen=True)
class HubChange:
    """What to write. Without `record` a new one; without `base` upon the record's heads as they are now."""

    kind: str
    record: str | None
    patient: str | None
    set: dict[str, Any]
    base: tuple[str, ...] | None = None


class HubWriter:
    """Appends changes of this process. Safe for threads: the chain's row orders them."""

    def __init__(self, now: Now = utc_now) -> None:
        self.device = new_device_id()
        self._chain = new_id()
        self._now = now
        self._clock = HybridClock(self.device)
        self._guard = threading.Lock()

    def write(self, conn: sa.Connection, author: str, changes: Sequence[HubChange]) -> list[Change]:
        """Write changes in the caller's transaction, numbered into the feeds. WriteRefused if one may not be."""
        now = self._now()
        chains.ensure_chain(conn, self._chain, self.device, now)
        place = chains.place_of(conn, self._chain, lock=True)
        sender = Sender(self.device, self._chain, None, hub=True)
        intake = Intake(conn, now)
        drafts = [self._draft(author, change) for change in changes]
        intake.lock(drafts)  # so that the heads read below are still the heads when the change is numbered
        written: list[Change] = []
        lines: list[bytes] = []
        for draft, change in zip(drafts, changes, strict=True):
            base = self._base(conn, draft.record, written) if change.base is None else change.base
            made = self._stamped(conn, draft, base)
            written.append(made)
            lines.append(encode(made))
        items = [Item(line, sender, place.n + i) for i, line in enumerate(lines, 1)]
        ids, heads = intake.take(items), chains.heads_along(place.head, lines)
        chains.append_lines(conn, self._chain, place, ids, [item.sha for item in items], heads)
        return written

    def _draft(self, author: str, change: HubChange) -> Change:
        now = self._now()
        record = change.record or (change.patient if change.kind == "patient" else None) or new_id(milliseconds(now))
        patient = record if change.kind == "patient" else change.patient
        return Change(
            id=new_id(milliseconds(now)),
            device=self.device,
            author=author,
            kind=change.kind,
            record=record,
            patient=patient,
            clock=self._clock.last,
            at=time_text(now),
            set=change.set,
        )

    def _base(self, conn: sa.Connection, record: str, written: Sequence[Change]) -> tuple[str, ...]:
        earlier = [change.id for change in written if change.record == record]
        if earlier:
            return (earlier[-1],)
        state = folded(conn, record)
        return () if state is None else state.heads

    def _stamped(self, conn: sa.Connection, draft: Change, base: tuple[str, ...]) -> Change:
        """The change with a clock after everything that the hub holds of its subject."""
        changes, name = t.changes.c, subject_of(draft)
        own = sa.or_(changes.patient == name, sa.and_(changes.patient.is_(None), changes.record == name))
        seen = conn.scalar(sa.select(sa.func.max(changes.clock)).where(own))
        now_ms = milliseconds(self._now())
        with self._guard:
            if seen:
                self._clock.adopt(seen, now_ms)
            clock = self._clock.tick(now_ms)
        return Change(
            id=draft.id,
            device=draft.device,
            author=draft.author,
            kind=draft.kind,
            record=draft.record,
            patient=draft.patient,
            clock=clock,
            at=draft.at,
            base=base,
            set=draft.set,
        )
