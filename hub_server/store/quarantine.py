"""Quarantine: refused lines, kept as bytes with the reason, until released or set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from care_record.chain import line_hash
from hub_server.store import tables as t
from hub_server.store.upsert import insert_missing
from hub_server.times import utc_text


@dataclass(frozen=True)
class Refused:
    """A refused line. `id` is the change's, or of a line that is no change its SHA-256 in hex."""

    id: str
    device: str
    chain: str
    n: int | None
    code: str
    detail: str
    line: bytes
    at: str


def keep(conn: sa.Connection, refused: Refused) -> None:
    """Put a line into quarantine; the same bytes from the same device are there once."""
    row = {
        "sha": line_hash(refused.line),
        "device": refused.device,
        "id": refused.id,
        "chain": refused.chain,
        "n": refused.n,
        "code": refused.code,
        "detail": refused.detail[:200],
        "line": refused.line,
        "at": refused.at,
    }
    insert_missing(conn, t.quarantine, [row])
    _set_released(conn, refused, None)  # it may have been released, and then have waited for a patient of others


def listed(conn: sa.Connection, device: str | None = None, limit: int | None = None) -> list[Refused]:
    """What is in quarantine, of one device or of all, the oldest first."""
    held = t.quarantine.c
    query = sa.select(t.quarantine).where(held.released.is_(None)).order_by(held.at, held.id)
    if device is not None:
        query = query.where(held.device == device)
    return [_refused(row) for row in conn.execute(query.limit(limit))]


def count(conn: sa.Connection, device: str) -> int:
    """How many lines of the device are in quarantine."""
    held = t.quarantine.c
    query = sa.select(sa.func.count()).where(held.device == device, held.released.is_(None))
    return conn.scalar(query) or 0


def by_id(conn: sa.Connection, change_id: str) -> list[Refused]:
    """The lines in quarantine under this id."""
    held = t.quarantine.c
    query = sa.select(t.quarantine).where(held.id == change_id, held.released.is_(None)).order_by(held.at)
    return [_refused(row) for row in conn.execute(query)]


def mark_released(conn: sa.Connection, refused: Refused, now: datetime) -> None:
    """The line left quarantine."""
    _set_released(conn, refused, utc_text(now))


def _set_released(conn: sa.Connection, refused: Refused, released: str | None) -> None:
    held = t.quarantine.c
    own = sa.and_(held.sha == line_hash(refused.line), held.device == refused.device)
    conn.execute(sa.update(t.quarantine).where(own).values(released=released))


def _refused(row: sa.Row[tuple[object, ...]]) -> Refused:
    return Refused(row.id, row.device, row.chain, row.n, row.code, row.detail, bytes(row.line), row.at)
