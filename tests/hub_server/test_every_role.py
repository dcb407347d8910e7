"""Each page of the hub, for each role: a table against every route that there is, so that no new one goes without."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from care_record.ids import new_id
from hub_server.app import app_of
from hub_server.services.staff import NewStaff, add_staff
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_sample import PASSWORD, ReviewHub, review_hub

DOCTOR, ADMIN, IT, PROGRAMME = "nivedita", "office", "machines", "programme"
EVERYBODY = frozenset({DOCTOR, ADMIN, IT, PROGRAMME})
NOBODY = frozenset[str]()
READ_AND_CHANGED_BY = {
    "/review": ({DOCTOR}, {DOCTOR}),
    "/account": (EVERYBODY, EVERYBODY),
    "/admin": ({ADMIN, IT, PROGRAMME}, NOBODY),
    "/admin/places": ({ADMIN, IT, PROGRAMME}, {ADMIN}),
    "/admin/places/{kind}/{record}/code": (NOBODY, {ADMIN, IT}),  # a card for a new PC
    "/admin/staff": ({ADMIN}, {ADMIN}),
    "/admin/import": ({ADMIN}, {ADMIN}),
    "/admin/devices": ({ADMIN, IT}, {ADMIN, IT}),
    "/admin/quarantine": ({ADMIN, IT}, {ADMIN}),
    "/admin/duplicates": ({ADMIN}, {ADMIN}),
    "/admin/notices": ({ADMIN, PROGRAMME}, {ADMIN}),
    "/admin/audit": ({ADMIN}, NOBODY),
    "/sign-out": (NOBODY, EVERYBODY),
}
"""Area, who reads it, who changes something there."""
FORMS = frozenset({"/admin/places/{kind}/new", "/admin/staff/new"})
"""Pages that are a form alone: only who may send it is shown it."""
OPEN = frozenset(
    {
        "/",
        "/review",
        "/sign-in",
        "/sign-in/again",
        "/sign-in/code",
        "/language/{lang}",
        "/static/{name}",
        "/favicon.ico",
    }
)
"""Before signing in: nothing of a patient's, nothing that is changed."""
SAMPLES = {"kind": "facility", "n": "1"}


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReviewHub]:
    with review_hub(tmp_path_factory.mktemp("roles")) as served:
        for role, login in (("admin", ADMIN), ("it", IT), ("programme", PROGRAMME)):
            add_staff(served.services, NewStaff(f"{login.title()} Kumar", role, (), None, login, PASSWORD))
        yield served


@pytest.fixture(scope="module")
def routes(hub: ReviewHub) -> list[tuple[str, str]]:
    """Method and path of all pages."""
    found = [
        (str(m), route.path_format) for route in app_of(hub.services).routes for m in getattr(route, "methods", ())
    ]
    return sorted((m, path) for m, path in found if m in ("GET", "POST") and not path.startswith("/v1"))


def _area(path: str) -> str:
    parts = path.split("/")
    return "/".join(parts[: 3 if parts[1] == "admin" else 2])


def _filled(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda place: SAMPLES.get(place[1], new_id()), path)


def _may(login: str, method: str, path: str) -> bool:
    reads, changes = READ_AND_CHANGED_BY.get(path) or READ_AND_CHANGED_BY[_area(path)]
    return login in (changes if method == "POST" or path in FORMS else reads)


def test_every_route_is_in_the_table(routes: list[tuple[str, str]]) -> None:
    assert len(routes) > 40
    assert {path for _, path in routes if path not in OPEN and _area(path) not in READ_AND_CHANGED_BY} == set()
    assert {path for _, path in routes} >= OPEN


def test_without_signing_in_every_page_leads_to_the_door(hub: ReviewHub, routes: list[tuple[str, str]]) -> None:
    browser = Browser(hub.url)
    for method, path in routes:
        if path in OPEN:
            continue
        go = browser.get if method == "GET" else lambda url, **more: browser.post(url, {"csrf": "x"}, **more)
        answer = go(_filled(path), follow=False)
        if path.endswith(("/stay", "/leave")):  # what a page tells by itself: nobody would see the door
            assert (answer.status_code, answer.text) == (204, ""), path
            continue
        assert answer.status_code == 303, (method, path)
        if method == "GET" and answer.headers["Location"].startswith("/review/cases/"):  # a form's address: its page
            answer = go(answer.headers["Location"], follow=False)
        assert answer.headers["Location"].startswith("/sign-in?"), (method, path)
    browser.session.close()


@pytest.mark.parametrize("login", sorted(EVERYBODY))
def test_each_role_opens_its_pages_and_no_others(hub: ReviewHub, routes: list[tuple[str, str]], login: str) -> None:
    browser = Browser(hub.url)
    csrf = fields_of(browser.sign_in(login).text)["csrf"]
    for method, path in routes:
        if path in OPEN:
            continue
        may, url = _may(login, method, path), _filled(path)
        if method == "GET":
            answer = browser.get(url, follow=False)
            if not may and answer.status_code == 303:  # a form's address leads to its page, whoever asks
                assert answer.headers["Location"].startswith("/review/cases/"), path
                answer = browser.get(answer.headers["Location"], follow=False)
            assert (answer.status_code == 403) == (not may), (path, answer.status_code)
            assert answer.status_code < 500 and not answer.headers.get("Location", "").startswith("/sign-in"), path
            policy = answer.headers["Content-Security-Policy"]
            assert "unsafe" not in policy and "default-src 'none'" in policy, path
            assert answer.headers["X-Frame-Options"] == "DENY", path
            assert not re.search(r"<script>|<style|\sstyle=|\son[a-z]+=", answer.text), path
        else:
            # Without the token nobody changes anything; with it, only who may.
            assert browser.post(url, {"what": "x"}, follow=False).status_code == 403, path
            if not may:
                assert browser.post(url, {"csrf": csrf}, follow=False).status_code == 403, path
    browser.session.close()
