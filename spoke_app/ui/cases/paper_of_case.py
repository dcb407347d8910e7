"""From an opened case to the paper that may be printed of it."""

from __future__ import annotations

from datetime import datetime

from spoke_app.actions.views import CaseView
from spoke_app.documents.from_records import Surroundings, latest_weight, moment_of, paper_from_records
from spoke_app.documents.paper import Both, Lang, NotPrintable, PrescriptionPaper
from spoke_app.documents.words import is_devanagari
from spoke_app.ui.context import UiContext
from spoke_app.ui.text import role_text


def as_lang(language: str) -> Lang:
    """The settings' language as the papers know it."""
    return "hi" if language == "hi" else "en"


def paper_of_case(view: CaseView, context: UiContext) -> PrescriptionPaper:
    """The paper. Raises `NotPrintable` where the prescription is missing, forged, cancelled or replaced."""
    prescription = view.prescription
    if prescription is None:
        raise NotPrintable("unsigned")
    place, staff = context.place, context.staff
    signed = moment_of(prescription.fields.get("signed"))
    around = Surroundings(
        printed_at=context.clock(),
        place=Both(place.name, place.name_hi),
        printed_by=Both(staff.name, staff.name_hi),
        printed_role=role_text(staff.role, short=True),
        doctor_name=Both(view.doctor.name, view.doctor.name_hi) if view.doctor else Both(""),
        patient_age=view.patient.row.age,
        address=_address(view),
        weight_kg=_weight(view, signed) if signed else None,
        conditions=_conditions(context),
    )
    return paper_from_records(
        prescription.fields,
        view.advice,
        view.patient.fields,
        around,
        signature=prescription.signature,
        cancelled=prescription.cancelled,
        replaced=prescription.amended_by is not None,
    )


def _address(view: CaseView) -> Both:
    text = view.patient.row.village or str(view.patient.fields.get("address") or "")
    return Both("", text) if is_devanagari(text) else Both(text)


def _weight(view: CaseView, signed: datetime) -> float | None:
    visits = [(visit.started, visit.vitals) for visit in view.patient.visits]
    return latest_weight(visits, signed)


def _conditions(context: UiContext) -> dict[str, Both]:
    """Names by ICD-10 code from the shipped list."""
    found: dict[str, Both] = {}
    for entry in context.picklists.entries("conditions"):
        code = str(entry.more.get("icd10") or entry.code)
        found.setdefault(code, Both(entry.en, entry.hi))
    return found
