"""The door of the hub's pages: sign in and out, language, and what is served to every browser."""

from __future__ import annotations

from litestar import Response, Router, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from hub_server.limits import address_of
from hub_server.web import account_routes
from hub_server.web.accepting import takes
from hub_server.web.accounts import HOMES, HalfSignedIn, NotSignedIn, Person, SignedIn
from hub_server.web.http import (
    HEADERS,
    LANGUAGE,
    MOST_BODY,
    SESSION,
    AnyRequest,
    Web,
    browser_of,
    from_own_page,
    local,
    read_body,
    redirect,
)
from hub_server.web.marks import Mark
from hub_server.web.wording import LANGUAGES

YEAR_S = 365 * 24 * 3600
_SAID_AT_DOOR = {
    "expired": ("amber", "clock", "sign_in.expired"),
    "out": ("green", "circle-check", "sign_in.signed_out"),
    "old": ("amber", "clock", "sign_in.form_old"),
}


def handlers(web: Web) -> list[HTTPRouteHandler | Router]:
    """`/`, `/sign-in…`, `/sign-out`, `/account…`, `/language/…`, `/static/…` and `/favicon.ico`."""
    own: list[HTTPRouteHandler] = [
        _root(web),
        *_door(web),
        *account_routes.handlers(web),
        _language(web),
        _static(web),
        _favicon(),
    ]
    return [Router("/", route_handlers=own, request_max_body_size=MOST_BODY, include_in_schema=False)]


def _root(web: Web) -> HTTPRouteHandler:
    @get("/", sync_to_thread=True)
    def root(request: AnyRequest) -> Response[str]:
        person = web.person(request)
        return redirect(HOMES[person.role]) if person else web.to_door(request)

    return root


