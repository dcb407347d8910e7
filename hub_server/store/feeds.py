"""Feeds: ordered lists of changes, numbered 1..k without holes under their row locks, each place with its head.

A place is numbered and committed while the feed's row is locked, so the order of the numbers is the order of the
commits: a reader that has seen place `s` never finds anything new at or below it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from care_record.chain import ZERO, feed_extend
from hub_server.store import tables as t
from hub_server.store.upsert import insert_missing, insert_rows, locked_rows, rows_among

ALL = "all"
_ANSWERS = ("advice", "case_event", "prescription")


def facility_feed(facility: str) -> str:
    """The feed that the devices of a health centre read."""
    return f"facility:{facility}"


@dataclass(frozen=True)
class FeedPlace:
    """A feed up to place `seq`, where its head is `head`."""

    seq: int
    head: bytes


@dataclass(frozen=True)
class Entry:
    """A change at its place in a feed; one that was erased has no `line` any more."""

    seq: int
    id: str
    kind: str
    line: bytes
    sha: bytes
    head: bytes

    @property
    def erased(self) -> bool:
        return not self.line


def number(
    conn: sa.Connection, additions: Mapping[str, Sequence[tuple[str, bytes]]], fresh: Collection[str] = ()
) -> None:
    """Append changes, as (id, SHA-256 of the line), to feeds: locked in sorted order; those already there stay.

    `fresh`: ids that were stored just now, in this transaction, and so can be in no feed.
    """
    names = sorted(additions)
    insert_missing(conn, t.feeds, [{"feed": name, "seq": 0, "head": ZERO} for name in names])
    added: list[dict[str, Any]] = []
    for row in locked_rows(conn, t.feeds, t.feeds.c.feed, names):
        entries = t.feed_entries.c
        ids = [change for change, _ in additions[row.feed] if change not in fresh]
        held = {each.id for each in rows_among(conn, (entries.id,), entries.id, ids, feed=row.feed)}
        seq, head = row.seq, bytes(row.head)
        for change, sha in additions[row.feed]:
            if change in held:
                continue
            held.add(change)
            seq, head = seq + 1, feed_extend(head, sha)
            added.append({"feed": row.feed, "seq": seq, "id": change, "head": head})
        if seq > row.seq:
            conn.execute(sa.update(t.feeds).where(t.feeds.c.feed == row.feed).values(seq=seq, head=head))
    insert_rows(conn, t.feed_entries, added)


def newest(conn: sa.Connection, feed: str) -> FeedPlace:
    """Where the feed ends now."""
    return ends(conn, [feed])[feed]


def ends(conn: sa.Connection, names: Collection[str]) -> dict[str, FeedPlace]:
    """Where each of these feeds ends now."""
    columns = (t.feeds.c.feed, t.feeds.c.seq, t.feeds.c.head)
    found = {row.feed: FeedPlace(row.seq, bytes(row.head)) for row in rows_among(conn, columns, t.feeds.c.feed, names)}
    return {name: found.get(name, FeedPlace(0, ZERO)) for name in names}


def knows(conn: sa.Connection, feed: str, place: FeedPlace) -> bool:
    """Whether the feed had this head at this place."""
    if place.seq == 0:
        return place.head == ZERO
    return head_at(conn, feed, place.seq) == place.head


def read_after(conn: sa.Connection, feed: str, seq: int, limit: int) -> list[Entry]:
    """The next entries after a place, at most `limit`."""
    entries, changes = t.feed_entries.c, t.changes.c
    query = (
        sa.select(entries.seq, entries.id, entries.head, changes.kind, changes.line, changes.sha)
        .join_from(t.feed_entries, t.changes, changes.id == entries.id)
        .where(entries.feed == feed, entries.seq > seq, entries.seq <= seq + limit)
        .order_by(entries.seq)
    )
    return [
        Entry(row.seq, row.id, row.kind, bytes(row.line), bytes(row.sha), bytes(row.head))
        for row in conn.execute(query)
    ]


@dataclass(frozen=True)
class Asker:
    """Who reads: the places of this chain up to `proved` are known to be theirs."""

    chain: str
    proved: int


def owns_after(conn: sa.Connection, feed: str, seq: int, limit: int, asker: Asker) -> list[tuple[int, int | None]]:
    """The next places, at most `limit`, each with where its very line stands in the asker's chain, as far as proved."""
    entries, changes, lines = t.feed_entries, t.changes, t.chain_lines
    here = sa.and_(entries.c.feed == feed, entries.c.seq > seq, entries.c.seq <= seq + limit)
    if asker.proved <= 0:
        return [(each, None) for each in conn.scalars(sa.select(entries.c.seq).where(here).order_by(entries.c.seq))]
    sha = sa.select(changes.c.sha).where(changes.c.id == entries.c.id).correlate(entries).scalar_subquery()
    same = sa.and_(lines.c.chain == asker.chain, lines.c.id == entries.c.id, lines.c.sha == sha)
    place = sa.select(lines.c.n).where(same).limit(1).scalar_subquery()  # each looked up: no plan to go wrong
    rows = conn.execute(sa.select(entries.c.seq, place).where(here).order_by(entries.c.seq)).all()
    return [(each, n if n is not None and n <= asker.proved else None) for each, n in rows]


def entries_at(conn: sa.Connection, feed: str, seqs: Sequence[int]) -> dict[int, Entry]:
    """The entries at these places, which lie near each other."""
    if not seqs:
        return {}
    wanted = set(seqs)
    first = min(wanted)
    return {
        entry.seq: entry for entry in read_after(conn, feed, first - 1, max(wanted) - first + 1) if entry.seq in wanted
    }


def head_at(conn: sa.Connection, feed: str, seq: int) -> bytes | None:
    """The feed's head after this place; None for a place that it does not have."""
    entries = t.feed_entries.c
    head = conn.scalar(sa.select(entries.head).where(entries.feed == feed, entries.seq == seq))
    return None if head is None else bytes(head)


def urgent_after(conn: sa.Connection, feed: str, seq: int, limit: int) -> list[Entry]:
    """Of the entries after a place, what doctors wrote to patients with an emergency, the oldest first."""
    entries, changes = t.feed_entries.c, t.changes.c
    emergencies = sa.select(t.case_queue.c.patient).where(t.case_queue.c.urgency == "emergency")
    query = (
        sa.select(entries.seq, entries.id, entries.head, changes.kind, changes.line, changes.sha)
        .join_from(t.feed_entries, t.changes, changes.id == entries.id)
        .where(entries.feed == feed, entries.seq > seq)
        .where(changes.state == "stored", changes.kind.in_(_ANSWERS), changes.patient.in_(emergencies))
        .order_by(entries.seq)
        .limit(limit)
    )
    return [_entry(row) for row in conn.execute(query)]


def _entry(row: sa.Row[*tuple[Any, ...]]) -> Entry:
    return Entry(row.seq, row.id, row.kind, bytes(row.line), bytes(row.sha), bytes(row.head))
