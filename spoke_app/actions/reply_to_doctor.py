"""Answering a doctor's question back, or adding a word to a case under way."""

from __future__ import annotations

from care_record.kinds import check_record
from spoke_app.actions.cases import read_case
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.open_case import case_event
from spoke_app.actions.refused import refuse, refuse_if
from spoke_app.actions.typed import tidied
from spoke_app.actions.views import Changed


def reply_to_doctor(desk: Desk, referral: str, words: str) -> Changed:
    """Writes the reply. Raises Refused for an empty one, and for a case that is closed or withdrawn."""
    case = read_case(desk.store, referral)
    if case is None:
        raise refuse("referral", "unknown", referral)
    if case.receipt.state in ("closed", "withdrawn"):
        raise refuse("referral", "closed", case.receipt.state)
    clean, masked = tidied("case_event", {"text": words})
    event = case_event(desk, case, "reply", text=clean["text"])
    refuse_if(check_record("case_event", event.set))
    return changed(desk.write([event]), masked=masked)
