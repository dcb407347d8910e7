"""The visit form without its widgets: its fields, its parts, and what goes to `finish_visit`. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from care_record.rules.cbac import is_priority
from care_record.rules.problem import Problem
from spoke_app.actions.finish_visit import VisitForm
from spoke_app.actions.views import Attachment, VisitRow
from spoke_app.ui.models.notes import FieldNote, Values, masked
from spoke_app.ui.models.screening_form import FIELDS as SCREENING
from spoke_app.ui.models.screening_form import is_begun, score_of, screening_notes, screening_of
from spoke_app.ui.models.typed import a_due_date, number
from spoke_app.ui.models.visit_time import started_of, time_notes
from spoke_app.ui.models.vital_signs import CHOSEN, MEASURED, About, proposed_urgency, to_vitals, vital_notes

PARTS: tuple[str, ...] = (
    "complaint",
    "vitals",
    "danger",
    "history",
    "screening",
    "examination",
    "photos",
    "assessment",
    "plan",
)
"""In the order of the page; `parts_of` leaves out what this patient is not asked."""
HISTORY = ("past", "surgical", "family", "tobacco", "alcohol", "obstetric", "immunisation")
ENDED = ("left", "cancelled")
"""Outcomes without treatment or referral: they say why."""
PART_OF_FIELD: dict[str, str] = {
    **dict.fromkeys(("complaint", "reason", "visit_day", "visit_time"), "complaint"),
    **dict.fromkeys((*MEASURED, *CHOSEN, "lmp"), "vitals"),
    "danger_signs": "danger",
    "danger_none": "danger",
    **{f"history_{name}": "history" for name in HISTORY},
    "history_confirmed": "history",
    **dict.fromkeys((*SCREENING, "screen_again"), "screening"),
    "examination": "examination",
    "attachments": "photos",
    **dict.fromkeys(("provisional", "note", "sign_note"), "assessment"),
    **dict.fromkeys(("outcome", "medicine", "medicines", "standing_order", "desk", "urgency", "question"), "plan"),
    **dict.fromkeys(("consent", "consent_by", "consent_witness", "reach_how", "reach_when", "follows"), "plan"),
    **dict.fromkeys(("guardian_name", "guardian_relation", "outcome_reason"), "plan"),
    **dict.fromkeys(("follow_up", "follow_up_reason"), "plan"),
}
_OWN_FIELD = {
    "complaints": "complaint",
    "vitals": "temperature_f",
    "history": "history_past",
    "treat": "medicine",
    "items": "medicine",
    "refer": "desk",
    "text": "note",
    "reach": "reach_how",
    "by": "consent_by",
    "guardian": "guardian_name",
    "name": "guardian_name",
    "relation": "guardian_relation",
    "started": "visit_time",
    "speciality": "desk",
    "due": "follow_up",
}
"""Where a problem that an action names by its record's field stands in the form."""

_RANKS = ("routine", "urgent", "emergency")
_REFUSALS = {
    "required": "missing",
    "guardian-needed": "guardian_needed",
    "in-past": "date_behind",
    "too-long": "too_long",
    "too-large": "too_large",
    "in-future": "time_ahead",
}


@dataclass(frozen=True)
class Standing:
    """What the form must know beside what is typed: the case that a follow-up goes on with, whether an adult is to be
    named for this minor, and the record's heads when the form was opened."""

    answers: str = ""
    adult_wanted: bool = False
    heads: tuple[str, ...] = ()


def empty_values() -> Values:
    """A visit before the first key."""
    return {
        "complaint": [],
        **dict.fromkeys((*MEASURED, *CHOSEN, "lmp", "examination", "note", "outcome", "desk", "urgency"), ""),
        "danger_signs": [],
        "danger_none": False,
        **{f"history_{name}": "" for name in HISTORY},
        "history_before": {},
        "history_confirmed": False,
        "attachments": [],
        "provisional": [],
        "sign_note": True,
        "medicines": [],
        "standing_order": True,
        "urgency_by_hand": False,
        "question": "",
        "consent": False,
        "consent_at": "",
        "consent_by": "patient",
        "reach_how": "waits",
        "reach_when": "",
        "follow_up": "",
        "follow_up_reason": "",
        "consent_witness": "",
        "follows": False,
        "desk_proposed": "",
        "guardian_name": "",
        "guardian_relation": "",
        "outcome_reason": "",
        "reason": "new",
        **dict.fromkeys(SCREENING, ""),
        "screen_again": False,
        "visit_day": "",
        "visit_time": "",
        "started": "",
    }


