"""The countersign pages as plain values: the sample as a list, and one note with its visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from care_record.fold import Folded
from care_record.kinds.visit import AGREED
from care_record.rules.age import age_text_parts
from care_record.rules.red_flags import Flag
from care_record.rules.vitals import VITALS
from hub_server.review.countersign import Drawn, OpenNote, Sample
from hub_server.review.lists import PickLists
from hub_server.review.queue_view import complaint_text, flag_mark
from hub_server.store.cases import case_flags, visit_day
from hub_server.web.marks import Mark
from hub_server.web.wording import Words, initials

MOST_SHOWN = 160
"""Of a note in the list, in letters."""


def sample_view(sample: Sample, words: Words, lists: PickLists, now: datetime) -> dict[str, Any]:
    """The list's values."""
    off = not sample.percent
    return {
        "title": words("counter.title"),
        "lead": "" if off else words("counter.lead", percent=sample.percent),
        "waiting": [_row(drawn, sample.people, words, lists, now) for drawn in sample.waiting],
        "more": sample.more,
        "done_list": [_row(drawn, sample.people, words, lists, now) for drawn in sample.done],
        "empty": words("counter.off") if off else words("counter.empty"),
    }


def note_view(opened: OpenNote, words: Words, lists: PickLists, now: datetime) -> dict[str, Any]:
    """One note's values, from who it is about to what the doctor said of it."""
    drawn, people = opened.drawn, opened.people
    visit = drawn.visit.fields
    flags = _flags(drawn)
    return {
        "title": words("counter.title"),
        **_who(drawn, people, words, now),
        "chips": [flag_mark(vars(flag), words, lists) for flag in flags],
        "complaint": complaint_text(_entries(visit, "complaints"), words, lists) or words("complaint.none"),
        "vitals": _vitals(visit, flags, words),
        "examination": str(visit.get("examination") or ""),
        "provisional": ", ".join(str(p.get("text") or "") for p in _entries(visit, "provisional")),
        "note_text": str(drawn.note.fields.get("text") or ""),
        "signed": words("counter.signed", when=words.moment(drawn.note.fields.get("signed"), now)),
        "corrects": str(opened.corrects.fields.get("text") or "") if opened.corrects else "",
        "deeds": _deeds(opened, words),
        "answer": _answer(opened, words, now),
    }


def _row(drawn: Drawn, people: Mapping[str, Folded], words: Words, lists: PickLists, now: datetime) -> dict[str, Any]:
    text = " ".join(str(drawn.note.fields.get("text") or "").split())
    return {
        "note": drawn.row.note,
        **_who(drawn, people, words, now),
        "complaint": complaint_text(_entries(drawn.visit.fields, "complaints"), words, lists),
        "text": text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN].rsplit(" ", 1)[0] + " …",
        "chips": [flag_mark(vars(flag), words, lists) for flag in _flags(drawn)[:3]],
        "flagged": drawn.row.flagged,
        "verdict": _verdict(drawn.row.verdict, words),
        "done": words.moment(drawn.row.done_at, now),
    }


def _who(drawn: Drawn, people: Mapping[str, Folded], words: Words, now: datetime) -> dict[str, Any]:
    person = drawn.patient.fields
    name = str(person.get("name") or "")
    age = age_text_parts(person, visit_day(drawn.visit, drawn.visit))
    author, centre = people.get(drawn.note.author), people.get(drawn.row.facility)
    return {
        "name": name,
        "other_name": str(person.get("name_other_script") or ""),
        "initials": initials(name),
        "age_gender": words.age_gender(age, person.get("gender")),
        "village": str(person.get("village") or person.get("address") or ""),
        "worker": words.named(author.fields if author else None),
        "centre": words.named(centre.fields if centre else None),
        "when": words.moment(drawn.visit.fields.get("started"), now),
    }


def _flags(drawn: Drawn) -> list[Flag]:
    """By what the record says now: a number may have been put right since the note was drawn."""
    return list(case_flags(drawn.patient, drawn.visit))


def _entries(fields: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    value = fields.get(name)
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _vitals(visit: Mapping[str, Any], flags: list[Flag], words: Words) -> list[dict[str, str]]:
    """Name, value with its unit, and the level of its flag; blood pressure as a pair."""
    vitals = visit.get("vitals")
    if not isinstance(vitals, dict):
        return []
    levels = {flag.vital: flag.level for flag in flags}
    upper, lower = vitals.get("bp_systolic"), vitals.get("bp_diastolic")
    pair = "/".join("–" if one is None else _number(one) for one in (upper, lower))
    shown = [("bp", f"{pair} mmHg")] if upper is not None or lower is not None else []
    for name, vital in VITALS.items():
        if not name.startswith("bp_") and vitals.get(name) is not None:
            shown.append((name, f"{_number(vitals[name])} {vital.unit}".strip()))
    if isinstance(vitals.get("lmp"), str):
        shown.append(("lmp", words.day_text(vitals["lmp"])))
    return [{"name": words(f"vital.{name}"), "value": text, "level": levels.get(name, "")} for name, text in shown]


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def _deeds(opened: OpenNote, words: Words) -> list[dict[str, str]]:
    """What came of the visit: outcome, medicines given out, when to come again."""
    visit = opened.drawn.visit.fields
    outcome, reason = str(visit.get("outcome") or ""), str(visit.get("outcome_reason") or "")
    came = words.known(f"counter.outcome.{outcome}", outcome)
    given = [_given(item) for one in opened.beside["dispense"] for item in _entries(one.fields, "items")]
    if given and any(one.fields.get("standing_order") == "yes" for one in opened.beside["dispense"]):
        given.append(words("counter.standing_order"))
    again = [
        ", ".join(part for part in (words.day_text(one.fields.get("due")), str(one.fields.get("reason") or "")) if part)
        for one in opened.beside["follow_up"]
    ]
    parts = (
        ("counter.outcome", ": ".join(part for part in (came, reason) if part)),
        ("counter.given", "; ".join(given)),
        ("counter.follow_up", "; ".join(again)),
    )
    return [{"title": words(key), "text": text} for key, text in parts if text]


def _given(item: Mapping[str, Any]) -> str:
    amount = f"{_number(item.get('quantity') or '')} {item.get('unit') or ''}".strip()
    return " ".join(part for part in (str(item.get("generic") or ""), amount) if part)


def _verdict(verdict: str | None, words: Words) -> Mark | None:
    if not verdict:
        return None
    tone, icon = ("good", "circle-check") if verdict == "agrees" else ("abnormal", "message-2-check")
    return Mark(tone, icon, words.known(f"counter.{verdict}", verdict))


def _answer(opened: OpenNote, words: Words, now: datetime) -> dict[str, Any] | None:
    row = opened.drawn.row
    if row.done_note is None:
        return None
    doctor = opened.people.get(row.done_by or "")
    text = str(opened.answer.fields.get("text") or "") if opened.answer else ""
    name = words.named(doctor.fields if doctor else None)
    return {
        "verdict": _verdict(row.verdict, words),
        "text": "" if text == AGREED else text,
        "by": words("counter.said", name=name, when=words.moment(row.done_at, now)),
    }
