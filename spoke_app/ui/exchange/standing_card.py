"""The card over the lists while the hub does not work with this PC: what that means, what to do, a new code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from spoke_app.actions.views import HubSays
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar

_MENDED_BY_A_CODE = ("revoked", "device-unknown")


class StandingCard(Card):
    """`join_wanted(code)`; the answer comes back through `answered`."""

    join_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("…", attention=True, icon="alert-triangle", parent=parent)
        theme = current_theme()
        self._says: HubSays = ""
        self._refused = ""
        self._text = Label("", "body", "ink", wrap=True)
        self.code = Field("", "exchange.code")
        self.code.setMaximumWidth(theme.px(360))
        self.code.edit.returnPressed.connect(self._join)
        self.button = Button("", "primary", name="exchange.join")
        self.button.clicked.connect(self._join)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.notice = NoticeBar("danger", name="exchange.join_notice")
        self.notice.hide()
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        for item in (self._text, self.code, self.notice, self._bar):
            self.add(item)
        self.add(row)

    def show_standing(self, says: HubSays) -> None:
        """What the hub says of this PC; `''` hides the card."""
        if says != self._says:
            self._refused = ""
        self._says = says
        self._say_refusal()
        self.setVisible(bool(says))
        titles, texts = self._titles(), self._texts()
        self.set_title(titles.get(says, ""))
        self._text.setText(texts.get(says, ""))
        for part in (self.code, self.button):
            part.setVisible(says in _MENDED_BY_A_CODE)
        self.code.set_label(self.tr("New enrolment code"))
        self.code.set_hint(self.tr("The district office makes one for this PC. It works once."))
        self.button.set_text(self.tr("Join again"))

    def _titles(self) -> dict[str, str]:
        return {
            "revoked": self.tr("The district office has revoked this PC"),
            "device-unknown": self.tr("The hub does not know this PC any more"),
            "upgrade-needed": self.tr("The hub needs a newer version of Spoke"),
            "hub-too-old": self.tr("The hub is older than this app"),
        }

    def _texts(self) -> dict[str, str]:
        return {
            "revoked": self.tr(
                "You can go on writing: everything is saved here. But nothing new comes from the hub, and what this PC"
                " sends is set aside there until someone looks at it. Call the district office. If it was a mistake,"
                " they give you a new code."
            ),
            "device-unknown": self.tr(
                "You can go on writing: everything is saved here and nothing is lost. But nothing is sent until this PC"
                " has joined again. Call the district office and ask for a new code."
            ),
            "upgrade-needed": self.tr(
                "You can go on writing: everything is saved here and is sent after the update. Where the district"
                " offers the new version it comes by itself: look under Settings. Else ask the IT staff for it."
            ),
            "hub-too-old": self.tr(
                "You can go on writing: everything is saved here and is sent as soon as the hub was updated. Tell the"
                " district office."
            ),
        }

    def _join(self) -> None:
        code = self.code.text()
        self.code.set_state("normal")
        if not code:
            self.code.set_state("error", self.tr("Type the code from the district office."))
            self.code.edit.setFocus()
        elif self.button.isEnabled():
            self._refused = ""
            self._say_refusal()
            self._set_busy(True)
            self.join_wanted.emit(code)

    def _set_busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self._bar.setVisible(busy)

    def answered(self, code: str) -> None:
        """The hub's answer: `''` for joined, else the stable code of why not."""
        self._set_busy(False)
        self._refused = code
        self._say_refusal()
        if code:
            self.code.edit.setFocus()
        else:
            self.code.edit.clear()

    def _say_refusal(self) -> None:
        if self._refused:
            self.notice.show_notice("danger", *self._refusal(self._refused))
        self.notice.setVisible(bool(self._refused))

    def _refusal(self, code: str) -> tuple[str, str]:
        away = (
            self.tr("The hub does not answer."),
            self.tr("Try again when the internet line is there."),
        )
        words = {
            **dict.fromkeys(("unreachable", "broken", "stalled", "busy", "failed", "not-our-hub"), away),
            "elsewhere": (self.tr("An exchange is running."), self.tr("Try again when it has ended.")),
            "bad-enrolment-code": (
                self.tr("This code is wrong, used or too old."),
                self.tr("Read it again letter by letter, or ask the district office for a new one."),
            ),
            "too-many-tries": (self.tr("Too many tries."), self.tr("Wait for an hour, then try again.")),
            "other-post": (
                self.tr("This code is for another health centre."),
                self.tr("The record on this PC belongs to this centre. Ask for a code for this centre."),
            ),
            "other-hub": (
                self.tr("This is not the hub that this PC's record belongs to."),
                self.tr("Tell the district office."),
            ),
        }
        other = (
            self.tr("The hub refused to enrol this PC."),
            self.tr("Tell the district office this word: {code}").format(code=code),
        )
        return words.get(code, other)
