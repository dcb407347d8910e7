"""One case: its receipt, the doctor's answer, the paper; print it, give it, ask back or reply."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions import give_prescription, open_case, reply_to_doctor
from spoke_app.actions.refused import Refused
from spoke_app.actions.views import CaseView, Changed
from spoke_app.documents.paper import Both, NotPrintable
from spoke_app.documents.prescription import build
from spoke_app.documents.words import with_title
from spoke_app.ui.cases.action_bar import CaseActions
from spoke_app.ui.cases.answer_card import AnswerCard
from spoke_app.ui.cases.list_screen import KINDS
from spoke_app.ui.cases.paper_of_case import as_lang, paper_of_case
from spoke_app.ui.cases.paper_view import WIDTH, PaperView
from spoke_app.ui.cases.reply_panel import ReplyPanel
from spoke_app.ui.cases.words import not_printable, receipt_words, strip_line, strip_marks, waiting_words
from spoke_app.ui.context import UiContext
from spoke_app.ui.paper.output import MakePrinter, Said, print_paper, save_paper, system_printer
from spoke_app.ui.screen import Screen
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import names_for, receipt_marks
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.notice_bar import NoticeBar, NoticeKind
from spoke_app.ui.widgets.patient_strip import PatientStrip
from spoke_app.ui.widgets.receipt_steps import ReceiptSteps

UNDO_MS = 6000
"""How long 'given' can be taken back: the record of it is never changed afterwards."""


class CaseScreen(Screen):
    """`opened(referral=id, print_now=False)`."""

    name = "case"
    rail = "cases"

    def __init__(
        self,
        context: UiContext,
        parent: QWidget | None = None,
        *,
        make_printer: MakePrinter = system_printer,
    ) -> None:
        super().__init__(context, parent)
        self._make_printer = make_printer
        self._referral = ""
        self._view: CaseView | None = None
        self._print_now = False
        self._asking = False
        self._unsent: dict[str, str] = {}
        self._giving = QTimer(self)
        self._giving.setSingleShot(True)
        self._giving.setInterval(UNDO_MS)
        self._strip, self._steps = PatientStrip(), ReceiptSteps(column=80)
        self._notice, self._notice_room = NoticeBar("news", name="case.notice"), QWidget()
        self._answer = AnswerCard()
        self._reply = ReplyPanel()
        self._waiting, self._waiting_card = EmptyState("progress", "", "", name="case.waiting"), Card(flush=True)
        self._paper = PaperView(context.settings.paper, as_lang(context.lang))
        self._actions = CaseActions()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        theme = self.context.theme
        left = QVBoxLayout()
        left.setSpacing(theme.px(16))
        left.addWidget(self._reply)
        left.addWidget(self._answer)
        self._waiting_card.add(self._waiting)
        left.addWidget(self._waiting_card)
        scroll = ScrollPage(margins=False)
        scroll.column.setContentsMargins(0, 0, theme.px(4), 0)
        scroll.column.setSpacing(0)
        scroll.column.addLayout(left)
        columns = QHBoxLayout()
        columns.setContentsMargins(theme.page_edge, theme.px(16), theme.page_edge, theme.px(16))
        columns.setSpacing(theme.px(24))
        columns.addWidget(scroll, 1)
        strip_row = self._strip.layout()
        if theme.folded or strip_row is None:
            # With large text receipt, paper and the lesser buttons scroll with the answer: nothing is shrunk.
            left.insertWidget(0, self._steps)
            self._paper.setMinimumHeight(theme.px(520))
            left.addWidget(self._paper)
            left.addWidget(self._actions.lesser)
        else:
            strip_row.addWidget(self._steps)
            self._paper.setFixedWidth(theme.px(WIDTH))
            columns.addWidget(self._paper)
        scroll.column.addStretch(1)
        notice_row = QVBoxLayout(self._notice_room)
        notice_row.setContentsMargins(theme.page_edge, theme.px(16), theme.page_edge, 0)
        notice_row.addWidget(self._notice)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self._strip)
        page.addWidget(self._notice_room)
        page.addLayout(columns, 1)
        page.addWidget(self._actions)
        self._notice_room.hide()

    def _connect(self) -> None:
        self._actions.print_pressed.connect(self._print)
        self._actions.pdf_pressed.connect(self._save_pdf)
        self._actions.given_pressed.connect(self._give)
        self._actions.ask_pressed.connect(self._ask)
        self._notice.pressed.connect(self._undo)
        self._giving.timeout.connect(self._given_for_good)
        self._reply.send.connect(self._send)
        self._waiting.pressed.connect(self.context.exchange.now)

    def opened(self, **args: Any) -> None:
        self._referral = str(args.get("referral") or self._referral)
        self._print_now = bool(args.get("print_now"))
        self._asking = False
        self._notice_room.hide()
        self._reply.set_text(self._unsent.get(self._referral, ""))
        self._paper.set_size(self.context.settings.paper)
        self._actions.set_printer(QPrinterInfo.defaultPrinter().description())
        self._load()

    def can_leave(self) -> bool:
        self._keep()
        return True

    def back(self) -> None:
        self.navigate.emit("cases", {})

    def hideEvent(self, event: QHideEvent) -> None:
        self._keep()
        super().hideEvent(event)

    def data_changed(self, changed: Changed) -> None:
        if self._referral and changed.kinds & KINDS:
            self._load()

    def retranslate(self) -> None:
        self._reply.retranslate()
        self._paper.retranslate()
        self._paper.set_language(as_lang(self.context.lang))
        self._actions.retranslate()
        if self._view is not None:
            self._show(self._view)

    def _keep(self) -> None:
        """Leaving makes 'given' final and keeps what was typed but not sent."""
        if self._giving.isActive():
            self._given_for_good()
        if self._referral:
            self._unsent[self._referral] = self._reply.text()

    def _load(self) -> None:
        self.context.runner.run(open_case.open_case, self._referral, done=self._loaded, failed=self._not_there)

    @Slot(object)
    def _loaded(self, view: CaseView) -> None:
        if view.row.referral != self._referral:
            return
        self._view = view
        self._show(view)
        if view.row.receipt.state == "answered":
            self.context.runner.run(open_case.mark_seen, self._referral, failed=self._not_marked)
        if view.row.receipt.state == "question":
            self._reply.focus_text()
        if self._print_now:
            self._print_now = False
            self._print()

    def _show(self, view: CaseView) -> None:
        lang, now = self.context.lang, self.context.clock()
        row = view.patient.row
        name, other = names_for(row.name, row.name_other, lang)
        self._strip.set_patient(name, other, strip_line(row, lang))
        receipt = view.row.receipt
        self._steps.set_marks(strip_marks(receipt, lang, now))
        self._steps.setAccessibleName(receipt_words(receipt, receipt_marks(receipt, lang, now)))
        case_row = replace(view.row, complaint=self.context.complaint(view.row.complaint))
        self._answer.show_case(replace(view, row=case_row), as_lang(lang), now)
        self._show_paper(view)
        self._show_waiting(view)
        question = receipt.state == "question"
        self._reply.ask(self._doctor_name(view), (receipt.question or "") if question else "")
        self._reply.setVisible(question or self._asking)
        answered = receipt.state in ("answered", "seen", "given", "closed")
        self._actions.show_for(
            printable=self._paper.document() is not None,
            give=answered and receipt.state in ("answered", "seen") and not self._giving.isActive(),
            may_give=view.prescription is None or self._paper.document() is not None,
            medicines=view.prescription is not None,
            ask=receipt.state not in ("withdrawn", "question") and not self._asking,
        )

    def _show_paper(self, view: CaseView) -> None:
        """The preview, or why there is none."""
        self._paper.hide()
        self._paper.set_paper(None)
        if view.prescription is None:
            self._show_late_news(view)
            return
        try:
            self._paper.set_paper(partial(build, paper_of_case(view, self.context)))
        except NotPrintable as refused:
            self._say("danger", *not_printable(refused.code))
            return
        self._paper.show()
        self._show_late_news(view)

    def _show_late_news(self, view: CaseView) -> None:
        if not view.late_news or not self._notice_room.isHidden():
            return
        lead = self.tr("Written before the newest entries were known.")
        more = self.tr(
            "%n entry(ies) of this patient came later: ask the doctor if that changes the answer.", "", view.late_news
        )
        self._say("look", lead, more)

    def _show_waiting(self, view: CaseView) -> None:
        words = waiting_words(view.row, self._doctor_name(view), self.context.lang, self.context.clock())
        self._waiting_card.setVisible(words is not None)
        if words is not None:
            self._waiting.set_texts(*words)

    def _doctor_name(self, view: CaseView) -> str:
        person = view.doctor
        name = Both(person.name, person.name_hi) if person else Both(view.row.doctor, view.row.doctor_hi)
        return with_title(name).first(as_lang(self.context.lang)) or self.tr("the doctor")

    def _say(self, kind: NoticeKind, lead: str, text: str = "", button: str = "") -> None:
        self._notice.show_notice(kind, lead, text, button)
        self._notice_room.show()

    @Slot()
    def _print(self) -> None:
        document = self._paper.document()
        if document is None:
            return
        self._tell(print_paper(document, self._make_printer))

    @Slot()
    def _save_pdf(self) -> None:
        document = self._paper.document()
        if document is None or self._view is None:
            return
        name = f"{document.title} {self._view.patient.row.name}"
        said = save_paper(document, self.context, self, self.tr("Save the prescription"), name)
        if said is not None:
            self._tell(said)

    def _tell(self, said: Said) -> None:
        self._say(said.kind, said.lead, said.text)

    @Slot()
    def _give(self) -> None:
        """Not written at once: a slip of the finger can be undone for some seconds, the record never."""
        if self._view is None:
            return
        self._giving.start()
        name, _ = names_for(self._view.patient.row.name, self._view.patient.row.name_other, self.context.lang)
        self._show(self._view)
        self._say("done", self.tr("Given to {0}.").format(name), self.tr("Not {0}?").format(name), self.tr("Undo"))

    @Slot()
    def _undo(self) -> None:
        if self._giving.isActive():
            self._giving.stop()
            self._notice_room.hide()
            if self._view is not None:
                self._show(self._view)

    @Slot()
    def _given_for_good(self) -> None:
        self._giving.stop()
        self._notice_room.hide()
        self.context.runner.run(
            give_prescription.give_prescription, self._referral, done=self._written, failed=self._moved_on
        )

    @Slot(object)
    def _written(self, changed: object) -> None:
        self.context.exchange.poke()

    @Slot(object)
    def _moved_on(self, error: BaseException) -> None:
        """Somebody else was quicker, or the doctor's answer was withdrawn: show how it stands now."""
        if isinstance(error, Refused):
            self._say("look", self.tr("This case has changed in the meantime."), self.tr("Please look at it again."))
            self._load()

    @Slot(object)
    def _not_marked(self, error: BaseException) -> None:
        """Who may read a case but write none has not seen it in the centre's name."""

    @Slot(object)
    def _not_there(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.context.status.notice("look", self.tr("This case is not on this PC."))
            self.navigate.emit("cases", {})

    @Slot()
    def _ask(self) -> None:
        self._asking = True
        if self._view is not None:
            self._show(self._view)
        self._reply.focus_text()

    @Slot(str)
    def _send(self, text: str) -> None:
        self.context.runner.run(
            reply_to_doctor.reply_to_doctor, self._referral, text, done=self._sent, failed=self._not_sent
        )

    @Slot(object)
    def _sent(self, changed: object) -> None:
        self._asking = False
        self._reply.set_text("")
        self._unsent.pop(self._referral, None)
        self._say("done", self.tr("Saved. It goes to the doctor with the next exchange."))
        self.context.exchange.poke()

    @Slot(object)
    def _not_sent(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self._say("look", self.tr("That could not be sent."), self.tr("Please shorten or change the text."))
