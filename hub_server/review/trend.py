"""Small charts of the vitals over the patient's visits, as numbers for inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from care_record.fold import Folded
from care_record.rules.red_flags import number
from care_record.rules.vitals import VITALS
from hub_server.review.case_words import CaseWords, vitals_of
from hub_server.store.cases import case_flags
from hub_server.web.wording import Words, parse

MOST_CHARTS = 6
_MOST_POINTS = 12
_TOP, _BOTTOM, _LEFT, _MARGIN = 12, 66, 44, 10
_WIDE, _SMALL = 520, 260
_CHARTS: dict[str, tuple[str, ...]] = {
    "bp": ("bp_systolic", "bp_diastolic"),
    "haemoglobin_g_dl": ("haemoglobin_g_dl",),
    "sugar_mg_dl": ("sugar_mg_dl",),
    "spo2": ("spo2",),
    "pulse": ("pulse",),
    "temperature_f": ("temperature_f",),
    "respiratory_rate": ("respiratory_rate",),
    "weight_kg": ("weight_kg",),
    "muac_cm": ("muac_cm",),
}
"""What is drawn, in the order in which it is looked at; of the pressures the pair."""


@dataclass(frozen=True)
class _Point:
    """One visit in a chart. `values`: None where that part was not measured."""

    at: datetime
    values: tuple[float | None, ...]
    level: str
    today: bool


def charts(c: CaseWords) -> list[dict[str, Any]]:
    """A chart of each vital that was measured at least twice: those flagged at this visit first, the first one wide."""
    visits = [v for v in (*c.file.visits, *([c.file.visit] if c.file.visit else [])) if parse(v.fields.get("started"))]
    visits.sort(key=lambda v: (parse(v.fields["started"]), v.record))
    levels = {v.record: {f.vital: f.level for f in case_flags(c.file.patient, v)} for v in visits}
    here = c.file.visit.record if c.file.visit else ""
    flagged = levels.get(here, {})
    drawn: list[dict[str, Any]] = []
    for name in sorted(_CHARTS, key=lambda name: name not in flagged):
        points = [p for v in visits if (p := _point(v, name, levels[v.record].get(name, ""), here)) is not None]
        if len(points) >= 2:
            width = _SMALL if drawn else _WIDE
            drawn.append(_chart(name, points[-_MOST_POINTS:], name in flagged, width, c.words))
        if len(drawn) == MOST_CHARTS:
            break
    return drawn


def _point(visit: Folded, name: str, level: str, here: str) -> _Point | None:
    vitals, at = vitals_of(visit), parse(visit.fields.get("started"))
    values = tuple(_possible(field, vitals.get(field)) for field in _CHARTS[name])
    if at is None or values[0] is None:
        return None
    return _Point(at, values, level, visit.record == here)


def _possible(field: str, value: object) -> float | None:
    """A value that no body has would squeeze all others into a line."""
    measured, vital = number(value), VITALS[field]
    return measured if measured is not None and vital.low <= measured <= vital.high else None


def _chart(name: str, points: Sequence[_Point], flagged: bool, width: int, words: Words) -> dict[str, Any]:
    values = [v for p in points for v in p.values if v is not None]
    low, high = min(values), max(values)
    first, span = points[0].at, (points[-1].at - points[0].at).total_seconds()

    def x(at: datetime) -> float:
        part = (at - first).total_seconds() / span if span else 0.5
        return round(_LEFT + part * (width - _MARGIN - _LEFT), 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (value - low) / ((high - low) or 1.0) * (_BOTTOM - _TOP), 1)

    series = []
    for part in range(len(_CHARTS[name])):
        dots = [
            {"x": x(p.at), "y": y(v), "flagged": bool(p.level), "today": p.today}
            for p in points
            if (v := p.values[part]) is not None
        ]
        series.append({"points": " ".join(f"{d['x']},{d['y']}" for d in dots), "dots": dots})
    title = words("case.trend", name=words(f"vital.{name}"), unit=VITALS[_CHARTS[name][0]].unit)
    days = [words.day(p.at.date()) for p in points]
    said = [_shown(p) for p in points]
    return {
        "title": title,
        "width": width,
        "right": width - _MARGIN,
        "last": said[-1],
        "falls": (points[-1].values[0] or 0) < (points[0].values[0] or 0),
        "flagged": flagged,
        "lines": [{"y": y(value), "text": f"{value:g}"} for value in sorted({low, high})],
        "series": series,
        "first_day": days[0],
        "last_day": days[-1],
        "spoken": title + ": " + ", ".join(f"{day} {value}" for day, value in zip(days, said, strict=True)),
    }


def _shown(point: _Point) -> str:
    return "/".join("–" if v is None else f"{v:g}" for v in point.values)
