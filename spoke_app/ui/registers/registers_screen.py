"""The registers of the centre: month by month and day by day, to read, print and take along as a file."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Any, cast

from PySide6.QtCore import Slot
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spoke_app.actions.register_rows import (
    REGISTERS,
    AnyLine,
    Register,
    RegisterView,
    VisitLine,
    per_day,
    totals,
)
from spoke_app.actions.registers import read_register
from spoke_app.actions.views import Changed
from spoke_app.documents.paper import Lang
from spoke_app.documents.register_table import totals_words
from spoke_app.documents.register_words import day_words, month_words
from spoke_app.ui.context import UiContext
from spoke_app.ui.registers.month_card import MonthCard
from spoke_app.ui.registers.papers import RegisterPapers, Shown, system_printer
from spoke_app.ui.registers.register_list import RegisterList
from spoke_app.ui.registers.tabs import RegisterTabs
from spoke_app.ui.registers.words import figures, go_to_month, how_it_fills, nothing_here, register_name
from spoke_app.ui.runner import Job
from spoke_app.ui.screen import Screen
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.choice import Option
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.label import Label, Rule

KINDS = frozenset(
    {"visit", "referral", "case_event", "advice", "prescription", "dispense", "follow_up", "patient", "staff"}
)


class RegistersScreen(Screen):
    """Alt 1 to 4 choose the register, Alt B and Alt N the month, the bars a day; Enter opens, Ctrl P prints."""

    name = "registers"

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None = None,
        *,
        make_printer: Callable[[], QPrinter] = system_printer,
    ) -> None:
        super().__init__(context, parent)
        self._register: Register = "opd"
        self._month = context.clock().date().replace(day=1)
        self._view: RegisterView | None = None
        self._job: Job | None = None
        self._title = Label("", "title")
        self._tabs = RegisterTabs("", "registers.which", _options())
        self._tabs.set_value(self._register)
        self._print = Button("", "secondary", "printer", "Ctrl P", name="registers.print")
        # With large text there is room for the icons alone, and the rail says where one is.
        named = not context.theme.folded
        self._pdf = Button("PDF" if named else "", "secondary", "file-type-pdf", name="registers.pdf")
        self._csv = Button("CSV" if named else "", "secondary", "file-type-csv", name="registers.csv")
        self._card = MonthCard()
        self._list = RegisterList("registers.list")
        self._empty = EmptyState("notebook", "", "", name="registers.empty")
        self._stack = QStackedWidget()
        self._count, self._totals = Label("", "meta", "ink2"), Label("", "meta", "ink2")
        self._whole = Button("", "quiet", size="row", name="registers.whole_month")
        self._papers = RegisterPapers(context, make_printer)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        theme = self.context.theme
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.px(12))
        if not theme.folded:
            head.addWidget(self._title)
            head.addSpacing(theme.px(8))
        head.addWidget(self._tabs, 1 if theme.folded else 0)
        head.addStretch(0 if theme.folded else 1)
        for button in (self._print, self._pdf, self._csv):
            head.addWidget(button)
        page = QVBoxLayout(self)
        edge = theme.px(20) if not theme.folded else 16
        page.setContentsMargins(theme.page_edge, edge, theme.page_edge, edge)
        page.setSpacing(theme.px(16 if not theme.folded else 10))
        page.addLayout(head)
        page.addWidget(self._papers)
        page.addWidget(self._card)
        page.addWidget(self._lines(), 1)

    def _lines(self) -> Card:
        theme = self.context.theme
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        foot = QFrame()
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(20), theme.px(6), theme.px(20), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(self._count)
        row.addWidget(self._whole)
        row.addStretch(1)
        row.addWidget(self._totals)
        foot.setMinimumHeight(theme.px(48) if not theme.folded else 0)
        card = Card(flush=True)
        card.add(self._stack, 1)
        card.add(Rule())
        card.add(foot)
        return card

    def _connect(self) -> None:
        self._tabs.changed.connect(self._choose_register)
        self._card.month_chosen.connect(self._choose_month)
        self._card.day_chosen.connect(self._choose_day)
        self._card.to_list.connect(self._list.setFocus)
        self._list.opened_line.connect(self._open)
        self._empty.pressed.connect(self._fill)
        self._whole.clicked.connect(self._whole_month)
        self._print.clicked.connect(self._print_it)
        self._pdf.clicked.connect(self._save_pdf)
        self._csv.clicked.connect(self._save_csv)
        self._papers.busy_changed.connect(self._let_print)

    # What is shown

    def opened(self, **args: Any) -> None:
        """`register` may be one of the four."""
        which = args.get("register")
        if which in REGISTERS:
            self._register = which
            self._tabs.set_value(which)
        self._papers.hush()
        self._load()
        self._list.setFocus()

    def back(self) -> None:
        """Esc: from a day to its month, then to Today."""
        if self._card.bars.day():
            self._whole_month()
        else:
            super().back()

    def data_changed(self, changed: Changed) -> None:
        if changed.kinds & KINDS:
            self._load()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Registers"))
        self._tabs.setAccessibleName(self.tr("Which register"))
        self._tabs.set_options(_options())
        if not self.context.theme.folded:
            self._print.set_text(self.tr("Print"))
        self._print.setAccessibleName(self.tr("Print"))
        self._print.setToolTip(self.tr("Print, Ctrl P"))
        self._pdf.setAccessibleName(self.tr("Save as PDF"))
        self._pdf.setToolTip(self.tr("Save as PDF"))
        self._csv.setAccessibleName(self.tr("Save as CSV, for Excel"))
        self._csv.setToolTip(self.tr("Save as CSV, for Excel"))
        self._whole.set_text(self.tr("Whole month"))
        self._card.retranslate()
        self._papers.retranslate()
        self._show(keep=True)

    @property
    def _lang(self) -> Lang:
        return "hi" if self.context.hindi else "en"

    def _load(self) -> None:
        if self._job is not None:
            self._job.drop()
        self._job = self.context.runner.run(read_register, self._register, self._month, done=self._loaded)

    @Slot(object)
    def _loaded(self, view: RegisterView) -> None:
        same = self._view is not None and (self._view.register, self._view.month) == (view.register, view.month)
        self._job, self._view = None, view
        self._show(keep=same)

    def _chosen_lines(self) -> tuple[AnyLine, ...]:
        """Those of the chosen day, else the whole month's."""
        lines = self._view.lines if self._view is not None else ()
        day = self._card.bars.day()
        return tuple(line for line in lines if line.day.day == day) if day else lines

    def _show(self, *, keep: bool) -> None:
        view, lang, today = self._view, self._lang, self.context.clock().date()
        if view is None:
            return
        self._card.show_month(view.month, view.first_month, view.last_month, lang)
        self._card.show_days(per_day(view.lines, monthrange(view.month.year, view.month.month)[1]), today)
        lines = self._chosen_lines()
        counted = totals(lines)
        self._card.show_figures(figures(view.register, counted, lang))
        self._list.show_lines(view.register, lines, lang, today, keep=keep)
        self._list.setAccessibleName(f"{register_name(view.register)}, {self._period()}")
        self._stack.setCurrentWidget(self._list if lines else self._empty)
        day = self._card.bars.day()
        all_ = len(view.lines)
        self._count.setText(
            self.tr("{0} of {1} in the month").format(len(lines), all_) if day else self.tr("%n entries", "", all_)
        )
        self._whole.setVisible(bool(day))
        self._totals.setText(totals_words(view.register, counted, lang) if lines else "")
        self._let_print()
        self._say_empty(view)

    def _say_empty(self, view: RegisterView) -> None:
        month = self._elsewhere(view)
        if self._card.bars.day():
            button = self.tr("Whole month")
        else:
            button = go_to_month(month, self._lang) if month is not None else self.tr("New visit")
        title = nothing_here(view.register, self._period())
        self._empty.set_texts(title, how_it_fills(view.register), button)

    def _elsewhere(self, view: RegisterView) -> date | None:
        """From an empty month: where there is something before it, else this month."""
        this_month = self.context.clock().date().replace(day=1)
        return view.before or (this_month if view.month != this_month else None)

    @Slot()
    def _let_print(self) -> None:
        ready = bool(self._chosen_lines()) and not self._papers.busy()
        for button in (self._print, self._pdf, self._csv):
            button.setEnabled(ready)

    def _period(self) -> str:
        """`November 2026`, or `24 November 2026`."""
        day = self._card.bars.day()
        month = self._view.month if self._view is not None else self._month
        return day_words(month.replace(day=day), self._lang) if day else month_words(month, self._lang)

    # What is chosen

    @Slot(str)
    def _choose_register(self, which: str) -> None:
        self._register = cast(Register, which)
        self._load()

    @Slot(object)
    def _choose_month(self, month: date) -> None:
        self._month = month.replace(day=1)
        self._card.bars.set_day(0)
        self._load()

    @Slot(int)
    def _choose_day(self, day: int) -> None:
        self._show(keep=True)

    @Slot()
    def _whole_month(self) -> None:
        self._card.bars.set_day(0)
        self._show(keep=True)

    @Slot(object)
    def _open(self, line: AnyLine) -> None:
        if isinstance(line, VisitLine) and line.case is not None:
            self.navigate.emit("case", {"referral": line.case.referral})
        else:
            self.navigate.emit("patients", {"patient": line.patient.id})

    @Slot()
    def _fill(self) -> None:
        """The empty state's button."""
        if self._card.bars.day():
            self._whole_month()
        elif self._view is not None and (month := self._elsewhere(self._view)) is not None:
            self._choose_month(month)
        else:
            self.navigate.emit("patients", {"new_visit": True})

    # Paper and files

    def _shown(self) -> Shown:
        view, day = self._view, self._card.bars.day()
        if view is None:
            raise RuntimeError("nothing is shown yet")
        when = view.month.replace(day=day).isoformat() if day else f"{view.month:%Y-%m}"
        return Shown(view.register, self._chosen_lines(), self._period(), when, self._lang)

    @Slot()
    def _print_it(self) -> None:
        self._papers.print_it(self._shown())

    @Slot()
    def _save_pdf(self) -> None:
        self._papers.save_pdf(self._shown())

    @Slot()
    def _save_csv(self) -> None:
        self._papers.save_csv(self._shown())


def _options() -> list[Option]:
    return [(register, register_name(register)) for register in REGISTERS]
