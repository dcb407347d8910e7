"""Another day for a follow-up: typed as a day or as so many days, or one of four that are used most."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from spoke_app.ui.models.typed import a_due_date
from spoke_app.ui.text import short_day
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Label

SOON = ("1", "3", "7", "30")
"""Days from today."""


class MovePanel(Card):
    """`chosen(date)`; `left` when it is put away. Enter in the field takes the day."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = current_theme()
        self._today, self._lang = date.min, "en"
        self._title = Label("", "name", wrap=True)
        self._day = Field("", "follow_ups.day")
        self._soon = [Button("", "secondary", size="row", name=f"follow_ups.in_{days}") for days in SOON]
        self._take = Button("", "primary", key="Ctrl Enter", name="follow_ups.take_day")
        self._leave = Button("", "quiet", key="Esc", name="follow_ups.leave_day")
        soon = QHBoxLayout()
        soon.setSpacing(theme.px(8))
        for button in self._soon:
            soon.addWidget(button)
            button.clicked.connect(self._soon_clicked)
        soon.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        foot.addWidget(self._take)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.addWidget(self._day, 0, 0)
        grid.addLayout(soon, *((1, 0) if theme.folded else (0, 1)))
        grid.setColumnStretch(1, 0 if theme.folded else 1)
        self._day.setMinimumWidth(theme.px(280))
        self.body.setSpacing(theme.px(8))
        self.add(self._title)
        self.add(grid)
        self.add(foot)
        self._day.changed.connect(self._typed)
        self._day.edit.returnPressed.connect(self._taken)
        self._take.clicked.connect(self._taken)
        self._leave.clicked.connect(self.left)

    def ask(self, name: str, today: date, lang: str) -> None:
        """Begin, for this patient."""
        self._today = today
        self.retranslate(name, lang)
        self._day.set_text("")
        self._day.set_state("normal")
        self.show()
        self._day.setFocus()

    def retranslate(self, name: str, lang: str) -> None:
        """All texts, for this patient as named in this language."""
        self._lang = lang
        self._title.setText(self.tr("When should {name} come?").format(name=name))
        self._day.set_label(self.tr("Comes again on"))
        self._day.set_placeholder(self.tr("day/month/year, or 7 days"))
        words = (self.tr("Tomorrow"), self.tr("In 3 days"), self.tr("In a week"), self.tr("In a month"))
        for button, text in zip(self._soon, words, strict=True):
            button.set_text(text)
        self._take.set_text(self.tr("Move"))
        self._leave.set_text(self.tr("Leave it"))

    @Slot()
    def _soon_clicked(self) -> None:
        for days, button in zip(SOON, self._soon, strict=True):
            if button is self.sender():
                self._day.set_text(days)
                self._taken()

    @Slot(str)
    def _typed(self, text: str) -> None:
        due = a_due_date(text, self._today) if text.strip() else None
        good = due is not None and due >= self._today
        self._day.set_state(
            "good" if good else "normal", short_day(due, self._lang, self._today) if due and good else ""
        )

    @Slot()
    def _taken(self) -> None:
        due = a_due_date(self._day.text(), self._today)
        if due is None or due < self._today:
            self._day.set_state("error", self.tr("Please type a day from today on, or so many days."))
            self._day.setFocus()
            return
        self.chosen.emit(due)
