"""A found patient as a row of the list: name in both scripts, who that is, slip, when last seen."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from spoke_app.actions.views import PatientRow
from spoke_app.ui.models.patient_form import phone_typed
from spoke_app.ui.models.search_marks import hit_by_number, marks
from spoke_app.ui.text import names_for, short_date, who_text
from spoke_app.ui.widgets.rows import Row

_tr = QCoreApplication.translate


def relative_short(row: PatientRow) -> str:
    """`W/o Manoj Yadav`: whose wife, son or daughter."""
    if not row.relative:
        return ""
    if row.relation == "husband":
        return _tr("Patients", "W/o {0}").format(row.relative)
    if row.relation in ("father", "mother"):
        child = _tr("Patients", "D/o {0}") if row.gender == "female" else _tr("Patients", "S/o {0}")
        return child.format(row.relative)
    if row.relation == "wife":
        return _tr("Patients", "H/o {0}").format(row.relative)
    return _tr("Patients", "C/o {0}").format(row.relative)


def patient_row(row: PatientRow, query: str, today: date, lang: str) -> Row:
    """A row of the list of patients; what the query hit is marked, and a number that it hit stands there."""
    name, other = names_for(row.name, row.name_other, lang)
    who = who_text(row, lang)
    numbers = _numbers_hit(row, query)
    died = _tr("Patients", "Died {0}").format(short_date(row.deceased, lang, today)) if row.deceased else ""
    also = _tr("Patients", "also {0}").format(row.also) if row.also not in ("", row.name) else ""
    meta = " · ".join(part for part in (died, who, *numbers, row.village, relative_short(row), also) if part)
    slip = _tr("Patients", "Slip {0}").format(row.slip_no) if row.slip_no else ""
    hits = [word for number in numbers for word in number.split()]
    if row.slip_no and hit_by_number(query, row.slip_no):
        hits.append(row.slip_no)
    return Row(
        id=row.id,
        name=name,
        beside=other,
        meta=meta,
        right=slip,
        right_below=short_date(row.last_seen, lang, today) if row.last_seen else "",
        marks=(*marks(query, (row.name, row.name_other, row.village, row.relative, row.also, who)), *hits),
    )


def _numbers_hit(row: PatientRow, query: str) -> tuple[str, ...]:
    """The phone and the ABHA number, as people write them, where digits of theirs were typed."""
    found = []
    if row.phone and hit_by_number(query, row.phone, inside=True):
        found.append(phone_typed(row.phone))
    if row.abha and hit_by_number(query, row.abha, inside=True):
        found.append(f"{row.abha[:2]}-{row.abha[2:6]}-{row.abha[6:10]}-{row.abha[10:]}")
    return tuple(found)
