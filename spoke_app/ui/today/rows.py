"""The rows of Today, made from the view. Plain functions, so that what is said can be tested without a window."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication

from spoke_app.actions.views import CaseRow, Draft, FollowUpRow, PatientRow, TodayVisit
from spoke_app.documents.paper import Both
from spoke_app.documents.words import with_title
from spoke_app.ui.cases.late import late_words
from spoke_app.ui.cases.reach import phone_text, reach_words
from spoke_app.ui.text import age_text, ago, meta_text, names_for, short_date, short_day, state_text, time_text
from spoke_app.ui.widgets.chip import ChipFace
from spoke_app.ui.widgets.rows import Row, RowTone

CHIP_COLUMN = 172


def _name(patient: PatientRow, lang: str) -> str:
    return names_for(patient.name, patient.name_other, lang)[0]


def from_doctor_row(case: CaseRow, lang: str, now: datetime) -> Row:
    """A case on which the doctor has said something, and how to reach the patient with it."""
    asks = case.receipt.state == "question"
    known = with_title(Both(case.doctor, case.doctor_hi)).first("hi" if lang == "hi" else "en")
    doctor = known or QCoreApplication.translate("Today", "The doctor")
    if asks:
        question = case.receipt.question or case.last_word
        said = QCoreApplication.translate("Today", "{doctor} asks: “{question}”").format(
            doctor=doctor, question=question
        )
        button = QCoreApplication.translate("Today", "Reply")
    else:
        said = QCoreApplication.translate("Today", "{doctor} answered").format(doctor=doctor)
        if case.last_word:
            said = f"{said}: {case.last_word}"
        button = QCoreApplication.translate("Today", "Open")
    icon, reach = reach_words(case, lang, now)
    return Row(
        case.referral,
        _name(case.patient, lang),
        said,
        beside=meta_text(case.patient, lang),
        chip=state_text(case.receipt.state),
        button=button,
        note=reach,
        note_icon=icon,
        note_tone="accent",
    )


def unanswered_row(case: CaseRow, lang: str, now: datetime) -> Row:
    """A case whose answer is late, and what to do about it."""
    saved = case.receipt.steps[0].at if case.receipt.steps else None
    since = ago(datetime.fromisoformat(saved), now) if saved else ""
    at_hub = case.receipt.state in ("at_hub", "opened")
    if at_hub:
        advice = QCoreApplication.translate("Today", "Sent {ago}, no answer yet.").format(ago=since)
    else:
        advice = QCoreApplication.translate("Today", "Saved {ago}, not sent yet.").format(ago=since)
    icon, todo = late_words(case, lang)
    urgent = {
        "emergency": ChipFace(QCoreApplication.translate("Today", "Emergency"), "emergency", "alert-octagon"),
        "urgent": ChipFace(QCoreApplication.translate("Today", "Urgent"), "amber", "flag"),
    }
    late = ChipFace(QCoreApplication.translate("Today", "Late"), "amber", "clock")
    return Row(
        case.referral,
        _name(case.patient, lang),
        advice,
        beside=meta_text(case.patient, lang),
        chip=urgent.get(case.urgency, late),
        button=QCoreApplication.translate("Today", "Open"),
        note=todo,
        note_icon=icon,
        note_tone="red" if case.urgency == "emergency" else "amber",
    )


def visit_id(visit: TodayVisit) -> str:
    """What the list calls a visit: a draft has no record yet."""
    return visit.visit or f"draft:{visit.draft}"


def visit_row(visit: TodayVisit, complaint: str, lang: str) -> Row:
    """One visit of the day; its complaint in the language of now."""
    return Row(
        visit_id(visit),
        _name(visit.patient, lang),
        meta_text(visit.patient, lang),
        lead=time_text(visit.started),
        middle=complaint,
        chip=state_text(visit.state),
        chip_column=CHIP_COLUMN,
    )


def due_words(due: FollowUpRow, lang: str, today: date) -> tuple[str, str, RowTone]:
    """(when somebody should come, its icon, its colour): late, today, a day ahead; or that she has died since."""
    if due.patient.deceased is not None:
        died = QCoreApplication.translate("Patients", "Died {0}")
        return died.format(short_date(due.patient.deceased, lang, today)), "alert-triangle", "amber"
    late = (today - due.due).days
    if late > 0:
        return QCoreApplication.translate("Today", "%n day(s) late", "", late), "clock", "amber"
    if late == 0:
        return QCoreApplication.translate("Today", "Today"), "calendar-event", "accent"
    return short_day(due.due, lang, today), "", "ink2"


def follow_up_row(due: FollowUpRow, lang: str, now: datetime) -> Row:
    """Somebody who should come today, or should have come."""
    words, icon, tone = due_words(due, lang, now.date())
    urgent = tone == "amber"
    return Row(
        due.id,
        _name(due.patient, lang),
        due.reason or age_text(due.patient.age, lang),
        avatar=False,
        right=words,
        # A call is half of the work: the number stands where the hand looks.
        right_below=phone_text(due.patient.phone),
        right_icon=icon if urgent else "",
        right_tone=tone if urgent else "ink2",
        right_strong=urgent,
    )


def draft_words(draft: Draft, now: datetime) -> str:
    """Whose form it is, where it stopped and when it was kept."""
    saved = draft.saved_at.astimezone(now.tzinfo)
    when = time_text(saved) if saved.date() == now.date() else ago(draft.saved_at, now)
    title = draft.title or QCoreApplication.translate("Today", "No name yet")
    part = stopped_at(draft)
    if part:
        template = QCoreApplication.translate(
            "Today", "{name}, stopped at “{part}”, {when}. All that was typed is here."
        )
    elif draft.form == "visit":
        template = QCoreApplication.translate("Today", "{name}, kept {when}. All that was typed is here.")
    else:
        template = QCoreApplication.translate("Today", "{name}, registration, kept {when}. All that was typed is here.")
    return template.format(name=title, when=when, part=part)


def stopped_at(draft: Draft) -> str:
    """The part of the visit's page in which the cursor stood; '' where that is not known."""
    from spoke_app.ui.models.visit_form import PART_OF_FIELD  # only where there is a draft
    from spoke_app.ui.visit.words import part_title

    part = PART_OF_FIELD.get(draft.focus.removeprefix("visit."), "") if draft.form == "visit" else ""
    return part_title(part) if part else ""
