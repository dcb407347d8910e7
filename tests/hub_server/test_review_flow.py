"""The answer beyond its medicines: templates, tests, days, onward, another desk, and correcting what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from care_record.signature import verify_b64
from hub_server.store import records, sessions
from hub_server.store import tables as t
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_fixtures import hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["hub"]

PARACETAMOL = "paracetamol-tablet-500-mg"
SIGN = {"sign": "yes", "sign_password": PASSWORD}


def _signed_in(hub: ReviewHub, login: str) -> Iterator[Browser]:
    browser = Browser(hub.url)
    browser.sign_in(login)
    yield browser
    browser.session.close()


@pytest.fixture(scope="module")
def doctor(hub: ReviewHub) -> Iterator[Browser]:
    yield from _signed_in(hub, "nivedita")


@pytest.fixture(scope="module")
def colleague(hub: ReviewHub) -> Iterator[Browser]:
    yield from _signed_in(hub, "imran")


@pytest.fixture(scope="module")
def surgeon(hub: ReviewHub) -> Iterator[Browser]:
    yield from _signed_in(hub, "surgeon")


def _form(browser: Browser, referral: str, **typed: str) -> dict[str, str]:
    browser.claim(referral)
    return browser.form(referral) | {"advice": "Rest and drink well.", "consent_confirmed": "yes"} | typed


def _answered(hub: ReviewHub, browser: Browser, *, medicine: bool = True, **typed: str) -> str:
    referral = hub.case()
    form = _form(browser, referral, **typed)
    if medicine:
        browser.answer(referral, form, add_medicine=PARACETAMOL)
        form = browser.form(referral)
    assert browser.answer(referral, form, **SIGN).status_code == 200
    return referral


def _correct(browser: Browser, referral: str) -> dict[str, str]:
    """Begin a correction; the form as it stands then."""
    csrf = fields_of(browser.get("/review/queue").text)["csrf"]
    page = browser.post(f"/review/cases/{referral}/correct", {"csrf": csrf})
    assert 'id="leave_correction"' in page.text
    return fields_of(page.text)


def test_templates_tests_and_days_go_into_their_fields_once(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    form = _form(doctor, referral)
    doctor.answer(referral, form, add_template="fever")
    page = doctor.answer(referral, doctor.form(referral) | {"template_lang": "both"}, add_template="fever")
    advice = fields_of(page.text)["advice"]
    assert advice.startswith("Rest and drink well.\nआराम करें") and advice.count("ख़ूब पानी") == 1
    assert "Sponge with water" in advice and "&amp;at=advice" not in page.text
    doctor.answer(referral, doctor.form(referral), add_investigation="cbc")
    doctor.answer(referral, doctor.form(referral), add_investigation="malaria_rdt")
    doctor.answer(referral, doctor.form(referral), add_investigation="cbc")
    form = doctor.form(referral)
    assert form["investigations"].splitlines() == ["Complete blood count (CBC)", "Malaria rapid test"]
    doctor.answer(referral, form, follow_up_in="1w")
    today = hub.services.now().astimezone().date()
    chosen = doctor.form(referral)["follow_up"]
    assert chosen in {(today + timedelta(days=d)).isoformat() for d in (7, 8)}
    doctor.answer(referral, doctor.form(referral), follow_up_in="none")
    assert doctor.form(referral)["follow_up"] == ""
    assert doctor.form(referral)["advice"] == advice


def test_the_patient_is_referred_onward_with_where_how_soon_and_why(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    form = _form(doctor, referral, onward_urgency="urgent", onward_reason="Needs blood")
    page = doctor.answer(referral, form, **SIGN)
    assert page.status_code == 422 and "Write where the patient has to go" in page.text
    assert 'maxlength="200" autofocus' in page.text
    page = doctor.answer(referral, fields_of(page.text) | {"onward_to": "Sadar Hospital, Supaul"}, **SIGN)
    assert page.status_code == 200 and "Sadar Hospital, Supaul · Urgent · Needs blood" in page.text
    (advice,) = hub.records(referral, "advice")
    assert advice.fields["refer_onward"] == {
        "to": "Sadar Hospital, Supaul",
        "urgency": "urgent",
        "reason": "Needs blood",
    }


def test_a_forwarded_case_leaves_this_queue_and_waits_at_the_other_desk(
    hub: ReviewHub, doctor: Browser, surgeon: Browser, colleague: Browser
) -> None:
    referral = hub.case(urgency="urgent")
    form = _form(doctor, referral)
    page = doctor.answer(referral, form, forward="yes")
    assert page.status_code == 422 and "Choose the desk" in page.text and "Write a word" in page.text
    own = {"forward_to": f"{hub.medicine}|medicine", "forward_word": "To myself"}
    assert doctor.answer(referral, form | own, forward="yes").status_code == 422
    to = {"forward_to": f"{hub.surgery}|surgery", "forward_word": "Swelling in the groin, please look."}
    page = doctor.answer(referral, form | to, forward="yes")
    assert "The case is forwarded" in page.text and f"case_{referral}" not in page.text
    old = next(r for r in hub.records(referral, "case_event") if r.fields["event"] == "closed")
    with hub.services.store.read() as conn:
        new = next(r for r in records.records_of(conn, str(old.patient), {"referral"}) if r.record != referral)
        before = records.folded(conn, referral)
        noted = {row.what: row for row in conn.execute(t.audit_trail.select())}
        waits = {row.referral: row.waiting_since for row in conn.execute(t.case_queue.select())}
    assert before is not None and new.fields["forwards"] == referral and new.fields["desk"] == hub.surgery
    assert {k: new.fields[k] for k in ("visit", "urgency", "consent", "reach")} == {
        k: before.fields[k] for k in ("visit", "urgency", "consent", "reach")
    }
    assert waits[new.record] == waits[referral]
    assert noted["case-forwarded"].subject == referral and "groin" not in noted["case-forwarded"].detail
    assert f"case_{new.record}" in surgeon.get("/review/queue").text
    page = surgeon.get(f"/review/cases/{new.record}")
    assert "Dr Nivedita Jha forwarded this case" in page.text and "Swelling in the groin" in page.text
    assert "The health officer had asked" in page.text and 'id="first_question">Which iron dose' in page.text
    page = colleague.get(f"/review/cases/{referral}")
    assert 'id="went"' in page.text and 'id="claim"' not in page.text
    late = colleague.answer(referral, form | {"csrf": fields_of(colleague.get("/review/queue").text)["csrf"]}, **SIGN)
    assert late.status_code == 409 and "forwarded to another desk" in late.text
    assert hub.records(referral, "advice") == []
    answer = _form(surgeon, new.record)
    assert surgeon.answer(new.record, answer, **SIGN).status_code == 200


def test_a_correction_is_a_new_answer_and_prescription_that_name_the_old(hub: ReviewHub, doctor: Browser) -> None:
    referral = _answered(hub, doctor, diagnosis="Anaemia", investigations="CBC")
    form = _correct(doctor, referral)
    assert form["advice"] == "Rest and drink well." and form["diagnosis_1_icd10"] == "D64.9"
    assert form["medicine_1_code"] == PARACETAMOL and "consent_confirmed" not in form
    page = doctor.answer(referral, form | {"medicine_1_dose": "Half a tablet", "advice": "Rest more."}, **SIGN)
    assert page.status_code == 422 and 'id="leave_correction"' in page.text
    page = doctor.answer(referral, fields_of(page.text) | {"consent_confirmed": "yes"}, **SIGN)
    assert page.status_code == 200
    first, second = sorted(hub.records(referral, "advice"), key=lambda a: a.last_clock)
    assert second.fields["amends"] == first.record and first.fields["text"] == "Rest and drink well."
    old, new = sorted(hub.records(referral, "prescription"), key=lambda p: p.last_clock)
    assert new.fields["amends"] == old.record and new.fields["advice"] == second.record
    assert new.fields["items"][0]["dose"] == "Half a tablet" and new.fields["number"] != old.fields["number"]
    with hub.services.store.read() as conn:
        author = records.folded(conn, hub.doctors["nivedita"])
        assert sessions.draft_of(conn, referral, hub.doctors["nivedita"]) is None
    assert author is not None
    assert verify_b64(author.fields["keys"], new.fields["slip"], new.fields["signature"])
    assert "Corrected by Dr Nivedita Jha" in page.text
    assert f"Replaced by prescription {new.fields['number']}" in page.text
    assert page.text.index("Rest more.") < page.text.index("Rest and drink well.")


def test_taking_out_all_medicines_cancels_the_prescription(hub: ReviewHub, doctor: Browser) -> None:
    referral = _answered(hub, doctor)
    form = _correct(doctor, referral) | {"consent_confirmed": "yes"}
    doctor.answer(referral, form, remove_medicine="1")
    page = doctor.answer(referral, doctor.form(referral), **SIGN)
    assert page.status_code == 200 and "Cancelled. Do not use it." in page.text
    old, cancelling = sorted(hub.records(referral, "prescription"), key=lambda p: p.last_clock)
    assert cancelling.fields["cancelled"] == old.record and "amends" not in cancelling.fields
    form = _correct(doctor, referral)
    assert "medicine_1_code" not in form


def test_only_one_correction_of_an_answer_goes_out_and_it_may_be_left(
    hub: ReviewHub, doctor: Browser, colleague: Browser
) -> None:
    referral = _answered(hub, doctor, medicine=False)
    form = _correct(doctor, referral) | {"consent_confirmed": "yes", "advice": "Mine."}
    doctor.answer(referral, form, release="yes")
    theirs = _correct(colleague, referral)
    assert colleague.answer(referral, theirs | {"consent_confirmed": "yes"}, **SIGN).status_code == 200
    page = doctor.answer(referral, form, **SIGN)
    assert page.status_code == 409 and "Dr Imran Alam has already answered" in page.text
    form = _correct(doctor, referral)
    page = doctor.answer(referral, form, leave_correction="yes")
    assert 'id="sent"' in page.text and 'id="leave_correction"' not in page.text
    assert len(hub.records(referral, "advice")) == 2


def test_an_unanswered_or_foreign_case_is_not_corrected(hub: ReviewHub, doctor: Browser, surgeon: Browser) -> None:
    open_case = hub.case()
    doctor.claim(open_case)
    csrf = doctor.form(open_case)["csrf"]
    assert 'id="leave_correction"' not in doctor.post(f"/review/cases/{open_case}/correct", {"csrf": csrf}).text
    referral = _answered(hub, doctor, medicine=False)
    theirs = {"csrf": fields_of(surgeon.get("/review/queue").text)["csrf"]}
    assert surgeon.post(f"/review/cases/{referral}/correct", theirs).status_code == 404
    assert doctor.post(f"/review/cases/{referral}/correct", {"csrf": "wrong"}).status_code == 403
