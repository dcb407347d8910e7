"""A visit to the health centre, and the notes, screenings and results that belong to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from care_record.kinds.kind import CARE, SPOKE, Kind
from care_record.kinds.patient import SHA256
from care_record.kinds.types import (
    Date,
    Entries,
    Exact,
    Id,
    ListOf,
    Measured,
    Number,
    Object,
    Text,
    Time,
    Truth,
    Type,
    Whole,
    is_empty,
    line,
    one_of,
)
from care_record.rules.age import as_date
from care_record.rules.problem import Problem
from care_record.rules.vitals import VITALS, check_lmp, check_pressure, check_vital

DURATION = Object(
    {"value": Number(0, 10_000), "unit": one_of("hours", "days", "weeks", "months", "years")}, ("value", "unit")
)
DIAGNOSES = Entries(Object({"text": line(200), "icd10": Exact(10)}, ("text",)))
OUTCOMES = ("treated", "referred", "left", "cancelled")

_MEASURED: dict[str, Type] = {name: Measured(partial(check_vital, name)) for name in VITALS}
VITAL_KEYS: dict[str, Type] = {
    **_MEASURED,
    "sugar_kind": one_of("fasting", "random"),
    "lmp": Date(),
    "pregnant": one_of("yes", "no", "unknown"),
}
HISTORY: dict[str, Type] = {
    name: Text() for name in ("past", "surgical", "family", "tobacco", "alcohol", "obstetric", "immunisation")
}


def _day(value: object) -> date | None:
    return as_date(value[:10]) if isinstance(value, str) else None


def _together(fields: Mapping[str, Any]) -> list[Problem]:
    vitals = fields.get("vitals")
    if not isinstance(vitals, dict):
        return []
    found: list[Problem | None] = []
    pressure = check_pressure(vitals.get("bp_systolic"), vitals.get("bp_diastolic"))
    if pressure is not None and pressure.code == "pressure-order":  # a single bad number is named already
        found.append(pressure)
    lmp, day = as_date(vitals.get("lmp")), _day(fields.get("started"))
    if lmp is not None and day is not None:
        found.append(check_lmp(lmp, day))
    return [Problem(f"vitals.{p.field}", p.code, p.detail) for p in found if p]


VISIT = Kind(
    "visit",
    {
        "started": Time(),
        "mode": one_of("spoke", "opd", "field"),
        "reason": one_of("new", "follow_up", "screening", "chronic"),
        "complaints": Entries(Object({"text": line(200), "code": Exact(60), "duration": DURATION}, ("text",))),
        "vitals": Object(VITAL_KEYS),
        "danger_signs": ListOf(Exact(60)),
        "history": Object(HISTORY),
        "examination": Text(),
        "provisional": DIAGNOSES,
        "entered_late": Truth(),
        "outcome": one_of(*OUTCOMES),
        "outcome_reason": Text(400),
    },
    ("started", "mode"),
    SPOKE,
    rule=_together,
)

VERDICTS = ("agrees", "comment")
"""How a doctor countersigns a health worker's note: read and agreed, or with a word to her."""
AGREED = "Read and agreed. / पढ़ा, सहमत।"
"""The text of a countersignature without a word of the doctor's own: a note has one, and older apps show it."""


def _countersigned(fields: Mapping[str, Any]) -> list[Problem]:
    """A countersignature says what the doctor thinks, and when she signed it."""
    if not fields.get("countersigns"):
        return []
    return [Problem(name, "required") for name in ("verdict", "signed") if is_empty(fields.get(name))]


NOTE = Kind(
    "note",
    {
        "visit": Id(),
        "text": Text(20_000),
        "signed": Time(),
        "amends": Id(),
        "countersigns": Id(),
        "verdict": one_of(*VERDICTS),
    },
    ("visit", "text"),
    CARE,
    signed=True,
    rule=_countersigned,
)

SCREENING = Kind(
    "screening",
    {"form": one_of("cbac"), "answers": Object({}), "score": Whole(0, 100), "at": Time()},
    ("form", "answers", "score", "at"),
    SPOKE,
)

RESULT = Kind(
    "result",
    {
        "text": Text(),
        "value": Number(-1e9, 1e9),
        "unit": line(40),
        "at": Time(),
        "investigation": Exact(64),
        "referral": Id(),
        "attachment": SHA256,
    },
    (("text", "value"), "at"),
    CARE,
    rule=lambda fields: (
        [Problem("unit", "required")] if fields.get("value") is not None and not fields.get("unit") else []
    ),
)

ATTACHMENT = Kind(
    "attachment",
    {
        "sha256": SHA256,
        "bytes": Whole(1, 10 * 1024 * 1024),
        "media": one_of("image/jpeg", "image/png", "application/pdf"),
        "label": line(200),
        "visit": Id(),
        "referral": Id(),
        "taken": Time(),
    },
    ("sha256", "bytes", "media", "label"),
    CARE,
)
