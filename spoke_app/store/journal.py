"""The journal: every change that this PC wrote or received, and the one door through which records change.

`write` and `receive` append lines, then bring the projection up to date, all in one transaction: after they return
(or after the caller's transaction commits) line, chain, projection and search index are there together, or none is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from care_record.chain import ZERO, extend, line_hash
from care_record.change import Change, decode, encode
from care_record.clock import HybridClock, time_text
from care_record.ids import new_id
from spoke_app.store import projection
from spoke_app.store.database import Store

CLOCK_WRONG_MS = 5 * 60 * 1000
"""Beyond this difference from the hub's clock a change says that its wall clock is not to be trusted."""

_BATCH = 100


@dataclass(frozen=True)
class NewChange:
    """What someone saved: the journal adds identity, author, device and clocks. `record` None makes a new record;
    `base` are the record's heads as the author saw them when the form was opened."""

    kind: str
    patient: str | None
    set: dict[str, Any]
    record: str | None = None
    base: tuple[str, ...] = ()


@dataclass
class Clashes:
    """Ids that arrived again with other bytes: the first line stays, the caller tells someone."""

    ids: list[str] = field(default_factory=list)


def write(store: Store, changes: Sequence[NewChange], *, author: str, now: datetime) -> list[Change]:
    """Appends this PC's own changes to the journal and to its current chain. `now` is the aware wall clock."""
    with store.transaction():
        device = store.meta_get("device")
        clock = HybridClock(device, store.meta_get("clock_last"))
        now_ms = round(now.timestamp() * 1000)
        tz_ok = abs(clock_offset_ms(store)) <= CLOCK_WRONG_MS
        written: list[Change] = []
        for new in changes:
            record = new.record or new_id(now_ms)
            change = Change(
                id=new_id(now_ms),
                device=device,
                author=author,
                kind=new.kind,
                record=record,
                patient=record if new.kind == "patient" else new.patient,
                clock=clock.tick(now_ms),
                at=time_text(now),
                tz_ok=tz_ok,
                base=new.base,
                set=new.set,
            )
            written.append(change)
        lines = _append_own(store, written, now)
        store.meta_set("clock_last", clock.last)
        # A record that begins here has no other change: it is folded out of the line just written, as read back.
        begun = {c.record: decode(line) for new, c, line in zip(changes, written, lines, strict=True) if not new.record}
        reproject(store, {change.record for change in written}, begun)
        return written


def _append_own(store: Store, changes: Sequence[Change], now: datetime) -> list[bytes]:
    chain = store.value("SELECT chain FROM chains WHERE current = 1")
    last = store.row("SELECT n, head FROM chain_lines WHERE chain = ? ORDER BY n DESC LIMIT 1", (chain,))
    n, head = (last["n"], last["head"]) if last else (0, ZERO)
    lines = [encode(change) for change in changes]
    places: list[tuple[str, int, str, bytes]] = []
    for change, line in zip(changes, lines, strict=True):
        n, head = n + 1, extend(head, line)
        places.append((chain, n, change.id, head))
    _append(store, changes, lines, now, chain)
    store.execute_many("INSERT INTO chain_lines(chain, n, id, head) VALUES(?, ?, ?, ?)", places)
    return lines


