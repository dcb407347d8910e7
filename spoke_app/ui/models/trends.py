"""Vitals over the visits as lines of a chart: the last few, oldest first, today's at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from spoke_app.actions.views import VisitRow
from spoke_app.ui.models.typed import number_text
from spoke_app.ui.text import month_text
from spoke_app.ui.widgets.chart import ChartPoint, ChartSeries

SHOWN = 5
PRESSURE_LIMITS = (90.0, 140.0)
"""High from here on (`care_record.rules.red_flags`)."""


@dataclass(frozen=True)
class Trend:
    """What a chart shows; without series there is nothing to show."""

    series: tuple[ChartSeries, ...] = ()
    limits: tuple[float, ...] = ()
    value: str = ""


def _points(
    visits: Sequence[VisitRow], name: str, flag: str, today: Any, flagged: bool, lang: str, word: str
) -> tuple[ChartPoint, ...]:
    earlier = [visit for visit in visits if isinstance(visit.vitals.get(name), int | float)][: SHOWN - 1]
    points = [
        ChartPoint(
            float(visit.vitals[name]),
            month_text(visit.started.date(), lang),
            any(found.vital == flag and found.level == "critical" for found in visit.flags),
        )
        for visit in reversed(earlier)
    ]
    if isinstance(today, int | float):
        points.append(ChartPoint(float(today), word, flagged, today=True))
    return tuple(points)


def pressure_trend(
    visits: Sequence[VisitRow], today: dict[str, Any], flagged: bool, lang: str, now: datetime, word: str
) -> Trend:
    """Upper and lower pressure, with the limits from which they are high."""
    both = "bp_systolic" in today and "bp_diastolic" in today
    upper = _points(visits, "bp_systolic", "bp", today.get("bp_systolic") if both else None, flagged, lang, word)
    lower = _points(visits, "bp_diastolic", "bp", today.get("bp_diastolic") if both else None, flagged, lang, word)
    if not upper:
        return Trend()
    value = f"{number_text(today['bp_systolic'])}/{number_text(today['bp_diastolic'])}" if both else ""
    return Trend((ChartSeries(upper), ChartSeries(lower, second=True)), PRESSURE_LIMITS, value)


def weight_trend(visits: Sequence[VisitRow], today: dict[str, Any], lang: str, now: datetime, word: str) -> Trend:
    """Weight between its lowest and highest."""
    points = _points(visits, "weight_kg", "weight_kg", today.get("weight_kg"), False, lang, word)
    if not points:
        return Trend()
    values = [point.value for point in points]
    limits = tuple(dict.fromkeys((float(round(min(values))), float(round(max(values))))))
    return Trend(
        (ChartSeries(points),), limits, f"{number_text(today['weight_kg'])} kg" if "weight_kg" in today else ""
    )
