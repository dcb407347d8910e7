"""What a named source says of a medicine's dose at this weight or age: a hint beside what is given, never a decision.

The figures are those of `resources/doses.json`, which names their source; a medicine that is not there has no hint.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CHILD_DAYS = 12 * 365
"""By weight up to here; beyond it the adult's dose stands in the medicine list."""
_STRENGTH = re.compile(r"(\d+(?:\.\d+)?) mg(?:/(\d*)\s?mL)?")


@dataclass(frozen=True)
class Dose:
    """From `low` to `high` mg each time (the same if there is one figure); in mL too where it is a liquid."""

    low: str
    high: str
    low_ml: str = ""
    high_ml: str = ""
    most_a_day: int = 0
    days: str = ""


def dose_of(
    doses: Sequence[Mapping[str, Any]], item: Mapping[str, Any], age_days: int | None, weight: float | None
) -> Dose | None:
    """The hint for one medicine by the entries of the list; None for grown-ups, without a weight (kg), and where no
    source is named."""
    if age_days is None or age_days >= CHILD_DAYS:
        return None
    for more in doses:
        if more.get("generic") != item.get("generic"):
            continue
        if "mg" in more and int(more["from_days"]) <= age_days < int(more["under_days"]):
            return _dose(float(more["mg"]), float(more["mg"]), item, more)
        if "low_mg_per_kg" in more and weight is not None:
            return _dose(more["low_mg_per_kg"] * weight, more["high_mg_per_kg"] * weight, item, more)
    return None


def _dose(low: float, high: float, item: Mapping[str, Any], more: Mapping[str, Any]) -> Dose:
    found = _STRENGTH.fullmatch(str(item.get("strength") or ""))
    low_ml = high_ml = ""
    if found is not None and found[2] is not None:
        per_mg = float(found[2] or 1) / float(found[1])
        low_ml, high_ml = _short(low * per_mg), _short(high * per_mg)
    return Dose(
        _short(low), _short(high), low_ml, high_ml, int(more.get("most_a_day") or 0), str(more.get("days") or "")
    )


def _short(value: float) -> str:
    return str(round(value)) if value >= 20 else f"{round(value, 1):g}"
