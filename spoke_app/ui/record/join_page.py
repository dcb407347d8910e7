""" "This is the same person as...": the other record found, both laid side by side, and which of them stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.actions.find_patients import find_patients
from spoke_app.actions.join_patients import Pair, compare_patients
from spoke_app.actions.views import FoundPatients, PatientView
from spoke_app.ui.models.patient_form import phone_typed
from spoke_app.ui.models.patient_rows import patient_row, relative_short
from spoke_app.ui.models.tab_order import chain_tabs
from spoke_app.ui.record.foot import Foot
from spoke_app.ui.record.words import agreement_face, compared_label, record_name
from spoke_app.ui.runner import Job
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import age_text, gender_text, names_for, short_date
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.label import Label, Rule
from spoke_app.ui.widgets.list_view import ListView
from spoke_app.ui.widgets.notice_bar import NoticeBar
from spoke_app.ui.widgets.rows import Row
from spoke_app.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from spoke_app.ui.context import UiContext

DELAY_MS = 60
SHOWN = 6


class JoinPage(QWidget):
    """`begin(view)` looks for people of that name; `joined(stays, goes)` once it was decided."""

    closed = Signal()
    joined = Signal(str, str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: PatientView | None = None
        self._results: FoundPatients | None = None
        self.pair: Pair | None = None
        self._search: Job | None = None
        self._comparing: Job | None = None
        theme = context.theme
        self._timer = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._timer.timeout.connect(self._find)
        self.box = SearchBox("", "join.search", large=False)
        self.list = ListView("join.list", "", fit=True, single_click=True)
        self._nobody = Label("", "body", "ink2", wrap=True)
        self._nobody.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(12))
        self._found = Card(flush=True)
        self._found.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._found.add(self.list)
        self._found.add(self._nobody)
        self._side = Card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(20))
        self._grid.setVerticalSpacing(theme.px(8))
        self._rows = QWidget()
        self._rows.setLayout(self._grid)
        self.stays = Choice("", "join.stays", [("one", ""), ("other", "")], hint_line=False)
        self._doubt = NoticeBar("look", name="join.doubt")
        self._side.add(self._doubt)
        self._side.add(self.stays)
        self._side.add(self._rows)
        self._title, self._about = Label("", "title", wrap=True), Label("", "body", "ink2", wrap=True)
        self.save = Button("", "primary", "arrows-join", "Ctrl Enter", name="join.save")
        self._back = Button("", "quiet", key="Esc", name="join.back")
        self._lay_out()
        self.box.changed.connect(self._typed)
        self.box.moved.connect(self.list.move_current)
        self.list.current_changed.connect(self._chosen)
        self.save.clicked.connect(self._decide)
        self._back.clicked.connect(self.closed)
        chain_tabs(self)

    def _lay_out(self) -> None:
        theme = self._context.theme
        page = ScrollPage()
        head = QVBoxLayout()
        head.setSpacing(theme.px(2))
        head.addWidget(self._title)
        head.addWidget(self._about)
        page.column.addLayout(head)
        for widget in (self.box, self._found, self._side):
            page.column.addWidget(widget)
        page.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(Foot((self.save,), self._back))

    def begin(self, view: PatientView) -> None:
        """Look for another record of this person: by the first word of the name, until something else is typed."""
        self._view, self._results = view, None
        self._show_pair(None)
        self.retranslate()
        self.box.set_text(view.row.name.partition(" ")[0])
        self._find()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._timer.start()

    @Slot()
    def _find(self) -> None:
        if self._search is not None:
            self._search.drop()
        self._search = self._context.runner.run(find_patients, self.box.text(), SHOWN + 1, done=self._show_found)

    @Slot(object)
    def _show_found(self, found: FoundPatients) -> None:
        self._results = found
        rows = self._rows_found()
        self.list.set_rows(rows, select_first=bool(rows))
        self.list.setVisible(bool(rows))
        self._nobody.setVisible(not rows)
        if not rows:
            self._chosen("")

    def _rows_found(self) -> list[Row]:
        if self._results is None:
            return []
        mine = self._view.row.id if self._view is not None else ""
        lang, today = self._context.lang, self._context.clock().date()
        people = [row for row in self._results.rows if row.id != mine][:SHOWN]
        return [patient_row(row, self._results.query, today, lang) for row in people]

    @Slot(str)
    def _chosen(self, other: str) -> None:
        if self._comparing is not None:
            self._comparing.drop()
            self._comparing = None
        if not other or self._view is None:
            self._show_pair(None)
            return
        mine = self._view.row.id
        self._comparing = self._context.runner.run(
            compare_patients, mine, other, done=self._show_pair, failed=self._not_comparable
        )

    @Slot(object)
    def _not_comparable(self, error: BaseException) -> None:
        self._show_pair(None)

    @Slot(object)
    def _show_pair(self, pair: Pair | None) -> None:
        self.pair = pair
        self._side.setVisible(pair is not None)
        self.save.setEnabled(pair is not None)
        if pair is not None:
            self._fill(pair)
            self.stays.set_value("one" if pair.stays == pair.one.row.id else "other")

    def _fill(self, pair: Pair) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        lang = self._context.lang
        self._grid.addWidget(Label(self.tr("This record"), "label", "ink2"), 0, 1)
        self._grid.addWidget(Label(self.tr("The other one"), "label", "ink2"), 0, 2)
        for at, compared in enumerate(pair.compared, start=1):
            line = 2 * at
            self._grid.addWidget(Rule(), line - 1, 0, 1, 4)
            face = agreement_face(compared.agreement)
            strong = compared.agreement == "differs"
            self._grid.addWidget(Label(compared_label(compared.what), "body", "ink2"), line, 0)
            for column, view in enumerate((pair.one, pair.other), start=1):
                words = self._value(compared.what, view, lang)
                self._grid.addWidget(Label(words, "body", wrap=True, strong=strong), line, column)
            chip = Chip(face.text, face.tone, face.icon)
            self._grid.addWidget(chip, line, 3, Qt.AlignmentFlag.AlignRight)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._word_choice(pair)
        self._show_doubt(pair)

    def _show_doubt(self, pair: Pair) -> None:
        """Several things that nobody changes are different: said before two people are made one."""
        other = {compared.what for compared in pair.compared if compared.agreement == "differs"}
        doubtful = [what for what in ("name", "gender", "age") if what in other]
        words = ", ".join(compared_label(what) for what in doubtful)
        lead = self.tr("These differ: {0}.").format(words)
        self._doubt.show_notice("look", lead, self.tr("Join only if you are sure that it is one person."))
        self._doubt.setVisible(bool(doubtful))

    def _value(self, what: str, view: PatientView, lang: str) -> str:
        row = view.row
        if what == "visits":
            last = short_date(view.visits[0].started.date(), lang, self._context.clock().date()) if view.visits else ""
            count = self.tr("%n visit(s)", "", len(view.visits))
            return ", ".join(part for part in (count, last) if part)
        values = {
            "name": " ".join(part for part in names_for(row.name, row.name_other, lang) if part),
            "gender": gender_text(row.gender),
            "age": age_text(row.age, lang, long=True),
            "relative": relative_short(row),
            "village": row.village,
            "phone": phone_typed(row.phone),
            "abha": str(view.fields.get("abha") or ""),
        }
        return values[what] or self.tr("not known")

    def _word_choice(self, pair: Pair) -> None:
        lang = self._context.lang
        self.stays.set_label(self.tr("Which record stays? New visits go there; both histories are kept and shown."))
        self.stays.set_options([("one", record_name(pair.one.row, lang)), ("other", record_name(pair.other.row, lang))])

    @Slot()
    def _decide(self) -> None:
        if self.pair is None:
            return
        one, other = self.pair.one.row.id, self.pair.other.row.id
        if self.stays.value() == "other":
            one, other = other, one
        self.joined.emit(one, other)

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        row = self._view.row if self._view is not None else None
        name = record_name(row, self._context.lang) if row is not None else ""
        self._title.setText(self.tr("{0} is the same person as…").format(name))
        self._about.setText(self.tr("Nothing is lost by joining, and it can be undone at any time."))
        self.box.set_placeholder(self.tr("The other record: name, phone, village or slip number"))
        self.list.setAccessibleName(self.tr("Records found"))
        self._found.set_title(self.tr("Which one?"))
        self._side.set_title(self.tr("Side by side"))
        self._nobody.setText(self.tr("Nobody else is found like this. Try another spelling, the phone or the village."))
        self.save.set_text(self.tr("Join the two records"))
        self._back.set_text(self.tr("Back"))
        blocked = QSignalBlocker(self.list)  # the same rows in other words: nobody has chosen anew
        self.list.set_rows(self._rows_found())
        blocked.unblock()
        if self.pair is not None:
            self._fill(self.pair)
