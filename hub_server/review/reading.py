"""That a doctor read a case is in the trail: once for as long as she has it before her, not at each button."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from hub_server.store import audit
from hub_server.times import utc_text

if TYPE_CHECKING:
    from sqlalchemy import Connection

ONE_READING = timedelta(hours=1)


def note_reading(conn: Connection, now: datetime, staff: str, referral: str) -> None:
    """Note that she reads it, unless that was noted within the hour."""
    lately = audit.Wanted(staff=staff, what="case-read", subject=referral, since=utc_text(now - ONE_READING))
    if not audit.listed(conn, lately, 1):
        audit.note(conn, now, staff, "case-read", referral)
