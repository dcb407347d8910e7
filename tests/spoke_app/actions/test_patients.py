"""Registering and correcting patients."""

from __future__ import annotations

from typing import Any

import pytest

from care_record.ids import new_id
from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.store import slip_numbers
from tests.helpers.spoke import Spoke, patient_fields


def refused(action: Any, *arguments: Any) -> dict[str, str]:
    with pytest.raises(Refused) as caught:
        action(*arguments)
    return {problem.field: problem.code for problem in caught.value.problems}


def test_slip_numbers_run_on_this_pc(spoke: Spoke) -> None:
    for wanted in ("B-0001", "B-0002"):
        _, patient = register_patient(spoke.desk, patient_fields())
        assert open_patient(spoke.desk, patient).row.slip_no == wanted
    assert refused(register_patient, spoke.desk, {"name": "x"})
    assert slip_numbers.peek(spoke.store) == "B-0003"


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({"name": ""}, {"name": "required"}),
        ({"name": " \u200b "}, None),
        ({"name": "  "}, {"name": "required"}),
        ({"name": None}, {"name": "required"}),
        ({"gender": "x"}, {"gender": "not-in-list"}),
        ({"village": "", "address": ""}, {"village": "required"}),
        ({"age": None}, {"birth_date": "required"}),
        ({"birth_date": "2027-01-01"}, {"birth_date": "in-future"}),
        ({"birth_date": "1850-01-01"}, {"birth_date": "impossible"}),
        ({"birth_date": "2026-02-30"}, {"birth_date": "bad-date"}),
        ({"age": {"value": 3, "unit": "years", "as_of": "2027-01-01"}}, {"age": "in-future"}),
        ({"phone": "12"}, {"phone": "bad-phone"}),
    ],
)
def test_what_is_refused_names_its_field(spoke: Spoke, more: dict[str, Any], wanted: dict[str, str] | None) -> None:
    fields = patient_fields() | more
    if wanted is None:
        register_patient(spoke.desk, fields)
    else:
        assert refused(register_patient, spoke.desk, fields) == wanted
        assert spoke.store.value("SELECT count(*) FROM journal WHERE kind = 'patient'") == 0


def test_text_is_tidied(spoke: Spoke) -> None:
    _, patient = register_patient(spoke.desk, patient_fields("  Sunita \t Devi\x07 ", phone=None, abha=""))
    fields = open_patient(spoke.desk, patient).fields
    assert fields["name"] == "Sunita Devi"
    assert "phone" not in fields
    assert "abha" not in fields


def test_an_aadhaar_number_is_masked_and_told(spoke: Spoke) -> None:
    changed, patient = register_patient(spoke.desk, patient_fields(address="H.No 4, 2341 2341 2346"))
    assert changed.masked == {"address"}
    assert "2341 2341" not in open_patient(spoke.desk, patient).fields["address"]
    assert open_patient(spoke.desk, patient).fields["address"].endswith("2346")
    whole = b"".join(bytes(row["line"]) for row in spoke.store.rows("SELECT line FROM journal"))
    assert b"2341 2341" not in whole


def test_a_role_that_may_not_write_is_refused(spoke: Spoke) -> None:
    assert refused(register_patient, spoke.as_person(role="programme"), patient_fields()) == {"patient": "not-allowed"}


def test_editing_says_only_what_changed(spoke: Spoke) -> None:
    _, patient = register_patient(spoke.desk, patient_fields())
    view = open_patient(spoke.desk, patient)
    changed = edit_patient(spoke.desk, patient, {"village": "Sonpur"}, view.heads)
    assert changed.ids == {patient}
    after = open_patient(spoke.desk, patient)
    assert after.fields == view.fields | {"village": "Sonpur"}
    assert after.heads != view.heads
    assert edit_patient(spoke.desk, patient, {}, after.heads).kinds == frozenset()


def test_an_edit_that_breaks_the_record_is_refused_and_undone(spoke: Spoke) -> None:
    _, patient = register_patient(spoke.desk, patient_fields())
    view = open_patient(spoke.desk, patient)
    assert refused(edit_patient, spoke.desk, patient, {"name": None}, view.heads) == {"name": "required"}
    assert refused(edit_patient, spoke.desk, patient, {"birth_date": "2030-01-01"}, view.heads)
    assert open_patient(spoke.desk, patient) == view


def test_a_record_that_came_with_faults_can_be_corrected_piece_by_piece(spoke: Spoke) -> None:
    patient = new_id()
    spoke.receive(spoke.hub.line("patient", {"name": "Sunita"}, now=spoke.clock(), record=patient))
    view = open_patient(spoke.desk, patient)
    assert set(view.flagged) >= {"gender", "village"}
    edit_patient(spoke.desk, patient, {"gender": "female"}, view.heads)
    assert "gender" not in open_patient(spoke.desk, patient).flagged


def test_two_who_edit_the_same_form_conflict_and_both_are_kept(spoke: Spoke) -> None:
    _, patient = register_patient(spoke.desk, patient_fields())
    opened = open_patient(spoke.desk, patient).heads
    edit_patient(spoke.desk, patient, {"village": "Sonpur"}, opened)
    spoke.clock.forward(minutes=1)
    edit_patient(spoke.desk, patient, {"village": "Maner", "blood_group": "B+"}, opened)
    view = open_patient(spoke.desk, patient)
    assert view.conflicts == ("village",)
    assert view.fields["village"] == "Maner"
    edit_patient(spoke.desk, patient, {"village": "Sonpur"}, view.heads)
    assert open_patient(spoke.desk, patient).conflicts == ()


def test_unknown_patients(spoke: Spoke) -> None:
    assert refused(open_patient, spoke.desk, new_id()) == {"patient": "unknown"}
    assert refused(edit_patient, spoke.desk, new_id(), {"village": "x"}, ()) == {"patient": "unknown"}


def test_too_much_text_for_one_change_is_refused(spoke: Spoke) -> None:
    entries = [{"id": str(n), "text": "ल" * 200} for n in range(150)]
    assert refused(register_patient, spoke.desk, patient_fields(medicines=entries)) == {"patient": "too-large"}
