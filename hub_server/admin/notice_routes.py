"""What the office says to all health centres: writing a notice, and ending one before its day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, RawBody

from hub_server.admin.office import OfficeWeb
from hub_server.context import Services
from hub_server.limits import address_of
from hub_server.services.acting import Acting
from hub_server.services.errors import AdminError
from hub_server.services.notices import MOST, add_notice, end_notice, list_notices
from hub_server.times import ist_day
from hub_server.web.accounts import Person
from hub_server.web.http import AnyRequest, redirect
from hub_server.web.marks import Mark

_PATH = "/admin/notices"
_FIELDS = ("text", "text_hi", "until")
_USUAL = timedelta(days=14)
_DONE = {"added": "say.done_added", "ended": "say.done_ended"}


def handlers(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    """`/admin/notices…`."""

    @get("/notices", sync_to_thread=True)
    def notices(request: AnyRequest) -> Response[str]:
        usual = {"until": (ist_day(services.now()) + _USUAL).isoformat()}
        return web.reading(request, "notices", lambda person: _page(web, services, request, person, usual))

    @post("/notices", sync_to_thread=True)
    def add(request: AnyRequest, body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            given = {name: form.get(name, "") for name in _FIELDS}
            try:
                add_notice(services, given, Acting(person.id, address_of(request)))
            except AdminError as error:
                return _page(web, services, request, person, given, str(error))
            return redirect(f"{_PATH}?done=added")

        return web.changing(request, "notices", body, work)

    @post("/notices/{notice:str}/end", sync_to_thread=True)
    def end(request: AnyRequest, notice: FromPath[str], body: RawBody) -> Response[str]:
        def work(person: Person, _form: dict[str, str]) -> Response[str]:
            try:
                end_notice(services, notice, Acting(person.id, address_of(request)))
            except AdminError:
                return web.error(request, 404)
            return redirect(f"{_PATH}?done=ended")

        return web.changing(request, "notices", body, work)

    return [notices, add, end]


def _page(
    web: OfficeWeb, services: Services, request: AnyRequest, person: Person, form: dict[str, str], error: str = ""
) -> Response[str]:
    words, now = web.words(request), services.now()
    field, _, code = error.partition(": ")
    said = _DONE.get(request.query_params.get("done", ""))
    values: dict[str, Any] = {
        "form": form,
        "wrong": {field: words.known(f"say.wrong.{code.replace('-', '_')}", words("say.wrong"))} if error else {},
        "message": Mark("green", "circle-check", words(said)) if said else None,
        "most": MOST,
        "rows": [
            {
                "id": view.record,
                "text": view.fields.get("text") or "",
                "text_hi": view.fields.get("text_hi") or "",
                "until": words.day_text(view.fields.get("until")),
                "by": words.named(view.author),
                "written": words.moment(view.written, now),
                "in_force": view.in_force,
            }
            for view in list_notices(services)
        ],
    }
    return web.page(request, "notices.html", web.bar(person, words, "notices") | values, 422 if error else 200)
