"""Is the store whole? The file's pages, every line and its hash, chains and feeds, and the projection against a replay.

Reads everything, changes nothing: the replay happens in a transaction that is rolled back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from care_record.chain import ZERO, extend, feed_extend, line_hash, mark_bytes
from care_record.change import BadChange, decode
from care_record.signature import unb64, verify
from spoke_app.store import journal
from spoke_app.store.database import Store

MOST_NAMED = 20
"""Of one kind of problem so many are named, the rest counted."""

_IN_ONE_BREATH = 50

_PROJECTION = {
    "records": "*",
    "patients": "record, name, gender, birth_date, village, slip_no, phone, same_as, deceased, name_key, last_seen",
    "joined": "*",
    "visits": "*",
    "cases": "*",
    "follow_ups": "*",
    "attachment_records": "*",
    "ordered_tests": "*",
    "test_results": "*",
}


@dataclass
class Soundness:
    """What was looked at, and what is wrong: `(code, detail)`; details are ids and places, never anybody's words."""

    changes: int = 0
    records: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)
    breathe: Callable[[], None] = lambda: None
    """Called between some rows and the next."""

    @property
    def whole(self) -> bool:
        return not self.problems

    def wrong(self, code: str, detail: str) -> None:
        if sum(known == code for known, _ in self.problems) < MOST_NAMED:
            self.problems.append((code, detail))

    def paced(self, rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """These rows, with a breath now and then."""
        for n, row in enumerate(rows, start=1):
            if n % _IN_ONE_BREATH == 0:
                self.breathe()
            yield row


class _RollBack(Exception):
    """Ends the replay's transaction."""


def check(store: Store) -> Soundness:
    """Everything, from the file's pages upwards."""
    found = Soundness()
    for text in store.check():
        found.wrong("page", text)
    if found.whole:
        _check_lines(store, found)
    if found.whole:
        _check_chains(store, found)
        _check_feeds(store, found)
        _check_projection(store, found)
    return found


def check_lines(store: Store, breathe: Callable[[], None]) -> Soundness:
    """Every line, chain and feed, and nothing that writes; `breathe` is called now and then, and may raise."""
    found = Soundness(breathe=breathe)
    _check_lines(store, found)
    _check_chains(store, found)
    _check_feeds(store, found)
    return found


def _check_lines(store: Store, found: Soundness) -> None:
    for row in found.paced(_each(store, "SELECT id, line, sha, record, kind FROM journal ORDER BY id")):
        found.changes += 1
        if line_hash(bytes(row["line"])) != bytes(row["sha"]):
            found.wrong("line", row["id"])
            continue
        try:
            change = decode(bytes(row["line"]))
        except BadChange:
            found.wrong("line", row["id"])
            continue
        if (change.id, change.record, change.kind) != (row["id"], row["record"], row["kind"]):
            found.wrong("line", row["id"])


def _check_chains(store: Store, found: Soundness) -> None:
    for chain in store.rows("SELECT chain, acked_n, acked_head FROM chains"):
        name, head, n = chain["chain"], ZERO, 0
        lines = _each(
            store,
            "SELECT c.n, c.head, j.line FROM chain_lines c LEFT JOIN journal j ON j.id = c.id"
            " WHERE c.chain = ? ORDER BY c.n",
            name,
        )
        for row in found.paced(lines):
            n += 1
            head = extend(head, bytes(row["line"] or b""))
            if row["n"] != n or bytes(row["head"]) != head:
                found.wrong("chain", f"{name} at {n}")
                break
            if n == chain["acked_n"] and bytes(chain["acked_head"] or ZERO) != head:
                found.wrong("chain", f"{name}: what was acknowledged at {n} is not what is held")
        if chain["acked_n"] > n:
            found.wrong("chain", f"{name} ends at {n}, before its acknowledged place")


def _check_feeds(store: Store, found: Soundness) -> None:
    """From nothing to each feed's place: no hole, and every mark as the hub signed it."""
    hub, key = store.meta_get("hub"), store.meta_get("sign_key")
    for place in store.rows("SELECT feed, seq, head FROM feed_places"):
        feed, head, seq = place["feed"], ZERO, 0
        marks = {row["seq"]: row for row in store.rows("SELECT * FROM feed_marks WHERE feed = ?", (feed,))}
        lines = _each(
            store,
            "SELECT f.seq, coalesce(j.sha, e.sha) AS sha FROM feed_lines f LEFT JOIN journal j ON j.id = f.id"
            " LEFT JOIN erased e ON e.id = f.id WHERE f.feed = ? ORDER BY f.seq",
            feed,
        )
        for seq, row in enumerate(found.paced(lines), start=1):
            head = feed_extend(head, bytes(row["sha"] or b""))
            mark = marks.get(seq)
            signed = mark is None or verify(unb64(key), mark_bytes(hub, feed, seq, head), bytes(mark["signature"]))
            if row["seq"] != seq or row["sha"] is None or not signed:
                found.wrong("feed", f"{feed} at {seq}")
                break
        else:
            if (seq, head) != (place["seq"], bytes(place["head"])):
                found.wrong("feed", f"{feed} ends at {seq}, its place is {place['seq']}")


def _check_projection(store: Store, found: Soundness) -> None:
    found.records = int(store.value("SELECT count(*) FROM records"))
    shown = {table: _digest(store, table) for table in _PROJECTION}
    try:
        with store.transaction():
            journal.rebuild(store)
            replayed = {table: _digest(store, table) for table in _PROJECTION}
            raise _RollBack
    except _RollBack:
        pass
    for table in _PROJECTION:
        if shown[table] != replayed[table]:
            found.wrong("projection", table)


def _digest(store: Store, table: str) -> bytes:
    """A hash over a table's rows, whatever their order."""
    columns = _PROJECTION[table]
    hashes = sorted(
        hashlib.sha256(repr(sorted(row.items())).encode()).digest()
        for row in _each(store, f"SELECT {columns} FROM {table}")
    )
    return hashlib.sha256(b"".join(hashes)).digest()


def _each(store: Store, sql: str, *parameters: object) -> Iterator[dict[str, Any]]:
    """Rows one by one: a journal of years is not read into memory at once."""
    cursor = store.db.conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))