def parts_of(about: About) -> tuple[str, ...]:
    """The parts that this patient's page has, in their order."""
    return tuple(part for part in PARTS if part != "screening" or about.wants_waist)


def bring_forward(values: Values, history: dict[str, Any]) -> Values:
    """The history of the visit before, put into an empty form to be confirmed."""
    known = {f"history_{name}": str(history[name]) for name in HISTORY if history.get(name)}
    return {**values, **known, "history_before": known}


def history_of(values: Values) -> dict[str, str]:
    """What of the history belongs to this visit: what was confirmed, and what was written or altered now."""
    before = values["history_before"]
    result: dict[str, str] = {}
    for name in HISTORY:
        text = values[f"history_{name}"].strip()
        if text and (values["history_confirmed"] or text != before.get(f"history_{name}")):
            result[name] = text
    return result


def part_states(values: Values, about: About, last: dict[str, Any]) -> dict[str, str]:
    """Each part's state for the index: `empty`, `done`, `abnormal`, `critical` or `error`."""
    states = {part: "done" if _touched(part, values) else "empty" for part in PARTS}
    notes = vital_notes(values, about, last)
    tones = {note.tone for name, note in notes.items() if PART_OF_FIELD[name] == "vitals"}
    for tone in ("abnormal", "critical", "error"):
        if tone in tones:
            states["vitals"] = tone
    if values["danger_signs"]:
        states["danger"] = "critical"
    if any(note.tone == "error" for note in plan_notes(values, about.on)):
        states["plan"] = "error"
    points = score_of(values, about)
    if points is not None and is_priority(points):
        states["screening"] = "abnormal"
    if screening_notes(values, about):
        states["screening"] = "error"
    return states


def plan_notes(values: Values, on: date) -> tuple[FieldNote, ...]:
    """What to say about the last part's typed fields: the follow-up day, quantities."""
    found: list[FieldNote] = []
    if values["follow_up"].strip():
        due = a_due_date(values["follow_up"], on)
        if due is None:
            found.append(FieldNote("follow_up", "error", "date_unread"))
        elif due < on:
            found.append(FieldNote("follow_up", "error", "date_behind"))
        else:
            found.append(FieldNote("follow_up", "good", "due", (due.isoformat(),)))
    if values["outcome"] == "treated":
        for item in values["medicines"]:
            if not isinstance(number(str(item.get("quantity", ""))), int):
                found.append(FieldNote("medicines", "error", "quantity", (item["generic"],)))
    return tuple(found)


def form_notes(values: Values, about: About, last: dict[str, Any], now: datetime) -> dict[str, FieldNote]:
    """What to say beside the fields, by their names; a field's own remark goes before that of another part."""
    found = {note.field: note for note in screening_notes(values, about)}
    found |= {name: note for name, note in vital_notes(values, about, last).items() if name not in found}
    found |= {note.field: note for note in plan_notes(values, about.on)}
    return found | {note.field: note for note in time_notes(values, now)}


def unreadable(values: Values, about: About, last: dict[str, Any], now: datetime) -> tuple[FieldNote, ...]:
    """What was typed and cannot be kept as a value, in the order of the page: finishing would lose it.

    What a visit must have is the action's to say (`finish_visit` refuses, naming the fields).
    """
    notes = sorted(form_notes(values, about, last, now).values(), key=lambda note: _PLACES[note.field])
    return tuple(note for note in notes if note.tone == "error")


_PLACES = {name: PARTS.index(part) for name, part in PART_OF_FIELD.items()}


def field_of_problem(path: str) -> str:
    """The form's field for a problem's path: `vitals.pulse` -> `pulse`, `question` -> `question`."""
    if path == "follow_up.reason":
        return "follow_up_reason"
    steps = [step for step in path.replace("referral.", "").split(".") if step]
    for step in reversed(steps):
        if step in PART_OF_FIELD:
            return step
        if f"history_{step}" in PART_OF_FIELD and steps[0] == "history":
            return f"history_{step}"
        if step in _OWN_FIELD:
            return _OWN_FIELD[step]
    return "complaint"


def last_vitals(visits: Sequence[VisitRow]) -> dict[str, Any]:
    """Of each vital the value that was measured last; `visits` newest first."""
    last: dict[str, Any] = {}
    for visit in visits:
        for name, value in visit.vitals.items():
            last.setdefault(name, value)
    return last


def last_history(visits: Sequence[VisitRow]) -> dict[str, Any]:
    """The history as last asked."""
    return next((visit.history for visit in visits if visit.history), {})


