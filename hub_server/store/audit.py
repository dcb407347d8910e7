"""What was done on the hub's pages: who, what, to whom, when, from where. Rows are added, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from care_record.change import decode
from care_record.ids import new_id
from hub_server.store import tables as t
from hub_server.times import milliseconds, parse_time, utc_text

_MOST_LOOKED_AT = 1000


def note(
    conn: sa.Connection, now: datetime, staff: str, what: str, subject: str = "", detail: str = "", address: str = ""
) -> None:
    """One line of the trail, in the transaction of what it tells of. `what` is a stable code such as `signed-in`;
    `subject` the id of the record, device or person that it was done to; `detail` holds no patient's data."""
    row = {
        "id": new_id(milliseconds(now)),
        "at": utc_text(now),
        "staff": staff,
        "what": what,
        "subject": subject,
        "detail": detail,
        "address": address,
    }
    conn.execute(sa.insert(t.audit_trail).values(row))


@dataclass(frozen=True)
class Noted:
    """A line of the trail. Of what a PC sent, `subject` is the record and `address` the PC."""

    id: str
    at: str
    staff: str
    what: str
    subject: str
    detail: str
    address: str

    @property
    def place(self) -> tuple[str, str]:
        """Where it stands in its list."""
        return self.at, self.id


@dataclass(frozen=True)
class Wanted:
    """Which lines are asked for; an empty field is any. `since` and `until` are times in UTC, the second not in it."""

    staff: str = ""
    what: str = ""
    subject: str = ""
    since: str = ""
    until: str = ""

    def fits(self, line: Noted) -> bool:
        """Whether what a PC noted is asked for; by whom and when is looked at already."""
        return self.what in ("", line.what) and self.subject in ("", line.subject)


def listed(conn: sa.Connection, wanted: Wanted, limit: int, before: tuple[str, str] | None = None) -> list[Noted]:
    """What was done on the pages, the newest first; `before` is the place of the last one that was shown."""
    a = t.audit_trail.c
    query = sa.select(t.audit_trail)
    for column, value in ((a.staff, wanted.staff), (a.what, wanted.what), (a.subject, wanted.subject)):
        if value:
            query = query.where(column == value)
    # An id begins with the time: the one index that each filter has gives the order, too.
    if wanted.since:
        query = query.where(a.id >= _first_id(wanted.since))
    if wanted.until:
        query = query.where(a.id < _first_id(wanted.until))
    if before is not None:
        query = query.where(a.id < before[1])
    return [Noted(**row._mapping) for row in conn.execute(query.order_by(a.id.desc()).limit(limit))]


def listed_of_pcs(
    conn: sa.Connection, wanted: Wanted, limit: int, before: tuple[str, str] | None = None
) -> tuple[list[Noted], tuple[str, str] | None]:
    """What the PCs noted (records of kind `audit`), the latest to come in first, and the place to go on from: what is
    noted stands in the line, so of a rare `what` a page may hold fewer than there are."""
    c = t.changes.c
    query = sa.select(c.id, c.line, c.author, c.stored_at, c.sent_by).where(c.kind == sa.literal_column("'audit'"))
    if wanted.staff:
        query = query.where(c.author == wanted.staff)
    if wanted.since:
        query = query.where(c.stored_at >= wanted.since)
    if wanted.until:
        query = query.where(c.stored_at < wanted.until)
    if before is not None:
        query = query.where(sa.tuple_(c.stored_at, c.id) < sa.tuple_(*before))
    rows = conn.execute(query.order_by(c.stored_at.desc(), c.id.desc()).limit(_MOST_LOOKED_AT)).all()
    found: list[Noted] = []
    for row in rows:
        line = _noted(row)
        if wanted.fits(line):
            found.append(line)
        if len(found) == limit:
            return found, (row.stored_at, row.id)
    return found, (rows[-1].stored_at, rows[-1].id) if len(rows) == _MOST_LOOKED_AT else None


def listed_of_patient(
    conn: sa.Connection, patient: str, limit: int, before: tuple[str, str] | None = None
) -> list[Noted]:
    """Who read, wrote, printed or did anything to a patient's records, at the hub and on the PCs of the centres that
    have her: the newest first. What was written is told by its kind alone."""
    heads, audience, devices = t.record_heads.c, t.audience.c, t.devices.c
    ids = sorted({patient, *conn.scalars(sa.select(heads.record).where(heads.patient == patient))})
    found = _at_pages(conn, ids, limit, before) + _written(conn, patient, limit, before)
    centres = sa.select(audience.facility).where(audience.patient == patient)
    pcs = conn.scalars(sa.select(devices.device).where(devices.post.in_(centres))).all()
    found += _on_pcs(conn, set(ids), pcs, before)
    return sorted(found, key=lambda line: line.place, reverse=True)[:limit]


def _at_pages(conn: sa.Connection, ids: Sequence[str], limit: int, before: tuple[str, str] | None) -> list[Noted]:
    a = t.audit_trail.c
    query = sa.select(t.audit_trail).where(a.subject.in_(ids))
    if before is not None:
        query = query.where(sa.tuple_(a.at, a.id) < sa.tuple_(*before))
    return [Noted(**row._mapping) for row in conn.execute(query.order_by(a.at.desc(), a.id.desc()).limit(limit))]


def _written(conn: sa.Connection, patient: str, limit: int, before: tuple[str, str] | None) -> list[Noted]:
    c = t.changes.c
    columns = (c.id, c.stored_at, c.author, c.kind, c.record, c.device)
    query = sa.select(*columns).where(c.patient == patient, c.state == "stored")
    if before is not None:
        query = query.where(sa.tuple_(c.stored_at, c.id) < sa.tuple_(*before))
    rows = conn.execute(query.order_by(c.stored_at.desc(), c.id.desc()).limit(limit)).all()
    return [Noted(row.id, row.stored_at, row.author, "written", row.record, row.kind, row.device) for row in rows]


def _on_pcs(conn: sa.Connection, ids: set[str], pcs: Sequence[str], before: tuple[str, str] | None) -> list[Noted]:
    """Which record it is stands in the line alone: all that these PCs noted is looked through, a part at a time."""
    c = t.changes.c
    query = sa.select(c.id, c.line, c.author, c.stored_at, c.sent_by).where(
        c.kind == sa.literal_column("'audit'"), c.sent_by.in_(pcs)
    )
    if before is not None:
        query = query.where(sa.tuple_(c.stored_at, c.id) < sa.tuple_(*before))
    found = []
    for row in conn.execution_options(yield_per=_MOST_LOOKED_AT).execute(query):
        line = _noted(row)
        if line.subject in ids:
            found.append(line)
    return found


def kinds_noted(conn: sa.Connection) -> list[str]:
    """Every `what` of the pages' trail, each found by a look into the index."""
    found: list[str] = []
    what = t.audit_trail.c.what
    while (
        following := conn.scalar(sa.select(sa.func.min(what)).where(what > (found[-1] if found else "")))
    ) is not None:
        found.append(following)
    return found


def _first_id(moment: str) -> str:
    """What all ids of later moments come after."""
    ms = f"{milliseconds(parse_time(moment)):012x}"
    return f"{ms[:8]}-{ms[8:]}-"


def _noted(row: sa.Row[*tuple[Any, ...]]) -> Noted:
    said = decode(bytes(row.line)).set
    what, record = (str(said.get(name) or "")[:200] for name in ("what", "record"))
    return Noted(row.id, row.stored_at, row.author, what, record, str(said.get("at") or "")[:40], row.sent_by)
