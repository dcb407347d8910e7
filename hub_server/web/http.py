"""What all of the hub's pages share over HTTP: sessions and form tokens, language, strict headers, redirects."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie

from hub_server.web.accounts import Accounts, Person
from hub_server.web.marks import Mark
from hub_server.web.rendering import Renderer
from hub_server.web.wording import LANGUAGES, Words

AnyRequest = Request[Any, Any, Any]

SESSION = "spoke_session"
DOOR = "spoke_door"
"""A random value beside the sign-in form, which has no session yet to keep its token in."""
LANGUAGE = "spoke_lang"
DUE = {"password": "/account/password", "second-factor": "/account/second-factor"}
"""Where she goes who has to do that before anything else."""
MOST_FIELDS = 400
MOST_BODY = 256 * 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
    "img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Vary": "Cookie, Accept-Language, HX-Request",
}


class Web:
    """The accounts and templates, and how a request becomes a person."""

    def __init__(self, accounts: Accounts, renderer: Renderer) -> None:
        self.accounts = accounts
        self.renderer = renderer

    def words(self, request: AnyRequest) -> Words:
        """The language that was chosen, else the browser's, else English."""
        chosen = request.cookies.get(LANGUAGE, "")
        if chosen not in LANGUAGES:
            chosen = "hi" if request.headers.get("accept-language", "").lower().startswith("hi") else "en"
        return self.renderer.words(chosen)

    def page(self, request: AnyRequest, template: str, values: Mapping[str, Any], status: int = 200) -> Response[str]:
        """A page or a part of one, with strict headers."""
        text = self.renderer.render(template, self.words(request), **values)
        return Response(text, media_type=MediaType.HTML, status_code=status, headers=HEADERS)

    def error(self, request: AnyRequest, status: int, key: str = "", back: str = "") -> Response[str]:
        """Plain words for what is not there, or not allowed; with the way `back` to a page before it, if there is one,
        and the way to the first page."""
        values = {"text": self.words(request)(key or f"error.{status}"), "back": back}
        return self.page(request, "error.html", values, status)

    def refused(self, request: AnyRequest) -> Response[str]:
        """Plain words for a page that is not for someone in this role."""
        return self.error(request, 403, "error.refused")

    def person(self, request: AnyRequest, *, touch: bool = True, due: bool = False) -> Person | None:
        """Who is signed in, if anybody is. `touch` counts as use of the session. Someone who has to do something before
        anything else is nobody yet, except for the pages where she does it (`due`)."""
        person = self.accounts.person(self.token(request), touch=touch)
        return person if person and (due or not person.session.due) else None

    def for_person(
        self, request: AnyRequest, work: Callable[[Person], Response[str]], *, touch: bool = True, due: bool = False
    ) -> Response[str]:
        """`work` for whoever is signed in; otherwise to the sign-in page, and back here afterwards."""
        person = self.person(request, touch=touch, due=due)
        return self.to_door(request, by_itself=not touch) if person is None else work(person)

    def for_posted(
        self,
        request: AnyRequest,
        body: bytes,
        work: Callable[[Person, dict[str, str]], Response[str]],
        *,
        due: bool = False,
    ) -> Response[str]:
        """The same for a posted form, which must carry its session's token. Without a session nothing is done, and what
        was typed waits on the sign-in page."""
        form = read_body(body)
        person = self.person(request, due=due)
        if person is None:
            return self.to_door(request, form)
        if not same(form.get("csrf", ""), person.session.csrf):
            return self.error(request, 403)
        return work(person, form)

    def to_door(
        self, request: AnyRequest, typed: Mapping[str, str] | None = None, *, by_itself: bool = False
    ) -> Response[str]:
        """To sign in, or to do what is due first. What was typed is never lost by it: a part of a page puts the sign-in
        over the page, and a posted form waits behind the sign-in page. A page that refreshes itself is left, so that no
        patient stays on the screen."""
        person = self.person(request, due=True)
        if person is not None:
            return _onwards(request, DUE[person.session.due])
        if is_part(request) and not by_itself:
            return self.again(request)
        if is_part(request) and "/cases/" in request.headers.get("hx-current-url", ""):
            return Response("", status_code=204, headers=HEADERS)  # something may be half written there
        if typed and from_own_page(request):
            return self.door_page(request, {"carried": carried(typed), "carried_to": request.url.path}, 403)
        back = request.url.path if request.method == "GET" and not is_part(request) else ""
        expired = "&done=expired" if self.token(request) else ""
        return _onwards(request, f"/sign-in?next={back}{expired}")

    def door_page(self, request: AnyRequest, values: Mapping[str, Any], status: int = 200) -> Response[str]:
        """The sign-in page."""
        if "carried" in values:
            values = {"message": Mark("amber", "clock", self.words(request)("sign_in.carried"))} | dict(values)
        return self._with_door_token(request, "sign_in.html", values, status)

    def code_page(self, request: AnyRequest, values: Mapping[str, Any], status: int = 200) -> Response[str]:
        """The second step of signing in."""
        return self._with_door_token(request, "sign_in_code.html", values, status)

    def again(self, request: AnyRequest, *, answers: bool = False, **values: Any) -> Response[str]:
        """Sign in over the page that is open, for a part of it that was asked for without a session. Several parts may
        have been: what is typed over the page already stays, unless this `answers` to it. `beside`: a template of what
        changes on the page besides."""
        login = self.accounts.whose(self.token(request))[1]
        half = self.accounts.half_signed_in(self.token(request))
        panel = self._with_door_token(request, "_again.html", {"known": login, "half": half, "beside": ""} | values)
        panel.headers |= {
            "HX-Retarget": "#again",
            "HX-Reswap": "outerHTML" if answers else "outerMorph",
            "HX-Reselect": "#again",
        }
        return panel

    def _with_door_token(
        self, request: AnyRequest, template: str, values: Mapping[str, Any], status: int = 200
    ) -> Response[str]:
        token, cookie = self.door_token(request)
        basis = {"csrf": token, "login": "", "next": "", "wrong": False, "carried": "", "carried_to": ""}
        page = self.page(request, template, basis | dict(values), status)
        if cookie is not None:
            page.set_cookie(cookie)
        return page

    def door_token(self, request: AnyRequest) -> tuple[str, Cookie | None]:
        """The sign-in form's token, and the cookie that it goes with if the browser has none yet."""
        known = request.cookies.get(_named(request, DOOR), "")
        value = known if len(known) == 43 else secrets.token_urlsafe(32)
        return _door_csrf(value), None if value == known else self.cookie(request, DOOR, value)

    def door_fits(self, request: AnyRequest, form: Mapping[str, str]) -> bool:
        """Whether a posted sign-in form came from our own page in this browser."""
        value = request.cookies.get(_named(request, DOOR), "")
        return bool(value) and same(form.get("csrf", ""), _door_csrf(value))

    def token(self, request: AnyRequest) -> str:
        """The session's secret that the browser brings, if any."""
        return request.cookies.get(_named(request, SESSION), "")

    def cookie(self, request: AnyRequest, name: str, value: str, max_age: int | None = None) -> Cookie:
        """A cookie that scripts can't read and other sites don't send; over https it never goes in the clear, and no
        other host of the same domain can set it."""
        return Cookie(
            key=_named(request, name),
            value=value,
            path="/",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
            max_age=max_age,
        )


