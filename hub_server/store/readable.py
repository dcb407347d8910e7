"""Records of any peer as they can be shown: what is not what it says it is is left out, and named beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from care_record.kinds import check_record, readable

if TYPE_CHECKING:
    from care_record.fold import Folded

MOST = 12
"""So many odd values of a case are named: a wholly broken record is no reading matter."""
_MISSING = "required"


@dataclass(frozen=True)
class Odd:
    """A value that cannot be right: of which record, at which path, why (the code of a problem), as it was written."""

    record: Folded
    path: str
    code: str
    value: Any


def plain(record: Folded) -> Folded:
    """The record with what of it can be read."""
    return msgspec.structs.replace(record, fields=readable(record.kind, record.fields))


def odd_values(records: Iterable[Folded]) -> tuple[Odd, ...]:
    """What cannot be right in these records, as they were written. A value that is not there is nothing to show."""
    found: list[Odd] = []
    for record in records:
        for problem in check_record(record.kind, record.fields):
            if problem.code != _MISSING:
                found.append(Odd(record, problem.field, problem.code, _at(record.fields, problem.field)))
            if len(found) == MOST:
                return tuple(found)
    return tuple(found)


def _at(fields: Mapping[str, Any], path: str) -> Any:
    value: Any = fields
    for part in path.split("."):
        if isinstance(value, dict):
            value = value.get(part)
        elif isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return None
    return value
