"""All PCs together: lists of those that need a look, and how many there are of each kind."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from hub_server.store import tables as t
from hub_server.store.devices import Device, device_of
from hub_server.times import utc_text

SILENT = timedelta(days=3)
"""A PC that has not called for so long may be broken, or its line: the day's cases wait on it."""
CLOCK_OFF_S = 300
"""A clock that is further off than this puts wrong times on papers; the exchange itself bears it."""
SHOW = ("active", "silent", "clock", "copies", "revoked", "all")


@dataclass(frozen=True)
class Fleet:
    """How many PCs are in use, and how many of these need a look. `versions`: of the app, with their counts."""

    active: int
    called_today: int
    silent: int
    clock: int
    copies: int
    waiting: int
    versions: tuple[tuple[str, int], ...]


def fleet(conn: sa.Connection, now: datetime) -> Fleet:
    """The PCs that are in use, counted."""

    def number(*conditions: sa.ColumnElement[bool]) -> int:
        return conn.scalar(sa.select(sa.func.count()).select_from(t.devices).where(*conditions)) or 0

    in_use = _shown("active", now)
    d = t.devices.c
    versions = conn.execute(sa.select(d.app, sa.func.count()).where(in_use).group_by(d.app).order_by(d.app.desc()))
    return Fleet(
        active=number(in_use),
        called_today=number(in_use, d.last_seen >= utc_text(now - timedelta(days=1))),
        silent=number(_shown("silent", now)),
        clock=number(_shown("clock", now)),
        copies=number(_shown("copies", now)),
        waiting=conn.scalar(sa.select(sa.func.count()).select_from(t.waiting)) or 0,
        versions=tuple((row[0], row[1]) for row in versions),
    )


def page(
    conn: sa.Connection,
    show: str,
    now: datetime,
    limit: int,
    named: str = "",
    posts: Collection[str] = (),
    after: tuple[str, str] | None = None,
) -> list[Device]:
    """PCs, those longest silent first. `named`: whose name holds this, or whose post is one of `posts`; `after` is the
    last call (or '') and the id of the last one that was shown."""
    d = t.devices.c
    seen = sa.func.coalesce(d.last_seen, "")
    query = sa.select(t.devices).where(_shown(show, now)).order_by(seen, d.device).limit(limit)
    if named:
        inside = sa.func.lower(d.name).contains(named.lower(), autoescape=True)
        query = query.where(sa.or_(inside, d.post.in_(sorted(posts))))
    if after is not None:
        query = query.where(sa.tuple_(seen, d.device) > sa.tuple_(*after))
    return [device_of(row) for row in conn.execute(query)]


def waiting_counts(conn: sa.Connection, devices: Sequence[str]) -> dict[str, int]:
    """How many changes wait of each of these devices, which has some."""
    w = t.waiting.c
    query = sa.select(w.device, sa.func.count()).where(w.device.in_(devices)).group_by(w.device)
    return {row[0]: row[1] for row in conn.execute(query)}


def database_bytes(conn: sa.Connection) -> int:
    """What the database takes on its disk."""
    if conn.dialect.name == "sqlite":
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar() or 0
        return int(pages) * int(conn.exec_driver_sql("PRAGMA page_size").scalar() or 0)
    return int(conn.exec_driver_sql("SELECT pg_database_size(current_database())").scalar() or 0)


def _shown(show: str, now: datetime) -> sa.ColumnElement[bool]:
    d = t.devices.c
    in_use = d.revoked.is_(None)
    silent = sa.func.coalesce(d.last_seen, d.enrolled_at) < utc_text(now - SILENT)
    return {
        "silent": sa.and_(in_use, silent),
        "clock": sa.and_(in_use, sa.func.abs(d.offset_s) > CLOCK_OFF_S),
        "copies": sa.and_(in_use, d.copies > 0),
        "revoked": d.revoked.is_not(None),
        "all": sa.true(),
    }.get(show, in_use)
