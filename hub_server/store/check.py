"""Verifies what the hub holds: each line against its hash, each feed and each chain against its heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from care_record.chain import ZERO, extend, feed_extend, line_hash
from hub_server.store import tables as t


@dataclass(frozen=True)
class Found:
    """What was looked at, and what is wrong, in words for an administrator."""

    changes: int
    feeds: int
    chains: int
    wrong: tuple[str, ...]


def check(conn: sa.Connection) -> Found:
    """Read everything once, in bounded memory."""
    wrong = [*_wrong_lines(conn)]
    feeds = conn.execute(sa.select(t.feeds).order_by(t.feeds.c.feed)).all()
    for feed in feeds:
        wrong += _wrong_feed(conn, feed.feed, feed.seq, bytes(feed.head))
    chains = conn.execute(sa.select(t.chains).order_by(t.chains.c.chain)).all()
    for chain in chains:
        wrong += _wrong_chain(conn, chain.chain, chain.n, bytes(chain.head))
    total = conn.scalar(sa.select(sa.func.count()).select_from(t.changes)) or 0
    return Found(total, len(feeds), len(chains), tuple(wrong))


def _wrong_lines(conn: sa.Connection) -> Iterator[str]:
    query = sa.select(t.changes.c.id, t.changes.c.line, t.changes.c.sha)
    with _streamed(conn, query) as rows:
        for row in rows:
            if line_hash(bytes(row.line)) != bytes(row.sha):
                yield f"change {row.id}: its bytes are not those that were stored"


def _wrong_feed(conn: sa.Connection, feed: str, seq: int, head: bytes) -> Iterator[str]:
    entries, changes = t.feed_entries.c, t.changes.c
    query = (
        sa.select(entries.seq, entries.head, changes.sha)
        .outerjoin_from(t.feed_entries, t.changes, changes.id == entries.id)
        .where(entries.feed == feed)
        .order_by(entries.seq)
    )
    expected, at = ZERO, 0
    with _streamed(conn, query) as rows:
        for row in rows:
            at += 1
            expected = ZERO if row.sha is None else feed_extend(expected, bytes(row.sha))
            if row.seq != at or bytes(row.head) != expected:
                yield f"feed {feed}: place {at} does not fit"
                return
    if (at, expected) != (seq, head):
        yield f"feed {feed}: ends at {at}, not at {seq} with its head"


def _wrong_chain(conn: sa.Connection, chain: str, n: int, head: bytes) -> Iterator[str]:
    lines, changes, held = t.chain_lines.c, t.changes.c, t.quarantine.c
    query = (
        sa.select(lines.n, lines.head, changes.line, sa.func.max(held.line).label("refused"))
        .select_from(t.chain_lines)
        .outerjoin(t.changes, sa.and_(changes.id == lines.id, changes.sha == lines.sha))
        .outerjoin(t.quarantine, held.sha == lines.sha)
        .where(lines.chain == chain)
        .group_by(lines.n, lines.head, changes.line)
        .order_by(lines.n)
    )
    expected, at = ZERO, 0
    with _streamed(conn, query) as rows:
        for row in rows:
            at += 1
            line = row.line if row.line is not None else row.refused
            if row.n != at or line is None or extend(expected, bytes(line)) != bytes(row.head):
                yield f"chain {chain}: place {at} does not fit"
                return
            expected = bytes(row.head)
    if (at, expected) != (n, head):
        yield f"chain {chain}: ends at {at}, not at {n} with its head"


def _streamed(conn: sa.Connection, query: sa.Select[*tuple[Any, ...]]) -> sa.CursorResult[*tuple[Any, ...]]:
    return conn.execute(query.execution_options(yield_per=200))
