"""What was refused and set aside: why, in words, and taking it in after all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from hub_server.admin.office import OfficeWeb
from hub_server.admin.paging import PAGE, address, asked, cut, page_url, place_asked
from hub_server.context import Services
from hub_server.limits import address_of
from hub_server.services.acting import Acting
from hub_server.services.errors import AdminError
from hub_server.services.quarantine import HeldView, held_view, quarantine_counts, quarantine_page, release
from hub_server.web.accounts import Person
from hub_server.web.http import AnyRequest, redirect
from hub_server.web.marks import Mark
from hub_server.web.wording import Words

_PATH = "/admin/quarantine"


def handlers(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    """`/admin/quarantine…`."""
    return [_list(web, services), _one(web, services), _release(web, services)]


def _list(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @get("/quarantine", sync_to_thread=True)
    def quarantine(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            words, now, choice = web.words(request), services.now(), asked(request, "code", "device")
            after = place_asked(request, 3)
            place = (after[0], after[1], after[2]) if after else None
            rows, more = cut(quarantine_page(services, PAGE, choice["code"], choice["device"], place))
            held = rows[-1].refused if more else None
            counts = quarantine_counts(services)
            values = {
                "rows": [_row(row, words, now) for row in rows],
                "codes": [(code, f"{_why(code, words)} ({n})") for code, n in counts.items()],
                "choice": choice,
                "count": sum(counts.values()),
                "first": address(_PATH, choice) if after else "",
                "more": page_url(_PATH, choice, (held.at, held.id, held.device) if held else None),
                "message": _said(request, words),
            }
            return web.page(request, "quarantine.html", web.bar(person, words, "quarantine") | values)

        return web.reading(request, "quarantine", work)

    return quarantine


def _said(request: AnyRequest, words: Words) -> Mark | None:
    if request.query_params.get("done") != "released":
        return None
    return Mark("green", "circle-check", words("held.done"))


def _one(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @get("/quarantine/{change:str}", sync_to_thread=True)
    def one(request: AnyRequest, change: FromPath[str]) -> Response[str]:
        return web.reading(request, "quarantine", lambda person: _page(web, services, request, person, change))

    return one


def _page(
    web: OfficeWeb, services: Services, request: AnyRequest, person: Person, change: str, refused: str = ""
) -> Response[str]:
    which, words = asked(request, "device", "line"), web.words(request)
    found = held_view(services, change, which["device"], which["line"])
    if found is None:
        return web.error(request, 404)
    why = _why(refused.partition(":")[0], words)
    values: dict[str, Any] = {
        "row": _row(found, words, services.now()),
        "message": Mark("red", "alert-octagon", words("held.refused", why=why)) if refused else None,
    }
    bar = web.bar(person, words, "quarantine", values["row"]["url"])
    return web.page(request, "held.html", bar | values, 422 if refused else 200)


def _release(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @post("/quarantine/{change:str}/release", sync_to_thread=True)
    def let_in(request: AnyRequest, change: FromPath[str], body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            try:
                by = Acting(person.id, address_of(request))
                release(services, change, by, asked(request, "device")["device"], form.get("line", "")[:64])
            except AdminError as error:
                return _page(web, services, request, person, change, str(error))
            return redirect(f"{_PATH}?done=released")

        return web.changing(request, "quarantine", body, work)

    return let_in


def _why(code: str, words: Words) -> str:
    return words.known(f"held.why.{code.replace('-', '_')}", code)


def _row(view: HeldView, words: Words, now: datetime) -> dict[str, Any]:
    refused = view.refused
    return {
        "id": refused.id,
        "url": address(f"{_PATH}/{refused.id}", {"device": refused.device, "line": "" if view.alone else view.sha}),
        "release": address(f"{_PATH}/{refused.id}/release", {"device": refused.device}),
        "line": view.sha,
        "at": words.moment(refused.at, now),
        "pc": view.device.name if view.device else refused.device[:8],
        "place": words.named(view.post),
        "kind": words.known(f"thing.{view.kind}", view.kind) if view.kind else words("held.no_record"),
        "author": words.named(view.author),
        "why": _why(refused.code, words),
        "todo": words("held.todo_release" if view.may_release else "held.todo_never"),
        "code": refused.code,
        "bytes": len(refused.line),
        "n": refused.n,
        "may_release": view.may_release,
    }
