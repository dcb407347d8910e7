"""The account page over HTTP, for everybody who signs in: `/account`, her password, the second step, her sessions."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody

from hub_server.limits import address_of
from hub_server.web import totp
from hub_server.web.accounts import HOMES, Person
from hub_server.web.http import DUE, SESSION, AnyRequest, Web, browser_of, redirect
from hub_server.web.marks import Mark, MenuItem
from hub_server.web.own_account import Caller, Done, OwnAccount, Wrong
from hub_server.web.wording import Words, initials

_SAID = {
    "password": "account.said_password",
    "off": "account.said_off",
    "ended": "account.said_ended",
}
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"))


def handlers(web: Web) -> list[HTTPRouteHandler]:
    """`/account…`."""
    own = OwnAccount(web.accounts)
    return [_account(web, own), *_password(web, own), *_second_factor(web, own), *_setting_up(web, own), _end(web, own)]


def _account(web: Web, own: OwnAccount) -> HTTPRouteHandler:
    @get("/account", sync_to_thread=True)
    def account(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            words = web.words(request)
            said = _SAID.get(request.query_params.get("done", ""))
            values = _bar(person, words) | {
                "message": Mark("green", "circle-check", words(said)) if said else None,
                "login": own.login(person),
                "two_steps": person.session.second_factor,
                "codes_left": own.codes_left(person),
                "places": [
                    {
                        "id": place.id,
                        "here": place.here,
                        "browser": _browser(place.browser, words),
                        "address": place.address,
                        "since": words.moment(place.since, web.accounts.now()),
                        "last": words.moment(place.last_seen, web.accounts.now()),
                    }
                    for place in own.places(person)
                ],
            }
            return web.page(request, "account.html", values)

        return web.for_person(request, work)

    return account


def _end(web: Web, own: OwnAccount) -> HTTPRouteHandler:
    @post("/account/sessions/end", sync_to_thread=True)
    def end(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            own.end(person, form.get("session", ""), address_of(request))
            return redirect("/account?done=ended")

        return web.for_posted(request, body, work)

    return end


def _password(web: Web, own: OwnAccount) -> list[HTTPRouteHandler]:
    def page(request: AnyRequest, person: Person, wrong: Wrong | None = None) -> Response[str]:
        words = web.words(request)
        values = _bar(person, words, "/account/password") | _flaw(wrong, words)
        values |= {"due": person.session.due == "password", "login": own.login(person)}
        return web.page(request, "account_password.html", values, 422 if wrong else 200)

    @get("/account/password", sync_to_thread=True)
    def password(request: AnyRequest) -> Response[str]:
        return web.for_person(request, lambda person: page(request, person), due=True)

    @post("/account/password", sync_to_thread=True)
    def change(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            old, new, again = (form.get(name, "")[:1024] for name in ("old_password", "new_password", "again_password"))
            result = own.change_password(person, old, new, again, _caller(request))
            if isinstance(result, Wrong):
                return page(request, person, result)
            onwards = HOMES[person.role] if person.session.due else "/account?done=password"
            return _with_session(web, request, redirect(onwards), result)

        return web.for_posted(request, body, work, due=True)

    return [password, change]


def _second_factor(web: Web, own: OwnAccount) -> list[HTTPRouteHandler]:
    def page(request: AnyRequest, person: Person, wrong: Wrong | None = None, of: str = "") -> Response[str]:
        words = web.words(request)
        values = _bar(person, words, "/account/second-factor") | _flaw(wrong, words)
        values |= {
            "of": of,
            "due": person.session.due == "second-factor",
            "two_steps": person.session.second_factor,
            "required": own.is_required(person),
            "codes_left": own.codes_left(person),
        }
        return web.page(request, "account_second_factor.html", values, 422 if wrong else 200)

    @get("/account/second-factor", sync_to_thread=True)
    def second_factor(request: AnyRequest) -> Response[str]:
        return web.for_person(request, lambda person: page(request, person), due=True)

    @post("/account/second-factor", sync_to_thread=True)
    def change(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            password, code, what = form.get("password", "")[:1024], form.get("code", "")[:80], form.get("what", "")
            if what == "begin" and not person.session.second_factor:
                wrong = own.begin(person, password, _caller(request))
                return page(request, person, wrong, what) if wrong else redirect("/account/second-factor/set-up")
            if not person.session.second_factor or what not in ("off", "codes"):
                return redirect("/account/second-factor")
            act = own.turn_off if what == "off" else own.renew_codes
            result = act(person, password, code, _caller(request))
            if isinstance(result, Wrong):
                return page(request, person, result, what)
            if what == "off":
                return _with_session(web, request, redirect("/account?done=off"), result)
            return _codes(web, request, person, result)

        return web.for_posted(request, body, work, due=True)

    return [second_factor, change]


def _setting_up(web: Web, own: OwnAccount) -> list[HTTPRouteHandler]:
    def page(request: AnyRequest, person: Person, wrong: Wrong | None = None) -> Response[str]:
        secret = own.new_secret(person)
        if not secret:
            return redirect("/account/second-factor")
        words = web.words(request)
        values = _bar(person, words, "/account/second-factor/set-up") | _flaw(wrong, words)
        holds = totp.address(secret, words("app.name"), own.login(person))
        values |= {"qr": _qr(holds), "secret": totp.typed_secret(secret)}
        return web.page(request, "account_set_up.html", values, 422 if wrong else 200)

    @get("/account/second-factor/set-up", sync_to_thread=True)
    def set_up(request: AnyRequest) -> Response[str]:
        return web.for_person(request, lambda person: page(request, person), due=True)

    @post("/account/second-factor/set-up", sync_to_thread=True)
    def confirm(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            result = own.confirm(person, form.get("code", "")[:80], _caller(request))
            return page(request, person, result) if isinstance(result, Wrong) else _codes(web, request, person, result)

        return web.for_posted(request, body, work, due=True)

    return [set_up, confirm]


def _codes(web: Web, request: AnyRequest, person: Person, done: Done) -> Response[str]:
    """The codes on paper, in the answer itself: no address shows them a second time."""
    session = web.accounts.person(done.token)
    values = _bar(session or person, web.words(request)) | {"codes": done.codes, "home": HOMES[person.role]}
    return _with_session(web, request, web.page(request, "account_codes.html", values), done)


def _with_session(web: Web, request: AnyRequest, response: Response[str], done: Done) -> Response[str]:
    response.set_cookie(web.cookie(request, SESSION, done.token))
    return response


def _caller(request: AnyRequest) -> Caller:
    return Caller(address_of(request), browser_of(request))


def _bar(person: Person, words: Words, url: str = "/account") -> dict[str, Any]:
    """What stands on every page of the account: who is signed in, and the way to her work."""
    name = words.named(person.staff.fields)
    home = HOMES[person.role]
    free = not person.session.due
    return {
        "me": {"name": name, "initials": initials(name), "role": words(f"role.{person.role}")},
        "csrf": person.session.csrf,
        "home": home if free else DUE[person.session.due],
        "here_url": url,
        "menu": [
            MenuItem(home, "arrow-left", words("account.to_work")),
            MenuItem("/account", "user", words("account.title"), here=True),
        ]
        if free
        else [],
    }


def _flaw(wrong: Wrong | None, words: Words) -> dict[str, Any]:
    """What was wrong with a form, in words, and at which field."""
    if wrong is None:
        return {"wrong": "", "problem": ""}
    problem = words(wrong.key, wait=words.seconds(wrong.wait_s)) if wrong.wait_s else words(wrong.key)
    return {"wrong": wrong.field, "problem": problem}


def _qr(text: str) -> str:
    """The code as a drawing that stands in the page itself: an address of its own would be kept by caches and logs."""
    out = BytesIO()
    segno.make(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, svgclass=None, lineclass=None, omitsize=True, border=4
    )
    return out.getvalue().decode("ascii")


def _browser(agent: str, words: Words) -> str:
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "Linux" if "Linux" in agent else "")
    if browser and system:
        return words("account.browser_on", browser=browser, system=system)
    return browser or system or words("account.browser_unknown")
