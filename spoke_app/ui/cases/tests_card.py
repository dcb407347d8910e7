"""The tests that the doctor ordered in this case: awaited, or with their results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from spoke_app.actions.results import OrderedTest, TestResult
from spoke_app.ui.models.typed import number_text
from spoke_app.ui.text import names_for, short_date
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.label import Label


class OrderedTests(Card):
    """`result_wanted(OrderedTest)` to enter one; the first that is awaited has the key."""

    result_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        self.setObjectName("case.tests")
        self._buttons: list[tuple[Button, OrderedTest]] = []
        self._rows = QWidget()
        self.body.setSpacing(current_theme().px(8))
        self.add(self._rows)

    def show_tests(self, tests: Sequence[OrderedTest], lang: str, today: date) -> None:
        """These, oldest first; without any the card is not there."""
        awaited = sum(not test.results for test in tests)
        self.set_title(self.tr("Tests"), self.tr("%n awaited", "", awaited) if awaited else "")
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current_theme().px(16))
        grid.setVerticalSpacing(current_theme().px(8))
        grid.setColumnStretch(0, 1)
        self._buttons = []
        for at, test in enumerate(tests):
            grid.addWidget(Label(test.text, "name", wrap=True), at, 0)
            if test.results:
                words = "\n".join(_result(result, lang, today) for result in test.results)
                grid.addWidget(Label(words, "body", wrap=True), at, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
            else:
                grid.addWidget(Chip(self.tr("Awaited"), "grey", "clock"), at, 1)
                grid.addWidget(self._button(test), at, 2)
        self.body.replaceWidget(self._rows, fresh)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = fresh
        self.setVisible(bool(tests))

    def _button(self, test: OrderedTest) -> Button:
        key = "" if self._buttons else "Alt L"
        name = f"case.result.{len(self._buttons) + 1}"
        button = Button(self.tr("Enter the result"), "secondary", key=key, size="row", name=name)
        button.clicked.connect(self._clicked)
        self._buttons.append((button, test))
        return button

    @Slot()
    def _clicked(self) -> None:
        for button, test in self._buttons:
            if button is self.sender():
                self.result_wanted.emit(test)


def _result(result: TestResult, lang: str, today: date) -> str:
    """`9.4 g/dL (Today, Kumari Anjali)`."""
    value = f"{number_text(result.value)} {result.unit}".strip() if result.value is not None else ""
    said = ", ".join(part for part in (value, result.text) if part)
    who = names_for(result.by.name, result.by.name_hi, lang)[0] if result.by else ""
    about = ", ".join(part for part in (short_date(result.at.date(), lang, today), who) if part)
    return f"{said} ({about})"