def _named(request: AnyRequest, name: str) -> str:
    return f"__Host-{name}" if request.url.scheme == "https" else name


def _onwards(request: AnyRequest, url: str) -> Response[str]:
    """There, the whole page: a part of one can't be put in its place."""
    if is_part(request):
        return Response("", status_code=200, headers=HEADERS | {"HX-Redirect": url})
    return redirect(url)


def browser_of(request: AnyRequest) -> str:
    """What the browser calls itself."""
    return request.headers.get("user-agent", "")


def from_own_page(request: AnyRequest) -> bool:
    """Whether the browser says that one of our own pages sent this. Browsers say so with every posted form."""
    sent_from = request.headers.get("sec-fetch-site", "")
    origin = urlsplit(request.headers.get("origin", "")).netloc
    return sent_from == "same-origin" or (not sent_from and bool(origin) and origin == request.headers.get("host"))


def carried(form: Mapping[str, str]) -> str:
    """A form's fields in one, to be posted again after signing in; without passwords and the old token."""
    return urlencode({name: value for name, value in form.items() if name != "csrf" and "password" not in name})


def _door_csrf(value: str) -> str:
    return hashlib.sha256(f"sign-in {value}".encode()).hexdigest()


def same(given: str, wanted: str) -> bool:
    """Equal, without telling by the time taken how much of it was."""
    return hmac.compare_digest(given.encode(), wanted.encode())


def read_body(body: bytes) -> dict[str, str]:
    """The fields of a posted form; of a repeated one the last. An unreadable body is an empty form."""
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return {name: value.replace("\r\n", "\n").replace("\x00", "") for name, value in pairs}


def is_part(request: AnyRequest) -> bool:
    """Whether htmx asks, to put the answer into a page that is shown already."""
    return request.headers.get("hx-request") == "true" and "hx-history-restore-request" not in request.headers


def redirect(url: str) -> Response[str]:
    """See there, with GET."""
    return Response("", status_code=303, headers=HEADERS | {"Location": url})


def local(url: str, otherwise: str = "/") -> str:
    """A way back inside these pages, whatever was asked for."""
    inside = url.startswith(("/review/", "/admin", "/account", "/sign-in")) and "//" not in url and "\\" not in url
    return url if inside and url.isascii() and url.isprintable() else otherwise
