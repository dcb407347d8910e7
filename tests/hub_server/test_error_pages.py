"""What a browser shows where there is nothing to show: a page in its language with a way back, no machine's text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import requests
from litestar.testing import TestClient

from care_record.ids import new_id
from hub_server.app import app_of
from hub_server.context import open_services
from hub_server.store.database import StoreError
from hub_server.web.accepting import takes
from tests.helpers.hub import init_store
from tests.hub_server.review_client import Browser
from tests.hub_server.review_fixtures import browser, hub
from tests.hub_server.review_sample import ReviewHub

__all__ = ["browser", "hub"]

PAGES = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
HOME = {"en": "Go to the first page", "hi": "पहले पन्ने पर जाएँ"}


def _asked(hub: ReviewHub, path: str, accept: str = PAGES, lang: str = "en", method: str = "GET") -> requests.Response:
    headers = {"Accept": accept, "Accept-Language": f"{lang}-IN"}
    return requests.request(method, hub.url + path, headers=headers, timeout=30, allow_redirects=False)


@pytest.mark.parametrize("lang", ["en", "hi"])
@pytest.mark.parametrize("path", ["/nothing", "/review/nothing", "/admin/nothing/at/all", "/review/pictures/x", "/%00"])
def test_an_unknown_address_is_a_page(hub: ReviewHub, path: str, lang: str) -> None:
    page = _asked(hub, path, lang=lang)
    assert page.status_code == 404 and page.headers["Content-Type"].startswith("text/html")
    assert f'<html lang="{lang}">' in page.text and HOME[lang] in page.text and 'href="/static/app.css' in page.text
    assert ("no page at this address" in page.text) == (lang == "en")
    assert (
        "script-src 'self'" in page.headers["Content-Security-Policy"] and page.headers["Cache-Control"] == "no-store"
    )


@pytest.mark.parametrize("accept", ["*/*", "application/json", "text/html;q=0, */*"])
def test_a_machine_is_told_as_before(hub: ReviewHub, accept: str) -> None:
    told = _asked(hub, "/review/nothing", accept)
    assert told.status_code == 404 and told.headers["Content-Type"] == "application/problem+json"
    assert json.loads(told.text)["code"] == "not-found"


@pytest.mark.parametrize(("path", "status"), [("/v1", 404), ("/v1/nothing", 404), ("/v1/exchange", 405)])
def test_the_devices_side_has_no_pages(hub: ReviewHub, path: str, status: int) -> None:
    told = _asked(hub, path)
    assert told.status_code == status and told.headers["Content-Type"] == "application/problem+json"


def test_an_address_for_forms_says_so_and_leads_back(hub: ReviewHub) -> None:
    staff = hub.cho
    page = _asked(hub, f"/admin/staff/{staff}/pin")
    assert page.status_code == 405 and "takes what a form sends" in page.text
    assert f'href="/admin/staff/{staff}"' in page.text and HOME["en"] in page.text
    page = _asked(hub, "/sign-out", lang="hi")
    assert page.status_code == 405 and 'id="back"' not in page.text and HOME["hi"] in page.text
    for path in (f"//review/cases/{new_id()}/draft", "/review/cases//elsewhere.example/draft"):
        assert 'href="//' not in _asked(hub, path).text


@pytest.mark.parametrize("form", ["answer", "preview", "claim", "correct"])
def test_a_form_that_came_back_and_is_loaded_anew_shows_the_case(hub: ReviewHub, browser: Browser, form: str) -> None:
    referral = hub.case()
    browser.sign_in("nivedita")
    browser.claim(referral)
    refused = browser.answer(referral, browser.form(referral) | {"advice": ""}, sign="yes")
    assert refused.status_code == 422 and refused.url.endswith(f"/review/cases/{referral}/answer")
    page = browser.get(f"/review/cases/{referral}/{form}", Accept=PAGES)
    assert page.status_code == 200 and page.url == f"{hub.url}/review/cases/{referral}?tab=answer"
    assert 'id="answer"' in page.text
    for odd in ("x", "..%2f..%2felsewhere", "%0d%0aSet-Cookie:%20a=b"):
        assert browser.get(f"/review/cases/{odd}/{form}", follow=False).status_code == 404


def test_browsers_that_look_for_an_icon_find_none_and_ask_no_more(hub: ReviewHub) -> None:
    icon = _asked(hub, "/favicon.ico", "image/avif,image/webp,*/*;q=0.8")
    assert icon.status_code == 204 and not icon.content and "max-age=31536000" in icon.headers["Cache-Control"]
    assert '<link rel="icon" href="/static/icon.svg' in _asked(hub, "/sign-in").text


def test_too_much_text_is_said_on_a_page(hub: ReviewHub) -> None:
    page = requests.post(f"{hub.url}/sign-in", {"login": "x" * 400_000}, headers={"Accept": PAGES}, timeout=30)
    assert page.status_code == 413 and "too much text at once" in page.text


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [(StoreError("the disk is full: /srv/secret"), 503, "too much to do"), (ValueError("Sunita"), 500, "went wrong")],
)
def test_a_failure_of_the_hub_is_a_page_that_tells_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    services = open_services(init_store(f"sqlite:///{tmp_path / 'hub.db'}"))
    with TestClient(app_of(services), raise_server_exceptions=False) as client:

        def broken(*_: object) -> None:
            raise error

        monkeypatch.setattr(services.store, "run", broken)
        headers = {"Accept": PAGES, "Cookie": "spoke_session=x"}
        page = client.get("/review/queue", headers=headers)
        assert page.status_code == status and said in page.text and HOME["en"] in page.text
        assert "Sunita" not in page.text and "secret" not in page.text
        assert page.headers.get("Retry-After") == ("10" if status == 503 else None)
        told = client.get("/review/queue", headers=headers | {"Accept": "*/*"})
        assert told.status_code == status and told.json()["code"] in ("busy", "failed")


@pytest.mark.parametrize(
    ("accepted", "takes_it"),
    [("text/html", True), ("a/b, TEXT/HTML ;q=0.9", True), ("*/*", False), ("", False), ("text/html; q=0.0", False)],
)
def test_what_a_header_takes(accepted: str, takes_it: bool) -> None:
    assert takes(accepted, "text/html") == takes_it
