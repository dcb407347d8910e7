"""The fold: what the screens show, out of the set of a record's changes.

A pure function of the *set*: any order of arrival and any duplication gives the same state. A field (of an object
each key, of a list with ids each entry) takes the value that was written last on its branch of history; where
branches that had not seen each other wrote different values, that is a conflict: the greatest `(clock, id)` is shown,
for allergies, pregnancy and blood group the most cautious, and every candidate stays readable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from care_record.change import Change

ATOMIC_FIELDS = frozenset({"age", "consent", "reach", "withdrawn", "doctor", "sealed"})
"""Objects whose keys mean something only together (an age's number and unit): one value, never merged per key."""

SIGNED_AT_ONCE = frozenset({"advice", "prescription", "dispense", "case_event"})
"""Kinds that are signed by being written; a `note` is signed by the change that sets `signed`."""


class Candidate(msgspec.Struct, frozen=True):
    """One of several values that were written without knowledge of each other; `value` None means cleared."""

    value: Any
    change: str
    author: str
    at: str


class Conflict(msgspec.Struct, frozen=True):
    """`path` is a field, `field.key` or `field.<entry id>`; candidates in the order of their clocks."""

    path: str
    candidates: tuple[Candidate, ...]


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """A record's state. `created_at`, `author` and `device` are those of its first change."""

    kind: str
    record: str
    patient: str | None
    heads: tuple[str, ...]
    fields: dict[str, Any]
    conflicts: tuple[Conflict, ...]
    after_signing: tuple[str, ...]
    foreign: tuple[str, ...]
    """Changes that name another kind or patient than the record's first one: kept, listed, not folded."""
    created_at: str
    updated_at: str
    author: str
    device: str
    last_clock: str


@dataclass(frozen=True)
class _Assignment:
    """What one change wrote at one place. `part` is None for the whole field."""

    index: int
    part: str | None
    value: Any


class _History:
    """The changes in the order of their clocks, and who knew of whom (ancestors as bit masks over that order)."""

    def __init__(self, changes: Iterable[Change]) -> None:
        unique: dict[str, Change] = {}
        for change in changes:
            known = unique.setdefault(change.id, change)
            if known != change:  # the store never holds both; were it so, the answer must still not depend on order
                unique[change.id] = min(known, change, key=msgspec.json.encode)
        self.changes = sorted(unique.values(), key=lambda c: (c.clock, c.id))
        if not self.changes:
            raise ValueError("a record without changes")
        self.known = self._close({c.id: i for i, c in enumerate(self.changes)})

    def _close(self, place: dict[str, int]) -> list[int]:
        # One pass is enough where clocks follow the history; a peer with a wild clock may need more.
        known = [0] * len(self.changes)
        moved = True
        while moved:
            moved = False
            for i, change in enumerate(self.changes):
                mask = known[i]
                for base in change.base:
                    j = place.get(base)
                    if j is not None and j != i:
                        mask |= known[j] | 1 << j
                if mask != known[i]:
                    known[i], moved = mask, True
        return known

    def supersedes(self, later: int, earlier: int) -> bool:
        """Strictly: a forged cycle of bases supersedes nothing."""
        return bool(self.known[later] >> earlier & 1) and not self.known[earlier] >> later & 1

    def latest(self, among: Sequence[int]) -> list[int]:
        return [i for i in among if not any(self.supersedes(j, i) for j in among if j != i)]

    def earliest(self, among: Sequence[int]) -> list[int]:
        return [i for i in among if not any(self.supersedes(i, j) for j in among if j != i)]


def fold(changes: Iterable[Change]) -> Folded:
    """The state of one record. ValueError if `changes` is empty; all must name the same record."""
    history = _History(changes)
    every = range(len(history.changes))
    first = history.changes[history.earliest(every)[0]]
    own = [i for i in every if (history.changes[i].kind, history.changes[i].patient) == (first.kind, first.patient)]
    counted = _before_signing(history, own, first.kind)
    fields, conflicts = _fold_fields(history, counted)
    names = [history.changes[i] for i in every]
    return Folded(
        kind=first.kind,
        record=first.record,
        patient=first.patient,
        heads=tuple(names[i].id for i in history.latest(every)),
        fields=fields,
        conflicts=tuple(conflicts),
        after_signing=tuple(names[i].id for i in own if i not in set(counted)),
        foreign=tuple(names[i].id for i in every if i not in set(own)),
        created_at=first.at,
        updated_at=names[counted[-1]].at,
        author=first.author,
        device=first.device,
        last_clock=names[-1].clock,
    )


def _before_signing(history: _History, own: Sequence[int], kind: str) -> list[int]:
    """The changes that count: all, or for a signed record the signing change and what it knew of."""
    signing = (
        [i for i in own if history.changes[i].set.get("signed")] if kind == "note" or kind in SIGNED_AT_ONCE else []
    )
    if not signing and kind in SIGNED_AT_ONCE:
        signing = list(own)
    if not signing:
        return list(own)
    signed = history.earliest(signing)[0]
    return [i for i in own if i == signed or history.known[signed] >> i & 1]


def _fold_fields(history: _History, counted: Sequence[int]) -> tuple[dict[str, Any], list[Conflict]]:
    if len(counted) == 1:
        return _alone(history.changes[counted[0]].set), []
    written: dict[str, list[tuple[int, Any]]] = {}
    for i in counted:
        for name, value in history.changes[i].set.items():
            written.setdefault(name, []).append((i, value))
    fields: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for name in sorted(written):
        value = _fold_field(history, name, written[name], conflicts)
        if value is not None:
            fields[name] = value
    return fields, conflicts


def _alone(written: dict[str, Any]) -> dict[str, Any]:
    """What the general way gives for the one change that most records have, without its tables."""
    fields: dict[str, Any] = {}
    for name in sorted(written):
        value = written[name]
        if isinstance(value, dict) and name not in ATOMIC_FIELDS:
            value = {key: inner for key, inner in value.items() if inner is not None} or None
        elif value and _is_entry_list(value):
            value = [e for e in _by_entry(value).values() if e.get("removed") is not True] or None
        if value is not None:
            fields[name] = value
    return fields


def _fold_field(history: _History, name: str, values: list[tuple[int, Any]], conflicts: list[Conflict]) -> Any:
    filled = [v for _, v in values if v is not None and v != []]
    if name not in ATOMIC_FIELDS and filled and all(isinstance(v, dict) for v in filled):
        keys = {k: _settle(history, f"{name}.{k}", a, conflicts) for k, a in _parts(values, _by_key).items()}
        return {k: v for k, v in keys.items() if v is not None} or None
    if filled and all(_is_entry_list(v) for v in filled):
        entries = {k: _settle(history, f"{name}.{k}", a, conflicts) for k, a in _parts(values, _by_entry).items()}
        kept = [v for v in entries.values() if v is not None and v.get("removed") is not True]
        return kept or None
    return _settle(history, name, [_Assignment(i, None, v) for i, v in values], conflicts)


def _is_entry_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(e, dict) and isinstance(e.get("id"), str) for e in value)


