"""What the review pages refuse, and the headers and cookies that they send."""

from __future__ import annotations

import hashlib
import re

import pytest
import requests
import sqlalchemy as sa

from care_record.ids import new_id
from hub_server.services.devices import make_enrol_code
from hub_server.store import sessions
from hub_server.store import tables as t
from tests.helpers.peer import Peer
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_fixtures import browser, hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["browser", "hub"]


def test_nothing_is_shown_without_signing_in(hub: ReviewHub, browser: Browser) -> None:
    referral = hub.case()
    for path in ("/", "/review/queue", "/review/mine", f"/review/cases/{referral}", "/review/queue/rows"):
        page = browser.get(path)
        assert "/sign-in" in page.url and "Sunita" not in page.text
    page = browser.post(f"/review/cases/{referral}/answer", {"sign": "yes"})
    assert "/sign-in" in page.url


def test_a_case_of_another_desk_is_not_there(hub: ReviewHub, browser: Browser) -> None:
    referral = hub.case()
    browser.sign_in("surgeon")
    assert f"case_{referral}" not in browser.get("/review/queue").text
    form = fields_of(browser.get("/review/queue").text)
    for answer in (
        browser.get(f"/review/cases/{referral}"),
        browser.get(f"/review/cases/{new_id()}"),
        browser.get("/review/cases/not-an-id"),
        browser.post(f"/review/cases/{referral}/claim", form),
        browser.post(f"/review/cases/{referral}/answer", form | {"sign": "yes", "sign_password": PASSWORD}),
    ):
        assert answer.status_code == 404
        assert "Sunita" not in answer.text
    assert hub.records(referral, "case_event") == []


def test_a_desk_may_read_what_another_desk_was_asked_but_not_answer_it(hub: ReviewHub, browser: Browser) -> None:
    patient = hub.person()
    visit = hub.visit(patient)
    first = hub.refer(patient, visit)
    hub.refer(patient, visit, desk=hub.surgery, speciality="surgery")
    browser.sign_in("surgeon")
    page = browser.get(f"/review/cases/{first}")
    assert page.status_code == 200 and 'id="claim"' not in page.text
    assert browser.claim(first).status_code == 404
    assert hub.records(first, "case_event") == []


@pytest.mark.parametrize("token", ["", "guessed"])
def test_a_form_without_its_token_changes_nothing(hub: ReviewHub, browser: Browser, token: str) -> None:
    referral = hub.case()
    browser.sign_in("nivedita")
    form = {"csrf": token, "advice": "x", "claim": "yes", "sign": "yes", "sign_password": PASSWORD}
    for action in ("claim", "answer", "draft"):
        assert browser.post(f"/review/cases/{referral}/{action}", form).status_code == 403
    assert browser.post("/sign-out", form).status_code == 403
    with hub.services.store.read() as conn:
        assert sessions.draft_of(conn, referral, hub.doctors["nivedita"]) is None
        assert sessions.claim_of(conn, referral, hub.services.now()) is None


def test_another_sessions_token_does_not_fit(hub: ReviewHub, browser: Browser) -> None:
    other = Browser(hub.url)
    other.sign_in("imran")
    stolen = fields_of(other.get("/review/queue").text)["csrf"]
    other.session.close()
    browser.sign_in("nivedita")
    assert browser.post(f"/review/cases/{hub.case()}/claim", {"csrf": stolen}).status_code == 403


def test_the_sign_in_form_needs_its_own_browser(hub: ReviewHub, browser: Browser) -> None:
    form = {"login": "nivedita", "password": PASSWORD}
    assert browser.post("/sign-in", form).status_code == 403
    browser.get("/sign-in")
    assert browser.post("/sign-in", form | {"csrf": "guessed"}).status_code == 403
    assert "spoke_session" not in browser.session.cookies


