"""Correcting or completing a patient's record."""

from __future__ import annotations

from typing import Any

from care_record.change import Change
from care_record.fold import fold
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.refused import Refused, refuse
from spoke_app.actions.register_patient import patient_problems
from spoke_app.actions.typed import tidied
from spoke_app.actions.views import Changed
from spoke_app.store import journal, records
from spoke_app.store.journal import NewChange


def edit_patient(desk: Desk, patient: str, changed_fields: dict[str, Any], base: tuple[str, ...]) -> Changed:
    """Writes the changed fields over `base`, the heads that the form was opened with. Raises Refused.

    What someone else wrote meanwhile stays: on another field beside this, on the same field as a conflict.
    """
    clean, masked = tidied("patient", changed_fields)
    if not clean:
        return Changed(frozenset())
    with desk.store.transaction():
        if records.folded(desk.store, patient) is None:
            raise refuse("patient", "unknown", patient)
        written = desk.write([NewChange("patient", patient, clean, record=patient, base=base)])
        _refuse_new_problems(desk, journal.changes_of(desk.store, patient), written[-1], set(clean))
    return changed(written, masked=masked)


def _refuse_new_problems(desk: Desk, changes: list[Change], mine: Change, touched: set[str]) -> None:
    """Refuses (and so undoes) a save that makes the record worse; what was wrong before may be corrected later."""
    before = {(p.field, p.code) for p in patient_problems(desk, fold([c for c in changes if c.id != mine.id]).fields)}
    after = patient_problems(desk, fold(changes).fields)
    new = [p for p in after if (p.field, p.code) not in before or p.field.split(".")[0] in touched]
    if new:
        raise Refused(new)
