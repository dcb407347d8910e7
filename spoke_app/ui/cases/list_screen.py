"""Cases: everything that was sent to a doctor, each with its receipt and what is to be done about it."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spoke_app.actions import list_cases
from spoke_app.actions.views import CaseFilter, CaseRow, CasesView, Changed
from spoke_app.documents.paper import Both
from spoke_app.documents.words import with_title
from spoke_app.ui.cases.case_line import CaseLine
from spoke_app.ui.cases.case_list import CaseHeads, CaseList
from spoke_app.ui.cases.paper_of_case import as_lang
from spoke_app.ui.cases.words import receipt_words, short_person, urgency_word, waiting_words
from spoke_app.ui.context import UiContext
from spoke_app.ui.runner import Job
from spoke_app.ui.screen import Screen
from spoke_app.ui.text import meta_text, names_for, receipt_marks, step_title
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.choice import Segments
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.search_box import SearchBox

KINDS = frozenset({"referral", "case_event", "advice", "prescription", "patient", "visit"})
STEPS = ("saved", "at_hub", "opened", "answered", "seen", "given")
ANSWERED = ("answered", "seen", "given", "closed")


class CasesScreen(Screen):
    """Filter, find, and the list; Enter opens the chosen case, Ctrl P prints its answer."""

    name = "cases"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._view = CasesView((), 0, 0, 0)
        self._which: CaseFilter = "current"
        self._job: Job | None = None
        self._awaited = False
        self._title, self._aside = Label("", "title"), Label("", "body", "ink2")
        self._filter = Segments("", "cases.filter", [("current", ""), ("to_do", ""), ("closed", "")])
        self._filter.set_value(self._which)
        self._search = SearchBox("", "cases.search", "Ctrl F", large=False)
        self._heads = CaseHeads()
        self._list = CaseList("cases.list", "")
        self._heads.follow(self._list)
        self._empty = EmptyState("message-check", "", "", name="cases.empty")
        self._check = Button("", "quiet", "qrcode", "Alt K", name="cases.check")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        theme = self.context.theme
        words = QHBoxLayout()
        words.setSpacing(theme.px(16))
        words.addWidget(self._title)
        words.addWidget(self._aside)
        words.addStretch(1)
        tools = QHBoxLayout()
        tools.setSpacing(theme.px(16))
        tools.addWidget(self._filter)
        tools.addWidget(self._search)
        self._search.setMinimumWidth(theme.px(180))
        self._search.setMaximumWidth(theme.px(240))
        head = QGridLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setVerticalSpacing(theme.px(8))
        head.addLayout(words, 0, 0)
        # With large text the tools go below the title: nothing is shrunk.
        head.addLayout(tools, *((1, 0) if theme.folded else (0, 1)))
        card = Card(flush=True)
        card.add(self._heads)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._empty)
        card.add(self._stack, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(theme.page_edge, theme.px(20), theme.page_edge, theme.px(24))
        page.setSpacing(theme.px(16))
        page.addLayout(head)
        page.addWidget(card, 1)
        page.addWidget(self._check, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        self._filter.changed.connect(self._filtered)
        self._search.changed.connect(self._searched)
        self._search.submitted.connect(self._list.activate_current)
        self._search.moved.connect(self._list.move_current)
        self._list.activated_row.connect(self._open)
        self._list.print_row.connect(self._print)
        self._empty.pressed.connect(self._new_visit)
        self._check.clicked.connect(self._check_paper)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self._search.setFocus)
        print_it = QShortcut(QKeySequence("Ctrl+P"), self)
        print_it.activated.connect(self._list.print_current)

    def opened(self, **args: Any) -> None:
        """`which` may be current, to_do or closed."""
        which = args.get("which")
        if which in ("current", "to_do", "closed"):
            self._which = which
            self._filter.set_value(which)
        self._load()
        self._to_list()

    def _to_list(self) -> None:
        """The cursor goes to the list: at once, or as soon as there is something in it."""
        self._awaited = self._stack.currentWidget() is not self._list
        (self if self._awaited else self._list).setFocus()

    def data_changed(self, changed: Changed) -> None:
        if changed.kinds & KINDS:
            self._load()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Cases"))
        self._search.set_placeholder(self.tr("Find"))
        self._check.set_text(self.tr("Check a prescription on paper"))
        self._filter.setAccessibleName(self.tr("Which cases"))
        self._list.setAccessibleName(self.tr("Cases"))
        steps = tuple(step_title(step) for step in STEPS)
        self._heads.set_texts(self.tr("Patient"), self.tr("Complaint and desk"), steps)
        self._show()

    def _load(self) -> None:
        if self._job is not None:
            self._job.drop()
        self._job = self.context.runner.run(list_cases.list_cases, self._which, self._search.text(), done=self._loaded)

    @Slot(object)
    def _loaded(self, view: CasesView) -> None:
        self._view = view
        self._show()

    def _show(self) -> None:
        view = self._view
        closed = f"{view.closed}+" if view.closed == list_cases.MOST_COUNTED else str(view.closed)
        self._filter.set_options(
            [
                ("current", self.tr("Current  {0}").format(view.current)),
                ("to_do", self.tr("For me to do  {0}").format(view.to_do)),
                ("closed", self.tr("Closed  {0}").format(closed)),
            ]
        )
        counts = {"current": view.current, "to_do": view.to_do, "closed": view.closed}
        if len(view.rows) < counts[self._which] and not view.words:
            self._aside.setText(self.tr("the first {0} are shown: find the others by name").format(len(view.rows)))
        else:
            self._aside.setText(self.tr("everything sent to a doctor"))
        # What is here is found while typing; the store adds who is not, or is spelt otherwise.
        typed = self._search.text()
        words = typed.casefold().split() if typed != view.words else []
        lines = [line for line in map(self._line, view.rows) if all(word in _searchable(line) for word in words)]
        self._list.set_rows(lines, select_first=True)
        self._stack.setCurrentWidget(self._list if lines else self._empty)
        self._heads.setVisible(bool(lines))
        if lines and self._awaited:
            self._to_list()
        if not lines:
            self._say_empty(bool(typed.strip()))

    def _line(self, row: CaseRow) -> CaseLine:
        lang, now = self.context.lang, self.context.clock()
        name, other = names_for(row.patient.name, row.patient.name_other, lang)
        doctor = with_title(Both(row.doctor, row.doctor_hi)).first(as_lang(lang))
        marks = receipt_marks(row.receipt, lang, now, self._person_of(row, short_person(doctor)))
        state = row.receipt.state
        return CaseLine(
            id=row.referral,
            name=name,
            beside=other,
            meta=meta_text(row.patient, lang),
            middle=self.context.complaint(row.complaint),
            desk=self._speciality(row),
            right=urgency_word(row.urgency, row.overdue),
            right_below=receipt_words(row.receipt, marks),
            urgency=urgency_word(row.urgency, row.overdue),
            emergency=row.urgency == "emergency",
            steps=marks,
            last_word=self._last_word(row, doctor),
            open_text=self._open_text(state),
            open_kind_primary=state in ("answered", "seen", "question"),
            print_text=self.tr("Print") if state in ANSWERED else "",
        )

    def _last_word(self, row: CaseRow, doctor: str) -> str:
        """What the doctor said, else where the case is and what to do meanwhile."""
        if row.last_word:
            return self.tr("{0}: “{1}”").format(doctor, " ".join(row.last_word.split()))
        waiting = waiting_words(row, doctor or self.tr("A doctor"), self.context.lang, self.context.clock())
        return self.tr("{0}. {1}").format(*waiting[:2]) if waiting else ""

    def _person_of(self, row: CaseRow, doctor: str) -> Any:
        """Who is named below a step: at this centre the person signed in, at the hub the doctor."""
        staff = self.context.staff
        mine = short_person(staff.name_hi if self.context.hindi and staff.name_hi else staff.name)
        hub_people = {step.who for step in row.receipt.steps if step.name in ("opened", "answered") and step.who}

        def person(who: str) -> str:
            if who == staff.id:
                return mine
            return doctor if who in hub_people else ""

        return person

    def _speciality(self, row: CaseRow) -> str:
        label = self.context.picklists.label("specialities", row.speciality, self.context.lang)
        return label or row.desk

    def _open_text(self, state: str) -> str:
        if state == "question":
            return self.tr("Answer the question")
        return self.tr("Open answer") if state in ANSWERED else self.tr("Open case")

    def _say_empty(self, searching: bool) -> None:
        if searching:
            self._empty.set_texts(self.tr("No case has these words"), self.tr("Try another spelling or filter."))
        elif self._which == "to_do":
            self._empty.set_texts(
                self.tr("Nothing to do just now"),
                self.tr("Answers to give and questions of the doctor appear here when the line comes back."),
            )
        elif self._which == "closed":
            self._empty.set_texts(self.tr("No closed cases yet"), self.tr("A case closes when its answer was given."))
        else:
            self._empty.set_texts(
                self.tr("No case is with a doctor"),
                self.tr("Write a visit and choose “Refer to a doctor”: the case then appears here."),
                self.tr("New visit"),
            )

    @Slot(str)
    def _filtered(self, which: str) -> None:
        self._which = cast(CaseFilter, which)
        self._load()

    @Slot(str)
    def _searched(self, text: str) -> None:
        self._show()
        self._load()

    @Slot(str)
    def _open(self, referral: str) -> None:
        self.navigate.emit("case", {"referral": referral})

    @Slot(str)
    def _print(self, referral: str) -> None:
        self.navigate.emit("case", {"referral": referral, "print_now": True})

    @Slot()
    def _check_paper(self) -> None:
        self.navigate.emit("check", {})

    @Slot()
    def _new_visit(self) -> None:
        self.navigate.emit("patients", {})


def _searchable(line: CaseLine) -> str:
    return " ".join((line.name, line.beside, line.meta, line.middle, line.desk)).casefold()
