"""Who saw, printed, took out or tried what on this PC, and when: entries are added, never changed, and chained.

What was written needs no entry: every change names its author, device and time. Entries are kept here at once; they go
to the hub as `audit` changes in batches, after an exchange that had nothing more to do, so that they delay no patient's
line. Law: logs of access to health data are kept at least a year (DPDP Rules 2025); here nothing deletes them.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from care_record.chain import ZERO
from care_record.clock import time_text
from spoke_app.store import journal
from spoke_app.store.database import Store, StoreError
from spoke_app.store.journal import NewChange

log = logging.getLogger("spoke.trail")

SEEN_AGAIN = timedelta(minutes=15)
"""Within this time the same person looks at the same thing once."""
BATCH = 200
FULL = 50
"""So many entries go at the next occasion; fewer of them go once they are ..."""
LATE = timedelta(hours=12)
_SEEN = "-opened"


@dataclass(frozen=True)
class Entry:
    """`who` did `what` (a stable code) to `record` (an id, or empty). `head` is over all entries up to this one."""

    n: int
    at: str
    who: str
    what: str
    record: str
    head: bytes


def note(store: Store, who: str, what: str, record: str = "", *, now: datetime) -> bool:
    """Add an entry; whether it could be. Nobody is kept from her work by one that cannot: that is said in the log."""
    try:
        _add(store, who, what, record, now)
    except StoreError as error:
        log.warning("%s was not noted: %s", what, type(error).__name__)
        return False
    return True


def _add(store: Store, who: str, what: str, record: str, now: datetime) -> None:
    at = time_text(now)
    with store.transaction():
        if what.endswith(_SEEN) and _seen_just_now(store, who, what, record, now):
            return
        last = store.row("SELECT n, head FROM trail ORDER BY n DESC LIMIT 1")
        n, before = (int(last["n"]) + 1, bytes(last["head"])) if last else (1, ZERO)
        store.execute(
            "INSERT INTO trail(n, at, who, what, record, head) VALUES(?, ?, ?, ?, ?, ?)",
            (n, at, who, what, record, _head(before, at, who, what, record)),
        )


def _seen_just_now(store: Store, who: str, what: str, record: str, now: datetime) -> bool:
    sql = "SELECT at FROM trail WHERE record = ? AND who = ? AND what = ? ORDER BY n DESC LIMIT 1"
    at = store.value(sql, (record, who, what))
    # A clock that was set back is no reason to leave something out.
    return at is not None and timedelta() <= now - datetime.fromisoformat(at) < SEEN_AGAIN


def _head(before: bytes, at: str, who: str, what: str, record: str) -> bytes:
    return hashlib.sha256(before + msgspec.json.encode([at, who, what, record])).digest()


def of_record(store: Store, record: str, most: int = 500) -> list[Entry]:
    """What this PC knows of one record, the newest first."""
    sql = "SELECT n, at, who, what, record, head FROM trail WHERE record = ? ORDER BY n DESC LIMIT ?"
    return [Entry(**row) for row in store.rows(sql, (record, most))]


def problems(store: Store) -> list[str]:
    """Where an entry was altered or taken out; empty when all are as they were added."""
    before, expected = ZERO, 1
    for row in store.rows("SELECT n, at, who, what, record, head FROM trail ORDER BY n"):
        if row["n"] != expected or bytes(row["head"]) != _head(
            before, row["at"], row["who"], row["what"], row["record"]
        ):
            return [f"the trail is not as it was written from entry {expected} on"]
        before, expected = bytes(row["head"]), expected + 1
    return []


def left(store: Store) -> int:
    """How many entries have not become changes yet."""
    newest = store.value("SELECT max(n) FROM trail") or 0
    return int(newest) - _moved(store)


def is_due(store: Store, now: datetime) -> bool:
    """Whether a batch is worth a request."""
    waiting = left(store)
    if not waiting:
        return False
    oldest = store.value("SELECT at FROM trail WHERE n = ?", (_moved(store) + 1,))
    return waiting >= FULL or not timedelta() <= now - datetime.fromisoformat(oldest) < LATE


def move(store: Store, *, now: datetime) -> int:
    """Make the next entries changes of this PC's journal, which the next exchange sends; how many they were."""
    with store.transaction():
        sql = "SELECT n, at, who, what, record, head FROM trail WHERE n > ? ORDER BY n LIMIT ?"
        entries = [Entry(**row) for row in store.rows(sql, (_moved(store), BATCH))]
        for entry in entries:
            said = {"what": entry.what, "who": entry.who, "at": entry.at, "n": entry.n, "head": entry.head.hex()}
            fields = {**said, "record": entry.record} if entry.record else said
            journal.write(store, [NewChange("audit", None, fields)], author=entry.who, now=now)
        if entries:
            store.meta_set("trail_moved", str(entries[-1].n))
    return len(entries)


def _moved(store: Store) -> int:
    return int(store.meta_get("trail_moved", "0"))
