"""Opening a case: what was asked, what the doctor answered, and what can be printed."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from care_record.clock import time_text
from care_record.fold import Folded
from care_record.signature import verify_b64
from spoke_app.actions.cases import Case, case_row, read_case
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.follow_ups import doctors_follow_up
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.patient_rows import local_time, person
from spoke_app.actions.refused import refuse
from spoke_app.actions.views import CaseView, Changed, Forwarding, Person, PrescriptionView
from spoke_app.store import journal, records
from spoke_app.store.database import Store
from spoke_app.store.journal import NewChange
from spoke_app.store.values import mapping, text

SHOWN_TO_DOCTOR = ("patient", "visit", "note", "result", "screening", "attachment")
"""Kinds that a doctor answers from: a change of these that she had not seen is news."""


def open_case(desk: Desk, referral: str) -> CaseView:
    """The case, whole. Opening it marks nothing: `mark_seen` does. Raises Refused if it is unknown."""
    desk.require("see", "referral")
    case = _case(desk, referral)
    desk.note("case-opened", referral)
    now = desk.now()
    prescription = current_prescription(case.parts.prescriptions)
    advice = case.answers[-1] if case.answers else None
    who = _answering(advice, prescription)
    asked, forwarded = _forwarded(desk.store, case)
    return CaseView(
        row=case_row(desk, case, now),
        patient=open_patient(desk, case.referral.patient or ""),
        question=text(asked.fields.get("question")),
        advice=advice.fields if advice else None,
        prescription=_prescription_view(desk.store, case, prescription) if prescription else None,
        doctor=person(desk.store, who) if who else None,
        conversation=_conversation(desk, case),
        late_news=_late_news(desk.store, case, advice),
        forwarded=forwarded,
    )


def mark_seen(desk: Desk, referral: str) -> Changed:
    """Notes that the centre has read the doctor's answer, and the day on which she is to be seen again; once."""
    case = _case(desk, referral)
    if case.receipt.state != "answered" or _marked_here(desk, case):
        return Changed(frozenset())
    return changed(desk.write([case_event(desk, case, "seen"), *doctors_follow_up(desk, case)]))


def _marked_here(desk: Desk, case: Case) -> bool:
    """Whether this answer was marked since it came: one whose clock is far ahead comes after every mark, for ever."""
    marks = [event.record for event in case.parts.events if event.fields.get("event") == "seen"]
    answers = [one.record for one in (*case.parts.advice, *case.parts.prescriptions)]
    return journal.last_place(desk.store, marks) > journal.last_place(desk.store, answers)


def case_event(desk: Desk, case: Case, event: str, **more: str) -> NewChange:
    """A case event of now."""
    fields = {"referral": case.referral.record, "event": event, "at": time_text(desk.now()), **more}
    return NewChange("case_event", case.referral.patient, fields)


def _case(desk: Desk, referral: str) -> Case:
    case = read_case(desk.store, referral)
    if case is None:
        raise refuse("referral", "unknown", referral)
    return case


def current_prescription(prescriptions: tuple[Folded, ...]) -> Folded | None:
    """The newest signed one that is not itself a cancellation."""
    signed = [p for p in prescriptions if p.fields.get("signed") and not p.fields.get("cancelled")]
    return max(signed, key=lambda p: p.last_clock, default=None)


def _answering(advice: Folded | None, prescription: Folded | None) -> str:
    if advice is not None:
        return advice.author
    return prescription.author if prescription is not None else ""


def _prescription_view(store: Store, case: Case, prescription: Folded) -> PrescriptionView:
    others = [p for p in case.parts.prescriptions if p.record != prescription.record]
    amending = [p.record for p in others if p.fields.get("amends") == prescription.record]
    return PrescriptionView(
        id=prescription.record,
        fields=prescription.fields,
        signature=_signature(store, prescription),
        cancelled=any(p.fields.get("cancelled") == prescription.record for p in others),
        amended_by=amending[-1] if amending else None,
    )


def _signature(store: Store, prescription: Folded) -> Literal["valid", "unknown_key", "invalid"]:
    """Whether one of the doctor's published keys signed exactly this slip."""
    staff = records.folded(store, text(mapping(prescription.fields.get("doctor")).get("staff")))
    published = staff.fields.get("keys") if staff is not None and staff.kind == "staff" else None
    keys = [key for key in published if isinstance(key, str)] if isinstance(published, list) else []
    if not keys:
        return "unknown_key"
    fields = prescription.fields
    return "valid" if verify_b64(keys, text(fields.get("slip")), text(fields.get("signature"))) else "invalid"


def _conversation(desk: Desk, case: Case) -> tuple[tuple[str, str, datetime], ...]:
    said = []
    for event in case.parts.events:
        words = text(event.fields.get("text"))
        if event.fields.get("event") in ("question", "reply") and words:
            who: Person | None = person(desk.store, event.author)
            when = local_time(text(event.fields.get("at")), desk.now()) or desk.now()
            said.append((who.name if who else "", words, when))
    return tuple(said)


def _forwarded(store: Store, case: Case) -> tuple[Folded, tuple[Forwarding, ...]]:
    """The referral that the health centre wrote, and how doctors forwarded it: what such a referral asks is the
    doctor's word to a colleague."""
    every = {one.record: one for one in records.of_patient(store, case.referral.patient or "", "referral")}
    steps: list[Forwarding] = []
    asked, seen = case.referral, {case.referral.record}
    while (before := every.get(text(asked.fields.get("forwards")))) is not None and before.record not in seen:
        steps.insert(0, _forwarding(store, asked, away=False))
        seen.add(before.record)
        asked = before
    after = next((one for one in every.values() if one.fields.get("forwards") == case.referral.record), None)
    if after is not None:
        steps.append(_forwarding(store, after, away=True))
    return asked, tuple(steps)


def _forwarding(store: Store, onto: Folded, *, away: bool) -> Forwarding:
    to = records.folded(store, text(onto.fields.get("desk")))
    names = to.fields if to is not None else {}
    word = text(onto.fields.get("question"))
    return Forwarding(person(store, onto.author), word, text(names.get("name")), text(names.get("name_hi")), away)


def _late_news(store: Store, case: Case, advice: Folded | None) -> int:
    """Changes that are not among those the doctor saw, nor among what those were based on."""
    saw = advice.fields.get("saw") if advice is not None else None
    if not isinstance(saw, list) or not case.referral.patient:
        return 0
    changes = [
        change
        for found in records.of_patient(store, case.referral.patient, *SHOWN_TO_DOCTOR)
        for change in journal.changes_of(store, found.record)
    ]
    bases = {change.id: change.base for change in changes}
    known: set[str] = set()
    open_ends = [head for head in saw if isinstance(head, str)]
    while open_ends:
        change = open_ends.pop()
        if change not in known:
            known.add(change)
            open_ends += bases.get(change, ())
    return sum(1 for change in changes if change.id not in known)
