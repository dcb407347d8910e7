"""The kinds of record, version 1: what each may hold, what it must hold, and who may write it.

The same checks serve the form, where a wrong value is refused with its field named, and a change that arrives from a
peer, where it is kept and flagged: they return problems and never raise. A kind or field that is not known here belongs
to another version of the program, and is right as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from care_record.kinds import case_kinds, patient, posts, visit
from care_record.kinds.kind import CARE, ROLES, Kind
from care_record.kinds.types import is_empty
from care_record.rules.problem import Problem

__all__ = ["KINDS", "ROLES", "Kind", "Problem", "check_record", "check_set", "may_write", "readable", "tidy"]

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            patient.PATIENT,
            visit.VISIT,
            visit.NOTE,
            case_kinds.REFERRAL,
            case_kinds.CASE_EVENT,
            case_kinds.ADVICE,
            case_kinds.PRESCRIPTION,
            case_kinds.DISPENSE,
            case_kinds.FOLLOW_UP,
            visit.ATTACHMENT,
            visit.RESULT,
            case_kinds.STOCK,
            visit.SCREENING,
            posts.STAFF,
            posts.CREDENTIAL,
            posts.DEVICE,
            posts.AUDIT,
            posts.FACILITY,
            posts.DESK,
            posts.NOTICE,
            posts.RECOVERY,
        )
    }
)


def _typed(kind: Kind, fields: Mapping[str, Any], whole: bool) -> list[Problem]:
    found: list[Problem] = []
    for name, value in fields.items():
        if value is not None and name in kind.fields:
            found += kind.fields[name].problems(value, name, whole)
    return found


def check_set(kind: str, fields: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the types and limits of one change's fields."""
    known = KINDS.get(kind)
    return _typed(known, fields, whole=False) if known else []


def check_record(kind: str, fields: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a folded record: what is missing, types and limits, and fields that contradict each other.

    `patient` is required of a record too, but stands beside its fields, not in them.
    """
    known = KINDS.get(kind)
    if known is None:
        return []
    found: list[Problem] = []
    for wanted in known.required:
        names = (wanted,) if isinstance(wanted, str) else wanted
        # A list may be required and empty (a new member of staff without a post): absent is what counts there.
        if all(is_empty(fields.get(name)) and fields.get(name) != [] for name in names):
            found.append(Problem(names[0], "required", "/".join(names)))
    return found + _typed(known, fields, whole=True) + known.rule(fields)


def may_write(role: str, kind: str, fields: Iterable[str] | None = None) -> bool:
    """Whether someone in this role may write this kind; asked by the app before and by the hub after.

    With the names of the `fields` of a change, also allows what a role may write in part: an administrator's `share`.
    A kind of a later version follows its patient: those who care for patients may write it.
    """
    known = KINDS.get(kind)
    if known is None:
        return role in CARE
    if role in known.writers:
        return True
    allowed = known.partly.get(role)
    return allowed is not None and fields is not None and set(fields) <= allowed and bool(set(fields))


def readable(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What of a record can be read as what it says it is: a part of another type is left out, and whoever shows the
    record need not look for it. Nothing is lost by it: the change stays as it is, and `check_record` names the part.
    """
    known = KINDS.get(kind)
    if known is None:
        return dict(fields)
    read = {name: known.fields[name].readable(v) if name in known.fields else v for name, v in fields.items()}
    return {name: value for name, value in read.items() if value is not None}


def tidy(kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a person typed, as it is to be written: texts NFC, trimmed, without control characters or Aadhaar numbers.

    Signed slips, keys and codes stay byte for byte. Call it before a change is made, never on one that exists.
    """
    known = KINDS.get(kind)
    if known is None:
        return dict(fields)
    return {name: known.fields[name].tidy(value) if name in known.fields else value for name, value in fields.items()}
