"""Reading folded records out of the projection.

Of a value of a wrong type, which a faulty or newer peer may send, no reader gets to know; `as_written` has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from care_record.fold import Conflict, Folded
from care_record.kinds import readable
from spoke_app.store.database import Store

CASE_KINDS = ("case_event", "advice", "prescription")
"""What belongs to a case beside its referral, in the order of `CaseParts`."""
_NOTHING = "[]"
_AT_ONCE = 200
"""So many records are asked for in one statement."""

_conflicts = msgspec.json.Decoder(tuple[Conflict, ...])
_names = msgspec.json.Decoder(tuple[str, ...])
_fields = msgspec.json.Decoder(dict[str, Any])
_flags = msgspec.json.Decoder(list[tuple[str, str, str]])


@dataclass(frozen=True)
class CaseParts:
    """What happened to a referral."""

    events: tuple[Folded, ...]
    advice: tuple[Folded, ...]
    prescriptions: tuple[Folded, ...]


def folded(store: Store, record: str) -> Folded | None:
    row = store.row("SELECT * FROM records WHERE record = ?", (record,))
    return None if row is None else _folded(row)


def as_written(store: Store, record: str) -> Folded | None:
    """The record with what is of a wrong type in it: for showing that."""
    row = store.row("SELECT * FROM records WHERE record = ?", (record,))
    return None if row is None else _folded({**row, "flagged": _NOTHING})


def several(store: Store, names: Sequence[str]) -> dict[str, Folded]:
    """Those of these records that are here, by their ids."""
    found: dict[str, Folded] = {}
    for some in _batches(names):
        rows = store.rows(f"SELECT * FROM records WHERE record IN ({_marks(some)})", some)
        found.update((row["record"], _folded(row)) for row in rows)
    return found


def of_patient(store: Store, patient: str, *kinds: str) -> list[Folded]:
    """The patient's records of these kinds, oldest first."""
    marks = ", ".join("?" * len(kinds))
    rows = store.rows(
        f"SELECT * FROM records WHERE patient = ? AND kind IN ({marks}) ORDER BY last_clock", (patient, *kinds)
    )
    return [_folded(row) for row in rows]


def of_kind(store: Store, kind: str) -> list[Folded]:
    """All records of a kind, of whichever patient, the longest unchanged first: reads the whole table."""
    return [_folded(row) for row in store.rows("SELECT * FROM records WHERE kind = ? ORDER BY last_clock", (kind,))]


def of_no_patient(store: Store, kind: str) -> list[Folded]:
    """Records of a kind that belongs to no patient (staff, desks, credentials ...), the longest unchanged first."""
    rows = store.rows("SELECT * FROM records WHERE kind = ? AND patient IS NULL ORDER BY last_clock", (kind,))
    return [_folded(row) for row in rows]


def case_parts(store: Store, patient: str, referral: str) -> CaseParts:
    """The case events, advice and prescriptions of one referral, oldest first."""
    return _parts(referral, of_patient(store, patient, *CASE_KINDS))


def parts_of_cases(store: Store, patient_of: Mapping[str, str]) -> dict[str, CaseParts]:
    """The same of several referrals, each with its patient, in few statements."""
    by_referral: dict[str, list[Folded]] = {referral: [] for referral in patient_of}
    kinds = ", ".join(f"'{kind}'" for kind in CASE_KINDS)
    for some in _batches(sorted(set(patient_of.values()))):
        rows = store.rows(
            f"SELECT * FROM records WHERE patient IN ({_marks(some)}) AND kind IN ({kinds}) ORDER BY last_clock", some
        )
        for part in map(_folded, rows):
            referral = part.fields.get("referral")
            if isinstance(referral, str) and referral in by_referral:
                by_referral[referral].append(part)
    return {referral: _parts(referral, found) for referral, found in by_referral.items()}


def _parts(referral: str, records: Sequence[Folded]) -> CaseParts:
    mine = [part for part in records if part.fields.get("referral") == referral]
    events, advice, prescriptions = (tuple(part for part in mine if part.kind == kind) for kind in CASE_KINDS)
    return CaseParts(events, advice, prescriptions)


def _batches(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + _AT_ONCE] for start in range(0, len(names), _AT_ONCE))


def _marks(names: Sequence[str]) -> str:
    return ", ".join("?" * len(names))


def flagged(store: Store, record: str) -> list[tuple[str, str, str]]:
    """(field, code, detail) of each value that breaks a type or limit, and of what is missing."""
    found = store.value("SELECT flagged FROM records WHERE record = ?", (record,))
    return _flags.decode(found) if found else []


def heads(store: Store, record: str) -> tuple[str, ...]:
    found = store.value("SELECT heads FROM records WHERE record = ?", (record,))
    return _names.decode(found) if found else ()


def _folded(row: dict[str, Any]) -> Folded:
    fields = _fields.decode(row["fields"])
    return Folded(
        kind=row["kind"],
        record=row["record"],
        patient=row["patient"],
        heads=_names.decode(row["heads"]),
        fields=fields if row["flagged"] == _NOTHING else readable(row["kind"], fields),
        conflicts=_conflicts.decode(row["conflicts"]),
        after_signing=_names.decode(row["after_signing"]),
        foreign=_names.decode(row["foreign_changes"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        author=row["author"],
        device=row["device"],
        last_clock=row["last_clock"],
    )
