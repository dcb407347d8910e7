"""Every page of the hub that a link leads to, in a real browser: nothing that axe-core calls serious, nothing that the
browser complains of, nothing wider than the screen; on a desktop and on a phone, in English and in Hindi."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from care_record.ids import new_id
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store.writer import HubChange
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub
from tests.hub_server.test_browser_review import SIZES, chromium

__all__ = ["chromium"]

AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
    "resultTypes": ["violations"],
}
GRAVE = ("serious", "critical")
ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{8,32}|(?<=[/=])\d+|\?.*(?:page|after|before|month)=.*")
LEFT_OUT = re.compile(r"/language/|/static/|/attachments/|/sign-out|\.csv|\.pdf|#|^(?!/)")
MOST_PAGES = 60


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("every_page")) as served:
        _furnish(served)
        yield served


def _furnish(hub: ReviewHub) -> None:
    """Cases in each state, an administrator, and what the office looks after."""
    for urgency in ("emergency", "urgent", "routine"):
        hub.case(urgency=urgency)
    long_name = hub.person(name="Kumari Bindeshwari Ramsagar Chandravanshi", name_other_script="कुमारी बिंदेश्वरी रामसागर")
    visit = hub.visit(long_name, danger_signs=["convulsions"], vitals={"spo2": 84, "pulse": 131})
    hub.refer(long_name, visit, question="क्या इन्हें तुरंत ज़िला अस्पताल भेजना चाहिए? " * 6)
    note = {"visit": visit, "text": "Breathless since morning.", "signed": "2026-11-23T10:00:00+05:30"}
    hub.write(hub.cho, HubChange("note", new_id(), long_name, note))
    for role, login in (("admin", "office"), ("it", "machines"), ("programme", "programme")):
        add_staff(hub.services, NewStaff(f"{login.title()} Kumar", role, (), None, login, PASSWORD))


def _kind_of(url: str) -> str:
    """The address with what is one of many taken out, so that one case stands for all."""
    return ONE_OF_MANY.sub("*", url)


def _links(page: Page) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
    return [str(href) for href in found if not LEFT_OUT.search(str(href))]


def _faults(page: Page, axe: Axe, width: int) -> list[str]:
    found = axe.run(page, options=AXE).response["violations"]
    faults = [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found if fault.get("impact") in GRAVE]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        faults.append("wider than the screen")
    return faults


@pytest.mark.parametrize(("size", "lang"), [("desktop", "en"), ("phone", "hi")])
@pytest.mark.parametrize("login", ["nivedita", "office", "machines", "programme"])
def test_no_page_has_a_serious_fault(chromium: Browser, hub: ReviewHub, login: str, size: str, lang: str) -> None:
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height}, locale=f"{lang}-IN")
    page, axe = context.new_page(), Axe()
    page.set_default_timeout(15_000)
    faults: dict[str, list[str]] = {}
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.goto(hub.url + "/sign-in")
    faults["/sign-in"] = _faults(page, axe, width)
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.click("#sign_in_button")
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    waiting, seen = ["/"], set[str]()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if (kind := _kind_of(address)) in seen:
            continue
        seen.add(kind)
        answer = page.goto(hub.url + address)
        assert answer is not None and answer.status == 200, f"{address}: {answer and answer.status}"
        faults[address] = _faults(page, axe, width)
        assert page.locator("html").get_attribute("lang") == lang
        waiting += _links(page)
    assert {address: found for address, found in faults.items() if found} == {}
    assert complaints == []
    assert len(seen) < MOST_PAGES
    context.close()
