"""An earlier visit, opened: what was found, written, given and sent, and what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from care_record.fold import Folded
from care_record.rules.age import age_text_parts
from care_record.rules.red_flags import Flag
from spoke_app.actions.cases import case_row, read_case
from spoke_app.actions.countersigned import Countersigned, countersigned
from spoke_app.actions.desk import Desk
from spoke_app.actions.open_patient import visit_row
from spoke_app.actions.patient_rows import local_time, patient_row, person, row_of
from spoke_app.actions.refused import refuse
from spoke_app.actions.results import OrderedTest, ordered_of
from spoke_app.actions.views import CaseRow, PatientRow, Person
from spoke_app.store import attachments, records, same_person
from spoke_app.store.values import entries, text


@dataclass(frozen=True)
class NoteView:
    """A note. A corrected one says which came after it (`corrected_by`); a correction which it corrects (`amends`).
    `countersigned` is what a doctor said of it, which is no line of its own."""

    id: str
    text: str
    author: Person | None
    written: datetime
    signed: datetime | None
    amends: str
    corrected_by: str
    differs: bool
    countersigned: Countersigned | None = None


@dataclass(frozen=True)
class Picture:
    """A photo or PDF of the record. `here`: its bytes are on this PC."""

    sha: str
    media: str
    label: str
    bytes: int
    here: bool


@dataclass(frozen=True)
class VisitCase:
    """What was asked of a doctor at the visit, and the answer in short."""

    row: CaseRow
    question: str
    advice: dict[str, Any] | None
    medicines: tuple[dict[str, Any], ...]
    tests: tuple[OrderedTest, ...]


@dataclass(frozen=True)
class VisitView:
    """The visit, whole. `fields` are those of the record; `given` the medicines that were given out at it."""

    id: str
    patient: PatientRow
    record: str
    """The patient's record it stands in: another one than `patient` where two were joined."""
    record_row: PatientRow | None
    allergies: list[dict[str, Any]]
    started: datetime
    age: str
    author: Person | None
    fields: dict[str, Any]
    flags: tuple[Flag, ...]
    differs: bool
    notes: tuple[NoteView, ...]
    given: tuple[dict[str, Any], ...]
    standing_order: bool
    cases: tuple[VisitCase, ...]
    pictures: tuple[Picture, ...]
    follow_ups: tuple[dict[str, Any], ...]
    newer: str
    older: str


def open_visit(desk: Desk, visit: str) -> VisitView:
    """Raises Refused if the visit is unknown."""
    desk.require("see", "visit")
    found = records.folded(desk.store, visit)
    if found is None or found.kind != "visit" or not found.patient:
        raise refuse("visit", "unknown", visit)
    desk.note("visit-opened", visit)
    now, record = desk.now(), found.patient
    stays = same_person.root(desk.store, record)
    patient = records.folded(desk.store, stays)
    fields = patient.fields if patient is not None else {}
    row = visit_row(found, fields, now)
    beside = _beside(desk, record, visit)
    given = beside["dispense"]
    newer, older = _neighbours(desk, stays, visit)
    return VisitView(
        id=visit,
        patient=row_of(desk.store, stays, now.date()),
        record=record,
        record_row=_own_row(desk, record) if record != stays else None,
        allergies=entries(fields.get("allergies")),
        started=row.started,
        age=_age(fields, row.started),
        author=person(desk.store, found.author),
        fields=found.fields,
        flags=row.flags,
        differs=row.differs,
        notes=_notes(desk, beside["note"]),
        given=tuple(item for one in given for item in entries(one.fields.get("items"))),
        standing_order=any(one.fields.get("standing_order") == "yes" for one in given),
        cases=tuple(case for one in beside["referral"] if (case := _case(desk, one.record)) is not None),
        pictures=_pictures(desk, record, visit, [one.record for one in beside["referral"]]),
        follow_ups=tuple({"id": one.record, **one.fields} for one in beside["follow_up"]),
        newer=newer,
        older=older,
    )


def _own_row(desk: Desk, record: str) -> PatientRow | None:
    row = desk.store.row("SELECT * FROM patients WHERE record = ?", (record,))
    return patient_row(row, desk.now().date()) if row else None


def _beside(desk: Desk, patient: str, visit: str) -> dict[str, list[Folded]]:
    """The records of these kinds that name the visit, by kind, oldest first."""
    kinds = ("note", "dispense", "referral", "follow_up")
    found: dict[str, list[Folded]] = {kind: [] for kind in kinds}
    for one in records.of_patient(desk.store, patient, *kinds):
        if one.fields.get("visit") == visit:
            found[one.kind].append(one)
    return found


def _notes(desk: Desk, found: list[Folded]) -> tuple[NoteView, ...]:
    now = desk.now()
    after = {text(one.fields.get("amends")): one.record for one in found if text(one.fields.get("amends"))}
    said = countersigned(desk, found)
    beside = {one.note for about, one in said.items() if about in {note.record for note in found}}
    return tuple(
        NoteView(
            id=one.record,
            text=text(one.fields.get("text")),
            author=person(desk.store, one.author),
            written=local_time(one.created_at, now) or now,
            signed=local_time(text(one.fields.get("signed")), now),
            amends=text(one.fields.get("amends")),
            corrected_by=after.get(one.record, ""),
            differs=bool(one.conflicts),
            countersigned=said.get(one.record),
        )
        for one in sorted(found, key=lambda one: one.created_at)
        if one.record not in beside
    )


def _case(desk: Desk, referral: str) -> VisitCase | None:
    case = read_case(desk.store, referral)
    if case is None:
        return None
    signed = [one for one in case.parts.prescriptions if one.fields.get("signed") and not one.fields.get("cancelled")]
    last = max(signed, key=lambda one: one.last_clock, default=None)
    cancelled = last is not None and any(p.fields.get("cancelled") == last.record for p in case.parts.prescriptions)
    answers = case.answers
    return VisitCase(
        row=case_row(desk, case, desk.now()),
        question=text(case.referral.fields.get("question")),
        advice=answers[-1].fields if answers else None,
        medicines=tuple(entries(last.fields.get("items"))) if last is not None and not cancelled else (),
        tests=ordered_of(desk, case.referral.patient or "", referral),
    )


def _pictures(desk: Desk, patient: str, visit: str, referrals: list[str]) -> tuple[Picture, ...]:
    rows = desk.store.rows(
        "SELECT sha, media, label, bytes, visit, referral FROM attachment_records WHERE patient = ? ORDER BY clock",
        (patient,),
    )
    mine = [row for row in rows if row["visit"] == visit or row["referral"] in referrals]
    return tuple(
        Picture(row["sha"], row["media"], row["label"], row["bytes"], attachments.holds(desk.store, row["sha"]))
        for row in {row["sha"]: row for row in mine}.values()
    )


def _neighbours(desk: Desk, stays: str, visit: str) -> tuple[str, str]:
    people = same_person.group(desk.store, stays)
    marks = ", ".join("?" * len(people))
    rows = desk.store.rows(
        f"SELECT record FROM visits WHERE patient IN ({marks}) ORDER BY started_ms DESC, record", people
    )
    order = [row["record"] for row in rows]
    at = order.index(visit)
    return (order[at - 1] if at else "", order[at + 1] if at + 1 < len(order) else "")


def _age(patient: dict[str, Any], on: datetime) -> str:
    parts = age_text_parts(patient, on.date())
    return f"{parts[0]} {parts[1]}" if parts else ""
