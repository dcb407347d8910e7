"""Age out of a birth date, or out of an age that was told on some day.

Many people have no birth date. Then what was told is kept as `{value, unit, as_of}` and counted on from that day; such
an age is never shown as if it were exact: in years it stays in years.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

AgeUnit = Literal["years", "months", "weeks", "days"]

DAYS_IN: Mapping[str, float] = {"years": 365.25, "months": 30.4375, "weeks": 7, "days": 1}


def as_date(value: object) -> date | None:
    """A `YYYY-MM-DD` text as a date, else None."""
    if not isinstance(value, str) or len(value) != 10 or not value[4] == value[7] == "-":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _told(fields: Mapping[str, Any]) -> tuple[float, str, date] | None:
    age = fields.get("age")
    if not isinstance(age, dict):
        return None
    value, unit, as_of = age.get("value"), age.get("unit"), as_date(age.get("as_of"))
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 60_000:
        return None
    if not isinstance(unit, str) or unit not in DAYS_IN or as_of is None:
        return None
    return value, unit, as_of


def age_days(fields: Mapping[str, Any], on: date) -> int | None:
    """The patient's age in days on that day; None if unknown, or if the birth lies after it."""
    if (born := as_date(fields.get("birth_date"))) is not None:
        days = (on - born).days
    elif (told := _told(fields)) is not None:
        value, unit, as_of = told
        days = int(value * DAYS_IN[unit]) + (on - as_of).days
    else:
        return None
    return days if days >= 0 else None


def _months_between(born: date, on: date) -> int:
    months = (on.year - born.year) * 12 + on.month - born.month
    return months - 1 if on.day < born.day else months


def _months(fields: Mapping[str, Any], on: date, days: int) -> int:
    """Completed months: by the calendar from the birth, or from the day on which an age in months or years was told."""
    if (born := as_date(fields.get("birth_date"))) is not None:
        return _months_between(born, on)
    told = _told(fields)
    if told is not None and told[1] in ("years", "months"):
        return int(told[0] * (12 if told[1] == "years" else 1)) + _months_between(told[2], on)
    return int(days / DAYS_IN["months"])


def age_text_parts(fields: Mapping[str, Any], on: date) -> tuple[int, AgeUnit] | None:
    """What to show: days under 4 weeks, weeks under 3 months, months under 2 years, else years. None if unknown."""
    days = age_days(fields, on)
    if days is None:
        return None
    months = _months(fields, on, days)
    told = None if as_date(fields.get("birth_date")) else _told(fields)
    if told is not None and told[1] == "years" and months >= 12:
        return months // 12, "years"
    if days < 28:
        return days, "days"
    if months < 3:
        return days // 7, "weeks"
    return (months, "months") if months < 24 else (months // 12, "years")


def is_minor(fields: Mapping[str, Any], on: date) -> bool | None:
    """Under 18 years: asks for an identified adult. None if the age is unknown."""
    days = age_days(fields, on)
    return None if days is None else days < int(18 * DAYS_IN["years"])
