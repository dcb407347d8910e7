"""The tests that the doctor ordered in this case: awaited, or with their results; a result is entered in place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from spoke_app.actions.results import OrderedTest, ResultForm, TestResult
from spoke_app.ui.models.typed import a_date, date_typed, number, number_text
from spoke_app.ui.text import names_for, short_date
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Label


class TestsCard(Card):
    """`entered(ResultForm)`, `asked` when the form has opened. The first that is awaited has the key."""

    __test__ = False
    entered = Signal(object)
    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        self.setObjectName("case.tests")
        self._tests: tuple[OrderedTest, ...] = ()
        self._today, self._lang = date.min, "en"
        self._open = ""
        self._buttons: dict[str, Button] = {}
        self._rows = QWidget()
        self._form = ResultEntry()
        self._form.entered.connect(self._take)
        self._form.left.connect(self.leave)
        self._form.hide()
        self.body.setSpacing(current_theme().px(8))
        self.add(self._rows)
        self.add(self._form)

    def show_tests(self, tests: Sequence[OrderedTest], lang: str, today: date) -> None:
        """These, oldest first; without any the card is not there."""
        self._tests, self._today, self._lang = tuple(tests), today, lang
        self.set_title(self.tr("Tests"), self._count())
        self._lay_out()
        self._form.retranslate()
        if self._open not in {test.id for test in tests if not test.results}:
            self.leave()
        self.setVisible(bool(tests))

    def asking(self) -> bool:
        return not self._form.isHidden()

    @Slot()
    def leave(self) -> None:
        """Put the form away."""
        self._open = ""
        self._form.hide()

    def _count(self) -> str:
        awaited = sum(not test.results for test in self._tests)
        return self.tr("%n awaited", "", awaited) if awaited else ""

    def _lay_out(self) -> None:
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current_theme().px(16))
        grid.setColumnStretch(0, 1)
        self._buttons = {}
        first = True
        for at, test in enumerate(self._tests):
            grid.addWidget(Label(test.text, "name", wrap=True), at, 0)
            if test.results:
                words = "; ".join(self._result(result) for result in test.results)
                grid.addWidget(Label(words, "body", wrap=True), at, 1, 1, 2, Qt.AlignmentFlag.AlignRight)
                continue
            grid.addWidget(Chip(self.tr("Awaited"), "grey", "clock"), at, 1)
            button = Button(self.tr("Result"), "secondary", key="Alt L" if first else "", size="row",
                            name=f"case.result.{at + 1}")  # fmt: skip
            button.clicked.connect(self._clicked)
            self._buttons[test.id] = button
            grid.addWidget(button, at, 2)
            first = False
        self.body.replaceWidget(self._rows, fresh)
        self._rows.deleteLater()
        self._rows = fresh

    def _result(self, result: TestResult) -> str:
        value = f"{number_text(result.value)} {result.unit}".strip() if result.value is not None else ""
        said = ", ".join(part for part in (value, result.text) if part)
        day = short_date(result.at.date(), self._lang, self._today)
        who = names_for(result.by.name, result.by.name_hi, self._lang)[0] if result.by else ""
        return f"{said} ({', '.join(part for part in (day, who) if part)})"

    @Slot()
    def _clicked(self) -> None:
        for test in self._tests:
            if self._buttons.get(test.id) is self.sender():
                self._ask(test)

    def _ask(self, test: OrderedTest) -> None:
        self._open = test.id
        self._form.ask(test, self._today)
        self.asked.emit()

    @Slot(object)
    def _take(self, form: ResultForm) -> None:
        self.entered.emit(form)


class ResultEntry(QWidget):
    """A value with its unit, or words, and the day: `entered(ResultForm)`."""

    entered = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._test: OrderedTest | None = None
        self._today = date.min
        self._title = Label("", "label", "ink2", wrap=True)
        self._value = Field("", "case.result_value")
        self._unit = Field("", "case.result_unit")
        self._words = Field("", "case.result_text", optional=True)
        self._day = Field("", "case.result_day")
        self._save = Button("", "primary", key="Ctrl S", name="case.result_save")
        self._leave = Button("", "quiet", key="Esc", name="case.result_leave")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(8), 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.addWidget(self._title, 0, 0, 1, 4)
        for at, field in enumerate((self._value, self._unit, self._words, self._day)):
            grid.addWidget(field, *((1 + at // 2, at % 2) if theme.folded else (1, at)))
            field.edit.returnPressed.connect(self._clicked)
            field.changed.connect(self._typed)
        grid.setColumnStretch(2, 2)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(12))
        foot.addWidget(self._save)
        foot.addWidget(self._leave)
        foot.addStretch(1)
        grid.addLayout(foot, 3, 0, 1, 4)
        self._save.clicked.connect(self._clicked)
        self._leave.clicked.connect(self.left)
        self.retranslate()

    def ask(self, test: OrderedTest, today: date) -> None:
        self._test, self._today = test, today
        for field in (self._value, self._unit, self._words):
            field.set_text("")
        self._day.set_text(date_typed(today))
        self._typed("")
        self.retranslate()
        self.show()
        self._value.setFocus()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Result of: {test}").format(test=self._test.text if self._test else ""))
        self._value.set_label(self.tr("Value"))
        self._unit.set_label(self.tr("Unit"))
        self._words.set_label(self.tr("In words"))
        self._day.set_label(self.tr("Day of the test"))
        self._save.set_text(self.tr("Save the result"))
        self._leave.set_text(self.tr("Leave it"))

    @Slot(str)
    def _typed(self, text: str) -> None:
        for field in (self._value, self._unit, self._words, self._day):
            field.set_state("normal")

    @Slot()
    def _clicked(self) -> None:
        value, unit, words = number(self._value.text()), self._unit.text(), self._words.text()
        day = a_date(self._day.text())
        if self._value.text() and value is None:
            self._refuse(self._value, self.tr("Please type a number, or say it in words."))
        elif value is None and not words:
            self._refuse(self._value, self.tr("Please type the value, or say it in words."))
        elif value is not None and not unit:
            self._refuse(self._unit, self.tr("Which unit?"))
        elif day is None or day > self._today:
            self._refuse(self._day, self.tr("Please type a day up to today."))
        elif self._test is not None:
            form = ResultForm(self._test.patient.id, day, words, None if value is None else float(value), unit,
                              self._test.id, self._test.referral)  # fmt: skip
            self.entered.emit(form)

    def _refuse(self, field: Field, words: str) -> None:
        field.set_state("error", words)
        field.setFocus()
