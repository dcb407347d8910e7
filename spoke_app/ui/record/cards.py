"""The side column of a record: what to know, charts, family, records that were joined, what else can be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.actions.open_record import RecordView
from spoke_app.actions.results import OrderedTest
from spoke_app.ui.context import UiContext
from spoke_app.ui.models.patient_form import allergy_text, phone_typed
from spoke_app.ui.patients.about import conditions_text, place_line
from spoke_app.ui.record.trend_plot import TrendChart
from spoke_app.ui.record.trends import YEAR, Trend, trends
from spoke_app.ui.record.words import full_day, record_name, why_family
from spoke_app.ui.text import names_for, who_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card, IconMark
from spoke_app.ui.widgets.choice import Segments
from spoke_app.ui.widgets.label import Ink, Label, Rule


def clear(column: QVBoxLayout) -> None:
    """Takes everything out of a column of widgets that is filled anew."""
    while column.count():
        item = column.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class FactLine(QWidget):
    """A word and what it says; `tone` red with an octagon where it is a danger."""

    def __init__(self, label: str, text: str, tone: Ink = "ink", icon: str = "") -> None:
        super().__init__()
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(8), theme.px(20), theme.px(8))
        row.setSpacing(theme.px(8))
        name = Label(label, "meta", "ink2", wrap=True)
        name.setFixedWidth(theme.px(92))
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        if icon:
            row.addWidget(IconMark(icon, theme.red, theme.px(18), 2.0), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(text, "body", tone, wrap=True, strong=tone == "red"), 1)


class FactsCard(Card):
    """Allergies on top in red, conditions, medicines; where she lives and how to call her. `change` opens them."""

    change = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        self._context = context
        self._button = Button("", "quiet", "pencil", "Ctrl L", size="row", name="record.facts")
        self._button.clicked.connect(self.change)
        self.head.addWidget(self._button)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.add(self._lines)

    def show_record(self, view: RecordView, places: str) -> None:
        """Fill it anew."""
        self.set_title(self.tr("To know"))
        self._button.set_text(self.tr("Change"))
        self._button.setAccessibleName(self.tr("Change allergies, conditions and medicines"))
        clear(self._lines)
        fields, row = view.patient.fields, view.patient.row
        allergies = "; ".join(filter(None, (allergy_text(item) for item in fields.get("allergies") or [])))
        none = self.tr("None known")
        red: Ink = "red" if allergies else "ink"
        icon = "alert-octagon" if allergies else ""
        lines = [FactLine(self.tr("Allergies"), allergies or none, red, icon)]
        lines.append(FactLine(self.tr("Conditions"), conditions_text(fields)))
        medicines = "; ".join(str(item.get("text") or "") for item in fields.get("medicines") or [])
        lines.append(FactLine(self.tr("Takes regularly"), medicines or none))
        address = str(fields.get("address") or "")
        place = place_line(row, places)
        lines.append(FactLine(self.tr("Lives in"), place if address in ("", row.village) else f"{address}, {place}"))
        lines.append(FactLine(self.tr("Phone"), self._phones(view) or self.tr("None")))
        for label, value in self._others(view):
            lines.append(FactLine(label, value))
        for at, line in enumerate(lines):
            if at:
                self._lines.addWidget(Rule())
            self._lines.addWidget(line)

    def _phones(self, view: RecordView) -> str:
        fields = view.patient.fields
        numbers = [phone_typed(view.patient.row.phone)]
        for other in fields.get("other_phones") or []:
            whose = str(other.get("whose") or "")
            number = phone_typed(str(other.get("number") or ""))
            numbers.append(f"{number} ({whose})" if whose else number)
        return ", ".join(number for number in numbers if number)

    def _others(self, view: RecordView) -> list[tuple[str, str]]:
        fields = view.patient.fields
        guardian = fields.get("guardian") or {}
        told = (guardian.get("name"), guardian.get("relation"), phone_typed(str(guardian.get("phone") or "")))
        found = [
            (self.tr("Guardian"), ", ".join(str(part) for part in told if part)),
            (self.tr("Blood group"), str(fields.get("blood_group") or "")),
            (self.tr("ABHA number"), str(fields.get("abha") or "")),
        ]
        return [(label, value) for label, value in found if value]


class ChartsCard(Card):
    """The vitals over time, of one year or of all."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._context = context
        self._trends: tuple[Trend, ...] = ()
        self.charts: list[TrendChart] = []
        self._range = Segments("", "record.range", [("year", ""), ("all", "")])
        self._range.set_value("year")
        self._range.changed.connect(self._show)
        self._column = QVBoxLayout()
        self._column.setSpacing(current_theme().px(14))
        self.add(self._range)
        self.add(self._column)

    def show_record(self, view: RecordView) -> None:
        """Fill it anew; without any measurement it says so."""
        self.set_title(self.tr("Charts"))
        self._range.setAccessibleName(self.tr("How far back"))
        self._range.set_options([("year", self.tr("1 year")), ("all", self.tr("All"))])
        today = self._context.clock().date()
        self._trends = trends(view.patient.visits, view.patient.fields, today)
        # With nothing in the last year, all of it is shown at once: an empty chart tells nothing.
        recent = any(trend.since(today - YEAR).readings for trend in self._trends)
        if not recent:
            self._range.set_value("all")
        self._range.setVisible(bool(self._trends))
        self._show()

    def _show(self) -> None:
        day = self._context.clock().date() - timedelta(days=YEAR.days) if self._range.value() == "year" else None
        shown = [trend for trend in (one.since(day) for one in self._trends) if trend.readings]
        names = [trend.name for trend in shown]
        if [chart.objectName() for chart in self.charts] != [f"record.chart.{name}" for name in names]:
            clear(self._column)
            self.charts = [TrendChart(name, self._context.lang) for name in names]
            for chart in self.charts:
                self._column.addWidget(chart)
            if not self._trends:
                words = self.tr("What is measured at visits is drawn here: BP, sugar, weight.")
                self._column.addWidget(Label(words, "body", "ink2", wrap=True))
        for chart, trend in zip(self.charts, shown, strict=True):
            chart.set_trend(trend, self._context.lang)


