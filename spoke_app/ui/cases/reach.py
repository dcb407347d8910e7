"""How the patient gets the doctor's answer: she waits, comes back, is telephoned or visited; she may have gone home."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from spoke_app.actions.views import CaseRow
from spoke_app.ui.text import moment_text

_tr = QCoreApplication.translate


def phone_text(phone: str) -> str:
    """`+919431024471` as people write it."""
    from spoke_app.ui.models.patient_form import phone_typed  # not before the first page is painted

    return phone_typed(phone)


def reach_words(row: CaseRow, lang: str, now: datetime) -> tuple[str, str]:
    """(icon, words) for a case whose answer, or question, has come; ('', '') where nothing is said about it."""
    phone, village = phone_text(row.patient.phone), row.patient.village
    if row.reach == "waits":
        return _waits(row, phone, lang, now)
    if row.reach == "returns":
        when = f": {row.reach_when}" if row.reach_when else ""
        return "calendar-event", _tr("Reach", "Comes back{when}").format(when=when)
    if row.reach == "phone":
        if phone:
            return "phone", _tr("Reach", "Call {phone}").format(phone=phone)
        return "map-pin", _tr("Reach", "To be called, but no number is known: visit, {village}").format(village=village)
    if row.reach == "visit":
        return "map-pin", _tr("Reach", "To be visited at home, {village}").format(village=village)
    return "", ""


def _waits(row: CaseRow, phone: str, lang: str, now: datetime) -> tuple[str, str]:
    """Who waited when it was sent is not here any more on another day."""
    saved = _moment(row)
    if saved is None or saved.astimezone(now.tzinfo).date() == now.date():
        return "user", _tr("Reach", "Waits here")
    day = moment_text(saved, lang, now)
    if phone:
        return "phone", _tr("Reach", "Waited here on {day}: call {phone}").format(day=day, phone=phone)
    return "map-pin", _tr("Reach", "Waited here on {day}: visit, {village}").format(
        day=day, village=row.patient.village
    )


def _moment(row: CaseRow) -> datetime | None:
    saved = row.receipt.steps[0].at if row.receipt.steps else None
    try:
        return datetime.fromisoformat(saved) if saved else None
    except ValueError:
        return None
