"""The answer in a real browser by keyboard alone, and its correction; in English and in Hindi."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hub_server.chromium import opened
from tests.hub_server.review_fixtures import chromium, hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["chromium", "hub"]


def _type(page: Page, text: str) -> None:
    page.keyboard.type(text)


def _focus(page: Page) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.id"))


@pytest.mark.parametrize("lang", ["en", "hi"])
def test_a_case_is_answered_and_corrected_without_a_mouse(chromium: Browser, hub: ReviewHub, lang: str) -> None:
    """Each key by the name that stands on its button; focus is where the next word is typed."""
    referral = hub.case()
    page, complaints = opened(chromium, hub, "desktop", lang)
    press = page.keyboard.press
    page.goto(f"{hub.url}/review/cases/{referral}")
    page.focus("#claim")
    press("Enter")
    expect(page.locator("#answer")).to_be_visible()
    for key in ("Alt+G", "Alt+T", "Alt+I", "Alt+M", "Alt+A", "Alt+R", "Alt+O", "Ctrl+Enter"):
        assert page.locator(f"[data-key='{key}']").count() == 1, key

    press("Alt+g")
    _type(page, "anaem")
    page.locator("#diagnosis_hits button").first.wait_for()
    press("ArrowDown")
    press("ArrowDown")
    press("ArrowUp")
    press("Enter")
    expect(page.locator(".token")).to_have_count(1)
    expect(page.locator("#diagnosis")).to_be_focused()
    _type(page, "Tired of fields")
    press("Enter")
    expect(page.locator(".token")).to_have_count(2)

    press("Alt+t")
    assert _focus(page) == "add_template"
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    expect(page.locator("#advice")).to_be_focused()
    expect(page.locator("#advice")).not_to_have_value("")

    press("Alt+m")
    _type(page, "parac")
    page.locator("#medicine_hits button").first.wait_for()
    press("ArrowDown")
    press("Enter")
    expect(page.locator("#medicine_1_dose")).to_be_focused()

    press("Control+Enter")
    expect(page.locator("#consent_confirmed")).to_be_focused()
    press("Space")
    press("Tab")
    assert _focus(page) == "sign_password"
    _type(page, PASSWORD)
    press("Control+Enter")
    expect(page.locator("#sent_advice")).to_be_visible()
    (advice,) = hub.records(referral, "advice")
    assert [d["text"] for d in advice.fields["diagnosis"]] == ["Anaemia", "Tired of fields"]
    assert len(hub.records(referral, "prescription")) == 1

    page.focus("#correct")
    press("Enter")
    expect(page.locator("#leave_correction")).to_be_visible()
    page.focus("#advice")
    press("Control+End")
    _type(page, " More.")
    press("Control+Enter")
    expect(page.locator("#consent_confirmed")).to_be_focused()
    press("Space")
    press("Tab")
    _type(page, PASSWORD)
    press("Control+Enter")
    expect(page.locator(".card.replaced")).to_be_visible()
    expect(page.locator("#sent_advice")).to_contain_text(" More.")
    assert len(hub.records(referral, "advice")) == 2
    assert [c for c in complaints if "422" not in c] == []
    page.context.close()
