"""Guessing passwords and codes: many tries sent at once are no more tries than one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TypeVar

import pytest
import requests
import sqlalchemy as sa

from hub_server.context import Services
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import second_factors, sessions, tables, tries
from hub_server.web import totp
from hub_server.web.accounts import MOST_CODES, Accounts, HalfSignedIn, NotSignedIn, SignedIn
from hub_server.web.own_account import Caller, Done, OwnAccount, Wrong
from tests.hub_server.review_client import Browser, fields_of
from tests.hub_server.review_fixtures import browser, hub
from tests.hub_server.review_sample import PASSWORD, ReviewHub

__all__ = ["browser", "hub"]

AT_ONCE = 10
HERE = Caller("127.0.0.1", "a test")
T = TypeVar("T")


def _at_once(works: list[Callable[[], T]]) -> list[T]:
    """All of them together, each in a thread of its own."""
    start = Barrier(len(works))

    def begin(work: Callable[[], T]) -> T:
        start.wait(30)
        return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def _looked_at(services: Services, staff: str, what: str = "sign-in-failed") -> int:
    """So many of her wrong ones were compared with what is right."""
    trail = tables.audit_trail.c
    query = sa.select(sa.func.count()).where(trail.staff == staff, trail.what == what)
    with services.store.read() as conn:
        return conn.scalar(query) or 0


def _failures(services: Services, staff: str) -> int:
    with services.store.read() as conn:
        login = sessions.login_of(conn, staff, services.now())
    assert login is not None
    return login.failures


def _later(services: Services, staff: str) -> None:
    """The wait is over; what was wrong is not forgotten."""
    hers = tables.logins.c.staff == staff
    services.store.run(lambda conn: conn.execute(sa.update(tables.logins).where(hers).values(locked_until=None)))


@pytest.fixture
def person(services: Services) -> Iterator[tuple[Accounts, str]]:
    staff = add_staff(services, NewStaff("Ramesh Kumar", "admin", (), None, "ramesh", PASSWORD))
    yield Accounts(services), staff


# ---- over HTTP ----------------------------------------------------------------------------------------------------


def _door(hub: ReviewHub) -> tuple[Browser, dict[str, str]]:
    one = Browser(hub.url)
    return one, fields_of(one.get("/sign-in").text)


def test_signing_in(hub: ReviewHub) -> None:
    hub.add_doctor("hunted", [hub.medicine])
    doors = [_door(hub) for _ in range(AT_ONCE)]

    def guess(n: int) -> Callable[[], requests.Response]:
        one, form = doors[n]
        return lambda: one.post("/sign-in", form | {"login": "hunted", "password": f"guess {n}"})

    answers = _at_once([guess(n) for n in range(AT_ONCE)])
    assert sorted(answer.status_code for answer in answers) == [403, 403, *[429] * (AT_ONCE - 2)]
    assert _looked_at(hub.services, hub.doctors["hunted"]) == sessions.FREE_FAILURES
    # And so with the next ones, when the wait is over: one is looked at.
    _later(hub.services, hub.doctors["hunted"])
    assert {answer.status_code for answer in _at_once([guess(n) for n in range(AT_ONCE)])} == {429}
    assert _looked_at(hub.services, hub.doctors["hunted"]) == sessions.FREE_FAILURES + 1
    for one, _ in doors:
        one.session.close()


def test_signing_an_answer(hub: ReviewHub, browser: Browser) -> None:
    hub.add_doctor("signs", [hub.medicine])
    referral = hub.case()
    browser.sign_in("signs")
    browser.claim(referral)
    form = browser.form(referral) | {"advice": "Rest.", "consent_confirmed": "yes", "sign": "yes"}
    cookies = browser.session.cookies.get_dict()

    def guess(n: int) -> Callable[[], str]:
        def post() -> str:
            typed = form | {"sign_password": f"guess {n}"}
            return requests.post(f"{hub.url}/review/cases/{referral}/answer", typed, cookies=cookies, timeout=60).text

        return post

    told = _at_once([guess(n) for n in range(AT_ONCE)])
    assert sum("The password is not right" in text for text in told) == sessions.FREE_FAILURES - 1
    assert sum("Too many wrong passwords" in text for text in told) == AT_ONCE - sessions.FREE_FAILURES + 1
    assert _failures(hub.services, hub.doctors["signs"]) == sessions.FREE_FAILURES
    _later(hub.services, hub.doctors["signs"])
    assert browser.answer(referral, form, sign_password=PASSWORD).status_code == 200
    assert len(hub.records(referral, "advice")) == 1
    assert _failures(hub.services, hub.doctors["signs"]) == 0


def test_several_right_ones_at_once_are_let_in(hub: ReviewHub) -> None:
    hub.add_doctor("twice", [hub.medicine])
    doors = [_door(hub) for _ in range(3)]

    def sign_in(n: int) -> Callable[[], requests.Response]:
        one, form = doors[n]
        return lambda: one.post("/sign-in", form | {"login": "twice", "password": PASSWORD})

    assert [answer.status_code for answer in _at_once([sign_in(n) for n in range(3)])] == [200, 200, 200]
    assert _failures(hub.services, hub.doctors["twice"]) == 0
    for one, _ in doors:
        one.session.close()


# ---- on both databases --------------------------------------------------------------------------------------------


def test_own_password_and_code(services: Services, person: tuple[Accounts, str]) -> None:
    accounts, staff = person
    told = _at_once([lambda: accounts.check_password(staff, "guess", "10.0.0.1") for _ in range(AT_ONCE)])
    assert sorted(wrong.wait_s for wrong in told if wrong)[:3] == [0, 0, 5] and None not in told
    assert _looked_at(services, staff) == sessions.FREE_FAILURES
    _later(services, staff)
    assert accounts.check_password(staff, PASSWORD) is None
    assert _failures(services, staff) == 0
    told = _at_once([lambda: accounts.check_code(staff, "123456", "10.0.0.1") for _ in range(AT_ONCE)])
    assert None not in told
    assert _looked_at(services, staff, "second-step-failed") == sessions.FREE_FAILURES


def test_the_second_step_at_the_door(services: Services, person: tuple[Accounts, str]) -> None:
    accounts, staff = person
    sealed = accounts.sealed(totp.new_secret(), staff)
    services.store.run(lambda conn: second_factors.turn_on(conn, staff, sealed, 0, [], services.now()))
    # The right password forgets nothing of what was wrong before it, and leaves nothing behind itself.
    assert isinstance(accounts.sign_in("ramesh", "wrong"), NotSignedIn)
    halves = _at_once([lambda: accounts.sign_in("ramesh", PASSWORD) for _ in range(2)])
    assert all(isinstance(half, HalfSignedIn) for half in halves)
    assert _failures(services, staff) == 1
    half = accounts.sign_in("ramesh", PASSWORD)
    assert isinstance(half, HalfSignedIn)
    token = half.token
    told = _at_once([lambda: accounts.second_step(token, "123456", "10.0.0.1") for _ in range(AT_ONCE)])
    assert all(isinstance(each, NotSignedIn) for each in told)
    assert _looked_at(services, staff, "second-step-failed") == sessions.FREE_FAILURES - 1
    # Her wait is over: the right password is let in, and makes her wait no longer than she did.
    _later(services, staff)
    half = accounts.sign_in("ramesh", PASSWORD)
    assert isinstance(half, HalfSignedIn)
    assert _failures(services, staff) == sessions.FREE_FAILURES
    told_now = accounts.second_step(half.token, "123456")
    assert isinstance(told_now, NotSignedIn) and told_now.wait_s == 10


def test_codes_are_not_guessed_between_right_passwords_of_someone_signed_in(
    services: Services, person: tuple[Accounts, str]
) -> None:
    accounts, staff = person
    own, secret = OwnAccount(accounts), totp.new_secret()
    signed_in = accounts.sign_in("ramesh", PASSWORD)
    assert isinstance(signed_in, SignedIn)
    sealed = accounts.sealed(secret, staff)
    services.store.run(lambda conn: second_factors.turn_on(conn, staff, sealed, 0, [], services.now()))
    her = accounts.person(signed_in.token)
    assert her is not None
    wrong = next(code for code in ("123456", "654321") if totp.matching_step(secret, code, services.now()) is None)
    for _ in range(MOST_CODES):
        told = own.turn_off(her, PASSWORD, wrong, HERE)
        assert isinstance(told, Wrong) and told.wait_s == 0
    right = totp.code(secret, totp.step_at(services.now()))
    told = own.turn_off(her, PASSWORD, right, HERE)
    assert isinstance(told, Wrong) and told.wait_s == 3600
    later = Accounts(replace(services, now=lambda: services.now() + timedelta(minutes=61)))
    right = totp.code(secret, totp.step_at(later.now()))
    assert isinstance(OwnAccount(later).turn_off(her, PASSWORD, right, HERE), Done)


def test_an_address_has_so_many_tries_and_no_more(services: Services) -> None:
    few = replace(services, config=replace(services.config, refuse_sign_in_after=4))
    accounts = [Accounts(few), Accounts(few)]

    def guess(n: int) -> Callable[[], object]:
        return lambda: accounts[n % 2].sign_in(f"nobody{n}", "guess", "198.51.100.7")

    told = _at_once([guess(n) for n in range(AT_ONCE)])
    waits = [each.wait_s for each in told if isinstance(each, NotSignedIn)]
    assert sorted(waits) == [0] * 4 + [3600] * (AT_ONCE - 4)


@pytest.mark.usefixtures("person")
def test_who_signs_in_rightly_keeps_nobodys_wrong_tries_from_being_forgotten(services: Services) -> None:
    began = services.now()

    def at(minute: int, login: str, password: str) -> object:
        accounts = Accounts(replace(services, now=lambda: began + timedelta(minutes=minute)))
        return accounts.sign_in(login, password, "10.0.0.1")

    at(0, "nobody", "guess")
    for minute in (30, 59):
        assert isinstance(at(minute, "ramesh", PASSWORD), SignedIn)
    with services.store.read() as conn:
        assert tries.count(conn, "sign-in", "10.0.0.1", began + timedelta(minutes=59)) == 1
        assert tries.count(conn, "sign-in", "10.0.0.1", began + timedelta(minutes=61)) == 0


def test_a_try_whose_process_died_is_a_wrong_one(services: Services, person: tuple[Accounts, str]) -> None:
    accounts, staff = person
    for _ in range(sessions.FREE_FAILURES):
        services.store.run(lambda conn: sessions.begin_try(conn, staff, services.now()))
    told = accounts.sign_in("ramesh", PASSWORD)
    assert isinstance(told, NotSignedIn) and told.wait_s == 5
    _later(services, staff)
    assert isinstance(accounts.sign_in("ramesh", PASSWORD), SignedIn)
    assert _failures(services, staff) == 0
