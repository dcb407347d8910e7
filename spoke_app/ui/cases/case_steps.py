"""What is done to a case from its page, each with its way back: given, told, replied, withdrawn, referred again.

`Given` and `told` are records that nothing changes afterwards, so they are written only when the time for an undo is
over, or when the page is left. A withdrawal is written at once and undone by a second writing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from spoke_app.actions.give_prescription import Handed, give_prescription, tell_patient
from spoke_app.actions.refer_again import Again, refer_again
from spoke_app.actions.refused import Refused
from spoke_app.actions.reply_to_doctor import reply_to_doctor
from spoke_app.actions.withdraw_referral import bring_back_referral, withdraw_referral
from spoke_app.ui.context import UiContext
from spoke_app.ui.widgets.notice_bar import NoticeKind

UNDO_MS = 6000
"""How long 'given' can be taken back: the record of it is never changed afterwards."""


class CaseSteps(QObject):
    """`said` with the words of the notice, `quiet` when it has to go, `stale` when the page has to be read again,
    `shown_anew` when only what is on it changes, `sent` after a reply, `referred(id)` with the new referral."""

    said = Signal(str, str, str, str)
    quiet = Signal()
    stale = Signal()
    shown_anew = Signal()
    sent = Signal()
    referred = Signal(str)

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._pending: tuple[Callable[..., Any], tuple[Any, ...]] | None = None
        self._withdrawn = ""
        self._replying = False
        """A reply is on its way to the disk: pressed twice it is still one."""
        self.waiting = QTimer(self, singleShot=True, interval=UNDO_MS)
        self.waiting.timeout.connect(self.settle)

    def begin(self) -> None:
        """Another case is looked at: what was done to the one before can no more be undone here."""
        self.settle()
        self._withdrawn = ""

    @property
    def under_way(self) -> bool:
        """Whether something was just done that is not written yet."""
        return self._pending is not None

    def give(self, referral: str, name: str, handed: Sequence[Handed]) -> None:
        words = ", ".join(f"{one.generic} {one.quantity:g}" for one in handed)
        more = self.tr("Not {0}?").format(name)
        if words:
            more = self.tr("Given out here: {0}.").format(words)
        self._wait((give_prescription, (referral, tuple(handed))), self.tr("Given to {0}.").format(name), more)

    def tell(self, referral: str, name: str, how: str) -> None:
        self._wait((tell_patient, (referral, how)), self.tr("{0} was told: {1}.").format(name, how), "")

    def _wait(self, what: tuple[Callable[..., Any], tuple[Any, ...]], lead: str, more: str) -> None:
        self.settle()
        self._pending = what
        self.waiting.start()
        self.shown_anew.emit()
        self.said.emit("done", lead, more, self.tr("Undo"))

    @Slot()
    def undo(self) -> None:
        """The notice's button."""
        if self._pending is not None:
            self._pending = None
            self.waiting.stop()
            self.quiet.emit()
            self.shown_anew.emit()
        elif self._withdrawn:
            referral, self._withdrawn = self._withdrawn, ""
            self.quiet.emit()
            self.bring_back(referral)

    @Slot()
    def settle(self) -> None:
        """Write what waits."""
        pending, self._pending = self._pending, None
        self.waiting.stop()
        if pending is not None:
            self.quiet.emit()
            self._run(pending[0], *pending[1], done=self._written)

    def withdraw(self, referral: str, reason: str) -> None:
        self._withdrawn = referral
        self._run(withdraw_referral, referral, reason, done=self._taken_back)

    def bring_back(self, referral: str) -> None:
        self._run(bring_back_referral, referral, done=self._written)

    def refer(self, referral: str, again: Again) -> None:
        self._context.runner.run(refer_again, referral, again, done=self._referred, failed=self._not_referred)

    def reply(self, referral: str, text: str) -> None:
        if not self._replying:
            self._replying = True
            self._context.runner.run(reply_to_doctor, referral, text, done=self._replied, failed=self._not_replied)

    def _run(self, action: Callable[..., Any], *args: Any, done: Callable[[Any], None]) -> None:
        self._context.runner.run(action, *args, done=done, failed=self._moved_on)

    @Slot(object)
    def _written(self, changed: object) -> None:
        self._context.exchange.poke()

    @Slot(object)
    def _taken_back(self, changed: object) -> None:
        self._context.exchange.poke()
        self.said.emit(
            "done",
            self.tr("The referral was withdrawn."),
            self.tr("The doctor sees that with the next exchange."),
            self.tr("Undo"),
        )

    @Slot(object)
    def _referred(self, result: tuple[object, str]) -> None:
        self._context.exchange.poke()
        self.referred.emit(result[1])
        self.said.emit("done", self.tr("Referred again."), self.tr("It goes with the next exchange."), "")

    @Slot(object)
    def _not_referred(self, error: BaseException) -> None:
        if not isinstance(error, Refused):
            return
        if any(problem.field == "consent.guardian" for problem in error.problems):
            self._say_look(
                self.tr("A minor is referred only with a known adult."),
                self.tr("Write the adult's name and relation into the patient's record, then send it again."),
            )
        else:
            self._say_look(self.tr("That could not be sent."), self.tr("Choose the desk again, or shorten the text."))

    @Slot(object)
    def _replied(self, changed: object) -> None:
        self._replying = False
        self.sent.emit()
        self._context.exchange.poke()
        self.said.emit("done", self.tr("Saved. It goes to the doctor with the next exchange."), "", "")

    @Slot(object)
    def _not_replied(self, error: BaseException) -> None:
        self._replying = False
        if isinstance(error, Refused):
            self._say_look(self.tr("That could not be sent."), self.tr("Please shorten or change the text."))

    @Slot(object)
    def _moved_on(self, error: BaseException) -> None:
        """Somebody else was quicker, or the doctor's answer was withdrawn: show how it stands now."""
        if isinstance(error, Refused):
            self._withdrawn = ""
            self._say_look(self.tr("This case has changed in the meantime."), self.tr("Please look at it again."))
            self.stale.emit()

    def _say_look(self, lead: str, text: str) -> None:
        kind: NoticeKind = "look"
        self.said.emit(kind, lead, text, "")
