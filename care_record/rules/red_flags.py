"""Red flags: which measured values are abnormal or critical for this patient, and how urgent that makes the case.

Sources: fast breathing by age from the WHO/IMNCI limits (PMC5193399); pressure, sugar, SpO2, adult pulse and fever from
the design's list of red flags; haemoglobin from the WHO anaemia limits; severe pressure in pregnancy (160/110) and
fever in a young infant (37.5 C) from the Indian maternal and newborn guidelines. Where those give no limit (pulse of
children, breathing from five years on) those of paediatric early-warning charts are used. `wasting_severe` needs the
tables of WHO's growth standards, which are not here: whoever has them (the visit's form) makes that flag. Nothing here
raises: a value that is not a number has no flag.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["abnormal", "critical"]
Urgency = Literal["routine", "urgent", "emergency"]

YOUNG_INFANT_DAYS = 60
"""Under two months, as IMNCI counts: 0 to 59 days."""
ONE_YEAR_DAYS = 365
FIVE_YEARS_DAYS = 1826
ADULT_DAYS = 4383
"""From twelve years the adult limits hold."""

FLAG_CODES: frozenset[str] = frozenset(
    {
        "bp_high",
        "bp_critical",
        "bp_high_pregnancy",
        "bp_critical_pregnancy",
        "bp_low",
        "spo2_low",
        "spo2_critical",
        "fast_breathing",
        "pulse_high",
        "pulse_low",
        "fever",
        "high_fever",
        "temperature_low",
        "sugar_high",
        "sugar_very_high",
        "sugar_low",
        "hb_low",
        "hb_low_pregnancy",
        "hb_severe",
        "muac_low",
        "wasting_severe",
        "danger_sign",
    }
)

_EMERGENCY = frozenset({"bp_critical", "bp_critical_pregnancy", "bp_low", "spo2_critical", "danger_sign"})
_URGENT = frozenset(
    {
        "bp_high_pregnancy",
        "spo2_low",
        "fast_breathing",
        "pulse_high",
        "pulse_low",
        "high_fever",
        "temperature_low",
        "sugar_very_high",
        "sugar_low",
        "hb_severe",
        "wasting_severe",
    }
)
_URGENT_IF_CRITICAL = frozenset({"muac_low"})
"""A severely malnourished child is seen by a doctor today."""
_EMERGENCY_IF_CRITICAL = frozenset({"fast_breathing", "fever", "temperature_low", "sugar_low"})
"""Critical in these is a very sick newborn, or sugar low enough to lose consciousness."""


@dataclass(frozen=True)
class Flag:
    """`vital` is a key of `vitals`, or `bp` for the pair of pressures, or `danger_signs`; `value` is as shown."""

    code: str
    vital: str
    level: Level
    value: str


def number(value: object) -> float | None:
    """The value if it is a number (true and false are not), else None."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e15 < value < 1e15:
        return None
    return float(value)


def _shown(value: float) -> str:
    return f"{value:g}"


def _pressure(vitals: Mapping[str, Any]) -> Flag | None:
    systolic, diastolic = number(vitals.get("bp_systolic")), number(vitals.get("bp_diastolic"))
    if systolic is None and diastolic is None:
        return None
    upper, lower = systolic or 0, diastolic or 0
    shown = "/".join("-" if v is None else _shown(v) for v in (systolic, diastolic))
    pregnant = vitals.get("pregnant") == "yes"
    if pregnant and (upper >= 160 or lower >= 110):
        return Flag("bp_critical_pregnancy", "bp", "critical", shown)
    if upper >= 180 or lower >= 110:
        return Flag("bp_critical", "bp", "critical", shown)
    if upper >= 140 or lower >= 90:
        return Flag("bp_high_pregnancy" if pregnant else "bp_high", "bp", "abnormal", shown)
    return None


def _low_pressure(vitals: Mapping[str, Any], age_days: int | None) -> Flag | None:
    systolic = number(vitals.get("bp_systolic"))
    if systolic is None or systolic >= 90 or (age_days is not None and age_days < ADULT_DAYS):
        return None
    diastolic = number(vitals.get("bp_diastolic"))
    shown = _shown(systolic) + "/" + ("-" if diastolic is None else _shown(diastolic))
    return Flag("bp_low", "bp", "critical", shown)


def _oxygen(value: float) -> Flag | None:
    if value < 90:
        return Flag("spo2_critical", "spo2", "critical", _shown(value))
    return Flag("spo2_low", "spo2", "abnormal", _shown(value)) if value < 94 else None


def fast_breathing_limit(age_days: int | None) -> int:
    """Breaths a minute from which breathing is fast at this age; the adult limit if the age is unknown."""
    if age_days is None or age_days >= FIVE_YEARS_DAYS:
        return 30
    if age_days < YOUNG_INFANT_DAYS:
        return 60
    return 50 if age_days < ONE_YEAR_DAYS else 40


def _breathing(value: float, age_days: int | None) -> Flag | None:
    if value < fast_breathing_limit(age_days):
        return None
    young = age_days is not None and age_days < YOUNG_INFANT_DAYS
    return Flag("fast_breathing", "respiratory_rate", "critical" if young else "abnormal", _shown(value))


