"""Drafts: several, as typed, discarded with a way back, gone with the record that they became."""

from __future__ import annotations

import pytest

from spoke_app.actions.drafts import discard_draft, open_drafts, restore_draft, save_draft
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.store.database import open_store
from tests.helpers.spoke import KEY, Spoke, patient_fields

TYPED = {"name": " Sunita ", "age_value": "3x", "allergies": [{"id": "1", "substance": "sulfa"}], "consent": True}


def test_kept_exactly_as_typed_and_there_after_a_restart(spoke: Spoke) -> None:
    heads = {"record": ("one", "two")}
    saved = save_draft(spoke.desk, "visit", None, "patient", "Sunita", "pulse", TYPED, heads)
    spoke.store.close()
    again = open_store(spoke.store.path, KEY)
    spoke.store.db = again.db
    [draft] = open_drafts(spoke.desk)
    assert draft == saved
    assert (draft.values, draft.heads, draft.focus, draft.patient) == (TYPED, heads, "pulse", "patient")
    assert draft.author == spoke.desk.staff.id


def test_saving_again_replaces_it(spoke: Spoke) -> None:
    first = save_draft(spoke.desk, "patient", None, None, "S", "name", {"name": "S"})
    save_draft(spoke.desk, "patient", first.id, None, "Su", "name", {"name": "Su"})
    assert [draft.values for draft in open_drafts(spoke.desk)] == [{"name": "Su"}]


def test_several_are_open_newest_first_also_a_colleagues(spoke: Spoke) -> None:
    save_draft(spoke.desk, "patient", None, None, "old", "name", {})
    spoke.clock.forward(minutes=1)
    save_draft(spoke.as_person(id="someone-else"), "visit", None, None, "new", "pulse", {})
    assert [draft.title for draft in open_drafts(spoke.desk)] == ["new", "old"]


def test_discarded_and_brought_back(spoke: Spoke) -> None:
    draft = save_draft(spoke.desk, "patient", None, None, "S", "name", {"name": "S"})
    assert discard_draft(spoke.desk, draft.id).kinds == {"draft"}
    assert open_drafts(spoke.desk) == ()
    assert restore_draft(spoke.desk, draft.id) == draft
    assert open_drafts(spoke.desk) == (draft,)


def test_a_discarded_draft_goes_for_good_after_a_week(spoke: Spoke) -> None:
    gone = save_draft(spoke.desk, "patient", None, None, "S", "name", {})
    discard_draft(spoke.desk, gone.id)
    spoke.clock.forward(days=8)
    other = save_draft(spoke.desk, "patient", None, None, "T", "name", {})
    discard_draft(spoke.desk, other.id)
    with pytest.raises(Refused):
        restore_draft(spoke.desk, gone.id)


def test_it_goes_in_the_same_transaction_as_the_record_comes(spoke: Spoke) -> None:
    draft = save_draft(spoke.desk, "patient", None, None, "S", "name", {"name": "S"})
    with pytest.raises(Refused):
        register_patient(spoke.desk, {"name": "S"}, draft.id)
    assert len(open_drafts(spoke.desk)) == 1
    changed, _ = register_patient(spoke.desk, patient_fields(), draft.id)
    assert open_drafts(spoke.desk) == ()
    assert changed.kinds == {"patient", "draft"}


def test_no_aadhaar_number_is_kept_even_in_a_draft(spoke: Spoke) -> None:
    values = {"note": "Aadhaar 2341 2341 2346 shown", "items": [{"id": "1", "text": "234123412346"}]}
    save_draft(spoke.desk, "visit", None, None, "t", "note", values)
    assert "23412341" not in str(open_drafts(spoke.desk)[0].values).replace(" ", "")
    assert "2346" in str(open_drafts(spoke.desk)[0].values)
