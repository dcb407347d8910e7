"""The vitals as typed: read into numbers, judged in two tiers, and what to say beside each field. Pure functions.

Impossible is refused with its range; abnormal is taken, flagged, and raises the urgency. The judgement itself is
`care_record.rules`: here it only meets the text that was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from care_record.rules.age import age_days
from care_record.rules.red_flags import Flag, Urgency, flags, urgency
from care_record.rules.vitals import (
    SUGAR_WORDS,
    VITALS,
    bmi,
    check_pressure,
    check_vital,
    lmp_doubtful,
    to_celsius,
    to_fahrenheit,
    weeks_pregnant,
)
from spoke_app.ui.models.notes import FieldNote, Tone, Values
from spoke_app.ui.models.typed import number, number_text, past_date, plain

MEASURED = (
    "temperature_f",
    "pulse",
    "bp_systolic",
    "bp_diastolic",
    "respiratory_rate",
    "spo2",
    "haemoglobin_g_dl",
    "weight_kg",
    "height_cm",
    "sugar_mg_dl",
    "muac_cm",
    "waist_cm",
)
CHOSEN = ("sugar_kind", "pregnant")
_CELSIUS = (25.0, 45.0)
"""°C that a body can have: no °F that a body can have lies there, so one field takes both."""
_GIRL_DAYS, _WOMAN_END_DAYS = 10 * 365, 56 * 365
_CHILD_DAYS, _WAIST_DAYS = 5 * 366, 30 * 365


@dataclass(frozen=True)
class About:
    """What the judgement needs to know of the patient on the day of the visit."""

    fields: dict[str, Any]
    on: date

    @property
    def age_days(self) -> int | None:
        return age_days(self.fields, self.on)

    @property
    def gender(self) -> str:
        return str(self.fields.get("gender") or "")

    @property
    def may_be_pregnant(self) -> bool:
        days = self.age_days
        return self.gender == "female" and (days is None or _GIRL_DAYS <= days < _WOMAN_END_DAYS)

    @property
    def wants_muac(self) -> bool:
        days = self.age_days
        return days is not None and days < _CHILD_DAYS

    @property
    def wants_waist(self) -> bool:
        days = self.age_days
        return days is not None and days >= _WAIST_DAYS


def reading(name: str, text: str) -> Any:
    """The value of one vital as it is stored, or `None` if nothing readable stands there."""
    word = plain(text).upper()
    if name == "sugar_mg_dl" and word in SUGAR_WORDS:
        return word
    value = number(text)
    if name == "temperature_f" and value is not None and _CELSIUS[0] <= value <= _CELSIUS[1]:
        return to_fahrenheit(float(value))
    return value


def to_vitals(values: Values, about: About) -> dict[str, Any]:
    """The `vitals` of what was typed; impossible and unreadable values are left out."""
    vitals: dict[str, Any] = {}
    for name in MEASURED:
        value = reading(name, values.get(name, ""))
        if value is not None and check_vital(name, value) is None:
            vitals[name] = value
    if check_pressure(vitals.get("bp_systolic"), vitals.get("bp_diastolic")) is not None:
        # Typed the wrong way round: no flag can be read from it.
        vitals = {name: value for name, value in vitals.items() if not name.startswith("bp_")}
    if vitals.get("sugar_mg_dl") is not None:
        vitals["sugar_kind"] = values.get("sugar_kind") or "random"
    if about.may_be_pregnant and values.get("pregnant"):
        vitals["pregnant"] = values["pregnant"]
        last = past_date(values.get("lmp", ""), about.on)
        if last is not None and last <= about.on:
            vitals["lmp"] = last.isoformat()
    return vitals


def danger_signs_of(values: Values) -> tuple[str, ...]:
    return tuple(values.get("danger_signs") or ())


def red_flags(values: Values, about: About) -> tuple[Flag, ...]:
    """All flags of the form as it stands, the gravest first."""
    return flags(to_vitals(values, about), about.age_days, about.gender, danger_signs_of(values))


def proposed_urgency(values: Values, about: About) -> Urgency:
    return urgency(red_flags(values, about))


def pregnancy_weeks(values: Values, about: About) -> int | None:
    """Completed weeks, if she is pregnant and her last period is known."""
    if values.get("pregnant") != "yes":
        return None
    last = past_date(values.get("lmp", ""), about.on)
    return weeks_pregnant(last, about.on) if last is not None else None


def vital_notes(values: Values, about: About, last: dict[str, Any]) -> dict[str, FieldNote]:
    """One remark per vital, the gravest that there is. `last` are the vitals of the visit before, for "last time"."""
    found: dict[str, FieldNote] = {}
    for name in MEASURED:
        if note := _error(name, values.get(name, "")):
            found[name] = note
    _pressure_error(values, found)
    for flag in red_flags(values, about):
        tone: Tone = "critical" if flag.level == "critical" else "abnormal"
        for name in ("bp_systolic", "bp_diastolic") if flag.vital == "bp" else (flag.vital,):
            found.setdefault(name, FieldNote(name, tone, flag.code, (flag.value,)))
    _lmp_note(values, about, found)
    for name in MEASURED:
        if name not in found and (hint := _hint(name, values, last)):
            found[name] = hint
    return found


def _error(name: str, text: str) -> FieldNote | None:
    if not text.strip():
        return None
    value = reading(name, text)
    if value is None:
        return FieldNote(name, "error", "not_a_number")
    if check_vital(name, value) is not None:
        limits = VITALS[name]
        return FieldNote(name, "error", "impossible", (f"{limits.low:g}", f"{limits.high:g}", limits.unit))
    return None


def _pressure_error(values: Values, found: dict[str, FieldNote]) -> None:
    upper = reading("bp_systolic", values.get("bp_systolic", ""))
    lower = reading("bp_diastolic", values.get("bp_diastolic", ""))
    if "bp_systolic" in found or "bp_diastolic" in found or upper is None or lower is None:
        return
    if check_pressure(upper, lower) is not None:
        found["bp_diastolic"] = FieldNote("bp_diastolic", "error", "pressure_order")


def _lmp_note(values: Values, about: About, found: dict[str, FieldNote]) -> None:
    text = values.get("lmp", "").strip()
    if not text or not about.may_be_pregnant:
        return
    last = past_date(text, about.on)
    if last is None:
        found["lmp"] = FieldNote("lmp", "error", "date_unread")
    elif last > about.on:
        found["lmp"] = FieldNote("lmp", "error", "date_ahead")
    elif lmp_doubtful(last, about.on):
        found["lmp"] = FieldNote("lmp", "caution", "lmp_old")
    elif (weeks := pregnancy_weeks(values, about)) is not None:
        found["lmp"] = FieldNote("lmp", "hint", "weeks", (str(weeks),))


def _hint(name: str, values: Values, last: dict[str, Any]) -> FieldNote | None:
    value = reading(name, values.get(name, ""))
    if name == "temperature_f" and isinstance(value, float | int):
        typed = number(values[name])
        if typed is not None and typed <= _CELSIUS[1]:
            return FieldNote(name, "hint", "fahrenheit", (f"{value:.1f}",))
        return FieldNote(name, "hint", "celsius", (f"{to_celsius(value):.1f}",))
    if name == "height_cm":
        weight = reading("weight_kg", values.get("weight_kg", ""))
        possible = check_vital(name, value) is None and check_vital("weight_kg", weight) is None
        if possible and isinstance(value, float | int) and isinstance(weight, float | int):
            index = bmi(weight, value)
            return FieldNote(name, "hint", "bmi", (f"{index:.1f}",)) if index else None
    if last.get(name) is not None:
        return FieldNote(name, "hint", "last_time", (number_text(last[name]),))
    return None


def vitals_line(vitals: dict[str, Any]) -> str:
    """The values of an earlier visit in one line: `BP 138/88 · pulse 92 /min · 58.9 kg`. Numbers and units only."""
    upper, lower = vitals.get("bp_systolic"), vitals.get("bp_diastolic")
    parts = [f"BP {number_text(upper)}/{number_text(lower)}"] if upper and lower else []
    for name in ("temperature_f", "spo2", "haemoglobin_g_dl", "weight_kg"):
        if vitals.get(name) is not None:
            parts.append(f"{_SHORT.get(name, '')}{number_text(vitals[name])} {VITALS[name].unit}".strip())
    return " · ".join(parts)


_SHORT = {"spo2": "SpO2 ", "haemoglobin_g_dl": "Hb "}