def _by_key(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}


def _by_entry(value: Any) -> dict[str, Any]:
    return {entry["id"]: entry for entry in value} if isinstance(value, list) else {}


def _parts(values: list[tuple[int, Any]], split: Callable[[Any], dict[str, Any]]) -> dict[str, list[_Assignment]]:
    """Each key or entry with what was written to it, in order of first appearance; clearing the field clears each."""
    parts: dict[str, list[_Assignment]] = {}
    for i, value in values:
        for part, inner in split(value).items():
            parts.setdefault(part, []).append(_Assignment(i, part, inner))
    clearing = [_Assignment(i, None, None) for i, value in values if not split(value)]
    return {part: sorted([*written, *clearing], key=lambda a: a.index) for part, written in parts.items()}


def _settle(history: _History, path: str, written: list[_Assignment], conflicts: list[Conflict]) -> Any:
    if len(written) == 1:
        return written[0].value
    latest = set(history.latest([a.index for a in written]))
    standing = [a for a in written if a.index in latest]
    different = {canonical(a.value) for a in standing}
    if len(different) > 1:
        conflicts.append(
            Conflict(path, tuple(_candidate(history.changes[a.index], a.value) for a in standing)),
        )
        return _most_cautious(path, [a.value for a in standing])
    return standing[-1].value


def canonical(value: Any) -> bytes:
    """The same bytes for equal values, whatever the order of their keys."""
    return msgspec.json.encode(value, order="sorted")


def _candidate(change: Change, value: Any) -> Candidate:
    return Candidate(value, change.id, change.author, change.at)


def _most_cautious(path: str, values: list[Any]) -> Any:
    """The value to show of several in conflict: the newest, but where a mistake can kill, the one that is safer."""
    if path.startswith("allergies.") or path == "allergies":
        kept = [v for v in values if v is not None and not (isinstance(v, dict) and v.get("removed") is True)]
        return kept[-1] if kept else values[-1]
    if path == "vitals.pregnant":
        order = {"yes": 3, "unknown": 2, "no": 1}
        return max(values, key=lambda v: order.get(v, 0) if isinstance(v, str) else 0)
    if path == "blood_group":
        return " / ".join(sorted({str(v) for v in values if v is not None}))
    return values[-1]
