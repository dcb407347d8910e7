"""The trail: what was done on the hub's pages and command line, and what the PCs noted themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub_server.context import Services
from hub_server.services.acting import Acting
from hub_server.store import audit, devices, duplicates, records
from hub_server.store.audit import Noted, Wanted
from hub_server.store.database import Connection

PAGES, PCS, PATIENT = "pages", "pcs", "patient"
MOST_IN_FILE = 20_000
_ABHA = 14
_CHUNK = 1000


@dataclass(frozen=True)
class LineView:
    """A line of the trail, with whom and what its ids name."""

    noted: Noted
    person: Mapping[str, Any] | None
    subject_kind: str
    subject: Mapping[str, Any] | None
    """What the subject says of itself; of a patient's record nothing."""
    beside: Mapping[str, Any] | None = None
    """What the desk says of itself that the detail names."""


@dataclass(frozen=True)
class TrailPage:
    """Lines, the newest first, and where the next page goes on, if there is one."""

    lines: tuple[LineView, ...]
    then: tuple[str, str] | None


_NAMED = ("staff", "facility", "desk", "device", "notice")
_TO_DESKS = ("case-forwarded",)
"""Lines whose detail is the id of a desk."""


def trail_page(
    services: Services, source: str, wanted: Wanted, limit: int, before: tuple[str, str] | None = None
) -> TrailPage:
    """Lines of this source: `pages`, `pcs`, or of the `patient` whose id or ABHA number is the subject wanted."""
    with services.store.read() as conn:
        found, then = _read(conn, source, wanted, limit, before)
        return TrailPage(tuple(_views(conn, found)), then)


def people_noted(services: Services) -> list[tuple[str, Mapping[str, Any]]]:
    """Who may stand in the trail: everybody with a login, and who wrote for the PCs by her id."""
    with services.store.read() as conn:
        return [(person.record, person.fields) for person in records.all_of(conn, "staff")]


def kinds_noted(services: Services) -> list[str]:
    """Every code of the pages' trail."""
    with services.store.read() as conn:
        return audit.kinds_noted(conn)


def note_report(services: Services, asked: str, by: Acting) -> None:
    """Whoever asks who saw a patient's record stands in the trail herself."""
    services.store.run(lambda conn: by.note(conn, services, "access-report", _patient(conn, asked)[:64]))


def trail_file(services: Services, source: str, wanted: Wanted, by: Acting) -> Iterator[LineView]:
    """The lines for a file, at most MOST_IN_FILE of them. That it was taken is noted first."""
    services.store.run(lambda conn: by.note(conn, services, "audit-taken", detail=source))
    left, before = MOST_IN_FILE, None
    while left > 0:
        page = trail_page(services, source, wanted, min(_CHUNK, left), before)
        yield from page.lines
        left -= len(page.lines)
        before = page.then
        if before is None:
            return


def _read(
    conn: Connection, source: str, wanted: Wanted, limit: int, before: tuple[str, str] | None
) -> tuple[list[Noted], tuple[str, str] | None]:
    if source == PATIENT:
        lines = audit.listed_of_patient(conn, _patient(conn, wanted.subject), limit + 1, before)
        return lines[:limit], lines[limit - 1].place if len(lines) > limit else None
    if source == PCS:
        return audit.listed_of_pcs(conn, wanted, limit, before)
    found = audit.listed(conn, wanted, limit + 1, before)
    return found[:limit], found[limit - 1].place if len(found) > limit else None


def _patient(conn: Connection, asked: str) -> str:
    """The patient's id, where the ABHA number was given; else what was asked."""
    digits = "".join(letter for letter in asked if letter.isdigit())
    return duplicates.patient_of_abha(conn, digits) or asked if len(digits) == _ABHA else asked


def _views(conn: Connection, found: Sequence[Noted]) -> Iterator[LineView]:
    people = {staff: records.folded(conn, staff) for staff in {line.staff for line in found}}
    named = {line.subject for line in found} | {line.detail for line in found if line.what in _TO_DESKS}
    things = {subject: _thing(conn, subject) for subject in named - {""}}
    for line in found:
        person = people[line.staff]
        kind, fields = things.get(line.subject, ("", None))
        _, beside = things.get(line.detail, ("", None)) if line.what in _TO_DESKS else ("", None)
        yield LineView(line, person.fields if person and person.kind == "staff" else None, kind, fields, beside)


def _thing(conn: Connection, subject: str) -> tuple[str, Mapping[str, Any] | None]:
    device = devices.by_id(conn, subject)
    if device is not None:
        return "device", {"name": device.name}
    record = records.folded(conn, subject)
    if record is None:
        return "", None
    return record.kind, record.fields if record.kind in _NAMED else None
