"""The answer form as plain values: out of a posted form, changed by its buttons, checked, and made into records.

The values are what a draft keeps, exactly as typed; nothing is tidied or refused before the doctor signs.
"""

from __future__ import annotations

import base64
import dataclasses
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from care_record.ids import new_id
from care_record.rules.medicines import Medicine, may_prescribe
from hub_server.review.lists import PickLists

MOST_ROWS = 30
MOST_DAYS = {"days": 365, "weeks": 52, "months": 12}
_ROW = re.compile(r"medicine_(\d{1,3})_code")
_DIAGNOSIS = re.compile(r"diagnosis_(\d{1,3})_text")
_LIMITS = {"advice": 4000, "investigations": 2000, "question": 2000, "diagnosis": 200, "medicine_q": 80}
_PARTS = ("code", "dose", "frequency", "route", "duration", "duration_unit", "instruction")


@dataclass(frozen=True)
class Flaw:
    """What stands between the form and a signature: the input's name, the words' key, and what to put into them."""

    field: str
    key: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


def empty_values() -> dict[str, Any]:
    """A form that nobody has typed in."""
    return read_form({})


def read_form(form: Mapping[str, str]) -> dict[str, Any]:
    """The values of a posted form. Passwords are left out; what is too long is cut at the limit."""
    values: dict[str, Any] = {name: form.get(name, "")[:most] for name, most in _LIMITS.items()}
    values["rev"] = int(rev) if (rev := form.get("rev", "")[:6]).isdigit() else 0
    values["follow_up"] = form.get("follow_up", "")[:10]
    values["seen_live"] = form.get("seen_live") == "yes"
    values["seen_how"] = "in_person" if form.get("seen_how") == "in_person" else "video"
    values["consent_confirmed"] = form.get("consent_confirmed") == "yes"
    values["diagnoses"] = [
        {"text": form[f"diagnosis_{n}_text"][:200], "icd10": form.get(f"diagnosis_{n}_icd10", "")[:10]}
        for n in _numbers(_DIAGNOSIS, form)
    ]
    values["medicines"] = [
        {"n": n, **{part: form.get(f"medicine_{n}_{part}", "")[:80] for part in _PARTS}} for n in _numbers(_ROW, form)
    ]
    return values


def _numbers(pattern: re.Pattern[str], form: Mapping[str, str]) -> list[int]:
    return sorted({int(m.group(1)) for name in form if (m := pattern.fullmatch(name))})[:MOST_ROWS]


# ---- the form's buttons ---------------------------------------------------------------------------------------


def add_diagnosis(values: dict[str, Any], code: str, lists: PickLists) -> None:
    """From the list by its code, or the words that stand in the field."""
    typed = values["diagnosis"].strip()
    entry = lists.condition_named(typed) if code == "typed" else lists.condition(code)
    text, icd10 = (entry.en, entry.icd10) if entry else (typed, "")
    if text and all(d["text"] != text for d in values["diagnoses"]) and len(values["diagnoses"]) < MOST_ROWS:
        values["diagnoses"].append({"text": text, "icd10": icd10})
    values["diagnosis"] = ""


def remove_diagnosis(values: dict[str, Any], place: str) -> None:
    """Take out the diagnosis at this place, counted from 1."""
    if place.isdigit() and 1 <= int(place) <= len(values["diagnoses"]):
        del values["diagnoses"][int(place) - 1]


def add_medicine(values: dict[str, Any], code: str, lists: PickLists) -> int | Flaw | None:
    """The number of the new row, filled with what is usual; a Flaw if it may not be; None for an unknown code."""
    medicine = lists.medicine(code)
    if medicine is None or len(values["medicines"]) >= MOST_ROWS:
        return None
    if medicine.list == "prohibited":
        return Flaw("medicine_q", "problem.prohibited_add", {"what": medicine.generic})
    n = max((m["n"] for m in values["medicines"]), default=0) + 1
    values["medicines"].append(
        {
            "n": n,
            "code": medicine.code,
            "dose": medicine.dose,
            "frequency": medicine.frequency,
            "route": medicine.route,
            "duration": str(medicine.days or ""),
            "duration_unit": "days",
            "instruction": "",
        }
    )
    values["medicine_q"] = ""
    return n


def remove_medicine(values: dict[str, Any], n: str) -> None:
    """Take out the row of this number."""
    values["medicines"] = [m for m in values["medicines"] if str(m["n"]) != n]


# ---- before signing -------------------------------------------------------------------------------------------


