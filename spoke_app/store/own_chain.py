"""This PC's own chain: its lines in the order in which they go out, and how far the hub has proved to hold them.

Plain functions over an open store; each that writes is one transaction, or part of the caller's. A chain that was
left (a copy's, or one of before a new enrolment) stays as it was: the lineage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from care_record.chain import ZERO, extend
from care_record.clock import time_text
from spoke_app.store.database import Store

OwnLine = tuple[str, bytes]
"""Id and hash of a line."""

_AT_ONCE = 200
"""So many changes are asked about in one statement."""


@dataclass(frozen=True)
class ChainState:
    """The current chain: what the hub has proved to hold of it, and how far it goes."""

    chain: str
    acked_n: int
    acked_head: bytes
    last_n: int


def current_chain(store: Store) -> ChainState | None:
    """The chain that new lines go to; None before the enrolment."""
    row = store.row("SELECT chain, acked_n, acked_head FROM chains WHERE current = 1")
    if row is None:
        return None
    last_n = store.value("SELECT max(n) FROM chain_lines WHERE chain = ?", (row["chain"],)) or 0
    return ChainState(row["chain"], row["acked_n"], bytes(row["acked_head"] or ZERO), last_n)


def head_at(store: Store, chain: str, n: int) -> bytes | None:
    """`h(n)` of an own chain; None for a place that it does not have."""
    if n == 0:
        return ZERO
    head = store.value("SELECT head FROM chain_lines WHERE chain = ? AND n = ?", (chain, n))
    return None if head is None else bytes(head)


def lines_after(store: Store, chain: str, n: int, *, until_n: int, max_bytes: int, max_lines: int) -> list[bytes]:
    """The chain's next lines after place `n` and up to `until_n`: at most so many and so long, but at least one."""
    lines: list[bytes] = []
    size = 0
    rows = store.rows(
        "SELECT j.line FROM chain_lines c JOIN journal j ON j.id = c.id"
        " WHERE c.chain = ? AND c.n > ? AND c.n <= ? ORDER BY c.n LIMIT ?",
        (chain, n, until_n, max_lines),
    )
    for row in rows:
        line = bytes(row["line"])
        size += len(line) + 1
        if lines and size > max_bytes:
            break
        lines.append(line)
    return lines


def own_lines(store: Store, chain: str, n: int, count: int) -> list[OwnLine]:
    """Of the chain's `count` lines from place `n` on those that it has, in their order."""
    rows = store.rows(
        "SELECT c.id, j.sha FROM chain_lines c JOIN journal j ON j.id = c.id"
        " WHERE c.chain = ? AND c.n >= ? AND c.n < ? ORDER BY c.n",
        (chain, n, n + count),
    )
    return [(row["id"], bytes(row["sha"])) for row in rows]


def named_line(store: Store, change: str, sha: bytes) -> list[OwnLine]:
    """The change that the journal holds under this id, if it has this hash; else nothing."""
    held = store.value("SELECT sha FROM journal WHERE id = ?", (change,))
    return [(change, sha)] if held is not None and bytes(held) == sha else []


def emergency_lines(store: Store, chain: str, *, after_n: int, early_n: int, max_bytes: int) -> tuple[list[bytes], int]:
    """The waiting lines of each patient with a waiting emergency referral later than line `early_n`, whole patients
    only, oldest first, in at most `max_bytes`; and the last such referral's place."""
    urgent = store.rows(
        "SELECT r.patient, max(c.n) AS n FROM chain_lines c JOIN journal j ON j.id = c.id JOIN records r"
        " ON r.record = j.record WHERE c.chain = ? AND c.n > ? AND r.kind = 'referral'"
        " AND json_extract(r.fields, '$.urgency') = 'emergency' GROUP BY r.patient ORDER BY 2",
        (chain, max(after_n, early_n)),
    )
    lines: list[bytes] = []
    for case in urgent:
        rows = store.rows(
            "SELECT j.line FROM chain_lines c JOIN journal j ON j.id = c.id"
            " WHERE c.chain = ? AND c.n > ? AND j.patient = ? ORDER BY c.n",
            (chain, after_n, case["patient"]),
        )
        whole = [bytes(row["line"]) for row in rows]
        max_bytes -= sum(map(len, whole))
        if max_bytes < 0:
            break
        lines += whole
        early_n = int(case["n"])
    return lines, early_n


def start_chain(store: Store, chain: str, *, now: datetime, after_n: int | None = None) -> None:
    """Makes `chain` the current one, and puts the old one's lines after place `after_n` on it, unchanged.

    The old chain stays as it was: the lineage. With `after_n=0` nothing is proved any more, and the lines of the whole
    lineage go again. `after_n=None` (the enrolment) takes nothing over.
    """
    with store.transaction():
        old = current_chain(store)
        store.execute("UPDATE chains SET current = 0")
        store.execute(
            "INSERT INTO chains(chain, made_at, current, acked_n, acked_head) VALUES(?, ?, 1, 0, ?)",
            (chain, time_text(now), ZERO),
        )
        if old is None or after_n is None:
            return
        head = ZERO
        for n, row in enumerate(_lines_to_move(store, old.chain, after_n), start=1):
            head = extend(head, bytes(store.value("SELECT line FROM journal WHERE id = ?", (row["id"],))))
            store.execute("INSERT INTO chain_lines(chain, n, id, head) VALUES(?, ?, ?, ?)", (chain, n, row["id"], head))


