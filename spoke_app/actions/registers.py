"""The centre's registers of a month: visits (OPD), those sent to a doctor, medicines given, follow-ups due.

Each is read by the days of the month over an index, so that ten years of visits cost no more than one. Nothing is kept
for it: a register is a way of reading the record, and what was corrected in the record is right in the register too.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from care_record.fold import Folded
from care_record.ids import new_id
from care_record.rules.age import DAYS_IN, age_days, as_date
from spoke_app.actions.desk import Desk
from spoke_app.actions.finish_visit import LATE
from spoke_app.actions.patient_rows import local_time, patient_row, person
from spoke_app.actions.register_rows import (
    AnyLine,
    CaseInBrief,
    Coded,
    FollowUpLine,
    MedicineLine,
    Register,
    RegisterView,
    VisitLine,
)
from spoke_app.actions.views import PatientRow, Person
from spoke_app.store import own_chain, records
from spoke_app.store.database import Store
from spoke_app.store.values import entries, text

FIVE_YEARS = 5 * DAYS_IN["years"]
FURTHEST = timedelta(days=2 * 366)
"""How far ahead follow-ups are looked through: a year typed wrong makes no list of a thousand months."""
_OLDEST = "1970-01-01"
_MOST = 1e9
"""What nobody ever gave out: only a faulty peer writes so much."""
_fields = msgspec.json.Decoder(dict[str, Any])

_PERSON = "p.*, p.record AS known"
# CROSS JOIN keeps the order: from the days of the month to what belongs to them, never through a whole table.
_VISITS = f"""SELECT {_PERSON}, v.record AS line, v.patient, v.started, v.day, v.outcome, v.complaint, r.fields,
 NOT EXISTS(SELECT 1 FROM visits e WHERE e.patient = v.patient AND e.started_ms < v.started_ms)
 AND NOT EXISTS(SELECT 1 FROM joined o, visits e WHERE e.patient IN (o.record, o.root) AND e.started_ms < v.started_ms
  AND o.root = coalesce((SELECT m.root FROM joined m WHERE m.record = v.patient), v.patient)) AS first
 FROM visits v CROSS JOIN records r ON r.record = v.record LEFT JOIN patients p ON p.record = v.patient
 WHERE v.day BETWEEN ? AND ? {{which}} ORDER BY v.started_ms, v.record"""
_ALL = _VISITS.format(which="")
_REFERRED = _VISITS.format(which="AND EXISTS(SELECT 1 FROM cases c WHERE c.visit = v.record)")
_CASES = """SELECT c.referral, c.patient, c.visit, c.state FROM visits v CROSS JOIN cases c ON c.visit = v.record
 WHERE v.day BETWEEN ? AND ? ORDER BY c.referral"""
_DISPENSE_DAY = "substr(json_extract(r.fields, '$.at'), 1, 10)"
_MEDICINES = f"""SELECT {_PERSON}, r.record AS line, r.patient, r.fields, r.created_at AS saved_at,
 (SELECT json_extract(s.fields, '$.number') FROM records s
  WHERE s.record = json_extract(r.fields, '$.prescription')) AS prescription_number
 FROM records r LEFT JOIN patients p ON p.record = r.patient
 WHERE r.kind = 'dispense' AND {_DISPENSE_DAY} BETWEEN ? AND ? ORDER BY json_extract(r.fields, '$.at'), r.record"""
_FOLLOW_UP = f"""SELECT {_PERSON}, f.record AS line, f.patient, f.due, f.reason, f.done,
 (SELECT v.day FROM visits v WHERE v.patient = f.patient AND v.record = f.done) AS came
 FROM follow_ups f LEFT JOIN patients p ON p.record = f.patient"""
_FOLLOW_UPS = f"""{_FOLLOW_UP} WHERE f.done = '' AND f.due BETWEEN ?1 AND ?2
 UNION ALL {_FOLLOW_UP} WHERE f.done != '' AND f.due BETWEEN ?1 AND ?2 ORDER BY due, line"""

_A_VISIT = "SELECT v.day FROM visits v WHERE v.day BETWEEN ? AND ?"
# Ids are in the order of time: from the last case that was written before that moment.
_A_CASE = """SELECT v.day FROM cases c CROSS JOIN visits v ON v.patient = c.patient AND v.record = c.visit
 WHERE c.referral < ? AND v.day < ? ORDER BY c.referral DESC LIMIT 1"""
_A_DISPENSE = f"SELECT {_DISPENSE_DAY} AS day FROM records r WHERE r.kind = 'dispense' AND day BETWEEN ? AND ?"
_DUE = "SELECT due AS day FROM follow_ups WHERE done = '' AND due BETWEEN ? AND ?"
_CAME = "SELECT due AS day FROM follow_ups WHERE done != '' AND due BETWEEN ? AND ?"
_DAYS: Mapping[Register, tuple[str, ...]] = {
    "opd": (_A_VISIT,),
    "telemedicine": (_A_VISIT,),
    "medicines": (_A_DISPENSE,),
    "follow_ups": (_DUE, _CAME),
}


def read_register(desk: Desk, register: Register, day: date) -> RegisterView:
    """The register of the month in which `day` lies."""
    desk.require("see", "visit")
    month, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
    lines = _READ[register](desk, month, last)
    this_month = desk.now().date().replace(day=1)
    until = (this_month + FURTHEST).isoformat()
    earliest = _day_at_end(desk.store, register, _OLDEST, until, "ASC") or this_month
    latest = _day_at_end(desk.store, register, _OLDEST, until, "DESC") or this_month
    return RegisterView(
        register=register,
        month=month,
        lines=tuple(lines),
        first_month=min(earliest, this_month).replace(day=1),
        last_month=max(latest, this_month).replace(day=1) if register == "follow_ups" else this_month,
        before=None if lines else _last_before(desk, register, month),
    )


def _last_before(desk: Desk, register: Register, month: date) -> date | None:
    if register == "telemedicine":
        began = datetime.combine(month, time(), desk.now().tzinfo)
        bound = new_id(round(began.timestamp() * 1000))
        return as_date(desk.store.value(_A_CASE, (bound, month.isoformat())))
    yesterday = (month - timedelta(days=1)).isoformat()
    return _day_at_end(desk.store, register, _OLDEST, yesterday, "DESC")


def _day_at_end(store: Store, register: Register, first: str, last: str, order: str) -> date | None:
    """The earliest (`ASC`) or latest (`DESC`) day between these that has an entry: one step in an index each."""
    found = [store.value(f"{sql} ORDER BY 1 {order} LIMIT 1", (first, last)) for sql in _DAYS[register]]
    days = [day for day in map(as_date, found) if day is not None]
    if not days:
        return None
    return min(days) if order == "ASC" else max(days)


def _opd(desk: Desk, first: date, last: date) -> list[AnyLine]:
    days = (first.isoformat(), last.isoformat())
    cases = {case.visit: case.brief for case in reversed(_cases(desk, days))}
    return list(_visit_lines(desk, _ALL, days, lambda visit: [cases.get(visit)]))


def _telemedicine(desk: Desk, first: date, last: date) -> list[AnyLine]:
    days = (first.isoformat(), last.isoformat())
    cases: dict[str, list[CaseInBrief | None]] = {}
    for case in _cases(desk, days):
        cases.setdefault(case.visit, []).append(case.brief)
    return list(_visit_lines(desk, _REFERRED, days, lambda visit: cases.get(visit, [])))


def _visit_lines(
    desk: Desk, visits: str, days: tuple[str, str], cases: Callable[[str], Iterable[CaseInBrief | None]]
) -> Iterable[VisitLine]:
    """The month's visits that the query `visits` gives, one line for each of the cases that `cases` gives for it."""
    number, now = 0, desk.now()
    for row in desk.store.rows(visits, days):
        day = as_date(row["day"])
        if day is None:
            continue
        fields = _fields.decode(row["fields"])
        patient, child = _patient(row, day)
        for case in cases(row["line"]):
            number += 1
            yield VisitLine(
                id=row["line"],
                number=number,
                day=day,
                at=local_time(row["started"], now),
                patient=patient,
                child=child,
                late=fields.get("entered_late") is True,
                complaints=_coded(fields.get("complaints"), "code") or (("", row["complaint"]),),
                diagnoses=_coded(fields.get("provisional"), "icd10"),
                reason=text(fields.get("reason")),
                outcome=row["outcome"],
                first=bool(row["first"]),
                case=case,
            )


