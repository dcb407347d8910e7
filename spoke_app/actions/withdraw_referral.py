"""Taking a referral back: the patient went elsewhere, or it was sent by mistake; and taking that back."""

from __future__ import annotations

from typing import Any

from care_record.clock import time_text
from care_record.kinds import check_record
from spoke_app.actions.cases import Case, read_case
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.refused import refuse, refuse_if
from spoke_app.actions.typed import tidied
from spoke_app.actions.views import Changed
from spoke_app.store.journal import NewChange

WITHDRAWABLE = frozenset({"saved", "at_hub", "opened", "question"})
"""Once there is an answer, the case goes on with that."""


def withdraw_referral(desk: Desk, referral: str, reason: str) -> Changed:
    """Raises Refused without a reason, and once the doctor has answered."""
    case = _case(desk, referral)
    if case.receipt.state not in WITHDRAWABLE:
        raise refuse("referral", "answered", case.receipt.state)
    return changed(desk.write([withdrawal(desk, case, reason)]))


def bring_back_referral(desk: Desk, referral: str) -> Changed:
    """Undoes it: the doctor may answer again."""
    case = _case(desk, referral)
    if case.receipt.state != "withdrawn":
        return Changed(frozenset())
    return changed(desk.write([_change(case, None)]))


def withdrawal(desk: Desk, case: Case, reason: str) -> NewChange:
    """The change that does it. Raises Refused without a reason."""
    clean, _ = tidied("referral", {"withdrawn": {"reason": reason, "at": time_text(desk.now())}})
    if not str(clean["withdrawn"].get("reason") or "").strip():
        raise refuse("withdrawn.reason", "required")
    refuse_if(check_record("referral", {**case.referral.fields, **clean}))
    return _change(case, clean["withdrawn"])


def _change(case: Case, withdrawn: dict[str, Any] | None) -> NewChange:
    found = case.referral
    return NewChange("referral", found.patient, {"withdrawn": withdrawn}, record=found.record, base=found.heads)


def _case(desk: Desk, referral: str) -> Case:
    case = read_case(desk.store, referral)
    if case is None:
        raise refuse("referral", "unknown", referral)
    return case
