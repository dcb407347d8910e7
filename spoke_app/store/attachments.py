"""The bytes of attachments, in pieces in the encrypted store and nowhere else on the disk, and how far each has come.

What names them is the journal's: `attachment_records` is a projection of it. `attachments` and `attachment_pieces` are
not: their bytes come from a file or from the hub. Plain functions over an open store; each that writes is one
transaction, or part of the caller's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from care_record.attachment import cut, named
from care_record.fold import Folded
from spoke_app.store.database import Store
from spoke_app.store.values import text

ASK_AGAIN_S = 5 * 60
ASK_AGAIN_MOST_S = 6 * 3600
"""What the hub does not have yet is asked for again after 5 minutes, then after twice as long, at most 6 hours."""
SWEPT_AFTER = timedelta(days=30)
_EMERGENCY = """EXISTS (SELECT 1 FROM cases c JOIN records r ON r.record = c.referral
    WHERE c.patient = n.patient AND c.open = 1 AND json_extract(r.fields, '$.urgency') = 'emergency')"""
_TO_SEND = """FROM attachments a WHERE a.whole = 1 AND a.at_hub = 0
    AND EXISTS (SELECT 1 FROM attachment_records n WHERE n.sha = a.sha)"""
_TO_FETCH = """FROM attachments a CROSS JOIN attachment_records n ON n.sha = a.sha WHERE a.whole = 0"""
"""CROSS: from what is missing, not from every picture of ten years."""


@dataclass(frozen=True)
class Waiting:
    """An attachment that is to be sent or fetched. `came`: bytes of it that are here."""

    sha: str
    bytes: int
    came: int


@dataclass(frozen=True)
class Backlog:
    """How many attachments wait to be sent, what is left of their bytes, and how many of the centre's are not here."""

    waiting: int
    bytes: int
    missing: int


# -- what the records name ---------------------------------------------------------------------------------------------


def name(store: Store, folded: Folded) -> None:
    """The projection's row of an attachment's record; none for values that no attachment can have."""
    found = named(folded.kind, folded.fields)
    if found is None:
        return
    fields = folded.fields
    _begin(store, found.sha, found.bytes)
    store.execute(
        "INSERT OR REPLACE INTO attachment_records(record, sha, bytes, media, patient, visit, referral, label, clock)"
        " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            folded.record,
            found.sha,
            found.bytes,
            found.media,
            folded.patient or "",
            text(fields.get("visit")),
            text(fields.get("referral")),
            text(fields.get("label")),
            folded.last_clock,
        ),
    )


def unname(store: Store, record: str) -> None:
    """The record is gone from the projection."""
    store.execute("DELETE FROM attachment_records WHERE record = ?", (record,))


def records_of(store: Store, sha: str) -> frozenset[str]:
    """The records that name it, and their patients."""
    rows = store.rows("SELECT record, patient FROM attachment_records WHERE sha = ?", (sha,))
    return frozenset(part for row in rows for part in (row["record"], row["patient"]) if part)


def media_of(store: Store, sha: str) -> str:
    """What kind of file it is; '' for one that no record names."""
    return text(store.value("SELECT media FROM attachment_records WHERE sha = ? LIMIT 1", (sha,))) if sha else ""


# -- what waits --------------------------------------------------------------------------------------------------------


def to_send(store: Store) -> Waiting | None:
    """What goes to the hub next: emergencies' first, then the oldest. None when nothing waits."""
    row = store.row(
        f"""SELECT a.sha, a.bytes, a.came FROM attachments a JOIN attachment_records n ON n.sha = a.sha
            WHERE a.whole = 1 AND a.at_hub = 0 ORDER BY a.tries, {_EMERGENCY} DESC, n.clock, a.sha LIMIT 1"""
    )
    return None if row is None else Waiting(**row)


def to_fetch(store: Store, now: datetime) -> Waiting | None:
    """What is to be taken from the hub next, the newest first; None when all is here, or not at the hub yet."""
    now_ms = _milliseconds(now)
    row = store.row(
        f"""SELECT n.sha, n.bytes, a.came {_TO_FETCH}
            AND (a.ask_after <= ? OR a.ask_after > ?) ORDER BY n.clock DESC, n.sha LIMIT 1""",
        (now_ms, now_ms + ASK_AGAIN_MOST_S * 1000),  # a time beyond every pause was set by a clock that was wrong
    )
    return None if row is None else Waiting(**row)


def backlog(store: Store) -> Backlog:
    """What waits, in numbers."""
    row = store.row(f"SELECT count(*) AS n, coalesce(sum(a.bytes - a.sent), 0) AS bytes {_TO_SEND}")
    missing = store.value(f"SELECT count(DISTINCT a.sha) {_TO_FETCH}")
    return Backlog(row["n"] if row else 0, row["bytes"] if row else 0, int(missing))


def any_waits(store: Store) -> bool:
    """Whether an attachment waits to be sent."""
    return store.value(f"SELECT 1 {_TO_SEND} LIMIT 1") is not None


def note_at_hub(store: Store, sha: str) -> None:
    """The hub has proved to hold it whole."""
    store.execute("UPDATE attachments SET at_hub = 1, tries = 0 WHERE sha = ? AND whole = 1", (sha,))


def note_sent(store: Store, sha: str, offset: int) -> None:
    """So much of it is at the hub."""
    store.execute("UPDATE attachments SET sent = min(?, bytes) WHERE sha = ?", (offset, sha))


def note_not_taken(store: Store, sha: str) -> None:
    """The hub would not take it now: the others have their turn before it."""
    store.execute("UPDATE attachments SET tries = tries + 1 WHERE sha = ?", (sha,))