def _medicines(desk: Desk, first: date, last: date) -> list[AnyLine]:
    found: list[AnyLine] = []
    now = desk.now()
    for row in desk.store.rows(_MEDICINES, (first.isoformat(), last.isoformat())):
        fields = _fields.decode(row["fields"])
        written = text(fields.get("at"))
        day, at = as_date(written[:10]), local_time(written, now)
        if day is None:
            continue
        patient, child = _patient(row, day)
        saved = local_time(row["saved_at"], now)
        for item in entries(fields.get("items")):
            found.append(
                MedicineLine(
                    id=row["line"],
                    number=len(found) + 1,
                    day=day,
                    at=at,
                    patient=patient,
                    child=child,
                    late=at is not None and saved is not None and saved - at > LATE,
                    generic=text(item.get("generic")),
                    strength=text(item.get("strength")),
                    form=text(item.get("form")),
                    quantity=_amount(item.get("quantity")),
                    unit=text(item.get("unit")),
                    standing_order=fields.get("standing_order") == "yes",
                    prescription=text(row["prescription_number"]),
                )
            )
    return found


def _follow_ups(desk: Desk, first: date, last: date) -> list[AnyLine]:
    found: list[AnyLine] = []
    for row in desk.store.rows(_FOLLOW_UPS, (first.isoformat(), last.isoformat())):
        due = as_date(row["due"])
        if due is None:
            continue
        patient, child = _patient(row, due)
        found.append(
            FollowUpLine(
                id=row["line"],
                number=len(found) + 1,
                day=due,
                at=None,
                patient=patient,
                child=child,
                late=False,
                reason=row["reason"],
                done=bool(row["done"]),
                came=as_date(row["came"]),
                closed=row["done"] == row["line"],
            )
        )
    return found


