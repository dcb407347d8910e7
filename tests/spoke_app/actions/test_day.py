"""The health worker's day: follow-ups, forms put away, answers told and given out, referrals sent on and taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from care_record.ids import derived_id, is_id, new_id
from spoke_app.actions.case_news import case_news
from spoke_app.actions.case_page import case_page
from spoke_app.actions.cases import open_cases
from spoke_app.actions.desk import Desk
from spoke_app.actions.drafts import count_put_away, discard_draft, list_drafts, restore_draft, save_draft
from spoke_app.actions.finish_visit import VisitForm, finish_visit
from spoke_app.actions.follow_ups import close_follow_up, due_now, list_follow_ups, move_follow_up, put_back_follow_up
from spoke_app.actions.give_prescription import Handed, give_prescription, tell_patient
from spoke_app.actions.list_cases import list_cases
from spoke_app.actions.open_case import mark_seen
from spoke_app.actions.refer_again import Again, refer_again
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.today import MOST_CASES, today
from spoke_app.actions.withdraw_referral import bring_back_referral, withdraw_referral
from spoke_app.store import journal, records
from tests.helpers.spoke import Spoke, new_store, patient_fields, refer
from tests.spoke_app.actions.test_cases import Doctor


@pytest.fixture
def doctor(spoke: Spoke, patient: str) -> Doctor:
    return Doctor(spoke, patient, refer(spoke, patient))


def come_again(spoke: Spoke, patient: str, days: int, reason: str = "Blood pressure") -> str:
    """A visit after which she is to come again; the follow-up's id."""
    due = (spoke.clock().date() + timedelta(days=days)).isoformat()
    fields = {"complaints": [{"id": "1", "text": "Cough"}], "outcome": "treated"}
    finish_visit(spoke.desk, VisitForm(patient, spoke.clock(), fields=fields, follow_up={"due": due, "reason": reason}))
    return str(spoke.store.value("SELECT record FROM follow_ups WHERE due = ? AND patient = ?", (due, patient)))


def test_follow_ups_by_when_they_are_due(spoke: Spoke, patient: str) -> None:
    for days in (0, 2, 9, 40):
        come_again(spoke, register_patient(spoke.desk, patient_fields(f"Rekha {days}"))[1], days)
    spoke.clock.forward(days=2)
    view = list_follow_ups(spoke.desk)
    assert view.counts == {"all": 4, "late": 1, "today": 1, "week": 1, "later": 1}
    assert [row.patient.name for row in view.rows] == ["Rekha 0", "Rekha 2", "Rekha 9", "Rekha 40"]
    assert [row.patient.name for row in list_follow_ups(spoke.desk, "week").rows] == ["Rekha 9"]
    rows, count = due_now(spoke.desk)
    assert (count, [row.patient.name for row in rows]) == (2, ["Rekha 0", "Rekha 2"])
    assert today(spoke.desk).follow_ups_count == 2


def test_a_follow_up_is_done_refused_or_moved_and_each_is_undone(spoke: Spoke, patient: str) -> None:
    follow_up = come_again(spoke, patient, 0)
    [before] = list_follow_ups(spoke.desk).rows
    for words in ("by phone", "refused"):
        close_follow_up(spoke.desk, follow_up, words)
        assert list_follow_ups(spoke.desk).rows == ()
        found = records.folded(spoke.store, follow_up)
        assert found is not None
        assert found.fields["reason"] == f"Blood pressure ({words})"
        put_back_follow_up(spoke.desk, before)
        assert list_follow_ups(spoke.desk).rows == (before,)
    moved = spoke.clock().date() + timedelta(days=3)
    move_follow_up(spoke.desk, follow_up, moved)
    assert [row.due for row in list_follow_ups(spoke.desk).rows] == [moved]
    put_back_follow_up(spoke.desk, before)
    assert list_follow_ups(spoke.desk).rows == (before,)
    with pytest.raises(Refused):
        move_follow_up(spoke.desk, follow_up, spoke.clock().date() - timedelta(days=1))
    with pytest.raises(Refused):
        close_follow_up(spoke.desk, patient, "no follow-up at all")


