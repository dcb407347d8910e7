"""The vitals as typed: read into numbers, judged in two tiers, and what to say beside each field. Pure functions.

Impossible is refused with its range; abnormal is taken, flagged, and raises the urgency. The judgement itself is
`care_record.rules`: here it only meets the text that was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from care_record.rules.age import age_days, age_text_parts, as_date, is_minor
from care_record.rules.cbac import FROM_YEARS
from care_record.rules.growth import ARM_FROM_DAYS, Growth
from care_record.rules.red_flags import FIVE_YEARS_DAYS, YOUNG_INFANT_DAYS, Flag, Urgency, flags, urgency
from care_record.rules.vitals import (
    SUGAR_WORDS,
    VITALS,
    bmi,
    bmi_word,
    check_pressure,
    check_vital,
    due_date,
    lmp_doubtful,
    to_celsius,
    to_fahrenheit,
    weeks_pregnant,
)
from spoke_app.actions.child_growth import growth_of
from spoke_app.ui.models.notes import FieldNote, Tone, Values
from spoke_app.ui.models.typed import date_typed, number, number_text, past_date, plain

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
_YEAR_DAYS = 365.25


@dataclass(frozen=True)
class About:
    """What the judgement needs to know of the patient on the day of the visit."""

    fields: dict[str, Any]
    on: date
    celsius: bool = False
    """Whether this PC's people type temperatures in °C."""

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
    def years(self) -> int | None:
        """Completed years."""
        parts = age_text_parts(self.fields, self.on)
        return None if parts is None else (parts[0] if parts[1] == "years" else int((self.age_days or 0) / _YEAR_DAYS))

    @property
    def is_minor(self) -> bool:
        return is_minor(self.fields, self.on) is True

    @property
    def is_small_child(self) -> bool:
        """Under five years."""
        days = self.age_days
        return days is not None and days < FIVE_YEARS_DAYS

    @property
    def wants_muac(self) -> bool:
        days = self.age_days
        return days is not None and ARM_FROM_DAYS <= days < FIVE_YEARS_DAYS

    @property
    def wants_waist(self) -> bool:
        years = self.years
        return years is not None and years >= FROM_YEARS

    @property
    def groups(self) -> frozenset[str]:
        """What lists say in `of`: infant (under two months), child (under five years), adult; pregnant as well."""
        days = self.age_days
        if days is None:
            found = {"child", "adult"}
        elif days < YOUNG_INFANT_DAYS:
            found = {"infant"}
        else:
            found = {"child" if days < FIVE_YEARS_DAYS else "adult"}
        return frozenset({"all", *found, *({"pregnant"} if self.may_be_pregnant else ())})

    def fits(self, of: object) -> bool:
        """Whether a list's entry is for somebody like this; one that does not say is for everybody."""
        return not of or bool(self.groups & set(str(of).split()))


def reading(name: str, text: str) -> Any:
    """The value of one vital as it is stored, or `None` if nothing readable stands there."""
    word = plain(text).upper()
    if name == "sugar_mg_dl" and word in SUGAR_WORDS:
        return word
    if name == "temperature_f":
        word = word.rstrip("CF° ")
    value = number(word)
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
    found = flags(to_vitals(values, about), about.age_days, about.gender, danger_signs_of(values))
    wasted = [
        Flag("wasting_severe", "weight_kg", "critical", f"z {one.z}")
        for one in growth(values, about)
        if one.word == "severely_wasted"
    ]
    return (*found, *wasted)


def growth(values: Values, about: About) -> tuple[Growth, ...]:
    """How a small child grows, by what was measured now."""
    return growth_of(about.fields, to_vitals(values, about), about.on) if about.is_small_child else ()


def proposed_urgency(values: Values, about: About) -> Urgency:
    return urgency(red_flags(values, about))


def pregnancy_weeks(values: Values, about: About) -> int | None:
    """Completed weeks, if she is pregnant and her last period is known."""
    if values.get("pregnant") != "yes":
        return None
    found = gestation(values, about)
    return found[0] if found else None


def gestation(values: Values, about: About) -> tuple[int, int, date] | None:
    """(completed weeks, days beyond them, the day on which the child is expected)."""
    last = past_date(values.get("lmp", ""), about.on) if values.get("pregnant") == "yes" else None
    weeks = weeks_pregnant(last, about.on) if last is not None else None
    if last is None or weeks is None:
        return None
    return weeks, (about.on - last).days % 7, due_date(last)


def vital_notes(values: Values, about: About, last: dict[str, Any]) -> dict[str, FieldNote]:
    """One remark per vital, the gravest that there is. `last` are the vitals of the visit before, for "last time"."""
    found: dict[str, FieldNote] = {}
    for name in MEASURED:
        if note := _error(name, values.get(name, ""), about.celsius):
            found[name] = note
    _pressure_error(values, found)
    for flag in red_flags(values, about):
        tone: Tone = "critical" if flag.level == "critical" else "abnormal"
        for name in ("bp_systolic", "bp_diastolic") if flag.vital == "bp" else (flag.vital,):
            found.setdefault(name, FieldNote(name, tone, flag.code, (flag.value,)))
    _lmp_note(values, about, last, found)
    for name in MEASURED:
        if name not in found and (hint := _hint(name, values, about, last)):
            found[name] = hint
    return found


