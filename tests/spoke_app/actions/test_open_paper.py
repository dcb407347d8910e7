"""What goes on a visit's papers, out of the records of a real store."""

from __future__ import annotations

from pathlib import Path

import pytest

from care_record.clock import time_text
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.open_paper import open_paper
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.store import journal
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import new_spoke, patient_fields, referral_form


def test_a_referred_visit_has_both_slips_and_says_who_wrote_and_where_it_stands(tmp_path: Path) -> None:
    spoke = new_spoke(tmp_path)
    _, patient = register_patient(spoke.desk, patient_fields(phone="+919431022447"))
    _, visit = finish_visit(spoke.desk, referral_form(spoke, patient))
    papers = open_paper(spoke.desk, visit)
    assert papers.referral and papers.standing == "here"
    assert papers.desk == ("Sadar Hospital Patna", "", "")
    assert (papers.author and papers.author.name, papers.witness and papers.witness.name) == ("Asha Devi", "Asha Devi")
    assert papers.patient["phone"] == "+919431022447" and papers.row.slip_no == "B-0001"
    assert [note["text"] for note in papers.notes] == ["Looks ill."]
    assert open_paper(spoke.desk, referral=papers.referral).visit == visit


def test_a_treated_visit_has_its_medicines_and_the_day_to_come_again(tmp_path: Path) -> None:
    spoke = new_spoke(tmp_path)
    _, patient = register_patient(spoke.desk, patient_fields())
    treat = {"items": [{"generic": "Paracetamol", "quantity": 9, "unit": "tablets"}], "standing_order": "yes"}
    form = VisitForm(
        patient,
        spoke.clock(),
        fields={"complaints": [{"id": "c1", "text": "Fever"}]},
        note="Told to drink.",
        treat=treat,
        follow_up={"due": "2026-11-30", "reason": "Fever gone?"},
    )
    _, visit = finish_visit(spoke.desk, form)
    spoke.clock.forward(days=1)
    finish_visit(spoke.desk, referral_form(spoke, patient))  # another visit of hers, whose papers are others
    papers = open_paper(spoke.desk, visit)
    assert papers.referral == "" and papers.referral_fields is None
    assert [item["generic"] for given in papers.dispenses for item in given["items"]] == ["Paracetamol"]
    assert papers.follow_up is not None and papers.follow_up["due"] == "2026-11-30"
    assert papers.notes == ()  # it was not signed


def test_only_the_corrected_note_the_answer_and_what_was_given_for_it_go_on_the_paper(tmp_path: Path) -> None:
    spoke = new_spoke(tmp_path)
    _, patient = register_patient(spoke.desk, patient_fields())
    _, visit = finish_visit(spoke.desk, referral_form(spoke, patient))
    referral = open_paper(spoke.desk, visit).referral
    now = spoke.clock()
    first = spoke.store.value("SELECT record FROM records WHERE kind = 'note'")
    corrected = {"visit": visit, "text": "Does not look ill.", "signed": time_text(now), "amends": first}
    advice = {"referral": referral, "text": "Rest.", "consent_confirmed": True, "signed": time_text(now)}
    journal.write(spoke.store, [NewChange("note", patient, corrected), NewChange("advice", patient, advice)],
                  author=spoke.doctor, now=now)  # fmt: skip
    papers = open_paper(spoke.desk, visit)
    assert [note["text"] for note in papers.notes] == ["Does not look ill."]
    assert papers.advice is not None and papers.advice["text"] == "Rest."
    assert papers.standing == "answered"


def test_a_visit_that_is_not_here_is_refused(tmp_path: Path) -> None:
    spoke = new_spoke(tmp_path)
    _, patient = register_patient(spoke.desk, patient_fields())
    for wanted in ({"visit": "unknown"}, {"referral": "unknown"}, {"visit": patient}, {}):
        with pytest.raises(Refused):
            open_paper(spoke.desk, **wanted)
