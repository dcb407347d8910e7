"""One case: its receipt, the doctor's answer, the paper; print it, give it, tell it, ask back, send on, withdraw."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeyEvent
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spoke_app.actions.case_page import CasePage, case_page
from spoke_app.actions.note_paper import Deed, note_paper
from spoke_app.actions.open_case import mark_seen
from spoke_app.actions.refer_again import Again
from spoke_app.actions.refused import Refused
from spoke_app.actions.results import OrderedTest
from spoke_app.actions.views import Changed
from spoke_app.ui.cases.case_body import CaseBody
from spoke_app.ui.cases.case_steps import CaseSteps
from spoke_app.ui.cases.list_screen import KINDS
from spoke_app.ui.context import UiContext
from spoke_app.ui.paper.output import MakePrinter, Said, print_paper, save_paper, system_printer
from spoke_app.ui.screen import Screen
from spoke_app.ui.text import names_for
from spoke_app.ui.widgets.notice_bar import NoticeKind

SHOWN_KINDS = KINDS | {"dispense", "result"}


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
        self._page: CasePage | None = None
        self._print_now = False
        self._asking = False
        self._unsent: dict[str, str] = {}
        self.body, self.steps = CaseBody(context), CaseSteps(context, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.body)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        body, steps = self.body, self.steps
        body.bar.print_pressed.connect(self._print)
        body.bar.pdf_pressed.connect(self._save_pdf)
        body.bar.given_pressed.connect(self._give)
        body.bar.ask_pressed.connect(self._ask)
        body.bar.slips_pressed.connect(self._slips)
        body.give.wanted.connect(self._give)
        body.reach.told.connect(self._told)
        body.reply.send.connect(self._send)
        body.waiting.pressed.connect(self.context.exchange.now)
        body.notice.pressed.connect(steps.undo)
        body.tools.call_pressed.connect(self._call)
        body.tools.remind_pressed.connect(self._remind)
        body.tools.again_pressed.connect(self._ask_where)
        body.tools.withdraw_pressed.connect(self._ask_why)
        body.tools.earlier_pressed.connect(self._go_earlier)
        body.tools.later_pressed.connect(self._go_later)
        body.withdraw.withdrawn.connect(self._withdraw)
        body.withdraw.left.connect(self._close_panels)
        body.refer.referred.connect(self._refer)
        body.refer.left.connect(self._close_panels)
        body.tests.result_wanted.connect(self._enter_result)
        steps.said.connect(self._say)
        steps.quiet.connect(body.notice_room.hide)
        steps.stale.connect(self._load)
        steps.shown_anew.connect(self._show)
        steps.sent.connect(self._sent)
        steps.referred.connect(self._referred_again)
        self.context.exchange.state_changed.connect(self._exchange_moved)

    def opened(self, **args: Any) -> None:
        self.steps.begin()
        self._referral = str(args.get("referral") or self._referral)
        self._print_now = bool(args.get("print_now"))
        self._asking = False
        self._close_panels()
        self.body.begin()
        self.body.reply.set_text(self._unsent.get(self._referral, ""))
        self.body.paper.set_size(self.context.settings.paper)
        self.body.bar.set_printer(QPrinterInfo.defaultPrinter().description())
        # The cursor is on the page, so that it scrolls by keyboard; Tab leads into its first part.
        self.setFocus()
        self._load()

    def can_leave(self) -> bool:
        self._keep()
        return True

    def back(self) -> None:
        if not self.body.withdraw.isHidden() or not self.body.refer.isHidden():
            self._close_panels()
        else:
            self.navigate.emit("cases", {})

    def hideEvent(self, event: QHideEvent) -> None:
        self._keep()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() or not self.body.scroll_by(event.key()):
            super().keyPressEvent(event)

    def data_changed(self, changed: Changed) -> None:
        if self._referral and changed.kinds & SHOWN_KINDS:
            self._load()

    def retranslate(self) -> None:
        self.body.retranslate()
        self._show()

    def _keep(self) -> None:
        """Leaving makes 'given' final and keeps what was typed but not sent."""
        self.steps.settle()
        if self._referral:
            self._unsent[self._referral] = self.body.reply.text()

    @Slot()
    def _load(self) -> None:
        self.context.runner.run(case_page, self._referral, done=self._loaded, failed=self._not_there)

    @Slot(object)
    def _loaded(self, page: CasePage) -> None:
        row = page.view.row
        if row.referral != self._referral:
            return
        self._page = page
        self._show()
        if row.receipt.state == "withdrawn":
            self.body.withdraw.forget(row.referral)
        if row.receipt.state == "answered":
            self.context.runner.run(mark_seen, self._referral, failed=self._not_marked)
        if row.receipt.state == "question" and self.body.withdraw.isHidden() and self.body.refer.isHidden():
            self.body.reply.focus_text()
        if self._print_now:
            self._print_now = False
            self._print()

    @Slot()
    def _show(self) -> None:
        if self._page is not None:
            self.body.show_page(self._page, asking=self._asking, giving=self.steps.under_way)

    def _name(self) -> str:
        if self._page is None:
            return ""
        row = self._page.view.patient.row
        return names_for(row.name, row.name_other, self.context.lang)[0]

    @Slot(str, str, str, str)
    def _say(self, kind: str, lead: str, text: str = "", button: str = "") -> None:
        self.body.say(cast(NoticeKind, kind), lead, text, button)

    # The paper

    @Slot()
    def _print(self) -> None:
        document = self.body.paper.document()
        if document is not None:
            self._tell(print_paper(document, self._make_printer), "paper-printed")

    @Slot()
    def _save_pdf(self) -> None:
        document = self.body.paper.document()
        if document is None or self._page is None:
            return
        name = f"{document.title} {self._page.view.patient.row.name}"
        said = save_paper(document, self.context, self, self.tr("Save the prescription"), name)
        if said is not None:
            self._tell(said, "paper-saved")

    @Slot()
    def _slips(self) -> None:
        """The papers that the patient takes along: also while no answer has come."""
        case = {"referral": self._referral}
        self.navigate.emit("paper", {**case, "back": ("case", case)})

    def _tell(self, said: Said, deed: Deed) -> None:
        if said.kind == "done":
            self.context.runner.run(note_paper, deed, self._referral)
        self._say(said.kind, said.lead, said.text)

    # The patient

    @Slot()
    def _give(self) -> None:
        if self._page is not None:
            self.steps.give(self._referral, self._name(), self.body.give.handed())

    @Slot(str)
    def _told(self, how: str) -> None:
        if self._page is not None:
            self.steps.tell(self._referral, self._name(), how)

    @Slot(object)
    def _enter_result(self, test: OrderedTest) -> None:
        self.navigate.emit("patients", {"patient": test.patient.id, "test": test.id})

    # The doctor

    @Slot()
    def _ask(self) -> None:
        self._asking = True
        self._close_panels()
        self._show()
        self.body.to_top()
        self.body.reply.focus_text()

    @Slot()
    def _call(self) -> None:
        """Into the case's meeting room, which the doctor's page opens as well."""
        if self._page is None or not self._page.call:
            return
        if not QDesktopServices.openUrl(QUrl(self._page.call)):
            lead = self.tr("No browser opened on this PC.")
            self._say("look", lead, self.tr("The meeting room's address: {0}").format(self._page.call))

    @Slot()
    def _exchange_moved(self) -> None:
        """Whether the hub answers decides if a call is offered."""
        if self.isVisible() and self._referral and not self.context.exchange.running:
            self._load()

    @Slot()
    def _remind(self) -> None:
        """A message like any other, already written: she may change it."""
        if not self.body.reply.text():
            self.body.reply.set_text(self.tr("A reminder: please look at this case."))
        self._ask()

    @Slot(str)
    def _send(self, text: str) -> None:
        self.steps.reply(self._referral, text)

    @Slot()
    def _sent(self) -> None:
        self._asking = False
        self.body.reply.set_text("")
        self._unsent.pop(self._referral, None)

    @Slot()
    def _ask_where(self) -> None:
        if self._page is not None:
            self._close_panels()
            self.body.refer.ask(self._page)
            self.body.to_top()

    @Slot()
    def _ask_why(self) -> None:
        if self._page is not None and self._page.view.row.receipt.state == "withdrawn":
            self.steps.bring_back(self._referral)
            return
        self._close_panels()
        self.body.withdraw.ask(self._referral)
        self.body.to_top()

    @Slot()
    def _close_panels(self) -> None:
        for panel in (self.body.withdraw, self.body.refer):
            if not panel.isHidden():
                panel.leave()

    @Slot(str)
    def _withdraw(self, reason: str) -> None:
        self._close_panels()
        self.steps.withdraw(self._referral, reason)

    @Slot(object)
    def _refer(self, again: Again) -> None:
        self._close_panels()
        self.steps.refer(self._referral, again)

    @Slot(str)
    def _referred_again(self, referral: str) -> None:
        self.body.refer.forget()
        self._go(referral)

    # Other cases

    @Slot(str)
    def _go(self, referral: str) -> None:
        self.navigate.emit("case", {"referral": referral})

    @Slot()
    def _go_earlier(self) -> None:
        if self._page is not None:
            self._go(self._page.follows)

    @Slot()
    def _go_later(self) -> None:
        if self._page is not None:
            self._go(self._page.followed)

    # What went wrong

    @Slot(object)
    def _not_marked(self, error: BaseException) -> None:
        """Who may read a case but write none has not seen it in the centre's name."""

    @Slot(object)
    def _not_there(self, error: BaseException) -> None:
        if isinstance(error, Refused):
            self.context.status.notice("look", lambda: (self.tr("This case is not on this PC."),))
            self.navigate.emit("cases", {})