def _error(name: str, text: str, celsius: bool) -> FieldNote | None:
    if not text.strip():
        return None
    value = reading(name, text)
    if value is None:
        return FieldNote(name, "error", "not_a_number")
    if check_vital(name, value) is not None:
        limits = VITALS[name]
        if name == "temperature_f" and celsius:
            low, high = _CELSIUS
            return FieldNote(name, "error", "impossible", (f"{low:g}", f"{high:g}", "°C"))
        return FieldNote(name, "error", "impossible", (f"{limits.low:g}", f"{limits.high:g}", limits.unit))
    return None


def _pressure_error(values: Values, found: dict[str, FieldNote]) -> None:
    upper = reading("bp_systolic", values.get("bp_systolic", ""))
    lower = reading("bp_diastolic", values.get("bp_diastolic", ""))
    if "bp_systolic" in found or "bp_diastolic" in found or upper is None or lower is None:
        return
    if check_pressure(upper, lower) is not None:
        found["bp_diastolic"] = FieldNote("bp_diastolic", "error", "pressure_order")


def _lmp_note(values: Values, about: About, before: dict[str, Any], found: dict[str, FieldNote]) -> None:
    text = values.get("lmp", "").strip()
    if not about.may_be_pregnant:
        return
    if not text:
        if (known := last_lmp(before, about)) is not None:
            found["lmp"] = FieldNote("lmp", "hint", "last_time", (date_typed(known),))
        return
    last = past_date(text, about.on)
    if last is None:
        found["lmp"] = FieldNote("lmp", "error", "date_unread")
    elif last > about.on:
        found["lmp"] = FieldNote("lmp", "error", "date_ahead")
    elif lmp_doubtful(last, about.on):
        found["lmp"] = FieldNote("lmp", "caution", "lmp_old")
    elif (at := gestation(values, about)) is not None:
        found["lmp"] = FieldNote("lmp", "hint", "weeks", (str(at[0]), str(at[1]), date_typed(at[2])))


def last_lmp(last: dict[str, Any], about: About) -> date | None:
    """The last period that was told at an earlier visit, while it may be that of this pregnancy."""
    known = as_date(last.get("lmp"))
    if known is None or last.get("pregnant") != "yes" or weeks_pregnant(known, about.on) is None:
        return None
    return known


def in_celsius(text: str, celsius: bool) -> bool:
    """In which unit a temperature stands in its field: what was typed says so, else this PC's choice."""
    typed = number(plain(text).upper().rstrip("CF° "))
    if typed is None:
        return celsius
    return typed <= _CELSIUS[1] if reading("temperature_f", text) is not None else celsius


def temperature_text(fahrenheit: float, celsius: bool) -> str:
    """A temperature that is kept, as this PC's people type it."""
    return number_text(to_celsius(fahrenheit) if celsius else fahrenheit)


def _hint(name: str, values: Values, about: About, last: dict[str, Any]) -> FieldNote | None:
    value = reading(name, values.get(name, ""))
    if name == "temperature_f" and isinstance(value, float | int):
        if in_celsius(values[name], about.celsius):
            return FieldNote(name, "hint", "fahrenheit", (f"{value:.1f}",))
        return FieldNote(name, "hint", "celsius", (f"{to_celsius(value):.1f}",))
    if name == "height_cm":
        weight = reading("weight_kg", values.get("weight_kg", ""))
        possible = check_vital(name, value) is None and check_vital("weight_kg", weight) is None
        if possible and isinstance(value, float | int) and isinstance(weight, float | int):
            index = bmi(weight, value)
            return _bmi_note(index, values, about) if index else None
    if name == "temperature_f" and isinstance(last.get(name), int | float):
        unit = "°C" if about.celsius else "°F"
        return FieldNote(name, "hint", "last_time", (f"{temperature_text(last[name], about.celsius)} {unit}",))
    if name.startswith("bp_"):
        both = (last.get("bp_systolic"), last.get("bp_diastolic"))
        told = "/".join(number_text(value) for value in both)
        return FieldNote(name, "hint", "last_time", (told,)) if None not in both else None
    if last.get(name) is not None:
        return FieldNote(name, "hint", "last_time", (number_text(last[name]),))
    return None


def _bmi_note(index: float, values: Values, about: About) -> FieldNote | None:
    """The BMI, with its word where that means something: in adults who are not pregnant."""
    if about.is_small_child:
        return None
    if about.is_minor or about.age_days is None or values.get("pregnant") == "yes":
        return FieldNote("height_cm", "hint", "bmi", (f"{index:.1f}",))
    return FieldNote("height_cm", "hint", "bmi_word", (f"{index:.1f}", bmi_word(index)))


def vitals_line(vitals: dict[str, Any]) -> str:
    """The values of an earlier visit in one line: `BP 138/88 · pulse 92 /min · 58.9 kg`. Numbers and units only."""
    upper, lower = vitals.get("bp_systolic"), vitals.get("bp_diastolic")
    parts = [f"BP {number_text(upper)}/{number_text(lower)}"] if upper and lower else []
    for name in ("temperature_f", "spo2", "haemoglobin_g_dl", "weight_kg"):
        if vitals.get(name) is not None:
            parts.append(f"{_SHORT.get(name, '')}{number_text(vitals[name])} {VITALS[name].unit}".strip())
    return " · ".join(parts)


_SHORT = {"spo2": "SpO2 ", "haemoglobin_g_dl": "Hb "}
