"""Find a patient: one box, results with every key, the chosen one beside the list, and a way to register another."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from spoke_app.actions.find_patients import find_patients
from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.views import Changed, FoundPatients, PatientView
from spoke_app.ui.context import UiContext
from spoke_app.ui.models.patient_rows import patient_row
from spoke_app.ui.models.places import load_places
from spoke_app.ui.patients.found_list import FoundList
from spoke_app.ui.patients.places import place_words
from spoke_app.ui.patients.register_row import RegisterRow
from spoke_app.ui.patients.side import PatientSide
from spoke_app.ui.record.record import PatientRecord
from spoke_app.ui.runner import Job
from spoke_app.ui.screen import Screen
from spoke_app.ui.text import short_date
from spoke_app.ui.widgets.card import Card, IconMark
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.key_cap import KeyCap
from spoke_app.ui.widgets.label import Label, Rule
from spoke_app.ui.widgets.search_box import SearchBox

SEARCH_DELAY_MS = 60
SHOWN = 20


class PatientsScreen(Screen):
    """`opened(text=...)` starts with a search; `opened(chosen=id)` chooses one; `opened(patient=id)` opens a record,
    with `visit=id` one of its visits, with `test=id` the form for the result of an ordered test."""

    name = "patients"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._places = load_places()
        self._search: Job | None = None
        self._opening: Job | None = None
        self._chosen: PatientView | None = None
        self._wanted = ""
        self._hurried = False
        self._found = FoundPatients((), 0, "")
        self._timer = QTimer(self, singleShot=True, interval=SEARCH_DELAY_MS)
        self._timer.timeout.connect(self._find)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        theme = self.context.theme
        self.box = SearchBox("", "patients.search", key="Esc")
        self.list = FoundList("patients.list", "")
        self._head = Label("", "label", "ink2")
        self._head_keys = Label("", "body", "ink3")
        self._register = RegisterRow()
        self._hint = Label("", "body", "ink3", wrap=True)
        self._side = PatientSide()
        self._record = PatientRecord(self.context, self._places)
        self._nobody = EmptyState("users", "", "", "", key="Ctrl N", name="patients.empty")
        self._card = self._make_card()
        hint = QHBoxLayout()
        hint.setSpacing(theme.px(8))
        hint.addSpacing(theme.px(4))
        hint.addWidget(IconMark("info-circle", theme.ink3, theme.px(17)), 0, Qt.AlignmentFlag.AlignTop)
        hint.addWidget(self._hint, 1)
        left = QVBoxLayout()
        left.setSpacing(theme.px(14))
        left.addWidget(self._card)
        left.addWidget(self._nobody)
        left.addLayout(hint)
        left.addStretch(1)
        self._side.setFixedWidth(theme.px(300) if theme.folded else 360)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(24))
        columns.addLayout(left, 1)
        columns.addWidget(self._side)
        find = QWidget()
        column = QVBoxLayout(find)
        column.setContentsMargins(theme.page_edge, theme.px(20), theme.page_edge, theme.px(24))
        column.setSpacing(theme.px(16))
        column.addWidget(self.box)
        column.addLayout(columns, 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(find)
        self._pages.addWidget(self._record)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _make_card(self) -> Card:
        theme = self.context.theme
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self._head, 1)
        for key in ("Up", "Down"):
            head.addWidget(KeyCap(key))
        head.addWidget(self._head_keys)
        card = Card(flush=True)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        card.set_head(head)
        card.add(self.list)
        card.add(Rule())
        card.add(self._register)
        return card

    def _connect(self) -> None:
        self.box.changed.connect(self._typed)
        self.box.moved.connect(self.list.move_current)
        self.box.submitted.connect(self._submitted)
        self.list.current_changed.connect(self._choose)
        self.list.activated_row.connect(self._visit_of)
        self._register.pressed.connect(self._register_new)
        self._nobody.pressed.connect(self._register_new)
        self._side.new_visit.connect(self._new_visit)
        self._side.open_record.connect(self._open_record)
        self._side.edit.connect(self._edit)
        self._record.closed.connect(self._close_record)
        self._record.new_visit.connect(self._visit_of)
        self._record.edit.connect(self._edit_of)
        self._record.compare.connect(self._compare)
        self._record.navigate.connect(self.navigate)

    def opened(self, **args: Any) -> None:
        """See the class."""
        self._wanted, self._hurried = str(args.get("chosen") or ""), False
        if patient := args.get("patient"):
            self._show_record(str(patient), test=str(args.get("test") or ""), visit=str(args.get("visit") or ""))
            return
        self._pages.setCurrentIndex(0)
        if "text" in args or not self._wanted:
            self.box.set_text(str(args.get("text") or ""))
        self._find()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.box.text():
            return
        self.box.setCursorPosition(len(self.box.text()))

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._hurried = False
        self._timer.start()

    @Slot()
    def _submitted(self) -> None:
        """Enter. Pressed before the list has caught up with what was typed, it waits for it: the row that is still
        chosen belongs to another search, and to another patient."""
        if self._found.query == self.box.text():
            self._new_visit()
            return
        self._hurried = True
        self._timer.stop()
        self._find()

    @Slot()
    def _find(self) -> None:
        if self._search is not None:
            self._search.drop()
        self._search = self.context.runner.run(find_patients, self.box.text(), SHOWN, done=self._show_found)

    @Slot(object)
    def _show_found(self, found: FoundPatients) -> None:
        self._found = found
        today, lang = self.context.clock().date(), self.context.lang
        rows = [patient_row(row, found.query, today, lang) for row in found.rows]
        nobody = not found.rows and not found.query.strip()
        self._card.setVisible(not nobody)
        self._nobody.setVisible(nobody)
        self.list.setVisible(bool(rows))
        self.list.set_rows(rows, keep=not found.query.strip(), select_first=True)
        if self._wanted:
            self.list.set_current(self._wanted)
            self._wanted = ""
        self._words_of_found()
        self._choose(self.list.current_id())
        if self._hurried:
            self._hurried = False
            self._new_visit()

    @Slot(str)
    def _choose(self, patient: str) -> None:
        if self._opening is not None:
            self._opening.drop()
            self._opening = None
        if not patient:
            self._chosen = None
            self._side.hide()
            return
        self._opening = self.context.runner.run(open_patient, patient, done=self._show_side, failed=self._unknown)

    @Slot(object)
    def _show_side(self, view: PatientView) -> None:
        self._chosen = view
        lang, today = self.context.lang, self.context.clock().date()
        last = self.tr("None yet")
        if view.visits:
            day = short_date(view.visits[0].started.date(), lang, today)
            last = ", ".join(part for part in (day, self.context.complaint(view.visits[0].title)) if part)
        self._side.show_patient(view, place_words(self._places, view.fields), last, lang)
        self._side.show()

    @Slot(object)
    def _unknown(self, error: BaseException) -> None:
        self._side.hide()

    @Slot()
    def _new_visit(self) -> None:
        self._visit_of(self.list.current_id())

    @Slot(str)
    def _visit_of(self, patient: str) -> None:
        if patient:
            self.navigate.emit("visit", {"patient": patient})
        elif self.box.text().strip():
            self._register_new()

    @Slot()
    def _register_new(self) -> None:
        if self._pages.currentIndex() == 0:
            self.navigate.emit("new_patient", {"query": self.box.text()})

    @Slot()
    def _open_record(self) -> None:
        if patient := self.list.current_id():
            self._show_record(patient)

    def _show_record(self, patient: str, *, test: str = "", visit: str = "") -> None:
        self._pages.setCurrentIndex(1)
        self._record.open(patient, test=test, visit=visit)

    @Slot()
    def _close_record(self) -> None:
        self._pages.setCurrentIndex(0)
        self._find()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _edit(self) -> None:
        if self._pages.currentIndex() == 0 and (patient := self.list.current_id()):
            self._edit_of(patient)

    @Slot(str)
    def _edit_of(self, patient: str) -> None:
        self.navigate.emit("new_patient", {"patient": patient})

    @Slot(str)
    def _compare(self, record: str) -> None:
        shown = self._record.patient()
        self.navigate.emit("conflict", {"record": record, "back": ("patients", {"patient": shown})})

    def new_patient_text(self) -> str:
        """What a new patient's form starts with."""
        return self.box.text() if self._pages.currentIndex() == 0 else ""

    def back(self) -> None:
        """Esc: from the record to the list, from a search to all, then to Today."""
        if self._pages.currentIndex() == 1:
            self._record.back()
        elif self.box.text():
            self.box.set_text("")
            self._find()
        else:
            self.navigate.emit("today", {})

    def data_changed(self, changed: Changed) -> None:
        if self._pages.currentIndex() == 1:
            self._record.refresh(changed)
        elif changed.kinds & {"patient", "visit"}:
            self._wanted = self.list.current_id()
            self._find()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _words_of_found(self) -> None:
        query = self._found.query.strip()
        self._head.setText(self.tr("Patients of this centre") if query else self.tr("Seen last"))
        if query and not self._found.rows:
            self._head.setText(self.tr("Nobody found under “{0}”").format(query))
        found = f"{self._found.total}+" if self._found.many else str(self._found.total)
        self.box.set_aside(self.tr("{0} found").format(found) if query else "", "Esc")

    def retranslate(self) -> None:
        self.box.set_placeholder(self.tr("Name, phone, village, ABHA or slip number"))
        self.list.setAccessibleName(self.tr("Patients"))
        self._head_keys.setText(self.tr("to choose"))
        self._hint.setText(
            self.tr("Sunita, Suneeta and सुनीता are found alike. A phone, village, ABHA or slip number works too.")
        )
        self._nobody.set_texts(
            self.tr("No patient yet"),
            self.tr("Register the first one; she will be found here by name, phone or village."),
            self.tr("New patient"),
        )
        self._register.retranslate()
        self._side.retranslate()
        self._record.retranslate()
        self._show_found(self._found) if self._found.rows else self._words_of_found()
