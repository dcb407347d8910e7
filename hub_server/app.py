"""Composes one hub process: the machine endpoints under `/v1`, the doctors' pages, strict headers on every answer."""

from __future__ import annotations

from litestar import Litestar, Router
from litestar.config.app import AppConfig
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from hub_server.admin import routes as admin
from hub_server.context import Services
from hub_server.headers import strict_headers
from hub_server.machine import machine_router
from hub_server.review import routes as review
from hub_server.web import door, faults
from hub_server.web.accounts import Accounts
from hub_server.web.http import Web
from hub_server.web.packing import packing
from hub_server.web.rendering import Renderer

PAGES = ("hub_server.web", "hub_server.review", "hub_server.admin")
"""The packages whose templates and words the pages are made of."""


def app_of(services: Services) -> Litestar:
    """The application over open services, which it closes at its end."""
    web = Web(Accounts(services), Renderer(PAGES))
    device_token = SecurityScheme(type="http", scheme="bearer", description="the token that the device enrolled with")
    return Litestar(
        route_handlers=[machine_router(services), *_pages(services, web)],
        openapi_config=OpenAPIConfig(
            title="Spoke hub",
            version="1",
            path="/v1/openapi",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            components=Components(security_schemes={"device": device_token}),
        ),
        before_send=[strict_headers],
        middleware=[packing],
        exception_handlers=faults.handlers(web),
        on_app_init=[_quiet],
        on_shutdown=[services.store.close],
    )


def _pages(services: Services, web: Web) -> list[HTTPRouteHandler | Router]:
    """What people see in a browser, one folder of routes for each kind of reader."""
    parts = (module.handlers(services, web.accounts, web.renderer) for module in (review, admin))
    return [*door.handlers(web), *(handler for part in parts for handler in part)]


def _quiet(config: AppConfig) -> AppConfig:
    """Our own handlers log, without values; Litestar's log would print whole tracebacks with them."""
    config.logging_config = None
    return config