def test_the_doctors_day_is_noted_once_when_the_answer_is_read(spoke: Spoke, doctor: Doctor) -> None:
    diagnosis = [{"id": "1", "text": "Anaemia"}]
    tests = [{"id": "t1", "text": "haemoglobin"}]
    doctor.advise(follow_up="2026-12-24", diagnosis=diagnosis, investigations=tests)
    assert list_follow_ups(spoke.desk).rows == ()
    assert mark_seen(spoke.desk, doctor.referral).kinds == {"case_event", "follow_up"}
    [row] = list_follow_ups(spoke.desk).rows
    assert (row.due.isoformat(), row.reason, row.patient.id) == ("2026-12-24", "Anaemia; haemoglobin", doctor.patient)
    mark_seen(spoke.desk, doctor.referral)
    give_prescription(spoke.desk, doctor.referral)
    assert len(list_follow_ups(spoke.desk).rows) == 1
    spoke.clock.forward(minutes=1)
    doctor.advise("Come earlier", follow_up="2026-12-01", diagnosis=diagnosis)
    mark_seen(spoke.desk, doctor.referral)
    assert [row.due.isoformat() for row in list_follow_ups(spoke.desk).rows] == ["2026-12-01"]


def test_an_answer_from_a_clock_far_ahead_is_marked_once(spoke: Spoke, doctor: Doctor) -> None:
    ahead = spoke.clock() + timedelta(days=366)
    advice = {"referral": doctor.referral, "text": "Rest", "consent_confirmed": True, "signed": ahead.isoformat()}
    spoke.receive(spoke.hub.line("advice", advice, now=ahead, patient=doctor.patient, author=spoke.doctor))
    assert mark_seen(spoke.desk, doctor.referral).kinds == {"case_event"}
    assert not mark_seen(spoke.desk, doctor.referral).kinds
    doctor.advise("Another word")
    assert mark_seen(spoke.desk, doctor.referral).kinds == {"case_event"}


def test_two_pcs_that_read_the_answer_apart_note_one_follow_up(spoke: Spoke, doctor: Doctor, tmp_path: Path) -> None:
    doctor.advise(follow_up="2026-12-24")
    other = replace(spoke.desk, store=new_store(tmp_path / "other.db", facility=spoke.facility))
    journal.receive(other.store, _lines(spoke.desk), now=spoke.clock())
    for pc in (spoke.desk, other):
        mark_seen(pc, doctor.referral)
        spoke.clock.forward(minutes=1)
        give_prescription(pc, doctor.referral)
    journal.receive(spoke.store, _lines(other), now=spoke.clock())
    other.store.close()
    [row] = list_follow_ups(spoke.desk).rows
    assert row.id == derived_id(doctor.referral, "follow_up")
    found = records.folded(spoke.store, row.id)
    assert found is not None
    assert (len(found.heads), found.conflicts) == (2, ())


def _lines(desk: Desk) -> list[bytes]:
    return [bytes(row["line"]) for row in desk.store.rows("SELECT line FROM journal ORDER BY rowid")]


def test_an_id_that_follows_from_another_is_an_id_and_always_the_same() -> None:
    one, other = new_id(), new_id()
    assert is_id(derived_id(one, "dispense"))
    assert derived_id(one, "dispense") == derived_id(one, "dispense")
    assert len({derived_id(of, purpose) for of in (one, other) for purpose in ("dispense", "follow_up")}) == 4


def test_what_was_prescribed_is_given_out_once(spoke: Spoke, doctor: Doctor) -> None:
    prescription = doctor.prescribe(doctor.advise())
    give_prescription(spoke.desk, doctor.referral, [Handed("PARACETAMOL", 9, "tablet"), Handed("ORS", 0, "sachet")])
    page = case_page(spoke.desk, doctor.referral)
    assert page.view.row.receipt.state == "given"
    assert page.given_out is not None
    assert page.given_out.items == (("PARACETAMOL", 9.0, "tablet"),)
    assert page.given_out.by is not None
    [found] = records.of_patient(spoke.store, doctor.patient, "dispense")
    assert found.fields["prescription"] == prescription
    assert give_prescription(spoke.desk, doctor.referral, [Handed("PARACETAMOL", 9, "tablet")]).kinds == frozenset()


