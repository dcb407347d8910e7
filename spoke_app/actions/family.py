"""Who may be of the same family: the same telephone, the same relative in a village, or each other's relative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from care_record.rules.names import search_key
from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import patient_row
from spoke_app.actions.views import PatientRow
from spoke_app.store import records, same_person, search
from spoke_app.store.database import Store
from spoke_app.store.values import entries, mapping, text

Why = Literal["phone", "same_relative", "is_relative", "has_relative"]
MOST = 8


@dataclass(frozen=True)
class Relative:
    """Somebody who may belong to the family. `why`: `phone`, `same_relative` (the same husband or father),
    `is_relative` (is the husband or father named here), `has_relative` (names this patient)."""

    row: PatientRow
    why: tuple[Why, ...]


def family(desk: Desk, patient: str) -> tuple[Relative, ...]:
    """At most eight, those with most reasons first. A shared phone alone is enough, a name only within a village."""
    store, today = desk.store, desk.now().date()
    mine = store.row("SELECT * FROM patients WHERE record = ?", (patient,))
    if mine is None:
        return ()
    own = set(same_person.group(store, patient))
    reasons: dict[str, list[Why]] = {}
    people: dict[str, dict[str, Any]] = {}
    for row, why in _candidates(store, mine):
        if row["record"] not in own:
            people[row["record"]] = row
            if why not in reasons.setdefault(row["record"], []):
                reasons[row["record"]].append(why)
    found = [Relative(patient_row(people[one], today), tuple(whys)) for one, whys in reasons.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.why), one.row.name))[:MOST])


def _candidates(store: Store, mine: dict[str, Any]) -> list[tuple[dict[str, Any], Why]]:
    found: list[tuple[dict[str, Any], Why]] = []
    for number in sorted(_numbers(store, mine)):
        found += [(row, "phone") for row in search.with_number(store, "phone", number)]
    village, name, relative = search_key(mine["village"]), search_key(mine["name"]), mine["relative_key"]
    if not village:
        return found
    if relative:
        for row in search.in_village(store, relative, village):
            if row["relative_key"] == relative:
                found.append((row, "same_relative"))
            elif _is_called(row, relative):
                found.append((row, "is_relative"))
    if name:
        found += [
            (row, "has_relative")
            for row in search.in_village(store, name, village)
            if row["relative_key"] and _is_called(mine, row["relative_key"])
        ]
    return found


def _is_called(row: dict[str, Any], key: str) -> bool:
    """Whether every word of a name is one of the row's names: in either script."""
    return len(key.split()) > 1 and set(key.split()) <= set(row["name_key"].split())


def _numbers(store: Store, mine: dict[str, Any]) -> set[str]:
    found = records.folded(store, mine["record"])
    told = found.fields if found is not None else {}
    numbers = {mine["phone"], text(mapping(told.get("guardian")).get("phone"))}
    numbers |= {text(other.get("number")) for other in entries(told.get("other_phones"))}
    return numbers - {""}