def test_signing_in_makes_a_new_session_whatever_was_there_before(hub: ReviewHub, browser: Browser) -> None:
    browser.session.cookies.set("spoke_session", "fixed-by-someone", path="/", domain="127.0.0.1")
    browser.sign_in("nivedita")
    values = [c.value for c in browser.session.cookies if c.name == "spoke_session"]
    assert "fixed-by-someone" not in values
    first = values[0]
    browser.get("/review/queue")
    fields = fields_of(browser.get("/review/queue").text)
    browser.post("/sign-out", fields)
    browser.session.cookies.set("spoke_session", first or "", path="/", domain="127.0.0.1")
    assert "/sign-in" in browser.get("/review/queue").url


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(hub: ReviewHub, browser: Browser) -> None:
    form = fields_of(browser.get("/sign-in").text) | {"login": "nivedita", "password": PASSWORD}
    answer = browser.post("/sign-in", form, follow=False)
    cookie = answer.headers["Set-Cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "path=/" in cookie
    assert "secure" not in cookie  # this hub is served over plain http
    behind_tls = browser.post("/sign-in", form, follow=False, **{"X-Forwarded-Proto": "https"})
    assert "; secure" in behind_tls.headers["Set-Cookie"].lower()


def test_strict_headers_on_every_page(hub: ReviewHub, browser: Browser) -> None:
    referral = hub.case()
    pages = [browser.get("/sign-in")]
    browser.sign_in("nivedita")
    pages += [browser.get(p) for p in ("/review/queue", f"/review/cases/{referral}", "/review/cases/none")]
    for page in pages:
        policy = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "script-src 'self'" in policy and "unsafe" not in policy
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert page.headers["Cache-Control"] == "no-store"
        assert "<script>" not in page.text and " style=" not in page.text and "<style" not in page.text


def test_what_people_wrote_is_text_and_never_markup(hub: ReviewHub, browser: Browser) -> None:
    patient = hub.person(name="<script>alert(1)</script>", village='"><img src=x>')
    referral = hub.refer(patient, hub.visit(patient), question="<b>bold</b>")
    browser.sign_in("nivedita")
    for path in ("/review/queue", f"/review/cases/{referral}"):
        text = browser.get(path).text
        assert "<script>alert" not in text and "<img" not in text and "<b>bold" not in text


def test_guessing_is_slowed_and_says_for_how_long(hub: ReviewHub, browser: Browser) -> None:
    for _ in range(2):
        assert "Login or password is not right" in browser.sign_in("surgeon", "wrong guess").text
    page = browser.sign_in("surgeon", "wrong guess")
    assert page.status_code == 429 and "Please wait" in page.text
    # Even the right password has to wait now, so that it can't be told from a wrong one.
    assert browser.sign_in("surgeon").status_code == 429
    assert browser.sign_in("nobody of this name", "wrong guess").status_code == 403
    staff = hub.doctors["surgeon"]
    hub.services.store.run(lambda conn: sessions.clear_failures(conn, staff))


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "/review//elsewhere.example"])
def test_the_way_back_stays_inside(hub: ReviewHub, browser: Browser, target: str) -> None:
    answer = browser.session.get(hub.url + "/language/hi", params={"back": target}, allow_redirects=False, timeout=30)
    assert answer.headers["Location"] == "/"


def test_the_language_is_chosen_and_stays(hub: ReviewHub, browser: Browser) -> None:
    assert 'lang="en"' in browser.get("/sign-in").text
    browser.get("/language/hi?back=/sign-in")
    assert "<h1>साइन इन</h1>" in browser.get("/sign-in").text


def test_too_much_text_at_once_is_refused(hub: ReviewHub, browser: Browser) -> None:
    browser.sign_in("nivedita")
    referral = hub.case()
    assert browser.post(f"/review/cases/{referral}/draft", {"advice": "x" * 400_000}).status_code == 413


