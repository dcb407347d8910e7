"""Wrong enrolment codes and passwords by address, counted for all web processes together; forgotten after an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from hub_server.store import tables as t
from hub_server.store.upsert import insert_missing
from hub_server.times import utc_text

KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Counted:
    """A failure that was counted: when, and when the last one was before it."""

    what: str
    address: str
    at: str
    before: str


def count(conn: sa.Connection, what: str, address: str, now: datetime) -> int:
    """The failures of this kind from there, if the last one was within the hour."""
    tries = t.tries.c
    query = sa.select(tries.failures).where(_of(what, address), tries.last > utc_text(now - KEPT))
    return conn.scalar(query) or 0


def add(conn: sa.Connection, what: str, address: str, now: datetime, most: int | None = None) -> Counted | None:
    """One more failure; those that are over are swept out. None, and nothing is counted, if there were `most`."""
    tries, at = t.tries.c, utc_text(now)
    conn.execute(sa.delete(t.tries).where(tries.last <= utc_text(now - KEPT)))
    insert_missing(conn, t.tries, [{"what": what, "address": address, "failures": 0, "last": at}])
    held = sa.select(tries.failures, tries.last).where(_of(what, address)).with_for_update()
    row = conn.execute(held).one()
    if most is not None and row.failures >= most:
        return None
    conn.execute(sa.update(t.tries).where(_of(what, address)).values(failures=tries.failures + 1, last=at))
    return Counted(what, address, at, row.last)


def take_back(conn: sa.Connection, counted: Counted) -> None:
    """This one was no failure after all, and keeps nobody's from being forgotten."""
    tries = t.tries.c
    some = sa.and_(_of(counted.what, counted.address), tries.failures > 0)
    last = sa.case((tries.last == counted.at, counted.before), else_=tries.last)
    conn.execute(sa.update(t.tries).where(some).values(failures=tries.failures - 1, last=last))


def _of(what: str, address: str) -> sa.ColumnElement[bool]:
    return sa.and_(t.tries.c.what == what, t.tries.c.address == address)
