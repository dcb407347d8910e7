"""The doctors' pages over HTTP. Each page is whole without scripts; htmx only saves reloading it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Response, Router, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from hub_server.context import Services
from hub_server.limits import address_of
from hub_server.review import answer_routes, attachment_routes, wording
from hub_server.review.doctor import Doctor, SignedIn
from hub_server.review.pages import STATIC, Pages, message
from hub_server.review.services import Review
from hub_server.review.web import HEADERS, LANGUAGE, MOST_BODY, SESSION, AnyRequest, Web, local, read_body, redirect
from hub_server.review.wording import Words

YEAR_S = 365 * 24 * 3600
_SAID_AT_DOOR = {
    "expired": ("amber", "clock", "sign_in.expired"),
    "out": ("green", "circle-check", "sign_in.signed_out"),
    "old": ("amber", "clock", "sign_in.form_old"),
}


def handlers(services: Services) -> list[HTTPRouteHandler | Router]:
    """The review pages upon one hub process's services: `/review/…`, and `/` which leads there."""
    review = Review(services)
    web = Web(review, Pages(review))
    own = [
        *_door(web),
        *_lists(web),
        *_static(web),
        *answer_routes.handlers(web),
        *attachment_routes.handlers(services, web),
    ]
    return [_root(), Router("/review", route_handlers=own, request_max_body_size=MOST_BODY, include_in_schema=False)]


def _root() -> HTTPRouteHandler:
    @get("/", sync_to_thread=False, include_in_schema=False)
    def root() -> Response[str]:
        return redirect("/review/queue")

    return root


# ---- sign in and out, language ----------------------------------------------------------------------------------


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
        if web.doctor(request) is not None:
            return redirect("/review/queue")
        said = _SAID_AT_DOOR.get(request.query_params.get("done", ""))
        notice = message(said[0], said[1], web.words(request)(said[2])) if said else None
        return _door_page(web, request, {"message": notice, "next": request.query_params.get("next", "")})

    @post("/sign-in", sync_to_thread=True)
    def sign_in(request: AnyRequest, body: RawBody) -> Response[str]:
        form = read_body(body)
        if not web.door_fits(request, form):
            return _refused_form(web, request, form)
        result = web.review.sign_in(form.get("login", ""), form.get("password", ""), address_of(request))
        if not isinstance(result, SignedIn):
            return _not_signed_in(web, request, form, result.wait_s)
        response = redirect(local(form.get("next", "")))
        response.set_cookie(web.cookie(request, SESSION, result.token))
        return response

    @post("/sign-out", sync_to_thread=True)
    def sign_out(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(_doctor: Doctor, _form: dict[str, str]) -> Response[str]:
            web.review.sign_out(request.cookies.get(SESSION, ""))
            response = redirect("/review/sign-in?done=out")
            response.set_cookie(web.cookie(request, SESSION, "", max_age=0))
            return response

        return web.for_form(request, body, work)

    @get("/language/{lang:str}", sync_to_thread=False)
    def language(request: AnyRequest, lang: FromPath[str]) -> Response[str]:
        response = redirect(local(request.query_params.get("back", "")))
        if lang in wording.LANGUAGES:
            response.set_cookie(web.cookie(request, LANGUAGE, lang, max_age=YEAR_S))
        return response

    return [door, sign_in, sign_out, language]


def _refused_form(web: Web, request: AnyRequest, form: dict[str, str]) -> Response[str]:
    """A sign-in form without its token: from elsewhere, or older than the browser's cookie."""
    said = message("amber", "clock", web.words(request)("sign_in.form_old"))
    return _door_page(web, request, {"message": said, "login": form.get("login", "")[:120]}, 403)


def _not_signed_in(web: Web, request: AnyRequest, form: dict[str, str], wait_s: int) -> Response[str]:
    words = web.words(request)
    text = words("sign_in.slow", wait=words.seconds(wait_s)) if wait_s else words("sign_in.wrong")
    values = {
        "message": message("red", "alert-octagon", text),
        "login": form.get("login", "")[:120],
        "next": form.get("next", ""),
        "wrong": True,
    }
    return _door_page(web, request, values, 429 if wait_s else 403)


# ---- the lists of cases -----------------------------------------------------------------------------------------


def _lists(web: Web) -> list[HTTPRouteHandler]:
    def choice(request: AnyRequest) -> dict[str, str]:
        return {name: request.query_params.get(name, "")[:80] for name in ("desk", "speciality", "q")}

    def shown(request: AnyRequest, values: Callable[[Doctor, Words], dict[str, Any]]) -> Response[str]:
        said = message("green", "circle-check", web.words(request)("ask.sent"))
        extra = {"message": said} if request.query_params.get("done") == "asked" else {}
        return web.for_doctor(
            request, lambda doctor: web.page(request, "queue.html", values(doctor, web.words(request)) | extra)
        )

    @get("/queue", sync_to_thread=True)
    def queue(request: AnyRequest) -> Response[str]:
        return shown(request, lambda doctor, words: web.pages.queue_values(doctor, words, choice(request)))

    @get("/queue/rows", sync_to_thread=True)
    def queue_rows(request: AnyRequest) -> Response[str]:
        def work(doctor: Doctor) -> Response[str]:
            values = web.pages.queue_values(doctor, web.words(request), choice(request))
            return web.page(request, "_queue_rows.html", values)

        return web.for_doctor(request, work, touch=False)

    @get("/mine", sync_to_thread=True)
    def mine(request: AnyRequest) -> Response[str]:
        return shown(request, web.pages.mine_values)

    @get("/", sync_to_thread=False)
    def index() -> Response[str]:
        return redirect("/review/queue")

    return [queue, queue_rows, mine, index]


def _static(web: Web) -> list[HTTPRouteHandler]:
    @get("/static/{name:path}", sync_to_thread=False)
    def static(request: AnyRequest, name: FromPath[str]) -> Response[bytes] | Response[str]:
        known = name.lstrip("/")
        if known not in STATIC:
            return web.error(request, 404)
        # The address carries the content's hash, so it may be kept for ever; the sheet's fonts come without one.
        age = YEAR_S if "v" in request.query_params else 24 * 3600
        headers = HEADERS | {"Cache-Control": f"public, max-age={age}, immutable", "Vary": "Accept-Encoding"}
        return Response(web.pages.static[known], media_type=STATIC[known], headers=headers)

    return [static]
