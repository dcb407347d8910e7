"""A patient's record: who it is, what to know, every visit, newest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.open_patient import open_patient
from spoke_app.actions.views import Changed, PatientView, VisitRow
from spoke_app.ui.context import UiContext
from spoke_app.ui.models.patient_form import phone_typed
from spoke_app.ui.models.places import LgdPlaces
from spoke_app.ui.models.vital_signs import vitals_line
from spoke_app.ui.patients.about import allergies_text, conditions_text, place_line, strip_line
from spoke_app.ui.patients.places import place_words
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import flag_face, names_for, short_date, state_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.label import Label, Rule
from spoke_app.ui.widgets.notice_bar import NoticeBar
from spoke_app.ui.widgets.patient_strip import PatientStrip


class _VisitLine(QWidget):
    """One earlier visit: day, what for, its values, its flags, what came of it; `compare` where two people differ."""

    compare = Signal(str)

    def __init__(self, visit: VisitRow, lang: str, now: datetime) -> None:
        super().__init__()
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        row.setSpacing(theme.px(16))
        day = Label(short_date(visit.started.date(), lang, now.date()), "meta", "ink2")
        day.setMinimumWidth(theme.px(84))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(visit.title or self.tr("Visit"), "name", wrap=True))
        if line := vitals_line(visit.vitals):
            words.addWidget(Label(line, "meta", "ink2", wrap=True))
        row.addWidget(day)
        row.addLayout(words, 1)
        for flag in visit.flags[:2]:
            face = flag_face(flag)
            row.addWidget(Chip(face.text, face.tone, face.icon))
        if visit.outcome and visit.outcome != "referred":
            state = state_text(visit.outcome)
            row.addWidget(Chip(state.text, state.tone, state.icon))
        elif visit.outcome:
            row.addWidget(Chip(self.tr("Referred"), "accent", "send"))
        if visit.differs:
            self._visit = visit.id
            button = Button(
                self.tr("Compare"), "secondary", "alert-triangle", size="row", name="patients.visit_compare"
            )
            button.setAccessibleName(self.tr("Two people wrote different things about this visit: compare"))
            button.clicked.connect(self._compare)
            row.addWidget(button)

    def _compare(self) -> None:
        self.compare.emit(self._visit)


class PatientRecord(QWidget):
    """A page of the patients screen. `closed` leads back to the list."""

    closed = Signal()
    new_visit = Signal(str)
    edit = Signal(str)
    compare = Signal(str)
    """A record whose versions and history are wanted: this one or one of its visits."""

    def __init__(self, context: UiContext, places: LgdPlaces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._places = context, places
        self._view: PatientView | None = None
        theme = context.theme
        self._strip = PatientStrip()
        self._notice = NoticeBar("look", name="patients.conflict")
        self._notice.hide()
        self._about = Card()
        self._labels = [Label("", "meta", "ink2") for _ in range(5)]
        self._values = [Label("", "body", wrap=True) for _ in range(5)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(10))
        for at, (label, value) in enumerate(zip(self._labels, self._values, strict=True)):
            grid.addWidget(label, at, 0)
            grid.addWidget(value, at, 1)
        grid.setColumnStretch(1, 1)
        self._about.add(grid)
        self._visits = Card(flush=True)
        self._rows: list[QWidget] = []
        page = ScrollPage()
        page.column.addWidget(self._notice)
        page.column.addWidget(self._about)
        page.column.addWidget(self._visits)
        page.column.addStretch(1)
        self._visit = Button("", "primary", "plus", "Ctrl Enter", name="patients.record_visit")
        self._edit = Button("", "secondary", key="Ctrl E", name="patients.record_edit")
        self._history = Button("", "secondary", "history", "Ctrl H", name="patients.record_history")
        self._back = Button("", "quiet", key="Esc", name="patients.record_back")
        self._notice.pressed.connect(self._compare_wanted)
        self._history.clicked.connect(self._compare_wanted)
        self._visit.clicked.connect(self._visit_wanted)
        self._edit.clicked.connect(self._edit_wanted)
        self._back.clicked.connect(self.closed)
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.page_edge, theme.px(12), theme.page_edge, theme.px(16))
        foot.setSpacing(theme.px(12))
        foot.addWidget(self._visit)
        foot.addWidget(self._edit)
        foot.addWidget(self._history)
        foot.addStretch(1)
        foot.addWidget(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(page, 1)
        column.addLayout(foot)

    def open(self, patient: str) -> None:
        """Load and show a record."""
        self._context.runner.run(open_patient, patient, done=self._show, failed=self._unknown)

    def patient(self) -> str:
        """Whose record is shown, '' if none."""
        return self._view.row.id if self._view is not None else ""

    def refresh(self, changed: Changed) -> None:
        """Load again if the record shown was touched."""
        if self._view is not None and self._view.row.id in changed.ids:
            self.open(self._view.row.id)

    @Slot(object)
    def _show(self, view: PatientView) -> None:
        self._view = view
        self.retranslate()

    def _show_view(self, view: PatientView) -> None:
        lang, now = self._context.lang, self._context.clock()
        row = view.row
        self._strip.set_patient(*names_for(row.name, row.name_other, lang), strip_line(row, lang))
        self._notice.setVisible(bool(view.conflicts))
        texts = (
            phone_typed(row.phone) or self.tr("None"),
            place_line(row, place_words(self._places, view.fields)),
            str(view.fields.get("address") or self.tr("None")),
            allergies_text(view.fields),
            conditions_text(view.fields),
        )
        for value, text in zip(self._values, texts, strict=True):
            value.setText(text)
        for widget in self._rows:
            self._visits.body.removeWidget(widget)
            widget.deleteLater()
        self._rows = []
        for visit in view.visits:
            if self._rows:
                self._add(Rule())
            line = _VisitLine(replace(visit, title=self._context.complaint(visit.title)), lang, now)
            line.compare.connect(self.compare)
            self._add(line)
        if not view.visits:
            none = Label(self.tr("No visit yet."), "body", "ink2")
            none.setContentsMargins(current_theme().px(20), 12, 20, 12)
            self._add(none)

    def _add(self, widget: QWidget) -> None:
        self._rows.append(widget)
        self._visits.add(widget)

    @Slot(object)
    def _unknown(self, error: BaseException) -> None:
        self.closed.emit()

    def _visit_wanted(self) -> None:
        if self._view is not None:
            self.new_visit.emit(self._view.row.id)

    def _compare_wanted(self) -> None:
        if self._view is not None:
            self.compare.emit(self._view.row.id)

    def _edit_wanted(self) -> None:
        if self._view is not None:
            self.edit.emit(self._view.row.id)

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        count = len(self._view.visits) if self._view else 0
        self._about.set_title(self.tr("About"))
        self._visits.set_title(self.tr("Visits"), str(count))
        words = (self.tr("Phone"), self.tr("Place"), self.tr("Address"), self.tr("Allergies"), self.tr("Conditions"))
        for label, text in zip(self._labels, words, strict=True):
            label.setText(text)
        self._notice.show_notice(
            "look",
            self.tr("Two people changed the same thing."),
            self.tr("Both versions are kept: look which is right."),
            self.tr("Compare"),
        )
        self._visit.set_text(self.tr("New visit"))
        self._edit.set_text(self.tr("Edit"))
        self._history.set_text(self.tr("History"))
        self._back.set_text(self.tr("Back"))
        if self._view is not None:
            self._show_view(self._view)
