"""The prescription on the doctor's page: search, cautions, the lists, own words, and the paper."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from care_record.clock import time_text
from care_record.ids import new_id
from hub_server.store import tables
from hub_server.store.writer import HubChange
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_fixtures import hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["hub"]

AMOXICILLIN = "amoxicillin-capsule-500-mg"
PARACETAMOL = "paracetamol-tablet-500-mg"
WORDS = {"advice": "Rest.", "consent_confirmed": "yes"}


@pytest.fixture(scope="module")
def doctor(hub: ReviewHub) -> Browser:
    browser = Browser(hub.url)
    browser.sign_in("nivedita")
    return browser


def opened(doctor: Browser, referral: str, *codes: str, **values: str) -> dict[str, str]:
    """The form with these medicines added to it."""
    page = doctor.claim(referral, tab="answer")
    for code in codes:
        page = doctor.answer(referral, fields_of(page.text) | values, add_medicine=code)
    return fields_of(page.text) | values


def sign(doctor: Browser, referral: str, form: dict[str, str], **more: str) -> tuple[int, str]:
    answer = doctor.answer(referral, form | WORDS | more, sign="yes", sign_password=PASSWORD)
    return answer.status_code, answer.text


def case_of(hub: ReviewHub, **patient: object) -> str:
    person = hub.person(**patient)
    return hub.refer(person, hub.visit(person, vitals={"weight_kg": 46, "pregnant": "no"}))


def test_search_by_what_people_say_with_the_centres_stock(hub: ReviewHub, doctor: Browser) -> None:
    items = [{"id": new_id(), "generic": "Ferrous salt + Folic acid", "strength": "100 mg + 0.5 mg", "quantity": 40}]
    record = new_id()
    hub.write(hub.cho, HubChange("stock", record, None, {"facility": hub.centre, "items": items}))
    # As the intake does for what comes from a PC of the centre.
    row = sa.insert(tables.audience).values(patient=record, facility=hub.centre)
    hub.services.store.run(lambda conn: conn.execute(row))
    referral = hub.case()
    for typed in ("iron", "IFA"):
        page = doctor.get(f"/review/cases/{referral}/medicines?medicine_q={typed}").text
        assert page.index("FERROUS SALT + FOLIC ACID") < len(page)
        assert "SPIRONOLACTONE" not in page and "in stock 40" in page
    # The other strengths are not what the centre has.
    assert page.count("in stock") == 1
    other = Browser(hub.url)
    other.sign_in("surgeon")
    hidden = hub.case()
    assert other.get(f"/review/cases/{hidden}/medicines?medicine_q=iron").status_code == 404


def test_an_allergy_must_be_seen_and_reasoned_and_is_recorded(hub: ReviewHub, doctor: Browser) -> None:
    referral = case_of(hub, allergies=[{"id": new_id(), "substance": "Penicilin"}])
    form = opened(doctor, referral, AMOXICILLIN, seen_live="yes")
    key = "caution_allergy-penicillins-amoxicillin"
    status, page = sign(doctor, referral, form)
    assert status == 422 and f'id="{key}_seen"' in page and "Penicilin" in page
    status, page = sign(doctor, referral, form, **{f"{key}_seen": "yes"})
    assert status == 422 and "write why" in page
    assert hub.records(referral, "prescription") == []
    status, page = sign(doctor, referral, form, **{f"{key}_seen": "yes", f"{key}_why": "Took it last year, well"})
    assert status == 200 and "Took it last year, well" in page
    (prescription,) = hub.records(referral, "prescription")
    (caution,) = prescription.fields["cautions"]
    assert (caution["what"], caution["severity"]) == ("allergy", "grave")
    assert caution["reason"] == "Took it last year, well"


def test_without_a_caution_nothing_is_asked_and_own_words_go_along(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    form = opened(doctor, referral, PARACETAMOL)
    assert not [name for name in form if name.startswith("caution_")]
    own = {"medicine_1_own_en": "crush it", "medicine_1_own_hi": "पीसकर", "medicine_1_instruction": "after_food"}
    preview = doctor.post(f"/review/cases/{referral}/preview", form | own)
    assert preview.status_code == 200 and "not signed" in preview.text and "पीसकर" in preview.text
    assert "data-print" not in preview.text and "PARACETAMOL" in preview.text
    # The preview keeps what was typed, and does not make the form beside it an old one.
    again = fields_of(doctor.get(f"/review/cases/{referral}?tab=answer").text)
    assert again["medicine_1_own_hi"] == "पीसकर" and again["rev"] == form["rev"]
    assert sign(doctor, referral, form | own)[0] == 200
    (prescription,) = hub.records(referral, "prescription")
    (item,) = prescription.fields["items"]
    assert item["instruction"] == "after food; crush it"
    assert item["instruction_hi"] == "खाने के बाद; पीसकर"
    assert "cautions" not in prescription.fields
    paper = doctor.get(f"/review/cases/{referral}/prescriptions/{prescription.record}").text
    assert str(prescription.fields["number"]) in paper and "<svg" in paper and "data-print" in paper
    assert "not signed" not in paper and "Sunita Devi" in paper
    elsewhere = hub.case()
    assert doctor.get(f"/review/cases/{elsewhere}/prescriptions/{prescription.record}").status_code == 404
    stranger = Browser(hub.url)
    stranger.sign_in("surgeon")
    assert stranger.get(f"/review/cases/{referral}/prescriptions/{prescription.record}").status_code == 404
    assert stranger.post(f"/review/cases/{referral}/preview", form).status_code in (403, 404)


def test_list_b_only_after_an_answer_and_list_a_as_a_refill(hub: ReviewHub, doctor: Browser) -> None:
    patient = hub.person()
    first = hub.refer(patient, hub.visit(patient, days_ago=3))
    assert sign(doctor, first, opened(doctor, first, "metformin-tablet-500-mg", seen_live="yes"))[0] == 200

    unanswered = hub.case()
    for answers, status in ((new_id(), 422), (unanswered, 422), (first, 200)):
        # Naming a case is not enough: it must be an answered one of this patient.
        again = hub.refer(patient, hub.visit(patient), answers=answers)
        form = opened(doctor, again, "metformin-tablet-500-mg", "sitagliptin-tablet-100-mg")
        form.pop("seen_live", None)
        page = doctor.get(f"/review/cases/{again}?tab=answer").text
        ticks = {n: "yes" for n in _caution_names(page) if n.endswith("_seen")}
        assert ticks, "she takes metformin already"
        got, text = sign(doctor, again, form | ticks)
        assert got == status, text[:2000]
        assert ("SITAGLIPTIN is allowed only" in text) == (status == 422)
        assert "METFORMIN is allowed only" not in text
        if status == 422:
            doctor.answer(again, form, release="yes")


def _caution_names(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="')[1:] if part.startswith("caution_")]


def test_a_childs_dose_is_hinted_by_weight(hub: ReviewHub, doctor: Browser) -> None:
    child = hub.person(birth_date="2024-06-01", guardian={"name": "Rita Devi", "relation": "mother"})
    referral = hub.refer(child, hub.visit(child, vitals={"weight_kg": 10}))
    page = doctor.claim(referral, tab="answer")
    page = doctor.answer(referral, fields_of(page.text), add_medicine="paracetamol-syrup-125-mg-5-ml")
    assert "100-150 mg = 4-6 mL" in page.text
    pictures = doctor.get("/review/pictures/1?medicine_1_dose=5 mL&medicine_1_frequency=QID").text
    assert pictures.count('class="part on"') == 4 and "5 mL" in pictures


def test_a_prescription_on_file_of_a_strange_shape_breaks_no_page(hub: ReviewHub, doctor: Browser) -> None:
    patient = hub.person(
        allergies=[{"id": new_id(), "substance": "  "}], medicines=[{"id": new_id(), "text": "paracetamol"}]
    )
    before = hub.refer(patient, hub.visit(patient, days_ago=9))
    odd = {
        "referral": before,
        "advice": new_id(),
        "number": "X-1",
        "items": [{"id": new_id(), "generic": "IBUPROFEN", "duration": {"value": 9e9, "unit": "fortnights"}}],
        "signed": time_text(datetime.now(UTC)),
    }
    hub.write(hub.doctors["nivedita"], HubChange("prescription", None, patient, odd))
    referral = hub.refer(patient, hub.visit(patient))
    page = doctor.claim(referral, tab="answer")
    assert page.status_code == 200
    page = doctor.answer(referral, fields_of(page.text), add_medicine=PARACETAMOL)
    assert "the patient already takes paracetamol" in page.text
