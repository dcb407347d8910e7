"""Signing in to the hub's pages: the second step, own passwords, sessions, and what was typed when one ended."""

from __future__ import annotations

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from argon2 import PasswordHasher

from care_record.credential import unwrap, wrap
from care_record.signature import new_signing_key
from hub_server.context import Services
from hub_server.services import second_factor
from hub_server.services.errors import AdminError
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import logins, second_factors, sessions, signed_in, tables
from hub_server.web import totp
from hub_server.web.accounts import Accounts, HalfSignedIn, NotSignedIn, SignedIn
from hub_server.web.own_account import Caller, Done, OwnAccount, Wrong
from hub_server.web.passwords import weakness
from tests.helpers.hub import command, init_store
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_fixtures import browser, hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["browser", "hub"]

NEW = "seven herons over the Kosi"
PART: Any = {"HX-Request": "true"}
BEHIND_TLS: Any = {"X-Forwarded-Proto": "https"}
HERE = Caller("127.0.0.1", "a test")


def _post(browser: Browser, path: str, **form: str) -> requests.Response:
    """A form of the account page, with the token of the page that it stands on."""
    csrf = fields_of(browser.get("/account/password").text)["csrf"]
    return browser.post(path, form | {"csrf": csrf})


def _code(secret: bytes, steps: int = 0) -> str:
    """The code of now, or of the next step: both are taken, even if a step ends in between."""
    return totp.code(secret, totp.step_at(datetime.now(UTC)) + steps)


def _set_up(browser: Browser) -> tuple[bytes, list[str]]:
    """The second step turned on through the pages: the secret of the phone, and the codes on paper."""
    page = _post(browser, "/account/second-factor", what="begin", password=PASSWORD)
    found = re.search(r'id="secret">([A-Z2-7 ]+)<', page.text)
    assert found is not None and "<svg" in page.text
    secret = base64.b32decode(found[1].replace(" ", ""))
    page = browser.post("/account/second-factor/set-up", fields_of(page.text) | {"code": _code(secret)})
    return secret, re.findall(r"<li>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</li>", page.text)


def _last_step(hub: ReviewHub, login: str) -> int:
    """Of the last code that was taken from her."""
    with hub.services.store.read() as conn:
        step = conn.scalar(sa.select(tables.logins.c.totp_step).where(tables.logins.c.login == login))
    assert step is not None
    return int(step)


# ---- RFC 6238 ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("second", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(second: int, code: str) -> None:
    secret = b"12345678901234567890"  # RFC 6238, appendix B; its codes have eight digits, of which these are the last
    now = datetime.fromtimestamp(second, UTC)
    assert totp.code(secret, totp.step_at(now)) == code
    assert totp.matching_step(secret, f"{code[:3]} {code[3:]}", now) == totp.step_at(now)
    assert totp.matching_step(secret, code, now + timedelta(seconds=30)) == totp.step_at(now)
    assert totp.matching_step(secret, code, now + timedelta(seconds=90)) is None
    assert totp.matching_step(secret, "०८१८०४", now) is None


# ---- two steps --------------------------------------------------------------------------------------------------


