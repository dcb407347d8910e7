"""Cases as lists show them: the referral, its receipt, and what the doctor said last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from care_record.case import Receipt, overdue, receipt
from care_record.fold import Folded
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import person, row_of
from spoke_app.actions.views import CaseRow
from spoke_app.store import own_chain, records
from spoke_app.store.database import Store
from spoke_app.store.records import CaseParts
from spoke_app.store.values import text

FROM_DOCTOR = frozenset({"question", "answered", "seen"})
"""States in which it is the health centre's turn."""
_URGENCIES = ("emergency", "urgent", "routine")


@dataclass(frozen=True)
class Case:
    """A referral with all that happened to it."""

    referral: Folded
    parts: CaseParts
    receipt: Receipt

    @property
    def answers(self) -> list[Folded]:
        """Signed advice, oldest first."""
        return sorted((a for a in self.parts.advice if a.fields.get("signed")), key=lambda a: a.last_clock)


def read_case(store: Store, referral: str) -> Case | None:
    """The case of a referral; None if there is no such referral here."""
    found = records.folded(store, referral)
    if found is None or found.kind != "referral" or not found.patient:
        return None
    parts = records.case_parts(store, found.patient, referral)
    reached = _at_hub(store, found)
    return Case(found, parts, receipt(found, parts.events, parts.advice, parts.prescriptions, reached))


def case_row(desk: Desk, case: Case, now: datetime) -> CaseRow:
    fields = case.referral.fields
    urgency = text(fields.get("urgency"))
    to = records.folded(desk.store, text(fields.get("desk")))
    doctor = _doctor(case)
    shown = person(desk.store, doctor) if doctor else None
    answers = case.answers
    return CaseRow(
        referral=case.referral.record,
        patient=row_of(desk.store, case.referral.patient or "", now.date()),
        complaint=_complaint(desk.store, case.referral),
        desk=text(to.fields.get("name")) if to else "",
        speciality=text(fields.get("speciality")),
        urgency=urgency,
        receipt=case.receipt,
        doctor=shown.name if shown else "",
        last_word=case.receipt.question or (text(answers[-1].fields.get("text")) if answers else ""),
        overdue=overdue(case.receipt, urgency, now),
        doctor_hi=shown.name_hi if shown else "",
    )


def open_rows(desk: Desk, now: datetime) -> list[CaseRow]:
    """Every case that is under way, what is to be done first on top."""
    found = desk.store.rows("SELECT referral FROM cases WHERE open = 1")
    cases = [read_case(desk.store, row["referral"]) for row in found]
    rows = [case_row(desk, case, now) for case in cases if case is not None]
    return sorted(rows, key=_turn)


def is_to_do(row: CaseRow) -> bool:
    return row.receipt.state in FROM_DOCTOR or row.overdue


def _turn(row: CaseRow) -> tuple[bool, int, str]:
    urgency = _URGENCIES.index(row.urgency) if row.urgency in _URGENCIES else len(_URGENCIES)
    return (not is_to_do(row), urgency, row.receipt.steps[0].at or "")


def _at_hub(store: Store, referral: Folded) -> str | None:
    """When the hub is known to have it: a signed mark or an acknowledgement covers its first change."""
    first = store.value("SELECT id FROM journal WHERE record = ? ORDER BY clock, id LIMIT 1", (referral.record,))
    return own_chain.at_hub(store, first) if first else None


def _doctor(case: Case) -> str:
    """Who answered last, else who asked or opened it last."""
    if case.answers:
        return case.answers[-1].author
    events = [e for e in case.parts.events if e.fields.get("event") in ("question", "opened")]
    return events[-1].author if events else ""


def _complaint(store: Store, referral: Folded) -> str:
    visit = text(referral.fields.get("visit"))
    patient = referral.patient or ""
    return text(store.value("SELECT complaint FROM visits WHERE patient = ? AND record = ?", (patient, visit)))
