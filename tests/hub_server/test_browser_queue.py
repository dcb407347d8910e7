"""The queue in a real browser: it keeps one's place, two doctors do not take one case, and little is loaded."""

from __future__ import annotations

import time
from datetime import datetime

from playwright.sync_api import Browser, Page, expect

from hub_server.store import sessions
from tests.hub_server.chromium import SIZES, opened
from tests.hub_server.review_fixtures import chromium, hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["chromium", "hub"]

CASES = 30


def _opened(chromium: Browser, hub: ReviewHub, who: str, size: str = "desktop", lang: str = "en") -> Page:
    return opened(chromium, hub, size, lang, who)[0]


def _refreshed(page: Page) -> None:
    """The queue looks for news when one comes back to its window."""
    with page.expect_response(lambda r: "/review/queue/rows" in r.url):
        page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_the_first_load_is_small_on_a_slow_line(chromium: Browser, hub: ReviewHub) -> None:
    for _ in range(CASES):
        hub.case()
    page = _opened(chromium, hub, "nivedita", "phone")
    expect(page.locator(".row")).to_have_count(CASES)
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        """() => performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
            .map(e => [e.name.split('/').pop(), e.encodedBodySize])"""
    )
    names = {name.partition("?")[0] for name, _ in loaded}
    assert {"queue", "app.css", "htmx.min.js", "noto-latin-regular.woff2"} <= names
    assert sum(size for _, size in loaded) < 100 * 1024, loaded
    by_name = {name.partition("?")[0]: size for name, size in loaded}
    assert by_name["queue"] < 8 * 1024 and by_name["app.css"] < 12 * 1024
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES["phone"][0]
    page.context.close()


def test_news_comes_in_without_losing_the_place(chromium: Browser, hub: ReviewHub) -> None:
    page = _opened(chromium, hub, "nivedita")
    last = page.locator(".row").last
    identity = str(last.get_attribute("id"))
    last.locator(".who a").focus()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.evaluate("id => { document.getElementById(id).kept = 'the same element' }", identity)
    before = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", identity)
    new = hub.case(urgency="emergency")
    count = int(page.locator("#count_queue").inner_text())
    _refreshed(page)
    expect(page.locator(f"#case_{new}")).to_have_count(1)
    expect(page.locator("#count_queue")).to_have_text(str(count + 1))
    expect(page.locator("#queue_lead")).to_contain_text(f"{count + 1} waiting")
    assert page.locator(".row").first.get_attribute("id") == f"case_{new}"
    assert page.evaluate("document.activeElement.id") == identity.replace("case_", "open_")
    assert page.evaluate("id => document.getElementById(id).kept", identity) == "the same element"
    after = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", identity)
    assert abs(after - before) < 2
    page.context.close()


def test_two_doctors_do_not_take_one_case_unknowingly(chromium: Browser, hub: ReviewHub) -> None:
    referral = hub.case(urgency="urgent")
    first, second = (_opened(chromium, hub, who) for who in ("nivedita", "imran"))
    for page in (first, second):
        expect(page.locator(f"#claim_{referral}")).to_be_visible()
    first.click(f"#claim_{referral}")
    expect(first.locator("#answer")).to_be_visible()
    second.click(f"#claim_{referral}")  # his page still says that it is free
    expect(second.locator(".pane-answer")).to_contain_text("Dr Nivedita Jha has this case")
    expect(second.locator("#answer")).to_have_count(0)
    second.goto(hub.url + "/review/queue")
    expect(second.locator(f"#case_{referral}")).to_contain_text("With Dr Nivedita Jha")
    expect(second.locator(f"#claim_{referral}")).to_have_count(0)
    second.locator(f"#open_{referral}").click()
    second.get_by_role("button", name="Take over all the same").click()
    expect(second.locator("#answer")).to_be_visible()
    first.fill("#advice", "Rest.")
    first.check("#consent_confirmed")
    first.fill("#sign_password", PASSWORD)
    first.click("#sign")
    expect(first.locator(".pane-answer")).to_contain_text("Dr Imran Alam has taken this case over. Nothing was sent.")
    assert hub.records(referral, "advice") == []
    first.context.close()
    second.context.close()


def test_a_case_whose_page_is_left_is_free_soon_unless_one_comes_back(chromium: Browser, hub: ReviewHub) -> None:
    referral = hub.case()
    page = _opened(chromium, hub, "nivedita")
    page.goto(f"{hub.url}/review/cases/{referral}")
    with page.expect_response(lambda r: r.url.endswith("/stay")):
        page.click("#claim")
    long = _held_for(hub, referral)
    page.goto(hub.url + "/review/mine")
    ends = time.monotonic() + 15  # the page that tells is gone: nothing in the browser says that it was heard
    while (soon := _held_for(hub, referral)) > 60 and time.monotonic() < ends:
        page.reload()
    expect(page.locator(f"#case_{referral}")).to_contain_text("With you")
    with page.expect_response(lambda r: r.url.endswith("/stay")):
        page.locator(f"#open_{referral}").click()
    assert (long > 1100, soon <= 60, _held_for(hub, referral) > 1100) == (True, True, True)
    page.context.close()


def _held_for(hub: ReviewHub, referral: str) -> float:
    """Seconds until the case is free by itself."""
    now = hub.services.now()
    with hub.services.store.read() as conn:
        claim = sessions.claim_of(conn, referral, now)
    return (datetime.fromisoformat(claim.until) - now).total_seconds() if claim else 0


def test_on_a_phone_in_hindi_one_filters_and_searches(chromium: Browser, hub: ReviewHub) -> None:
    found = hub.refer(patient := hub.person(name="Zubaida Khatun", name_other_script="ज़ुबैदा ख़ातून"), hub.visit(patient))
    page = _opened(chromium, hub, "nivedita", "phone", "hi")
    expect(page.locator("#district")).to_be_hidden()
    page.locator(".filters-line").click()
    page.select_option("#sort", "newest")
    expect(page.locator(".row").first).to_have_attribute("id", f"case_{found}")
    expect(page).to_have_url(f"{hub.url}/review/queue?district=&show=&sort=newest")
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES["phone"][0]
    page.locator(".bottom-nav").get_by_role("link", name="खोजें").click()
    expect(page.locator("#q")).to_be_focused()
    page.fill("#q", "ज़ुबैदा")
    page.press("#q", "Enter")
    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator(f"#open_{found}")).to_have_text("Zubaida Khatun")
    assert page.evaluate("document.documentElement.scrollWidth") == SIZES["phone"][0]
    page.context.close()
