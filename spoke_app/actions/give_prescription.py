"""The patient has it: the prescription was handed over, the advice told, the medicines given out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from care_record.clock import time_text
from care_record.ids import derived_id, new_id
from care_record.kinds import check_record
from spoke_app.actions.cases import Case, read_case
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.follow_ups import doctors_follow_up
from spoke_app.actions.open_case import case_event, current_prescription
from spoke_app.actions.refused import refuse, refuse_if
from spoke_app.actions.typed import tidied
from spoke_app.actions.views import Changed
from spoke_app.store import records
from spoke_app.store.journal import NewChange


@dataclass(frozen=True)
class Handed:
    """So much of a medicine went over the counter."""

    generic: str
    quantity: float
    unit: str


def give_prescription(desk: Desk, referral: str, handed: Sequence[Handed] = ()) -> Changed:
    """Notes that the doctor's newest answer was given to the patient, and which medicines went with it. Raises Refused
    while there is no answer. Of a case that was given before, only medicines not yet given out are noted."""
    case = _case(desk, referral)
    if case.receipt.state == "given":
        out = _dispense(desk, case, handed)
        return changed(desk.write(out)) if out else Changed(frozenset())
    _needs_answer(case)
    event = case_event(desk, case, "given" if case.parts.prescriptions else "told")
    return changed(desk.write([event, *_also(desk, case), *_dispense(desk, case, handed)]))


def tell_patient(desk: Desk, referral: str, how: str) -> Changed:
    """Notes that the patient, who had gone home, was told of the answer; `how` is in words: by phone, at home."""
    case = _case(desk, referral)
    if case.receipt.state == "given":
        return Changed(frozenset())
    _needs_answer(case)
    event = case_event(desk, case, "told", text=tidied("case_event", {"text": how})[0]["text"])
    return changed(desk.write([event, *_also(desk, case)]))


def _case(desk: Desk, referral: str) -> Case:
    case = read_case(desk.store, referral)
    if case is None:
        raise refuse("referral", "unknown", referral)
    return case


def _needs_answer(case: Case) -> None:
    if case.receipt.state not in ("answered", "seen"):
        raise refuse("referral", "not-answered", case.receipt.state)


def _also(desk: Desk, case: Case) -> list[NewChange]:
    """Who tells without having opened the case has read the answer all the same."""
    return doctors_follow_up(desk, case) if case.receipt.state == "answered" else []


def _dispense(desk: Desk, case: Case, handed: Sequence[Handed]) -> list[NewChange]:
    """One record for a prescription: its id follows from it, so that two PCs give nothing out twice."""
    prescription = current_prescription(case.parts.prescriptions)
    given = [one for one in handed if one.quantity > 0]
    others = case.parts.prescriptions
    if prescription is None or not given or any(one.fields.get("cancelled") == prescription.record for one in others):
        return []
    record = derived_id(prescription.record, "dispense")
    if records.folded(desk.store, record) is not None:
        return []
    items: list[dict[str, Any]] = [
        {"id": new_id(), "generic": one.generic, "quantity": one.quantity, **({"unit": one.unit} if one.unit else {})}
        for one in given
    ]
    fields = {"prescription": prescription.record, "items": items, "at": time_text(desk.now())}
    refuse_if(check_record("dispense", fields))
    return [NewChange("dispense", case.referral.patient, fields, record=record)]