def test_two_steps_from_setting_up_to_turning_off(hub: ReviewHub, browser: Browser) -> None:
    hub.add_doctor("anjum", [hub.medicine])
    browser.sign_in("anjum")
    assert 'id="offer"' in browser.get("/account").text
    secret, codes = _set_up(browser)
    used = totp.code(secret, _last_step(hub, "anjum"))
    assert len(codes) == totp.RECOVERY_CODES
    assert 'id="offer"' not in browser.get("/account").text
    # Nobody is shown the secret a second time, nor the codes.
    for path in ("/account", "/account/second-factor", "/account/second-factor/set-up"):
        text = browser.get(path).text
        assert 'id="secret"' not in text and codes[0] not in text and "<path class" not in text

    other = Browser(hub.url)
    page = other.sign_in("anjum")
    assert page.url.startswith(f"{hub.url}/sign-in/code")
    assert "/sign-in" in other.get("/review/queue").url  # the password alone opens nothing
    form = fields_of(page.text)
    assert other.post("/sign-in/code", form | {"code": used}).status_code == 403
    half = [c.value for c in other.session.cookies if c.name == "spoke_session"]
    assert other.post("/sign-in/code", form | {"code": _code(secret, 1)}).url.endswith("/review/queue")
    assert half != [c.value for c in other.session.cookies if c.name == "spoke_session"]

    # A code on paper opens once.
    third = Browser(hub.url)
    form = fields_of(third.sign_in("anjum").text)
    typed = codes[3].upper().replace("-", " ")
    assert third.post("/sign-in/code", form | {"code": typed}).url.endswith("/review/queue")
    assert "9 codes on paper are left" in third.get("/account").text
    fourth = Browser(hub.url)
    form = fields_of(fourth.sign_in("anjum").text)
    assert fourth.post("/sign-in/code", form | {"code": codes[3]}).status_code == 403

    fresh = codes[5]
    assert _post(third, "/account/second-factor", what="off", password="wrong", code=fresh).status_code == 422
    assert _post(third, "/account/second-factor", what="off", password=PASSWORD, code="000000").status_code == 422
    page = _post(third, "/account/second-factor", what="off", password=PASSWORD, code=fresh)
    assert "takes one step again" in page.text
    assert "/sign-in" in other.get("/review/queue").url  # and everywhere else she is signed out
    for each in (other, third, fourth):
        each.session.close()


def test_guessing_the_code_is_slowed_even_between_right_passwords(hub: ReviewHub, browser: Browser) -> None:
    hub.add_doctor("guessed", [hub.medicine])
    browser.sign_in("guessed")
    secret, _ = _set_up(browser)
    other = Browser(hub.url)
    answers = []
    for _ in range(3):
        form = fields_of(other.sign_in("guessed").text)
        answers.append(other.post("/sign-in/code", form | {"code": "123456"}).status_code)
    assert answers == [403, 403, 429]
    assert other.post("/sign-in/code", form | {"code": _code(secret)}).status_code == 429  # the right one waits too
    assert other.sign_in("guessed").status_code == 429
    other.session.close()


def test_the_hub_may_require_it(hub: ReviewHub, browser: Browser) -> None:
    hub.add_doctor("strict", [hub.medicine])
    referral = hub.case()
    browser.sign_in("strict")
    second_factor.require(hub.services, yes=True)
    try:
        for path in ("/review/queue", f"/review/cases/{referral}", "/account", "/"):
            page = browser.get(path)
            assert page.url.endswith("/account/second-factor") and "Sunita" not in page.text
        assert browser.post(f"/review/cases/{referral}/claim", fields_of(page.text)).url.endswith("second-factor")
        secret, _ = _set_up(browser)
        assert browser.get("/review/queue").url.endswith("/review/queue")
        wrong = _post(browser, "/account/second-factor", what="off", password=PASSWORD, code=_code(secret))
        assert wrong.status_code == 422 and "can&#39;t be turned off" in wrong.text
    finally:
        second_factor.require(hub.services, yes=False)
    second_factor.reset(hub.services, hub.doctors["strict"])
    assert "/sign-in" in browser.get("/review/queue").url
    assert browser.sign_in("strict").url.endswith("/review/queue")
    with pytest.raises(AdminError, match="no login"):
        second_factor.reset(hub.services, hub.cho)


def test_the_rule_is_set_at_the_command_line(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'hub.db'}"
    init_store(store).close()
    for words, required in (("show", False), ("require", True), ("offer", False)):
        done = command("second-factor", words, "--json", store=store)
        assert json.loads(done.stdout) == {"required": required, "roles": ["admin", "doctor"]}
    assert command("second-factor", "reset", "nobody", store=store).returncode == 1