def flaws(values: Mapping[str, Any], lists: PickLists, *, follow_up: bool, today: date) -> list[Flaw]:
    """All that has to be mended, in the order of the form. `follow_up`: whether the case follows an earlier one."""
    found: list[Flaw] = []
    if not values["advice"].strip():
        found.append(Flaw("advice", "problem.advice"))
    for row in values["medicines"]:
        found += _row_flaws(row, lists.medicine(row["code"]), lists, bool(values["seen_live"]), follow_up)
    if values["follow_up"] and not _day_from(values["follow_up"], today):
        found.append(Flaw("follow_up", "problem.follow_up"))
    if not values["consent_confirmed"]:
        found.append(Flaw("consent_confirmed", "problem.consent"))
    return found


_RULES = {"prohibited": "problem.prohibited", "list-b-first": "problem.list_b", "list-a-unseen": "problem.list_a"}


def _row_flaws(
    row: Mapping[str, Any], medicine: Medicine | None, lists: PickLists, seen_live: bool, follow_up: bool
) -> list[Flaw]:
    name = f"medicine_{row['n']}"
    if medicine is None:
        return [Flaw(f"{name}_code", "problem.unknown_medicine", {"what": row["code"]})]
    what, found = {"what": medicine.generic}, []
    problem = may_prescribe(medicine.list, seen_live, follow_up)
    if problem:
        found.append(Flaw(f"{name}_code", _RULES[problem.code], what))
    if not row["dose"].strip():
        found.append(Flaw(f"{name}_dose", "problem.dose", what))
    if lists.frequency(row["frequency"]) is None:
        found.append(Flaw(f"{name}_frequency", "problem.frequency", what))
    most = MOST_DAYS.get(row["duration_unit"], 0)
    length = row["duration"].strip()
    single = row["frequency"].casefold() in ("stat", "sos") and not length
    if not single and not (length.isascii() and length.isdigit() and 1 <= int(length) <= most):
        found.append(Flaw(f"{name}_duration", "problem.duration", what))
    return found


def _day_from(text: str, today: date) -> bool:
    try:
        return date.fromisoformat(text) >= today
    except ValueError:
        return False


# ---- records --------------------------------------------------------------------------------------------------


def advice_fields(
    values: Mapping[str, Any], lists: PickLists, *, referral: str, signed: str, saw: list[str]
) -> dict[str, Any]:
    """The `set` of the advice. What still stands in the diagnosis field counts as one more diagnosis."""
    whole = dict(values, diagnoses=list(values["diagnoses"]))
    add_diagnosis(whole, "typed", lists)
    fields: dict[str, Any] = {
        "referral": referral,
        "text": values["advice"].strip(),
        "consent_confirmed": True,
        "signed": signed,
        "seen_live": values["seen_how"] if values["seen_live"] else "none",
        "saw": saw,
    }
    if whole["diagnoses"]:
        fields["diagnosis"] = [
            {"id": new_id(), "text": d["text"]} | ({"icd10": d["icd10"]} if d["icd10"] else {})
            for d in whole["diagnoses"]
        ]
    lines = [line.strip()[:200] for line in values["investigations"].splitlines() if line.strip()]
    if lines:
        fields["investigations"] = [{"id": new_id(), "text": line} for line in lines[:MOST_ROWS]]
    if values["follow_up"]:
        fields["follow_up"] = values["follow_up"]
    return fields


def items(values: Mapping[str, Any], lists: PickLists) -> list[dict[str, Any]]:
    """The prescription's items out of checked values."""
    return [
        _item(row, medicine, lists)
        for row in values["medicines"]
        if (medicine := lists.medicine(row["code"])) is not None
    ]


def _item(row: Mapping[str, Any], medicine: Medicine, lists: PickLists) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": new_id(),
        "generic": medicine.generic.upper(),
        "form": medicine.form,
        "strength": medicine.strength,
        "dose": row["dose"].strip(),
        "frequency": row["frequency"],
        "route": row["route"] or medicine.route,
        "list": medicine.list,
    }
    if row["duration"].strip():
        item["duration"] = {"value": int(row["duration"]), "unit": row["duration_unit"]}
    instruction = lists.instruction(row["instruction"])
    if instruction is not None:
        item["instruction"] = instruction.en
        item["instruction_hi"] = instruction.hi
    return item


def prescription_number(desk_code: str, on: date, record: str) -> str:
    """Desk, day and six letters out of the record's random bits: two offline hubs never draw the same one."""
    tail = uuid.UUID(record).int & (1 << 30) - 1
    letters = base64.b32encode((tail << 2).to_bytes(4, "big")).decode()[:6]
    return f"{desk_code}-{on:%Y%m%d}-{letters}"
