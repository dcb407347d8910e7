"""The answer form as plain values: out of a posted form, changed by its buttons, checked, and made into records.

The values are what a draft keeps, exactly as typed; nothing is tidied or refused before the doctor signs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from care_record.ids import new_id
from care_record.kinds.case_kinds import URGENCIES
from care_record.rules.age import as_date
from hub_server.review import prescribing
from hub_server.review.flaw import Flaw
from hub_server.review.lists import PickLists
from hub_server.review.taker import Known
from hub_server.review.typed import number_of, text_of

MOST_ROWS = 30
_DIAGNOSIS = re.compile(r"diagnosis_([1-9][0-9]{0,2})_text")
MOST_ADVICE = 4000
LONGEST_FOLLOW_UP = timedelta(days=3 * 366)
"""A later day is a slip of the finger."""
_LIMITS = {
    "advice": MOST_ADVICE,
    "investigations": 2000,
    "question": 2000,
    "diagnosis": 200,
    "medicine_q": 80,
    "follow_up": 10,
    "onward_to": 200,
    "onward_reason": 400,
    "forward_to": 100,
    "forward_word": 2000,
    "called": 5,
    "corrects": 36,
}
TEMPLATE_LANGUAGES = ("hi", "en", "both")
"""What is put into the advice of a template's two languages; the first unless she chooses."""
FOLLOW_UP_DAYS = {"3d": 3, "1w": 7, "2w": 14, "1m": 30, "3m": 90}
"""The usual times until a patient is seen again, in days, by the code of their button."""


def empty_values() -> dict[str, Any]:
    """A form that nobody has typed in."""
    return read_form({})


def read_form(form: Mapping[str, str]) -> dict[str, Any]:
    """The values of a posted form. Passwords are left out; what is too long is cut at the limit."""
    values: dict[str, Any] = {name: text_of(form, name, most) for name, most in _LIMITS.items()}
    values["rev"] = number_of(form.get("rev", "")) or 0
    values["onward_urgency"] = code if (code := form.get("onward_urgency", "")) in URGENCIES else ""
    values["template_lang"] = code if (code := form.get("template_lang", "")) in TEMPLATE_LANGUAGES else ""
    values["seen_live"] = form.get("seen_live") == "yes"
    values["seen_how"] = "in_person" if form.get("seen_how") == "in_person" else "video"
    values["consent_confirmed"] = form.get("consent_confirmed") == "yes"
    values["diagnoses"] = [
        {"text": text_of(form, f"diagnosis_{n}_text", 200), "icd10": text_of(form, f"diagnosis_{n}_icd10", 10)}
        for n in _numbers(_DIAGNOSIS, form)
    ]
    values["medicines"] = prescribing.read_rows(form)
    values["cautions"] = prescribing.read_cautions(form)
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
    n = number_of(place)
    if n is not None and 1 <= n <= len(values["diagnoses"]):
        del values["diagnoses"][n - 1]


def add_template(values: dict[str, Any], code: str, lists: PickLists) -> None:
    """Put a template's sentences below what is written, unless they stand there or do not fit any more."""
    entry = next((t for t in lists.advice_templates if t.code == code), None)
    if entry is None:
        return
    chosen = values["template_lang"] or TEMPLATE_LANGUAGES[0]
    parts = [text for lang, text in (("en", entry.en), ("hi", entry.hi)) if chosen in (lang, "both")]
    missing = [text for text in parts if text not in values["advice"]]
    whole = "\n".join([part for part in (values["advice"].rstrip(), *missing) if part])
    if len(whole) <= MOST_ADVICE:
        values["advice"] = whole


def add_investigation(values: dict[str, Any], code: str, lists: PickLists) -> None:
    """One more line, unless it stands there. In English, as laboratories write it."""
    entry = next((i for i in lists.investigations if i.code == code), None)
    lines = [line for line in values["investigations"].splitlines() if line.strip()]
    if entry is not None and entry.en not in lines:
        values["investigations"] = "\n".join([*lines, entry.en])[: _LIMITS["investigations"]]


def set_follow_up(values: dict[str, Any], code: str, today: date) -> None:
    """The day to be seen again, so long from today; another code takes the day out."""
    days = FOLLOW_UP_DAYS.get(code)
    values["follow_up"] = (today + timedelta(days=days)).isoformat() if days else ""


# ---- before signing -------------------------------------------------------------------------------------------


def flaws(values: Mapping[str, Any], lists: PickLists, known: Known, today: date) -> list[Flaw]:
    """All that has to be mended, in the order of the form."""
    found: list[Flaw] = []
    if not values["advice"].strip():
        found.append(Flaw("advice", "problem.advice"))
    found += prescribing.row_flaws(values, lists, known)
    if values["follow_up"] and not _day_from(values["follow_up"], today):
        found.append(Flaw("follow_up", "problem.follow_up"))
    if (values["onward_urgency"] or values["onward_reason"].strip()) and not values["onward_to"].strip():
        found.append(Flaw("onward_to", "problem.onward_to"))
    if not values["consent_confirmed"]:
        found.append(Flaw("consent_confirmed", "problem.consent"))
    return found


def _day_from(text: str, today: date) -> bool:
    day = as_date(text)
    return day is not None and today <= day <= today + LONGEST_FOLLOW_UP


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
    onward = {part: values[f"onward_{part}"].strip() for part in ("to", "urgency", "reason")}
    if onward["to"]:
        fields["refer_onward"] = {part: said for part, said in onward.items() if said}
    return fields