# ---- on both databases ------------------------------------------------------------------------------------------


def _admin(services: Services) -> tuple[Accounts, str]:
    staff = add_staff(services, NewStaff("Ramesh Kumar", "admin", (), None, "ramesh", PASSWORD))
    return Accounts(services), staff


def test_steps_codes_and_sessions_on_this_database(services: Services) -> None:
    accounts, staff = _admin(services)
    own = OwnAccount(accounts)
    first = accounts.sign_in("ramesh", PASSWORD, "10.0.0.1", "one")
    second = accounts.sign_in("ramesh", PASSWORD, "10.0.0.2", "two")
    assert isinstance(first, SignedIn) and isinstance(second, SignedIn)
    person = accounts.person(first.token)
    assert person is not None and not person.session.second_factor
    assert [place.address for place in own.places(person)] == ["10.0.0.1", "10.0.0.2"]
    assert own.end(person, "", "10.0.0.1") == 1
    assert accounts.person(second.token) is None and accounts.person(first.token) is not None
    assert accounts.whose(second.token) == (staff, "ramesh")

    assert isinstance(own.begin(person, "wrong", HERE), Wrong)
    assert own.begin(person, PASSWORD, HERE) is None
    secret = own.new_secret(person)
    used = _code(secret)
    done = own.confirm(person, used, HERE)
    assert isinstance(done, Done) and len(done.codes) == totp.RECOVERY_CODES
    assert accounts.person(first.token) is None  # a new session goes on
    with services.store.read() as conn:
        kept = second_factors.sealed_secret(conn, staff)
    assert kept is not None and secret.hex() not in kept and accounts.opened(kept, staff) == secret
    assert accounts.opened(kept, services.identity.hub) == b""  # nobody else's row opens with it

    half = accounts.sign_in("ramesh", PASSWORD)
    assert isinstance(half, HalfSignedIn) and accounts.person(half.token) is None
    assert isinstance(accounts.second_step(half.token, used), NotSignedIn)
    assert isinstance(accounts.second_step(half.token, done.codes[0]), SignedIn)
    assert accounts.second_step(half.token, done.codes[1]) is None  # that first step was used
    with services.store.read() as conn:
        assert second_factors.codes_left(conn, staff) == totp.RECOVERY_CODES - 1


def test_the_first_step_is_waited_for_ten_minutes(services: Services) -> None:
    _, staff = _admin(services)
    now = services.now()
    token, _ = services.store.run(lambda conn: sessions.open_session(conn, staff, now, stage="code"))
    for minutes, found in ((9, True), (11, False)):
        later = now + timedelta(minutes=minutes)
        with services.store.read() as conn:
            assert (sessions.find_session(conn, token, later, touch=False, stage="code") is not None) == found
            assert sessions.find_session(conn, token, later, touch=False) is None


def test_a_new_password_keeps_the_signing_key(services: Services) -> None:
    accounts, staff = _admin(services)
    own = OwnAccount(accounts)
    elsewhere = accounts.sign_in("ramesh", PASSWORD)
    signed_in_here = accounts.sign_in("ramesh", PASSWORD)
    assert isinstance(signed_in_here, SignedIn) and isinstance(elsewhere, SignedIn)
    person = accounts.person(signed_in_here.token)
    assert person is not None
    with services.store.read() as conn:
        before = sessions.login_of(conn, staff, services.now())
    assert before is not None and before.signing_key is not None
    key = unwrap(before.signing_key, PASSWORD)
    done = own.change_password(person, PASSWORD, NEW, NEW, HERE)
    assert isinstance(done, Done)
    assert accounts.person(elsewhere.token) is None and accounts.person(signed_in_here.token) is None
    assert accounts.person(done.token) is not None
    with services.store.read() as conn:
        after = sessions.login_of(conn, staff, services.now())
    assert after is not None and after.signing_key is not None and unwrap(after.signing_key, NEW) == key
    assert isinstance(accounts.sign_in("ramesh", PASSWORD), NotSignedIn)
    assert isinstance(accounts.sign_in("ramesh", NEW), SignedIn)


