"""Facilities (spokes) and desks (hubs): records that go to every device."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
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
    """A new health centre; returns its id. `district` is an LGD code or a district's name."""
    fields["district"] = _district(str(fields["district"]))
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
    if wanted.isascii() and wanted.isdigit():
        return wanted
    source = resources.files("resources").joinpath("lgd-bihar.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(io.StringIO(source)):
        if row["district"].lower() == wanted.lower():
            return row["district_lgd"]
    raise AdminError(f"district {text!r} is not in the list: give its LGD code")
