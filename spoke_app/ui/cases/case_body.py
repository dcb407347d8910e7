"""What stands on a case's page and where: strip and receipt, news, the column of cards, the paper, the action bar."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.case_page import CasePage
from spoke_app.actions.views import CaseView
from spoke_app.documents.paper import Both, NotPrintable
from spoke_app.documents.prescription import build
from spoke_app.documents.words import with_title
from spoke_app.ui.cases.action_bar import CaseActions
from spoke_app.ui.cases.answer_card import AnswerCard
from spoke_app.ui.cases.asking_panels import ReferPanel, WithdrawPanel
from spoke_app.ui.cases.case_tools import CaseTools
from spoke_app.ui.cases.give_panel import GivePanel
from spoke_app.ui.cases.history_card import HistoryCard
from spoke_app.ui.cases.late import late_words
from spoke_app.ui.cases.paper_of_case import as_lang, paper_of_case
from spoke_app.ui.cases.paper_view import WIDTH, PaperView
from spoke_app.ui.cases.reach_card import ReachCard
from spoke_app.ui.cases.reply_panel import ReplyPanel
from spoke_app.ui.cases.tests_card import OrderedTests
from spoke_app.ui.cases.words import not_printable, receipt_words, strip_line, strip_marks, waiting_words
from spoke_app.ui.context import UiContext
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import names_for, receipt_marks
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.notice_bar import NoticeBar, NoticeKind
from spoke_app.ui.widgets.patient_strip import PatientStrip
from spoke_app.ui.widgets.receipt_steps import ReceiptSteps

_SCROLL = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}
TO_GIVE = ("answered", "seen")


class CaseBody(QWidget):
    """Its parts are for the screen to connect; `show_page` fills them all."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.strip, self.steps = PatientStrip(), ReceiptSteps(column=80)
        self.notice, self.notice_room = NoticeBar("news", key="Ctrl Z", name="case.notice"), QWidget()
        self.reply = ReplyPanel()
        self.withdraw, self.refer = WithdrawPanel(), ReferPanel(context)
        self.reach, self.answer, self.give, self.tests = ReachCard(), AnswerCard(), GivePanel(), OrderedTests()
        self.waiting, self._waiting_card = EmptyState("progress", "", "", name="case.waiting"), Card(flush=True)
        self.late = NoticeBar("look", name="case.late")
        self.tools, self.history = CaseTools(), HistoryCard()
        self.paper = PaperView(context.settings.paper, as_lang(context.lang))
        self.bar = CaseActions()
        self._scroll = ScrollPage(margins=False)
        self._on_paper: tuple[object, ...] = ()
        self._lay_out()
        for panel in (self.withdraw, self.refer, self.notice_room):
            panel.hide()

    def _lay_out(self) -> None:
        theme = self._context.theme
        left = QVBoxLayout()
        left.setSpacing(theme.px(16))
        self._waiting_card.add(self.waiting)
        cards = (self.reply, self.withdraw, self.refer, self.reach, self.late, self._waiting_card, self.answer)
        for card in (*cards, self.give, self.tests, self.tools, self.history):
            left.addWidget(card)
        scroll = self._scroll
        scroll.column.setContentsMargins(0, 0, 0, theme.px(4))
        scroll.column.setSpacing(0)
        scroll.column.addLayout(left)
        columns = QHBoxLayout()
        columns.setContentsMargins(theme.page_edge, theme.px(16), theme.page_edge, theme.px(16))
        columns.setSpacing(theme.px(24))
        columns.addWidget(scroll, 1)
        strip_row = self.strip.layout()
        if theme.folded or strip_row is None:
            # With large text receipt, paper and the lesser buttons scroll with the answer: nothing is shrunk.
            left.insertWidget(0, self.steps)
            self.paper.setMinimumHeight(theme.px(520))
            left.addWidget(self.paper)
            left.addWidget(self.bar.lesser)
        else:
            strip_row.addWidget(self.steps)
            self.paper.setFixedWidth(theme.px(WIDTH))
            columns.addWidget(self.paper)
        scroll.column.addStretch(1)
        notice_row = QVBoxLayout(self.notice_room)
        notice_row.setContentsMargins(theme.page_edge, theme.px(16), theme.page_edge, 0)
        notice_row.addWidget(self.notice)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.strip)
        page.addWidget(self.notice_room)
        page.addLayout(columns, 1)
        page.addWidget(self.bar)

    def begin(self) -> None:
        """Another case, or the same one anew: nothing of the one before is left."""
        self._on_paper = ()
        self.notice_room.hide()
        self.to_top()

    def to_top(self) -> None:
        """Where the forms open."""
        self._scroll.verticalScrollBar().setValue(0)

    def scroll_by(self, key: int) -> bool:
        """Up and down the page by keyboard; whether it was such a key."""
        action = _SCROLL.get(Qt.Key(key))
        if action is not None:
            self._scroll.verticalScrollBar().triggerAction(action)
        return action is not None

    def say(self, kind: NoticeKind, lead: str, text: str = "", button: str = "") -> None:
        self.notice.show_notice(kind, lead, text, button)
        self.notice_room.show()

    def retranslate(self) -> None:
        parts = (self.reply, self.withdraw, self.refer, self.paper, self.bar, self.tools)
        for part in parts:
            part.retranslate()
        self.paper.set_language(as_lang(self._context.lang))

    def show_page(self, page: CasePage, *, asking: bool, giving: bool) -> None:
        """`asking`: a message to the doctor is being written; `giving`: it was just given, and can be undone."""
        view, context = page.view, self._context
        lang, now, receipt = context.lang, context.clock(), view.row.receipt
        row = view.patient.row
        name, other = names_for(row.name, row.name_other, lang)
        self.strip.set_patient(name, other, strip_line(row, lang))
        self.steps.set_marks(strip_marks(receipt, lang, now))
        self.steps.setAccessibleName(receipt_words(receipt, receipt_marks(receipt, lang, now)))
        case_row = replace(view.row, complaint=context.complaint(view.row.complaint))
        self.answer.show_case(replace(view, row=case_row), as_lang(lang), now, context.diagnosis)
        self._show_paper(page)
        self._show_waiting(view)
        question = receipt.state == "question"
        self.reply.ask(self.doctor_name(view), (receipt.question or "") if question else "")
        self.reply.setVisible(question or asking)
        self.reach.show_case(view, lang, now)
        self.reach.setVisible((receipt.state in TO_GIVE or question) and not giving)
        self.reach.set_answered(receipt.state in TO_GIVE)
        self.give.show_page(page, as_lang(lang), now)
        self.tests.show_tests(page.tests, lang, now.date())
        self.tools.show_page(page)
        self.history.show_page(page, lang, now)
        self.bar.show_for(
            printable=self.paper.document() is not None,
            give=receipt.state in TO_GIVE and not giving,
            may_give=view.prescription is None or self.paper.document() is not None,
            medicines=view.prescription is not None,
            ask=receipt.state not in ("withdrawn", "question") and not asking,
        )
        if view.prescription is not None and self.paper.document() is None:
            self.give.hide()

    def _show_paper(self, page: CasePage) -> None:
        """The preview, or why there is none."""
        view, given = page.view, page.view.prescription
        about = (given.id, given.cancelled, given.amended_by, given.signature) if given is not None else ()
        shown = (*about, view.patient.heads, len(view.patient.visits), self._context.lang)
        if shown != self._on_paper:
            # What may not be printed is said again each time.
            self._on_paper = shown if self._lay_paper(view) else ()
            if not self._on_paper:
                return
        if self.notice_room.isHidden():
            self._show_what_changed(page)

    def _lay_paper(self, view: CaseView) -> bool:
        """Laying out a page takes longer than all the rest: only where something on it has changed."""
        self.paper.hide()
        self.paper.set_paper(None)
        if view.prescription is not None:
            try:
                self.paper.set_paper(partial(build, paper_of_case(view, self._context)))
            except NotPrintable as refused:
                self.say("danger", *not_printable(refused.code))
                return False
            self.paper.show()
        return True

    def _show_what_changed(self, page: CasePage) -> None:
        if page.replaced and page.view.row.receipt.state in TO_GIVE:
            lead = self.tr("The doctor has corrected the answer.")
            self.say("look", lead, self.tr("Only this one counts. If she has the old paper, take it back."))
        elif page.view.late_news:
            lead = self.tr("Written before the newest entries were known.")
            more = self.tr(
                "%n entry(ies) of this patient came later: ask the doctor if that changes the answer.",
                "",
                page.view.late_news,
            )
            self.say("look", lead, more)

    def _show_waiting(self, view: CaseView) -> None:
        words = waiting_words(view.row, self.doctor_name(view), self._context.lang, self._context.clock())
        self._waiting_card.setVisible(words is not None)
        if words is not None:
            self.waiting.set_texts(*words)
        self.late.setVisible(view.row.overdue)
        if view.row.overdue:
            _, todo = late_words(view.row, self._context.lang)
            kind: NoticeKind = "danger" if view.row.urgency == "emergency" else "look"
            self.late.show_notice(kind, self.tr("No answer in time"), todo)

    def doctor_name(self, view: CaseView) -> str:
        person = view.doctor
        name = Both(person.name, person.name_hi) if person else Both(view.row.doctor, view.row.doctor_hi)
        return with_title(name).first(as_lang(self._context.lang)) or self.tr("the doctor")
