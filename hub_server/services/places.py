"""Facilities (spokes) and desks (hubs): records that go to every device."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import Any

from care_record.fold import Folded
from care_record.kinds import check_record, tidy
from hub_server.context import Services
from hub_server.services.errors import AdminError
from hub_server.store import records
from hub_server.store.database import Connection
from hub_server.store.writer import HubChange


def add_facility(services: Services, fields: dict[str, Any]) -> str:
    """A new health centre; returns its id. `district` and `subdistrict` (its block) are LGD codes or names."""
    fields["district"] = _district(str(fields["district"]))
    if fields.get("subdistrict"):
        fields["subdistrict"] = _block(str(fields["subdistrict"]), fields["district"])
    return _add_place(services, "facility", fields)


def add_desk(services: Services, fields: dict[str, Any]) -> str:
    """A new desk of doctors; returns its id."""
    if fields.get("district"):
        fields["district"] = _district(str(fields["district"]))
    return _add_place(services, "desk", fields)


def list_places(services: Services, kind: str) -> list[dict[str, Any]]:
    """All facilities or all desks, with their ids."""
    with services.store.read() as conn:
        return [{"id": place.record, **place.fields} for place in records.all_of(conn, kind)]


def place_named(conn: Connection, place: str, kinds: Sequence[str] = ("facility", "desk")) -> Folded:
    """The facility or desk of this id, or of this code. AdminError if there is none."""
    folded = records.folded(conn, place)
    if folded is not None and folded.kind in kinds:
        return folded
    coded = [each for kind in kinds for each in records.all_of(conn, kind) if each.fields.get("code") == place]
    if len(coded) != 1:
        raise AdminError(f"there is no {' or '.join(kinds)} {place!r}")
    return coded[0]


def _add_place(services: Services, kind: str, fields: dict[str, Any]) -> str:
    fields = tidy(kind, {name: value for name, value in fields.items() if value not in (None, "", [])})
    wrong = check_record(kind, fields)
    if wrong:
        raise AdminError(f"{wrong[0].field}: {wrong[0].code} {wrong[0].detail}".strip())

    def add(conn: Connection) -> str:
        if any(place.fields.get("code") == fields["code"] for place in records.all_of(conn, kind)):
            raise AdminError(f"the code {fields['code']!r} is taken")
        [change] = services.writer.write(conn, services.identity.hub, [HubChange(kind, None, None, fields)])
        return change.record

    return services.store.run(add)


def _district(text: str) -> str:
    """The LGD code of a district, given as the code or by its name. AdminError for a name that is in no list."""
    wanted = text.strip()
    if _is_code(wanted):
        return wanted
    for row in _lgd():
        if row["district"].lower() == wanted.lower():
            return row["district_lgd"]
    raise AdminError(f"district {text!r} is not in the list: give its LGD code")


def _block(text: str, district: str) -> str:
    """The LGD code of a sub-district of `district`. AdminError for a name that is not there, or another district's."""
    wanted = text.strip()
    named = [row for row in _lgd() if wanted.lower() in (row["subdistrict"].lower(), row["subdistrict_lgd"])]
    for row in named:
        if row["district_lgd"] == district:
            return row["subdistrict_lgd"]
    if named:
        raise AdminError(f"the block {text!r} is in {named[0]['district'].title()}, not in the district {district}")
    if _is_code(wanted):
        return wanted  # another state's
    raise AdminError(f"the block {text!r} is not in the list: give its LGD code")


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _lgd() -> Iterator[dict[str, str]]:
    source = resources.files("resources").joinpath("lgd-bihar.csv").read_text(encoding="utf-8")
    return csv.DictReader(io.StringIO(source))
