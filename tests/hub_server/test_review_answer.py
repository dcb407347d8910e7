"""The doctor's path without scripts: queue, claim, answer, ask back, sign; and what must not go out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from care_record.signature import slip_text, verify_b64
from hub_server.store import records
from hub_server.store.writer import HubChange
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_fixtures import hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["hub"]

PARACETAMOL = "paracetamol-tablet-500-mg"
AMOXICILLIN = "amoxicillin-capsule-500-mg"


@pytest.fixture
def doctor(hub: ReviewHub) -> Iterator[Browser]:
    browser = Browser(hub.url)
    assert browser.sign_in("nivedita").url.endswith("/review/queue")
    yield browser
    browser.session.close()


@pytest.fixture
def colleague(hub: ReviewHub) -> Iterator[Browser]:
    browser = Browser(hub.url)
    browser.sign_in("imran")
    yield browser
    browser.session.close()


def _ready(doctor: Browser, referral: str) -> dict[str, str]:
    """A form in which only the password is missing."""
    doctor.claim(referral)
    return doctor.form(referral) | {"advice": "Rest and drink well.", "consent_confirmed": "yes"}


def test_a_case_is_answered_and_the_prescription_carries_the_doctors_signature(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    assert "Sunita Devi" in doctor.get("/review/queue").text
    form = _ready(doctor, referral)
    doctor.answer(referral, form, add_medicine=PARACETAMOL)
    again = datetime.now(UTC).date() + timedelta(days=30)
    form = doctor.form(referral) | {"diagnosis": "Anaemia", "follow_up": again.isoformat(), "consent_confirmed": "yes"}
    form |= {"medicine_1_instruction": "after_food", "investigations": "CBC\nMalaria test\n", "seen_live": "yes"}
    page = doctor.answer(referral, form, sign="yes", sign_password=PASSWORD)
    assert page.status_code == 200
    assert 'id="sent"' in page.text and "PARACETAMOL" in page.text and "Signature checked" in page.text

    (advice,) = hub.records(referral, "advice")
    assert advice.fields["text"] == "Rest and drink well."
    assert advice.fields["consent_confirmed"] is True
    assert advice.fields["diagnosis"][0]["icd10"] == "D64.9"
    assert [i["text"] for i in advice.fields["investigations"]] == ["CBC", "Malaria test"]
    assert advice.fields["follow_up"] == again.isoformat()
    assert advice.fields["seen_live"] == "video"

    (rx,) = hub.records(referral, "prescription")
    (item,) = rx.fields["items"]
    assert (item["generic"], item["list"], item["instruction_hi"]) == ("PARACETAMOL", "O", "खाने के बाद")
    assert rx.fields["number"].startswith("MED-") and rx.fields["advice"] == advice.record
    with hub.services.store.read() as conn:
        signer = records.folded(conn, hub.doctors["nivedita"])
        patient = records.folded(conn, str(rx.patient))
    assert signer is not None and patient is not None
    assert verify_b64(signer.fields["keys"], rx.fields["slip"], rx.fields["signature"])
    assert rx.fields["slip"] == slip_text(rx.fields, patient.fields, rx.fields["doctor"])
    assert set(patient.heads) <= set(advice.fields["saw"])


def test_opening_is_told_to_the_centre_once(hub: ReviewHub, doctor: Browser, colleague: Browser) -> None:
    referral = hub.case()
    for browser in (doctor, doctor, colleague):
        assert browser.get(f"/review/cases/{referral}").status_code == 200
    (event,) = hub.records(referral, "case_event")
    assert event.fields["event"] == "opened" and event.author == hub.doctors["nivedita"]


def test_a_wrong_password_sends_nothing_and_keeps_everything(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    page = doctor.answer(referral, _ready(doctor, referral), sign="yes", sign_password="not this one")
    assert page.status_code == 422
    assert "The password is not right" in page.text and "not this one" not in page.text
    kept = fields_of(page.text)
    assert kept["advice"] == "Rest and drink well." and kept["consent_confirmed"] == "yes"
    assert hub.records(referral, "advice") == []
    assert doctor.answer(referral, kept, sign="yes", sign_password=PASSWORD).status_code == 200
    assert len(hub.records(referral, "advice")) == 1


def test_everything_missing_is_named_at_once(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    doctor.claim(referral)
    doctor.answer(referral, doctor.form(referral), add_medicine=PARACETAMOL)
    form = doctor.form(referral) | {"medicine_1_dose": " ", "medicine_1_duration": "0", "follow_up": "2020-01-01"}
    page = doctor.answer(referral, form, sign="yes", sign_password=PASSWORD)
    assert page.status_code == 422
    for sentence in (
        "Write the advice.",
        "Tick that consent is confirmed.",
        "PARACETAMOL: write the dose.",
        "PARACETAMOL: write for how long, a number from 1 to 365.",
        "The date to be seen again must be today or later, within three years.",
    ):
        assert sentence in page.text


def test_list_a_needs_the_patient_seen_live(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    doctor.answer(referral, _ready(doctor, referral), add_medicine=AMOXICILLIN)
    form = doctor.form(referral)
    page = doctor.answer(referral, form, sign="yes", sign_password=PASSWORD)
    assert page.status_code == 422 and "AMOXICILLIN is allowed only if you saw the patient live" in page.text
    live = {"seen_live": "yes", "seen_how": "in_person"}
    assert doctor.answer(referral, form, sign="yes", sign_password=PASSWORD, **live).status_code == 200
    (advice,) = hub.records(referral, "advice")
    assert advice.fields["seen_live"] == "in_person"


def test_a_prohibited_medicine_is_neither_added_nor_signed(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    form = _ready(doctor, referral)
    found = doctor.get(f"/review/cases/{referral}/medicines?medicine_q=morphine").text
    assert "cannot be prescribed here" in found
    code = found.split('name="add_medicine" value="')[1].split('"')[0]
    page = doctor.answer(referral, form, add_medicine=code)
    assert "was not added" in page.text and 'name="medicine_1_code"' not in page.text
    forged = {"medicine_1_code": code, "medicine_1_dose": "1", "medicine_1_frequency": "OD", "medicine_1_duration": "3"}
    forged |= {"medicine_1_duration_unit": "days", "seen_live": "yes"}
    page = doctor.answer(referral, form, sign="yes", sign_password=PASSWORD, **forged)
    assert page.status_code == 422 and "cannot be prescribed by telemedicine" in page.text
    assert hub.records(referral, "prescription") == []


def test_what_arrives_while_writing_is_shown_before_it_is_signed(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    form = _ready(doctor, referral)
    (patient,) = {r.patient for r in hub.records(referral, "case_event")}
    visit = hub.visit(str(patient))
    hub.write(hub.cho, HubChange("note", None, patient, {"visit": visit, "text": "She fainted just now."}))
    page = doctor.answer(referral, form, sign="yes", sign_password=PASSWORD)
    assert page.status_code == 409
    assert "While you were writing, this came in" in page.text
    assert hub.records(referral, "advice") == []
    kept = fields_of(page.text)
    assert kept["advice"] == "Rest and drink well."
    assert doctor.answer(referral, kept, sign="yes", sign_password=PASSWORD).status_code == 200
    (advice,) = hub.records(referral, "advice")
    with hub.services.store.read() as conn:
        (note,) = records.records_of(conn, str(patient), {"note"})
    assert set(note.heads) <= set(advice.fields["saw"])


def test_asking_back_waits_for_the_centre_and_the_reply_brings_the_case_back(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    doctor.claim(referral)
    form = doctor.form(referral) | {"advice": "half an answer"}
    assert doctor.answer(referral, form, ask="yes").status_code == 422
    page = doctor.answer(referral, form, ask="yes", question="Is she breathless?")
    assert page.url.endswith("/review/queue?done=asked")
    assert f"case_{referral}" not in page.text
    assert f"case_{referral}" in doctor.get("/review/mine").text
    events = [e.fields for e in hub.records(referral, "case_event")]
    assert [e["event"] for e in events] == ["opened", "question"] and events[1]["text"] == "Is she breathless?"
    hub.reply(referral, "No, only tired.")
    row = doctor.get("/review/queue").text.split(f"case_{referral}")[1].split("</article>")[0]
    assert "Centre has replied" in row
    page = doctor.claim(referral)
    assert "No, only tired." in page.text and fields_of(page.text)["advice"] == "half an answer"


def test_two_doctors_do_not_answer_unknowingly(hub: ReviewHub, doctor: Browser, colleague: Browser) -> None:
    referral = hub.case()
    form = _ready(doctor, referral)
    page = colleague.claim(referral)
    assert "Dr Nivedita Jha has this case until" in page.text and 'id="sign"' not in page.text
    assert "With Dr Nivedita Jha" in colleague.get("/review/queue").text
    assert 'id="sign"' in colleague.claim(referral, take_over="yes").text
    page = doctor.answer(referral, form, sign="yes", sign_password=PASSWORD)
    assert page.status_code == 409 and "Dr Imran Alam has taken this case over" in page.text
    theirs = colleague.form(referral) | {"advice": "Iron once a day.", "consent_confirmed": "yes"}
    assert colleague.answer(referral, theirs, sign="yes", sign_password=PASSWORD).status_code == 200
    page = doctor.answer(referral, form, sign="yes", sign_password=PASSWORD)
    assert page.status_code == 409 and "Dr Imran Alam has already answered this case" in page.text
    (advice,) = hub.records(referral, "advice")
    assert advice.author == hub.doctors["imran"]


def test_the_draft_is_kept_as_typed_and_an_old_one_does_not_come_back(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    doctor.claim(referral)
    early = doctor.form(referral) | {"advice": "  two spaces, and <b>no tag</b>\nnext"}
    assert "Draft kept" in doctor.post(f"/review/cases/{referral}/draft", early).text
    assert doctor.form(referral)["advice"] == early["advice"]
    doctor.answer(referral, early, add_medicine=PARACETAMOL)
    # What was on its way before the button was pressed comes later than it.
    assert doctor.post(f"/review/cases/{referral}/draft", early).status_code == 204
    assert doctor.form(referral)["medicine_1_code"] == PARACETAMOL
    doctor.answer(referral, doctor.form(referral), remove_medicine="1")
    assert "medicine_1_code" not in doctor.form(referral)


def test_diagnoses_from_the_list_and_in_own_words(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    doctor.claim(referral)
    doctor.answer(referral, doctor.form(referral) | {"diagnosis": "Tired of fields"}, add_diagnosis="typed")
    doctor.answer(referral, doctor.form(referral), add_diagnosis="D64.9")
    form = doctor.form(referral)
    assert (form["diagnosis_1_text"], form["diagnosis_2_text"]) == ("Tired of fields", "Anaemia")
    doctor.answer(referral, form, remove_diagnosis="1")
    assert doctor.form(referral)["diagnosis_1_icd10"] == "D64.9"


def test_an_answer_without_medicines_writes_no_prescription(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    page = doctor.answer(referral, _ready(doctor, referral), sign="yes", sign_password=PASSWORD)
    assert page.status_code == 200 and "No medicines prescribed." in page.text
    assert hub.records(referral, "prescription") == []
    assert f"case_{referral}" not in doctor.get("/review/queue").text
    assert f"case_{referral}" in doctor.get("/review/mine").text