# ---- passwords --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("nine char", "short"),
        ("x" * 201, "long"),
        ("Password@2026", "common"),
        ("Welcome#20261", "common"),
        ("aaaaaaaaaabbb", "common"),
        ("abcdefghijkl", "common"),
        ("Nivedita2026", "own"),
        ("nivedita jha!1", "own"),
        (NEW, ""),
        ("सुनीता का आम बाग़", ""),
        ("niveditagreenriver", ""),
    ],
)
def test_which_new_passwords_are_taken(password: str, why: str) -> None:
    assert weakness(password, ("nivedita", "Dr Nivedita Jha")) == why


def test_own_password_over_the_page(hub: ReviewHub, browser: Browser) -> None:
    hub.add_doctor("changes", [hub.medicine])
    browser.sign_in("changes")
    for old, new, again, field in (
        ("wrong", NEW, NEW, "old_password"),
        (PASSWORD, "short", "short", "new_password"),
        (PASSWORD, PASSWORD, PASSWORD, "new_password"),
        (PASSWORD, NEW, NEW + "x", "again_password"),
    ):
        page = _post(browser, "/account/password", old_password=old, new_password=new, again_password=again)
        assert page.status_code == 422
        assert re.search(rf'<input id="{field}"[^>]*autofocus', page.text)
        assert f'value="{new}"' not in page.text
    page = _post(browser, "/account/password", old_password=PASSWORD, new_password=NEW, again_password=NEW)
    assert page.url.endswith("/account?done=password")
    # She signs answers with the new one.
    referral = hub.case()
    browser.claim(referral)
    form = browser.form(referral) | {"advice": "Rest.", "consent_confirmed": "yes", "sign": "yes"}
    browser.answer(referral, form, sign_password=PASSWORD)
    assert hub.records(referral, "advice") == []
    form = browser.form(referral) | {"advice": "Rest.", "consent_confirmed": "yes", "sign": "yes"}
    browser.answer(referral, form, sign_password=NEW)
    assert len(hub.records(referral, "advice")) == 1


def test_a_password_of_the_administrators_is_changed_first(hub: ReviewHub, browser: Browser) -> None:
    hub.add_doctor("reset", [hub.medicine])
    staff = hub.doctors["reset"]
    given = "given by the office"
    hashed, key = PasswordHasher().hash(given), wrap(new_signing_key(), given)
    hub.services.store.run(lambda conn: logins.set_password(conn, staff, hashed, key, must_change=True))
    assert browser.sign_in("reset", given).url.endswith("/account/password")
    for path in ("/review/queue", "/account", "/account/second-factor"):
        assert browser.get(path).url.endswith(("/account/password", "/account/second-factor"))
        assert "Sunita" not in browser.get(path).text
    page = _post(browser, "/account/password", old_password=given, new_password=NEW, again_password=NEW)
    assert page.url.endswith("/review/queue")
    assert Browser(hub.url).sign_in("reset", NEW).url.endswith("/review/queue")


# ---- what was typed ---------------------------------------------------------------------------------------------


def _ended(hub: ReviewHub, login: str) -> None:
    """Her sessions are over, as after two hours without use."""
    staff = hub.doctors[login]
    hub.services.store.run(lambda conn: signed_in.end(conn, staff, hub.services.now()))


