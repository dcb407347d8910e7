"""The PCs of the health centres: which are silent, copied or off the time; revoking one, and wiping it."""

from __future__ import annotations

from collections.abc import Iterator
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
from hub_server.services.devices import DevicesWanted, DeviceView, device_page, device_view, revoke_device
from hub_server.store.fleet import CLOCK_OFF_S, SHOW, SILENT
from hub_server.web.accounts import Person
from hub_server.web.http import AnyRequest, redirect
from hub_server.web.marks import Mark
from hub_server.web.wording import Words, parse

_PATH = "/admin/devices"
_DONE = {"revoked": "pcs.done_revoked", "wiped": "pcs.done_wiped"}


def handlers(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    """`/admin/devices…`."""
    return [_list(web, services), _one(web, services), *_end(web, services)]


def _list(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @get("/devices", sync_to_thread=True)
    def devices(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            words, now, choice = web.words(request), services.now(), asked(request, "show", "q")
            show = choice["show"] if choice["show"] in SHOW else "active"
            after = place_asked(request, 2)
            wanted = DevicesWanted(show, choice["q"], (after[0], after[1]) if after else None)
            rows, more = cut(device_page(services, wanted, PAGE))
            last = (rows[-1].device.last_seen, rows[-1].device.device) if more else None
            values = {
                "rows": [_row(row, words, now) for row in rows],
                "shows": [(each, address(_PATH, {"show": each, "q": choice["q"]})) for each in SHOW],
                "show": show,
                "q": choice["q"],
                "first": address(_PATH, choice) if after else "",
                "more": page_url(_PATH, choice, last),
            }
            return web.page(request, "devices.html", web.bar(person, words, "devices") | values)

        return web.reading(request, "devices", work)

    return devices


def _one(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @get("/devices/{device:str}", sync_to_thread=True)
    def one(request: AnyRequest, device: FromPath[str]) -> Response[str]:
        def work(person: Person) -> Response[str]:
            return _page(web, services, request, person, device)

        return web.reading(request, "devices", work)

    return one


def _page(
    web: OfficeWeb, services: Services, request: AnyRequest, person: Person, device: str, wrong: str = ""
) -> Response[str]:
    found, words = device_view(services, device), web.words(request)
    if found is None:
        return web.error(request, 404)
    said = _DONE.get(request.query_params.get("done", ""))
    values: dict[str, Any] = {
        "row": _row(found, words, services.now()),
        "wrong": {wrong: words(f"pcs.wrong.{wrong}")} if wrong else {},
        "message": Mark("green", "circle-check", words(said)) if said else None,
    }
    bar = web.bar(person, words, "devices", f"{_PATH}/{found.device.device}")
    return web.page(request, "device.html", bar | values, 422 if wrong else 200)


def _end(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    def end(request: AnyRequest, body: bytes, device: str, wipe: bool) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            found = device_view(services, device)
            if found is None:
                return web.error(request, 404)
            if wipe and form.get("name", "").strip() != found.device.name.strip():
                return _page(web, services, request, person, device, "name")
            if not wipe and form.get("sure") != "yes":
                return _page(web, services, request, person, device, "sure")
            revoke_device(services, device, wipe, Acting(person.id, address_of(request)))
            return redirect(f"{_PATH}/{found.device.device}?done={'wiped' if wipe else 'revoked'}")

        return web.changing(request, "devices", body, work)

    @post("/devices/{device:str}/revoke", sync_to_thread=True)
    def revoke(request: AnyRequest, device: FromPath[str], body: RawBody) -> Response[str]:
        return end(request, body, device, wipe=False)

    @post("/devices/{device:str}/wipe", sync_to_thread=True)
    def wipe(request: AnyRequest, device: FromPath[str], body: RawBody) -> Response[str]:
        return end(request, body, device, wipe=True)

    return [revoke, wipe]


def _row(view: DeviceView, words: Words, now: datetime) -> dict[str, Any]:
    device = view.device
    return {
        "id": device.device,
        "url": f"{_PATH}/{device.device}",
        "name": device.name or device.device[:8],
        "place": words.named(view.post) or device.post[:8],
        "letter": device.slip_letter,
        "app": device.app,
        "os": device.os,
        "enrolled": words.moment(device.enrolled_at, now),
        "seen": words.moment(device.last_seen, now) or words("pcs.never"),
        "waiting": view.waiting,
        "quarantined": view.quarantined,
        "clock": clock_words(device.offset_s, words),
        "copies": device.copies,
        "revoked": words.moment(device.revoked, now) if device.revoked else "",
        "wipe": device.wipe,
        "marks": list(_marks(view, words, now)),
    }


def clock_words(offset_s: float | None, words: Words) -> str:
    """`right`, `12 min ahead`, `2 h behind`; empty if nothing is known."""
    if offset_s is None:
        return ""
    if abs(offset_s) < 60:
        return words("pcs.clock_right")
    minutes = round(abs(offset_s) / 60)
    amount = words("wait.min", n=minutes) if minutes < 120 else words("wait.h", n=round(minutes / 60))
    return words("pcs.clock_ahead" if offset_s > 0 else "pcs.clock_behind", amount=amount)


def _marks(view: DeviceView, words: Words, now: datetime) -> Iterator[Mark]:
    device = view.device
    if device.revoked:
        yield Mark("critical", "ban", words("pcs.mark_wipe" if device.wipe else "pcs.mark_revoked"))
        return
    seen = parse(device.last_seen or device.enrolled_at)
    if seen is not None and now - seen > SILENT:
        yield Mark("abnormal", "plug-connected-x", words("pcs.mark_silent", time=words.wait(seen.isoformat(), now)))
    if device.copies:
        yield Mark("critical", "copy", words("pcs.mark_copies"))
    if device.offset_s is not None and abs(device.offset_s) > CLOCK_OFF_S:
        yield Mark("abnormal", "clock-exclamation", words("pcs.mark_clock"))
