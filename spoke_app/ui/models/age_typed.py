"""What people type into the age box, understood: `60`, `~60`, `5m`, `2.5 y`, `1y 6m`, `10 days`, `1990`, `12/3/1990`.

An age that was told stays an age; only a whole date is a birth date. What cannot be meant is refused with a code that
the form turns into a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from care_record.rules.age import DAYS_IN, AgeUnit
from spoke_app.ui.models.typed import DURATION_UNITS, past_date, plain

OLDEST_YEARS = 130
_MOST: dict[str, int] = {"years": OLDEST_YEARS, "months": OLDEST_YEARS * 12, "weeks": 520, "days": 3650}
_ABOUT = re.compile(
    r"^(?:~|≈|about|abt\.?|approx\.?|around|nearly|ca\.?|lagbhag|karib|लगभग|क़रीब|करीब|अंदाज़न|अंदाजन)\s*"
    r"|\s*(?:\+|approx\.?|lagbhag|लगभग|के करीब)$",
    re.IGNORECASE,
)
_PART = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*([^\W\d_][^\d\s.,]*)\.?\s*(?:and|और|,)?\s*")
_MONTH_YEAR = re.compile(r"(\d{1,2})[/.-](\d{4})")
_UNIT_OF: dict[str, AgeUnit] = {
    word: unit for unit in ("days", "weeks", "months", "years") for word in DURATION_UNITS[unit]
}
_UNIT_OF |= {"yo": "years", "yrs": "years", "saal": "years", "mth": "months", "mths": "months", "mos": "months"}
_UNIT_OF |= {"wks": "weeks", "वर्षीय": "years", "व": "years", "सा": "years", "हफ़्ता": "weeks", "बरस": "years"}


@dataclass(frozen=True)
class AgeTyped:
    """Either `value` and `unit`, or `born`, or the code of what is wrong with `detail`. `named`: a unit was typed."""

    value: int | None = None
    unit: AgeUnit = "years"
    born: date | None = None
    about: bool = False
    named: bool = False
    problem: str = ""
    detail: str = ""


def read_age(text: str, unit: str, today: date) -> AgeTyped | None:
    """The age as meant; a bare number counts in `unit`. None while nothing is typed."""
    clean = plain(text).lower()
    about = _ABOUT.search(clean) is not None
    clean = _ABOUT.sub("", clean).strip()
    if not clean and not about:
        return None
    if re.fullmatch(r"\d+[\s./-]+\d+[\s./-]+\d+", clean):
        return _by_date(clean, today)
    if found := _MONTH_YEAR.fullmatch(clean):
        return _by_month(int(found[1]), int(found[2]), today)
    if re.fullmatch(r"(19|20)\d\d", clean):
        return _by_year(int(clean), today)
    if re.fullmatch(r"\d{1,4}(?:[.,]\d{1,2})?", clean):
        known: AgeUnit = next((u for u in DAYS_IN if u == unit), "years")  # type: ignore[misc]
        return _checked([(float(clean.replace(",", ".")), known)], about=about, named=False)
    parts = _PART.findall(clean)
    if not parts or _PART.sub("", clean).strip() or any(word not in _UNIT_OF for _, word in parts):
        return AgeTyped(problem="age_unread")
    return _checked([(float(n.replace(",", ".")), _UNIT_OF[word]) for n, word in parts], about=about, named=True)


def _by_date(text: str, today: date) -> AgeTyped:
    born = past_date(text, today)
    if born is None:
        return AgeTyped(problem="date_unread")
    if born > today:
        return AgeTyped(problem="date_ahead")
    if today.year - born.year > OLDEST_YEARS:
        return AgeTyped(problem="too_old", detail=str(OLDEST_YEARS))
    return AgeTyped(born=born, named=True)


def _by_month(month: int, year: int, today: date) -> AgeTyped:
    """`3/2025`: so many months; the day is not known, so it is no birth date."""
    months = (today.year - year) * 12 + today.month - month
    if not 1 <= month <= 12:
        return AgeTyped(problem="date_unread")
    if months < 0:
        return AgeTyped(problem="date_ahead")
    if months >= 24:
        return _checked([(float(months // 12), "years")], about=True, named=True)
    return AgeTyped(months, "months", about=True, named=True)


def _by_year(year: int, today: date) -> AgeTyped:
    years = today.year - year
    if years < 0:
        return AgeTyped(problem="date_ahead")
    if years < 2:
        return AgeTyped(problem="age_small")
    return _checked([(float(years), "years")], about=True, named=True)


def _checked(parts: list[tuple[float, AgeUnit]], *, about: bool, named: bool) -> AgeTyped:
    """One number in one unit: whole units stay, `2.5 y` and `1y 6m` become months, `1.5 m` days."""
    value, unit = parts[0]
    if len(parts) > 1 or not value.is_integer():
        value, unit = _smaller(parts)
    if value == 0 and unit != "days":
        return AgeTyped(problem="age_small")
    if value > _MOST[unit]:
        old = value * DAYS_IN[unit] > OLDEST_YEARS * DAYS_IN["years"]
        return AgeTyped(problem="too_old" if old else "age_unit", detail=str(OLDEST_YEARS))
    return AgeTyped(int(value), unit, about=about, named=named)


def _smaller(parts: list[tuple[float, AgeUnit]]) -> tuple[float, AgeUnit]:
    days = sum(value * DAYS_IN[unit] for value, unit in parts)
    if all(unit in ("years", "months") for _, unit in parts) and days >= DAYS_IN["months"] * 3:
        months = round(days / DAYS_IN["months"])
        # Beyond small children half a year says nothing.
        return (float(months // 12), "years") if months >= 120 else (float(months), "months")
    return float(round(days)), "days"
