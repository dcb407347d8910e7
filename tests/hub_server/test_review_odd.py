"""Odd things in the doctors' forms: what nobody sees or means, old tabs, and two tabs at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub_server.review_client import Browser
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub

PARACETAMOL = "paracetamol-tablet-500-mg"
SIGN = {"sign": "yes", "sign_password": PASSWORD}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("odd")) as served:
        yield served


@pytest.fixture(scope="module")
def doctor(hub: ReviewHub) -> Iterator[Browser]:
    browser = Browser(hub.url)
    browser.sign_in("nivedita")
    yield browser
    browser.session.close()


def _form(browser: Browser, referral: str, **typed: str) -> dict[str, str]:
    browser.claim(referral)
    return browser.form(referral) | {"advice": "Rest and drink well.", "consent_confirmed": "yes"} | typed


def test_odd_numbers_are_no_fault_of_the_hub(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    form = _form(doctor, referral)
    for odd in ({"rev": "²"}, {"remove_diagnosis": "²"}, {"diagnosis_१_text": "x"}, {"diagnosis_01_text": "x"}):
        assert doctor.answer(referral, form | odd, save="yes").status_code == 200
    for row in ("²", "9" * 5000, "-1"):
        assert doctor.get(f"/review/cases/{referral}?row={row}").status_code == 200


@pytest.mark.parametrize("typed", ["\x01\x02", "\u200b", "\ufeff\u200d", "\u202e"])
def test_what_nobody_sees_is_nothing_written(hub: ReviewHub, doctor: Browser, typed: str) -> None:
    referral = hub.case()
    form = _form(doctor, referral)
    to = {"forward_to": f"{hub.surgery}|surgery", "forward_word": typed}
    assert "Write a word" in doctor.answer(referral, form | to, forward="yes").text
    assert doctor.answer(referral, form | {"question": typed}, ask="yes").status_code == 422
    doctor.answer(referral, form, add_medicine=PARACETAMOL)
    odd = {"advice": typed, "medicine_1_dose": typed, "diagnosis": typed, "investigations": typed}
    page = doctor.answer(referral, doctor.form(referral) | odd | {"consent_confirmed": "yes"}, **SIGN)
    assert page.status_code == 422 and "Write the advice." in page.text and "write the dose" in page.text
    assert "could not be accepted" not in page.text
    assert not hub.records(referral, "advice") and len(hub.records(referral, "case_event")) == 1


def test_hindi_is_kept_and_nothing_turns_a_line_round(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    doctor.answer(referral, _form(doctor, referral), add_medicine=PARACETAMOL)
    said = {"advice": "क्\u200dष 🌿\nदो\tबार", "medicine_1_dose": "\u202e1/2", "medicine_1_duration": "५"}
    form = doctor.form(referral) | said | {"consent_confirmed": "yes"}
    assert doctor.answer(referral, form, **SIGN).status_code == 200
    (advice,), (rx,) = hub.records(referral, "advice"), hub.records(referral, "prescription")
    assert advice.fields["text"] == said["advice"]
    assert rx.fields["items"][0]["dose"] == "1/2"
    assert rx.fields["items"][0]["duration"] == {"value": 5, "unit": "days"}


@pytest.mark.parametrize("day", ["2099-W49-1", "9999-12-31", "20991201", "2020-01-01", "2027-02-30", "कल"])
def test_a_day_that_is_none_or_too_far_is_refused_once(hub: ReviewHub, doctor: Browser, day: str) -> None:
    referral = hub.case()
    page = doctor.answer(referral, _form(doctor, referral, follow_up=day), **SIGN)
    assert page.status_code == 422 and page.text.count("The date to be seen again") == 1
    assert "could not be accepted" not in page.text
