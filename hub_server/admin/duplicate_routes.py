"""People who are registered at two centres: proposals, both records side by side, joining them and taking it back."""

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
from hub_server.services import duplicates
from hub_server.services.acting import Acting
from hub_server.services.duplicates import STATES, PairView, compared
from hub_server.services.errors import AdminError
from hub_server.web.accounts import Person
from hub_server.web.http import AnyRequest, redirect
from hub_server.web.marks import Mark
from hub_server.web.wording import Words

_PATH = "/admin/duplicates"
_DONE = {"joined": "twins.done_joined", "apart": "twins.done_apart", "undone": "twins.done_undone"}
_AGREES = {"same": ("good", "twins.same"), "near": ("near", "twins.near"), "differs": ("other", "twins.differs")}


def handlers(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    """`/admin/duplicates…`."""
    return [_list(web, services), _one(web, services), _decide(web, services)]


def _list(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @get("/duplicates", sync_to_thread=True)
    def pairs(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            words, choice = web.words(request), asked(request, "state")
            state = choice["state"] if choice["state"] in STATES else STATES[0]
            left = duplicates.compare_new(services)
            after = _place(place_asked(request, 3))
            rows, more = cut(duplicates.list_pairs(services, state, PAGE, after, _acting(request, person)))
            counts = duplicates.count_pairs(services)
            said = _DONE.get(request.query_params.get("done", ""))
            values = {
                "rows": [_row(row, words, services.now()) for row in rows],
                "states": [(each, counts[each], address(_PATH, {"state": each})) for each in STATES],
                "state": state,
                "left": left,
                "first": address(_PATH, choice) if after else "",
                "more": page_url(_PATH, choice, rows[-1].pair.place if more else None),
                "message": Mark("green", "circle-check", words(said)) if said else None,
            }
            return web.page(request, "duplicates.html", web.bar(person, words, "duplicates") | values)

        return web.reading(request, "duplicates", work)

    return pairs


def _place(after: tuple[str, ...] | None) -> tuple[int, str, str] | None:
    if after is None or not after[0].isdecimal() or len(after[0]) > 9:
        return None
    return int(after[0]), after[1], after[2]


def _acting(request: AnyRequest, person: Person) -> Acting:
    return Acting(person.id, address_of(request))


def _one(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @get("/duplicates/{one:str}/{other:str}", sync_to_thread=True)
    def pair(request: AnyRequest, one: FromPath[str], other: FromPath[str]) -> Response[str]:
        return web.reading(request, "duplicates", lambda person: _page(web, services, request, person, (one, other)))

    return pair


def _page(
    web: OfficeWeb,
    services: Services,
    request: AnyRequest,
    person: Person,
    pair: tuple[str, str],
    wrong: str = "",
    stays: str = "",
) -> Response[str]:
    found, words = duplicates.open_pair(services, *pair, _acting(request, person)), web.words(request)
    if found is None:
        return web.error(request, 404)
    values: dict[str, Any] = {
        "row": _row(found, words, services.now()),
        "lines": _lines(found, words, services.now()),
        "stays": stays or found.stays,
        "wrong": {wrong: words(f"twins.wrong.{wrong}")} if wrong else {},
    }
    url = f"{_PATH}/{found.pair.one}/{found.pair.other}"
    return web.page(
        request, "duplicate.html", web.bar(person, words, "duplicates", url) | values, 422 if wrong else 200
    )


def _decide(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @post("/duplicates/{one:str}/{other:str}", sync_to_thread=True)
    def decide(request: AnyRequest, one: FromPath[str], other: FromPath[str], body: RawBody) -> Response[str]:
        def work(person: Person, form: dict[str, str]) -> Response[str]:
            keeps, by = form.get("stays", ""), _acting(request, person)
            what = form.get("do", "")
            if what == "join" and keeps not in (one, other):
                return _page(web, services, request, person, (one, other), "stays")
            if what == "join" and form.get("sure") != "yes":
                return _page(web, services, request, person, (one, other), "sure", keeps)
            try:
                if what == "join":
                    duplicates.join(services, keeps, other if keeps == one else one, by)
                elif what == "apart":
                    duplicates.keep_apart(services, one, other, by)
                else:
                    duplicates.take_back(services, one, other, by)
            except AdminError:
                # decided meanwhile, by somebody else: the page says what it is now
                return _page(web, services, request, person, (one, other), "late")
            return redirect(f"{_PATH}?done={ {'join': 'joined', 'apart': 'apart'}.get(what, 'undone') }")

        return web.changing(request, "duplicates", body, work)

    return decide


def _row(view: PairView, words: Words, now: datetime) -> dict[str, Any]:
    pair = view.pair
    return {
        "url": f"{_PATH}/{pair.one}/{pair.other}",
        "id": f"{pair.one}_{pair.other}",
        "state": pair.state,
        "sides": [_side(side, words) for side in (view.one, view.other)],
        "by": words.named(view.decided_by),
        "at": words.moment(pair.at, now),
    }


def _side(side: duplicates.Side, words: Words) -> dict[str, Any]:
    fields = side.fields
    gender = words.known(f"gender.{fields.get('gender')}")
    return {
        "record": side.record,
        "name": fields.get("name") or words("twins.no_name"),
        "meta": ", ".join(filter(None, (words.age(side.age, short=False), gender, str(fields.get("village") or "")))),
        "place": words.named(side.at) or words("twins.no_place"),
    }


def _lines(view: PairView, words: Words, now: datetime) -> list[dict[str, Any]]:
    """What both say of each thing, in words, and whether it agrees."""
    lines = []
    for what, agreement in compared(view.one, view.other):
        tone, key = _AGREES.get(agreement, ("", ""))
        values = [_value(what, side, words, now) for side in (view.one, view.other)]
        if any(values):
            agrees = words(key) if key else ""
            lines.append({"what": words(f"twins.of.{what}"), "values": values, "tone": tone, "agrees": agrees})
    return lines


def _value(what: str, side: duplicates.Side, words: Words, now: datetime) -> str:
    fields = side.fields
    if what == "age":
        born = words.day_text(fields.get("birth_date")) if fields.get("birth_date") else ""
        return ", ".join(filter(None, (words.age(side.age, short=False), born)))
    if what == "gender":
        return words.known(f"gender.{fields.get('gender')}", str(fields.get("gender") or ""))
    if what == "registered":
        return ", ".join(filter(None, (words.named(side.at), words.moment(side.registered, now))))
    if what == "readers":
        return ", ".join(words.named(centre) for centre in side.centres)
    if what == "visits":
        last = words.moment(side.last_visit, now)
        return words("twins.visits_last", n=side.visits, last=last) if side.visits else "0"
    return str(fields.get(what) or "")