def note_lacking(store: Store, shas: Iterable[str]) -> int:
    """The hub misses these, whatever it once held: those that are here are to be sent. Gives how many."""
    with store.transaction():
        return sum(
            store.execute(
                "UPDATE attachments SET at_hub = 0, sent = 0, tries = 0 WHERE sha = ? AND whole = 1 AND at_hub = 1",
                (sha,),
            )
            for sha in shas
        )


def note_not_there(store: Store, sha: str, size: int, now: datetime) -> None:
    """The hub does not have it yet: asked for again later, each time after twice as long."""
    with store.transaction():
        _begin(store, sha, size)
        tries = int(store.value("SELECT tries FROM attachments WHERE sha = ?", (sha,)))
        pause_s = min(ASK_AGAIN_S * 2 ** min(tries, 16), ASK_AGAIN_MOST_S)
        store.execute(
            "UPDATE attachments SET tries = tries + 1, ask_after = ? WHERE sha = ?",
            (_milliseconds(now) + pause_s * 1000, sha),
        )


def ask_again(store: Store) -> None:
    """Someone asked for an exchange: whatever is missing is asked for now."""
    store.execute("UPDATE attachments SET ask_after = 0 WHERE whole = 0 AND ask_after != 0")


# -- the bytes ---------------------------------------------------------------------------------------------------------


def keep(store: Store, data: bytes, now: datetime) -> str:
    """Stores bytes that are whole, from this PC; gives their SHA-256 in hex. Those that are here already stay.

    What no record and no draft came to name is swept away after a month.
    """
    sha = hashlib.sha256(data).hexdigest()
    with store.transaction():
        _sweep(store, now)
        if holds(store, sha):
            return sha
        discard(store, sha)
        _begin(store, sha, len(data))
        _add_pieces(store, sha, 0, data)
        values = "came = bytes, whole = 1, kept_at = ?"
        store.execute(f"UPDATE attachments SET {values} WHERE sha = ?", (_milliseconds(now), sha))
    return sha


def holds(store: Store, sha: str) -> bool:
    """Whether all of it is here."""
    return bool(store.value("SELECT whole FROM attachments WHERE sha = ?", (sha,)))


def add(store: Store, sha: str, size: int, offset: int, data: bytes) -> bool:
    """Adds what came from the hub, at `offset`, of `size` bytes in all; True when all is here and the hash agrees.

    What does not begin where the last piece ended is passed over; a whole of another hash is thrown away.
    """
    with store.transaction():
        _begin(store, sha, size)
        row = store.row("SELECT came, whole FROM attachments WHERE sha = ?", (sha,))
        if row is None or row["whole"] or row["came"] != offset:
            return bool(row and row["whole"])
        _add_pieces(store, sha, offset, data)
        came = offset + len(data)
        store.execute("UPDATE attachments SET came = ? WHERE sha = ?", (came, sha))
        if came < size:
            return False
        if came > size or _hash(store, sha) != sha:
            discard(store, sha)
            _begin(store, sha, size)
            return False
        values = "bytes = ?, whole = 1, at_hub = 1, tries = 0, ask_after = 0"
        store.execute(f"UPDATE attachments SET {values} WHERE sha = ?", (size, sha))
        return True


def discard(store: Store, sha: str) -> None:
    """Throws away what has come of an attachment so far."""
    with store.transaction():
        store.execute("DELETE FROM attachment_pieces WHERE sha = ?", (sha,))
        store.execute("DELETE FROM attachments WHERE sha = ?", (sha,))


def read_piece(store: Store, sha: str, n: int) -> bytes:
    """One piece; b'' where there is none."""
    data = store.value("SELECT data FROM attachment_pieces WHERE sha = ? AND n = ?", (sha, n))
    return b"" if data is None else bytes(data)


def read(store: Store, sha: str) -> bytes | None:
    """All bytes of an attachment that is whole, at most 10 MB; None while it is not here."""
    if not holds(store, sha):
        return None
    rows = store.rows("SELECT data FROM attachment_pieces WHERE sha = ? ORDER BY n", (sha,))
    return b"".join(bytes(row["data"]) for row in rows)


def _sweep(store: Store, now: datetime) -> None:
    rows = store.rows(
        """SELECT sha FROM attachments a WHERE whole = 1 AND at_hub = 0 AND kept_at < ?
           AND NOT EXISTS (SELECT 1 FROM attachment_records n WHERE n.sha = a.sha)
           AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.kind = 'attachment' AND instr(j.line, a.sha))
           AND NOT EXISTS (SELECT 1 FROM drafts d WHERE instr(d."values", a.sha))""",
        (_milliseconds(now - SWEPT_AFTER),),
    )
    for row in rows:
        discard(store, row["sha"])


def _begin(store: Store, sha: str, size: int) -> None:
    store.execute("INSERT OR IGNORE INTO attachments(sha, bytes) VALUES(?, ?)", (sha, size))


def _add_pieces(store: Store, sha: str, offset: int, data: bytes) -> None:
    for n, share in cut(offset, data):
        before = read_piece(store, sha, n)
        store.execute(
            "INSERT OR REPLACE INTO attachment_pieces(sha, n, data) VALUES(?, ?, ?)", (sha, n, before + share)
        )


def _hash(store: Store, sha: str) -> str:
    digest, n = hashlib.sha256(), 0
    while data := read_piece(store, sha, n):
        digest.update(data)
        n += 1
    return digest.hexdigest()


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
