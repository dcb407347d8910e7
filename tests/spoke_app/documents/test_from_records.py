"""Which prescriptions may become a paper, and what is carried over."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from spoke_app.documents.from_records import item_of, latest_weight, paper_from_records, split_advice, two_scripts
from spoke_app.documents.paper import Both, NotPrintable
from tests.spoke_app.documents.samples import ADVICE, IST, ITEMS, PATIENT, paper, prescription, surroundings


@pytest.mark.parametrize(
    ("changes", "kwargs", "code"),
    [
        ({"signed": None}, {}, "unsigned"),
        ({"signature": ""}, {}, "unsigned"),
        ({"slip": None}, {}, "unsigned"),
        ({}, {"signature": "invalid"}, "invalid"),
        ({}, {"cancelled": True}, "cancelled"),
        ({}, {"replaced": True}, "replaced"),
        ({"items": []}, {}, "invalid"),
        ({"items": [], "slip": "SPOKE9|later"}, {}, "empty"),
        ({"items": ITEMS[1:4]}, {}, "invalid"),
        ({"number": "SUP-2611-OTHER1"}, {}, "invalid"),
        ({"signed": "yesterday", "slip": "SPOKE9|later"}, {}, "unsigned"),
    ],
)
def test_what_must_not_be_printed_does_not_become_a_paper(
    changes: dict[str, Any], kwargs: dict[str, Any], code: str
) -> None:
    with pytest.raises(NotPrintable) as refused:
        paper_from_records(
            prescription(**changes), ADVICE, PATIENT, surroundings(), **({"signature": "valid"} | kwargs)
        )
    assert refused.value.code == code


def test_a_signature_whose_key_has_not_arrived_is_printed_and_said() -> None:
    made = paper_from_records(prescription(), ADVICE, PATIENT, surroundings(), signature="unknown_key")
    assert not made.signature_checked


def test_the_doctor_and_the_patient_in_both_scripts() -> None:
    made = paper()
    assert made.doctor.name == Both("Dr Nivedita Jha", "डॉ. निवेदिता झा")
    assert made.patient.name == Both("Sunita Devi", "सुनीता देवी")
    assert made.items[1].generic == "FERROUS SALT + FOLIC ACID"
    assert made.patient.allergies_asked
    assert two_scripts("सुनीता देवी", "Sunita Devi") == made.patient.name


def test_the_lists_hindi_stands_only_beside_the_lists_own_english() -> None:
    made = paper(advice={"diagnosis": [{"id": "1", "text": "Anaemia after bleeding", "icd10": "D50.9"}]})
    assert made.diagnosis[0].text == Both("Anaemia after bleeding")


def test_advice_is_sorted_by_script_and_its_warning_set_apart() -> None:
    advice, warning = split_advice("Rest.\nआराम करें।\nCome at once if fever lasts.\nतुरंत आएँ यदि बुख़ार रहे।")
    assert advice == Both("Rest.", "आराम करें।")
    assert warning == Both("Fever lasts.", "बुख़ार रहे।")


def test_an_old_weight_is_no_weight() -> None:
    signed = datetime(2026, 11, 24, 9, 21, tzinfo=IST)
    visits = [
        (signed - timedelta(days=200), {"weight_kg": 12}),
        (signed - timedelta(days=2), {"pulse": 90}),
        (signed + timedelta(days=1), {"weight_kg": 15}),
    ]
    assert latest_weight(visits, signed) is None
    assert latest_weight([*visits, (signed - timedelta(days=30), {"weight_kg": 13.5})], signed) == 13.5


def test_fields_of_a_wrong_type_count_as_missing() -> None:
    made = paper(
        advice={"diagnosis": "anaemia", "investigations": [7], "follow_up": "soon", "refer_onward": []},
        patient={"allergies": {"substance": "x"}},
    )
    assert (made.diagnosis, made.tests, made.follow_up, made.refer_onward) == ((), (), None, "")
    assert not made.patient.allergies_asked
    assert item_of({"generic": "x", "duration": "long", "dose": 1}).duration_value is None
