"""Deciding what is right where a record has several versions: one change that closes exactly what it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from care_record.change import Change
from care_record.fold import Conflict, Folded
from care_record.kinds import Problem, check_record, check_set
from spoke_app.actions.compare_record import decidable
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.refused import Refused, refuse, refuse_if
from spoke_app.actions.register_patient import patient_problems
from spoke_app.actions.typed import tidied
from spoke_app.actions.views import Changed
from spoke_app.store import records
from spoke_app.store.journal import NewChange


@dataclass(frozen=True)
class Decision:
    """What is right at one place. `value` is a candidate's, or a new one; None empties it."""

    path: str
    value: Any
    seen: frozenset[str]
    """The changes whose values the person saw there."""
    sure: bool = False
    """She has said expressly that an allergy is to be dropped."""
    beside: dict[str, Any] = field(default_factory=dict)
    """What else this decision adds to the record, where both are right: a second phone, a second entry."""


def resolve_conflict(desk: Desk, record: str, base: Sequence[str], decisions: Sequence[Decision]) -> Changed:
    """Writes the decisions as one change over `base`, the heads that the person saw. Raises Refused:
    `settled` or `news` at a place where somebody else decided, or wrote yet another value, in the meantime;
    `not-sure` where an allergy would be dropped by mere choosing; `signed` for what is signed.

    A head that came meanwhile and touches none of these places stays beside this change, as any two changes do.
    """
    with desk.store.transaction():
        found = records.as_written(desk.store, record)
        if found is None:
            raise refuse("record", "unknown", record)
        if decidable(desk, found) == "signed":
            raise refuse("record", "signed")
        conflicts = {conflict.path: conflict for conflict in found.conflicts}
        refuse_if([p for one in decisions for p in _problems(one, conflicts.get(one.path))])
        clean, masked = tidied(found.kind, _set_of(decisions, conflicts))
        refuse_if(check_set(found.kind, clean))
        written = desk.write([NewChange(found.kind, found.patient, clean, record=record, base=tuple(base))])
        _refuse_new_problems(desk, found, written[-1])
    return changed(written, masked=masked)


def drops_allergy(path: str, value: Any, others: Iterable[Any]) -> bool:
    """Whether choosing `value` makes an allergy disappear that one of the `others` names."""
    if path.partition(".")[0] != "allergies":
        return False
    kept = {_substance(entry) for entry in _entries(value)}
    return any(_substance(entry) not in kept for other in others for entry in _entries(other))


def _entries(value: Any) -> list[dict[str, Any]]:
    listed = value if isinstance(value, list) else [value]
    return [entry for entry in listed if isinstance(entry, dict) and entry.get("removed") is not True]


def _substance(entry: dict[str, Any]) -> str:
    return str(entry.get("substance") or "").casefold().strip()


def _problems(decision: Decision, conflict: Conflict | None) -> list[Problem]:
    if conflict is None:
        return [Problem(decision.path, "settled")]
    if frozenset(candidate.change for candidate in conflict.candidates) != decision.seen:
        return [Problem(decision.path, "news")]
    others = [candidate.value for candidate in conflict.candidates]
    kept = [decision.value, *decision.beside.get("allergies", [])]
    if not decision.sure and drops_allergy(decision.path, kept, others):
        return [Problem(decision.path, "not-sure")]
    return []


def _set_of(decisions: Sequence[Decision], conflicts: dict[str, Conflict]) -> dict[str, Any]:
    """The `set` of the change: keys of an object together, entries of a list together."""
    fields: dict[str, Any] = {}
    for decision in decisions:
        name, _, part = decision.path.partition(".")
        if not part:
            fields[name] = decision.value
        elif any(_is_entry(candidate.value, part) for candidate in conflicts[decision.path].candidates):
            entry = decision.value if decision.value is not None else {"id": part, "removed": True}
            fields.setdefault(name, []).append(entry)
        else:
            fields.setdefault(name, {})[part] = decision.value
        for other, entries in decision.beside.items():
            fields[other] = [*(fields.get(other) or []), *entries]
    return fields


def _is_entry(value: Any, part: str) -> bool:
    return isinstance(value, dict) and value.get("id") == part


def _refuse_new_problems(desk: Desk, before: Folded, mine: Change) -> None:
    """Refuses (and so undoes) a save that makes the record worse than it was."""
    after = records.as_written(desk.store, mine.record)
    known = {(p.field, p.code) for p in _record_problems(desk, before)}
    new = [p for p in _record_problems(desk, after or before) if (p.field, p.code) not in known]
    if new:
        raise Refused(new)


def _record_problems(desk: Desk, folded: Folded) -> list[Problem]:
    if folded.kind == "patient":
        return list(patient_problems(desk, folded.fields))
    return check_record(folded.kind, folded.fields)
