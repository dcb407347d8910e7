"""The form that joins this PC to a health centre: the hub's address and the code from the district office."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from spoke_app.ui.text import trouble_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.notice_bar import NoticeBar

_OF_THIS_PC = ("disk-full", "read-only", "store-damaged", "store-locked", "wrong-key", "too-new")
"""Troubles that the hub has no part in."""


_OF_THE_ADDRESS = ("bad-address", "not-our-hub", "not-found", "other-hub")


class EnrolForm(QWidget):
    """`enrol_wanted(address, code)`; the answer comes back through `show_refusal` or the sign-in opens. `typed` when
    somebody changes what stands there."""

    enrol_wanted = Signal(str, str)
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.hub = Field("", "enrol.hub")
        self.code = Field("", "enrol.code")
        self.hub.set_placeholder("https://")
        self.notice = NoticeBar("danger", name="enrol.notice")
        self.notice.hide()
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.button = Button("", "primary", key="Ctrl Enter", size="large", name="enrol.submit")
        self.button.clicked.connect(self._submit)
        self.hub.edit.returnPressed.connect(self.code.edit.setFocus)
        self.code.edit.returnPressed.connect(self._submit)
        for field in (self.hub, self.code):
            field.edit.textEdited.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.hub)
        column.addWidget(self.code)
        column.addWidget(self.notice)
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column.addSpacing(theme.px(6))
        column.addLayout(row)
        self._refused = ""
        self._waits = False
        self.setFocusProxy(self.hub)
        self.retranslate()

    def retranslate(self) -> None:
        """Every text again."""
        self.hub.set_label(self.tr("Address of the hub"))
        self.code.set_label(self.tr("Enrolment code"))
        self.hub.set_hint(self.tr("As the district office gave it to you."))
        self.code.set_hint(self.tr("For this PC only; it works once."))
        self.button.set_text(self.tr("Join this PC"))
        if not self.notice.isHidden():
            self._say()

    def fill(self, hub: str, code: str) -> None:
        """What this PC was installed with, to be confirmed or changed."""
        self.hub.edit.set_text(hub)
        self.code.edit.set_text(code)
        self.setFocusProxy(self.code if hub else self.hub)

    def _submit(self) -> None:
        self.hub.set_state("normal")
        self.code.set_state("normal")
        hub, code = self.hub.text(), self.code.text()
        if not hub.startswith(("http://", "https://")):
            self.hub.set_state("error", self.tr("An address begins with https://"))
            self.hub.edit.setFocus()
        elif not code:
            self.code.set_state("error", self.tr("Type the code from the district office."))
            self.code.edit.setFocus()
        elif self.button.isEnabled():
            self.set_busy(True)
            self.enrol_wanted.emit(hub.rstrip("/"), code)

    def set_busy(self, busy: bool) -> None:
        """While the hub is being asked."""
        self.button.setEnabled(not busy)
        self._bar.setVisible(busy)
        if busy:
            self._waits = False
            self.notice.hide()

    def show_waiting(self) -> None:
        """There is no line yet; it is tried again by itself until somebody types."""
        self.set_busy(False)
        self._waits = True
        self._say()
        self.notice.show()

    def _typed(self) -> None:
        if self._waits:
            self._waits = False
            self.notice.hide()
        self.typed.emit()

    def _say(self) -> None:
        if not self._waits:
            self.notice.show_notice("danger", *self._words(self._refused))
            return
        self.notice.show_notice(
            "look",
            self.tr("The hub does not answer yet."),
            self.tr("This PC tries again by itself as soon as the line is there. If you type something, it stops."),
            icon="wifi-off",
        )

    def show_refusal(self, code: str) -> None:
        """Say in plain words what a stable error code of the enrolment means and what to do next."""
        self.set_busy(False)
        self._refused, self._waits = code, False
        self._say()
        self.notice.show()
        (self.hub if code in _OF_THE_ADDRESS else self.code).edit.setFocus()

    def _words(self, code: str) -> tuple[str, str]:
        away = (
            self.tr("The hub does not answer."),
            self.tr("Check the address and the internet line, then try again."),
        )
        wrong = (
            self.tr("This is not the address of our hub."),
            self.tr("Read the address again. On a guest network, open the browser and sign in there first."),
        )
        words = {
            "unreachable": away,
            "broken": away,
            "stalled": away,
            "busy": away,
            "bad-address": wrong,
            "not-our-hub": wrong,
            "not-found": wrong,
            "certificate": (
                self.tr("The hub's certificate is not trusted on this PC."),
                self.tr("Look at the date of this PC; if it is right, call the IT staff."),
            ),
            "bad-enrolment-code": (
                self.tr("This code is wrong, used or too old."),
                self.tr("Read it again letter by letter, or ask the district office for a new one."),
            ),
            "proxy-password": (
                self.tr("The network here asks for a name and a password."),
                self.tr("Spoke has none for it. Ask the IT staff to let this PC through to the hub's address."),
            ),
            "elsewhere": (self.tr("This PC is joining already."), self.tr("Wait for a minute, then try again.")),
            "device-unknown": (
                self.tr("The hub does not know this PC any more."),
                self.tr("Ask the district office for a new code and type it here."),
            ),
            "other-post": (
                self.tr("This code is for another health centre."),
                self.tr("The record on this PC belongs to its own centre. Ask for a code for that centre."),
            ),
            "other-hub": (
                self.tr("This is another hub than the one that this PC's record belongs to."),
                self.tr("Read the address again, or call the district office."),
            ),
            "too-many-tries": (self.tr("Too many tries."), self.tr("Wait for an hour, then try again.")),
            "machine-key": (
                self.tr("The keys of this PC do not open here."),
                self.tr("The record is kept, and comes back out of a backup: see below. Else call the IT staff."),
            ),
            **{code: trouble_text(code) for code in _OF_THIS_PC},
        }
        other = (
            self.tr("The hub refused to enrol this PC."),
            self.tr("Tell the district office this word: {code}").format(code=code),
        )
        return words.get(code, other)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
