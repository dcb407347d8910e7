"""A record at a glance: what to know, the timeline, charts, family, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.open_record import PAGE, Event, RecordView
from spoke_app.ui.models.tab_order import chain_tabs
from spoke_app.ui.patients.places import place_words
from spoke_app.ui.record.cards import ChartsCard, FactsCard, MoreCard, PeopleCard, TestsCard
from spoke_app.ui.record.died import DiedPanel
from spoke_app.ui.record.timeline import Timeline, event_rows
from spoke_app.ui.record.words import full_day, record_name
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import names_for
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from spoke_app.ui.context import UiContext
    from spoke_app.ui.models.places import LgdPlaces


class Overview(QWidget):
    """The first page of a record. It only shows; what is wished for goes out as signals."""

    visit_opened = Signal(str)
    case_opened = Signal(str)
    compare = Signal(str)
    older_wanted = Signal()
    alive = Signal()
    """The notice of a death was wrong."""
    result_opened = Signal(object)

    def __init__(self, context: UiContext, places: LgdPlaces, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._places = context, places
        self._view: RecordView | None = None
        self._events: dict[str, Event] = {}
        self._followed = ""
        self._joined_now = False
        self._beside: tuple[object, ...] = ()
        theme = context.theme
        self.conflict = NoticeBar("look", name="patients.conflict")
        self.dead = NoticeBar("look", name="record.dead")
        self.done = NoticeBar("done", name="record.done", closable=True)
        self.died = DiedPanel()
        self.facts, self.charts = FactsCard(context), ChartsCard(context)
        self.family, self.joined = PeopleCard("record.family"), PeopleCard("record.joined")
        self.tests, self.more = TestsCard(), MoreCard()
        self.timeline = Timeline()
        self._card = Card(flush=True)
        self._nothing = Label("", "body", "ink2", wrap=True)
        self._nothing.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(14))
        self._older = Button("", "quiet", "chevron-down", "Alt O", name="record.older")
        self._card.add(self.timeline)
        self._card.add(self._nothing)
        self._card.add(self._older)
        self.page = ScrollPage()
        self._lay_out()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.conflict.pressed.connect(self._compare)
        self.dead.pressed.connect(self.alive)
        self.done.closed.connect(self.done.hide)
        self._older.clicked.connect(self.older_wanted)
        self.timeline.activated_row.connect(self._open)
        self.timeline.current_changed.connect(self._follow)
        for bar in (self.conflict, self.dead, self.done):
            bar.hide()

    def _lay_out(self) -> None:
        theme = self._context.theme
        top = (self.conflict, self.dead, self.done, self.died)
        left: tuple[QWidget, ...] = (self.tests, self._card)
        right: tuple[QWidget, ...] = (self.facts, self.charts, self.family, self.joined, self.more)
        for bar in top:
            self.page.column.addWidget(bar)
        if theme.folded:
            # One column: what must be known first, then what happened, then what is looked up.
            for card in (self.facts, *left, *right[1:]):
                self.page.column.addWidget(card)
        else:
            columns = QHBoxLayout()
            columns.setSpacing(theme.px(24))
            for cards, width in ((left, 0), (right, theme.px(352))):
                holder = QWidget()
                column = QVBoxLayout(holder)
                column.setContentsMargins(0, 0, 0, 0)
                column.setSpacing(theme.px(16))
                for card in cards:
                    column.addWidget(card)
                column.addStretch(1)
                if width:
                    holder.setFixedWidth(width)
                columns.addWidget(holder, 0 if width else 1)
            self.page.column.addLayout(columns)
        self.page.column.addStretch(1)

    def show_view(self, view: RecordView) -> None:
        """Show a record; the cursor is in the timeline, where it was."""
        first = self._view is None or self._view.patient.row.id != view.patient.row.id
        self._view = view
        lang, row = self._context.lang, view.patient.row
        if first:
            self.died.hide()
            self.done.hide()
        self._show_notices(view)
        beside = (lang, row, view.patient, view.relatives, view.joined, view.awaited)
        if beside != self._beside:
            # Made anew only when something of it is other: older visits are often asked for, page by page.
            self._beside = beside
            self.facts.show_record(view, place_words(self._places, view.patient.fields))
            self.family.show_family(view, lang)
            self.joined.show_joined(view, lang)
            self.tests.show_tests(view.awaited, lang)
            # The charts in a turn of their own: on an old PC keys are answered in between.
            QTimer.singleShot(0, self, self._show_charts)
        self.more.retranslate(row.deceased is not None)
        self.died.retranslate(names_for(row.name, row.name_other, lang)[0])
        self._word_done()
        self._show_timeline(view)
        if first:
            self.page.verticalScrollBar().setValue(0)

    @Slot()
    def _show_charts(self) -> None:
        if self._view is not None:
            self.charts.show_record(self._view)
            chain_tabs(self)

    def say_joined(self, joined: bool) -> None:
        """Two records were made one, with a way back; or they are two again."""
        self._joined_now = joined
        self._word_done()
        self.done.show()

    def _word_done(self) -> None:
        if self._joined_now:
            words = (self.tr("The two records are one now."), self.tr("Both histories stand below."), self.tr("Undo"))
        else:
            words = (self.tr("They are two records again."), self.tr("Each has its own visits."), "")
        self.done.show_notice("done", *words)

    def _show_notices(self, view: RecordView) -> None:
        lang, row = self._context.lang, view.patient.row
        self.conflict.show_notice(
            "look",
            self.tr("Two people changed the same thing."),
            self.tr("Both versions are kept: look which is right."),
            self.tr("Compare"),
        )
        self.conflict.setVisible(bool(view.patient.conflicts))
        if row.deceased is not None:
            name = names_for(row.name, row.name_other, lang)[0]
            words = self.tr("{0} died on {1}.").format(name, full_day(row.deceased, lang))
            self.dead.show_notice(
                "look", words, self.tr("Nothing new is expected here."), self.tr("This is wrong: undo")
            )
        self.dead.setVisible(row.deceased is not None)

    def _show_timeline(self, view: RecordView) -> None:
        lang = self._context.lang
        self._card.set_title(self.tr("What happened"), self.tr("%n visit(s)", "", view.visits))
        self._events = {event.id: event for event in view.events}
        origins = {one.row.id: record_name(one.row, lang) for one in view.joined}
        if origins:
            origins[view.patient.row.id] = record_name(view.patient.row, lang)
        self.timeline.setAccessibleName(self.tr("What happened, newest first"))
        self.timeline.set_rows(event_rows(view.events, self._context, origins))
        if not self.timeline.current_id():
            visits = [event.id for event in view.events if event.kind == "visit"]
            # Chosen by nobody: the page stays at its top.
            self._followed = (visits or [event.id for event in view.events] or [""])[0]
            self.timeline.set_current(self._followed)
        self.timeline.setVisible(bool(view.events))
        self._nothing.setText(self.tr("No visit yet. Ctrl Enter begins the first one."))
        self._nothing.setVisible(not view.events)
        read = sum(event.kind == "visit" for event in view.events)
        self._older.setVisible(read < view.visits)
        self._older.set_text(self.tr("Show %n older visit(s)", "", min(PAGE, view.visits - read)))

    @Slot(str)
    def _open(self, record: str) -> None:
        event = self._events.get(record)
        if event is None:
            return
        if event.kind == "visit":
            self.visit_opened.emit(event.id)
        elif event.kind == "result" and event.result is not None and event.result.attachment:
            self.result_opened.emit(event.result)
        elif event.referral:
            self.case_opened.emit(event.referral)
        elif event.visit and event.visit in self._events:
            self.visit_opened.emit(event.visit)

    @Slot(str)
    def _follow(self, record: str) -> None:
        """The page scrolls with the row that is chosen by key: the list itself has no bar."""
        if record and record != self._followed and self.timeline.hasFocus():
            QTimer.singleShot(0, self, self._bring_into_view)
        self._followed = record or self._followed

    @Slot()
    def _bring_into_view(self) -> None:
        inner = self.page.widget()
        if inner is None:
            return
        rect = self.timeline.visualRect(self.timeline.currentIndex())
        spot = self.timeline.mapTo(inner, rect.center())
        self.page.ensureVisible(spot.x(), spot.y(), 0, rect.height() // 2 + self._context.theme.px(24))

    @Slot()
    def _compare(self) -> None:
        if self._view is not None:
            self.compare.emit(self._view.patient.row.id)

    def focus_timeline(self) -> None:
        """Where the arrow keys are wanted first."""
        target: QWidget = self.timeline if self._events else self.more.buttons[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
