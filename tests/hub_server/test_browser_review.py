"""The doctor's path in a real browser: desktop and phone, English and Hindi, with scripts and live parts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from hub_server.store import sessions
from hub_server.store.writer import HubChange
from tests.hub_server.chromium import SIZES, opened, take
from tests.hub_server.review_fixtures import chromium, hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["chromium", "hub"]


@pytest.mark.parametrize("lang", ["en", "hi"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_from_the_queue_to_the_signed_answer(chromium: Browser, hub: ReviewHub, size: str, lang: str) -> None:
    referral = hub.case(urgency="emergency")
    page, complaints = opened(chromium, hub, size, lang)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    row = page.locator(f"#case_{referral}")
    if size == "desktop":
        row.get_by_role("button").click()
    else:
        row.get_by_role("link", name="Sunita Devi").click()
        page.click("#case_actions button")
        expect(page.locator("#tab_answer")).to_be_checked()
    page.fill("#advice", "Green leaves every day. आराम करें।")
    page.locator("#diagnosis").press_sequentially("anaem")
    page.locator("#diagnosis_hits button").first.click()
    expect(page.locator(".token")).to_have_count(1)
    page.locator("#medicine_q").press_sequentially("parac")
    page.locator("#medicine_hits button").first.click()
    expect(page.locator("#medicine_1_dose")).to_be_focused()
    expect(page.locator("#advice")).to_have_value("Green leaves every day. आराम करें।")
    page.select_option("#medicine_1_frequency", "BD")
    page.select_option("#medicine_1_instruction", "after_food")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    page.check("#consent_confirmed")
    page.fill("#sign_password", PASSWORD)
    page.click("#sign")
    expect(page.locator("#sent_advice")).to_have_text("Green leaves every day. आराम करें।")
    expect(page.locator("#sent")).to_contain_text("PARACETAMOL")
    expect(page.locator("#sent")).to_contain_text("खाने के बाद" if lang == "hi" else "after food")
    (rx,) = hub.records(referral, "prescription")
    assert rx.fields["items"][0]["frequency"] == "BD"
    assert complaints == []
    page.context.close()


def test_what_the_lists_forbid_is_not_signed(chromium: Browser, hub: ReviewHub) -> None:
    """A prohibited medicine gets into no form; one of list A is signed only for a patient who was seen."""
    referral = hub.case()
    page, complaints = opened(chromium, hub, "desktop", "en")
    page.goto(f"{hub.url}/review/cases/{referral}")
    take(page)
    page.fill("#advice", "Rest, and plenty of water.")
    page.fill("#medicine_q", "morphine")
    page.locator("#medicine_hits button", has_text="cannot be prescribed here").first.click()
    expect(page.locator("#answer [role=alert]")).to_contain_text("MORPHINE cannot be prescribed by telemedicine")
    expect(page.locator("fieldset.med")).to_have_count(0)
    page.fill("#medicine_q", "amoxicillin")
    page.locator("#medicine_hits button", has_text="only if seen live").first.click()
    expect(page.locator("fieldset.med")).to_have_count(1)
    page.check("#consent_confirmed")
    page.fill("#sign_password", PASSWORD)
    page.click("#sign")
    expect(page.locator("#answer [role=alert]")).to_contain_text("AMOXICILLIN")
    assert hub.records(referral, "prescription") == []
    page.check("#seen_live")
    page.fill("#sign_password", PASSWORD)
    page.click("#sign")
    expect(page.locator("#sent")).to_contain_text("AMOXICILLIN")
    (advice,) = hub.records(referral, "advice")
    assert advice.fields["seen_live"] == "video"
    (rx,) = hub.records(referral, "prescription")
    assert [(item["generic"], item["list"]) for item in rx.fields["items"]] == [("AMOXICILLIN", "A")]
    # That the browser names the refusal's status is not a fault of the page.
    assert [text for text in complaints if "422" not in text] == []
    page.context.close()


def test_the_draft_is_kept_while_typing(chromium: Browser, hub: ReviewHub) -> None:
    referral = hub.case()
    page, complaints = opened(chromium, hub, "desktop", "en")
    page.goto(f"{hub.url}/review/cases/{referral}")
    take(page)
    with page.expect_response(lambda r: r.url.endswith("/draft")):
        page.locator("#advice").press_sequentially("Half a sen")
    expect(page.locator("#draft_state")).to_contain_text("Draft kept")
    page.goto(f"{hub.url}/review/cases/{referral}?tab=answer")
    expect(page.locator("#advice")).to_have_value("Half a sen")
    assert complaints == []
    page.context.close()


def test_typing_after_the_session_ended_loses_nothing_and_goes_on_in_place(chromium: Browser, hub: ReviewHub) -> None:
    referral = hub.case()
    page, complaints = opened(chromium, hub, "desktop", "en")
    page.goto(f"{hub.url}/review/cases/{referral}")
    take(page)
    (cookie,) = [c for c in page.context.cookies() if c["name"] == "spoke_session"]
    hub.services.store.run(lambda conn: sessions.close_session(conn, cookie["value"]))
    page.fill("#advice", "Written too late")
    expect(page.locator("#draft_state")).to_contain_text("you are signed out")
    expect(page.locator("#again_login")).to_be_focused()
    page.fill("#again_login", "nivedita")
    page.fill("#again_password", "wrong")
    page.keyboard.press("Enter")
    expect(page.locator("#again_form")).to_contain_text("not right")
    page.fill("#again_login", "nivedita")
    page.fill("#again_password", PASSWORD)
    with page.expect_response(lambda r: r.url.endswith("/draft")):
        page.keyboard.press("Enter")
    expect(page.locator("#again_form")).to_have_count(0)
    expect(page.locator("#draft_state")).to_contain_text("Draft kept")
    expect(page.locator("#advice")).to_have_value("Written too late")
    # The page's forms carry the new session's token: she can sign.
    page.check("#consent_confirmed")
    page.fill("#sign_password", PASSWORD)
    page.click("#sign")
    expect(page.locator("#sent_advice")).to_have_text("Written too late")
    assert complaints == []
    page.context.close()


def test_the_queue_refreshes_by_itself(chromium: Browser, hub: ReviewHub) -> None:
    page, complaints = opened(chromium, hub, "desktop", "en")
    expect(page.locator("#queue")).to_have_attribute("hx-trigger", "every 20s, focus from:window")
    referral = hub.case(urgency="urgent")
    row = page.locator(f"#case_{referral}")
    expect(row).to_have_count(0)
    expect(row).to_be_visible(timeout=25_000)
    assert complaints == []
    page.context.close()


def test_the_queue_is_filtered_by_desk(chromium: Browser, hub: ReviewHub) -> None:
    at_medicine, at_surgery = hub.case(), hub.case(desk=hub.surgery, speciality="surgery")
    hub.add_doctor("both", [hub.medicine, hub.surgery])
    page, complaints = opened(chromium, hub, "desktop", "en", "both")
    expect(page.locator(f"#case_{at_medicine}")).to_be_visible()
    expect(page.locator(f"#case_{at_surgery}")).to_be_visible()
    page.select_option("#desk", hub.surgery)
    expect(page.locator(f"#case_{at_medicine}")).to_have_count(0)
    expect(page.locator(f"#case_{at_surgery}")).to_be_visible()
    expect(page).to_have_url(f"{hub.url}/review/queue?desk={hub.surgery}&speciality=&district=&show=&sort=urgency")
    page.select_option("#speciality", "medicine")
    expect(page.get_by_text("No waiting case fits this choice.")).to_be_visible()
    page.get_by_role("link", name="Show all").click()
    expect(page.locator(f"#case_{at_medicine}")).to_be_visible()
    expect(page.locator(".topbar")).to_have_count(1)
    assert complaints == []
    page.context.close()


def test_news_is_shown_before_signing_and_the_case_beside_it_is_new(chromium: Browser, hub: ReviewHub) -> None:
    referral = hub.case()
    page, _ = opened(chromium, hub, "desktop", "en")
    page.goto(f"{hub.url}/review/cases/{referral}")
    take(page)
    page.fill("#advice", "Rest.")
    page.check("#consent_confirmed")
    (event,) = hub.records(referral, "case_event")
    result = {"text": "Malaria test positive", "at": "2026-11-23T15:00:00+05:30", "referral": referral}
    hub.write(hub.cho, HubChange("result", None, event.patient, result))
    page.fill("#sign_password", PASSWORD)
    page.click("#sign")
    expect(page.locator("#answer")).to_contain_text("While you were writing, this came in")
    expect(page.locator(".pane-case")).to_contain_text("Malaria test positive")
    page.fill("#sign_password", PASSWORD)
    page.click("#sign")
    expect(page.locator("#sent")).to_be_visible()
    page.context.close()


def test_everything_works_without_scripts(chromium: Browser, hub: ReviewHub) -> None:
    referral = hub.case()
    context = chromium.new_context(java_script_enabled=False, locale="en-IN")
    page = context.new_page()
    page.goto(hub.url + "/review/queue")
    page.fill("#login", "nivedita")
    page.fill("#password", PASSWORD)
    page.click("#sign_in_button")
    page.locator(f"#case_{referral}").get_by_role("button").click()
    page.fill("#advice", "Rest.")
    page.fill("#medicine_q", "ors")
    page.press("#medicine_q", "Enter")
    page.locator("#medicine_hits button").first.click()
    expect(page.locator("#advice")).to_have_value("Rest.")
    page.fill("#medicine_1_dose", "1 sachet")
    page.fill("#medicine_1_duration", "3")
    page.select_option("#medicine_1_frequency", "OD")
    page.check("#consent_confirmed")
    page.fill("#sign_password", PASSWORD)
    page.click("#sign")
    expect(page.locator("#sent")).to_contain_text("1 sachet")
    context.close()


def test_every_input_has_a_name_for_those_who_cannot_see(chromium: Browser, hub: ReviewHub) -> None:
    referral = hub.case()
    page, _ = opened(chromium, hub, "desktop", "en")
    page.goto(f"{hub.url}/review/cases/{referral}")
    take(page)
    page.locator("#medicine_q").press_sequentially("parac")
    page.locator("#medicine_hits button").first.click()
    expect(page.locator("#medicine_1")).to_be_visible()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a')]
            .filter(e => !(e.labels && e.labels.length) && !e.getAttribute('aria-label') && !e.textContent.trim())
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert nameless == []
    page.context.close()
