"""Old registers: patients and visits out of a CSV or JSON file. Repeating it makes nothing twice.

A record's id follows from the row's words and the centre, so the same row is the same record whenever, and on whichever
PC of the centre, it is read. Rows are one person only where that is sure: the same slip or ABHA number, or the
same name, relative, village and telephone; two women of one name in one village stay two.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from care_record.kinds import check_record, tidy
from care_record.rules.problem import Problem
from spoke_app.actions.desk import Desk
from spoke_app.actions.finish_visit import LATE
from spoke_app.actions.patient_rows import local_time
from spoke_app.actions.read_register import RegisterRow, read_register
from spoke_app.actions.typed import birth_problems, filled
from spoke_app.store.database import Store
from spoke_app.store.journal import NewChange
from spoke_app.store.values import text

ROWS_AT_ONCE = 100
_SAY_THE_RULE = frozenset({"required", "not-in-list", "wrong-type", "too-long"})
"""Their detail is what the field may hold; that of others, a date say, is what stands in the row: a patient's."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class RefusedRow:
    """A row of which nothing was written, and the first reason."""

    row: int
    field: str
    code: str
    detail: str


@dataclass(frozen=True)
class ImportReport:
    """`already` counts rows that brought nothing new."""

    added_patients: int
    added_visits: int
    already: int
    refused: tuple[RefusedRow, ...]


@dataclass
class _Import:
    """One import under way."""

    desk: Desk
    seen: dict[str, int] = field(default_factory=dict)
    """How often a row with exactly these words has come: a register may hold two alike."""
    planned: set[str] = field(default_factory=set)
    patients: int = 0
    visits: int = 0
    already: int = 0
    refused: list[RefusedRow] = field(default_factory=list)


def import_register(desk: Desk, path: Path, progress: Progress | None = None) -> ImportReport:
    """Reads the file and writes what is new, a hundred rows to a transaction; `progress(done, of)` after each.

    Broken off, it goes on where it was when repeated. Raises BadFile for a file that is no register.
    """
    now = desk.now()
    desk.note("imported")
    rows = read_register(path, today=now.date(), zone=now.tzinfo)
    state = _Import(desk)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        batch = [change for row in rows[start : start + ROWS_AT_ONCE] for change in _changes(state, row)]
        if batch:
            desk.write(batch)
        if progress is not None:
            progress(min(start + ROWS_AT_ONCE, len(rows)), len(rows))
    return ImportReport(state.patients, state.visits, state.already, tuple(state.refused))


def _changes(state: _Import, row: RegisterRow) -> list[NewChange]:
    """What the row adds; counts it."""
    patient, visit = filled(tidy("patient", row.patient)), filled(tidy("visit", row.visit))
    problems = row.problems + _problems(state.desk, patient, visit)
    if problems:
        first = problems[0]
        detail = first.detail if first.code in _SAY_THE_RULE else ""
        state.refused.append(RefusedRow(row.row, first.field, first.code, detail))
        return []
    patient_id, visit_id = _ids(state, patient, visit)
    new: list[NewChange] = []
    if _is_new(state, patient_id):
        state.patients += 1
        new.append(NewChange("patient", patient_id, patient, record=patient_id))
    if visit and _is_new(state, visit_id):
        state.visits += 1
        new.append(NewChange("visit", patient_id, _with_lateness(state.desk, visit), record=visit_id))
    state.already += not new
    return new


def _problems(desk: Desk, patient: Mapping[str, Any], visit: Mapping[str, Any]) -> list[Problem]:
    today = desk.now().date()
    problems = check_record("patient", patient) + birth_problems(patient, today)
    if not visit:
        return problems
    started = local_time(text(visit.get("started")), desk.now())
    if started is not None and started.date() > today:
        problems.append(Problem("visit_date", "in-future", started.date().isoformat()))
    return problems + check_record("visit", visit)


def _with_lateness(desk: Desk, visit: dict[str, Any]) -> dict[str, Any]:
    started = local_time(text(visit.get("started")), desk.now())
    late = started is not None and desk.now() - started > LATE
    return {**visit, "entered_late": True} if late else visit


def _ids(state: _Import, patient: Mapping[str, Any], visit: Mapping[str, Any]) -> tuple[str, str]:
    place = state.desk.place.id
    sure = _sure_identity(patient)
    whole = _digest(place, _undated(patient), visit)
    occurrence = state.seen.get(whole, 0)
    state.seen[whole] = occurrence + 1
    if sure:
        # The same person and the same visit, twice in one register, is one visit.
        patient_id = _digest(place, "patient", sure)
        return patient_id, _digest(patient_id, "visit", visit)
    patient_id = _digest(whole, "patient", occurrence)
    return patient_id, _digest(patient_id, "visit", visit)


def _sure_identity(patient: Mapping[str, Any]) -> list[Any] | None:
    for name in ("abha", "slip_no"):
        if patient.get(name):
            return [name, patient[name], patient.get("name")]
    person = [patient.get(name) for name in ("name", "gender", "relative_name", "village", "phone")]
    return person if all(person) else None


def _undated(patient: Mapping[str, Any]) -> dict[str, Any]:
    """Without the day on which an age was read: it is no word of the register."""
    age = patient.get("age")
    told = {"value": age.get("value"), "unit": age.get("unit")} if isinstance(age, dict) else None
    return {**patient, "age": told}


def _digest(*parts: Any) -> str:
    """A UUID (version 8: of our own making) that follows from the parts."""
    words = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()
    bits = int.from_bytes(hashlib.sha256(words).digest()[:16], "big")
    bits = bits & ~(0xF << 76) | 0x8 << 76
    return str(UUID(int=bits & ~(0b11 << 62) | 0b10 << 62))


def _is_new(state: _Import, record: str) -> bool:
    if record in state.planned or _is_known(state.desk.store, record):
        return False
    state.planned.add(record)
    return True


def _is_known(store: Store, record: str) -> bool:
    return store.value("SELECT 1 FROM journal WHERE record = ? LIMIT 1", (record,)) is not None
