"""The patient form without widgets: typed text to fields and back, and what it says while one types."""

from __future__ import annotations

from datetime import date
from typing import Any

from spoke_app.ui.models import patient_form
from spoke_app.ui.models.notes import changed_fields, masked

TODAY = date(2026, 11, 23)


def typed(**values: Any) -> dict[str, Any]:
    return {**patient_form.empty_values("223", "1150"), **values}


def codes(values: dict[str, Any]) -> set[tuple[str, str]]:
    return {(note.field, note.code) for note in patient_form.notes(values, TODAY)}


def test_typed_text_becomes_record_fields() -> None:
    values = typed(
        name=" Suneeta Devi ",
        gender="female",
        age_value="२८",
        relation="husband",
        relative_name="Manoj Yadav",
        phone="094310 22471",
        village="Barail",
        pin_code="852131",
    )
    fields = patient_form.to_fields(values, TODAY)
    assert fields == {
        "name": "Suneeta Devi",
        "gender": "female",
        "age": {"value": 28, "unit": "years", "as_of": "2026-11-23"},
        "relation": "husband",
        "relative_name": "Manoj Yadav",
        "phone": "+919431022471",
        "village": "Barail",
        "district": "223",
        "subdistrict": "1150",
        "pin_code": "852131",
    }
    again = patient_form.to_typed(fields, TODAY)
    assert again["phone"] == "94310 22471" and again["age_value"] == "28"
    assert patient_form.edited_fields(again, again, TODAY) == {}


def test_an_edit_sets_only_what_changed() -> None:
    stored = {
        "name": "Asha",
        "village": "Barail",
        "phone": "+919431022471",
        "age": {"value": 30, "unit": "years", "as_of": "2020-01-01"},
        "allergies": [{"id": "a", "substance": "sulfa", "reaction": "rash"}],
        "guardian": {"name": "Ram", "phone": "+919431022472"},
    }
    start = patient_form.to_typed(stored, TODAY)
    after = {**start, "phone": "", "village": "Sukhpur", "allergies": [], "guardian_phone": ""}
    assert patient_form.edited_fields(start, after, TODAY) == {
        "village": "Sukhpur",
        "phone": None,
        "allergies": [{"id": "a", "removed": True}],
        "guardian": {"phone": None},
    }


def test_a_birth_date_takes_the_place_of_the_age() -> None:
    start = patient_form.to_typed({"age": {"value": 30, "unit": "years", "as_of": "2026-01-01"}}, TODAY)
    after = {**start, "age_by": "birth_date", "birth_date": "3/11/96"}
    assert patient_form.edited_fields(start, after, TODAY) == {"birth_date": "1996-11-03", "age": None}


def test_what_was_typed_in_the_search_goes_where_it_belongs() -> None:
    assert patient_form.carried_over("sunita ") == {"name": "sunita"}
    assert patient_form.carried_over("सुनीता") == {"name": "सुनीता"}
    assert patient_form.carried_over("94310 224") == {"phone": "94310 224"}
    assert patient_form.carried_over("  ") == {}


def test_the_other_script_is_suggested_until_a_person_writes_it() -> None:
    values = typed(name="सुनीता देवी")
    suggestion = patient_form.suggest_other_script(values)
    assert suggestion and suggestion.isascii()
    values |= {"name_other_script": suggestion, "suggested": suggestion, "name": "सुनीता"}
    assert patient_form.suggest_other_script(values)
    values["name_other_script"] = "Suneeta"
    assert patient_form.suggest_other_script(values) is None


def test_phone_and_other_numbers_are_checked_while_typed() -> None:
    short = next(n for n in patient_form.notes(typed(phone="94310 2447"), TODAY) if n.field == "phone")
    assert (short.tone, short.code, short.detail) == ("error", "phone_short", ("9",))
    assert ("phone", "phone_start") in codes(typed(phone="12345 67890"))
    assert ("phone", "phone_long") in codes(typed(phone="94310 224711"))
    assert not codes(typed(phone="+91 94310-22471"))
    assert ("pin_code", "pin_digits") in codes(typed(pin_code="8521"))
    assert ("abha", "abha_digits") in codes(typed(abha="12-34"))
    assert ("age_value", "too_old") in codes(typed(age_value="200"))
    assert ("birth_date", "date_ahead") in codes(typed(age_by="birth_date", birth_date="1/1/2030"))


def test_required_fields_are_named_only_when_asked() -> None:
    assert not codes(typed())
    named = [n.field for n in patient_form.notes(typed(), TODAY, ("*",)) if n.code == "missing"]
    assert named == ["name", "gender", "age_value", "village"]


def test_an_aadhaar_number_is_noticed_and_masked_wherever_it_stands() -> None:
    values = typed(name="Asha 2341 2341 2346", address="near the school", phone="234123412346")
    assert {("name", "aadhaar"), ("phone", "aadhaar")} <= codes(values)
    kept, where = masked(values)
    assert set(where) == {"name", "phone"} and "23412341" not in kept["name"].replace(" ", "")
    assert patient_form.to_fields(values, TODAY)["name"].endswith("2346")


def test_allergies_are_typed_in_one_line() -> None:
    item = patient_form.allergy_entry("sulfa, rash")
    assert item["substance"] == "sulfa" and item["reaction"] == "rash" and item["id"]
    assert patient_form.allergy_text(item) == "sulfa, rash"
    assert patient_form.allergy_text(patient_form.allergy_entry("penicillin")) == "penicillin"


def test_lists_change_by_their_entries() -> None:
    before = {"conditions": [{"id": "1", "text": "Anaemia"}, {"id": "2", "text": "Asthma"}]}
    after = {"conditions": [{"id": "1", "text": "Anaemia, severe"}, {"id": "3", "text": "Fits"}]}
    assert changed_fields(before, after) == {
        "conditions": [
            {"id": "1", "text": "Anaemia, severe"},
            {"id": "3", "text": "Fits"},
            {"id": "2", "removed": True},
        ]
    }
