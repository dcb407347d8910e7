"""Cases as lists show them: the referral, its receipt, what the doctor said last, and how to reach the patient.

Many are read at once: a list of hundreds costs a dozen statements, not a dozen for each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from care_record.case import Receipt, is_late, overdue, receipt
from care_record.fold import Folded
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import nobody, patient_rows, person
from spoke_app.actions.views import CaseRow, PatientRow, Person
from spoke_app.store import own_chain, records
from spoke_app.store.database import Store
from spoke_app.store.records import CaseParts
from spoke_app.store.values import mapping, text

FROM_DOCTOR = frozenset({"question", "answered", "seen"})
"""States in which it is the health centre's turn."""
_URGENCIES = ("emergency", "urgent", "routine")
_AT_ONCE = 200


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


@dataclass(frozen=True)
class OpenCase:
    """As much of a case under way as tells whose turn it is, without reading what belongs to it."""

    referral: str
    patient: str
    state: str
    urgency: str
    saved: str
    moved: str
    """The clock of its newest part."""
    late: bool

    @property
    def to_do(self) -> bool:
        return self.state in FROM_DOCTOR or self.late


def read_case(store: Store, referral: str) -> Case | None:
    """The case of a referral; None if there is no such referral here."""
    return next(iter(read_cases(store, [referral])), None)


def read_cases(store: Store, referrals: Sequence[str]) -> list[Case]:
    """These cases, in this order; those that are not here are left out."""
    found = {
        record: folded
        for record, folded in records.several(store, referrals).items()
        if folded.kind == "referral" and folded.patient
    }
    parts = records.parts_of_cases(store, {record: folded.patient or "" for record, folded in found.items()})
    reached = _at_hub(store, list(found))
    return [
        Case(found[one], parts[one], _receipt(found[one], parts[one], reached.get(one)))
        for one in referrals
        if one in found
    ]


def _receipt(referral: Folded, parts: CaseParts, at_hub: str | None) -> Receipt:
    return receipt(referral, parts.events, parts.advice, parts.prescriptions, at_hub)


def open_cases(desk: Desk, now: datetime) -> list[OpenCase]:
    """Every case that is under way, what is to be done first on top: out of the projection, nothing is folded."""
    rows = desk.store.rows(
        "SELECT c.referral, c.patient, c.state, c.moved_at, r.created_at,"
        " json_extract(r.fields, '$.urgency') AS urgency"
        " FROM cases c JOIN records r ON r.record = c.referral WHERE c.open = 1"
    )
    cases = [
        OpenCase(
            referral=row["referral"],
            patient=row["patient"],
            state=row["state"],
            urgency=text(row["urgency"]),
            saved=row["created_at"],
            moved=row["moved_at"],
            late=is_late(row["state"], row["created_at"], text(row["urgency"]), now),
        )
        for row in rows
    ]
    return sorted(cases, key=_turn)


def _turn(case: OpenCase) -> tuple[bool, int, str]:
    urgency = _URGENCIES.index(case.urgency) if case.urgency in _URGENCIES else len(_URGENCIES)
    return (not case.to_do, urgency, case.saved)


def case_row(desk: Desk, case: Case, now: datetime) -> CaseRow:
    return case_rows(desk, [case], now)[0]


def case_rows(desk: Desk, cases: Sequence[Case], now: datetime) -> list[CaseRow]:
    """The cases with what stands around them; people and desks are looked up once each."""
    patients = patient_rows(desk.store, [case.referral.patient or "" for case in cases], now.date())
    complaints = _complaints(desk.store, cases)
    people: dict[str, Person | None] = {}
    desks: dict[str, Folded | None] = {}

    def known(staff: str) -> Person | None:
        if staff not in people:
            people[staff] = person(desk.store, staff) if staff else None
        return people[staff]

    def sent_to(record: str) -> Folded | None:
        if record not in desks:
            desks[record] = records.folded(desk.store, record) if record else None
        return desks[record]

    return [_row(case, now, patients, complaints, known, sent_to) for case in cases]


def _row(
    case: Case,
    now: datetime,
    patients: dict[str, PatientRow],
    complaints: dict[tuple[str, str], str],
    known: Callable[[str], Person | None],
    sent_to: Callable[[str], Folded | None],
) -> CaseRow:
    fields, patient = case.referral.fields, case.referral.patient or ""
    urgency, reach = text(fields.get("urgency")), mapping(fields.get("reach"))
    to, doctor, answers = sent_to(text(fields.get("desk"))), known(_doctor(case)), case.answers
    return CaseRow(
        referral=case.referral.record,
        patient=patients.get(patient) or nobody(patient),
        complaint=complaints.get((patient, text(fields.get("visit"))), ""),
        desk=text(to.fields.get("name")) if to else "",
        speciality=text(fields.get("speciality")),
        urgency=urgency,
        receipt=case.receipt,
        doctor=doctor.name if doctor else "",
        last_word=case.receipt.question or (text(answers[-1].fields.get("text")) if answers else ""),
        overdue=overdue(case.receipt, urgency, now),
        doctor_hi=doctor.name_hi if doctor else "",
        reach=text(reach.get("how")),
        reach_when=text(reach.get("when")),
        contact=text(to.fields.get("contact")) if to else "",
        desk_hi=text(to.fields.get("name_hi")) if to else "",
    )


def _at_hub(store: Store, referrals: Sequence[str]) -> dict[str, str]:
    """When the hub is known to have each: a signed mark or an acknowledgement covers its first change."""
    first: dict[str, str] = {}
    for start in range(0, len(referrals), _AT_ONCE):
        some = referrals[start : start + _AT_ONCE]
        rows = store.rows(
            "SELECT record, id, min(clock || id) FROM journal"
            f" WHERE record IN ({', '.join('?' * len(some))}) GROUP BY record",
            some,
        )
        first.update((row["id"], row["record"]) for row in rows)
    return {first[change]: since for change, since in own_chain.at_hub_of(store, list(first)).items()}


def _doctor(case: Case) -> str:
    """Who answered last, else who asked or opened it last."""
    if case.answers:
        return case.answers[-1].author
    events = [e for e in case.parts.events if e.fields.get("event") in ("question", "opened")]
    return events[-1].author if events else ""


def _complaints(store: Store, cases: Sequence[Case]) -> dict[tuple[str, str], str]:
    """By patient and visit: so the visits' table is ordered."""
    found: dict[tuple[str, str], str] = {}
    patients = sorted({case.referral.patient or "" for case in cases})
    for start in range(0, len(patients), _AT_ONCE):
        some = patients[start : start + _AT_ONCE]
        rows = store.rows(
            f"SELECT patient, record, complaint FROM visits WHERE patient IN ({', '.join('?' * len(some))})", some
        )
        found.update(((row["patient"], row["record"]), text(row["complaint"])) for row in rows)
    return found
