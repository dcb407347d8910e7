"""What was before: illnesses and allergies, earlier visits, earlier cases with their answers, joined records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from care_record.fold import Folded
from hub_server.review.case_papers import corrected, given
from hub_server.review.case_strip import allergy_text
from hub_server.review.case_vitals import flag_word
from hub_server.review.case_words import CaseWords, entries, vitals_of
from hub_server.review.lists import PickLists
from hub_server.review.queue_view import complaint_text
from hub_server.store.cases import case_flags

MOST_CASES, MOST_VISITS = 12, 12
"""So many are shown whole; of those before, how many there are."""
_TOLD = ("past", "surgical", "family", "tobacco", "alcohol", "obstetric", "immunisation")
_IN_SHORT = ("temperature_f", "pulse", "spo2", "respiratory_rate", "haemoglobin_g_dl", "sugar_mg_dl", "weight_kg")


def background(c: CaseWords) -> list[dict[str, str]]:
    """Allergies first, then long illnesses, what she takes, and what was asked at the visit."""
    words, person = c.words, c.file.patient.fields
    history = c.file.visit.fields.get("history") if c.file.visit else None
    told = history if isinstance(history, dict) else {}
    conditions = [_condition(e, c.lists, words.lang) for e in entries(person, "conditions")]
    parts = [
        (words("case.allergies"), "; ".join(allergy_text(e) for e in entries(person, "allergies"))),
        (words("case.conditions"), ", ".join(filter(None, conditions))),
        (words("case.medicines_now"), ", ".join(str(e.get("text") or "") for e in entries(person, "medicines"))),
        (words("case.blood_group"), str(person.get("blood_group") or "")),
        *((words.known(f"case.history.{name}"), str(told.get(name) or "")) for name in _TOLD),
    ]
    return [{"title": title, "text": text} for title, text in parts if text]


def _condition(entry: Mapping[str, Any], lists: PickLists, lang: str) -> str:
    known = lists.condition(str(entry.get("code") or ""))
    text = known.name(lang) if known else str(entry.get("text") or "")
    return f"{text} ({entry['since']})" if entry.get("since") else text


def joined(c: CaseWords) -> str:
    """That this person was registered more than once, and under which names."""
    if not c.file.joined:
        return ""
    known = [
        " · ".join(str(r.fields[part]) for part in ("name", "village", "slip_no") if r.fields.get(part))
        for r in c.file.joined
    ]
    return c.words("case.joined", who="; ".join(known))


def earlier_cases(c: CaseWords) -> dict[str, Any]:
    """Other cases of this person, the newest first, each with its answers and prescriptions."""
    advice = _by_case(c, "advice")
    medicines = _by_case(c, "prescription")
    shown = [
        {
            "referral": r.record,
            "when": c.words.day_text(r.created_at),
            "text": str(r.fields.get("question") or "") or c.words("complaint.none"),
            "other": r.patient != c.file.patient.record,
            "answers": [_answer(c, a, medicines.get(r.record, [])) for a in reversed(advice.get(r.record, []))],
        }
        for r in c.file.referrals[:MOST_CASES]
    ]
    return {"rows": shown, "more": max(0, len(c.file.referrals) - MOST_CASES)}


def _by_case(c: CaseWords, kind: str) -> dict[str, list[Folded]]:
    found: dict[str, list[Folded]] = {}
    for record in c.everything(kind):
        found.setdefault(str(record.fields.get("referral")), []).append(record)
    return found


def _answer(c: CaseWords, advice: Folded, prescriptions: list[Folded]) -> dict[str, Any]:
    fields = advice.fields
    diagnoses = [f"{d.get('text') or ''} {d.get('icd10') or ''}".strip() for d in entries(fields, "diagnosis")]
    own = [p for p in prescriptions if p.fields.get("advice") == advice.record]
    return {
        "by": c.by_and_when(advice.author, fields.get("signed")),
        "text": str(fields.get("text") or ""),
        "diagnosis": ", ".join(filter(None, diagnoses)),
        "corrects": bool(fields.get("amends")),
        "prescriptions": [{"number": str(p.fields.get("number") or ""), "lines": _medicines(c, p)} for p in own],
    }


def _medicines(c: CaseWords, prescription: Folded) -> list[str]:
    return [_medicine(c, item) for item in entries(prescription.fields, "items")]


def _medicine(c: CaseWords, item: Mapping[str, Any]) -> str:
    frequency = c.lists.frequency(str(item.get("frequency") or ""))
    parts = (
        " ".join(str(item[part]) for part in ("generic", "form", "strength") if item.get(part)),
        str(item.get("dose") or ""),
        frequency.name(c.words.lang) if frequency else str(item.get("frequency") or ""),
        c.words.amount(item.get("duration")),
    )
    return " · ".join(part for part in parts if part)


def earlier_visits(c: CaseWords) -> dict[str, Any]:
    """Other visits of this person, the newest first, each with its numbers, notes and medicines."""
    notes, dispensed = _by_visit(c, "note"), _by_visit(c, "dispense")
    shown = [
        {
            "when": c.words.day_text(v.fields.get("started") or v.created_at),
            "text": complaint_text(entries(v.fields, "complaints"), c.words, c.lists) or c.words("complaint.none"),
            "other": v.patient != c.file.patient.record,
            "vitals": _in_short(c, v),
            "notes": corrected(c, notes.get(v.record, [])),
            "examination": str(v.fields.get("examination") or ""),
            "provisional": ", ".join(str(p.get("text") or "") for p in entries(v.fields, "provisional")),
            "given": given(c, dispensed.get(v.record, [])),
        }
        for v in c.file.visits[:MOST_VISITS]
    ]
    return {"rows": shown, "more": max(0, len(c.file.visits) - MOST_VISITS)}


def _by_visit(c: CaseWords, kind: str) -> dict[str, list[Folded]]:
    found: dict[str, list[Folded]] = {}
    for record in c.everything(kind):
        found.setdefault(str(record.fields.get("visit")), []).append(record)
    return found


def _in_short(c: CaseWords, visit: Folded) -> list[str]:
    """`BP 172/104 (high)`: what was measured, with a word where it was not as it should be."""
    vitals, words = vitals_of(visit), c.words
    said = {flag.vital: flag_word(flag, words) for flag in case_flags(c.file.patient, visit)}
    pair = [vitals.get("bp_systolic"), vitals.get("bp_diastolic")]
    values = [("bp", "/".join("–" if v is None else f"{v:g}" for v in pair))] if any(pair) else []
    values += [
        (name, f"{v:g}" if isinstance(v, int | float) else str(v))
        for name in _IN_SHORT
        if (v := vitals.get(name)) is not None
    ]
    return [
        f"{words.known(f'vital.{name}')} {value}" + (f" ({said[name]})" if name in said else "")
        for name, value in values
    ]
