"""What to do when a doctor's answer does not come in time.

The ambulance numbers are those of the National Health Mission (emergency response and patient transport): 108 for
emergencies, 102 for pregnant women and children.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from spoke_app.actions.views import CaseRow

_tr = QCoreApplication.translate
AMBULANCE = "102 / 108"


def late_words(row: CaseRow, lang: str) -> tuple[str, str]:
    """(icon, the first thing to do) for a case that waits too long."""
    if row.urgency == "emergency":
        return "ambulance", _tr("Late", "Do not wait: call the ambulance, {number}").format(number=AMBULANCE)
    if row.contact:
        return "phone", _tr("Late", "Call {desk}: {contact}").format(desk=desk_name(row, lang), contact=row.contact)
    if row.receipt.state == "saved":
        return "transfer", _tr("Late", "Exchange now, or send her on with the slip on paper")
    return "send", _tr("Late", "Remind the doctor, or send her to another desk")


def desk_name(row: CaseRow, lang: str) -> str:
    name = row.desk_hi if lang == "hi" and row.desk_hi else row.desk
    return name or _tr("Late", "the hub")
