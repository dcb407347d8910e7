"""The doctors' pages over HTTP. Each page is whole without scripts; htmx only saves reloading it."""

from __future__ import annotations

from litestar import Router

from hub_server.context import Services
from hub_server.review import answer_routes, attachment_routes, calling, countersign_routes, paper_routes, queue_routes
from hub_server.review.desk_web import DeskWeb
from hub_server.review.services import Review
from hub_server.review.waiting import Waiting
from hub_server.web.accounts import Accounts
from hub_server.web.http import MOST_BODY
from hub_server.web.rendering import Renderer


def handlers(services: Services, accounts: Accounts, renderer: Renderer) -> list[Router]:
    """The review pages upon one hub process's services: `/review/…`."""
    web = DeskWeb(accounts, renderer, Review(services), Waiting(services))
    own = [*queue_routes.handlers(web), *answer_routes.handlers(web), *attachment_routes.handlers(services, web)]
    own += [*countersign_routes.handlers(services, web), *calling.handlers(services, web)]
    own += paper_routes.handlers(web)
    return [Router("/review", route_handlers=own, request_max_body_size=MOST_BODY, include_in_schema=False)]