def test_what_was_posted_without_a_session_waits_behind_the_sign_in_page(hub: ReviewHub, browser: Browser) -> None:
    referral = hub.case()
    browser.sign_in("nivedita")
    browser.claim(referral)
    form = browser.form(referral) | {"advice": "Typed </textarea> \n& long", "save": "yes", "sign_password": PASSWORD}
    _ended(hub, "nivedita")
    page = browser.post(f"/review/cases/{referral}/answer", form, Origin=hub.url)
    assert page.status_code == 403 and 'id="sign_in"' in page.text and PASSWORD not in page.text
    carrying = fields_of(page.text)
    page = browser.post("/sign-in", carrying | {"login": "nivedita", "password": "wrong"}, Origin=hub.url)
    page = browser.post("/sign-in", fields_of(page.text) | {"login": "nivedita", "password": PASSWORD})
    assert 'id="go_on_form"' in page.text and "Typed &lt;/textarea&gt;" in page.text
    again = fields_of(page.text)
    assert browser.post(f"/review/cases/{referral}/answer", again).status_code == 200
    assert browser.form(referral)["advice"].strip() == "Typed </textarea> \n& long"


def test_another_persons_words_are_not_given_to_who_signs_in_next(hub: ReviewHub, browser: Browser) -> None:
    referral = hub.case()
    browser.sign_in("nivedita")
    browser.claim(referral)
    form = browser.form(referral) | {"advice": "Hers alone", "save": "yes"}
    _ended(hub, "nivedita")
    page = browser.post(f"/review/cases/{referral}/answer", form, Origin=hub.url)
    page = browser.post("/sign-in", fields_of(page.text) | {"login": "imran", "password": PASSWORD})
    assert page.url.endswith("/review/queue") and "Hers alone" not in page.text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_from_elsewhere_is_not_carried_through_the_door(
    hub: ReviewHub, browser: Browser, headers: dict[str, str]
) -> None:
    page = browser.session.post(
        f"{hub.url}/review/cases/{hub.case()}/answer",
        {"advice": "planted", "sign": "yes"},
        headers=headers,
        timeout=30,
    )
    assert "/sign-in" in page.url and "planted" not in page.text


def test_signing_in_over_the_page(hub: ReviewHub, browser: Browser) -> None:
    referral = hub.case()
    browser.sign_in("nivedita")
    browser.claim(referral)
    form = browser.form(referral)
    _ended(hub, "nivedita")
    part = browser.post(f"/review/cases/{referral}/answer", form | {"save": "yes"}, **PART)
    assert part.headers["HX-Retarget"] == "#again" and 'value="nivedita"' in part.text
    panel = fields_of(part.text)
    wrong = browser.post("/sign-in/again", panel | {"login": "nivedita", "password": "wrong"})
    assert "not right" in wrong.text and 'id="again_form"' in wrong.text
    other = browser.post("/sign-in/again", panel | {"login": "imran", "password": PASSWORD})
    assert "another person" in other.text
    assert "/sign-in" in browser.get("/review/queue").url
    without = browser.post("/sign-in/again", {"login": "nivedita", "password": PASSWORD})
    assert 'id="again_form"' in without.text
    done = browser.post("/sign-in/again", panel | {"login": "nivedita", "password": PASSWORD})
    assert done.headers["HX-Trigger"] == "signed-in"
    new = fields_of(done.text)["csrf"]
    assert new != form["csrf"]
    saved = browser.post(f"/review/cases/{referral}/answer", form | {"csrf": new, "advice": "Kept", "save": "yes"})
    assert saved.status_code == 200 and browser.form(referral)["advice"].strip() == "Kept"


def test_over_https_no_other_host_can_set_the_cookies(hub: ReviewHub, browser: Browser) -> None:
    page = browser.get("/sign-in", **BEHIND_TLS)
    door = page.headers["Set-Cookie"].split(";")[0]
    assert door.startswith("__Host-spoke_door=")
    form = fields_of(page.text) | {"login": "nivedita", "password": PASSWORD}
    answer = browser.post("/sign-in", form, follow=False, Cookie=door, **BEHIND_TLS)
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 303 and cookie.startswith("__Host-spoke_session=")
    assert "secure" in cookie.lower() and "domain" not in cookie.lower() and "path=/" in cookie.lower()
