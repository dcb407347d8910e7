"""Health centres and desks over HTTP: lists, forms, and the card of an enrolment code."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody
from markupsafe import Markup

from hub_server.admin import places
from hub_server.admin.forms import Form, acting, done, in_page, refused
from hub_server.admin.office import CHANGE, OfficeWeb, may
from hub_server.admin.paging import asked
from hub_server.context import Services
from hub_server.services.devices import make_enrol_code
from hub_server.services.errors import AdminError, ChangedMeanwhile
from hub_server.services.lgd import districts
from hub_server.services.places import add_place, change_place, list_places, place_of
from hub_server.web.accounts import Person
from hub_server.web.http import AnyRequest, redirect
from hub_server.web.marks import Mark
from hub_server.web.wording import Words, parse

KINDS = ("facility", "desk")


def handlers(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    """`/admin/places…`."""
    return [*_lists(services, web), *_forms(services, web), _code(services, web)]


def _lists(services: Services, web: OfficeWeb) -> list[HTTPRouteHandler]:
    def shown(request: AnyRequest, kind: str, path: str) -> Response[str]:
        def work(person: Person) -> Response[str]:
            words = web.words(request)
            choice = asked(request, "q", "district")
            desks = list_places(services, "desk")
            named = {desk["id"]: words.named(desk) for desk in desks}
            all_of = desks if kind == "desk" else list_places(services, "facility")
            found = places.wanted(all_of, choice["q"], choice["district"])
            rows = in_page(request, path, choice, found, lambda p: places.row_of(kind, p, words, named), words)
            more = {"kind": kind, "choice": choice, "districts": districts(), "path": path, "none": not all_of}
            return web.page(request, "places.html", web.bar(person, words, "places", path) | rows | more)

        return web.reading(request, "places", work)

    @get("/places", sync_to_thread=True)
    def facilities(request: AnyRequest) -> Response[str]:
        return shown(request, "facility", "/admin/places")

    @get("/places/desks", sync_to_thread=True)
    def desks(request: AnyRequest) -> Response[str]:
        return shown(request, "desk", "/admin/places/desks")

    return [facilities, desks]


def _form_page(
    services: Services, web: OfficeWeb, request: AnyRequest, person: Person, kind: str, record: str, form: Form
) -> Response[str]:
    words = web.words(request)
    url = f"/admin/places/{kind}/{record or 'new'}"
    bar = web.bar(person, words, "places", url)
    known = place_of(services, kind, record) if record else None
    more: dict[str, Any] = {
        "url": url,
        "record": record,
        "name": words.named(known.fields) if known else "",
        "may_enrol": may(person.role, "devices", CHANGE),
        "facts": places.row_of(kind, {**known.fields, "id": record}, words, {}) if known else None,
    }
    values = places.page_values(kind, form, words, list_places(services, "desk") if kind == "facility" else [])
    return web.page(request, "place.html", bar | values | more, form.status)


def _meanwhile(services: Services, web: OfficeWeb, request: AnyRequest, kind: str, record: str, form: Form) -> Form:
    """The form with what was typed upon what is saved now: whoever saves again has been told."""
    place = place_of(services, kind, record)
    saved = places.form_of(kind, place) if place is not None else form
    names = [name for name in places.TEXTS[kind] if saved.values[name] != form.values.get(name, "").strip()]
    words = web.words(request)
    said = {name: words("wrong.saved_now", detail=saved.values[name] or "–") for name in names}
    notice = Mark("red", "alert-octagon", words("place.meanwhile"))
    return Form({**form.values, "heads": saved.values["heads"]}, said, notice)


def _forms(services: Services, web: OfficeWeb) -> list[HTTPRouteHandler]:
    @get("/places/{kind:str}/new", sync_to_thread=True)
    def new(request: AnyRequest, kind: FromPath[str]) -> Response[str]:
        def work(person: Person) -> Response[str]:
            if kind not in KINDS or not may(person.role, "places", CHANGE):
                return web.error(request, 404 if kind not in KINDS else 403)
            return _form_page(services, web, request, person, kind, "", Form({}))

        return web.reading(request, "places", work)

    @post("/places/{kind:str}/new", sync_to_thread=True)
    def add(request: AnyRequest, kind: FromPath[str], body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            if kind not in KINDS:
                return web.error(request, 404)
            try:
                record = add_place(services, kind, places.fields_of(kind, form), acting(person, request))
            except AdminError as error:
                again = refused(web.words(request), form, error)
                return _form_page(services, web, request, person, kind, "", again)
            return redirect(f"/admin/places/{kind}/{record}?done=added")

        return web.changing(request, "places", body, work)

    @get("/places/{kind:str}/{record:str}", sync_to_thread=True)
    def show(request: AnyRequest, kind: FromPath[str], record: FromPath[str]) -> Response[str]:
        def work(person: Person) -> Response[str]:
            place = place_of(services, kind, record) if kind in KINDS else None
            if place is None:
                return web.error(request, 404)
            form = places.form_of(kind, place)
            form.notice = done(request, web.words(request), "place.done.")
            return _form_page(services, web, request, person, kind, record, form)

        return web.reading(request, "places", work)

    @post("/places/{kind:str}/{record:str}", sync_to_thread=True)
    def save(request: AnyRequest, kind: FromPath[str], record: FromPath[str], body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            if kind not in KINDS or place_of(services, kind, record) is None:
                return web.error(request, 404)
            heads, fields = form.get("heads", "").split(), places.fields_of(kind, form)
            try:
                change_place(services, kind, record, fields, heads, acting(person, request))
            except ChangedMeanwhile:
                again = _meanwhile(services, web, request, kind, record, Form(form))
            except AdminError as error:
                again = refused(web.words(request), form, error)
            else:
                return redirect(f"/admin/places/{kind}/{record}?done=saved")
            return _form_page(services, web, request, person, kind, record, again)

        return web.changing(request, "places", body, work)

    return [new, add, show, save]


def _code(services: Services, web: OfficeWeb) -> HTTPRouteHandler:
    @post("/places/{kind:str}/{record:str}/code", sync_to_thread=True, status_code=200)
    def code(request: AnyRequest, kind: FromPath[str], record: FromPath[str], body: RawBody) -> Response[str]:
        def work(person: Person, _form: dict[str, str]) -> Response[str]:
            place = place_of(services, kind, record) if kind == "facility" else None
            if place is None:
                return web.error(request, 404)
            made = make_enrol_code(services, record, acting(person, request))
            words = web.words(request)
            hub = str(request.base_url).rstrip("/")
            until = parse(made["expires"])
            values = {
                "place": place.fields,
                "code": made["code"],
                "hub": hub,
                "until": {lang: _until(web.renderer.words(lang), until) for lang in ("en", "hi")},
                "qr": _qr(f"{hub} {made['code']}"),
                "both": [web.renderer.words("en"), web.renderer.words("hi")],
                "back": f"/admin/places/facility/{record}",
            }
            bar = web.bar(person, words, "places", f"/admin/places/facility/{record}")
            return web.page(request, "code_card.html", bar | values)

        return web.changing(request, "devices", body, work)

    return code


def _until(words: Words, moment: Any) -> str:
    return f"{words.day_text(moment.isoformat())}, {words.clock(moment.isoformat())}"


def _qr(text: str) -> Markup:
    """The text as a square of black fields, an SVG without any style of its own."""
    out = BytesIO()
    code = segno.make(text, error="m", micro=False)
    code.save(out, kind="svg", xmldecl=False, svgns=False, svgclass="qr", lineclass=None, omitsize=True, border=2)
    return Markup(out.getvalue().decode())  # drawn of fields: holds no text of anybody
