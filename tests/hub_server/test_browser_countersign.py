"""Countersigning by keyboard and calling, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from care_record.clock import time_text
from care_record.ids import new_id
from hub_server.store import records
from hub_server.store.writer import HubChange
from tests.hub_server.chromium import launched, opened
from tests.hub_server.review_sample import ReviewHub, review_hub

ROOMS = "https://meet.example.org"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("countersign")) as served:
        desk = {"countersign_percent": 100, "call_base_url": ROOMS}
        served.write(served.services.identity.hub, HubChange("desk", served.medicine, None, desk))
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


def test_notes_are_countersigned_by_keyboard(chromium: Browser, hub: ReviewHub) -> None:
    patient = hub.person()
    for text in ("Cough, chest clear.", "Loose motions, ORS given."):
        note = {"visit": hub.visit(patient), "text": text, "signed": time_text(datetime.now(UTC))}
        hub.write(hub.cho, HubChange("note", new_id(), patient, note))
    page, complaints = opened(chromium, hub, "desktop", "en")
    page.goto(f"{hub.url}/review/countersign")
    expect(page.locator("#sample .note-row")).to_have_count(2)
    page.locator("#sample a").first.press("Enter")
    expect(page.locator("#note_text")).to_have_text("Cough, chest clear.")
    page.keyboard.press("Alt+y")
    expect(page.locator("#note_text")).to_have_text("Loose motions, ORS given.")
    page.fill("#words", "Weigh the child.")
    page.press("#words", "Control+Enter")
    expect(page.locator(".empty")).to_be_visible()
    expect(page.locator("#done_notes .note-row")).to_have_count(2)
    with hub.services.store.read() as conn:
        said = [r.fields for r in records.records_of(conn, patient, {"note"}) if r.fields.get("countersigns")]
    assert sorted(str(fields["verdict"]) for fields in said) == ["agrees", "comment"]
    assert complaints == []
    page.context.close()


def test_a_call_opens_a_new_tab_and_proposes_the_tick(chromium: Browser, hub: ReviewHub) -> None:
    referral = hub.case()
    page, complaints = opened(chromium, hub, "desktop", "en")
    page.context.route(f"{ROOMS}/**", lambda route: route.fulfill(body="the room"))
    page.goto(f"{hub.url}/review/cases/{referral}")
    page.click("#claim")
    page.fill("#advice", "Typed before the call")
    with page.context.expect_page() as room:
        page.keyboard.press("Alt+c")
    assert room.value.url.startswith(f"{ROOMS}/spoke-")
    assert room.value.evaluate("window.opener") is None
    expect(page.locator("#called")).to_contain_text("You opened the call at")
    expect(page.locator("#seen_live")).not_to_be_checked()
    expect(page.locator("#advice")).to_have_value("Typed before the call")
    assert complaints == []
    page.context.close()