def urgency_after(values: Values, about: About) -> str:
    """The urgency after something was typed: what the flags call for, or a higher one chosen by hand."""
    proposed = proposed_urgency(values, about)
    chosen = values["urgency"] or "routine"
    if values["urgency_by_hand"] and _RANKS.index(chosen) > _RANKS.index(proposed):
        return str(chosen)
    return proposed


def refused_notes(problems: Sequence[Problem]) -> tuple[FieldNote, ...]:
    """What the action would not write, at the fields of the form."""
    return tuple(
        FieldNote(field_of_problem(problem.field), "error", _REFUSALS.get(problem.code, "not_taken"), (problem.detail,))
        for problem in problems
    )


def to_visit_form(
    values: Values, patient: str, about: About, staff: str, now: datetime, standing: Standing | None = None
) -> VisitForm:
    """The form as `finish_visit` takes it. `staff` is who is signed in: the witness of a spoken consent, unless another
    is chosen."""
    kept, _ = masked(values)
    standing = standing or Standing()
    referred = kept["outcome"] == "referred"
    fields: dict[str, Any] = {
        "complaints": kept["complaint"],
        "vitals": to_vitals(kept, about),
        "danger_signs": list(kept["danger_signs"]),
        "history": history_of(kept),
        "examination": kept["examination"].strip(),
        "provisional": kept["provisional"],
        "outcome": kept["outcome"],
        "outcome_reason": kept["outcome_reason"].strip() if kept["outcome"] in ENDED else "",
        "reason": kept["reason"] if kept["reason"] != "new" else "",
    }
    return VisitForm(
        patient=patient,
        started=started_of(kept, now),
        mode="spoke",
        fields={
            name: value for name, value in fields.items() if value or (name == "danger_signs" and kept["danger_none"])
        },
        note=kept["note"].strip(),
        sign_note=bool(kept["sign_note"] and kept["note"].strip()),
        treat=_treatment(kept) if kept["outcome"] == "treated" and kept["medicines"] else None,
        refer=_referral(kept, staff, now, standing) if referred else None,
        follow_up=_follow_up(kept, about.on),
        attachments=tuple(Attachment(sha=each["id"], **_told_of(each)) for each in kept["attachments"]),
        screening=screening_of(kept, about),
        guardian=_guardian(kept) if referred and standing.adult_wanted else None,
        heads=standing.heads,
    )


def _touched(part: str, values: Values) -> bool:
    if part == "vitals":
        return any(values[name] for name in (*MEASURED, "pregnant"))
    if part == "history":
        return bool(history_of(values)) or bool(values["history_confirmed"])
    if part == "plan":
        return bool(values["outcome"])
    if part == "screening":
        return is_begun(values)
    names = {
        "complaint": ("complaint",),
        "danger": ("danger_signs", "danger_none"),
        "examination": ("examination",),
        "photos": ("attachments",),
        "assessment": ("provisional", "note"),
    }[part]
    return any(bool(values[name]) for name in names)


def _told_of(entry: Values) -> dict[str, Any]:
    return {name: entry[name] for name in ("bytes", "media", "label", "taken")}


def _treatment(values: Values) -> dict[str, Any]:
    items = [{**item, "quantity": number(str(item.get("quantity", "")))} for item in values["medicines"]]
    return {"items": items, "standing_order": "yes" if values["standing_order"] else "no"}


def _guardian(values: Values) -> dict[str, str]:
    return {"name": values["guardian_name"].strip(), "relation": values["guardian_relation"]}


def _referral(values: Values, staff: str, now: datetime, standing: Standing) -> dict[str, Any]:
    desk, _, speciality = values["desk"].partition("|")
    reach = {"how": values["reach_how"], "when": values["reach_when"].strip()}
    consent = None
    if values["consent"]:
        consent = {
            "given": "yes",
            "by": values["consent_by"],
            "how": "spoken",
            "told_limits": True,
            "witness": values["consent_witness"] or staff,
            "at": values["consent_at"] or now.isoformat(timespec="seconds"),
        }
    return {
        "desk": desk,
        "speciality": speciality,
        "urgency": values["urgency"] or "routine",
        "question": values["question"].strip(),
        "consent": consent,
        "reach": {key: value for key, value in reach.items() if value},
        **({"answers": standing.answers} if standing.answers and values["follows"] else {}),
    }


def _follow_up(values: Values, on: date) -> dict[str, Any] | None:
    due = a_due_date(values["follow_up"], on) if values["follow_up"].strip() else None
    if due is None:
        return None
    return {"due": due.isoformat(), "reason": values["follow_up_reason"].strip()}
