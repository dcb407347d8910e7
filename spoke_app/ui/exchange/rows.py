"""The rows of the Exchange screen, made from the overview."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from spoke_app.actions.views import AttentionRow, ExchangeRow, WaitingRow
from spoke_app.ui.conflict.words import field_label
from spoke_app.ui.text import kind_text, moment_text, names_for, short_date, size_text, time_text
from spoke_app.ui.widgets.rows import Row

COLUMNS = (76, 84, 84, 68)
"""Widths of sent, received, size, time."""


def attention_id(row: AttentionRow) -> str:
    """The row's own id: one record may need attention at several places."""
    return f"{row.reason}:{row.change or row.record}:{row.detail}"


def attention_row(row: AttentionRow, lang: str) -> Row:
    """What needs a person, why, and what to do."""
    kind = kind_text(row.kind)
    reasons = {
        "conflict": QCoreApplication.translate(
            "Exchange", "Two people wrote different things. Both are kept: choose one."
        ),
        "quarantine": QCoreApplication.translate(
            "Exchange", "Not taken in by the hub; it stays here. Tell the district office."
        ),
        "flagged": QCoreApplication.translate(
            "Exchange", "A value does not fit its rules. It is kept; check it with the person."
        ),
    }
    button = QCoreApplication.translate("Exchange", "Open") if row.kind else ""
    if row.reason == "conflict":
        button = QCoreApplication.translate("Exchange", "Compare")
    if row.reason == "quarantine":
        button = QCoreApplication.translate("Exchange", "Set aside…")
    code = row.code
    if code == "device-revoked":
        code = ""  # said in words
        reasons["quarantine"] = QCoreApplication.translate(
            "Exchange", "Sent after this PC was revoked: saved here, kept aside at the hub."
        )
    # Of what is in quarantine the hub's word for why, to be told as it is.
    detail = code if row.reason == "quarantine" else field_label(row.kind, row.detail)
    beside = " · ".join(part for part in (kind if row.patient_name else "", detail) if part)
    name, _ = names_for(row.patient_name, row.patient_name_other, lang)
    return Row(attention_id(row), name or kind, reasons[row.reason], beside=beside, button=button, avatar=bool(name))


def waiting_row(row: WaitingRow, at: int, lang: str, now: datetime) -> Row:
    """What of one patient waits to be sent."""
    what = ", ".join(dict.fromkeys(kind_text(kind) for kind in row.what))
    return Row(
        f"waiting:{at}",
        names_for(row.patient_name, row.patient_name_other, lang)[0]
        or QCoreApplication.translate("Exchange", "This centre"),
        icon="stethoscope" if "referral" in row.what else "notebook",
        middle=what,
        columns=((size_text(row.bytes), 84, ""), (moment_text(row.since, lang, now), 84, "")),
    )


def outcome_text(outcome: str) -> str:
    """How an exchange ended, in words."""
    words = {
        "whole": QCoreApplication.translate("Exchange", "Whole"),
        "broken": QCoreApplication.translate("Exchange", "Line broke, the rest follows"),
        "refused": QCoreApplication.translate("Exchange", "The hub refused"),
        "no_connection": QCoreApplication.translate("Exchange", "No line"),
        "attention": QCoreApplication.translate("Exchange", "Whole, something needs you"),
    }
    return words.get(outcome, outcome)


def stick_text(outcome: str) -> str:
    """How a reply on a USB stick was taken in, in words."""
    words = {
        "whole": QCoreApplication.translate("Exchange", "USB stick, reply taken in"),
        "broken": QCoreApplication.translate("Exchange", "USB stick, part of the reply"),
        "attention": QCoreApplication.translate("Exchange", "USB stick, export once more"),
    }
    return words.get(outcome, outcome_text(outcome))


def history_row(row: ExchangeRow, at: int, lang: str, now: datetime) -> Row:
    """One past exchange."""
    started = row.started.astimezone(now.tzinfo)
    when = time_text(started)
    if started.date() != now.date():
        when = f"{short_date(started.date(), lang, now.date())} {when}"
    icons = {"whole": ("check", "green"), "no_connection": ("wifi-off", "ink3"), "broken": ("progress-check", "amber")}
    icon, tone = icons.get(row.outcome, ("alert-triangle", "amber"))
    if row.by_stick:
        icon = "usb"
    moved = row.outcome != "no_connection"
    sent, received, size, seconds = COLUMNS
    return Row(
        f"exchange:{at}",
        stick_text(row.outcome) if row.by_stick else outcome_text(row.outcome),
        lead=when,
        lead_width=132,
        icon=icon,
        icon_tone=tone,  # type: ignore[arg-type]
        plain=True,
        columns=(
            (str(row.sent) if moved else "", sent, "arrow-up" if moved else ""),
            (str(row.received) if moved else "", received, "arrow-down" if moved else ""),
            (size_text(row.bytes) if row.bytes else "", size, ""),
            (
                QCoreApplication.translate("Exchange", "{n} s").format(n=round(row.seconds)) if row.seconds else "",
                seconds,
                "",
            ),
        ),
    )
