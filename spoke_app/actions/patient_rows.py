"""Patients and people as lists show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from care_record.rules.age import age_text_parts, as_date
from spoke_app.actions.views import PatientRow, Person
from spoke_app.store import records, same_person
from spoke_app.store.database import Store
from spoke_app.store.values import text

_AT_ONCE = 200


def patient_row(row: dict[str, Any], today: date) -> PatientRow:
    """One row of the `patients` table, with the age on that day."""
    told = {"value": row["age_value"], "unit": row["age_unit"], "as_of": row["age_as_of"]}
    parts = age_text_parts({"birth_date": row["birth_date"] or None, "age": told}, today)
    return PatientRow(
        id=row["record"],
        name=row["name"],
        name_other=row["name_other"],
        gender=row["gender"],
        age=f"{parts[0]} {parts[1]}" if parts else "",
        village=row["village"],
        relative=row["relative"],
        relation=row["relation"],
        slip_no=row["slip_no"],
        phone=row["phone"],
        last_seen=as_date(row["last_seen"]),
        deceased=as_date(row["deceased"] or None),
        abha=row["abha"],
        also=row.get("also", ""),
    )


def row_of(store: Store, patient: str, today: date) -> PatientRow:
    """The patient's row, of the record that stays; `nobody` while it has not come, or stands in quarantine."""
    row = store.row("SELECT * FROM patients WHERE record = ?", (same_person.root(store, patient),))
    return patient_row(row, today) if row is not None else nobody(patient)


def nobody(patient: str, name: str = "") -> PatientRow:
    """The row of somebody of whom nothing more is known."""
    return PatientRow(patient, name, "", "", "", "", "", "", "", "", None)


def patient_rows(store: Store, patients: Sequence[str], today: date) -> dict[str, PatientRow]:
    """The rows of several patients, by the ids asked for, in few statements: of the records that stay; those that are
    not here are left out."""
    found: dict[str, PatientRow] = {}
    wanted = sorted(set(patients))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        joined = {
            row["record"]: row["root"] for row in store.rows(f"SELECT * FROM joined WHERE record IN ({marks})", some)
        }
        stays = sorted({joined.get(one, one) for one in some})
        marks = ", ".join("?" * len(stays))
        rows = store.rows(f"SELECT * FROM patients WHERE record IN ({marks})", stays)
        people = {row["record"]: patient_row(row, today) for row in rows}
        found.update((one, people[stay]) for one in some if (stay := joined.get(one, one)) in people)
    return found


def person(store: Store, staff: str) -> Person | None:
    """A member of staff, as this PC knows her."""
    found = records.folded(store, staff)
    if found is None or found.kind != "staff":
        return None
    fields = found.fields
    return Person(staff, text(fields.get("name")), text(fields.get("name_hi")), text(fields.get("role")))


def local_time(moment: str, like: datetime) -> datetime | None:
    """A written time in the zone of `like`; None if it cannot be read, or is not in any year of that zone."""
    try:
        parsed = datetime.fromisoformat(moment)
        return None if parsed.tzinfo is None else parsed.astimezone(like.tzinfo)
    except (ValueError, OverflowError):
        return None
