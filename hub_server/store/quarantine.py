"""Quarantine: refused lines, kept as bytes with the reason, until released or set aside."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from care_record.chain import line_hash
from hub_server.store import tables as t
from hub_server.store.upsert import insert_missing
from hub_server.times import utc_text

ERASED = "erased"
"""The code of a line whose bytes were erased; it is listed nowhere any more."""
_FOREIGN = ("foreign-patient", "foreign-record")
_AUTHOR = ("author-not-here", "role-may-not-write")


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


def keep(conn: sa.Connection, refused: Sequence[Refused]) -> None:
    """Put lines into quarantine; the same bytes from the same device are there once."""
    rows = [
        {
            "sha": line_hash(each.line),
            "device": each.device,
            "id": each.id,
            "chain": each.chain,
            "n": each.n,
            "code": each.code,
            "detail": each.detail[:200],
            "line": each.line,
            "at": each.at,
        }
        for each in refused
    ]
    _leave_erased(conn, rows)
    insert_missing(conn, t.quarantine, sorted(rows, key=lambda row: (row["sha"], row["device"])))
    # One may have been released, and then have waited for a patient of others.
    held = t.quarantine.c
    for device in sorted({each.device for each in refused}):
        own = held.sha.in_([row["sha"] for row in rows if row["device"] == device])
        again = sa.and_(held.device == device, own, held.released.is_not(None), held.code != ERASED)
        conn.execute(sa.update(t.quarantine).where(again).values(released=None))


def _leave_erased(conn: sa.Connection, rows: list[dict[str, Any]]) -> None:
    """What was erased once comes back from nobody."""
    held = t.quarantine.c
    wanted = sa.select(held.sha).where(held.code == ERASED, held.sha.in_([row["sha"] for row in rows]))
    erased = {bytes(sha) for sha in conn.scalars(wanted)} if rows else set()
    for row in rows:
        gone = row["sha"] in erased
        row["released"] = row["at"] if gone else None
        if gone:
            row.update(line=b"", code=ERASED, detail="")


def listed(conn: sa.Connection, device: str | None = None, limit: int | None = None) -> list[Refused]:
    """What is in quarantine, of one device's lineage or of all, the oldest first."""
    held = t.quarantine.c
    query = sa.select(t.quarantine).where(_there()).order_by(held.at, held.id)
    if device is not None:
        query = query.where(held.device.in_(_lineage(device)))
    return [_refused(row) for row in conn.execute(query.limit(limit))]


def count(conn: sa.Connection, device: str) -> int:
    """How many changes of the device's lineage are in quarantine: one may be there under several of its ids."""
    held = t.quarantine.c
    query = sa.select(sa.func.count(held.id.distinct())).where(held.device.in_(_lineage(device)), _there())
    return conn.scalar(query) or 0


def _lineage(device: str) -> sa.Select[tuple[str]]:
    """Every id that this PC has had: a PC enrolled again still sees what was refused before."""
    ids = t.devices.c
    first = sa.func.coalesce(ids.lineage, ids.device)
    return sa.select(ids.device).where(
        first == sa.select(first).where(ids.device == device).correlate(None).scalar_subquery()
    )


def _there() -> sa.ColumnElement[bool]:
    """Still in quarantine: neither released, nor taken in since from somebody who may (a revoked PC, say, that was
    enrolled again and sent it anew)."""
    held, changes = t.quarantine.c, t.changes.c
    taken = sa.exists().where(changes.id == held.id, changes.sha == held.sha)
    return sa.and_(held.released.is_(None), ~taken)


def by_id(conn: sa.Connection, change_id: str, device: str = "") -> list[Refused]:
    """The lines in quarantine under this id, of all devices or of one."""
    held = t.quarantine.c
    query = sa.select(t.quarantine).where(held.id == change_id, _there()).order_by(held.at, held.device)
    if device:
        query = query.where(held.device == device)
    return [_refused(row) for row in conn.execute(query)]


def refused_for_want(
    conn: sa.Connection, facilities: Collection[str], people: bool
) -> list[tuple[Refused, str | None, bool]]:
    """What was refused to devices of these health centres as another centre's, or (`people`) to any for its author's
    want of a post or role: each with its device's post, and whether that is revoked."""
    held, sent = t.quarantine.c, t.devices.c
    foreign = sa.and_(held.code.in_(_FOREIGN), sent.post.in_(sorted(facilities)))
    wanted = sa.or_(foreign, held.code.in_(_AUTHOR)) if people else foreign
    if not (facilities or people):
        return []
    query = (
        sa.select(t.quarantine, sent.post, sent.revoked.label("ended"))
        .join_from(t.quarantine, t.devices, sent.device == held.device)
        .where(wanted, _there())
        .order_by(held.at, held.chain, held.n, held.id)
    )
    return [(_refused(row), row.post, row.ended is not None) for row in conn.execute(query)]


def release_taken(conn: sa.Connection, shas: Sequence[bytes], now: str) -> None:
    """Lines that were refused once and now are stored have left quarantine."""
    held, changes = t.quarantine.c, t.changes.c
    taken = sa.exists().where(changes.id == held.id, changes.sha == held.sha)
    conn.execute(sa.update(t.quarantine).where(held.sha.in_(shas), held.released.is_(None), taken).values(released=now))


def mark_released(conn: sa.Connection, refused: Refused, now: datetime) -> None:
    """The line left quarantine."""
    held = t.quarantine.c
    own = sa.and_(held.sha == line_hash(refused.line), held.device == refused.device)
    conn.execute(sa.update(t.quarantine).where(own).values(released=utc_text(now)))


def _refused(row: sa.Row[tuple[object, ...]]) -> Refused:
    return Refused(row.id, row.device, row.chain, row.n, row.code, row.detail, bytes(row.line), row.at)


def page(
    conn: sa.Connection, limit: int, code: str = "", device: str = "", after: tuple[str, str, str] | None = None
) -> list[Refused]:
    """What is in quarantine, the oldest first: of this code and device, if they are given; `after` is the `at`, id and
    device of the last one that was shown."""
    held = t.quarantine.c
    query = sa.select(t.quarantine).where(_there()).order_by(held.at, held.id, held.device)
    if code:
        query = query.where(held.code == code)
    if device:
        query = query.where(held.device == device)
    if after is not None:
        query = query.where(sa.tuple_(held.at, held.id, held.device) > sa.tuple_(*after))
    return [_refused(row) for row in conn.execute(query.limit(limit))]


def counts(conn: sa.Connection) -> dict[str, int]:
    """How many lines are in quarantine, by code."""
    held = t.quarantine.c
    query = sa.select(held.code, sa.func.count()).where(_there()).group_by(held.code)
    return {row[0]: row[1] for row in conn.execute(query.order_by(held.code))}


def counts_of(conn: sa.Connection, devices: Sequence[str]) -> dict[str, int]:
    """How many changes are in quarantine of each of these devices, which has some."""
    held = t.quarantine.c
    query = sa.select(held.device, sa.func.count()).where(held.device.in_(devices), _there())
    return {row[0]: row[1] for row in conn.execute(query.group_by(held.device))}
