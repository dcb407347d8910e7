"""The door of the hub's pages: sign in and out, language, and what is served to every browser."""

from __future__ import annotations

from typing import Any

from litestar import Response, Router, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from hub_server.limits import address_of
from hub_server.web.accounts import HOMES, Person, SignedIn
from hub_server.web.http import HEADERS, LANGUAGE, MOST_BODY, SESSION, AnyRequest, Web, local, read_body, redirect
from hub_server.web.marks import Mark
from hub_server.web.wording import LANGUAGES

YEAR_S = 365 * 24 * 3600
_SAID_AT_DOOR = {
    "expired": ("amber", "clock", "sign_in.expired"),
    "out": ("green", "circle-check", "sign_in.signed_out"),
    "old": ("amber", "clock", "sign_in.form_old"),
}


def handlers(web: Web) -> list[HTTPRouteHandler | Router]:
    """`/`, `/sign-in`, `/sign-out`, `/language/…` and `/static/…`."""
    own: list[HTTPRouteHandler] = [_root(web), *_door(web), _language(web), _static(web)]
    return [Router("/", route_handlers=own, request_max_body_size=MOST_BODY, include_in_schema=False)]


def _root(web: Web) -> HTTPRouteHandler:
    @get("/", sync_to_thread=True)
    def root(request: AnyRequest) -> Response[str]:
        person = web.person(request)
        return redirect(HOMES[person.role] if person else "/sign-in")

    return root


def _door_page(web: Web, request: AnyRequest, values: dict[str, Any], status: int = 200) -> Response[str]:
    token, cookie = web.door_token(request)
    basis = {"csrf": token, "login": "", "next": "", "wrong": False}
    page = web.page(request, "sign_in.html", basis | values, status)
    if cookie is not None:
        page.set_cookie(cookie)
    return page


def _door(web: Web) -> list[HTTPRouteHandler]:
    @get("/sign-in", sync_to_thread=True)
    def door(request: AnyRequest) -> Response[str]:
        if (person := web.person(request)) is not None:
            return redirect(HOMES[person.role])
        said = _SAID_AT_DOOR.get(request.query_params.get("done", ""))
        notice = Mark(said[0], said[1], web.words(request)(said[2])) if said else None
        return _door_page(web, request, {"message": notice, "next": request.query_params.get("next", "")})

    @post("/sign-in", sync_to_thread=True)
    def sign_in(request: AnyRequest, body: RawBody) -> Response[str]:
        form = read_body(body)
        if not web.door_fits(request, form):
            return _refused_form(web, request, form)
        result = web.accounts.sign_in(form.get("login", ""), form.get("password", ""), address_of(request))
        if not isinstance(result, SignedIn):
            return _not_signed_in(web, request, form, result.wait_s)
        response = redirect(local(form.get("next", ""), HOMES[result.role]))
        response.set_cookie(web.cookie(request, SESSION, result.token))
        return response

    @post("/sign-out", sync_to_thread=True)
    def sign_out(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(_person: Person, _form: dict[str, str]) -> Response[str]:
            web.accounts.sign_out(request.cookies.get(SESSION, ""))
            response = redirect("/sign-in?done=out")
            response.set_cookie(web.cookie(request, SESSION, "", max_age=0))
            return response

        return web.for_posted(request, body, work)

    return [door, sign_in, sign_out]


def _language(web: Web) -> HTTPRouteHandler:
    @get("/language/{lang:str}", sync_to_thread=False)
    def language(request: AnyRequest, lang: FromPath[str]) -> Response[str]:
        response = redirect(local(request.query_params.get("back", "")))
        if lang in LANGUAGES:
            response.set_cookie(web.cookie(request, LANGUAGE, lang, max_age=YEAR_S))
        return response

    return language


def _refused_form(web: Web, request: AnyRequest, form: dict[str, str]) -> Response[str]:
    """A sign-in form without its token: from elsewhere, or older than the browser's cookie."""
    said = Mark("amber", "clock", web.words(request)("sign_in.form_old"))
    return _door_page(web, request, {"message": said, "login": form.get("login", "")[:120]}, 403)


def _not_signed_in(web: Web, request: AnyRequest, form: dict[str, str], wait_s: int) -> Response[str]:
    words = web.words(request)
    text = words("sign_in.slow", wait=words.seconds(wait_s)) if wait_s else words("sign_in.wrong")
    values = {
        "message": Mark("red", "alert-octagon", text),
        "login": form.get("login", "")[:120],
        "next": form.get("next", ""),
        "wrong": True,
    }
    return _door_page(web, request, values, 429 if wait_s else 403)


def _static(web: Web) -> HTTPRouteHandler:
    @get("/static/{name:path}", sync_to_thread=False)
    def static(request: AnyRequest, name: FromPath[str]) -> Response[bytes] | Response[str]:
        known = web.renderer.static.get(name.lstrip("/"))
        if known is None:
            return web.error(request, 404)
        # The address carries the content's hash, so it may be kept for ever; the sheet's fonts come without one.
        age = YEAR_S if "v" in request.query_params else 24 * 3600
        headers = HEADERS | {"Cache-Control": f"public, max-age={age}, immutable", "Vary": "Accept-Encoding"}
        return Response(known[0], media_type=known[1], headers=headers)

    return static
