"""Words for what the record holds as codes: ages, genders, dates, flags, states. English here, Hindi by translation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from spoke_app.ui.widgets.chip import ChipFace
from spoke_app.ui.widgets.receipt_steps import StepMark

if TYPE_CHECKING:
    from collections.abc import Callable

    from care_record.case import Receipt, Step
    from care_record.rules.red_flags import Flag
    from spoke_app.actions.views import PatientRow


def _locale(lang: str) -> QLocale:
    if lang == "hi":
        return QLocale(QLocale.Language.Hindi, QLocale.Country.India)
    return QLocale(QLocale.Language.English, QLocale.Country.India)


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _short(day: QDate, form: str, lang: str) -> str:
    """A day with its month in short; the abbreviation mark of `नव॰` is left out: it reads like a degree sign."""
    return _locale(lang).toString(day, form).replace("\u0970", "")


def _is_devanagari(text: str) -> bool:
    return any("\u0900" <= char <= "\u097f" for char in text)


def names_for(name: str, other: str, lang: str) -> tuple[str, str]:
    """(the name to show first, the one beside it): in Hindi the Devanagari one first, if the record has it."""
    if lang == "hi" and other and _is_devanagari(other) and not _is_devanagari(name):
        return other, name
    return name, other


def age_text(age: str, lang: str = "en", *, long: bool = False) -> str:
    """`27 years` of a view as `27 y`; `''` stays `''`. `long` writes the unit out."""
    value, _, unit = age.partition(" ")
    if not unit:
        return age
    if long:
        words = {
            "years": QCoreApplication.translate("Text", "{n} years"),
            "months": QCoreApplication.translate("Text", "{n} months"),
            "weeks": QCoreApplication.translate("Text", "{n} weeks"),
            "days": QCoreApplication.translate("Text", "{n} days"),
        }
    else:
        words = {
            "years": QCoreApplication.translate("Text", "{n} y"),
            "months": QCoreApplication.translate("Text", "{n} mo"),
            "weeks": QCoreApplication.translate("Text", "{n} wk"),
            "days": QCoreApplication.translate("Text", "{n} d"),
        }
    return words.get(unit, "{n} " + unit).format(n=value)


def gender_text(gender: str, *, short: bool = False) -> str:
    """`Female`, or `F`."""
    if short:
        words = {
            "female": QCoreApplication.translate("Text", "F"),
            "male": QCoreApplication.translate("Text", "M"),
            "other": QCoreApplication.translate("Text", "O"),
        }
    else:
        words = {
            "female": QCoreApplication.translate("Text", "Female"),
            "male": QCoreApplication.translate("Text", "Male"),
            "other": QCoreApplication.translate("Text", "Other"),
        }
    return words.get(gender, gender)


def who_text(row: PatientRow, lang: str) -> str:
    """`27 y F` or, in Hindi, age and gender written out."""
    age, gender = age_text(row.age, lang), gender_text(row.gender, short=True)
    if age and gender:
        return QCoreApplication.translate("Text", "{age} {gender}").format(age=age, gender=gender)
    return age or gender


def meta_text(row: PatientRow, lang: str) -> str:
    """`27 y F · Barail`."""
    return " · ".join(part for part in (who_text(row, lang), row.village) if part)


def role_text(role: str, *, short: bool = False) -> str:
    """A role of the record in words."""
    if short:
        words = {
            "cho": QCoreApplication.translate("Text", "CHO"),
            "anm": QCoreApplication.translate("Text", "ANM"),
            "it": QCoreApplication.translate("Text", "IT"),
        }
        return words.get(role, role_text(role))
    words = {
        "cho": QCoreApplication.translate("Text", "Community health officer"),
        "anm": QCoreApplication.translate("Text", "ANM"),
        "doctor": QCoreApplication.translate("Text", "Doctor"),
        "admin": QCoreApplication.translate("Text", "Administrator"),
        "it": QCoreApplication.translate("Text", "IT staff"),
        "programme": QCoreApplication.translate("Text", "Programme officer"),
    }
    return words.get(role, role)


def date_text(day: date, lang: str, *, year: bool = True) -> str:
    """`Tuesday, 24 November 2026`."""
    return _locale(lang).toString(_qdate(day), "dddd, d MMMM yyyy" if year else "dddd, d MMMM")


def time_text(moment: datetime) -> str:
    """`11:42`."""
    return moment.strftime("%H:%M")


def short_date(day: date, lang: str, today: date | None = None) -> str:
    """`Today`, `Yesterday`, a weekday within the week, `12 Aug` within the year, else `Jan 2026`."""
    if today is not None:
        days = (today - day).days
        if days == 0:
            return QCoreApplication.translate("Text", "Today")
        if days == 1:
            return QCoreApplication.translate("Text", "Yesterday")
        if 1 < days < 7:
            return _locale(lang).toString(_qdate(day), "dddd")
        if abs(days) > 300:
            return _short(_qdate(day), "MMM yyyy", lang)
    return _short(_qdate(day), "d MMM", lang)


def short_day(day: date, lang: str, today: date) -> str:
    """`Monday 23 Nov`; with its year if that is another one."""
    return _short(_qdate(day), "dddd d MMM" if day.year == today.year else "dddd d MMM yyyy", lang)


def month_text(day: date, lang: str) -> str:
    """`Jun`: a label under a chart."""
    return _short(_qdate(day), "MMM", lang)


def moment_text(moment: datetime, lang: str, now: datetime) -> str:
    """`11:05` of today, `Mon 15:10` within the week, else `12 Aug`."""
    local = moment.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    if days == 0:
        return time_text(local)
    if 0 < days < 7:
        return f"{_locale(lang).toString(_qdate(local.date()), 'ddd')} {time_text(local)}"
    return _short(_qdate(local.date()), "d MMM", lang)


def ago(moment: datetime, now: datetime) -> str:
    """`just now`, `5 min ago`, `2 h ago`, `3 days ago`."""
    passed = now - moment
    if passed < timedelta(minutes=1):
        return QCoreApplication.translate("Text", "just now")
    if passed < timedelta(hours=1):
        return QCoreApplication.translate("Text", "{n} min ago").format(n=passed // timedelta(minutes=1))
    if passed < timedelta(days=1):
        return QCoreApplication.translate("Text", "{n} h ago").format(n=passed // timedelta(hours=1))
    return QCoreApplication.translate("Text", "%n day(s) ago", "", passed.days)


def size_text(count: int) -> str:
    """Bytes as `820 bytes`, `4 KB`, `1.2 MB`."""
    if count < 1000:
        return QCoreApplication.translate("Text", "{n} bytes").format(n=count)
    if count < 1_000_000:
        return QCoreApplication.translate("Text", "{n} KB").format(n=max(1, round(count / 1024)))
    return QCoreApplication.translate("Text", "{n} MB").format(n=round(count / 1_048_576, 1))


def kind_text(kind: str) -> str:
    """A kind of record in words."""
    words = {
        "patient": QCoreApplication.translate("Text", "Patient"),
        "visit": QCoreApplication.translate("Text", "Visit"),
        "note": QCoreApplication.translate("Text", "Note"),
        "referral": QCoreApplication.translate("Text", "Referral"),
        "case_event": QCoreApplication.translate("Text", "Message on a case"),
        "advice": QCoreApplication.translate("Text", "Advice"),
        "prescription": QCoreApplication.translate("Text", "Prescription"),
        "dispense": QCoreApplication.translate("Text", "Medicines given"),
        "follow_up": QCoreApplication.translate("Text", "Follow-up"),
        "result": QCoreApplication.translate("Text", "Test result"),
        "attachment": QCoreApplication.translate("Text", "Photo or report"),
        "staff": QCoreApplication.translate("Text", "Staff"),
        "screening": QCoreApplication.translate("Text", "Screening"),
        "stock": QCoreApplication.translate("Text", "Medicines in stock"),
        "facility": QCoreApplication.translate("Text", "Health centre"),
        "desk": QCoreApplication.translate("Text", "Desk at the hub"),
        "device": QCoreApplication.translate("Text", "PC"),
        "notice": QCoreApplication.translate("Text", "Notice"),
    }
    return words.get(kind, QCoreApplication.translate("Text", "Record of a newer version"))


def flag_text(flag: Flag) -> str:
    """A red flag in words, with the value that raised it."""
    words = {
        "bp_high": QCoreApplication.translate("Text", "High BP"),
        "bp_critical": QCoreApplication.translate("Text", "Very high BP"),
        "bp_high_pregnancy": QCoreApplication.translate("Text", "High BP in pregnancy"),
        "bp_critical_pregnancy": QCoreApplication.translate("Text", "Very high BP in pregnancy"),
        "bp_low": QCoreApplication.translate("Text", "Low BP"),
        "spo2_low": QCoreApplication.translate("Text", "Low oxygen"),
        "spo2_critical": QCoreApplication.translate("Text", "Very low oxygen"),
        "fast_breathing": QCoreApplication.translate("Text", "Fast breathing"),
        "pulse_high": QCoreApplication.translate("Text", "Fast pulse"),
        "pulse_low": QCoreApplication.translate("Text", "Slow pulse"),
        "fever": QCoreApplication.translate("Text", "Fever"),
        "high_fever": QCoreApplication.translate("Text", "High fever"),
        "temperature_low": QCoreApplication.translate("Text", "Low temperature"),
        "sugar_high": QCoreApplication.translate("Text", "High sugar"),
        "sugar_very_high": QCoreApplication.translate("Text", "Very high sugar"),
        "sugar_low": QCoreApplication.translate("Text", "Low sugar"),
        "hb_low": QCoreApplication.translate("Text", "Low haemoglobin"),
        "hb_low_pregnancy": QCoreApplication.translate("Text", "Low haemoglobin in pregnancy"),
        "hb_severe": QCoreApplication.translate("Text", "Very low haemoglobin"),
        "muac_low": QCoreApplication.translate("Text", "Thin upper arm"),
        "danger_sign": QCoreApplication.translate("Text", "Danger sign"),
    }
    return f"{words.get(flag.code, flag.code)} {flag.value}".strip()


def flag_face(flag: Flag) -> ChipFace:
    """The chip of a flag: critical is solid red, abnormal amber."""
    if flag.level == "critical":
        return ChipFace(flag_text(flag), "emergency", "alert-octagon")
    return ChipFace(flag_text(flag), "amber", "alert-triangle")


def state_text(state: str) -> ChipFace:
    """The chip of a visit's or a case's state: (text, tone, icon)."""
    faces = {
        "not_finished": (QCoreApplication.translate("Text", "Not finished"), "grey", "pencil"),
        "treated": (QCoreApplication.translate("Text", "Treated here"), "green", "check"),
        "left": (QCoreApplication.translate("Text", "Left"), "grey", "logout"),
        "cancelled": (QCoreApplication.translate("Text", "Cancelled"), "grey", "x"),
        "saved": (QCoreApplication.translate("Text", "Waiting to send"), "grey", "clock-up"),
        "at_hub": (QCoreApplication.translate("Text", "At the hub"), "accent", "building-hospital"),
        "opened": (QCoreApplication.translate("Text", "Opened"), "accent", "eye"),
        "question": (QCoreApplication.translate("Text", "Question"), "amber", "message-question"),
        "answered": (QCoreApplication.translate("Text", "Answered"), "accent", "message-check"),
        "seen": (QCoreApplication.translate("Text", "Seen"), "accent", "eye"),
        "given": (QCoreApplication.translate("Text", "Given"), "green", "check"),
        "closed": (QCoreApplication.translate("Text", "Closed"), "green", "check"),
        "withdrawn": (QCoreApplication.translate("Text", "Withdrawn"), "grey", "x"),
    }
    text, tone, icon = faces.get(state, (state, "grey", "circle"))
    return ChipFace(text, tone, icon)  # type: ignore[arg-type]


def step_title(name: str) -> str:
    """The head of a receipt's column."""
    words = {
        "saved": QCoreApplication.translate("Text", "Saved"),
        "at_hub": QCoreApplication.translate("Text", "At the hub"),
        "opened": QCoreApplication.translate("Text", "Opened"),
        "answered": QCoreApplication.translate("Text", "Answered"),
        "seen": QCoreApplication.translate("Text", "Seen"),
        "given": QCoreApplication.translate("Text", "Given"),
    }
    return words.get(name, name)


