"""What the charts of a record show: each vital over time, what is normal for this person, and what was flagged.

What is normal is asked of `care_record.rules.red_flags`: a value is normal where it raises no flag. For weight there is
no flag; the normal body mass index of adults (18.5 to 22.9 kg/m2, as in `care_record.rules.vitals.bmi_word`; not in
pregnancy) with the height that was measured last gives one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QCoreApplication

from care_record.rules.age import age_days
from care_record.rules.red_flags import Flag, flags, number, pulse_limits
from spoke_app.actions.views import VisitRow
from spoke_app.ui.models.typed import number_text
from spoke_app.ui.text import flag_text

YEAR = timedelta(days=366)
BMI_NORMAL = (18.5, 22.9)
_GROWN_UP_DAYS = 18 * 365
_METER = {"HI": 600.0, "LO": 20.0}
"""Where a meter's HI and LO are drawn: the ends of what it can show."""
_tr = QCoreApplication.translate


@dataclass(frozen=True)
class Reading:
    """One measurement: a value, or the two of a blood pressure. `words` has its unit; `flag` what is wrong with it."""

    at: datetime
    values: tuple[float, ...]
    words: str
    flag: str = ""
    critical: bool = False


@dataclass(frozen=True)
class Trend:
    """One chart. `bands` are what is normal, None at an open end; `limits` the values drawn as a dashed line."""

    name: str
    title: str
    readings: tuple[Reading, ...]
    bands: tuple[tuple[float | None, float | None], ...] = ()
    limits: tuple[float, ...] = ()
    normal: str = ""

    def since(self, day: date | None) -> Trend:
        """The same, from a day on."""
        kept = tuple(one for one in self.readings if day is None or one.at.date() >= day)
        return replace(self, readings=kept)


def trends(visits: Sequence[VisitRow], patient: dict[str, Any], today: date) -> tuple[Trend, ...]:
    """The charts that there is anything for; `visits` newest first."""
    oldest_first = list(reversed(visits))
    found = (
        _pressure(oldest_first),
        _sugar(oldest_first),
        _weight(oldest_first, patient, today),
        _pulse(oldest_first, patient, today),
        _haemoglobin(oldest_first, patient, today),
    )
    return tuple(one for one in found if one.readings)


def _flag(visit: VisitRow, vital: str) -> Flag | None:
    return next((flag for flag in visit.flags if flag.vital == vital), None)


def _reading(visit: VisitRow, vital: str, values: tuple[float, ...], words: str) -> Reading:
    flag = _flag(visit, vital)
    return Reading(
        visit.started,
        values,
        words,
        flag_text(flag) if flag is not None else "",
        flag is not None and flag.level == "critical",
    )


def _pressure(visits: Sequence[VisitRow]) -> Trend:
    readings = []
    for visit in visits:
        upper, lower = number(visit.vitals.get("bp_systolic")), number(visit.vitals.get("bp_diastolic"))
        if upper is not None and lower is not None:
            words = f"{number_text(upper)}/{number_text(lower)} mmHg"
            readings.append(_reading(visit, "bp", (upper, lower), words))
    return Trend(
        "bp",
        _tr("PatientRecord", "Blood pressure"),
        tuple(readings),
        ((90, 140), (None, 90)),
        (90, 140),
        _tr("PatientRecord", "Normal: upper 90 to 139, lower below 90"),
    )


def _single(visits: Sequence[VisitRow], vital: str, title: str, unit: str) -> Trend:
    readings = []
    for visit in visits:
        raw = visit.vitals.get(vital)
        value = _METER.get(raw) if isinstance(raw, str) else number(raw)
        if value is not None:
            words = f"{number_text(raw)} {unit}"
            if vital == "sugar_mg_dl" and visit.vitals.get("sugar_kind") == "fasting":
                words = _tr("PatientRecord", "{0}, fasting").format(words)
            readings.append(_reading(visit, vital, (value,), words))
    return Trend(vital, title, tuple(readings))


def _sugar(visits: Sequence[VisitRow]) -> Trend:
    found = _single(visits, "sugar_mg_dl", _tr("PatientRecord", "Blood sugar"), "mg/dL")
    words = _tr("PatientRecord", "Normal: 70 to 199; fasting up to 125")
    return replace(found, bands=((70, 200),), limits=(70, 200), normal=words)


def _weight(visits: Sequence[VisitRow], patient: dict[str, Any], today: date) -> Trend:
    found = _single(visits, "weight_kg", _tr("PatientRecord", "Weight"), "kg")
    heights = [value for visit in visits if (value := number(visit.vitals.get("height_cm"))) is not None]
    age = age_days(patient, today)
    pregnant = bool(visits) and visits[-1].vitals.get("pregnant") == "yes"
    if not heights or age is None or age < _GROWN_UP_DAYS or pregnant:
        return found
    low, high = (round(index * (heights[-1] / 100) ** 2) for index in BMI_NORMAL)
    words = _tr("PatientRecord", "Normal for {0} cm: {1} to {2} kg").format(number_text(heights[-1]), low, high)
    return replace(found, bands=((low, high),), limits=(low, high), normal=words)


def _pulse(visits: Sequence[VisitRow], patient: dict[str, Any], today: date) -> Trend:
    low, high = pulse_limits(age_days(patient, today))
    found = _single(visits, "pulse", _tr("PatientRecord", "Pulse"), "/min")
    words = _tr("PatientRecord", "Normal: {0} to {1}").format(low, high)
    return replace(found, bands=((low, high),), limits=(low, high), normal=words)


def _haemoglobin(visits: Sequence[VisitRow], patient: dict[str, Any], today: date) -> Trend:
    found = _single(visits, "haemoglobin_g_dl", _tr("PatientRecord", "Haemoglobin"), "g/dL")
    pregnant = {"pregnant": visits[-1].vitals.get("pregnant")} if visits else {}
    age, gender = age_days(patient, today), str(patient.get("gender") or "")
    # All limits of the rule are halves: the lowest half that raises no flag is the one for this person.
    halves = (half / 2 for half in range(14, 40))
    low = next(value for value in halves if not flags({**pregnant, "haemoglobin_g_dl": value}, age, gender))
    words = _tr("PatientRecord", "Normal: {0} or more").format(number_text(low))
    return replace(found, bands=((low, None),), limits=(low,), normal=words)
