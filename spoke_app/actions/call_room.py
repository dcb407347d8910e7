"""The meeting room of a case, while the hub answers: the doctor's page opens the same one."""

from __future__ import annotations

from datetime import timedelta

from care_record.call import room_address
from spoke_app.actions.cases import Case
from spoke_app.actions.desk import Desk
from spoke_app.actions.exchange_overview import NO_CONNECTION
from spoke_app.actions.patient_rows import local_time
from spoke_app.store import exchange_book, records
from spoke_app.store.bundle_book import BY_STICK
from spoke_app.store.values import text

LATELY = timedelta(minutes=30)
"""So long after the hub answered a call is offered: the app exchanges more often while there is a line."""
_NO_LINE = NO_CONNECTION | {"broken", "stalled"}
"""A line that breaks under an exchange carries no call either."""
_OVER = frozenset({"saved", "withdrawn", "closed"})


def call_address(desk: Desk, case: Case) -> str:
    """The room's address; `''` where the desk has no meeting server, the hub has not got the case or it is over, or
    the hub did not answer lately."""
    if case.receipt.state in _OVER or not _hub_answers(desk):
        return ""
    found = records.folded(desk.store, text(case.referral.fields.get("desk")))
    base = found.fields.get("call_base_url") if found is not None and found.kind == "desk" else None
    return room_address(base, case.referral.record, case.referral.patient or "") or ""


def _hub_answers(desk: Desk) -> bool:
    last = next((row for row in exchange_book.history(desk.store, 5) if row.detail != BY_STICK), None)
    at = local_time(last.started, desk.now()) if last is not None else None
    if last is None or at is None or last.outcome in _NO_LINE:
        return False
    return abs(desk.now() - at) <= LATELY
