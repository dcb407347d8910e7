"""What a kind of record is: its fields, what the folded record must have, and who may write it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from care_record.kinds.types import Type
from care_record.rules.problem import Problem

CHO, ANM, DOCTOR, ADMIN, IT, PROGRAMME = "cho", "anm", "doctor", "admin", "it", "programme"
ROLES: tuple[str, ...] = (CHO, ANM, DOCTOR, ADMIN, IT, PROGRAMME)
SPOKE = frozenset({CHO, ANM})
"""Who sits at a health centre."""
CARE = frozenset({CHO, ANM, DOCTOR})
EVERYONE = frozenset(ROLES)


def _nothing(fields: Mapping[str, Any]) -> list[Problem]:
    return []


@dataclass(frozen=True)
class Kind:
    """`required` holds field names, or tuples of which one is enough. `signed`: nothing changes it afterwards.

    `partly` lets a role write some fields alone; `rule` looks at several fields of a folded record together.
    """

    name: str
    fields: Mapping[str, Type]
    required: tuple[str | tuple[str, ...], ...]
    writers: frozenset[str]
    signed: bool = False
    partly: Mapping[str, frozenset[str]] = field(default_factory=dict)
    rule: Callable[[Mapping[str, Any]], list[Problem]] = _nothing
