"""The sentences of the record: events of the timeline, why somebody is family, what two records agree on."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from spoke_app.actions.family import Relative
from spoke_app.actions.open_record import Event
from spoke_app.actions.results import TestResult
from spoke_app.actions.views import PatientRow, Person
from spoke_app.ui.models.typed import number_text
from spoke_app.ui.models.vital_signs import vitals_line
from spoke_app.ui.text import names_for, short_day, state_text
from spoke_app.ui.widgets.chip import ChipFace

_tr = QCoreApplication.translate


def full_day(day: date, lang: str) -> str:
    """`3 Oct 2026`: a day that may be of any year."""
    language = QLocale.Language.Hindi if lang == "hi" else QLocale.Language.English
    written = QLocale(language, QLocale.Country.India).toString(QDate(day.year, day.month, day.day), "d MMM yyyy")
    return written.replace("\u0970", "")  # the mark of `नव॰` reads like a degree sign


def staff_name(person: Person | None, lang: str) -> str:
    """`Kumari Anjali`, in the language of now; '' for somebody who is not known here."""
    return names_for(person.name, person.name_hi, lang)[0] if person is not None else ""


def record_name(row: PatientRow, lang: str) -> str:
    """`Suneeta Kumari (B-0012)`: a record among several of one person."""
    name = names_for(row.name, row.name_other, lang)[0]
    return f"{name} ({row.slip_no})" if row.slip_no else name


def event_icon(event: Event) -> str:
    return {
        "visit": "stethoscope",
        "answer": "message-check",
        "result": "test-pipe",
        "follow_up": "calendar-event",
        "dispense": "pill",
        "screening": "file-text",
    }[event.kind]


def event_title(event: Event, complaint: str, lang: str) -> str:
    """The bold line of an event. `complaint` is a visit's, in the language of now."""
    if event.kind == "visit":
        return complaint or _tr("PatientRecord", "Visit")
    if event.kind == "answer":
        who = staff_name(event.who, lang)
        return _tr("PatientRecord", "{0} answered").format(who) if who else _tr("PatientRecord", "The doctor answered")
    if event.kind == "result":
        return event.title or _tr("PatientRecord", "Test result")
    if event.kind == "follow_up":
        return _tr("PatientRecord", "Follow-up: {0}").format(event.title or _tr("PatientRecord", "see again"))
    if event.kind == "dispense":
        return _tr("PatientRecord", "Medicines given out")
    return _tr("PatientRecord", "Screening (CBAC), score {0}").format(event.title)


def event_lines(event: Event, origin: str) -> tuple[str, ...]:
    """The quiet lines below it. `origin` names the record it came from, where two were joined."""
    lines = []
    if event.kind == "visit" and (measured := vitals_line(event.vitals)):
        lines.append(measured)
    if event.kind == "answer" and event.title:
        lines.append(event.title)
    if event.kind in ("answer", "dispense") and event.words:
        lines.append(", ".join(event.words))
    if event.kind == "result" and event.result is not None and (said := result_text(event.result)) != event.title:
        lines.append(said)
    if event.late:
        lines.append(_tr("PatientRecord", "Entered later"))
    if origin:
        lines.append(_tr("PatientRecord", "From the record of {0}").format(origin))
    return tuple(lines)


def event_chip(event: Event) -> ChipFace | None:
    """How the event stands."""
    if event.kind == "visit":
        if event.state == "referred":
            return ChipFace(_tr("PatientRecord", "Referred"), "accent", "send")
        return state_text(event.state) if event.state else None
    if event.kind == "follow_up":
        return {
            "done": ChipFace(_tr("PatientRecord", "Done"), "green", "check"),
            "late": ChipFace(_tr("PatientRecord", "Overdue"), "amber", "alert-triangle"),
            "due": ChipFace(_tr("PatientRecord", "Due"), "grey", "clock"),
        }[event.state]
    return None


def result_text(result: TestResult) -> str:
    """`9.2 g/dL`, or what was written, or both."""
    value = f"{number_text(result.value)} {result.unit}".strip() if result.value is not None else ""
    return ", ".join(part for part in (value, result.text) if part)


def why_family(relative: Relative, mine: PatientRow) -> str:
    """Why somebody may be of the family: `same phone, same husband: Manoj Yadav`."""
    words = {
        "phone": _tr("PatientRecord", "same phone"),
        "same_relative": _tr("PatientRecord", "same relative: {0}").format(mine.relative),
        "is_relative": _tr("PatientRecord", "named as relative here"),
        "has_relative": _tr("PatientRecord", "names {0} as relative").format(mine.name),
    }
    return ", ".join(words[why] for why in relative.why)


def compared_label(what: str) -> str:
    """What is compared between two records."""
    return {
        "name": _tr("PatientRecord", "Name"),
        "gender": _tr("PatientRecord", "Gender"),
        "age": _tr("PatientRecord", "Age"),
        "relative": _tr("PatientRecord", "Relative"),
        "village": _tr("PatientRecord", "Village"),
        "phone": _tr("PatientRecord", "Phone"),
        "abha": _tr("PatientRecord", "ABHA number"),
        "visits": _tr("PatientRecord", "Visits"),
    }[what]


def agreement_face(agreement: str) -> ChipFace:
    """Whether the two say the same, as icon and word."""
    return {
        "same": ChipFace(_tr("PatientRecord", "Same"), "green", "equal"),
        "near": ChipFace(_tr("PatientRecord", "Nearly"), "accent", "equal"),
        "differs": ChipFace(_tr("PatientRecord", "Differs"), "amber", "equal-not"),
        "one": ChipFace(_tr("PatientRecord", "Only one"), "grey", "circle"),
    }[agreement]


def moment_of_day(moment: datetime, lang: str, now: datetime) -> str:
    """`Monday 23 Nov, 10:00`."""
    return f"{short_day(moment.date(), lang, now.date())}, {moment:%H:%M}"
