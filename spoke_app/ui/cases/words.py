"""The words that only the cases' screens need: the strip's receipt, urgency, names in short, refusals to print."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from care_record.case import Receipt
from spoke_app.actions.views import CaseRow, PatientRow
from spoke_app.documents.words import is_devanagari
from spoke_app.ui.models.patient_rows import relative_short
from spoke_app.ui.text import age_text, gender_text, moment_text, receipt_marks, step_title
from spoke_app.ui.widgets.receipt_steps import StepMark

_tr = QCoreApplication.translate


def strip_marks(receipt: Receipt, lang: str, now: datetime) -> tuple[StepMark, ...]:
    """The receipt for a case's strip: each step's name below its disc, and the time below that."""
    marks = []
    for step, mark in zip(receipt.steps, receipt_marks(receipt, lang, now), strict=True):
        if step.state in ("now", "question"):
            marks.append(mark)
        else:
            marks.append(StepMark(step.state, step_title(step.name), mark.caption, strong=step.state == "done"))
    return tuple(marks)


def receipt_words(receipt: Receipt, marks: tuple[StepMark, ...]) -> str:
    """The receipt for a screen reader: `Saved 15:10, At the hub 15:42, Awaited`."""
    said = []
    for step, mark in zip(receipt.steps, marks, strict=True):
        if step.state == "done":
            said.append(f"{step_title(step.name)} {mark.caption}".strip())
        elif mark.caption:
            said.append(mark.caption)
    return ", ".join(said)


def urgency_word(urgency: str, late: bool) -> str:
    """`Urgent`, `Urgent, late`, `Late`; '' for a routine case in time: what is usual needs no word."""
    if late:
        words = {"urgent": _tr("Cases", "Urgent, late"), "emergency": _tr("Cases", "Emergency, late")}
        return words.get(urgency, _tr("Cases", "Late"))
    return {"urgent": _tr("Cases", "Urgent"), "emergency": _tr("Cases", "Emergency")}.get(urgency, "")


def strip_line(row: PatientRow, lang: str) -> str:
    """`27 y · Female · Barail · W/o Manoj Yadav · slip 1029`."""
    slip = _tr("Cases", "slip {0}").format(row.slip_no) if row.slip_no else ""
    parts = (age_text(row.age, lang), gender_text(row.gender), row.village, relative_short(row), slip)
    return " · ".join(part for part in parts if part)


def short_person(name: str) -> str:
    """'Dr Nivedita Jha' -> 'Dr N. Jha', 'Kumari Anjali' -> 'K. Anjali', 'डॉ. निवेदिता झा' -> 'डॉ. झा'."""
    words = name.split()
    title = words[0] if words and words[0].rstrip(".").lower() in ("dr", "डॉ") else ""
    rest = words[1:] if title else words
    if len(rest) < 2:
        return name
    if is_devanagari(rest[0]):
        return f"{title} {rest[-1]}" if title else name
    return f"{title} {rest[0][0]}. {rest[-1]}".strip()


def not_printable(code: str) -> tuple[str, str]:
    """Why this prescription may not go on paper, and what to do."""
    return {
        "invalid": (
            _tr("Cases", "The doctor's signature does not fit."),
            _tr("Cases", "This prescription was changed after signing. Do not give it; ask the doctor for a new one."),
        ),
        "cancelled": (
            _tr("Cases", "The doctor has cancelled this prescription."),
            _tr("Cases", "It cannot be printed any more."),
        ),
        "replaced": (
            _tr("Cases", "A newer prescription has replaced this one."),
            _tr("Cases", "Open the case again to see it."),
        ),
        "unsigned": (
            _tr("Cases", "This prescription is not signed yet."),
            _tr("Cases", "It can be printed when the signed one has arrived."),
        ),
    }.get(code, (_tr("Cases", "There is no medicine on this prescription."), ""))


def waiting_words(row: CaseRow, doctor: str, lang: str, now: datetime) -> tuple[str, str, str] | None:
    """Where an unanswered case is, what to do meanwhile, and a button; None once there is an answer."""
    state = row.receipt.state
    if state not in ("saved", "at_hub", "opened"):
        return None
    late = _tr("Cases", "It is late: call the hub; if the patient gets worse, send on to the nearest hospital.")
    since = next((step.at for step in reversed(row.receipt.steps) if step.state == "done" and step.at), None)
    when = moment_text(datetime.fromisoformat(since), lang, now) if since else ""
    if state == "saved":
        return (
            _tr("Cases", "Waiting on this PC to be sent"),
            late if row.overdue else _tr("Cases", "It goes by itself when the line comes back."),
            _tr("Cases", "Exchange now"),
        )
    if state == "at_hub":
        return (
            _tr("Cases", "In the doctors' queue since {0}").format(when),
            late if row.overdue else _tr("Cases", "The answer appears here with the next exchange after it."),
            "",
        )
    return (
        _tr("Cases", "{0} opened it at {1}").format(doctor, when),
        late if row.overdue else _tr("Cases", "The answer appears here with the next exchange after it."),
        "",
    )