def _append(store: Store, changes: Sequence[Change], lines: Sequence[bytes], now: datetime, chain: str = "") -> None:
    stored_at = time_text(now)
    store.execute_many(
        """INSERT INTO journal(id, line, sha, kind, record, patient, author, device, clock, at, stored_at)
           VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (c.id, line, line_hash(line), c.kind, c.record, c.patient, c.author, c.device, c.clock, c.at, stored_at)
            for c, line in zip(changes, lines, strict=True)
        ],
    )
    store.saved(chain, lines)


def receive(
    store: Store, lines: Iterable[bytes], *, now: datetime, clashes: Clashes | None = None, project: bool = True
) -> list[Change]:
    """Stores others' lines, verbatim; gives those that were new. BadChange for a line that is no change.

    A line that is known already is passed over; the same id with other bytes goes into `clashes` and the first
    stays. With `project=False` the caller reprojects later, in the same transaction.
    """
    with store.transaction():
        clock = HybridClock(store.meta_get("device"), store.meta_get("clock_last"))
        trusted_ms = round(now.timestamp() * 1000) + clock_offset_ms(store)
        decoded = [(decode(line), line) for line in lines]
        known = _shas(store, [change.id for change, _ in decoded])
        received: dict[str, Change] = {}
        new: list[bytes] = []
        for change, line in decoded:
            sha = known.get(change.id)
            if sha is None:
                known[change.id] = line_hash(line)
                received[change.id] = change
                new.append(line)
                clock.adopt(change.clock, trusted_ms)
            elif sha != line_hash(line) and clashes is not None:
                clashes.ids.append(change.id)
        if received:
            _append(store, list(received.values()), new, now)
            store.meta_set("clock_last", clock.last)
        if project:
            reproject(store, {change.record for change in received.values()}, decoded=received)
        return list(received.values())


def _shas(store: Store, ids: Sequence[str]) -> dict[str, bytes]:
    """The hashes of those of these lines that are held."""
    found: dict[str, bytes] = {}
    for some in _batches(ids):
        rows = store.rows(f"SELECT id, sha FROM journal WHERE id IN ({_marks(some)})", some)
        found.update((row["id"], bytes(row["sha"])) for row in rows)
    return found


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """So few that one statement names them, and memory does not grow with a long backlog."""
    return (names[start : start + _BATCH] for start in range(0, len(names), _BATCH))


def _marks(names: Sequence[str]) -> str:
    return ", ".join("?" * len(names))


def clock_offset_ms(store: Store) -> int:
    """The hub's clock minus this PC's, as last heard; 0 before."""
    return int(store.meta_get("clock_offset_ms", "0"))


def changes_of(store: Store, record: str) -> list[Change]:
    """Every change of a record, quarantined ones too, in the order of their clocks."""
    rows = store.rows("SELECT line FROM journal WHERE record = ? ORDER BY clock, id", (record,))
    return [decode(row["line"]) for row in rows]


def last_place(store: Store, names: Sequence[str]) -> int:
    """Where in this PC's journal the latest line of these records stands; 0 if it has none of them. The order in which
    lines came to this PC, whatever clocks they carry."""
    sql = f"SELECT coalesce(max(rowid), 0) FROM journal WHERE record IN ({_marks(names)})"
    return int(store.value(sql, tuple(names)))


def _counted_changes(store: Store, records: Sequence[str], decoded: Mapping[str, Change]) -> dict[str, list[Change]]:
    # What a revoked PC writes stays in its own record: revoking changes nothing here.
    rows = store.rows(
        f"SELECT id, record, line FROM journal WHERE record IN ({_marks(records)})"
        " AND id NOT IN (SELECT id FROM quarantined WHERE code != 'device-revoked')",
        records,
    )
    changes: dict[str, list[Change]] = {}
    for row in rows:
        change = decoded.get(row["id"]) or decode(row["line"])
        changes.setdefault(row["record"], []).append(change)
    return changes


def reproject(
    store: Store,
    records: Iterable[str],
    begun: Mapping[str, Change] | None = None,
    *,
    decoded: Mapping[str, Change] | None = None,
) -> None:
    """Folds these records anew into the projection and the search index. `begun`: record -> its one change, of those
    that have no other; `decoded`: changes by their ids that need no decoding again."""
    with store.transaction():
        touched = projection.Touched()
        begun = begun or {}
        for record in begun:
            projection.begin(store, begun[record], touched)
        for some in _batches(sorted(set(records) - set(begun))):
            before = projection.before(store, some)
            changes = _counted_changes(store, some, decoded or {})
            for record in some:
                projection.project(store, record, changes.get(record, ()), before.get(record), touched)
        projection.settle(store, touched)


def rebuild(store: Store) -> None:
    """Makes the whole projection again out of the journal, from nothing."""
    with store.transaction():
        projection.clear(store)
        reproject(store, [row["record"] for row in store.rows("SELECT DISTINCT record FROM journal")])
