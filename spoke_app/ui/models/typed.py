"""What people type, read as values: digits of either script, numbers, dates, durations. Pure functions.

A form keeps what was typed as it was typed; only here does it become a number or a date. Nothing is guessed:
what cannot be read gives `None`, and the form says so beside the field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

_DEVANAGARI_DIGITS = str.maketrans("०१२३४५६७८९", "0123456789")

DURATION_UNITS: Mapping[str, tuple[str, ...]] = {
    "hours": ("h", "hr", "hrs", "hour", "hours", "ghante", "ghanta", "घंटा", "घंटे", "घण्टे"),
    "days": ("d", "day", "days", "din", "दिन", "दिनों"),
    "weeks": ("w", "wk", "week", "weeks", "hafta", "hafte", "हफ्ता", "हफ़्ता", "हफ्ते", "हफ़्ते", "सप्ताह"),
    "months": ("m", "mo", "month", "months", "mahina", "mahine", "महीना", "महीने", "माह"),
    "years": ("y", "yr", "yrs", "year", "years", "saal", "sal", "साल", "वर्ष", "बरस"),
}
"""The units of `complaints[].duration`, with the words for them that are understood."""

_UNIT_OF = {word: unit for unit, words in DURATION_UNITS.items() for word in words}
_DURATION = re.compile(r"(?:^|\s)(?:(?:for|since|se|से)\s+)?(\d{1,3})\s*([^\W\d_][^\d\s]*)\s*(?:se|से)?$", re.IGNORECASE)
_DAYS_OF_UNIT = {"days": 1, "weeks": 7, "months": 30}


def plain(text: str) -> str:
    """The text trimmed, inner runs of white space made one blank, Devanagari digits as ASCII."""
    return " ".join(text.translate(_DEVANAGARI_DIGITS).split())


def digits(text: str) -> str:
    """Only the digits, as ASCII."""
    return "".join(sign for sign in text.translate(_DEVANAGARI_DIGITS) if sign in "0123456789")


def number(text: str) -> float | int | None:
    """A number as typed: `98.6`, `98,6`, `९८`. Whole numbers come back as `int`; `None` if it is no number."""
    clean = plain(text).replace(",", ".")
    if re.fullmatch(r"\d{1,5}", clean):
        return int(clean)
    if re.fullmatch(r"\d{1,5}\.\d{0,3}|\.\d{1,3}", clean):
        value = float(clean)
        return int(value) if value.is_integer() else value
    return None


def number_text(value: Any) -> str:
    """A stored number as one would type it: `61.5`, `152`; text such as `HI` stays; nothing gives ''."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def a_date(text: str) -> date | None:
    """A date as typed: day first (`3/11/1999`, `3.11.99`, `3 11 1999`) or `1999-11-03`; `None` if it is no date."""
    parts = re.split(r"[\s./-]+", plain(text))
    if len(parts) != 3 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    if len(parts[0]) == 4:
        year, month, day = (int(part) for part in parts)
    else:
        day, month, year = (int(part) for part in parts)
        if len(parts[2]) == 2:
            year += 2000
        elif len(parts[2]) != 4:
            return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def past_date(text: str, today: date) -> date | None:
    """Like `a_date`, but a two-digit year that would lie ahead belongs to the last century: `3/11/68` is 1968."""
    found = a_date(text)
    if found is not None and found > today and re.search(r"(?<!\d)\d{2}$", plain(text)):
        return found.replace(year=found.year - 100)
    return found


def date_typed(value: date) -> str:
    """A date as the forms show it in a field: `3/11/1999`."""
    return f"{value.day}/{value.month}/{value.year}"


def a_due_date(text: str, today: date) -> date | None:
    """A day ahead: a date, or a stretch from today (`7`, `7 days`, `2 weeks`, `1 महीने`)."""
    if found := a_date(text):
        return found
    clean = plain(text).lstrip("+").strip()
    if clean.isdecimal() and len(clean) <= 3:
        return today + timedelta(days=int(clean))
    rest, duration = split_duration(clean)
    if rest or duration is None or duration["unit"] not in _DAYS_OF_UNIT:
        return None
    return today + timedelta(days=duration["value"] * _DAYS_OF_UNIT[duration["unit"]])


def split_duration(text: str) -> tuple[str, dict[str, Any] | None]:
    """Split `fever 3 days` into `fever` and `{"value": 3, "unit": "days"}`; without a duration, the text and `None`."""
    clean = plain(text)
    found = _DURATION.search(clean)
    if found is None:
        return clean, None
    unit = _UNIT_OF.get(found.group(2).lower())
    value = int(found.group(1))
    if unit is None or value < 1:
        return clean, None
    return clean[: found.start()].strip(), {"value": value, "unit": unit}