def pulse_limits(age_days: int | None) -> tuple[int, int]:
    """(low, high): a pulse under the first or over the second is flagged."""
    if age_days is None or age_days >= ADULT_DAYS:
        return 50, 120
    if age_days < ONE_YEAR_DAYS:
        return 90, 180
    return (80, 160) if age_days < FIVE_YEARS_DAYS else (60, 140)


def _pulse(value: float, age_days: int | None) -> Flag | None:
    low, high = pulse_limits(age_days)
    if value > high:
        return Flag("pulse_high", "pulse", "critical", _shown(value))
    return Flag("pulse_low", "pulse", "critical", _shown(value)) if value < low else None


def _temperature(value: float, age_days: int | None) -> Flag | None:
    young = age_days is not None and age_days < YOUNG_INFANT_DAYS
    if value >= 103 and not young:
        return Flag("high_fever", "temperature_f", "critical", _shown(value))
    if value >= (99.5 if young else 100.4):
        return Flag("fever", "temperature_f", "critical" if young else "abnormal", _shown(value))
    if value < (95.9 if young else 95):
        return Flag("temperature_low", "temperature_f", "critical" if young else "abnormal", _shown(value))
    return None


def _sugar(vitals: Mapping[str, Any]) -> Flag | None:
    raw = vitals.get("sugar_mg_dl")
    if raw == "HI":
        return Flag("sugar_very_high", "sugar_mg_dl", "critical", "HI")
    if raw == "LO":
        return Flag("sugar_low", "sugar_mg_dl", "critical", "LO")
    value = number(raw)
    if value is None:
        return None
    if value < 70:
        return Flag("sugar_low", "sugar_mg_dl", "critical" if value < 54 else "abnormal", _shown(value))
    if value >= 300:
        return Flag("sugar_very_high", "sugar_mg_dl", "critical", _shown(value))
    limit = 126 if vitals.get("sugar_kind") == "fasting" else 200
    return Flag("sugar_high", "sugar_mg_dl", "abnormal", _shown(value)) if value >= limit else None


def _haemoglobin(value: float, vitals: Mapping[str, Any], age_days: int | None, gender: str) -> Flag | None:
    if value < 7:
        return Flag("hb_severe", "haemoglobin_g_dl", "critical", _shown(value))
    if vitals.get("pregnant") == "yes":
        return Flag("hb_low_pregnancy", "haemoglobin_g_dl", "abnormal", _shown(value)) if value < 11 else None
    if age_days is not None and age_days < FIVE_YEARS_DAYS:
        limit = 11.0
    elif age_days is not None and age_days < ADULT_DAYS:
        limit = 11.5
    else:
        limit = 13.0 if gender == "male" else 12.0
    return Flag("hb_low", "haemoglobin_g_dl", "abnormal", _shown(value)) if value < limit else None


def _arm(value: float, age_days: int | None) -> Flag | None:
    """Mid-upper-arm circumference: a measure of malnutrition from six months to five years."""
    if age_days is None or not 183 <= age_days < FIVE_YEARS_DAYS or value >= 12.5:
        return None
    return Flag("muac_low", "muac_cm", "critical" if value < 11.5 else "abnormal", _shown(value))


def flags(
    vitals: Mapping[str, Any], age_days: int | None, gender: str, danger_signs: Sequence[str] = ()
) -> tuple[Flag, ...]:
    """All flags of a visit, the gravest first. `age_days` is the age on the day of the visit, None if unknown."""
    found: list[Flag | None] = [Flag("danger_sign", "danger_signs", "critical", str(sign)) for sign in danger_signs]
    found += [_pressure(vitals) or _low_pressure(vitals, age_days), _sugar(vitals)]
    if (value := number(vitals.get("spo2"))) is not None:
        found.append(_oxygen(value))
    if (value := number(vitals.get("pulse"))) is not None:
        found.append(_pulse(value, age_days))
    if (value := number(vitals.get("respiratory_rate"))) is not None:
        found.append(_breathing(value, age_days))
    if (value := number(vitals.get("temperature_f"))) is not None:
        found.append(_temperature(value, age_days))
    if (value := number(vitals.get("haemoglobin_g_dl"))) is not None:
        found.append(_haemoglobin(value, vitals, age_days, gender))
    if (value := number(vitals.get("muac_cm"))) is not None:
        found.append(_arm(value, age_days))
    order = {"emergency": 0, "urgent": 1, "routine": 2}
    return tuple(sorted((f for f in found if f), key=lambda f: (order[urgency((f,))], f.level != "critical")))


def urgency(found: Sequence[Flag]) -> Urgency:
    """The least urgency that these flags call for; the health worker may always choose a higher one."""
    codes = {flag.code for flag in found}
    grave = any(flag.level == "critical" and flag.code in _EMERGENCY_IF_CRITICAL for flag in found)
    if codes & _EMERGENCY or grave:
        return "emergency"
    severe = any(flag.level == "critical" and flag.code in _URGENT_IF_CRITICAL for flag in found)
    return "urgent" if codes & _URGENT or severe else "routine"
