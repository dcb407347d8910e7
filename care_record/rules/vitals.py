"""Vital signs: units, the limits of the possible, and what is computed from them.

Two tiers. *Impossible* is a typing mistake and is refused with the range; *abnormal* is accepted and flagged
(`red_flags`). The limits of the possible are wide on purpose: software that stops at 40 breaths a minute cannot record
its sickest patients. LOINC codes are the ones that the documents for other systems carry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from care_record.rules.problem import Problem
from care_record.rules.red_flags import number

LMP_WARN_DAYS = 320
"""Beyond this a last menstrual period is more likely a mistake than a pregnancy: a warning, never a refusal."""


@dataclass(frozen=True)
class Vital:
    """`low` and `high` are possible themselves; outside them the value is refused."""

    name: str
    unit: str
    low: float
    high: float
    loinc: str


def _table(*vitals: Vital) -> Mapping[str, Vital]:
    return MappingProxyType({v.name: v for v in vitals})


VITALS: Mapping[str, Vital] = _table(
    Vital("temperature_f", "°F", 77, 113, "8310-5"),
    Vital("pulse", "/min", 20, 300, "8867-4"),
    Vital("respiratory_rate", "/min", 4, 120, "9279-1"),
    Vital("spo2", "%", 30, 100, "2708-6"),
    Vital("bp_systolic", "mmHg", 40, 320, "8480-6"),
    Vital("bp_diastolic", "mmHg", 10, 200, "8462-4"),
    Vital("height_cm", "cm", 25, 250, "8302-2"),
    Vital("weight_kg", "kg", 0.3, 300, "29463-7"),
    Vital("waist_cm", "cm", 30, 200, "8280-0"),
    Vital("sugar_mg_dl", "mg/dL", 10, 1000, "2339-0"),
    Vital("muac_cm", "cm", 5, 60, "56072-2"),
    Vital("haemoglobin_g_dl", "g/dL", 1, 25, "718-7"),
)

SUGAR_WORDS = frozenset({"HI", "LO"})
"""What a glucose meter shows instead of a number beyond its range."""


def check_vital(name: str, value: object) -> Problem | None:
    """`impossible` (detail: the range, as `low-high unit`) or `wrong-type`; a vital not known here is fine."""
    vital = VITALS.get(name)
    if vital is None or (name == "sugar_mg_dl" and isinstance(value, str) and value in SUGAR_WORDS):
        return None
    measured = number(value)
    if measured is None:
        return Problem(name, "wrong-type", "a number")
    if not vital.low <= measured <= vital.high:  # also refuses what is not a number at all
        return Problem(name, "impossible", f"{vital.low:g}-{vital.high:g} {vital.unit}")
    return None


def check_pressure(systolic: object, diastolic: object) -> Problem | None:
    """Both numbers of a blood pressure together: each possible, and the upper one greater than the lower."""
    for name, value in (("bp_systolic", systolic), ("bp_diastolic", diastolic)):
        if value is not None and (problem := check_vital(name, value)):
            return problem
    upper, lower = number(systolic), number(diastolic)
    if upper is not None and lower is not None and upper <= lower:
        return Problem("bp_diastolic", "pressure-order", "systolic must be greater than diastolic")
    return None


def check_lmp(lmp: date, on: date) -> Problem | None:
    """A last menstrual period cannot lie after the day of the visit."""
    return Problem("lmp", "in-future") if lmp > on else None


def lmp_doubtful(lmp: date, on: date) -> bool:
    """Whether to ask again: so long ago that it is no date of a pregnancy."""
    return (on - lmp).days > LMP_WARN_DAYS


def weeks_pregnant(lmp: date, on: date) -> int | None:
    """Completed weeks since the last menstrual period; None where the date cannot be one of this pregnancy."""
    days = (on - lmp).days
    return days // 7 if 0 <= days <= LMP_WARN_DAYS else None


def due_date(lmp: date) -> date:
    """The day on which a child is expected: 280 days after the last menstrual period began (Naegele's rule)."""
    return lmp + timedelta(days=280)


def to_celsius(fahrenheit: float) -> float:
    """To one decimal, as shown beside the field."""
    return round((fahrenheit - 32) * 5 / 9, 1)


def to_fahrenheit(celsius: float) -> float:
    """To one decimal, as stored."""
    return round(celsius * 9 / 5 + 32, 1)


def bmi(weight_kg: float, height_cm: float) -> float | None:
    """kg/m2 to one decimal; None where the height is no height."""
    if height_cm <= 0 or weight_kg <= 0:
        return None
    return round(weight_kg / (height_cm / 100) ** 2, 1)


def bmi_word(index: float) -> str:
    """Code of an adult's BMI, by the limits for Asian Indians: under 18.5, 23 and 25 kg/m2.

    Source: Misra A and others, Consensus statement for diagnosis of obesity, abdominal obesity and the metabolic
    syndrome for Asian Indians, Journal of the Association of Physicians of India 2009; 57: 163-170. Not for children,
    nor in pregnancy.
    """
    if index < 18.5:
        return "thin"
    if index < 23:
        return "normal"
    return "overweight" if index < 25 else "obese"
