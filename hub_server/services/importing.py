"""Lists of health centres or people from a CSV file: tried first, then brought in; twice makes nothing twice.

A row is `new`, `there` (a centre with this code, a person with this role and name at this post, or with this
registration number: left as it is), or `refused` with the reason. Refused rows keep none of the others out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from care_record.fold import Folded
from hub_server.context import Services
from hub_server.services.acting import Acting
from hub_server.services.errors import FieldError
from hub_server.services.places import add_facilities, checked_place
from hub_server.services.staff import AT_DESKS, NewStaff, add_staff, check_staff
from hub_server.services.typed import one_line
from hub_server.store import records

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "facility": ("code", "name", "name_hi", "type", "district", "block", "contact", "call_base_url", "desks"),
    "staff": ("name", "name_hi", "role", "posts", "qualification", "registration_no"),
}
NEEDED: Mapping[str, tuple[str, ...]] = {"facility": ("code", "name", "district"), "staff": ("name", "role", "posts")}
MOST_ROWS = 2000
_AT_ONCE = 200
"""Centres written in one transaction: exchanges wait behind it."""


@dataclass(frozen=True)
class Row:
    """A row of the file: its line, what stands in it, and what becomes of it (`new`, `there`, `refused`)."""

    line: int
    values: Mapping[str, str]
    state: str
    error: FieldError | None = None

    @property
    def label(self) -> str:
        """What the row is known by."""
        return " ".join(self.values.get(name, "") for name in ("code", "name") if self.values.get(name)) or "–"


@dataclass(frozen=True)
class Imported:
    """All rows of a file, in its order."""

    rows: tuple[Row, ...]

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)


def read_text(content: bytes) -> str:
    """The text of a file that was saved as UTF-8, with or without a mark. FieldError for anything else."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FieldError("the file is not UTF-8", "file", "not-text") from error


def run_import(services: Services, kind: str, text: str, by: Acting, *, dry: bool) -> Imported:
    """Try (`dry`) or bring in the rows. FieldError (`file`) if the file as a whole can't be read."""
    known = _known(services, kind)
    rows: list[Row] = []
    fresh: list[dict[str, Any]] = []
    for line, values in _rows(kind, text):
        try:
            given = _given(kind, values, known)
        except FieldError as error:
            rows.append(Row(line, values, "refused", error))
            continue
        keys = _keys(kind, given)
        there = any(key in known.taken for key in keys)
        rows.append(Row(line, values, "there" if there else "new"))
        known.taken.update(keys)
        if not there:
            fresh.append(given)
    if not dry:
        _write(services, kind, fresh, by)
    return Imported(tuple(rows))


def _write(services: Services, kind: str, fresh: Sequence[dict[str, Any]], by: Acting) -> None:
    if kind == "staff":
        for given in fresh:
            add_staff(services, _new_staff(given), by)
    for start in range(0, len(fresh), _AT_ONCE) if kind == "facility" else ():
        add_facilities(services, fresh[start : start + _AT_ONCE], by)


def report(imported: Imported, kind: str, reasons: Mapping[int, str], why: str) -> str:
    """The refused rows as CSV, with the reason by line, to be put right and brought again. No cell begins a formula in
    a spreadsheet: one that would has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["line", *COLUMNS[kind], why])
    for row in imported.rows:
        if row.state == "refused":
            cells = [str(row.line), *(row.values.get(name, "") for name in COLUMNS[kind]), reasons.get(row.line, "")]
            writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def harmless(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) else cell


@dataclass(frozen=True)
class _Known:
    """What the hub has: keys of what is there, and places by their kind and code."""

    taken: set[str]
    places: Mapping[tuple[str, str], Folded]


def _known(services: Services, kind: str) -> _Known:
    with services.store.read() as conn:
        facilities, desks = records.all_of(conn, "facility"), records.all_of(conn, "desk")
        staff = records.all_of(conn, "staff") if kind == "staff" else []
    named = {(place.kind, str(place.fields.get("code"))): place for place in [*facilities, *desks]}
    if kind == "facility":
        return _Known({_plain(str(place.fields.get("code"))) for place in facilities}, named)
    taken: set[str] = set()
    for person in staff:
        listed = person.fields.get("posts")
        posts = [post.get("id") if isinstance(post, dict) else post for post in listed or []]
        taken.update(_keys("staff", {**person.fields, "posts": posts}))
    return _Known(taken, named)


def _keys(kind: str, given: Mapping[str, Any]) -> list[str]:
    """What says that two rows, or a row and a record, are the same."""
    if kind == "facility":
        return [_plain(str(given["code"]))]
    name, role = _plain(str(given.get("name") or "")), str(given.get("role") or "")
    keys = [f"{role}|{name}|{post}" for post in given.get("posts") or []]
    number = _plain(str(given.get("registration_no") or ""))
    return [*keys, f"number|{number}"] if number and role in AT_DESKS else keys


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _rows(kind: str, text: str) -> list[tuple[int, dict[str, str]]]:
    """Line and cells of each row that is not empty, by the names in the first one."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    first, _, below = text.partition("\n")
    told = re.fullmatch(r'"?sep=([,;\t])"?[,;\t]*', first)  # as spreadsheets may say it in a line of its own
    delimiter = told[1] if told else max(",;\t", key=first.count)
    text = below if told else text
    try:
        reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
        head = [_plain(cell).replace(" ", "_") for cell in next(reader, [])]
        missing = [name for name in NEEDED[kind] if name not in head]
        if missing:
            raise FieldError(f"no column {missing[0]}", "file", "no-column", ", ".join(missing))
        found = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((reader.line_num + bool(told), _cells(kind, head, cells)))
    except csv.Error as error:
        raise FieldError(f"no CSV: {error}", "file", "not-csv") from error
    if not found:
        raise FieldError("no rows", "file", "empty")
    if len(found) > MOST_ROWS:
        raise FieldError("too many rows", "file", "too-long", str(MOST_ROWS))
    return found


def _cells(kind: str, head: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    given = dict(zip(head, cells, strict=False))
    return {name: one_line(given.get(name, "")) for name in COLUMNS[kind]}


def _given(kind: str, values: Mapping[str, str], known: _Known) -> dict[str, Any]:
    """The row as it is to be written. FieldError if it can't be."""
    for name in NEEDED[kind]:
        if not values[name]:
            raise FieldError(f"{name}: required", name, "required")
    if kind == "facility":
        desks = [_place(known, code, "desk", "desks") for code in _listed(values["desks"])]
        given: dict[str, Any] = {name: text for name, text in values.items() if name not in ("desks", "block")}
        return checked_place("facility", given | {"subdistrict": values["block"], "desks": desks})
    role = values["role"].lower()
    wanted = "desk" if role in AT_DESKS else "facility"
    posts = [_place(known, code, wanted, "posts") for code in _listed(values["posts"])]
    given = {**values, "role": role, "posts": posts}
    check_staff(_new_staff(given))
    return given


def _new_staff(given: Mapping[str, Any]) -> NewStaff:
    extra = {name: given[name] for name in ("name_hi", "qualification", "registration_no")}
    return NewStaff(given["name"], given["role"], tuple(given["posts"]), extra=extra)


def _place(known: _Known, code: str, kind: str, field: str) -> str:
    place = known.places.get((kind, code))
    if place is None:
        raise FieldError(f"{field}: there is no {kind} {code!r}", field, "no-such-place", code)
    return place.record


def _listed(cell: str) -> list[str]:
    return cell.replace(";", " ").replace(",", " ").split()
