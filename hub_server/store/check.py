"""Verifies what the hub holds: lines, chains, feeds, who reads what, what waits, and the keys that sign.

Everything is read once, in bounded memory, from one consistent view; what is wrong is said in words for an
administrator, the first of it and how much there is in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa

from care_record.chain import ZERO, extend, feed_extend, line_hash
from care_record.change import BadChange, decode
from care_record.signature import sign, verify
from hub_server.store import tables as t
from hub_server.store.database import StoreError
from hub_server.store.feeds import ALL, facility_feed
from hub_server.store.identity import load_identity
from hub_server.store.judge import HUB_ONLY, NO_FEED
from hub_server.store.quarantine import ERASED

_SHOWN = 100
_c, _e, _w = t.changes.c, t.feed_entries.c, t.waiting.c
_SUBJECT = sa.func.coalesce(_c.patient, _c.record)
_OWN_FEED = sa.literal(facility_feed("")) + t.audience.c.facility


@dataclass(frozen=True)
class Found:
    """What was looked at, and what is wrong: the first of it in words, and how much in all."""

    changes: int
    feeds: int
    chains: int
    waiting: int
    quarantined: int
    wrong: tuple[str, ...]
    wrong_count: int


def check(conn: sa.Connection) -> Found:
    """Read everything once."""
    troubles = _all_wrong(conn)
    shown = tuple(islice(troubles, _SHOWN))
    more = sum(1 for _ in troubles)
    counted = (t.changes, t.feeds, t.chains, t.waiting, t.quarantine)
    changes, feeds, chains, waiting, quarantined = (_count(conn, table) for table in counted)
    return Found(changes, feeds, chains, waiting, quarantined, shown, len(shown) + more)


def _count(conn: sa.Connection, table: sa.Table) -> int:
    return conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _all_wrong(conn: sa.Connection) -> Iterator[str]:
    yield from _wrong_keys(conn)
    yield from _wrong_lines(conn)
    for feed in conn.execute(sa.select(t.feeds).order_by(t.feeds.c.feed)).all():
        yield from _wrong_feed(conn, feed.feed, feed.seq, bytes(feed.head))
    for chain in conn.execute(sa.select(t.chains).order_by(t.chains.c.chain)).all():
        yield from _wrong_chain(conn, chain.chain, chain.n, bytes(chain.head))
    yield from _wrong_readers(conn)
    yield from _wrong_records(conn)
    yield from _wrong_waiting(conn)
    yield from _wrong_quarantine(conn)


def _wrong_keys(conn: sa.Connection) -> Iterator[str]:
    try:
        identity = load_identity(conn)
        good = verify(identity.sign_key, b"check", sign(identity.sign_private, b"check"))
        good = good and len(identity.hub_private) == len(identity.hub_key) == len(identity.sign_private) == 32
    except (StoreError, KeyError, ValueError):
        good = False
    if not good:
        yield "the hub's keys are not whole: restore them from a backup"


def _wrong_lines(conn: sa.Connection) -> Iterator[str]:
    query = sa.select(_c.id, _c.line, _c.sha, _c.kind, _c.record, _c.patient, _c.author, _c.device, _c.state)
    for row in _streamed(conn, query):
        line = bytes(row.line)
        if row.state == "erased":
            if line:
                yield f"change {row.id}: is said to be erased, and has a body"
            continue
        if line_hash(line) != bytes(row.sha):
            yield f"change {row.id}: its bytes are not those that were stored"
            continue
        try:
            change = decode(line)
        except BadChange:
            yield f"change {row.id}: its line is no change"
            continue
        told = (change.id, change.kind, change.record, change.patient, change.author, change.device)
        if told != (row.id, row.kind, row.record, row.patient, row.author, row.device):
            yield f"change {row.id}: is filed as something else than its line says"


def _wrong_feed(conn: sa.Connection, feed: str, seq: int, head: bytes) -> Iterator[str]:
    query = (
        sa.select(_e.seq, _e.head, _c.sha, _c.state)
        .outerjoin_from(t.feed_entries, t.changes, _c.id == _e.id)
        .where(_e.feed == feed)
        .order_by(_e.seq)
    )
    expected, at = ZERO, 0
    for row in _streamed(conn, query):
        at += 1
        expected = ZERO if row.sha is None else feed_extend(expected, bytes(row.sha))
        if row.seq != at or row.state not in ("stored", "erased") or bytes(row.head) != expected:
            yield f"feed {feed}: place {at} does not fit"
            return
    if (at, expected) != (seq, head):
        yield f"feed {feed}: ends at {at}, not at {seq} with its head"


def _wrong_chain(conn: sa.Connection, chain: str, n: int, head: bytes) -> Iterator[str]:
    lines, held = t.chain_lines.c, t.quarantine.c
    refused = sa.select(held.line).where(held.sha == lines.sha).limit(1).scalar_subquery()
    # Where the body was erased, the head that stands there is all that is left to go on from.
    query = (
        sa.select(lines.n, lines.head, sa.func.coalesce(_c.line, refused).label("line"))
        .outerjoin_from(t.chain_lines, t.changes, sa.and_(_c.id == lines.id, _c.sha == lines.sha))
        .where(lines.chain == chain)
        .order_by(lines.n)
    )
    expected, at = ZERO, 0
    for row in _streamed(conn, query):
        at += 1
        gone = row.line is not None and not row.line
        if row.n != at or row.line is None or not (gone or extend(expected, bytes(row.line)) == bytes(row.head)):
            yield f"chain {chain}: place {at} does not fit"
            return
        expected = bytes(row.head)
    if (at, expected) != (n, head):
        yield f"chain {chain}: ends at {at}, not at {n} with its head"


def _wrong_readers(conn: sa.Connection) -> Iterator[str]:
    """Each stored change is in the feeds of its audience, and in no other."""
    reads = sa.and_(_e.id == _c.id, _e.feed == _OWN_FEED)
    lacking = (
        sa.select(_c.id, _OWN_FEED.label("feed"))
        .join_from(t.changes, t.audience, t.audience.c.patient == _SUBJECT)
        .outerjoin(t.feed_entries, reads)
        .where(_c.state == "stored", _c.kind.not_in(sorted(NO_FEED | HUB_ONLY)), _e.id.is_(None))
    )
    for row in _streamed(conn, lacking):
        yield f"feed {row.feed}: lacks change {row.id} of a patient whom its centre has"
    everyones = sa.and_(_e.id == _c.id, _e.feed == ALL)
    of_all = sa.select(_c.id).outerjoin_from(t.changes, t.feed_entries, everyones)
    for row in _streamed(conn, of_all.where(_c.state == "stored", _c.kind.in_(sorted(HUB_ONLY)), _e.id.is_(None))):
        yield f"feed {ALL}: lacks change {row.id}"
    theirs = sa.and_(t.audience.c.patient == _SUBJECT, _e.feed == _OWN_FEED)
    foreign = (
        sa.select(_e.feed, _e.id)
        .join_from(t.feed_entries, t.changes, _c.id == _e.id)
        .outerjoin(t.audience, theirs)
        .where(sa.or_(sa.and_(_e.feed != ALL, t.audience.c.patient.is_(None)), _misplaced()))
    )
    for row in _streamed(conn, foreign):
        yield f"feed {row.feed}: holds change {row.id}, which is not for its readers"
    homeless = sa.select(_e.feed).distinct().outerjoin_from(t.feed_entries, t.feeds, t.feeds.c.feed == _e.feed)
    for row in _streamed(conn, homeless.where(t.feeds.c.feed.is_(None))):
        yield f"feed {row.feed}: has entries, but no end"


def _misplaced() -> sa.ColumnElement[bool]:
    return sa.and_(_e.feed == ALL, _c.kind.not_in(sorted(HUB_ONLY)))


def _wrong_records(conn: sa.Connection) -> Iterator[str]:
    """Each stored change's record is known, under the change's kind and patient."""
    heads = t.record_heads.c
    same = sa.and_(heads.kind == _c.kind, heads.patient.is_not_distinct_from(_c.patient))
    query = sa.select(_c.id).outerjoin_from(t.changes, t.record_heads, sa.and_(heads.record == _c.record, same))
    for row in _streamed(conn, query.where(_c.state == "stored", heads.record.is_(None))):
        yield f"change {row.id}: its record is not known, or another kind's or patient's"
    lines = (
        sa.select(t.chain_lines.c.chain)
        .distinct()
        .outerjoin_from(t.chain_lines, t.chains, t.chains.c.chain == t.chain_lines.c.chain)
    )
    for row in _streamed(conn, lines.where(t.chains.c.chain.is_(None))):
        yield f"chain {row.chain}: has lines, but no end"


def _wrong_waiting(conn: sa.Connection) -> Iterator[str]:
    """What waits is there, and what it waits for is not."""
    both = sa.select(_w.id).outerjoin_from(t.waiting, t.changes, sa.and_(_c.id == _w.id, _c.state == "waiting"))
    for row in _streamed(conn, both.where(_c.id.is_(None))):
        yield f"change {row.id}: is said to wait, and is not there or does not"
    both = sa.select(_c.id).outerjoin_from(t.changes, t.waiting, _c.id == _w.id)
    for row in _streamed(conn, both.where(_c.state == "waiting", _w.id.is_(None))):
        yield f"change {row.id}: waits for nothing that is said"
    came = {
        "patient": sa.exists().where(t.subjects.c.subject == _w.needs, t.subjects.c.known),
        "record": sa.exists().where(t.record_heads.c.record == _w.needs),
        "author": sa.exists().where(t.record_heads.c.record == _w.needs, t.record_heads.c.kind == "staff"),
    }
    for what, there in came.items():
        for row in _streamed(conn, sa.select(_w.id, _w.needs).where(_w.what == what, there)):
            yield f"change {row.id}: waits for {what} {row.needs}, which has come"


def _wrong_quarantine(conn: sa.Connection) -> Iterator[str]:
    held = t.quarantine.c
    for row in _streamed(conn, sa.select(held.id, held.line, held.sha).where(held.code != ERASED)):
        if line_hash(bytes(row.line)) != bytes(row.sha):
            yield f"quarantine {row.id}: its bytes are not those that were refused"


def _streamed(conn: sa.Connection, query: sa.Select[*tuple[Any, ...]]) -> Iterable[sa.Row[*tuple[Any, ...]]]:
    with conn.execute(query.execution_options(yield_per=200)) as rows:
        yield from rows
