"""Lines that the journal once had and lacks: put back through its ordinary door, and onto this PC's own chain."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from care_record.change import BadChange, Change, decode
from spoke_app.store import journal, own_chain
from spoke_app.store.database import Store
from spoke_app.store.tail import TailLine

_AT_ONCE = 500


def put_back(store: Store, lines: Iterable[TailLine], *, now: datetime) -> list[Change]:
    """Takes in those that the journal lacks, whole or not at all; gives them.

    Lines of this PC's own go onto its chain again, in the order of their clocks: the hub is sent what it does not have,
    and counts what it has once.
    """
    found: dict[str, tuple[Change, bytes, bool]] = {}
    for line in lines:
        try:
            change = decode(line.line)
        except BadChange:
            continue
        own = line.chain != "" or change.device == store.meta_get("device")
        found.setdefault(change.id, (change, line.line, own))
    lacked = _lacked(store, list(found))
    back = sorted((found[change] for change in lacked), key=lambda each: (each[0].clock, each[0].id))
    if not back:
        return []
    with store.transaction():
        own_clocks = [change.clock for change, _, own in back if own]
        last = store.meta_get("clock_last")
        for start in range(0, len(back), _AT_ONCE):
            journal.receive(store, [line for _, line, _ in back[start : start + _AT_ONCE]], now=now)
        own_chain.append(store, [(change.id, line) for change, line, own in back if own])
        # Its own clock, however wrong it ran, is never gone behind again.
        latest = max([last, store.meta_get("clock_last"), *own_clocks], key=lambda clock: clock[:18])
        store.meta_set("clock_last", latest)
    return [change for change, _, _ in back]


def _lacked(store: Store, ids: Sequence[str]) -> set[str]:
    """Without those that the hub has erased by law: they stay gone."""
    erased = {str(row["id"]) for row in store.rows("SELECT id FROM erased")}
    return set(ids) - held(store, ids) - erased


def held(store: Store, ids: Sequence[str]) -> set[str]:
    """Those of these changes that the journal has."""
    found: set[str] = set()
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        rows = store.rows(f"SELECT id FROM journal WHERE id IN ({', '.join('?' * len(some))})", list(some))
        found.update(str(row["id"]) for row in rows)
    return found
