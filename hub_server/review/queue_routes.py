"""The doctors' lists over HTTP: the queue, its live part, her own cases, the search; and staying with a case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from hub_server.limits import address_of
from hub_server.review.desk_web import DeskWeb
from hub_server.review.doctor import Doctor
from hub_server.review.queue_pages import CHOICES
from hub_server.web.http import HEADERS, AnyRequest, redirect
from hub_server.web.marks import Mark
from hub_server.web.wording import Words

_MOST_TYPED = 80
_SAID = {"asked": "ask.sent", "forwarded": "forward.done"}
"""What is said on the list that she comes back to."""


def handlers(web: DeskWeb) -> list[HTTPRouteHandler]:
    """`/review/`, `/review/queue…`, `/review/mine`, `/review/search`, and `stay` and `leave` of a case."""
    return [*_queue(web), *_own(web), *_presence(web)]


def _choice(request: AnyRequest) -> dict[str, str]:
    given = {name: request.query_params.get(name, "")[:120] for name in (*CHOICES, "after", "before")}
    return {name: value for name, value in given.items() if value.isprintable()}  # PostgreSQL takes no NUL


def _shown(web: DeskWeb, request: AnyRequest, values: Callable[[Doctor, Words], dict[str, Any]]) -> Response[str]:
    key = _SAID.get(request.query_params.get("done", ""))
    extra = {"message": Mark("green", "circle-check", web.words(request)(key))} if key else {}
    return web.for_doctor(
        request, lambda doctor: web.page(request, "queue.html", values(doctor, web.words(request)) | extra)
    )


def _queue(web: DeskWeb) -> list[HTTPRouteHandler]:
    @get("/", sync_to_thread=False)
    def index() -> Response[str]:
        return redirect("/review/queue")

    @get("/queue", sync_to_thread=True)
    def queue(request: AnyRequest) -> Response[str]:
        return _shown(web, request, lambda doctor, words: web.lists.queue_values(doctor, words, _choice(request)))

    @get("/queue/rows", sync_to_thread=True)
    def queue_rows(request: AnyRequest) -> Response[str]:
        def work(doctor: Doctor) -> Response[str]:
            values = web.lists.queue_values(doctor, web.words(request), _choice(request))
            return web.page(request, "_queue_live.html", values)

        return web.for_doctor(request, work, touch=False)

    return [index, queue, queue_rows]


def _own(web: DeskWeb) -> list[HTTPRouteHandler]:
    @get("/mine", sync_to_thread=True)
    def mine(request: AnyRequest) -> Response[str]:
        return _shown(web, request, web.lists.mine_values)

    @get("/search", sync_to_thread=True)
    def search(request: AnyRequest) -> Response[str]:
        typed = request.query_params.get("q", "")[:_MOST_TYPED].replace("\0", "")

        def work(doctor: Doctor) -> Response[str]:
            values = web.lists.search_values(doctor, web.words(request), typed)
            if typed.strip():
                web.waiting.note_search(doctor, values["n"], address_of(request))
            return web.page(request, "search.html", values)

        return web.for_doctor(request, work)

    return [mine, search]


def _presence(web: DeskWeb) -> list[HTTPRouteHandler]:
    """What the page of a case tells by itself, so that a case that was left is free soon and one that is read stays."""

    @post("/cases/{referral:str}/stay", sync_to_thread=True)
    def stay(request: AnyRequest, referral: FromPath[str], body: RawBody) -> Response[str]:
        return _told(web, request, body, lambda doctor: web.waiting.stay(doctor, referral))

    @post("/cases/{referral:str}/leave", sync_to_thread=True)
    def leave(request: AnyRequest, referral: FromPath[str], body: RawBody) -> Response[str]:
        return _told(web, request, body, lambda doctor: web.waiting.leave(doctor, referral))

    return [stay, leave]


def _told(web: DeskWeb, request: AnyRequest, body: bytes, tell: Callable[[Doctor], object]) -> Response[str]:
    heard: Response[str] = Response("", status_code=204, headers=HEADERS)
    if web.person(request, touch=False) is None:
        return heard  # the page tells by itself, and nobody reads an answer: signing in is asked for where she works

    def work(doctor: Doctor, _form: dict[str, str]) -> Response[str]:
        tell(doctor)
        return heard

    return web.for_form(request, body, work)
