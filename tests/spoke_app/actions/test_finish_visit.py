"""Finishing a visit: all that came of it in one transaction, or nothing and the fields to correct."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from care_record.ids import new_id
from spoke_app.actions.drafts import open_drafts, save_draft
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.store import records
from tests.helpers.spoke import Spoke, patient_fields, referral_form

FEVER = {"complaints": [{"id": "c1", "text": "Fever", "code": "fever", "duration": {"value": 3, "unit": "days"}}]}


def problems(spoke: Spoke, form: VisitForm) -> dict[str, str]:
    before = spoke.store.value("SELECT count(*) FROM journal")
    with pytest.raises(Refused) as caught:
        finish_visit(spoke.desk, form)
    assert spoke.store.value("SELECT count(*) FROM journal") == before
    return {problem.field: problem.code for problem in caught.value.problems}


def kinds(spoke: Spoke, patient: str) -> list[str]:
    return sorted(row["kind"] for row in spoke.store.rows("SELECT kind FROM records WHERE patient = ?", (patient,)))


def test_treated_here(spoke: Spoke, patient: str) -> None:
    draft = save_draft(spoke.desk, "visit", None, patient, "Sunita", "note", {})
    form = VisitForm(
        patient,
        spoke.clock(),
        fields={**FEVER, "vitals": {"temperature_f": 101.2}, "danger_signs": []},
        note="Malaria test negative.",
        treat={"items": [{"generic": "PARACETAMOL", "quantity": 10, "unit": "tablet"}], "standing_order": "yes"},
        follow_up={"due": "2026-11-26", "reason": ""},
    )
    changed, visit = finish_visit(spoke.desk, form, draft.id)
    assert kinds(spoke, patient) == ["dispense", "follow_up", "note", "patient", "visit"]
    assert changed.kinds == {"dispense", "follow_up", "note", "visit", "draft"}
    assert {patient, visit} <= changed.ids
    assert open_drafts(spoke.desk) == ()
    found = records.folded(spoke.store, visit)
    assert found is not None
    assert found.fields["outcome"] == "treated"
    assert found.fields["danger_signs"] == []
    assert "entered_late" not in found.fields
    [note] = records.of_patient(spoke.store, patient, "note")
    assert "signed" not in note.fields
    [due] = records.of_patient(spoke.store, patient, "follow_up")
    assert due.fields["reason"] == "Fever"
    assert all(
        records.flagged(spoke.store, row["record"]) == [] for row in spoke.store.rows("SELECT record FROM records")
    )


def test_referred(spoke: Spoke, patient: str) -> None:
    _, visit = finish_visit(spoke.desk, referral_form(spoke, patient))
    [referral] = records.of_patient(spoke.store, patient, "referral")
    assert referral.fields["visit"] == visit
    assert referral.fields["consent"]["witness"] == spoke.desk.staff.id
    assert referral.fields["consent"]["at"].startswith("2026-11-23T10:00")
    [note] = records.of_patient(spoke.store, patient, "note")
    assert note.fields["signed"].startswith("2026-11-23T10:00")
    [row] = open_patient(spoke.desk, patient).visits
    assert (row.title, row.outcome, [flag.code for flag in row.flags]) == ("Fever", "referred", ["fever"])
    assert open_patient(spoke.desk, patient).open_cases == 1


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"consent": None}, {"referral.consent": "required"}),
        ({"consent": {"given": "no"}}, {"referral.consent.given": "not-in-list"}),
        ({"question": "  "}, {"referral.question": "required"}),
        ({"desk": ""}, {"referral.desk": "required"}),
        ({"desk": new_id()}, {"referral.desk": "not-in-list"}),
        ({"speciality": "cardiology"}, {"referral.speciality": "not-in-list"}),
        ({"urgency": "now"}, {"referral.urgency": "not-in-list"}),
        ({"reach": {}}, {"referral.reach": "required"}),
    ],
)
def test_a_referral_that_lacks_something(
    spoke: Spoke, patient: str, more: dict[str, Any], wanted: dict[str, str]
) -> None:
    assert wanted.items() <= problems(spoke, referral_form(spoke, patient, **more)).items()


def test_consent_is_all_of_given_by_how_and_limits(spoke: Spoke, patient: str) -> None:
    found = problems(spoke, referral_form(spoke, patient, consent={"given": "yes", "told_limits": False}))
    assert found == {
        "referral.consent.by": "required",
        "referral.consent.how": "required",
        "referral.consent.told_limits": "not-in-list",
    }


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"vitals": {"pulse": 880}}, {"vitals.pulse": "impossible"}),
        ({"vitals": {"temperature_f": 37}}, {"vitals.temperature_f": "impossible"}),
        ({"vitals": {"bp_systolic": 80, "bp_diastolic": 120}}, {"vitals.bp_diastolic": "pressure-order"}),
        ({"vitals": {"spo2": "good"}}, {"vitals.spo2": "wrong-type"}),
        ({"outcome": ""}, {"outcome": "required"}),
        ({"outcome": "cured"}, {"outcome": "not-in-list"}),
        ({"outcome": "referred"}, {"referral.desk": "required"}),
        ({"outcome": "cancelled"}, {"outcome_reason": "required"}),
        ({"complaints": []}, {"complaints": "required"}),
    ],
)
def test_a_visit_that_makes_no_sense(
    spoke: Spoke, patient: str, fields: dict[str, Any], wanted: dict[str, str]
) -> None:
    form = VisitForm(patient, spoke.clock(), fields={**FEVER, "outcome": "treated", **fields})
    assert problems(spoke, form) == wanted


def test_impossible_and_abnormal_are_two_things(spoke: Spoke, patient: str) -> None:
    form = VisitForm(
        patient, spoke.clock(), fields={**FEVER, "outcome": "treated", "vitals": {"pulse": 190, "spo2": 60}}
    )
    finish_visit(spoke.desk, form)
    [row] = open_patient(spoke.desk, patient).visits
    assert {flag.code for flag in row.flags} == {"pulse_high", "spo2_critical"}


@pytest.mark.parametrize(("hours", "late"), [(3.9, False), (4.1, True), (100, True)])
def test_entered_late_is_computed(spoke: Spoke, patient: str, hours: float, late: bool) -> None:
    started = spoke.clock() - timedelta(hours=hours)
    _, visit = finish_visit(spoke.desk, VisitForm(patient, started, fields={**FEVER, "outcome": "treated"}))
    found = records.folded(spoke.store, visit)
    assert found is not None
    assert found.fields.get("entered_late", False) is late


def test_no_visit_in_the_future_no_follow_up_in_the_past(spoke: Spoke, patient: str) -> None:
    form = VisitForm(patient, spoke.clock() + timedelta(hours=1), fields={**FEVER, "outcome": "treated"},
                     follow_up={"due": "2026-11-01", "reason": "x"})  # fmt: skip
    assert problems(spoke, form) == {"started": "in-future", "follow_up.due": "in-past"}


def child(spoke: Spoke, **more: Any) -> str:
    age = {"value": 6, "unit": "years", "as_of": "2026-11-23"}
    return register_patient(spoke.desk, patient_fields("Chhoti Kumari", age=age, **more))[1]


def test_a_minor_needs_an_identified_adult_who_consents(spoke: Spoke) -> None:
    alone = child(spoke)
    assert problems(spoke, referral_form(spoke, alone)) == {
        "referral.consent.guardian": "required",
        "referral.consent.by": "guardian-needed",
    }
    consent = {"given": "yes", "by": "guardian", "how": "spoken", "told_limits": True}
    assert problems(spoke, referral_form(spoke, alone, consent=consent)) == {"referral.consent.guardian": "required"}
    for known in ({"guardian": {"name": "Rina Devi", "relation": "mother"}},
                  {"relative_name": "Ram", "relation": "father"}):  # fmt: skip
        finish_visit(spoke.desk, referral_form(spoke, child(spoke, **known), consent=consent))


def test_what_was_due_is_done_by_coming(spoke: Spoke, patient: str) -> None:
    form = VisitForm(patient, spoke.clock(), fields={**FEVER, "outcome": "treated"},
                     follow_up={"due": "2026-11-25", "reason": "BP"})  # fmt: skip
    finish_visit(spoke.desk, form)
    spoke.clock.forward(days=2)
    _, visit = finish_visit(spoke.desk, replace(form, started=spoke.clock(), follow_up=None))
    [due] = records.of_patient(spoke.store, patient, "follow_up")
    assert due.fields["done"] == visit


def test_aadhaar_numbers_are_masked_wherever_they_stand(spoke: Spoke, patient: str) -> None:
    form = referral_form(spoke, patient, question="She showed 2341 2341 2346")
    fields = {**form.fields, "history": {"past": "card 234123412346"}}
    changed, _ = finish_visit(spoke.desk, replace(form, fields=fields, note="No 2341-2341-2346."))
    assert changed.masked == {"question", "history", "text"}
    whole = b"".join(bytes(row["line"]) for row in spoke.store.rows("SELECT line FROM journal"))
    assert b"2341 2341" not in whole
    assert b"23412341" not in whole
    assert b"2341-2341" not in whole


def test_a_signed_note_needs_words(spoke: Spoke, patient: str) -> None:
    form = VisitForm(
        patient,
        spoke.clock(),
        fields={**FEVER, "outcome": "left", "outcome_reason": "Could not wait"},
        note=" ",
        sign_note=True,
    )
    assert problems(spoke, form) == {"note": "required"}


def test_a_patient_who_is_not_known(spoke: Spoke) -> None:
    assert problems(spoke, VisitForm(new_id(), spoke.clock())) == {"patient": "unknown"}
