"""A person's whole record: the timeline with everything in it, page by page; an old visit; notes; the family."""

from __future__ import annotations

from datetime import timedelta

import pytest

from care_record.ids import new_id
from spoke_app.actions.family import family
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.open_record import open_record
from spoke_app.actions.open_visit import open_visit
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.results import ResultForm, add_result
from spoke_app.actions.write_note import add_note, correct_note, sign_note
from spoke_app.store import records
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Spoke, patient_fields, refer


def register(spoke: Spoke, name: str = "Sunita Devi", **more: object) -> str:
    return register_patient(spoke.desk, patient_fields(name, **more))[1]


def many_visits(spoke: Spoke, patient: str, count: int) -> None:
    start = spoke.clock()
    changes = [
        NewChange(
            "visit",
            patient,
            {
                "started": (start - timedelta(days=day)).isoformat(),
                "mode": "spoke",
                "complaints": [{"id": "c", "text": f"Complaint {day}"}],
                "vitals": {"bp_systolic": 150, "bp_diastolic": 95},
                "outcome": "treated",
            },
        )
        for day in range(count)
    ]
    spoke.desk.write(changes)


def test_a_long_history_comes_page_by_page_the_newest_first(spoke: Spoke) -> None:
    patient = register(spoke)
    many_visits(spoke, patient, 120)
    old = (spoke.clock() - timedelta(days=100)).date()
    add_result(spoke.desk, ResultForm(patient, old, text="Sugar 110"))
    first = open_record(spoke.desk, patient)
    assert first.visits == 120
    assert [event.title for event in first.events[:2]] == ["Complaint 0", "Complaint 1"]
    assert {event.kind for event in first.events} == {"visit"}
    assert len(first.events) == 30
    whole = open_record(spoke.desk, patient, 150)
    assert len(whole.events) == 121
    assert [event.kind for event in whole.events if event.at.date() == old] == ["visit", "result"] or [
        event.kind for event in whole.events if event.at.date() == old
    ] == ["result", "visit"]
    assert whole.events[0].flags[0].code == "bp_high"


def test_what_came_of_a_visit_stands_in_the_timeline(spoke: Spoke) -> None:
    patient = register(spoke)
    referral = refer(spoke, patient)
    spoke.clock.forward(hours=2)
    advice = new_id()
    said = {
        "referral": referral,
        "text": "Rest.",
        "consent_confirmed": True,
        "signed": spoke.clock().isoformat(),
        "diagnosis": [{"id": new_id(), "text": "Viral fever"}],
        "investigations": [{"id": new_id(), "text": "Haemoglobin"}],
    }
    spoke.receive(
        spoke.hub.line("advice", said, now=spoke.clock(), record=advice, patient=patient, author=spoke.doctor)
    )
    due = (spoke.clock() + timedelta(days=7)).date().isoformat()
    spoke.desk.write([NewChange("follow_up", patient, {"due": due, "reason": "Hb again"})])
    view = open_record(spoke.desk, patient)
    kinds = [event.kind for event in view.events]
    assert "visit" in kinds
    assert "follow_up" in kinds
    answer = next(event for event in view.events if event.kind == "answer")
    assert (answer.title, answer.referral) == ("Viral fever", referral)
    assert answer.who is not None
    assert answer.who.name == "Dr Meera Sinha"
    visit = next(event for event in view.events if event.kind == "visit")
    assert (visit.state, visit.referral) == ("answered", referral)
    assert [test.text for test in view.awaited] == ["Haemoglobin"]


def test_an_old_visit_opens_with_everything_in_it(spoke: Spoke) -> None:
    patient = register(spoke, allergies=[{"id": "a1", "substance": "Sulfa", "reaction": "rash"}])
    treat = {"items": [{"generic": "PARACETAMOL", "quantity": 9, "unit": "tablet"}], "standing_order": "yes"}
    form = VisitForm(
        patient,
        spoke.clock(),
        fields={
            "complaints": [{"id": "c1", "text": "Fever"}],
            "vitals": {"temperature_f": 103.5},
            "examination": "Throat red",
        },
        note="Looks ill.",
        sign_note=True,
        treat=treat,
        follow_up={"due": (spoke.clock() + timedelta(days=3)).date().isoformat(), "reason": "Fever gone?"},
    )
    _, visit = finish_visit(spoke.desk, form)
    view = open_visit(spoke.desk, visit)
    assert (view.patient.id, view.record_row, view.age) == (patient, None, "34 years")
    assert [flag.code for flag in view.flags] == ["high_fever"]
    assert [item["generic"] for item in view.given] == ["PARACETAMOL"]
    assert view.standing_order
    assert [one["reason"] for one in view.follow_ups] == ["Fever gone?"]
    [note] = view.notes
    assert note.text == "Looks ill."
    assert note.signed is not None
    assert view.allergies[0]["substance"] == "Sulfa"
    assert (view.newer, view.older) == ("", "")
    with pytest.raises(Refused):
        open_visit(spoke.desk, new_id())


def test_a_signed_note_is_corrected_by_another_and_both_stay(spoke: Spoke) -> None:
    _, visit = finish_visit(
        spoke.desk,
        VisitForm(
            register(spoke),
            spoke.clock(),
            fields={"complaints": [{"id": "c1", "text": "Fever"}], "outcome": "treated"},
            note="Left ear red.",
            sign_note=True,
        ),
    )
    [wrong] = open_visit(spoke.desk, visit).notes
    spoke.clock.forward(days=1)
    correct_note(spoke.desk, wrong.id, "Right ear red.")
    before, after = open_visit(spoke.desk, visit).notes
    assert (before.text, before.corrected_by) == ("Left ear red.", after.id)
    assert (after.text, after.amends) == ("Right ear red.", before.id)
    assert after.signed is not None
    assert after.signed.date() == spoke.clock().date()
    with pytest.raises(Refused):
        correct_note(spoke.desk, after.id, " Right ear red. ")


def test_a_note_is_added_later_and_an_unsigned_one_is_changed_and_signed(spoke: Spoke) -> None:
    many_visits(spoke, patient := register(spoke), 1)
    [visit] = [one.record for one in records.of_patient(spoke.store, patient, "visit")]
    with pytest.raises(Refused):
        add_note(spoke.desk, visit, "  ")
    add_note(spoke.desk, visit, "Came back with the report.", sign=False)
    [note] = open_visit(spoke.desk, visit).notes
    assert note.signed is None
    correct_note(spoke.desk, note.id, "Came back with the X-ray.")
    sign_note(spoke.desk, note.id)
    assert sign_note(spoke.desk, note.id).kinds == frozenset()
    [signed] = open_visit(spoke.desk, visit).notes
    assert (signed.text, signed.signed is not None) == ("Came back with the X-ray.", True)


def test_the_family_is_said_with_why(spoke: Spoke) -> None:
    wife = register(spoke, "Sunita Devi", phone="+919431022471", relative_name="Manoj Yadav", relation="husband")
    son = register(spoke, "Rohit Kumar", relative_name="Manoj Yadav", relation="father", gender="male")
    husband = register(spoke, "मनोज यादव", phone="+919431022471", gender="male")
    register(spoke, "Geeta Devi", relative_name="Manoj Yadav", village="Sonpur")
    found = {one.row.id: set(one.why) for one in family(spoke.desk, wife)}
    assert found == {son: {"same_relative"}, husband: {"phone", "is_relative"}}
    assert {one.row.id: set(one.why) for one in family(spoke.desk, husband)} == {
        wife: {"phone", "has_relative"},
        son: {"has_relative"},
    }
