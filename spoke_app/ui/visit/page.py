"""The page of parts: made once, filled and read as one form, scrolled to wherever the cursor goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from spoke_app.ui.context import UiContext
from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.picklists import Entry
from spoke_app.ui.models.tab_order import chain_tabs
from spoke_app.ui.models.visit_form import PART_OF_FIELD, PARTS, parts_of
from spoke_app.ui.models.vital_signs import About
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.visit.assessment import AssessmentPart
from spoke_app.ui.visit.attachments import clipboard_data
from spoke_app.ui.visit.complaint import ComplaintPart
from spoke_app.ui.visit.danger import DangerPart
from spoke_app.ui.visit.examination import ExaminationPart
from spoke_app.ui.visit.history import HistoryPart
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.photos import PhotosPart
from spoke_app.ui.visit.plan import PlanPart
from spoke_app.ui.visit.screening import ScreeningPart
from spoke_app.ui.visit.templates import KEY
from spoke_app.ui.visit.vitals import VitalsPart
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.notice_bar import NoticeBar

_MOST_PASSED = 12
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class VisitPage(ScrollPage):
    """`part_entered(part)` when the cursor came into another part."""

    part_entered = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(margins=False, parent=parent)
        self._context = context
        self.fields = FieldSet(self)
        self.part = PARTS[0]
        self.order = PARTS
        """The parts that this patient's page has."""
        lists, lang = context.picklists, context.lang
        self.flag_notice = NoticeBar("danger", key="Alt F", name="visit.refer_notice")
        self.news = NoticeBar("news", closable=True, name="visit.news")
        self.versions = NoticeBar("look", name="visit.versions")
        self.unfinished = NoticeBar("look", key="Alt G", name="visit.unfinished")
        inner = self.widget()
        self.complaint = ComplaintPart(self.fields, lists.entries("complaints"), lang, inner)
        self.vitals = VitalsPart(self.fields, inner)
        self.danger = DangerPart(self.fields, lists.entries("danger_signs"), lang, inner)
        self.history = HistoryPart(self.fields, inner)
        self.screening = ScreeningPart(self.fields, lang, inner)
        self.examination = ExaminationPart(self.fields, self._templates("examination"), lang, inner)
        self.photos = PhotosPart(self.fields, context, inner)
        conditions, notes = lists.entries("conditions"), self._templates("note")
        self.assessment = AssessmentPart(self.fields, conditions, notes, lang, inner)
        self.plan = PlanPart(
            self.fields,
            lists.entries("specialities"),
            lists.entries("medicines"),
            lists.entries("frequencies"),
            lists.entries("doses"),
            lists.entries("consent"),
            lang,
            inner,
        )
        self.parts: dict[str, Part] = {
            part.code: part
            for part in (
                self.complaint,
                self.vitals,
                self.danger,
                self.history,
                self.screening,
                self.examination,
                self.photos,
                self.assessment,
                self.plan,
            )
        }
        theme = context.theme
        self.column.setContentsMargins(0, theme.px(16), theme.px(6), theme.px(16))
        self.column.addWidget(self.unfinished)
        self.column.addWidget(self.news)
        self.column.addWidget(self.versions)
        self.column.addWidget(self.flag_notice)
        for part in PARTS:
            self.column.addWidget(self.parts[part])
        self.column.addStretch(1)
        self.flag_notice.hide()
        self.news.hide()
        self.versions.hide()
        self.unfinished.hide()
        self.news.closed.connect(self.news.hide)
        self.fields.entered.connect(self._entered)
        QShortcut(QKeySequence(KEY), self, self._offer_templates)
        self.setAcceptDrops(True)
        for edit in (*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)):
            edit.installEventFilter(self)
            edit.setAcceptDrops(False)  # a file dropped onto a line belongs to the photos as well

    def _templates(self, part: str) -> list[Entry]:
        return [entry for entry in self._context.picklists.entries("templates") if entry.more.get("part") == part]

    @Slot()
    def _offer_templates(self) -> None:
        """The sentences of the part in hand; from elsewhere those of the note."""
        part = self.examination if self.part == "examination" else self.assessment
        if self.part != part.code:
            self.focus("note")
        part.templates.offer()

    def fits(self, about: About) -> None:
        """Show what is asked of this patient at this age."""
        self.order = parts_of(about)
        for part in self.parts.values():
            part.fits(about)

    def populate(self, values: Values, about: About) -> None:
        """Show a form for this patient."""
        self.fields.populate(values)
        self.fits(about)

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        """Follow what was typed."""
        for part in self.parts.values():
            part.show_form(values, notes)

    def take_rest(self) -> None:
        """What was typed without Enter becomes a token, before finishing."""
        self.complaint.take_rest()
        self.assessment.take_rest()

    def go(self, part: str) -> None:
        """Put the cursor into a part's first field and the part under the eye."""
        self.fields.focus(self.parts[part].first_field)
        self._enter_part(part)
        QTimer.singleShot(0, self, self._scroll_to_part)

    def focus(self, name: str) -> None:
        """Put the cursor into a field."""
        self._enter_part(PART_OF_FIELD.get(name.removesuffix("_typed"), self.part))
        self.fields.focus(name)
        self._show_field(name)

    @Slot(str)
    def _entered(self, name: str) -> None:
        self._enter_part(PART_OF_FIELD.get(name.removesuffix("_typed"), self.part))
        self._show_field(name)

    def _show_field(self, name: str) -> None:
        widget = self.fields.widget(name)
        if widget is not None:
            QTimer.singleShot(0, widget, lambda: self.ensureWidgetVisible(widget, 0, self._context.theme.px(70)))

    def _enter_part(self, part: str) -> None:
        if part != self.part:
            self.part = part
            self.part_entered.emit(part)

    def _scroll_to_part(self) -> None:
        inner = self.widget()
        if inner is not None:
            top = self.parts[self.part].mapTo(inner, QPoint(0, 0)).y()
            self.verticalScrollBar().setValue(top - self._context.theme.px(16))

    def _go_on(self) -> None:
        """To the next input: Enter passes by the buttons that only help, Tab stops at them."""
        for _ in range(_MOST_PASSED):
            self.focusNextChild()
            there = QApplication.focusWidget()
            if not isinstance(there, Button) or not self.isAncestorOf(there):
                return

    def focusNextPrevChild(self, next: bool) -> bool:
        # What is asked of this patient, and each medicine, took its place after the page was made.
        chain_tabs(self)
        return super().focusNextPrevChild(next)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _MODIFIERS:
            self._go_on()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A picture in the clipboard is no text: Ctrl V belongs to the photos, whichever line the cursor is in.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            data = clipboard_data() if event.matches(QKeySequence.StandardKey.Paste) else None
            if data is not None and not data.hasText() and self.photos.attachments.takes(data):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.photos.attachments.takes(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self.photos.attachments.take_data(event.mimeData()):
            event.acceptProposedAction()
            self.go("photos")

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        lang = self._context.lang
        self.complaint.language = self.danger.language = self.assessment.language = lang
        self.screening.language = self.examination.language = lang
        self.plan.set_language(lang)
        for part in self.parts.values():
            part.retranslate()