def _lines_to_move(store: Store, chain: str, after_n: int) -> list[dict[str, Any]]:
    if after_n:
        return store.rows("SELECT id FROM chain_lines WHERE chain = ? AND n > ? ORDER BY n", (chain, after_n))
    return store.rows("SELECT id FROM journal j WHERE id IN (SELECT id FROM chain_lines) ORDER BY j.rowid")


def append(store: Store, lines: Sequence[tuple[str, bytes]]) -> None:
    """Puts changes that the journal holds (id and line) at the end of the current chain; passes over those on it."""
    chain = current_chain(store)
    if chain is None:
        return
    n, head = chain.last_n, head_at(store, chain.chain, chain.last_n) or ZERO
    with store.transaction():
        for change, line in lines:
            on_it = "SELECT 1 FROM chain_lines WHERE chain = ? AND id = ?"
            if store.value(on_it, (chain.chain, change)) is None:
                n, head = n + 1, extend(head, line)
                sql = "INSERT INTO chain_lines(chain, n, id, head) VALUES(?, ?, ?, ?)"
                store.execute(sql, (chain.chain, n, change, head))


def add_lineage(store: Store) -> None:
    """The hub has lost something: what only earlier chains have goes again, on the current one.

    What the hub still holds of it is simply counted again.
    """
    chain = current_chain(store)
    if chain is None:
        return
    head = head_at(store, chain.chain, chain.last_n) or ZERO
    missing = store.rows(
        "SELECT id, line FROM journal j WHERE id IN (SELECT id FROM chain_lines WHERE chain != :chain)"
        " AND id NOT IN (SELECT id FROM chain_lines WHERE chain = :chain) ORDER BY j.rowid",
        {"chain": chain.chain},
    )
    for n, row in enumerate(missing, start=chain.last_n + 1):
        head = extend(head, bytes(row["line"]))
        store.execute(
            "INSERT INTO chain_lines(chain, n, id, head) VALUES(?, ?, ?, ?)", (chain.chain, n, row["id"], head)
        )


def set_acked(store: Store, chain: str, n: int, head: bytes, *, now: datetime) -> None:
    """The hub holds `chain` up to `n`: the caller has compared the heads. Less than it once held: it was restored."""
    with store.transaction():
        known = store.value("SELECT acked_n FROM chains WHERE chain = ?", (chain,))
        if known is not None and n < known:
            add_lineage(store)
        store.execute(
            "UPDATE chains SET acked_n = ?, acked_head = ?, acked_at = ? WHERE chain = ? AND acked_n != ?",
            (n, head, time_text(now), chain, n),
        )


def records_between(store: Store, chain: str, after_n: int, until_n: int, *, kind: str) -> tuple[str, ...]:
    """The records of this kind that the chain's lines after one place and up to another belong to."""
    rows = store.rows(
        "SELECT DISTINCT j.record FROM chain_lines c JOIN journal j ON j.id = c.id"
        " WHERE c.chain = ? AND c.n > ? AND c.n <= ? AND j.kind = ?",
        (chain, after_n, until_n, kind),
    )
    return tuple(str(row["record"]) for row in rows)


def waiting(store: Store) -> int:
    """How many changes the hub has not acknowledged yet."""
    chain = current_chain(store)
    return 0 if chain is None else chain.last_n - chain.acked_n


def is_waiting(store: Store, change: str) -> bool:
    """Whether this change of ours is still to be acknowledged, or again: by a hub that was restored."""
    on_chain = "SELECT 1 FROM chain_lines l JOIN chains c ON c.chain = l.chain WHERE c.current = 1 AND l.id = ?"
    return store.value(f"{on_chain} AND l.n > c.acked_n LIMIT 1", (change,)) is not None


def at_hub(store: Store, change: str) -> str | None:
    """Since when this change is known to be at the hub, as RFC 3339 text; None while that is not proved, or no more.

    The time of the first signed mark over it in a feed, else of the acknowledgement that covers it.
    """
    return at_hub_of(store, [change]).get(change)


def at_hub_of(store: Store, changes: Sequence[str]) -> dict[str, str]:
    """The same for each of several changes; those of which it is not proved are left out."""
    found: dict[str, str] = {}
    for start in range(0, len(changes), _AT_ONCE):
        found |= _some_at_hub(store, changes[start : start + _AT_ONCE])
    return found


def _some_at_hub(store: Store, changes: Sequence[str]) -> dict[str, str]:
    among = f"({', '.join('?' * len(changes))})"
    own = store.rows(
        "SELECT l.id, max(c.current = 1 AND l.n > c.acked_n) AS waits,"
        " min(CASE WHEN l.n <= c.acked_n THEN c.acked_at END) AS acked"
        f" FROM chain_lines l JOIN chains c ON c.chain = l.chain WHERE l.id IN {among} GROUP BY l.id",
        changes,
    )
    waits = {row["id"] for row in own if row["waits"]}
    acked = {row["id"]: row["acked"] for row in own if row["acked"] is not None}
    # What stands only in the run of a hub that was (`<feed>@...`), the present one may have lost.
    in_feed = store.rows(
        f"SELECT DISTINCT id FROM feed_lines WHERE id IN {among} AND instr(feed, '@') = 0",
        changes,
    )
    there = (set(acked) | {row["id"] for row in in_feed}) - waits
    marked = store.rows(
        "SELECT l.id, min(m.at) AS at FROM feed_lines l JOIN feed_marks m ON m.feed = l.feed AND m.seq = (SELECT"
        f" min(seq) FROM feed_marks WHERE feed = l.feed AND seq >= l.seq) WHERE l.id IN {among} GROUP BY l.id",
        changes,
    )
    since = acked | {row["id"]: row["at"] for row in marked}
    return {change: str(since[change]) for change in there if change in since}
