"""The doctors' pages over HTTP. Each page is whole without scripts; htmx only saves reloading it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Response, Router, get
from litestar.handlers import HTTPRouteHandler

from hub_server.context import Services
from hub_server.review import answer_routes, attachment_routes
from hub_server.review.desk_web import DeskWeb
from hub_server.review.doctor import Doctor
from hub_server.review.services import Review
from hub_server.web.accounts import Accounts
from hub_server.web.http import MOST_BODY, AnyRequest, redirect
from hub_server.web.marks import Mark
from hub_server.web.rendering import Renderer
from hub_server.web.wording import Words


def handlers(services: Services, accounts: Accounts, renderer: Renderer) -> list[Router]:
    """The review pages upon one hub process's services: `/review/…`."""
    web = DeskWeb(accounts, renderer, Review(services))
    own = [*_lists(web), *answer_routes.handlers(web), *attachment_routes.handlers(services, web)]
    return [Router("/review", route_handlers=own, request_max_body_size=MOST_BODY, include_in_schema=False)]


def _lists(web: DeskWeb) -> list[HTTPRouteHandler]:
    def choice(request: AnyRequest) -> dict[str, str]:
        return {name: request.query_params.get(name, "")[:80] for name in ("desk", "speciality", "q")}

    def shown(request: AnyRequest, values: Callable[[Doctor, Words], dict[str, Any]]) -> Response[str]:
        said = Mark("green", "circle-check", web.words(request)("ask.sent"))
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
