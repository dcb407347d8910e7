"""Who may do what with which kind of record: one table, asked by the app before and by the hub after.

Who may write a kind stands with the kind (`care_record.kinds`); who may see, print or take it out stands here. Kinds
of a later version follow their patient: those who care for patients may see and write them, and nobody prints them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal

from care_record.kinds import KINDS, ROLES, may_write
from care_record.kinds.kind import ADMIN, CARE, EVERYONE, IT, PROGRAMME, SPOKE

__all__ = ["ACTIONS", "Action", "may", "table"]

Action = Literal["see", "write", "print", "export"]
ACTIONS: tuple[Action, ...] = ("see", "write", "print", "export")

_OF_PATIENTS = frozenset(
    {"patient", "visit", "note", "referral", "case_event", "advice", "prescription", "dispense", "follow_up"}
    | {"attachment", "result", "screening"}
)
_OFFICE = frozenset({ADMIN, IT, PROGRAMME})
_NOBODY: frozenset[str] = frozenset()

_SEEN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(_OF_PATIENTS, CARE),
        "stock": CARE,
        "credential": SPOKE | {ADMIN},
        "audit": frozenset({ADMIN}),
        **dict.fromkeys(("staff", "device", "facility", "desk", "notice", "recovery"), EVERYONE),
    }
)
_PRINTED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(("patient", "visit", "referral", "advice", "dispense", "follow_up"), SPOKE),
        "prescription": CARE,
        "audit": frozenset({ADMIN}),
    }
)
_TAKEN_OUT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        **dict.fromkeys(("patient", "visit", "referral", "dispense", "follow_up"), SPOKE),
        "audit": frozenset({ADMIN}),
        **dict.fromkeys(("staff", "device", "facility", "desk"), _OFFICE - {PROGRAMME}),
    }
)


def may(role: str, action: Action, kind: str, fields: Iterable[str] | None = None) -> bool:
    """Whether someone in this role may do this with records of this kind. `fields`: see `kinds.may_write`."""
    if action == "write":
        return may_write(role, kind, fields)
    if kind not in KINDS:
        return action == "see" and role in CARE
    found = {"see": _SEEN, "print": _PRINTED, "export": _TAKEN_OUT}[action]
    return role in found.get(kind, _NOBODY)


def table() -> str:
    """The whole table in Markdown: a row for each kind, a column for each role, as docs/roles.md shows it."""
    head = ["| kind | " + " | ".join(ROLES) + " |", "| --- |" + " --- |" * len(ROLES)]
    rows = [f"| {kind} | " + " | ".join(_cell(role, kind) for role in ROLES) + " |" for kind in KINDS]
    return "\n".join([*head, *rows]) + "\n"


def _cell(role: str, kind: str) -> str:
    found = [str(action) for action in ACTIONS if may(role, action, kind)]
    partly = KINDS[kind].partly.get(role)
    if partly and "write" not in found:
        found.append(f"write {', '.join(sorted(partly))}")
    return ", ".join(found) or "-"
