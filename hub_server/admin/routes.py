"""The district office's pages over HTTP, under `/admin`; each page's routes stand in a module of its own."""

from __future__ import annotations

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from hub_server.admin import (
    device_routes,
    duplicate_routes,
    import_routes,
    notice_routes,
    overview_routes,
    places_routes,
    quarantine_routes,
    staff_routes,
    trail_routes,
)
from hub_server.admin.office import OfficeWeb
from hub_server.context import Services
from hub_server.web.accounts import Accounts
from hub_server.web.http import MOST_BODY
from hub_server.web.rendering import Renderer


def handlers(services: Services, accounts: Accounts, renderer: Renderer) -> list[Router]:
    """`/admin/…`."""
    web = OfficeWeb(accounts, renderer)
    watching = (overview_routes, device_routes, quarantine_routes, duplicate_routes, notice_routes, trail_routes)
    parts = (*watching, places_routes, staff_routes, import_routes)
    own: list[HTTPRouteHandler] = [route for part in parts for route in part.handlers(web, services)]
    return [Router("/admin", route_handlers=own, request_max_body_size=MOST_BODY, include_in_schema=False)]
