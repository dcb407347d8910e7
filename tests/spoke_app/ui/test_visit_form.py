"""The visit form without widgets: two tiers of vitals, history brought forward, what goes to the action."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from care_record.rules.problem import Problem
from spoke_app.ui.models import visit_form
from spoke_app.ui.models.vital_signs import About, pregnancy_weeks, proposed_urgency, to_vitals, vital_notes
from spoke_app.ui.visit.words import field_word, note_sentence

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 11, 52, tzinfo=UTC)
WOMAN = About({"gender": "female", "age": {"value": 24, "unit": "years", "as_of": "2026-11-01"}}, TODAY)
CHILD = About({"gender": "male", "birth_date": "2026-02-01"}, TODAY)


def typed(**values: Any) -> dict[str, Any]:
    return {**visit_form.empty_values(), **values}


def test_impossible_is_refused_with_its_range() -> None:
    note = vital_notes(typed(weight_kg="615"), WOMAN, {})["weight_kg"]
    assert (note.tone, note.code, note.detail) == ("error", "impossible", ("0.3", "300", "kg"))
    assert "weight_kg" not in to_vitals(typed(weight_kg="615"), WOMAN)


def test_critical_and_abnormal_are_taken_and_flagged() -> None:
    values = typed(bp_systolic="168", bp_diastolic="112", haemoglobin_g_dl="9.2", pregnant="yes")
    notes = vital_notes(values, WOMAN, {})
    assert notes["bp_systolic"].tone == notes["bp_diastolic"].tone == "critical"
    assert notes["bp_systolic"].code == "bp_critical_pregnancy"
    assert (notes["haemoglobin_g_dl"].tone, notes["haemoglobin_g_dl"].code) == ("abnormal", "hb_low_pregnancy")
    assert proposed_urgency(values, WOMAN) == "emergency"
    assert to_vitals(values, WOMAN)["bp_systolic"] == 168


def test_a_temperature_in_celsius_is_understood_and_stored_in_fahrenheit() -> None:
    assert to_vitals(typed(temperature_f="37"), WOMAN)["temperature_f"] == 98.6
    assert vital_notes(typed(temperature_f="37"), WOMAN, {})["temperature_f"].code == "fahrenheit"
    assert vital_notes(typed(temperature_f="98.6"), WOMAN, {})["temperature_f"].detail == ("37.0",)
    assert vital_notes(typed(temperature_f="60"), WOMAN, {})["temperature_f"].code == "impossible"


def test_lower_pressure_must_be_the_lower() -> None:
    notes = vital_notes(typed(bp_systolic="80", bp_diastolic="120"), WOMAN, {})
    assert notes["bp_diastolic"].code == "pressure_order"
    assert to_vitals(typed(bp_systolic="80", bp_diastolic="120"), WOMAN) == {}, "no red flag out of a slip"


def test_hints_bmi_and_last_time() -> None:
    notes = vital_notes(typed(weight_kg="61.5", height_cm="152"), WOMAN, {"weight_kg": 58.9, "pulse": 88})
    assert notes["height_cm"].detail == ("26.6", "obese")
    assert notes["weight_kg"].detail == ("58.9",)
    assert notes["pulse"].code == "last_time"
    before = {"bp_systolic": 132, "bp_diastolic": 84}
    assert vital_notes(typed(), WOMAN, before)["bp_systolic"].detail == ("132/84",)


def test_sugar_meter_words() -> None:
    assert to_vitals(typed(sugar_mg_dl="hi"), WOMAN) == {"sugar_mg_dl": "HI", "sugar_kind": "random"}


def test_weeks_of_pregnancy_follow_from_the_last_period() -> None:
    values = typed(pregnant="yes", lmp="13/4/2026")
    assert pregnancy_weeks(values, WOMAN) == 32
    assert to_vitals(values, WOMAN) == {"pregnant": "yes", "lmp": "2026-04-13"}
    assert to_vitals(values, CHILD) == {}, "never asked of a boy"


def test_fast_breathing_by_age() -> None:
    assert vital_notes(typed(respiratory_rate="54"), CHILD, {})["respiratory_rate"].code == "fast_breathing"
    assert CHILD.wants_muac and not CHILD.wants_waist


def test_history_counts_once_confirmed_or_written() -> None:
    values = visit_form.bring_forward(typed(), {"past": "Asthma", "tobacco": "never", "unknown": "x"})
    assert visit_form.history_of(values) == {}
    values["history_tobacco"] = "now and then"
    assert visit_form.history_of(values) == {"tobacco": "now and then"}
    values["history_confirmed"] = True
    assert visit_form.history_of(values) == {"past": "Asthma", "tobacco": "now and then"}


def test_parts_show_their_state() -> None:
    values = typed(complaint=[{"id": "1", "text": "Fever"}], temperature_f="101", danger_signs=["convulsions"])
    states = visit_form.part_states(values, WOMAN, {})
    assert states["complaint"] == "done" and states["vitals"] == "abnormal"
    assert states["danger"] == "critical" and states["history"] == "empty"
    assert visit_form.part_states(typed(pulse="9"), WOMAN, {})["vitals"] == "error"


def test_a_referral_carries_consent_with_witness_and_time() -> None:
    values = typed(
        complaint=[{"id": "1", "text": "Headache"}],
        outcome="referred",
        desk="desk-1|gynaecology",
        urgency="emergency",
        question=" Which first dose? ",
        consent=True,
        consent_at="2026-11-23T11:50:00+05:30",
        reach_how="phone",
        follow_up="2 weeks",
        danger_none=True,
    )
    form = visit_form.to_visit_form(values, "p", WOMAN, "staff-1", NOW)
    assert form.refer is not None and form.treat is None
    assert form.refer["desk"] == "desk-1" and form.refer["speciality"] == "gynaecology"
    assert form.refer["question"] == "Which first dose?"
    assert form.refer["consent"] == {
        "given": "yes",
        "by": "patient",
        "how": "spoken",
        "told_limits": True,
        "witness": "staff-1",
        "at": "2026-11-23T11:50:00+05:30",
    }
    assert form.refer["reach"] == {"how": "phone"}
    assert form.follow_up == {"due": "2026-12-07", "reason": ""}
    assert form.fields["danger_signs"] == [] and "examination" not in form.fields


def test_treatment_keeps_whole_quantities() -> None:
    medicine = {"id": "1", "generic": "PARACETAMOL", "form": "tablet", "strength": "500 mg", "unit": "tablet"}
    values = typed(outcome="treated", medicines=[{**medicine, "quantity": "१०"}])
    form = visit_form.to_visit_form(values, "p", WOMAN, "s", NOW)
    assert form.treat == {"items": [{**medicine, "quantity": 10}], "standing_order": "yes"}
    values["medicines"][0]["quantity"] = "some"
    assert [note.code for note in visit_form.unreadable(values, WOMAN, {}, NOW)] == ["quantity"]


def test_an_aadhaar_number_never_reaches_the_record() -> None:
    values = typed(note="Card 2341 2341 2346 seen", outcome="treated")
    form = visit_form.to_visit_form(values, "p", WOMAN, "s", NOW)
    assert "2341 2341" not in form.note and "2346" in form.note


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("vitals.pulse", "pulse"),
        ("complaints", "complaint"),
        ("history.past", "history_past"),
        ("referral.consent", "consent"),
        ("items", "medicine"),
        ("nothing.known", "complaint"),
    ],
)
def test_a_problem_names_its_field(path: str, field: str) -> None:
    assert visit_form.field_of_problem(path) == field


def test_what_is_too_long_is_told_at_its_field_with_the_limit() -> None:
    [note] = visit_form.refused_notes([Problem("note.text", "too-long", "20000")])
    assert (note.field, note.code) == ("note", "too_long")
    assert note_sentence(note) == "Too long: at most 20000 letters."
    [note] = visit_form.refused_notes([Problem("history.past", "too-long", "400")])
    assert (note.field, field_word(note.field)) == ("history_past", "past illness")
