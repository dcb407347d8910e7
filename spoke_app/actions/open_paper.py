"""What goes on the papers of a visit, out of the records: read anew each time one is printed, also years later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from care_record.fold import Folded
from spoke_app.actions.cases import Case, read_case
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import local_time, person, row_of
from spoke_app.actions.refused import refuse
from spoke_app.actions.views import PatientRow, Person
from spoke_app.store import records, same_person
from spoke_app.store.values import mapping, text

_STANDINGS: dict[str, Literal["here", "at_hub", "answered", "withdrawn"]] = {
    "saved": "here",
    "at_hub": "at_hub",
    "opened": "at_hub",
    "question": "at_hub",
    "withdrawn": "withdrawn",
}


@dataclass(frozen=True)
class VisitPapers:
    """The fields of a visit's records, and the people and places that they name."""

    visit: str
    row: PatientRow
    patient: dict[str, Any]
    fields: dict[str, Any]
    started: datetime
    author: Person | None
    notes: tuple[dict[str, Any], ...] = ()
    dispenses: tuple[dict[str, Any], ...] = ()
    follow_up: dict[str, Any] | None = None
    referral: str = ""
    referral_fields: dict[str, Any] | None = None
    advice: dict[str, Any] | None = None
    doctor: Person | None = None
    """Who gave it."""
    standing: Literal["here", "at_hub", "answered", "withdrawn"] = "here"
    witness: Person | None = None
    desk: tuple[str, str, str] = ("", "", "")
    """Its name, the name in Hindi, how it is telephoned."""


def open_paper(desk: Desk, visit: str = "", referral: str = "") -> VisitPapers:
    """The papers of a visit, or of the visit that a referral came of. Raises Refused if it is not on this PC."""
    desk.require("print", "visit")
    if not visit and referral:
        case = read_case(desk.store, referral)
        visit = text(case.referral.fields.get("visit")) if case is not None else ""
    found = records.folded(desk.store, visit)
    stays = same_person.root(desk.store, found.patient or "") if found is not None else ""
    patient = records.folded(desk.store, stays)
    if found is None or found.kind != "visit" or patient is None or patient.kind != "patient":
        raise refuse("visit", "unknown", visit)
    now = desk.now()
    referral = referral or text(
        desk.store.value("SELECT referral FROM cases WHERE visit = ? ORDER BY referral DESC LIMIT 1", (visit,))
    )
    case = read_case(desk.store, referral) if referral else None
    started = local_time(text(found.fields.get("started")), now) or local_time(found.created_at, now) or now
    papers = VisitPapers(
        visit=visit,
        row=row_of(desk.store, stays, now.date()),
        patient=patient.fields,
        fields=found.fields,
        started=started,
        author=person(desk.store, found.author),
        **_beside(desk, found, case),
    )
    return papers if case is None else _with_case(desk, papers, case)


def _beside(desk: Desk, visit: Folded, case: Case | None) -> dict[str, Any]:
    """Signed notes that no later one corrects, what was given out, and the day to come again."""
    parts = records.of_patient(desk.store, visit.patient or "", "note", "dispense", "follow_up")
    mine = [part for part in parts if part.fields.get("visit") == visit.record]
    notes = [part for part in mine if part.kind == "note" and part.fields.get("signed")]
    corrected = {text(note.fields.get("amends")) for note in notes}
    prescriptions = {p.record for p in case.parts.prescriptions} if case is not None else set()
    given = [part for part in parts if part.kind == "dispense"]
    due = [part for part in mine if part.kind == "follow_up" and not part.fields.get("done")]
    return {
        "notes": tuple(note.fields for note in notes if note.record not in corrected),
        "dispenses": tuple(
            part.fields for part in given if part in mine or part.fields.get("prescription") in prescriptions
        ),
        "follow_up": due[-1].fields if due else None,
    }


def _with_case(desk: Desk, papers: VisitPapers, case: Case) -> VisitPapers:
    fields = case.referral.fields
    to = records.folded(desk.store, text(fields.get("desk")))
    names = to.fields if to is not None else {}
    answers = case.answers
    return replace(
        papers,
        referral=case.referral.record,
        referral_fields=fields,
        advice=answers[-1].fields if answers else None,
        doctor=person(desk.store, answers[-1].author) if answers else None,
        standing=_STANDINGS.get(case.receipt.state, "answered"),
        witness=person(desk.store, text(mapping(fields.get("consent")).get("witness"))),
        desk=(text(names.get("name")), text(names.get("name_hi")), text(names.get("contact"))),
    )
