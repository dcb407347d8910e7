"""Countersigning by keyboard and calling, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from care_record.clock import time_text
from care_record.ids import new_id
from hub_server.store import audit, records, signed_in
from hub_server.store.writer import HubChange
from tests.hub_server.chromium import opened, scripts_run, take
from tests.hub_server.review_fixtures import chromium
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub

__all__ = ["chromium"]

ROOMS = "https://meet.example.org"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("countersign")) as served:
        desk = {"countersign_percent": 100, "call_base_url": ROOMS}
        served.write(served.services.identity.hub, HubChange("desk", served.medicine, None, desk))
        yield served


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
    scripts_run(page)
    page.keyboard.press("Alt+y")
    expect(page.locator("#note_text")).to_have_text("Loose motions, ORS given.")
    scripts_run(page)
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
    take(page)
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


def test_signing_in_over_the_page_keeps_what_is_typed_there_and_renews_the_calls_token(
    chromium: Browser, hub: ReviewHub
) -> None:
    referral = hub.case()
    page, complaints = opened(chromium, hub, "desktop", "en")
    page.context.route(f"{ROOMS}/**", lambda route: route.fulfill(body="the room"))
    page.goto(f"{hub.url}/review/cases/{referral}")
    take(page)
    hub.services.store.run(lambda conn: signed_in.end(conn, hub.doctors["nivedita"], hub.services.now()))
    # Two parts of the page ask without a session, the second one while she types her password already.
    with page.expect_response("**/draft") as late:
        page.fill("#advice", "Typed before the call")
        with page.context.expect_page():
            page.click("#call")
        page.fill("#again_password", PASSWORD)
    late.value.finished()
    expect(page.locator("#draft_state")).to_contain_text("you are signed out")
    expect(page.locator("#again_password")).to_have_value(PASSWORD)
    with page.expect_response("**/draft"):
        page.click("#again_button")
    expect(page.locator("#again")).to_have_class("again-done")
    with page.context.expect_page(), page.expect_response("**/call") as told:
        page.click("#call")
    assert told.value.status == 200
    expect(page.locator("#called")).to_contain_text("You opened the call at")
    with hub.services.store.read() as conn:
        wanted = audit.Wanted(what="call-opened", subject=referral)
        assert len(audit.listed(conn, wanted, 9)) == 1
    expect(page.locator("#advice")).to_have_value("Typed before the call")
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("lang", ["en", "hi"])
def test_on_a_phone_the_call_stands_beside_the_name_and_no_field_beside_nothing(
    chromium: Browser, hub: ReviewHub, lang: str
) -> None:
    referral = hub.case(urgency="emergency")
    page, complaints = opened(chromium, hub, "phone", lang)
    page.goto(f"{hub.url}/review/cases/{referral}")
    page.click("#case_actions button")
    page.locator("#medicine_q").press_sequentially("parac")
    page.locator("#medicine_hits button").first.click()
    expect(page.locator("#medicine_1_dose")).to_be_visible()
    # The right edge of each row of fields is the same.
    rows: dict[int, float] = {}
    for box in page.locator("#medicine_1 > .med-grid > div").all():
        at = box.bounding_box()
        assert at is not None
        rows[round(at["y"])] = max(rows.get(round(at["y"]), 0), round(at["x"] + at["width"]))
    assert len(rows) == 5 and len(set(rows.values())) == 1, rows
    name, call = page.locator(".strip h1").bounding_box(), page.locator("#call").bounding_box()
    chips = page.locator(".strip .chips").bounding_box()
    assert name and call and chips
    assert call["y"] < name["y"] + name["height"] and call["y"] + call["height"] <= chips["y"]
    assert call["height"] >= 48 and call["x"] >= name["x"] + name["width"]
    assert complaints == []
    page.context.close()
