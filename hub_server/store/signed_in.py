"""Where a person is signed in: her open sessions, ending them, and whose a session was that lasts no more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from hub_server.store import sessions, tables
from hub_server.times import utc_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SHOWN = 16
"""Hex digits of a session's hash that name it on the page."""


@dataclass(frozen=True)
class Place:
    """One browser that a person is signed in with. `id` names it and opens nothing; `browser` is what it calls itself;
    times in UTC."""

    id: str
    address: str
    browser: str
    since: str
    last_seen: str
    here: bool


def places(conn: Connection, staff: str, token_hash: str, now: datetime) -> list[Place]:
    """Her open sessions, the one with this hash first, then the one last used."""
    found = [
        Place(
            id=row.token_hash[:_SHOWN],
            address=str((row.data or {}).get("address") or ""),
            browser=str((row.data or {}).get("browser") or ""),
            since=row.created,
            last_seen=row.last_seen,
            here=row.token_hash == token_hash,
        )
        for row in _open_rows(conn, staff, now)
    ]
    newest_first = sorted(found, key=lambda place: place.last_seen, reverse=True)
    return sorted(newest_first, key=lambda place: not place.here)


def end(conn: Connection, staff: str, now: datetime, *, but: str = "", only: str = "") -> int:
    """End her sessions: all of them, all `but` the one with this hash, or `only` the one of this id. How many. Steps of
    signing in that are under way end with them; whose they were stays known for a while."""
    rows = conn.execute(sa.select(tables.sessions).where(tables.sessions.c.staff == staff)).all()
    ended = 0
    for row in rows:
        data = dict(row.data or {})
        named = row.token_hash[:_SHOWN] == only if only else row.token_hash != but
        if named and "ended" not in data:
            hers = tables.sessions.c.token_hash == row.token_hash
            conn.execute(sa.update(tables.sessions).where(hers).values(data=data | {"ended": utc_text(now)}))
            ended += 1
    return ended


def whose(conn: Connection, token: str) -> str:
    """The person whose session this is or was; empty if nobody remembers."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    return conn.scalar(sa.select(tables.sessions.c.staff).where(tables.sessions.c.token_hash == hashed)) or ""


def remember(conn: Connection, token_hash: str, name: str, value: str) -> None:
    """Keep a value with the session, for its next page."""
    data = _data(conn, token_hash) | {name: value}
    conn.execute(sa.update(tables.sessions).where(tables.sessions.c.token_hash == token_hash).values(data=data))


def remembered(conn: Connection, token_hash: str, name: str) -> str:
    """What was kept with the session under this name; empty if nothing was."""
    return str(_data(conn, token_hash).get(name) or "")


def _data(conn: Connection, token_hash: str) -> dict[str, object]:
    data = conn.scalar(sa.select(tables.sessions.c.data).where(tables.sessions.c.token_hash == token_hash))
    return dict(data or {})


def _open_rows(conn: Connection, staff: str, now: datetime) -> list[sa.Row[tuple[object, ...]]]:
    query = sa.select(tables.sessions).where(tables.sessions.c.staff == staff, sessions.lasting(now))
    return [row for row in conn.execute(query) if sessions.is_open(row.data, row.created, now)]