def test_of_a_cancelled_prescription_nothing_is_given_out(spoke: Spoke, doctor: Doctor) -> None:
    first = doctor.prescribe(doctor.advise())
    doctor.prescribe(new_id(), cancelled=first)
    give_prescription(spoke.desk, doctor.referral, [Handed("PARACETAMOL", 9, "tablet")])
    assert records.of_patient(spoke.store, doctor.patient, "dispense") == []


def test_medicines_can_be_given_out_after_the_paper(spoke: Spoke, doctor: Doctor) -> None:
    doctor.prescribe(doctor.advise())
    tell_patient(spoke.desk, doctor.referral, "by phone")
    page = case_page(spoke.desk, doctor.referral)
    assert (page.view.row.receipt.state, page.told, page.given_out) == ("given", "by phone", None)
    assert give_prescription(spoke.desk, doctor.referral, [Handed("PARACETAMOL", 4, "tablet")]).kinds == {"dispense"}
    assert tell_patient(spoke.desk, doctor.referral, "at home").kinds == frozenset()


def test_nobody_is_told_before_there_is_an_answer(spoke: Spoke, doctor: Doctor) -> None:
    with pytest.raises(Refused):
        tell_patient(spoke.desk, doctor.referral, "by phone")


def test_a_referral_is_withdrawn_with_a_reason_and_taken_up_again(spoke: Spoke, doctor: Doctor) -> None:
    with pytest.raises(Refused):
        withdraw_referral(spoke.desk, doctor.referral, "  ")
    withdraw_referral(spoke.desk, doctor.referral, "went to the hospital herself")
    page = case_page(spoke.desk, doctor.referral)
    assert (page.view.row.receipt.state, page.withdrawn) == ("withdrawn", "went to the hospital herself")
    assert list_cases(spoke.desk).current == 0
    bring_back_referral(spoke.desk, doctor.referral)
    assert list_cases(spoke.desk).current == 1
    assert bring_back_referral(spoke.desk, doctor.referral).kinds == frozenset()
    doctor.advise()
    with pytest.raises(Refused):
        withdraw_referral(spoke.desk, doctor.referral, "too late")


def test_an_unanswered_case_goes_to_another_desk_in_its_place(spoke: Spoke, doctor: Doctor) -> None:
    again = Again(spoke.desk_id, "obstetrics", "emergency", "Bleeding now", agreed=True, instead="no answer came")
    with pytest.raises(Refused):
        refer_again(spoke.desk, doctor.referral, Again(spoke.desk_id, "obstetrics", "emergency", "?", agreed=False))
    assert list_cases(spoke.desk).current == 1
    spoke.clock.forward(minutes=1)
    _, new = refer_again(spoke.desk, doctor.referral, again)
    [row] = list_cases(spoke.desk).rows
    assert (row.referral, row.speciality, row.urgency) == (new, "obstetrics", "emergency")
    old = case_page(spoke.desk, doctor.referral)
    assert (old.view.row.receipt.state, old.withdrawn, old.followed) == ("withdrawn", "no answer came", new)
    page = case_page(spoke.desk, new)
    assert page.follows == doctor.referral
    found = records.folded(spoke.store, new)
    assert found is not None
    assert "answers" not in found.fields, "nothing was answered, so this is no follow-up of an answer"
    [visit] = today(spoke.desk).visits
    assert (visit.referral, visit.state) == (new, "saved")


def test_an_answered_case_is_followed_by_a_new_one_that_names_it(spoke: Spoke, doctor: Doctor) -> None:
    doctor.advise()
    spoke.clock.forward(minutes=1)
    again = Again(spoke.desk_id, "general", "routine", "She vomits the iron.", agreed=True)
    _, new = refer_again(spoke.desk, doctor.referral, again)
    found = records.folded(spoke.store, new)
    assert found is not None
    assert found.fields["answers"] == doctor.referral
    assert case_page(spoke.desk, doctor.referral).view.row.receipt.state == "answered"
    with pytest.raises(Refused):
        refer_again(spoke.desk, doctor.referral, Again(new_id(), "general", "routine", "?", agreed=True))


def test_a_corrected_answer_stands_and_the_old_one_is_kept(spoke: Spoke, doctor: Doctor) -> None:
    first = doctor.advise("Rest")
    doctor.prescribe(first)
    spoke.clock.forward(minutes=1)
    doctor.advise("Stop that", amends=first)
    page = case_page(spoke.desk, doctor.referral)
    assert page.view.advice is not None
    assert page.view.advice["text"] == "Stop that"
    assert [(old.text, old.medicines) for old in page.replaced] == [("Rest", ("PARACETAMOL",))]
    assert spoke.doctor in page.people


