"""Facilities (spokes) and desks (hubs): records that go to every device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from care_record.call import is_meeting_base
from care_record.fold import Folded
from care_record.kinds import check_record, tidy
from hub_server.context import Services
from hub_server.services.acting import COMMAND, Acting
from hub_server.services.errors import AdminError, ChangedMeanwhile, FieldError
from hub_server.services.lgd import block_code, district_code
from hub_server.store import records
from hub_server.store.database import Connection
from hub_server.store.writer import HubChange

EMPTY: tuple[object, ...] = (None, "", [])


def add_facility(services: Services, fields: dict[str, Any], by: Acting = COMMAND) -> str:
    """A new health centre; returns its id. `district` and `subdistrict` (its block) are LGD codes or names."""
    return add_place(services, "facility", fields, by)


def add_desk(services: Services, fields: dict[str, Any], by: Acting = COMMAND) -> str:
    """A new desk of doctors; returns its id."""
    return add_place(services, "desk", fields, by)


def add_place(services: Services, kind: str, fields: Mapping[str, Any], by: Acting = COMMAND) -> str:
    """A new facility or desk; returns its id. FieldError if something about it is wrong."""
    checked = checked_place(kind, fields)

    def add(conn: Connection) -> str:
        _free(conn, kind, checked)
        [change] = services.writer.write(conn, by.author(services), [HubChange(kind, None, None, checked)])
        by.note(conn, services, f"{kind}-added", change.record, str(checked["code"]))
        return change.record

    return services.store.run(add)


def add_facilities(services: Services, checked: Sequence[dict[str, Any]], by: Acting) -> None:
    """New health centres in one transaction, of fields that were checked; one whose code was taken meanwhile is left
    as it is."""

    def add(conn: Connection) -> None:
        taken = {place.fields.get("code") for place in records.all_of(conn, "facility")}
        fresh = [HubChange("facility", None, None, fields) for fields in checked if fields["code"] not in taken]
        for change in services.writer.write(conn, by.author(services), fresh) if fresh else ():
            by.note(conn, services, "facility-added", change.record, str(change.set["code"]))

    services.store.run(add)


def change_place(
    services: Services, kind: str, record: str, fields: Mapping[str, Any], heads: Sequence[str], by: Acting
) -> None:
    """Make a facility or desk what the form says: `fields` holds all that the form has, an empty one is cleared.
    FieldError; ChangedMeanwhile if its heads are not those that the form was made of; AdminError if it is unknown."""
    checked = checked_place(kind, fields)

    def change(conn: Connection) -> None:
        known = _place(conn, kind, record)
        if tuple(sorted(known.heads)) != tuple(sorted(heads)):
            raise ChangedMeanwhile(record)
        _free(conn, kind, checked, record)
        new = {name: checked.get(name) for name in fields}
        new = {name: value for name, value in new.items() if not _same(value, known.fields.get(name))}
        if new:
            services.writer.write(conn, by.author(services), [HubChange(kind, record, None, new, tuple(known.heads))])
            by.note(conn, services, f"{kind}-changed", record, ", ".join(sorted(new)))

    services.store.run(change)


def list_places(services: Services, kind: str) -> list[dict[str, Any]]:
    """All facilities or all desks, with their ids."""
    with services.store.read() as conn:
        return [{"id": place.record, **place.fields} for place in records.all_of(conn, kind)]


def place_of(services: Services, kind: str, record: str) -> Folded | None:
    """One facility or desk; None if there is no such."""
    with services.store.read() as conn:
        found = records.folded(conn, record)
    return found if found is not None and found.kind == kind else None


def place_named(conn: Connection, place: str, kinds: Sequence[str] = ("facility", "desk")) -> Folded:
    """The facility or desk of this id, or of this code. AdminError if there is none."""
    folded = records.folded(conn, place)
    if folded is not None and folded.kind in kinds:
        return folded
    coded = [each for kind in kinds for each in records.all_of(conn, kind) if each.fields.get("code") == place]
    if len(coded) != 1:
        raise FieldError(f"there is no {' or '.join(kinds)} {place!r}", "posts", "no-such-place", place)
    return coded[0]


def _place(conn: Connection, kind: str, record: str) -> Folded:
    known = records.folded(conn, record)
    if known is None or known.kind != kind:
        raise AdminError(f"there is no {kind} {record!r}")
    return known


def checked_place(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are written, without empty ones. FieldError if they can't be."""
    fields = dict(given)
    if fields.get("district"):
        fields["district"] = district_code(str(fields["district"]))
    if fields.get("subdistrict"):
        fields["subdistrict"] = block_code(str(fields["subdistrict"]), str(fields.get("district") or ""))
    fields = tidy(kind, {name: value for name, value in fields.items() if value not in EMPTY})
    wrong = check_record(kind, fields)
    if wrong:
        first = wrong[0]
        text = f"{first.field}: {first.code} {first.detail}".strip()
        raise FieldError(text, first.field.partition(".")[0].partition("[")[0], first.code, first.detail)
    if any(letter.isspace() or letter in ",;" for letter in fields["code"]):
        raise FieldError("code: no blanks, commas or semicolons: a list of codes has them between", "code", "bad-code")
    _call_address(str(fields.get("call_base_url") or ""))
    return fields


def _call_address(url: str) -> None:
    """A meeting room is opened in the doctor's browser and on the centre's PC: nothing but https."""
    if not url:
        return
    if not is_meeting_base(url):
        raise FieldError(f"call_base_url: {url!r} is no https:// address", "call_base_url", "bad-address")


def _free(conn: Connection, kind: str, fields: Mapping[str, Any], but: str = "") -> None:
    code = fields["code"]
    if any(place.fields.get("code") == code and place.record != but for place in records.all_of(conn, kind)):
        raise FieldError(f"the code {code!r} is taken", "code", "taken", str(code))


def _same(one: object, other: object) -> bool:
    return one == other or (one in EMPTY and other in EMPTY)
