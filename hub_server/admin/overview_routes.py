"""The office's overview: how the hub and its PCs are, and whose cases wait too long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from hub_server.admin.office import OfficeWeb, may, url_of
from hub_server.admin.paging import address
from hub_server.context import Services
from hub_server.services.duplicates import compare_new
from hub_server.services.health import Health, health
from hub_server.web.accounts import Person
from hub_server.web.http import AnyRequest
from hub_server.web.wording import Words

_LOOKING_S = 0.2
"""So long new patients are compared before the overview says how many may be registered twice."""


@dataclass(frozen=True)
class Tile:
    """A number with its word; `url` leads to the list behind it, empty where her role has none."""

    tone: str
    icon: str
    title: str
    number: str
    under: str
    url: str


def handlers(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    """`/admin`."""

    @get("/", sync_to_thread=True)
    def overview(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            compare_new(services, _LOOKING_S)
            words, found = web.words(request), health(services)
            values = {"tiles": list(_tiles(found, words, person.role)), "found": found}
            return web.page(request, "overview.html", web.bar(person, words, "overview") | values)

        return web.reading(request, "overview", work)

    return [overview]


def _tiles(found: Health, words: Words, role: str) -> Iterator[Tile]:
    pcs = found.fleet

    def url(page: str, **choice: str) -> str:
        return address(url_of(page), choice) if may(role, page) else ""

    def tile(name: str, icon: str, number: int, tone: str, page: str, **choice: str) -> Tile:
        under = words(f"overview.{name}.under") if number else words("overview.none")
        where = url(page, **choice) if page else ""
        return Tile(tone if number else "", icon, words(f"overview.{name}"), f"{number}", under, where)

    called = words("overview.called", n=pcs.called_today)
    yield Tile("", "device-desktop", words("overview.pcs"), f"{pcs.active}", called, url("devices"))
    yield tile("silent", "plug-connected-x", pcs.silent, "amber", "devices", show="silent")
    yield tile("clock", "clock-exclamation", pcs.clock, "amber", "devices", show="clock")
    yield tile("copies", "copy", pcs.copies, "red", "devices", show="copies")
    yield tile("quarantine", "shield-exclamation", found.quarantined, "amber", "quarantine")
    yield tile("waiting", "hourglass", pcs.waiting, "", "")
    yield tile("duplicates", "git-merge", found.duplicates, "", "duplicates")
    size = words("overview.megabytes", n=f"{found.database_bytes / 1_000_000:.1f}")
    yield Tile("", "database", words("overview.database"), size, words("overview.database.under"), "")
