"""What medicines a health centre has, as it last wrote them down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from hub_server.store import records
from hub_server.store import tables as t

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from care_record.fold import Folded

MOST = 5
"""A centre keeps one list; another PC of it may have begun a second one before it heard of the first."""


def of_facility(conn: Connection, facility: str) -> list[Folded]:
    """The centre's `stock` records, the one written to last first; none if it keeps no list."""
    heads, audience = t.record_heads.c, t.audience.c
    on = sa.and_(audience.patient == heads.record, audience.facility == facility)
    query = sa.select(heads.record).join_from(t.record_heads, t.audience, on)
    named = conn.scalars(query.where(heads.patient.is_(None), heads.kind == "stock").order_by(heads.record.desc()))
    found = [stock for record in named.fetchmany(MOST) if (stock := records.folded(conn, record)) is not None]
    # A centre writes its own list only: one that names another is not this centre's.
    own = [stock for stock in found if stock.fields.get("facility") == facility]
    return sorted(own, key=lambda stock: stock.last_clock, reverse=True)


def of_case(conn: Connection, referral: str) -> list[Folded]:
    """The list of the centre that sent this case; none if the case is not known here."""
    facility = conn.scalar(sa.select(t.case_queue.c.facility).where(t.case_queue.c.referral == referral))
    return of_facility(conn, facility) if facility else []
