"""What was typed, made ready to be written: tidied, and checked by the rules of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from care_record.kinds import tidy
from care_record.kinds.types import is_empty
from care_record.rules.age import as_date
from care_record.rules.identity import find_aadhaar
from care_record.rules.problem import Problem

NEVER_AADHAAR = frozenset({"abha", "phone", "id"})


def tidied(kind: str, fields: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
    """The fields as they are to be written, and those in which an Aadhaar number was typed: now only its last four."""
    masked = frozenset(name for name, value in fields.items() if _has_aadhaar(name, value))
    return tidy(kind, fields), masked


def filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty: a new record says nothing of it."""
    return {name: value for name, value in fields.items() if not is_empty(value)}


def birth_problems(fields: Mapping[str, Any], today: date) -> list[Problem]:
    """A birth after today, or an age as told on a later day."""
    problems: list[Problem] = []
    born = as_date(fields.get("birth_date"))
    if born is not None and born > today:
        problems.append(Problem("birth_date", "in-future", born.isoformat()))
    if born is not None and today.year - born.year > 130:
        problems.append(Problem("birth_date", "impossible", born.isoformat()))
    age = fields.get("age")
    as_of = as_date(age.get("as_of")) if isinstance(age, dict) else None
    if as_of is not None and as_of > today:
        problems.append(Problem("age", "in-future", as_of.isoformat()))
    return problems


def _has_aadhaar(name: str, value: Any) -> bool:
    if name in NEVER_AADHAAR:
        return False
    if isinstance(value, str):
        return find_aadhaar(value) is not None
    if isinstance(value, dict):
        return any(_has_aadhaar(key, inner) for key, inner in value.items())
    return isinstance(value, list) and any(_has_aadhaar("", inner) for inner in value)
