"""Two records of one person: compared, joined with both histories, new visits to the one that stays, parted again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from spoke_app.actions.drafts import open_drafts, save_draft
from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.find_patients import find_patients
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.join_patients import compare_patients, join_patients, part_patient
from spoke_app.actions.list_cases import list_cases
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.open_record import open_record
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.today import today
from spoke_app.store import records
from tests.helpers.spoke import Spoke, patient_fields, refer


def register(spoke: Spoke, name: str, **more: object) -> str:
    spoke.clock.forward(minutes=1)
    return register_patient(spoke.desk, patient_fields(name, **more))[1]


def treat(spoke: Spoke, patient: str, complaint: str) -> str:
    spoke.clock.forward(minutes=1)
    fields = {"complaints": [{"id": "c1", "text": complaint}], "outcome": "treated"}
    return finish_visit(spoke.desk, VisitForm(patient, spoke.clock(), fields=fields))[1]


def test_what_agrees_and_what_differs_is_said(spoke: Spoke) -> None:
    one = register(spoke, "Sunita Devi", phone="+919431022471", relative_name="Manoj Yadav")
    other = register(spoke, "सुनीता देवी", relative_name="Ramesh Yadav", gender="male")
    treat(spoke, other, "Fever")
    pair = compare_patients(spoke.desk, one, other)
    assert {compared.what: compared.agreement for compared in pair.compared} == {
        "name": "same",
        "gender": "differs",
        "age": "same",
        "relative": "differs",
        "village": "same",
        "phone": "one",
        "abha": "same",
        "visits": "differs",
    }
    assert pair.stays == other  # with more visits
    with pytest.raises(Refused):
        compare_patients(spoke.desk, one, one)


def test_both_histories_are_one_and_say_where_each_came_from(spoke: Spoke) -> None:
    stays, goes = register(spoke, "Sunita Devi"), register(spoke, "Suneeta Kumari")
    treat(spoke, stays, "Fever")
    treat(spoke, goes, "Cough")
    assert {stays, goes} <= join_patients(spoke.desk, stays, goes).ids
    for asked in (stays, goes):
        view = open_record(spoke.desk, asked)
        assert view.patient.row.id == stays
        assert [(event.title, event.patient) for event in view.events] == [("Cough", goes), ("Fever", stays)]
        assert [(one.row.name, one.visits) for one in view.joined] == [("Suneeta Kumari", 1)]
    assert [(row.id, row.also) for row in find_patients(spoke.desk, "suneeta").rows] == [(stays, "Suneeta Kumari")]
    assert {visit.patient.id for visit in today(spoke.desk).visits} == {stays}
    with pytest.raises(Refused):
        join_patients(spoke.desk, goes, stays)


def test_new_visits_go_to_the_one_that_stays_also_out_of_an_old_draft(spoke: Spoke) -> None:
    stays, goes = register(spoke, "Sunita Devi"), register(spoke, "Suneeta Kumari")
    draft = save_draft(spoke.desk, "visit", None, goes, "Suneeta", "complaint", {"examination": "x"})
    join_patients(spoke.desk, stays, goes)
    assert [one.id for one in open_drafts(spoke.desk)] == [draft.id]
    assert open_patient(spoke.desk, goes).row.id == stays
    form = VisitForm(goes, spoke.clock(), fields={"complaints": [{"id": "c", "text": "Fever"}], "outcome": "treated"})
    _, visit = finish_visit(spoke.desk, form, draft.id)
    found = records.folded(spoke.store, visit)
    assert found is not None
    assert found.patient == stays


def test_an_open_case_and_a_follow_up_of_the_joined_record_go_on(spoke: Spoke) -> None:
    stays, goes = register(spoke, "Sunita Devi"), register(spoke, "Suneeta Kumari")
    referral = refer(spoke, goes)
    due = spoke.clock().date().isoformat()
    form = VisitForm(
        goes,
        spoke.clock() - timedelta(days=1),
        fields={"complaints": [{"id": "c", "text": "Fever"}], "outcome": "treated"},
        follow_up={"due": due, "reason": "Again"},
    )
    finish_visit(spoke.desk, form)
    join_patients(spoke.desk, stays, goes)
    [row] = list_cases(spoke.desk).rows
    assert (row.referral, row.patient.id) == (referral, stays)
    assert open_patient(spoke.desk, stays).open_cases == 1
    [due_now] = today(spoke.desk).follow_ups
    assert due_now.patient.id == stays
    treat(spoke, stays, "Fever")
    assert today(spoke.desk).follow_ups == ()


def test_parting_again_gives_each_its_own(spoke: Spoke) -> None:
    stays, goes = register(spoke, "Sunita Devi"), register(spoke, "Suneeta Kumari")
    treat(spoke, stays, "Fever")
    treat(spoke, goes, "Cough")
    before = [open_record(spoke.desk, one).events for one in (stays, goes)]
    join_patients(spoke.desk, stays, goes)
    part_patient(spoke.desk, goes)
    assert [open_record(spoke.desk, one).events for one in (stays, goes)] == before
    assert len(find_patients(spoke.desk, "").rows) == 2
    with pytest.raises(Refused):
        part_patient(spoke.desk, goes)


def test_an_allergy_that_only_the_joined_record_knows_is_known(spoke: Spoke) -> None:
    sulfa, rash = {"id": "a1", "substance": "Sulfa"}, {"id": "a2", "substance": "sulfa", "reaction": "rash"}
    penicillin, latex = {"id": "a3", "substance": "Penicillin"}, {"id": "a4", "substance": "Latex"}
    stays, goes = register(spoke, "Sunita", allergies=[sulfa]), register(spoke, "Suneeta", allergies=[rash, penicillin])
    heads = records.heads(spoke.store, goes)
    join_patients(spoke.desk, stays, goes)
    written = records.folded(spoke.store, stays)
    assert written is not None
    # In the record itself: the doctor reads no other.
    assert {one["id"] for one in written.fields["allergies"]} == {"a1", "a3"}
    spoke.receive(spoke.hub.line("patient", {"allergies": [latex]}, now=spoke.clock(), record=goes, base=heads))
    view = open_patient(spoke.desk, stays)
    assert {one["substance"] for one in view.fields["allergies"]} == {"Sulfa", "Penicillin", "Latex"}
    dropped = {"allergies": [{"id": "a4", "removed": True}]}
    edit_patient(spoke.desk, stays, dropped, view.heads)
    assert {one["id"] for one in open_patient(spoke.desk, stays).fields["allergies"]} == {"a1", "a3"}
    part_patient(spoke.desk, goes)
    assert open_patient(spoke.desk, stays).fields["allergies"] == [sulfa]
    assert sorted(one["id"] for one in open_patient(spoke.desk, goes).fields["allergies"]) == ["a2", "a3", "a4"]


def test_a_ring_made_by_two_pcs_is_one_person_and_comes_apart(spoke: Spoke) -> None:
    older, younger = register(spoke, "Sunita Devi"), register(spoke, "Suneeta Kumari")
    base = records.heads(spoke.store, older)
    join_patients(spoke.desk, older, younger)
    spoke.receive(spoke.hub.line("patient", {"same_as": younger}, now=spoke.clock(), record=older, base=base))
    assert open_record(spoke.desk, younger).patient.row.id == older
    part_patient(spoke.desk, younger)
    assert open_record(spoke.desk, younger).patient.row.id == younger
    assert open_record(spoke.desk, older).joined == ()
