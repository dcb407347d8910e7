"""Opening a patient's record: what is known, the earlier visits, what is under way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from care_record.fold import Folded
from care_record.rules.age import age_days
from care_record.rules.red_flags import flags
from spoke_app.actions.desk import Desk
from spoke_app.actions.inherited import inherited
from spoke_app.actions.patient_rows import local_time, row_of
from spoke_app.actions.refused import refuse
from spoke_app.actions.views import PatientView, VisitRow
from spoke_app.store import records, same_person
from spoke_app.store.values import entries, mapping, text


def open_patient(desk: Desk, patient: str) -> PatientView:
    """The record with its heads, which a form keeps as the base of what it saves. Raises Refused if it is unknown.

    Of a record that was joined with another the one that stays is opened, with the visits of both, and with the
    allergies, conditions and medicines that only the other one knows.
    """
    stays, *others = same_person.group(desk.store, patient)
    found = records.folded(desk.store, stays)
    if found is None or found.kind != "patient":
        raise refuse("patient", "unknown", stays)
    now = desk.now()
    visits = [
        visit_row(visit, found.fields, now)
        for one in (stays, *others)
        for visit in records.of_patient(desk.store, one, "visit")
    ]
    return PatientView(
        row=row_of(desk.store, stays, now.date()),
        fields=_with_inherited(desk, found, others),
        heads=found.heads,
        conflicts=tuple(conflict.path for conflict in found.conflicts),
        flagged=tuple(field for field, _, _ in records.flagged(desk.store, stays)),
        visits=tuple(sorted(visits, key=lambda visit: visit.started, reverse=True)),
        open_cases=sum(
            int(desk.store.value("SELECT count(*) FROM cases WHERE patient = ? AND open = 1", (one,)))
            for one in (stays, *others)
        ),
    )


def _with_inherited(desk: Desk, found: Folded, others: Sequence[str]) -> dict[str, Any]:
    more = inherited(desk.store, found.record, others)
    return found.fields | {name: [*entries(found.fields.get(name)), *added] for name, added in more.items()}


def visit_row(visit: Folded, patient: dict[str, Any], now: datetime) -> VisitRow:
    """A visit with the flags that its values had at the patient's age of that day."""
    fields = visit.fields
    started = local_time(text(fields.get("started")), now) or local_time(visit.created_at, now) or now
    words = [text(c.get("text")) or text(c.get("code")) for c in entries(fields.get("complaints"))]
    vitals = mapping(fields.get("vitals"))
    signs = fields.get("danger_signs")
    found = flags(
        vitals,
        age_days(patient, started.date()),
        text(patient.get("gender")),
        [sign for sign in signs if isinstance(sign, str)] if isinstance(signs, list) else (),
    )
    title = ", ".join(word for word in words if word)
    return VisitRow(
        id=visit.record,
        started=started,
        title=title,
        outcome=text(fields.get("outcome")),
        vitals=vitals,
        flags=found,
        history=mapping(fields.get("history")),
        differs=bool(visit.conflicts),
    )
