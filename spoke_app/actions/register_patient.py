"""Registering a patient: the first change of a new record, with a number for the slip."""

from __future__ import annotations

from typing import Any

from care_record.kinds import check_record
from care_record.rules.problem import Problem
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.refused import refuse_if
from spoke_app.actions.typed import birth_problems, filled, tidied
from spoke_app.actions.views import Changed
from spoke_app.store import drafts, slip_numbers
from spoke_app.store.journal import NewChange


def register_patient(desk: Desk, fields: dict[str, Any], draft: str | None = None) -> tuple[Changed, str]:
    """Writes the patient and drops the draft; gives what changed and the new record's id. Raises Refused."""
    clean, masked = tidied("patient", fields)
    clean = filled(clean)
    refuse_if(patient_problems(desk, clean))
    with desk.store.transaction():
        clean.setdefault("slip_no", slip_numbers.take(desk.store))
        written = desk.write([NewChange("patient", None, clean)])
        if draft:
            drafts.remove(desk.store, draft)
    return changed(written, drafts=bool(draft), masked=masked), written[0].record


def patient_problems(desk: Desk, fields: dict[str, Any]) -> list[Problem]:
    """What is wrong with a patient's (folded) fields, today."""
    return check_record("patient", fields) + birth_problems(fields, desk.now().date())
