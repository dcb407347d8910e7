"""Before a visit of somebody who is noted as dead: a slip, or a notice that was wrong? Asked, never assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from spoke_app.ui.record.words import full_day
from spoke_app.ui.text import names_for

if TYPE_CHECKING:
    from spoke_app.actions.views import PatientRow
    from spoke_app.ui.context import UiContext

_tr = QCoreApplication.translate


def may_begin(context: UiContext, parent: QWidget, row: PatientRow) -> bool:
    """Whether a new visit may begin: at once for the living."""
    if row.deceased is None:
        return True
    name = names_for(row.name, row.name_other, context.lang)[0]
    text = _tr("Visit", "{0} is noted as having died on {1}.").format(name, full_day(row.deceased, context.lang))
    more = _tr("Visit", "Is this the right patient? If the notice is wrong, take it back in the record.")
    return context.ask.confirm(parent, text, more, _tr("Visit", "Begin the visit"), _tr("Visit", "Back to the list"))
