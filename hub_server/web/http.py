"""What all of the hub's pages share over HTTP: sessions and form tokens, language, strict headers, redirects."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from litestar import MediaType, Request, Response
from litestar.datastructures import Cookie

from hub_server.web.accounts import Accounts, Person
from hub_server.web.rendering import Renderer
from hub_server.web.wording import LANGUAGES, Words

AnyRequest = Request[Any, Any, Any]

SESSION = "spoke_session"
DOOR = "spoke_door"
"""A random value beside the sign-in form, which has no session yet to keep its token in."""
LANGUAGE = "spoke_lang"
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

    def error(self, request: AnyRequest, status: int) -> Response[str]:
        """Plain words for what is not there, or not allowed."""
        return self.page(request, "error.html", {"text": self.words(request)(f"error.{status}")}, status)

    def person(self, request: AnyRequest, *, touch: bool = True) -> Person | None:
        """Who is signed in, if anybody is. `touch` counts as use of the session."""
        return self.accounts.person(request.cookies.get(SESSION, ""), touch=touch)

    def for_person(
        self, request: AnyRequest, work: Callable[[Person], Response[str]], *, touch: bool = True
    ) -> Response[str]:
        """`work` for whoever is signed in; otherwise to the sign-in page, and back here afterwards."""
        person = self.person(request, touch=touch)
        return self.to_door(request) if person is None else work(person)

    def for_posted(
        self, request: AnyRequest, body: bytes, work: Callable[[Person, dict[str, str]], Response[str]]
    ) -> Response[str]:
        """The same for a posted form, which must carry its session's token."""
        person = self.person(request)
        if person is None:
            return self.to_door(request)
        form = read_body(body)
        if not same(form.get("csrf", ""), person.session.csrf):
            return self.error(request, 403)
        return work(person, form)

    def to_door(self, request: AnyRequest) -> Response[str]:
        """To sign in. A part of a page can't show that, so the whole page goes there."""
        back = request.url.path if request.method == "GET" and "/rows" not in request.url.path else ""
        expired = "&done=expired" if request.cookies.get(SESSION) else ""
        target = f"/sign-in?next={back}{expired}"
        if is_part(request):
            return Response("", status_code=200, headers=HEADERS | {"HX-Redirect": target})
        return redirect(target)

    def door_token(self, request: AnyRequest) -> tuple[str, Cookie | None]:
        """The sign-in form's token, and the cookie that it goes with if the browser has none yet."""
        known = request.cookies.get(DOOR, "")
        value = known if len(known) == 43 else secrets.token_urlsafe(32)
        return _door_csrf(value), None if value == known else self.cookie(request, DOOR, value)

    def door_fits(self, request: AnyRequest, form: Mapping[str, str]) -> bool:
        """Whether a posted sign-in form came from our own page in this browser."""
        value = request.cookies.get(DOOR, "")
        return bool(value) and same(form.get("csrf", ""), _door_csrf(value))

    def cookie(self, request: AnyRequest, name: str, value: str, max_age: int | None = None) -> Cookie:
        """A cookie that scripts can't read and other sites don't send; over https it never goes in the clear."""
        return Cookie(
            key=name,
            value=value,
            path="/",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
            max_age=max_age,
        )


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
    inside = url.startswith(("/review/", "/admin", "/sign-in")) and "//" not in url and "\\" not in url
    return url if inside and url.isascii() and url.isprintable() else otherwise
