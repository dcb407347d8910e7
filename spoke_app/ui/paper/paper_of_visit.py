"""From a visit's records to the papers that can be made of it, with the words of the lists in both languages."""

from __future__ import annotations

from spoke_app.actions.open_paper import VisitPapers
from spoke_app.actions.views import Person
from spoke_app.documents.paper import Both
from spoke_app.documents.visit_from_records import VisitRecords, VisitSurroundings, visit_paper
from spoke_app.documents.visit_paper import VisitPaper
from spoke_app.documents.words import is_devanagari
from spoke_app.ui.context import UiContext
from spoke_app.ui.models.places import LgdPlaces
from spoke_app.ui.text import role_text


def paper_of_visit(found: VisitPapers, context: UiContext, places: LgdPlaces) -> VisitPaper:
    """What stands on the slips."""
    place, staff = context.place, context.staff
    author = found.author
    desk, desk_hi, contact = found.desk
    district, block = places.district_name(place.district), places.block_name(place.subdistrict)
    around = VisitSurroundings(
        place=Both(place.name, place.name_hi),
        place_code=place.code,
        place_more=Both(", ".join(dict.fromkeys(part for part in (block, district) if part))),
        printed_at=context.clock(),
        printed_by=_name(staff),
        printed_role=role_text(staff.role, short=True),
        written_by=_name(author),
        written_role=role_text(author.role, short=True) if author else "",
        witness=_name(found.witness),
        doctor=_name(found.doctor),
        desk=Both(desk, desk_hi),
        desk_contact=contact,
        address=_address(found),
        specialities=_by_code(context, "specialities"),
        complaints=_by_text(context, "complaints"),
        danger_signs=_by_code(context, "danger_signs"),
        conditions=_by_icd(context),
    )
    return visit_paper(_records(found), around)


def _records(found: VisitPapers) -> VisitRecords:
    return VisitRecords(
        patient=found.patient,
        visit=found.fields,
        started=found.started,
        notes=found.notes,
        dispenses=found.dispenses,
        follow_up=found.follow_up,
        referral=found.referral_fields,
        referral_id=found.referral,
        advice=found.advice,
        standing=found.standing,
    )


def _name(person: Person | None) -> Both:
    return Both(person.name, person.name_hi) if person else Both("")


def _address(found: VisitPapers) -> Both:
    text = found.row.village or str(found.patient.get("address") or "")
    return Both("", text) if is_devanagari(text) else Both(text)


def _by_code(context: UiContext, name: str) -> dict[str, Both]:
    return {entry.code: Both(entry.en, entry.hi) for entry in context.picklists.entries(name)}


def _by_text(context: UiContext, name: str) -> dict[str, Both]:
    entries = context.picklists.entries(name)
    return {text.lower(): Both(entry.en, entry.hi) for entry in entries for text in (entry.en, entry.hi)}


def _by_icd(context: UiContext) -> dict[str, Both]:
    found: dict[str, Both] = {}
    for entry in context.picklists.entries("conditions"):
        found.setdefault(str(entry.more.get("icd10") or entry.code), Both(entry.en, entry.hi))
    return found