class PeopleCard(Card):
    """People to open with a key: the family with why, or records that were joined with a way back. `chosen(id)`."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        self._name = name
        self.setObjectName(name)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add(self._rows)

    def _show_rows(self, rows: Sequence[tuple[str, str, str, str, str]]) -> None:
        """(id, name, line below, button, its key)"""
        clear(self._rows)
        theme = current_theme()
        for at, (record, name, below, button, key) in enumerate(rows):
            if at:
                self._rows.addWidget(Rule())
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(theme.px(20), theme.px(9), theme.px(16), theme.px(9))
            row.setSpacing(theme.px(8))
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(name, "body", wrap=True, strong=True))
            words.addWidget(Label(below, "meta", "ink2", wrap=True))
            row.addLayout(words, 1)
            opener = Button(button, "secondary", key=key, size="row", name=f"{self._name}.{at + 1}")
            opener.setAccessibleName(f"{button}: {name}")
            opener.setProperty("record", record)
            opener.clicked.connect(self._pressed)
            row.addWidget(opener)
            self._rows.addWidget(line)
        self.setVisible(bool(rows))

    def _pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("record")))

    def show_family(self, view: RecordView, lang: str) -> None:
        """Those who may be of the family; Alt 1 and on opens them."""
        mine = view.patient.row
        self.set_title(self.tr("Family, as far as known"))
        self._show_rows(
            [
                (
                    one.row.id,
                    names_for(one.row.name, one.row.name_other, lang)[0],
                    " · ".join(part for part in (who_text(one.row, lang), why_family(one, mine)) if part),
                    self.tr("Open"),
                    str(at) if at < 10 else "",
                )
                for at, one in enumerate(view.relatives, start=1)
            ]
        )

    def show_joined(self, view: RecordView, lang: str) -> None:
        """Records that were found to be the same person."""
        self.set_title(self.tr("Joined with this record"))
        rows = []
        for one in view.joined:
            seen = full_day(one.row.last_seen, lang) if one.row.last_seen else ""
            below = self.tr("%n visit(s)", "", one.visits)
            words = " · ".join(part for part in (below, seen) if part)
            rows.append((one.row.id, record_name(one.row, lang), words, self.tr("Part again"), ""))
        self._show_rows(rows)


class TestsCard(Card):
    """Tests that a doctor ordered and whose result is awaited. `chosen(test)` to enter it."""

    __test__ = False
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, attention=True, icon="test-pipe", parent=parent)
        self.setObjectName("record.tests")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add(self._rows)

    def show_tests(self, tests: Sequence[OrderedTest], lang: str) -> None:
        """Those without a result."""
        self.set_title(self.tr("Results awaited"), str(len(tests)))
        clear(self._rows)
        theme = current_theme()
        for at, test in enumerate(tests):
            if at:
                self._rows.addWidget(Rule())
            line = QWidget()
            line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            row = QHBoxLayout(line)
            row.setContentsMargins(theme.px(20), theme.px(9), theme.px(16), theme.px(9))
            row.setSpacing(theme.px(12))
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Label(test.text, "name", wrap=True))
            words.addWidget(Label(self.tr("ordered on {0}").format(full_day(test.ordered, lang)), "meta", "ink2"))
            row.addLayout(words, 1)
            button = Button(self.tr("Enter the result"), "secondary", size="row", name=f"record.test.{at + 1}")
            button.setAccessibleName(self.tr("Enter the result of {0}").format(test.text))
            button.setProperty("test", test.id)
            button.clicked.connect(self._pressed)
            row.addWidget(button)
            self._rows.addWidget(line)
        self.setVisible(bool(tests))

    def _pressed(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("test")))


class MoreCard(Card):
    """What is done seldom: history of changes, the same person twice, a death."""

    history = Signal()
    join = Signal()
    died = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.buttons = (
            Button("", "secondary", "history", "Ctrl H", size="row", name="patients.record_history"),
            Button("", "secondary", "arrows-join", "Ctrl J", size="row", name="record.join"),
            Button("", "secondary", "user", "Ctrl D", size="row", name="record.died"),
        )
        for button, signal in zip(self.buttons, (self.history, self.join, self.died), strict=True):
            button.clicked.connect(signal)
            self.add(button)

    def retranslate(self, deceased: bool) -> None:
        self.set_title(self.tr("This record"))
        history, join, died = self.buttons
        history.set_text(self.tr("History of changes"))
        join.set_text(self.tr("Same person twice…"))
        died.set_text(self.tr("Has died…"))
        died.setVisible(not deceased)
