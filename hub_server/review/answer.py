"""The answer form as plain values: out of a posted form, changed by its buttons, checked, and made into records.

The values are what a draft keeps, exactly as typed; nothing is tidied or refused before the doctor signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from care_record.ids import new_id
from hub_server.review import prescribing
from hub_server.review.flaw import Flaw
from hub_server.review.lists import PickLists

MOST_ROWS = 30
_DIAGNOSIS = re.compile(r"diagnosis_(\d{1,3})_text")
_LIMITS = {"advice": 4000, "investigations": 2000, "question": 2000, "diagnosis": 200, "medicine_q": 80}


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
    values["medicines"] = prescribing.read_rows(form)
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


# ---- before signing -------------------------------------------------------------------------------------------


def flaws(values: Mapping[str, Any], lists: PickLists, *, follow_up: bool, today: date) -> list[Flaw]:
    """All that has to be mended, in the order of the form. `follow_up`: whether the case follows an earlier one."""
    found: list[Flaw] = []
    if not values["advice"].strip():
        found.append(Flaw("advice", "problem.advice"))
    found += prescribing.row_flaws(values, lists, follow_up=follow_up)
    if values["follow_up"] and not _day_from(values["follow_up"], today):
        found.append(Flaw("follow_up", "problem.follow_up"))
    if not values["consent_confirmed"]:
        found.append(Flaw("consent_confirmed", "problem.consent"))
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
