"""The centre's registers of a month over a real store: who stands in which, and what is counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from care_record.clock import time_text
from care_record.ids import new_id
from spoke_app.actions import registers
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.follow_ups import close_follow_up
from spoke_app.actions.join_patients import join_patients
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.register_rows import (
    REGISTERS,
    FollowUpLine,
    MedicineLine,
    Register,
    RegisterView,
    VisitLine,
    months_between,
    per_day,
    totals,
)
from spoke_app.actions.registers import read_register
from spoke_app.store import journal, projection
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Spoke, patient_fields, refer

NOVEMBER = date(2026, 11, 23)


def read(spoke: Spoke, register: Register = "opd", day: date = NOVEMBER) -> RegisterView:
    return read_register(spoke.desk, register, day)


def visit(spoke: Spoke, patient: str, *, before: timedelta = timedelta(), **more: Any) -> str:
    form: dict[str, Any] = {
        "fields": {"complaints": [{"id": "c1", "text": "Fever"}], "outcome": "left", "outcome_reason": "went home"},
        **more,
    }
    return str(finish_visit(spoke.desk, VisitForm(patient, spoke.clock() - before, **form))[1])


def treat(spoke: Spoke, patient: str, *items: dict[str, Any], **more: Any) -> str:
    return visit(
        spoke,
        patient,
        fields={"complaints": [{"id": "c1", "code": "fever", "text": "Fever"}]},
        treat={"items": list(items), "standing_order": "yes"},
        **more,
    )


def visits(view: RegisterView) -> list[VisitLine]:
    return [line for line in view.lines if isinstance(line, VisitLine)]


def test_a_months_visits_stand_in_the_order_in_which_they_took_place(spoke: Spoke, patient: str) -> None:
    spoke.clock.forward(hours=1)
    visit(spoke, patient)
    visit(spoke, patient, before=timedelta(days=2))
    visit(spoke, patient, before=timedelta(days=40))
    view = read(spoke)
    assert [(line.number, line.day.day, line.late, line.first) for line in visits(view)] == [
        (1, 21, True, False),
        (2, 23, False, False),
    ]
    october = read(spoke, day=date(2026, 10, 1))
    assert [(line.number, line.first) for line in visits(october)] == [(1, True)]
    assert (view.first_month, view.last_month, october.month) == (
        date(2026, 10, 1),
        date(2026, 11, 1),
        date(2026, 10, 1),
    )


def test_who_came_is_counted_by_gender_age_and_first_visit(spoke: Spoke, patient: str) -> None:
    told = [
        patient_fields("Ramesh Paswan", gender="male", age={"value": 54, "unit": "years", "as_of": "2026-11-23"}),
        patient_fields("Chhotu", gender="male", age={"value": 11, "unit": "months", "as_of": "2026-11-23"}),
        patient_fields("Mona", gender="other"),
    ]
    for person in [patient, patient, *(register_patient(spoke.desk, each)[1] for each in told)]:
        spoke.clock.forward(minutes=10)
        visit(spoke, person)
    cancelled = {"outcome": "cancelled", "outcome_reason": "the wrong patient"}
    spoke.clock.forward(minutes=10)
    visit(spoke, patient, fields=cancelled)
    counted = totals(read(spoke).lines)
    assert (counted.lines, counted.people, counted.women, counted.men, counted.other) == (6, 4, 3, 2, 1)
    assert (counted.children, counted.first, counted.cancelled, counted.late) == (1, 4, 1, 0)


def test_two_records_of_one_person_have_one_first_visit(spoke: Spoke, patient: str) -> None:
    other = register_patient(spoke.desk, patient_fields("Suneeta Devi"))[1]
    visit(spoke, patient)
    spoke.clock.forward(minutes=10)
    visit(spoke, other)
    assert [line.first for line in visits(read(spoke))] == [True, True]
    join_patients(spoke.desk, other, patient)
    assert [line.first for line in visits(read(spoke))] == [True, False]


def test_a_child_is_as_old_as_on_the_day_of_the_visit(spoke: Spoke) -> None:
    born = patient_fields("Guddi", birth_date="2021-11-20")
    del born["age"]
    child = register_patient(spoke.desk, born)[1]
    visit(spoke, child, before=timedelta(days=10))
    spoke.clock.forward(minutes=1)
    visit(spoke, child)
    assert [(line.patient.age, line.child) for line in read(spoke).lines] == [("4 years", True), ("5 years", False)]


def test_a_visit_sent_to_a_doctor_says_how_far_it_has_come_and_how_long_it_waited(spoke: Spoke, patient: str) -> None:
    visit(spoke, patient)
    referrals = []
    for minutes in (30, 110, 300):
        spoke.clock.forward(hours=1)
        referral = refer(spoke, patient)
        referrals.append(referral)
        advice = {
            "referral": referral,
            "text": "Fluids",
            "consent_confirmed": True,
            "signed": time_text(spoke.clock() + timedelta(minutes=minutes)),
        }
        line = spoke.hub.line("advice", advice, now=spoke.clock(), patient=patient, author=spoke.doctor)
        spoke.receive(line)
    spoke.clock.forward(hours=1)
    waiting = refer(spoke, patient)
    view = read(spoke, "telemedicine")
    cases = [line.case for line in visits(view)]
    assert [case.referral for case in cases if case] == [*referrals, waiting]
    assert [(case.state, case.speciality, case.doctor and case.doctor.name) for case in cases if case][2:] == [
        ("answered", "general", "Dr Meera Sinha"),
        ("saved", "general", None),
    ]
    counted = totals(view.lines)
    assert (counted.to_doctor, counted.answered, counted.usual_wait) == (4, 3, timedelta(minutes=110))
    opd = totals(read(spoke).lines)
    assert (opd.lines, opd.to_doctor, opd.usual_wait) == (5, 4, timedelta(minutes=110))


def test_what_the_hub_acknowledged_is_at_the_hub(spoke: Spoke, patient: str) -> None:
    refer(spoke, patient)
    store = spoke.store
    assert [line.case.state for line in visits(read(spoke)) if line.case] == ["saved"]
    last = store.value("SELECT max(n) FROM chain_lines")
    store.execute("UPDATE chains SET acked_n = ?, acked_at = ?", (last, time_text(spoke.clock())))
    assert [line.case.state for line in visits(read(spoke)) if line.case] == ["at_hub"]


def test_medicines_stand_on_the_day_on_which_they_were_given(spoke: Spoke, patient: str) -> None:
    paracetamol = {"generic": "PARACETAMOL", "strength": "500 mg", "form": "tablet", "quantity": 9, "unit": "tablet"}
    ors = {"generic": "ORS", "form": "sachet", "quantity": 2.0, "unit": "sachet"}
    treat(spoke, patient, paracetamol, ors)
    prescription = new_id()
    written = [
        NewChange("prescription", patient, {"number": "PAT-261020-ABCDEF"}, record=prescription),
        NewChange(
            "dispense",
            patient,
            {"prescription": prescription, "items": [{"id": "1", **paracetamol}], "at": "2026-10-31T16:00:00+05:30"},
        ),
    ]
    journal.write(spoke.store, written, author=spoke.desk.staff.id, now=spoke.clock())
    view = read(spoke, "medicines")
    lines = [line for line in view.lines if isinstance(line, MedicineLine)]
    assert [(e.number, e.generic, e.quantity, e.unit, e.standing_order, e.prescription, e.late) for e in lines] == [
        (1, "PARACETAMOL", "9", "tablet", True, "", False),
        (2, "ORS", "2", "sachet", True, "", False),
    ]
    counted = totals(lines)
    assert (counted.lines, counted.people, counted.women, counted.medicines) == (2, 1, 1, 2)
    [given] = [line for line in read(spoke, "medicines", date(2026, 10, 5)).lines if isinstance(line, MedicineLine)]
    assert (given.prescription, given.standing_order, given.late, given.day.day) == (
        "PAT-261020-ABCDEF",
        False,
        True,
        31,
    )


def test_follow_ups_stand_on_the_day_on_which_they_are_due_and_say_who_came(spoke: Spoke, patient: str) -> None:
    visit(spoke, patient, follow_up={"due": "2026-11-24", "reason": "BP again"})
    visit(spoke, patient, follow_up={"due": "2026-12-03", "reason": "Weight"})
    spoke.clock.forward(days=2)
    treat(spoke, patient, {"generic": "PARACETAMOL", "quantity": 6})
    november, december = read(spoke, "follow_ups"), read(spoke, "follow_ups", date(2026, 12, 1))
    both = [line for line in (*november.lines, *december.lines) if isinstance(line, FollowUpLine)]
    assert [(line.day.isoformat(), line.reason, line.done, line.came) for line in both] == [
        ("2026-11-24", "BP again", True, date(2026, 11, 25)),
        ("2026-12-03", "Weight", False, None),
    ]
    visit(spoke, patient, follow_up={"due": "2206-12-03", "reason": "a year typed wrong"})
    assert read(spoke, "follow_ups").last_month == date(2026, 12, 1)
    assert (november.last_month, totals(november.lines).came) == (date(2026, 12, 1), 1)
    assert totals(december.lines).to_come == 1
    close_follow_up(spoke.desk, december.lines[0].id, "done by phone")
    [closed] = read(spoke, "follow_ups", date(2026, 12, 1)).lines
    assert isinstance(closed, FollowUpLine) and closed.closed and closed.reason == "Weight (done by phone)"
    assert (totals([closed]).came, totals([closed]).to_come) == (0, 0)


@pytest.mark.parametrize("register", REGISTERS)
def test_an_empty_month_says_when_there_was_something(spoke: Spoke, patient: str, register: Register) -> None:
    empty = read(spoke, register)
    assert (empty.lines, empty.before, empty.first_month) == ((), None, date(2026, 11, 1))
    item = {"generic": "ORS", "form": "sachet", "quantity": 2, "unit": "sachet"}
    treat(spoke, patient, item, follow_up={"due": "2026-11-23", "reason": "again"})
    refer(spoke, patient)
    assert read(spoke, register).before is None
    assert read(spoke, register, date(2027, 2, 1)).before == date(2026, 11, 23)


def test_a_patient_whose_record_has_not_come_and_values_of_a_wrong_type_break_no_register(spoke: Spoke) -> None:
    stranger = new_id()
    spoke.receive(
        spoke.hub.line(
            "visit",
            {"started": "2026-11-20T10:00:00+05:30", "mode": "spoke", "complaints": "x", "provisional": [3]},
            now=spoke.clock(),
            patient=stranger,
        ),
        spoke.hub.line("visit", {"started": "2026-11-ab", "mode": "spoke"}, now=spoke.clock(), patient=stranger),
        spoke.hub.line("dispense", {"items": 4, "at": 5}, now=spoke.clock(), patient=stranger),
        spoke.hub.line(
            "dispense",
            {"items": [4, {"generic": 1, "quantity": "two"}], "at": "2026-11-20"},
            now=spoke.clock(),
            patient=stranger,
        ),
        spoke.hub.line("follow_up", {"due": "2026-11-2", "reason": 4}, now=spoke.clock(), patient=stranger),
    )
    assert [(line.id != "", line.patient.name) for line in read(spoke).lines] == [(True, "")]
    assert [line.quantity for line in read(spoke, "medicines").lines if isinstance(line, MedicineLine)] == ["two"]
    assert read(spoke, "follow_ups").lines == ()


def test_a_rebuilt_projection_gives_the_same_registers(spoke: Spoke, patient: str) -> None:
    treat(spoke, patient, {"generic": "ORS", "form": "sachet", "quantity": 2, "unit": "sachet"})
    refer(spoke, patient)
    before = [read(spoke, register) for register in REGISTERS]
    with spoke.store.transaction():
        projection.clear(spoke.store)
    assert [read(spoke, register).lines for register in REGISTERS] == [(), (), (), ()]
    journal.rebuild(spoke.store)
    assert [read(spoke, register) for register in REGISTERS] == before


def test_no_register_reads_through_a_whole_table(spoke: Spoke) -> None:
    queries = [registers._ALL, registers._REFERRED, registers._CASES, registers._MEDICINES, registers._FOLLOW_UPS]
    queries += [f"{sql} ORDER BY 1 DESC LIMIT 1" for steps in registers._DAYS.values() for sql in steps]
    for sql in queries:
        plan = [row["detail"] for row in spoke.store.rows(f"EXPLAIN QUERY PLAN {sql}", ("2026-11-01", "2026-11-30"))]
        assert not [step for step in plan if step.startswith("SCAN")], (sql, plan)
        assert [step for step in plan if ">? AND" in step and "<?" in step], (sql, plan)
    plan = [row["detail"] for row in spoke.store.rows(f"EXPLAIN QUERY PLAN {registers._A_CASE}", ("", ""))]
    assert plan[0].startswith("SEARCH c USING PRIMARY KEY (referral<?)") and len(plan) == 2, plan


def test_days_and_months_are_counted(spoke: Spoke, patient: str) -> None:
    visit(spoke, patient)
    visit(spoke, patient, before=timedelta(days=3))
    assert [(n, count) for n, count in enumerate(per_day(read(spoke).lines, 30), start=1) if count] == [
        (20, 1),
        (23, 1),
    ]
    assert months_between(date(2025, 12, 1), date(2026, 2, 1)) == [
        date(2026, 2, 1),
        date(2026, 1, 1),
        date(2025, 12, 1),
    ]