def test_how_to_reach_her_stands_in_the_row(spoke: Spoke, patient: str) -> None:
    referral = refer(spoke, patient, reach={"how": "returns", "when": "Friday"})
    Doctor(spoke, patient, referral).advise()
    [row] = today(spoke.desk).from_doctor
    assert (row.reach, row.reach_when, row.desk) == ("returns", "Friday", "Sadar Hospital Patna")


def test_the_count_needs_no_case_and_agrees_with_the_list(spoke: Spoke, patient: str) -> None:
    referrals = [refer(spoke, patient, urgency=urgency) for urgency in ("routine", "urgent", "emergency", "routine")]
    Doctor(spoke, patient, referrals[0]).event("question", "Since when?")
    Doctor(spoke, patient, referrals[1]).advise()
    mark_seen(spoke.desk, referrals[1])
    spoke.clock.forward(hours=1)
    news, view = case_news(spoke.desk), list_cases(spoke.desk, "to_do")
    assert news.to_do == view.to_do == len(view.rows) == 3
    assert [said.referral for said in news.said] == [referrals[0]]
    assert {row.receipt.state for row in view.rows if row.overdue} == {"saved"}
    assert {case.referral for case in open_cases(spoke.desk, spoke.clock())} == set(referrals)


def test_today_shows_the_first_of_many_and_says_how_many(spoke: Spoke, patient: str) -> None:
    for _ in range(MOST_CASES + 3):
        refer(spoke, patient, urgency="emergency")
    spoke.clock.forward(hours=1)
    view = today(spoke.desk)
    assert (len(view.unanswered), view.unanswered_count) == (MOST_CASES, MOST_CASES + 3)


def test_closed_cases_are_found_by_name_in_any_spelling(spoke: Spoke, patient: str) -> None:
    referral = refer(spoke, patient)
    withdraw_referral(spoke.desk, referral, "went home")
    other = refer(spoke, register_patient(spoke.desk, patient_fields("Rekha Kumari"))[1])
    assert [row.referral for row in list_cases(spoke.desk, "closed", "suneeta").rows] == [referral]
    assert [row.referral for row in list_cases(spoke.desk, "closed", "fever").rows] == [referral]
    assert list_cases(spoke.desk, "closed", "rekha").rows == ()
    assert [row.referral for row in list_cases(spoke.desk, "current", "रेखा").rows] == [other]


def test_every_form_is_listed_and_those_put_away_come_back_for_a_week(spoke: Spoke, patient: str) -> None:
    kept = [save_draft(spoke.desk, "visit", None, patient, f"Form {n}", "pulse", {"pulse": str(n)}) for n in range(5)]
    assert {row.draft.id for row in list_drafts(spoke.desk).open} == {draft.id for draft in kept}
    [author] = {row.author.name for row in list_drafts(spoke.desk).open if row.author is not None}
    assert author == "Asha Devi"
    discard_draft(spoke.desk, kept[2].id)
    view = list_drafts(spoke.desk)
    assert ([row.draft.id for row in view.away], len(view.open)) == ([kept[2].id], 4)
    assert today(spoke.desk).put_away == count_put_away(spoke.desk) == 1
    assert restore_draft(spoke.desk, kept[2].id).values == {"pulse": "2"}
    discard_draft(spoke.desk, kept[2].id)
    spoke.clock.forward(days=8)
    assert list_drafts(spoke.desk).away == ()
    assert count_put_away(spoke.desk) == 0


def test_a_written_change_says_what_it_wrote(spoke: Spoke, patient: str) -> None:
    """The wire's fields of a closed follow-up and of a withdrawal: nothing that the kinds do not know."""
    follow_up = come_again(spoke, patient, 0)
    close_follow_up(spoke.desk, follow_up, "by phone")
    referral = refer(spoke, patient)
    withdraw_referral(spoke.desk, referral, "sent by mistake")
    for record in (follow_up, referral):
        [flagged] = spoke.store.rows("SELECT flagged FROM records WHERE record = ?", (record,))
        found: list[Any] = json.loads(flagged["flagged"])
        assert found == []