def _awaited(name: str) -> str:
    words = {
        "at_hub": QCoreApplication.translate("Text", "To send"),
        "opened": QCoreApplication.translate("Text", "In queue"),
        "answered": QCoreApplication.translate("Text", "Awaited"),
        "seen": QCoreApplication.translate("Text", "Open it"),
        "given": QCoreApplication.translate("Text", "To give"),
    }
    return words.get(name, "")


def _caption(step: Step, lang: str, now: datetime) -> str:
    if step.state == "question":
        return QCoreApplication.translate("Text", "Question")
    if step.state == "now":
        return _awaited(step.name)
    if step.state == "done" and step.at:
        try:
            return moment_text(datetime.fromisoformat(step.at), lang, now)
        except ValueError:
            return ""
    return ""


def receipt_marks(
    receipt: Receipt, lang: str, now: datetime, person: Callable[[str], str] | None = None
) -> tuple[StepMark, ...]:
    """The receipt's steps with their words. `person` turns a staff id into a short name."""
    return tuple(
        StepMark(
            step.state,
            _caption(step, lang, now),
            person(step.who) if person is not None and step.who and step.state == "done" else "",
        )
        for step in receipt.steps
    )


def fetching_text(held: int, until: int, lang: str) -> str:
    """How far a first fill has come."""
    return QCoreApplication.translate("Text", "Fetching this centre's records: {held} of about {until}").format(
        held=_number(held, lang), until=_number(until, lang)
    )


