"""That somebody has died: the day asked for in place, shown over the record from then on, and taken back at once."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.ui.models.typed import date_typed, past_date
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import Field


class DiedPanel(Card):
    """`said(day)` with the day typed; `closed` when she thought better of it."""

    said = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(attention=True, icon="alert-triangle", parent=parent)
        theme = current_theme()
        self._today = date(2000, 1, 1)
        self.day = Field("", "record.died_on")
        self._save = Button("", "primary", "check", name="record.died_save")
        self._leave = Button("", "quiet", name="record.died_leave")
        self.day.setMaximumWidth(theme.px(240))
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.day)
        row.addWidget(self._save, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._leave, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        self.add(row)
        self.day.edit.returnPressed.connect(self._read)
        self._save.clicked.connect(self._read)
        self._leave.clicked.connect(self.closed)
        self.hide()

    def ask(self, name: str, today: date) -> None:
        """Ask for the day of somebody's death: today, until another one is typed."""
        self._today = today
        self.retranslate(name)
        self.day.set_text(date_typed(today))
        self.show()
        self.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.day.edit.selectAll()

    def retranslate(self, name: str) -> None:
        """All texts, in the language of now; `name` is the patient's."""
        self.set_title(self.tr("{0} has died").format(name))
        self.day.set_label(self.tr("On which day?"))
        self.day.set_hint(self.tr("Day/month/year"))
        self.day.set_state("normal")
        self._save.set_text(self.tr("Save"))
        self._leave.set_text(self.tr("Leave it"))

    def _read(self) -> None:
        day = past_date(self.day.text(), self._today)
        if day is None:
            self.day.set_state("error", self.tr("Please type a date, such as 30/11/2026."))
        elif day > self._today:
            self.day.set_state("error", self.tr("This day is still to come: please check."))
        else:
            self.said.emit(day)
