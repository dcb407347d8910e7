"""Two records that are one person: laid side by side, joined with both histories kept, and parted again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from care_record.change import Change
from care_record.rules.age import age_days
from care_record.rules.names import search_key
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.inherited import inherited, taken_over
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.refused import refuse
from spoke_app.actions.views import Changed, PatientView
from spoke_app.store import records, same_person
from spoke_app.store.journal import NewChange
from spoke_app.store.values import text

Agreement = Literal["same", "near", "differs", "one"]
_NEAR_NAME = 0.85
_YEAR_DAYS = 365.25
COMPARED = ("name", "gender", "age", "relative", "village", "phone", "abha", "visits")


@dataclass(frozen=True)
class Compared:
    """One thing of both records. `one`: only one of them says it. Values are as stored; the screen words them."""

    what: str
    agreement: Agreement


@dataclass(frozen=True)
class Pair:
    """Two records side by side. `stays`: which of them it is advised to keep, the one with more visits, else the
    older one."""

    one: PatientView
    other: PatientView
    compared: tuple[Compared, ...]
    stays: str


def compare_patients(desk: Desk, one: str, other: str) -> Pair:
    """Raises Refused if one is unknown, or both are one person already."""
    mine, theirs = open_patient(desk, one), open_patient(desk, other)
    if mine.row.id == theirs.row.id:
        raise refuse("same_as", "same", other)
    older, younger = sorted((mine, theirs), key=lambda view: view.row.id)
    advised = younger if len(younger.visits) > len(older.visits) else older
    compared = tuple(Compared(what, _agreement(desk, what, mine, theirs)) for what in COMPARED)
    return Pair(mine, theirs, compared, advised.row.id)


def join_patients(desk: Desk, stays: str, goes: str) -> Changed:
    """Says of the one that it is the same person as the other. Nothing is moved or lost: both histories are shown
    together from now on. Raises Refused if one is unknown, or both are one person already."""
    keeps, gives = same_person.root(desk.store, stays), same_person.root(desk.store, goes)
    for one in (keeps, gives):
        found = records.folded(desk.store, one)
        if found is None or found.kind != "patient":
            raise refuse("patient", "unknown", one)
    if keeps == gives:
        raise refuse("same_as", "same", goes)
    gone = same_person.group(desk.store, gives)
    # Taken over for the doctor too, who reads the record that stays alone.
    kept: dict[str, Any] = dict(inherited(desk.store, keeps, gone))
    if _word_of(desk, keeps):
        # It stays because a ring was closed, or names a record that never came: it must not lead anywhere else.
        kept["same_as"] = None
    changes = [_says(desk, gives, {"same_as": keeps})]
    if kept:
        changes.append(_says(desk, keeps, kept))
    return _touched(desk.write(changes), (keeps, gives))


def part_patient(desk: Desk, record: str) -> Changed:
    """The joined record is a person of its own again; what the other took over from it and nobody altered since goes
    back with it. Raises Refused if it was joined with nobody."""
    stays = same_person.root(desk.store, record)
    apart = same_person.path(desk.store, record)
    if not apart:
        raise refuse("same_as", "unknown", record)
    fields: dict[str, dict[str, Any]] = {one: {"same_as": None} for one in apart}
    if back := taken_over(desk.store, stays, record):
        fields[stays] = fields.get(stays, {}) | back
    return _touched(desk.write([_says(desk, one, said) for one, said in fields.items()]), (stays, record))


def _word_of(desk: Desk, record: str) -> str:
    """Which record this one says it is the same as; `''` for none."""
    return str(desk.store.value("SELECT same_as FROM patients WHERE record = ?", (record,)) or "")


def _says(desk: Desk, record: str, fields: dict[str, Any]) -> NewChange:
    return NewChange("patient", record, fields, record=record, base=records.heads(desk.store, record))


def _touched(written: Sequence[Change], people: tuple[str, str]) -> Changed:
    """Whoever shows one of them has to look again, whichever of the two records was written."""
    told = changed(written)
    return Changed(told.kinds, told.ids | set(people))


def _agreement(desk: Desk, what: str, mine: PatientView, theirs: PatientView) -> Agreement:
    if what == "age":
        return _ages(desk, mine, theirs)
    if what == "visits":
        return "same" if len(mine.visits) == len(theirs.visits) else "differs"
    one, other = _value(what, mine), _value(what, theirs)
    if not one and not other:
        return "same"
    if not one or not other:
        return "one"
    if one == other:
        return "same"
    if what in ("name", "relative", "village") and _likeness(one, other) >= _NEAR_NAME:
        return "near"
    return "differs"


def _value(what: str, view: PatientView) -> str:
    field = {"relative": "relative_name"}.get(what, what)
    if what == "village":
        return search_key(view.row.village)
    value = text(view.fields.get(field))
    return search_key(value) if what in ("name", "relative") else value


def _likeness(one: str, other: str) -> float:
    from rapidfuzz.distance import JaroWinkler

    return float(JaroWinkler.similarity(one, other))


def _ages(desk: Desk, mine: PatientView, theirs: PatientView) -> Agreement:
    today = desk.now().date()
    one, other = age_days(mine.fields, today), age_days(theirs.fields, today)
    if one is None or other is None:
        return "one"
    if abs(one - other) < _YEAR_DAYS / 12:
        return "same"
    return "near" if abs(one - other) <= max(3 * _YEAR_DAYS, 0.08 * max(one, other)) else "differs"