def _door(web: Web) -> list[HTTPRouteHandler]:
    @get("/sign-in", sync_to_thread=True)
    def door(request: AnyRequest) -> Response[str]:
        if (person := web.person(request)) is not None:
            return redirect(HOMES[person.role])
        said = _SAID_AT_DOOR.get(request.query_params.get("done", ""))
        notice = Mark(said[0], said[1], web.words(request)(said[2])) if said else None
        return web.door_page(request, {"message": notice, "next": request.query_params.get("next", "")})

    @post("/sign-in", sync_to_thread=True)
    def sign_in(request: AnyRequest, body: RawBody) -> Response[str]:
        form = read_body(body)
        if not web.door_fits(request, form):
            return _refused_form(web, request, form)
        return _signed_in(web, request, form, _first_step(web, request, form))

    @get("/sign-in/code", sync_to_thread=True)
    def code(request: AnyRequest) -> Response[str]:
        if not web.accounts.half_signed_in(web.token(request)):
            return redirect("/sign-in")
        return web.code_page(request, {"next": request.query_params.get("next", "")})

    @post("/sign-in/code", sync_to_thread=True)
    def second_step(request: AnyRequest, body: RawBody) -> Response[str]:
        form = read_body(body)
        if not web.door_fits(request, form):
            return _refused_form(web, request, form)
        result = _second_step(web, request, form)
        if result is None:
            said = Mark("amber", "clock", web.words(request)("sign_in.step_old"))
            return web.door_page(request, {"message": said} | _behind(form), 403)
        if isinstance(result, NotSignedIn):
            values = {"message": _wrong(web, request, result, "sign_in.code_wrong"), "wrong": True} | _behind(form)
            return web.code_page(request, values, 429 if result.wait_s else 403)
        return _signed_in(web, request, form, result)

    @post("/sign-out", sync_to_thread=True)
    def sign_out(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(_person: Person, _form: dict[str, str]) -> Response[str]:
            web.accounts.sign_out(web.token(request))
            response = redirect("/sign-in?done=out")
            response.set_cookie(web.cookie(request, SESSION, "", max_age=0))
            return response

        return web.for_posted(request, body, work, due=True)

    return [door, sign_in, code, second_step, sign_out, _again(web)]


def _again(web: Web) -> HTTPRouteHandler:
    """Signing in over a page whose session has ended: the page stays as it is, and goes on with the new session."""

    @post("/sign-in/again", sync_to_thread=True)
    def again(request: AnyRequest, body: RawBody) -> Response[str]:
        form, words = read_body(body), web.words(request)
        if not web.door_fits(request, form):
            return web.again(request, answers=True, message=words("sign_in.form_old"))
        whose = web.accounts.whose(web.token(request))[0]
        result = _second_step(web, request, form) if "code" in form else _first_step(web, request, form)
        if result is None:
            return web.again(request, answers=True, message=words("sign_in.step_old"))
        if isinstance(result, NotSignedIn):
            key = "sign_in.code_wrong" if "code" in form else "sign_in.wrong"
            return web.again(request, answers=True, message=_wrong(web, request, result, key).text)
        if whose and web.accounts.whose(result.token)[0] != whose:
            # The page shows another person's work.
            web.accounts.sign_out(result.token)
            return web.again(request, answers=True, message=words("sign_in.other_person"))
        cookie = web.cookie(request, SESSION, result.token)
        if isinstance(result, HalfSignedIn):
            panel = web.again(request, answers=True, half=True)
        else:
            person = web.accounts.person(result.token)
            token = person.session.csrf if person else ""
            panel = web.page(request, "_again_done.html", {"csrf": token})
            panel.headers |= {"HX-Trigger": "signed-in"}
        panel.set_cookie(cookie)
        return panel

    return again


def _first_step(web: Web, request: AnyRequest, form: dict[str, str]) -> SignedIn | HalfSignedIn | NotSignedIn:
    address, browser = address_of(request), browser_of(request)
    return web.accounts.sign_in(form.get("login", ""), form.get("password", ""), address, browser)


def _second_step(web: Web, request: AnyRequest, form: dict[str, str]) -> SignedIn | NotSignedIn | None:
    typed = form.get("code", "")[:80]
    return web.accounts.second_step(web.token(request), typed, address_of(request), browser_of(request))


def _signed_in(
    web: Web, request: AnyRequest, form: dict[str, str], result: SignedIn | HalfSignedIn | NotSignedIn
) -> Response[str]:
    """Onwards with the new session: to the page that was asked for, the second step, or what was typed."""
    if isinstance(result, NotSignedIn):
        return _not_signed_in(web, request, form, result)
    whose = web.accounts.whose(web.token(request))[0]
    behind = _behind(form)
    if whose and web.accounts.whose(result.token)[0] != whose:
        behind |= {"carried": "", "carried_to": ""}  # another person's words are not hers to send
    if isinstance(result, HalfSignedIn):
        if behind["carried"]:
            response = web.code_page(request, behind)
        else:
            response = redirect(f"/sign-in/code?next={local(behind['next'], '')}")
    elif behind["carried"] and (to := local(behind["carried_to"], "")):
        person = web.accounts.person(result.token)
        values = {
            "csrf": person.session.csrf if person else "",
            "to": to,
            "fields": read_body(behind["carried"].encode()),
        }
        response = web.page(request, "go_on.html", values)
    else:
        response = redirect(local(behind["next"], HOMES[result.role]))
    response.set_cookie(web.cookie(request, SESSION, result.token))
    return response


def _behind(form: dict[str, str]) -> dict[str, str]:
    """What waits behind the sign-in page."""
    return {name: form.get(name, "") for name in ("next", "carried", "carried_to")}


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
    behind = _behind(form) if from_own_page(request) else {}
    return web.door_page(request, {"message": said, "login": form.get("login", "")[:120]} | behind, 403)


def _wrong(web: Web, request: AnyRequest, result: NotSignedIn, key: str) -> Mark:
    words = web.words(request)
    text = words("sign_in.slow", wait=words.seconds(result.wait_s)) if result.wait_s else words(key)
    return Mark("red", "alert-octagon", text)


def _not_signed_in(web: Web, request: AnyRequest, form: dict[str, str], result: NotSignedIn) -> Response[str]:
    message = _wrong(web, request, result, "sign_in.wrong")
    values = {"message": message, "login": form.get("login", "")[:120], "wrong": True} | _behind(form)
    return web.door_page(request, values, 429 if result.wait_s else 403)


def _static(web: Web) -> HTTPRouteHandler:
    @get("/static/{name:path}", sync_to_thread=False)
    def static(request: AnyRequest, name: FromPath[str]) -> Response[bytes] | Response[str]:
        known = web.renderer.static.get(name.lstrip("/"))
        if known is None:
            return web.error(request, 404)
        # The address carries the content's hash, so it may be kept for ever; a font that changes gets a new name.
        age = YEAR_S if "v" in request.query_params or name.lstrip("/").startswith("fonts/") else 24 * 3600
        headers = HEADERS | {"Cache-Control": f"public, max-age={age}, immutable", "Vary": "Accept-Encoding"}
        packed = web.renderer.packed.get(name.lstrip("/"))
        if packed is not None and takes(request.headers.get("accept-encoding", ""), "gzip"):
            return Response(packed, media_type=known[1], headers=headers | {"Content-Encoding": "gzip"})
        return Response(known[0], media_type=known[1], headers=headers)

    return static


def _favicon() -> HTTPRouteHandler:
    """Each page names its icon. Beside what is no page (a picture, a document) browsers look here, and find none."""

    @get("/favicon.ico", status_code=204, sync_to_thread=False)
    def favicon() -> Response[None]:
        headers = HEADERS | {"Cache-Control": f"public, max-age={YEAR_S}, immutable"}
        return Response(None, status_code=204, headers=headers)

    return favicon