def test_pages_go_out_packed_to_who_takes_it_and_their_length_tells_little(hub: ReviewHub, browser: Browser) -> None:
    browser.sign_in("nivedita")

    def asked(path: str, accepted: str) -> requests.Response:
        return browser.session.get(hub.url + path, headers={"Accept-Encoding": accepted}, timeout=30)

    plain = asked("/review/queue", "identity")
    packed = [asked("/review/queue", "br, gzip;q=0.5") for _ in range(6)]
    assert "content-encoding" not in plain.headers and "content-encoding" not in (
        asked("/review/queue", "gzip;q=0").headers
    )
    assert {page.headers["content-encoding"] for page in packed} == {"gzip"}
    assert "Accept-Encoding" in packed[0].headers["vary"] and "Cookie" in packed[0].headers["vary"]
    assert int(packed[0].headers["content-length"]) < len(plain.content) / 2
    assert len({page.headers["content-length"] for page in packed}) > 1
    assert len(packed[0].text) == len(plain.text)
    sheet = re.search(r'href="(/static/app.css[^"]*)"', plain.text)
    assert sheet is not None
    for accepted, how in (("gzip", "gzip"), ("identity", None)):
        static = asked(sheet[1], accepted)
        assert static.headers.get("content-encoding") == how
        assert static.text.startswith("/*") and "max-age=31536000" in static.headers["cache-control"]
    machine = asked("/v1/openapi/openapi.json", "gzip")
    assert machine.status_code == 200 and "content-encoding" not in machine.headers


def test_a_search_finds_nothing_of_other_desks_and_leaves_a_line_of_the_trail(hub: ReviewHub, browser: Browser) -> None:
    patient = hub.person(name="Shyamala Kesari", slip_no="Z-7788")
    mine = hub.refer(patient, hub.visit(patient))
    other = hub.person(name="Shyamala Rani")
    foreign = hub.refer(other, hub.visit(other), desk=hub.surgery, speciality="surgery")
    browser.sign_in("nivedita")
    page = browser.get("/review/search?q=shyamala")
    assert mine in page.text and foreign not in page.text
    assert mine in browser.get("/review/search?q=z7788").text
    for desk in (hub.surgery, "x"):
        assert 'id="case_' not in browser.get(f"/review/queue?desk={desk}").text
    for odd in ("after=9_x_y", "after=1_%00_%00", "before=0__", "sort=%3Cscript%3E", "show=x", "district=%22%3E"):
        answer = browser.get(f"/review/queue?{odd}")
        assert answer.status_code == 200 and "<script>" not in answer.text and '">"' not in answer.text
    hostile = browser.get("/review/search?q=%3Cimg%20src=x%3E%00%25_").text
    assert "<img src=x" not in hostile
    assert browser.post(f"/review/cases/{mine}/leave", {"csrf": "x"}).status_code == 403
    assert (unknown := Browser(hub.url).post(f"/review/cases/{mine}/leave", {"csrf": "x"})).status_code == 204
    assert unknown.text == ""
    with hub.services.store.read() as conn:
        seen = conn.execute(sa.select(t.audit_trail).where(t.audit_trail.c.what == "cases-searched")).mappings().all()
    assert [row["detail"] for row in seen][:2] == ["1", "1"]
    assert "hyamala" not in str(seen)


def test_a_page_that_was_sent_as_a_picture_is_never_a_page(hub: ReviewHub, browser: Browser) -> None:
    pc = Peer(hub.url, str(make_enrol_code(hub.services, hub.centre)["code"]))
    her = pc.save("patient", hub.cho, {"name": "Rina Devi", "gender": "female", "village": "Barail"})["record"]
    fields = {"desk": hub.medicine, "speciality": "medicine", "urgency": "routine", "question": "?"}
    referral = pc.save("referral", hub.cho, fields, patient=her)["record"]
    page = b"<html><script>alert(document.cookie)</script></html>"
    sha = hashlib.sha256(page).hexdigest()
    picture = {"sha256": sha, "bytes": len(page), "media": "image/png", "label": "Skin"}
    record = pc.save("attachment", hub.cho, picture, patient=her)["record"]
    pc.exchange()
    headers = {"Authorization": f"Bearer {pc.token}", "Spoke-Request": "abc", "Upload-Offset": "0"}
    requests.patch(f"{pc.url}/v1/attachments/{sha}", data=page, headers=headers, timeout=60).raise_for_status()
    browser.sign_in("nivedita")
    answer = browser.get(f"/review/cases/{referral}/attachments/{record}")
    assert answer.content == page and answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
