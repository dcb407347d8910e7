"""The trail: who did and saw what on the hub's pages, and what the PCs noted; with filters, and as a file."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from hub_server.admin.office import OfficeWeb
from hub_server.admin.paging import PAGE, address, asked, page_url, place_asked
from hub_server.context import Services
from hub_server.limits import address_of
from hub_server.services import trail as trails
from hub_server.services.acting import Acting
from hub_server.services.importing import harmless
from hub_server.services.trail import PAGES, PATIENT, PCS, LineView
from hub_server.store.audit import Wanted
from hub_server.times import IST, utc_text
from hub_server.web.accounts import Person
from hub_server.web.http import HEADERS, AnyRequest
from hub_server.web.wording import Words

_PATH, _FILE = "/admin/audit", "/admin/audit/file.csv"
_CHOICE = ("source", "who", "what", "record", "since", "until")


def handlers(web: OfficeWeb, services: Services) -> list[HTTPRouteHandler]:
    """`/admin/audit…`."""
    return [_list(web, services), _file(web, services)]


def _list(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @get("/audit", sync_to_thread=True)
    def trail(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            words, now, choice = web.words(request), services.now(), asked(request, *_CHOICE)
            source = _source(choice)
            after = place_asked(request, 2)
            if source == PATIENT and choice["record"].strip():
                trails.note_report(services, choice["record"].strip(), Acting(person.id, address_of(request)))
            page = trails.trail_page(services, source, _wanted(choice), PAGE, (after[0], after[1]) if after else None)
            values = {
                "rows": [_row(line, words, now) for line in page.lines],
                "choice": choice,
                "source": source,
                "sources": [(each, address(_PATH, {"source": each})) for each in (PAGES, PCS, PATIENT)],
                "people": sorted((words.named(fields), staff) for staff, fields in trails.people_noted(services)),
                "kinds": sorted((_what(code, words), code) for code in trails.kinds_noted(services)),
                "first": address(_PATH, choice) if after else "",
                "more": page_url(_PATH, choice, page.then),
                "file": address(_FILE, choice),
            }
            return web.page(request, "trail.html", web.bar(person, words, "audit") | values)

        return web.reading(request, "audit", work)

    return trail


def _file(web: OfficeWeb, services: Services) -> HTTPRouteHandler:
    @get("/audit/file.csv", sync_to_thread=True)
    def file(request: AnyRequest) -> Response[str]:
        def work(person: Person) -> Response[str]:
            words, choice = web.words(request), asked(request, *_CHOICE)
            source = _source(choice)
            lines = trails.trail_file(services, source, _wanted(choice), Acting(person.id, address_of(request)))
            out = io.StringIO()
            table = csv.writer(out)
            table.writerow([words(f"trail.{name}") for name in ("at", "who", "what", "about", "detail", "from")])
            for line in lines:
                noted = line.noted
                row = [noted.at, words.named(line.person) or noted.staff, noted.what, noted.subject]
                table.writerow([harmless(cell) for cell in (*row, noted.detail, noted.address)])
            headers = HEADERS | {"Content-Disposition": f'attachment; filename="trail-{source}.csv"'}
            return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)

        return web.reading(request, "audit", work)

    return file


def _source(choice: dict[str, str]) -> str:
    return choice["source"] if choice["source"] in (PCS, PATIENT) else PAGES


def _wanted(choice: dict[str, str]) -> Wanted:
    since, until = _day(choice["since"]), _day(choice["until"])
    return Wanted(
        staff=choice["who"].strip(),
        what=choice["what"].strip(),
        subject=choice["record"].strip(),
        since=utc_text(since) if since else "",
        until=utc_text(until + timedelta(days=1)) if until else "",
    )


def _day(text: str) -> datetime | None:
    """The first moment of a day in India."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    # beyond these no id or time of ours lies, and a time zone would lead out of the calendar
    if not 2000 <= day.year <= 2200:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=IST)


def _what(code: str, words: Words) -> str:
    return words.known(f"trail.did.{code.replace('-', '_').replace('.', '_')}", code)


_DETAILS = {
    "duplicates-listed": "twins.state.",
    "staff-added": "role.",
    "staff-changed": "office.field.",
    "facility-changed": "office.field.",
    "desk-changed": "office.field.",
    "note-countersigned": "counter.",
    "quarantine-released": "held.why.",
    "audit-taken": "trail.source.",
}
"""The words for what a line notes beside who and what, where that is a code, or several with commas between."""


def _detail(line: LineView, words: Words) -> str:
    what, detail = line.noted.what, line.noted.detail
    if line.beside is not None:
        return words.named(line.beside) or detail
    if what == "cases-searched":
        return words("trail.found", n=detail)
    if what == "written":
        return words.known(f"thing.{detail}", detail)
    if what not in _DETAILS:
        return detail
    codes = detail.split(", ")
    return ", ".join(words.known(_DETAILS[what] + code.replace("-", "_"), code) for code in codes)


def _row(line: LineView, words: Words, now: datetime) -> dict[str, Any]:
    noted = line.noted
    kind = words.known(f"thing.{line.subject_kind}", line.subject_kind) if line.subject_kind else ""
    return {
        "at": words.moment(noted.at, now),
        "who": words.named(line.person) or (words("trail.command") if noted.staff else ""),
        "what": _what(noted.what, words),
        "about": words.named(line.subject) or kind,
        "subject": noted.subject,
        "detail": _detail(line, words),
        "address": noted.address,
    }
