"""The district office's pages over HTTP, under `/admin`; each page's routes stand in a module of its own."""

from __future__ import annotations

from litestar import Response, Router, get
from litestar.handlers import HTTPRouteHandler

from hub_server.admin.office import OfficeWeb
from hub_server.context import Services
from hub_server.web.accounts import Accounts, Person
from hub_server.web.http import MOST_BODY, AnyRequest
from hub_server.web.rendering import Renderer


def handlers(services: Services, accounts: Accounts, renderer: Renderer) -> list[Router]:
    """`/admin/…`."""
    web = OfficeWeb(accounts, renderer)
    own: list[HTTPRouteHandler] = [_overview(web)]
    return [Router("/admin", route_handlers=own, request_max_body_size=MOST_BODY, include_in_schema=False)]


def _overview(web: OfficeWeb) -> HTTPRouteHandler:
    @get("/", sync_to_thread=True)
    def overview(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            return web.page(request, "overview.html", web.bar(person, web.words(request), "overview"))

        return web.reading(request, "overview", work)

    return overview
