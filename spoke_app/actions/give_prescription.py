"""The patient has it: the prescription was handed over, or the advice told."""

from __future__ import annotations

from spoke_app.actions.cases import read_case
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.open_case import case_event
from spoke_app.actions.refused import refuse
from spoke_app.actions.views import Changed


def give_prescription(desk: Desk, referral: str) -> Changed:
    """Notes that the doctor's newest answer was given to the patient. Raises Refused while there is none."""
    case = read_case(desk.store, referral)
    if case is None:
        raise refuse("referral", "unknown", referral)
    if case.receipt.state == "given":
        return Changed(frozenset())
    if case.receipt.state not in ("answered", "seen"):
        raise refuse("referral", "not-answered", case.receipt.state)
    return changed(desk.write([case_event(desk, case, "given" if case.parts.prescriptions else "told")]))
