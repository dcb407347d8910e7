"""A patient's record: the strip, the overview with its foot, the pages that open from it, and what is done there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spoke_app.actions.countersigned import mark_comments_read
from spoke_app.actions.open_record import PAGE, RecordView, open_record
from spoke_app.actions.open_visit import Picture, VisitView, open_visit
from spoke_app.actions.refused import Refused
from spoke_app.actions.results import TestResult
from spoke_app.actions.views import Changed
from spoke_app.ui.patients.about import strip_line
from spoke_app.ui.record.deeds import RecordDeeds
from spoke_app.ui.record.foot import Foot
from spoke_app.ui.record.overview import Overview
from spoke_app.ui.record.pages import RecordPages
from spoke_app.ui.record.words import full_day
from spoke_app.ui.text import names_for
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.chip import ChipFace
from spoke_app.ui.widgets.patient_strip import PatientStrip

if TYPE_CHECKING:
    from spoke_app.ui.context import UiContext
    from spoke_app.ui.models.places import LgdPlaces


class PatientRecord(QWidget):
    """A page of the patients screen. `closed` leads back to the list, `navigate` to another screen."""

    closed = Signal()
    new_visit = Signal(str)
    edit = Signal(str)
    compare = Signal(str)
    """A record whose versions and history are wanted: this one or one of its visits."""
    navigate = Signal(str, dict)

    def __init__(self, context: UiContext, places: LgdPlaces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.view: RecordView | None = None
        self._wanted = self._test = ""
        self._most = PAGE
        self._opening = False
        self.strip = PatientStrip()
        self.overview = Overview(context, places)
        self.pages = RecordPages(context)
        self._deeds = RecordDeeds(context, self)
        self._visit = Button("", "primary", "plus", "Ctrl Enter", name="patients.record_visit")
        self._result = Button("", "secondary", "test-pipe", "Ctrl R", name="record.result")
        self._edit = Button("", "secondary", key="Ctrl E", name="patients.record_edit")
        self._slip = Button("", "secondary", "printer", "Ctrl P", name="record.slip")
        self._back = Button("", "quiet", key="Esc", name="patients.record_back")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        first = QWidget()
        column = QVBoxLayout(first)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.overview, 1)
        column.addWidget(Foot((self._visit, self._result, self._edit, self._slip), self._back))
        self.pages.addWidget(first)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.strip)
        outer.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self._visit.clicked.connect(self._visit_wanted)
        self._result.clicked.connect(self._result_wanted)
        self._edit.clicked.connect(self._edit_wanted)
        self._slip.clicked.connect(self._last_slip)
        self._back.clicked.connect(self.closed)
        view, pages, deeds = self.overview, self.pages, self._deeds
        for signal, slot in (
            (view.visit_opened, self._open_visit),
            (view.case_opened, self._open_case),
            (view.compare, self.compare),
            (view.older_wanted, self._older),
            (view.result_opened, self._open_report),
            (view.facts.change, self._facts_wanted),
            (view.family.chosen, self.open),
            (view.joined.chosen, deeds.part),
            (view.tests.chosen, self._enter_result),
            (view.more.history, self._history_wanted),
            (view.more.join, self._join_wanted),
            (view.more.died, self._died_wanted),
            (view.died.said, self._has_died),
            (view.died.closed, self._died_left),
            (view.alive, self._is_alive),
            (view.done.pressed, deeds.undo_join),
            (pages.overview_shown, self.overview.focus_timeline),
            (pages.saved, self._saved),
            (pages.visit_wanted, self._open_visit),
            (pages.case_wanted, self._open_case),
            (pages.paper_wanted, self._open_paper),
            (pages.compare, self.compare),
            (pages.note_saved, self._save_note),
            (pages.note_signed, deeds.sign_note),
            (pages.joined, deeds.join),
            (deeds.note_written, self._note_written),
            (deeds.note_refused, self._note_refused),
            (deeds.joined, self._joined),
            (deeds.gone, self.closed),
        ):
            signal.connect(slot)

    # Opening

    @Slot(str)
    def open(self, patient: str, *, test: str = "", visit: str = "") -> None:
        """Load and show a record; `test` leads on to the result of an ordered test, `visit` to that visit."""
        self._wanted, self._most, self._test = patient, PAGE, test
        self._opening = True
        self.pages.setCurrentIndex(0)
        self._load()
        if visit:
            self._open_visit(visit)

    def patient(self) -> str:
        """Whose record is shown, '' if none."""
        return self.view.patient.row.id if self.view is not None else ""

    def refresh(self, changed: Changed) -> None:
        """Load again if something of the record shown was touched."""
        view = self.view
        if view is None:
            return
        mine = {view.patient.row.id, *(one.row.id for one in view.joined), *(event.id for event in view.events)}
        if not changed.ids & mine:
            return
        self._wanted = view.patient.row.id
        self._load()
        shown = self.pages.visit().view if self.pages.in_front() == "visit" else None
        if shown is not None:
            self._open_visit(shown.id)

    def back(self) -> None:
        """Esc: from a page to the one before it, from the overview to the list."""
        if self.pages.in_front():
            self.pages.back()
        elif self.overview.died.isVisible():
            self._died_left()
        else:
            self.closed.emit()

    def _run(self, action: Any, *args: Any, done: Any = None, failed: Any = None) -> None:
        self._context.runner.run(action, *args, done=done, failed=failed or self._unknown)

    def _load(self) -> None:
        self._run(open_record, self._wanted, self._most, done=self._show)

    @Slot(object)
    def _show(self, view: RecordView) -> None:
        opening, self._opening = self._opening, False
        self.view = view
        self.retranslate()
        if self._test:
            test, self._test = self._test, ""
            self._enter_result(test)
        elif opening and not self.pages.in_front():
            self.overview.focus_timeline()

    @Slot(object)
    def _unknown(self, error: BaseException) -> None:
        """What was to be shown or changed is not here (any more)."""
        if isinstance(error, Refused) and error.problems[0].field == "patient":
            self.closed.emit()

    @Slot()
    def _older(self) -> None:
        self._most += PAGE
        self._load()

    @Slot(str)
    def _open_visit(self, visit: str) -> None:
        self._run(open_visit, visit, done=self._show_visit)

    @Slot(object)
    def _show_visit(self, view: VisitView) -> None:
        page = self.pages.visit()
        page.show_view(view)
        if any(note.countersigned is not None for note in view.notes):
            self._run(mark_comments_read, view.id)
        if self.pages.in_front() != "visit":
            self.pages.show_page(page)
            page.begin()

    @Slot(str)
    def _open_case(self, referral: str) -> None:
        self.navigate.emit("case", {"referral": referral})

    @Slot()
    def _last_slip(self) -> None:
        """She has lost it: that of her last visit, once more."""
        visit = self._last_visit()
        if self.view is not None and visit:
            here = ("patients", {"patient": self.view.patient.row.id})
            self.navigate.emit("paper", {"visit": visit, "kind": "visit", "back": here})

    @Slot(str)
    def _open_paper(self, visit: str) -> None:
        if self.view is not None:
            here = ("patients", {"patient": self.view.patient.row.id, "visit": visit})
            self.navigate.emit("paper", {"visit": visit, "back": here})

    def _last_visit(self) -> str:
        visits = self.view.patient.visits if self.view is not None else ()
        return visits[0].id if visits else ""

    @Slot(object)
    def _open_report(self, result: TestResult) -> None:
        """The photo or PDF of a result."""
        label = result.test_name or result.text
        media = "application/pdf" if result.attachment_is_pdf else "image/jpeg"
        self.pages.open_pictures([Picture(result.attachment, media, label, 0, True)], 0)

    # What is done from the foot and the cards

    @Slot()
    def _visit_wanted(self) -> None:
        if self.view is not None:
            self.new_visit.emit(self.patient())

    @Slot()
    def _edit_wanted(self) -> None:
        if self.view is not None:
            self.edit.emit(self.patient())

    @Slot()
    def _history_wanted(self) -> None:
        if self.view is not None:
            self.compare.emit(self.patient())

    @Slot()
    def _result_wanted(self) -> None:
        self._enter_result("")

    @Slot(str)
    def _enter_result(self, test: str) -> None:
        if self.view is not None:
            self.pages.show_page(self.pages.result())
            self.pages.result().show_form(self.view, test)

    @Slot()
    def _facts_wanted(self) -> None:
        if self.view is not None:
            self.pages.show_page(self.pages.facts())
            self.pages.facts().show_form(self.view.patient)

    @Slot()
    def _saved(self) -> None:
        self.pages.to_overview()
        self._context.status.saved()

    @Slot(str, str)
    def _save_note(self, note: str, words: str) -> None:
        visit = self.pages.visit().view
        if visit is not None:
            self._deeds.save_note(visit.id, note, words)

    @Slot()
    def _note_written(self) -> None:
        self.pages.visit().notes.empty()

    @Slot(str)
    def _note_refused(self, code: str) -> None:
        self.pages.visit().notes.refuse(code)

    # A death

    @Slot()
    def _died_wanted(self) -> None:
        if self.view is not None:
            row = self.view.patient.row
            name = names_for(row.name, row.name_other, self._context.lang)[0]
            self.overview.page.verticalScrollBar().setValue(0)
            self.overview.died.ask(name, self._context.clock().date())

    @Slot()
    def _died_left(self) -> None:
        self.overview.died.hide()
        self.overview.focus_timeline()

    @Slot(object)
    def _has_died(self, day: date) -> None:
        self._died_left()
        self.overview.page.verticalScrollBar().setValue(0)
        if self.view is not None:
            self._deeds.write_death(self.view.patient, day)

    @Slot()
    def _is_alive(self) -> None:
        if self.view is not None:
            self._deeds.write_death(self.view.patient, None)

    # One person twice

    @Slot()
    def _join_wanted(self) -> None:
        if self.view is not None:
            self.pages.show_page(self.pages.join())
            self.pages.join().begin(self.view.patient)

    @Slot(bool)
    def _joined(self, joined: bool) -> None:
        if joined:
            self.pages.to_overview()
        self._load()
        self.overview.say_joined(joined)

    # Words

    def _show_strip(self, view: RecordView) -> None:
        lang, row = self._context.lang, view.patient.row
        chips = []
        if row.deceased is not None:
            chips.append(ChipFace(self.tr("Died {0}").format(full_day(row.deceased, lang)), "grey", "user"))
        allergies = [str(one.get("substance") or "") for one in view.patient.fields.get("allergies") or []]
        if known := ", ".join(one for one in allergies if one):
            words = self.tr("Allergy: {0}").format(known)
            short = words if len(words) < 40 else self.tr("%n allergy(ies)", "", len(allergies))
            chips.append(ChipFace(short, "red", "alert-octagon"))
        self.strip.set_patient(*names_for(row.name, row.name_other, lang), strip_line(row, lang), chips)

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._visit.set_text(self.tr("New visit"))
        self._result.set_text(self.tr("Test result"))
        self._edit.set_text(self.tr("Edit"))
        self._slip.set_text(self.tr("Print slip"))
        self._slip.setVisible(bool(self._last_visit()))
        self._back.set_text(self.tr("Back"))
        self.pages.retranslate()
        if self.view is not None:
            self._show_strip(self.view)
            self.overview.show_view(self.view)
        shown = self.pages.visit().view if self.pages.in_front() == "visit" else None
        if shown is not None:
            self.pages.visit().show_view(shown)
