"""Odd things in the doctors' forms: what nobody sees or means, old tabs, and two tabs at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hub_server.store import sessions
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_fixtures import hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["hub"]

PARACETAMOL = "paracetamol-tablet-500-mg"
SIGN = {"sign": "yes", "sign_password": PASSWORD}
PART: Any = {"HX-Request": "true"}


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


def _kept(hub: ReviewHub, referral: str) -> tuple[bool, bool]:
    """Whether the doctor has a draft of this case, and whether anybody has it in hand."""
    with hub.services.store.read() as conn:
        draft = sessions.draft_of(conn, referral, hub.doctors["nivedita"])
        return draft is not None, sessions.claim_of(conn, referral, hub.services.now()) is not None


def test_a_form_left_open_keeps_and_claims_nothing_of_an_answered_case(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    form = _form(doctor, referral)
    with ThreadPoolExecutor(2) as tabs:
        both = list(tabs.map(lambda _: doctor.answer(referral, form, **SIGN).status_code, range(2)))
    assert sorted(both) == [200, 409] and len(hub.records(referral, "advice")) == 1
    assert _kept(hub, referral) == (False, False)
    late = doctor.post(f"/review/cases/{referral}/draft", form, **PART)
    assert late.status_code == 204
    assert 'id="sent"' in doctor.answer(referral, form, save="yes").text
    assert _kept(hub, referral) == (False, False)


def test_a_form_left_open_is_not_signed_as_a_correction(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    old = _form(doctor, referral)
    doctor.answer(referral, old, **SIGN)
    csrf = {"csrf": old["csrf"]}
    page = doctor.post(f"/review/cases/{referral}/correct", csrf)
    correcting = fields_of(page.text) | {"advice": "Rest a week.", "consent_confirmed": "yes"}
    doctor.answer(referral, correcting, save="yes")
    refused = doctor.answer(referral, old | {"advice": "Old words."}, **SIGN)
    assert refused.status_code == 409 and len(hub.records(referral, "advice")) == 1
    assert doctor.form(referral)["advice"] == "Rest a week."  # what was begun is not written over
    assert doctor.answer(referral, correcting, **SIGN).status_code == 200
    assert doctor.answer(referral, correcting, **SIGN).status_code == 409
    assert [a.fields["text"] for a in hub.records(referral, "advice")] == ["Rest and drink well.", "Rest a week."]


def test_after_forwarding_an_old_tab_does_nothing(hub: ReviewHub, doctor: Browser) -> None:
    referral = hub.case()
    form = _form(doctor, referral)
    to = {"forward_to": f"{hub.surgery}|surgery", "forward_word": "Please look."}
    assert doctor.answer(referral, form | to, forward="yes").status_code == 200
    for button in (SIGN, {"ask": "yes", "question": "Since when?"}, to | {"forward": "yes"}):
        assert doctor.answer(referral, form | button).status_code == 409
    assert [e.fields["event"] for e in hub.records(referral, "case_event")] == ["opened", "closed"]
    assert _kept(hub, referral) == (False, False)
