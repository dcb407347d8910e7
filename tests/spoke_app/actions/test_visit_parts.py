"""What else a visit writes in its one transaction: a screening, a minor's adult; and what its form stands on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from care_record.ids import new_id
from spoke_app.actions.begin_visit import begin_visit
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.store import records
from tests.helpers.spoke import Spoke, patient_fields, refer, referral_form

SCREENING = {"form": "cbac", "answers": {"tobacco": "daily", "waist_cm": 91}, "score": 6}


def only(spoke: Spoke, patient: str, kind: str) -> dict[str, Any]:
    [found] = records.of_patient(spoke.store, patient, kind)
    return found.fields


def test_a_screening_is_a_record_of_its_own_at_the_visits_time(spoke: Spoke, patient: str) -> None:
    form = referral_form(spoke, patient)
    assert begin_visit(spoke.desk, patient).screened is None
    finish_visit(spoke.desk, replace(form, screening=SCREENING))
    fields = only(spoke, patient, "screening")
    assert (fields["score"], fields["answers"]["waist_cm"]) == (6, 91)
    assert fields["at"] == only(spoke, patient, "visit")["started"]
    screened = begin_visit(spoke.desk, patient).screened
    assert screened is not None and (screened.score, screened.day) == (6, spoke.clock().date())


def test_the_adult_of_a_minor_goes_into_the_record_with_the_visit(spoke: Spoke) -> None:
    age = {"value": 6, "unit": "years", "as_of": "2026-11-23"}
    child = register_patient(spoke.desk, patient_fields("Golu", age=age, gender="male"))[1]
    consent = {"given": "yes", "by": "guardian", "how": "spoken", "told_limits": True}
    form = referral_form(spoke, child, consent=consent)
    with pytest.raises(Refused):
        finish_visit(spoke.desk, form)
    half = replace(form, guardian={"name": "Savitri Devi", "relation": ""}, heads=open_patient(spoke.desk, child).heads)
    with pytest.raises(Refused) as caught:
        finish_visit(spoke.desk, half)
    assert ("guardian.relation", "required") in {(p.field, p.code) for p in caught.value.problems}
    assert only(spoke, child, "patient").get("guardian") is None, "refused: nothing of it was written"
    finish_visit(spoke.desk, replace(half, guardian={"name": "Savitri Devi", "relation": "mother"}))
    assert only(spoke, child, "patient")["guardian"] == {"name": "Savitri Devi", "relation": "mother"}
    assert only(spoke, child, "patient")["name"] == "Golu"
    assert open_patient(spoke.desk, child).open_cases == 1


def test_a_plain_visit_writes_no_more_than_before(spoke: Spoke, patient: str) -> None:
    before = spoke.store.value("SELECT count(*) FROM journal")
    fields = {"complaints": [{"id": "c1", "text": "Fever"}], "outcome": "treated"}
    finish_visit(spoke.desk, VisitForm(patient, spoke.clock(), fields=fields))
    assert spoke.store.value("SELECT count(*) FROM journal") == before + 1


@pytest.mark.parametrize("outcome", ["left", "cancelled"])
def test_a_visit_that_ends_without_treatment_says_why(spoke: Spoke, patient: str, outcome: str) -> None:
    form = VisitForm(patient, spoke.clock(), fields={"outcome": outcome})
    with pytest.raises(Refused) as caught:
        finish_visit(spoke.desk, form)
    assert [(p.field, p.code) for p in caught.value.problems] == [("outcome_reason", "required")]
    finish_visit(spoke.desk, replace(form, fields={"outcome": outcome, "outcome_reason": "Went to the market"}))
    assert only(spoke, patient, "visit")["outcome_reason"] == "Went to the market"


def test_what_was_given_yesterday_is_in_yesterdays_register(spoke: Spoke, patient: str) -> None:
    fields = {"complaints": [{"id": "c1", "text": "Fever"}]}
    treat = {"items": [{"generic": "PARACETAMOL", "quantity": 9, "unit": "tablet"}], "standing_order": "yes"}
    form = VisitForm(patient, spoke.clock() - timedelta(days=1), fields=fields, treat=treat)
    finish_visit(spoke.desk, form)
    assert only(spoke, patient, "dispense")["at"].startswith("2026-11-22")
    assert only(spoke, patient, "visit")["entered_late"] is True


def test_the_answered_case_is_where_a_follow_up_goes_first(spoke: Spoke, patient: str) -> None:
    assert begin_visit(spoke.desk, patient).answered is None
    first = refer(spoke, patient)
    refer(spoke, patient)
    assert begin_visit(spoke.desk, patient).answered is None, "asked is not answered"
    advice = {
        "referral": first,
        "text": "Rest.",
        "consent_confirmed": True,
        "signed": "2026-11-23T10:05:00.000+05:30",
    }
    told = spoke.hub.line("advice", advice, now=spoke.clock(), patient=patient, author=spoke.doctor)
    spoke.receive(told)
    answered = begin_visit(spoke.desk, patient).answered
    assert answered is not None
    assert (answered.referral, answered.desk, answered.speciality) == (first, spoke.desk_id, "general")
    assert (answered.doctor, answered.day.isoformat()) == ("Dr Meera Sinha", "2026-11-23")


def test_who_may_witness_works_here_and_whoever_is_signed_in_comes_first(spoke: Spoke, patient: str) -> None:
    gone = {"id": spoke.facility, "from": "2020-01-01", "to": "2021-01-01"}
    people = [
        ("Anita Kumari", [spoke.facility], True),
        ("Gone Kumari", [gone], True),
        ("Elsewhere", [new_id()], True),
        ("No More", [spoke.facility], False),
    ]
    lines = [
        spoke.hub.line("staff", {"name": name, "role": "anm", "posts": posts, "active": active}, now=spoke.clock())
        for name, posts, active in people
    ]
    spoke.receive(*lines)
    assert [one.name for one in begin_visit(spoke.desk, patient).witnesses] == ["Asha Devi", "Anita Kumari"]


@pytest.mark.parametrize(
    ("days_back", "fields", "done"),
    [
        (0, {"outcome": "treated"}, True),
        (1, {"outcome": "treated"}, False),
        (0, {"outcome": "left", "outcome_reason": "Long queue"}, False),
        (0, {"outcome": "cancelled", "outcome_reason": "Wrong patient"}, False),
    ],
)
def test_only_a_visit_of_the_day_or_later_that_was_one_fulfils_a_follow_up(
    spoke: Spoke, patient: str, days_back: int, fields: dict[str, Any], done: bool
) -> None:
    complaint = {"complaints": [{"id": "c1", "text": "Fever"}]}
    due = {"due": "2026-11-25", "reason": "Fever gone?"}
    first = VisitForm(patient, spoke.clock(), fields={**complaint, "outcome": "treated"}, follow_up=due)
    finish_visit(spoke.desk, first)
    spoke.clock.forward(days=2)
    started = spoke.clock() - timedelta(days=days_back)
    finish_visit(spoke.desk, VisitForm(patient, started, fields={**complaint, **fields}))
    assert bool(only(spoke, patient, "follow_up").get("done")) is done


def test_what_was_due_is_said(spoke: Spoke, patient: str) -> None:
    form = VisitForm(
        patient,
        spoke.clock(),
        fields={"complaints": [{"id": "c1", "text": "Fever"}], "outcome": "treated"},
        follow_up={"due": "2026-11-25", "reason": "Fever gone?"},
    )
    finish_visit(spoke.desk, form)
    assert begin_visit(spoke.desk, patient).due == ""
    spoke.clock.forward(days=2)
    assert begin_visit(spoke.desk, patient).due == "Fever gone?"
