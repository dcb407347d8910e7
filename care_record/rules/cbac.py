"""The score of CBAC part A: who of thirty or more is likely to have a disease of pressure, sugar or heart.

Source: Community Based Assessment Checklist for early detection of non-communicable diseases, part A, Ministry of
Health and Family Welfare, Government of India (Operational guidelines: prevention, screening and control of NCDs).
A score of *more than* four is looked at first; four is not. The form knows a waist for women and men only: for anyone
else the women's limits are taken, which find more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FROM_YEARS = 30
PRIORITY_ABOVE = 4
"""A score above this is a priority."""
AGAIN_DAYS = 365
"""Asked once in a year."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "tobacco": ("never", "past", "daily"),
    "alcohol_daily": ("no", "yes"),
    "active_150": ("yes", "no"),
    "family": ("no", "yes"),
}
"""The questions that are asked, each with its answers; the waist in cm is measured, the age is known."""

_POINTS = {
    ("tobacco", "past"): 1,
    ("tobacco", "daily"): 2,
    ("alcohol_daily", "yes"): 1,
    ("active_150", "no"): 1,
    ("family", "yes"): 2,
}


def age_points(years: int) -> int:
    """30 to 39: 1, 40 to 49: 2, 50 to 59: 3, 60 and more: 4; nothing before."""
    return max(0, min(4, years // 10 - 2))


def waist_points(waist_cm: float, gender: str) -> int:
    """A woman's waist over 80 cm: 1, over 90: 2; a man's over 90: 1, over 100: 2."""
    first = 90 if gender == "male" else 80
    return 2 if waist_cm > first + 10 else (1 if waist_cm > first else 0)


def missing(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The questions without an answer, in the form's order, `waist_cm` last."""
    asked = tuple(name for name, choices in CHOICES.items() if answers.get(name) not in choices)
    waist = answers.get("waist_cm")
    measured = isinstance(waist, int | float) and not isinstance(waist, bool)
    return asked if measured else (*asked, "waist_cm")


def score(answers: Mapping[str, Any], years: int, gender: str) -> int | None:
    """The points of all answers together; None while one is missing."""
    if missing(answers):
        return None
    asked = sum(_POINTS.get((name, answers[name]), 0) for name in CHOICES)
    return asked + age_points(years) + waist_points(float(answers["waist_cm"]), gender)


def is_priority(points: int) -> bool:
    """More than four."""
    return points > PRIORITY_ABOVE