def _number(count: int, lang: str) -> str:
    return _locale(lang).toString(count)


def trouble_text(code: str) -> tuple[str, str]:
    """What happened to this PC, and what to do next, for a stable error code."""
    words = {
        "disk-full": (
            QCoreApplication.translate("Text", "The disk of this PC is full."),
            QCoreApplication.translate(
                "Text", "Nothing more can be saved. Delete or move other files, then try again."
            ),
        ),
        "read-only": (
            QCoreApplication.translate("Text", "This PC does not allow saving here."),
            QCoreApplication.translate("Text", "Ask the IT staff for the right to write in Spoke's folder."),
        ),
        "store-damaged": (
            QCoreApplication.translate("Text", "The record on this PC is damaged."),
            QCoreApplication.translate(
                "Text", "Nothing that was saved is lost. Close Spoke, start it again and sign in: it is brought back."
            ),
        ),
        "store-missing": (
            QCoreApplication.translate("Text", "The record's file is gone from this PC."),
            QCoreApplication.translate(
                "Text", "Nothing that was saved is lost. Close Spoke, start it again and sign in: it is brought back."
            ),
        ),
        "store-locked": (
            QCoreApplication.translate("Text", "Another program holds the record."),
            QCoreApplication.translate("Text", "Wait a moment and try again."),
        ),
        "wrong-key": (
            QCoreApplication.translate("Text", "The record does not open with this PC's key."),
            QCoreApplication.translate("Text", "Call the IT staff."),
        ),
        "store-wiped": (
            QCoreApplication.translate("Text", "The record on this PC was destroyed by order of the district office."),
            QCoreApplication.translate("Text", "This could not be saved any more: write it on paper."),
        ),
        "too-new": (
            QCoreApplication.translate("Text", "A newer version of Spoke wrote this record."),
            QCoreApplication.translate("Text", "Install the newer version again."),
        ),
    }
    other = (
        QCoreApplication.translate("Text", "That did not work."),
        QCoreApplication.translate(
            "Text", "It was written to the log. Try again; if it happens again, call the IT staff."
        ),
    )
    return words.get(code, other)
