"""What every part of a case's page needs to put it into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from care_record.fold import Folded
from hub_server.review.lists import PickLists
from hub_server.store.cases import CaseFile, person_name
from hub_server.web.wording import Words


@dataclass(frozen=True)
class CaseWords:
    """Everything needed to put a case into words."""

    file: CaseFile
    words: Words
    lists: PickLists
    now: datetime
    pictures: frozenset[str] = frozenset()

    def name_of(self, staff: str | None) -> str:
        return person_name(self.file.people, staff, self.words.lang)

    def said_by(self, staff: str | None) -> str:
        """`Kumari Anjali (CHO)`; empty for someone whom the hub does not know."""
        role = self.file.people[staff].fields.get("role") if staff in self.file.people else None
        name = self.name_of(staff)
        return f"{name} ({self.words.known(f'role.{role}', str(role))})" if name and role else name

    def by_and_when(self, staff: str | None, at: object) -> str:
        """`Kumari Anjali (CHO) · Monday 15:02`."""
        return " · ".join(part for part in (self.said_by(staff), self.words.moment(at, self.now)) if part)

    def everything(self, kind: str) -> list[Folded]:
        """The records of a kind under all names of this person, in the order of time."""
        found = [r for r in (*self.file.records, *self.file.elsewhere) if r.kind == kind]
        return sorted(found, key=lambda r: r.last_clock)


def entries(fields: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a list field that are what they should be."""
    value = fields.get(name)
    return [e for e in value if isinstance(e, dict)] if isinstance(value, list) else []


def vitals_of(visit: Folded | None) -> dict[str, Any]:
    """What was measured at a visit."""
    value = visit.fields.get("vitals") if visit else None
    return value if isinstance(value, dict) else {}
