"""Above a register: which month, three figures, and its days as bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.register_rows import months_between, moved_month
from spoke_app.documents.paper import Lang
from spoke_app.documents.register_words import day_words, month_words
from spoke_app.ui.registers.day_bars import DayBars
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.label import Label, Role, Rule
from spoke_app.ui.widgets.select import ComboBox


class Figure(QWidget):
    """A number and what it counts."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        large: Role = "patient" if current_theme().folded else "title"
        self._number, self._words = Label("", large), Label("", "meta", "ink2")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._number)
        column.addWidget(self._words)

    def say(self, number: str, words: str) -> None:
        self._number.setText(number)
        self._words.setText(words)
        self.setAccessibleName(f"{number} {words}")


class MonthCard(Card):
    """`month_chosen(first day)`, `day_chosen(day)` with 0 for the whole month, `to_list` from the bars."""

    month_chosen = Signal(object)
    day_chosen = Signal(int)
    to_list = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        theme = current_theme()
        self._month = date.min
        self._months: list[date] = []
        self._lang: Lang = "en"
        self._before = Button("", "secondary", "chevron-left", "B", size="row", name="registers.month_before")
        self._after = Button("", "secondary", "chevron-right", "N", size="row", name="registers.month_after")
        self._box = ComboBox("registers.month", "")
        self._box.setMinimumWidth(theme.px(176))
        self._figures = tuple(Figure(f"registers.figure.{n}") for n in range(3))
        self.bars = DayBars("registers.days")
        self._lay_out()
        self._before.clicked.connect(self._go_back)
        self._after.clicked.connect(self._go_on)
        self._box.changed.connect(self._picked)
        self.bars.chosen.connect(self.day_chosen)
        self.bars.leaving.connect(self.to_list)

    def _lay_out(self) -> None:
        theme = current_theme()
        months = QHBoxLayout()
        months.setSpacing(theme.px(8))
        months.addWidget(self._before)
        months.addWidget(self._box, 1)
        months.addWidget(self._after)
        figures = QHBoxLayout()
        figures.setSpacing(theme.px(20))
        for at, figure in enumerate(self._figures):
            if at:
                figures.addWidget(Rule(upright=True))
            figures.addWidget(figure)
        figures.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(theme.px(8) if not theme.folded else 4)
        left.addLayout(months)
        left.addLayout(figures)
        row = QHBoxLayout()
        above, below = (theme.px(14), theme.px(8)) if not theme.folded else (10, 6)
        row.setContentsMargins(theme.px(20), above, theme.px(20), below)
        row.setSpacing(theme.px(24))
        row.addLayout(left)
        row.addWidget(self.bars, 1)
        self.add(row)

    def show_month(self, month: date, first: date, last: date, lang: Lang) -> None:
        """Which one is shown, out of which."""
        self._month, self._lang = month, lang
        self._months = months_between(min(first, month), max(last, month))
        self._box.set_options([(each.isoformat(), month_words(each, lang)) for each in self._months])
        self._box.set_value(month.isoformat())
        self._before.setEnabled(month > self._months[-1])
        self._after.setEnabled(month < self._months[0])

    def show_days(self, counts: Sequence[int], today: date) -> None:
        """How much each day has."""
        here = (today.year, today.month) == (self._month.year, self._month.month)
        self.bars.set_days(counts, today.day if here else 0)

    def show_figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Three of them: number and words."""
        for figure, (number, words) in zip(self._figures, figures, strict=True):
            figure.say(number, words)

    def retranslate(self) -> None:
        self._before.setAccessibleName(self.tr("Month before"))
        self._before.setToolTip(self.tr("Month before, Alt B"))
        self._after.setAccessibleName(self.tr("Next month"))
        self._after.setToolTip(self.tr("Next month, Alt N"))
        self._box.setAccessibleName(self.tr("Month"))
        self.bars.set_words(self.tr("Days of the month"), self._day_words)
        self.bars.setAccessibleDescription(
            self.tr("Left and Right choose a day, Backspace the whole month, Enter goes to its entries")
        )

    def _day_words(self, day: int, count: int) -> str:
        return self.tr("{day}: {count}").format(day=day_words(self._month.replace(day=day), self._lang), count=count)

    @Slot()
    def _go_back(self) -> None:
        self.month_chosen.emit(moved_month(self._month, -1))

    @Slot()
    def _go_on(self) -> None:
        self.month_chosen.emit(moved_month(self._month, 1))

    @Slot(str)
    def _picked(self, month: str) -> None:
        self.month_chosen.emit(date.fromisoformat(month))
