"""Wrong enrolment codes and passwords by address, counted for all web processes together; forgotten after an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from hub_server.store import tables as t
from hub_server.store.upsert import insert_missing
from hub_server.times import utc_text

KEPT = timedelta(hours=1)


def count(conn: sa.Connection, what: str, address: str, now: datetime) -> int:
    """The failures of this kind from there, if the last one was within the hour."""
    tries = t.tries.c
    query = sa.select(tries.failures).where(_of(what, address), tries.last > utc_text(now - KEPT))
    return conn.scalar(query) or 0


def add(conn: sa.Connection, what: str, address: str, now: datetime) -> None:
    """One more failure; those that are over are swept out."""
    tries = t.tries.c
    conn.execute(sa.delete(t.tries).where(tries.last <= utc_text(now - KEPT)))
    insert_missing(conn, t.tries, [{"what": what, "address": address, "failures": 0, "last": utc_text(now)}])
    values = {"failures": tries.failures + 1, "last": utc_text(now)}
    conn.execute(sa.update(t.tries).where(_of(what, address)).values(values))


def _of(what: str, address: str) -> sa.ColumnElement[bool]:
    return sa.and_(t.tries.c.what == what, t.tries.c.address == address)
