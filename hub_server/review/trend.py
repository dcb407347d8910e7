"""A small chart of one vital over the patient's visits, as numbers for an inline SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from care_record.fold import Folded
from care_record.rules.red_flags import Flag, number
from care_record.rules.vitals import VITALS
from hub_server.web.wording import Words

_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 512, 12, 66
_MOST = 12
_FIELD = {"bp": "bp_systolic"}


def trend(visits: Sequence[Folded], flags: Iterable[Flag], words: Words) -> dict[str, Any] | None:
    """The first flagged vital that was measured at least twice, oldest first; None if there is none."""
    for flag in flags:
        name = _FIELD.get(flag.vital, flag.vital)
        points = [(v, value) for v in visits if (value := _measured(v, name)) is not None][-_MOST:]
        if len(points) >= 2 and name in VITALS:
            return _chart(flag, name, points, words)
    return None


def _measured(visit: Folded, name: str) -> float | None:
    vitals = visit.fields.get("vitals")
    return number(vitals.get(name)) if isinstance(vitals, dict) else None


def _chart(flag: Flag, name: str, points: Sequence[tuple[Folded, float]], words: Words) -> dict[str, Any]:
    values = [value for _, value in points]
    low, high = min(values), max(values)
    span = (high - low) or 1.0

    def y(value: float) -> float:
        return round(_BOTTOM - (value - low) / span * (_BOTTOM - _TOP), 1)

    step = (_RIGHT - _LEFT) / (len(points) - 1)
    dots = [{"x": round(_LEFT + i * step, 1), "y": y(value)} for i, value in enumerate(values)]
    days = [words.day_text(visit.fields.get("started")) for visit, _ in points]
    title = words("case.trend", name=words(f"vital.{name}"), unit=VITALS[name].unit)
    return {
        "title": title,
        "last": f"{values[-1]:g}",
        "falls": values[-1] < values[0],
        "flagged": flag.level in ("abnormal", "critical"),
        "lines": [{"y": y(value), "text": f"{value:g}"} for value in sorted({low, high})],
        "points": " ".join(f"{d['x']},{d['y']}" for d in dots),
        "dots": dots,
        "first_day": days[0],
        "last_day": days[-1],
        "spoken": title + ": " + ", ".join(f"{day} {value:g}" for day, value in zip(days, values, strict=True)),
    }
