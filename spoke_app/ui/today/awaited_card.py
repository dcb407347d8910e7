"""Tests that doctors ordered and whose results nobody has brought yet: on Today, the oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from spoke_app.actions.results import OrderedTest
from spoke_app.ui.text import names_for, short_date
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.list_view import ListView
from spoke_app.ui.widgets.rows import Row

SHOWN = 4
MOST_SHOWN = 200


class AwaitedCard(Card):
    """`wanted(test)`: its result is to be entered. The first four are shown until all are asked for."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("…", flush=True, parent=parent)
        self._tests: tuple[OrderedTest, ...] = ()
        self._all = False
        self._told: tuple[str, date] = ("en", date(2000, 1, 1))
        self.list = ListView("today.results", "", fit=True)
        self._every = Button("", "quiet", size="row", name="today.all_results")
        self.head.addWidget(self._every)
        # The head is as high as those of the cards around it, with or without the button.
        px = current_theme().px
        self.head.addStrut(px(36))
        self.head.setContentsMargins(px(20), px(7), px(8), px(5))
        self.add(self.list)
        self.list.activated_row.connect(self._chosen)
        self._every.clicked.connect(self._show_all)

    def show_tests(self, tests: Sequence[OrderedTest], lang: str, today: date) -> None:
        """Show these; with none the card is not there."""
        self._tests, self._told = tuple(tests), (lang, today)
        shown = self._tests[: MOST_SHOWN if self._all else SHOWN]
        self.set_title(self.tr("Results awaited"), str(len(self._tests)))
        self.list.setAccessibleName(self.tr("Results awaited"))
        self.list.set_rows([_row(test, lang, today) for test in shown])
        self._every.set_text(self.tr("Show all"))
        self._every.setVisible(len(self._tests) > len(shown) and not self._all)
        self.setVisible(bool(self._tests))

    def retranslate(self, lang: str, today: date) -> None:
        """All texts, in the language of now."""
        self.show_tests(self._tests, lang, today)

    def _show_all(self) -> None:
        self._all = True
        self.retranslate(*self._told)
        self.list.setFocus()

    def _chosen(self, test: str) -> None:
        for one in self._tests:
            if one.id == test:
                self.wanted.emit(one)


def _row(test: OrderedTest, lang: str, today: date) -> Row:
    return Row(
        test.id,
        names_for(test.patient.name, test.patient.name_other, lang)[0],
        test.text,
        avatar=False,
        right=short_date(test.ordered, lang, today),
    )
