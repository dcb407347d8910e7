"""What is said of a PC's clock that is wrong: in the status bar, beside the exchange, in the banner over the desk."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from spoke_app.ui.text import date_text

CLOCK_TOLERANCE_S = 120.0
"""From how far off the hub's clock the status bar warns."""
CLOCK_WRONG_S = 300.0
"""From how far off what is written bears a mark that its time is uncertain, and the banner is shown."""
FIRST_YEAR = 2026
"""No PC has run this app before: an earlier date is that of an empty clock battery."""


def span_text(seconds: float) -> str:
    """`7 min`, `2 h`, `3 days`."""
    minutes = max(1, round(abs(seconds) / 60))
    if minutes < 100:
        return QCoreApplication.translate("Clock", "{n} min").format(n=minutes)
    hours = round(minutes / 60)
    if hours < 48:
        return QCoreApplication.translate("Clock", "{n} h").format(n=hours)
    return QCoreApplication.translate("Clock", "{n} days").format(n=f"{round(hours / 24):,}")


def clock_text(offset_s: float) -> str:
    """The clock in one line; `offset_s` is the hub's minus this PC's."""
    if offset_s > 0:
        return QCoreApplication.translate("Clock", "This PC's clock is {span} slow").format(span=span_text(offset_s))
    return QCoreApplication.translate("Clock", "This PC's clock is {span} fast").format(span=span_text(offset_s))


def clock_banner(offset_s: float | None, now: datetime, lang: str) -> tuple[str, str] | None:
    """What is wrong with the clock and what to do; None while nothing is known to be wrong."""
    if now.year < FIRST_YEAR:
        lead = QCoreApplication.translate("Clock", "This PC's clock says {date}.").format(
            date=date_text(now.date(), lang, year=True)
        )
    elif offset_s is None or abs(offset_s) <= CLOCK_WRONG_S:
        return None
    elif offset_s > 0:
        lead = QCoreApplication.translate("Clock", "This PC's clock is {span} behind the hub's.")
    else:
        lead = QCoreApplication.translate("Clock", "This PC's clock is {span} ahead of the hub's.")
    todo = QCoreApplication.translate(
        "Clock",
        "Set date and time in the settings of Windows, then exchange (F5). You can go on: what you save is kept and"
        " sent, marked as written with an uncertain time.",
    )
    return lead.format(span=span_text(offset_s or 0)), todo