_READ: Mapping[Register, Callable[[Desk, date, date], list[AnyLine]]] = {
    "opd": _opd,
    "telemedicine": _telemedicine,
    "medicines": _medicines,
    "follow_ups": _follow_ups,
}


class _Case(msgspec.Struct, frozen=True):
    visit: str
    brief: CaseInBrief


def _cases(desk: Desk, days: tuple[str, str]) -> list[_Case]:
    """The cases of the month's visits, each visit's first one first."""
    rows = desk.store.rows(_CASES, days)
    referrals = records.several(desk.store, [row["referral"] for row in rows])
    parts = records.parts_of_cases(desk.store, {row["referral"]: row["patient"] for row in rows})
    there = _at_hub(desk.store, [row["referral"] for row in rows if row["state"] == "saved"])
    doctors: dict[str, Person | None] = {}
    found = []
    for row in rows:
        referral = referrals.get(row["referral"])
        if referral is None:
            continue
        mine = parts[row["referral"]]
        answers = sorted(
            (a for a in (*mine.advice, *mine.prescriptions) if text(a.fields.get("signed"))), key=lambda a: a.last_clock
        )
        who = answers[-1].author if answers else ""
        if who and who not in doctors:
            doctors[who] = person(desk.store, who)
        state = "at_hub" if row["referral"] in there else row["state"]
        found.append(_Case(row["visit"], _brief(desk, referral, state, answers, doctors.get(who))))
    return found


def _brief(desk: Desk, referral: Folded, state: str, answers: list[Folded], doctor: Person | None) -> CaseInBrief:
    now = desk.now()
    return CaseInBrief(
        referral=referral.record,
        state=state,
        speciality=text(referral.fields.get("speciality")),
        urgency=text(referral.fields.get("urgency")),
        sent=local_time(referral.created_at, now),
        answered=local_time(text(answers[0].fields.get("signed")), now) if answers else None,
        doctor=doctor,
    )


def _at_hub(store: Store, referrals: list[str]) -> set[str]:
    """Those of these that the hub is known to have: their first change is proved to be there."""
    first: dict[str, str] = {}
    for start in range(0, len(referrals), 200):
        some = referrals[start : start + 200]
        marks = ", ".join("?" * len(some))
        for row in store.rows(f"SELECT record, id FROM journal WHERE record IN ({marks}) ORDER BY clock, id", some):
            first.setdefault(row["record"], row["id"])
    there = own_chain.at_hub_of(store, list(first.values()))
    return {referral for referral, change in first.items() if change in there}


def _patient(row: Mapping[str, Any], day: date) -> tuple[PatientRow, bool]:
    """The patient as on that day, and whether that is a child under five."""
    if row["known"] is None:
        return PatientRow(row["patient"] or "", "", "", "", "", "", "", "", "", "", None), False
    # An age that was told later than that day was not another one a few days before.
    day = max(day, as_date(row["age_as_of"]) or day)
    told = {"value": row["age_value"], "unit": row["age_unit"], "as_of": row["age_as_of"]}
    days = age_days({"birth_date": row["birth_date"] or None, "age": told}, day)
    return patient_row({**row, "record": row["patient"]}, day), days is not None and days < FIVE_YEARS


def _coded(value: Any, code: str) -> tuple[Coded, ...]:
    pairs = ((text(entry.get(code)), text(entry.get("text"))) for entry in entries(value))
    return tuple(pair for pair in pairs if any(pair))


def _amount(value: Any) -> str:
    """A quantity as a person writes it: 10, not 10.0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text(value)
    return f"{value:g}" if abs(value) < _MOST else ""
