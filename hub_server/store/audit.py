"""What was done on the hub's pages: who, what, to whom, when, from where. Rows are added, never changed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from care_record.ids import new_id
from hub_server.store import tables as t
from hub_server.times import milliseconds, utc_text


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
