"""The same visit to a doctor once more: to another desk when no answer comes, or back with what has become of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from care_record.clock import time_text
from care_record.ids import new_id
from care_record.kinds import check_record
from care_record.rules.problem import Problem
from spoke_app.actions.cases import read_case
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.referral_rules import referral_problems
from spoke_app.actions.refused import refuse, refuse_if
from spoke_app.actions.typed import tidied
from spoke_app.actions.views import Changed
from spoke_app.actions.withdraw_referral import WITHDRAWABLE, withdrawal
from spoke_app.store import records
from spoke_app.store.journal import NewChange
from spoke_app.store.values import mapping, text


@dataclass(frozen=True)
class Again:
    """What the new referral says; the rest is as in the one before. `instead`: why that one is taken back, if it has
    no answer."""

    desk: str
    speciality: str
    urgency: str
    question: str
    agreed: bool
    instead: str = ""


def refer_again(desk: Desk, referral: str, again: Again) -> tuple[Changed, str]:
    """Writes the new referral and gives its id. An unanswered one is taken back; one that was answered is named in the
    new one (`answers`), which is then a follow-up with what that means for the medicines that may be prescribed.

    Raises Refused with the fields of `referral`; `consent` where the patient has not agreed anew.
    """
    case = read_case(desk.store, referral)
    if case is None:
        raise refuse("referral", "unknown", referral)
    patient = records.folded(desk.store, case.referral.patient or "")
    if patient is None:
        raise refuse("patient", "unknown", case.referral.patient or "")
    now, before = desk.now(), case.referral.fields
    fields: dict[str, Any] = {
        "visit": text(before.get("visit")),
        "desk": again.desk,
        "speciality": again.speciality,
        "urgency": again.urgency,
        "question": again.question,
        "reach": mapping(before.get("reach")),
        "consent": {
            "given": "yes",
            "by": text(mapping(before.get("consent")).get("by")) or "patient",
            "how": "spoken",
            "told_limits": True,
            "witness": desk.staff.id,
            "at": time_text(now),
        },
    }
    unanswered = case.receipt.state in WITHDRAWABLE
    if case.answers:
        fields["answers"] = referral
    clean, masked = tidied("referral", fields)
    problems = [*check_record("referral", clean), *referral_problems(desk, patient.fields, clean, now.date())]
    if not again.agreed:
        problems.append(Problem("consent", "required"))
    refuse_if(problems)
    record = new_id(round(now.timestamp() * 1000))
    changes = [NewChange("referral", patient.record, clean, record=record)]
    if unanswered:
        changes.append(withdrawal(desk, case, again.instead))
    return changed(desk.write(changes), masked=masked), record
