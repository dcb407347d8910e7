"""A message to the doctor, written in place: the answer to a question, or a question of one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.text_area import TextArea

LIMIT = 4000


class ReplyPanel(Card):
    """`send(text)` when the message is to go; amber while a question of the doctor waits."""

    send = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("case.reply_panel")
        self._question = ""
        self._doctor = ""
        self._lead = Label("", "name", wrap=True)
        self._words = Label("", "body", wrap=True)
        self._text = TextArea("", "case.reply_text", lines=3)
        self._send = Button("", "primary", "send", "Ctrl R", name="case.reply")
        foot = QHBoxLayout()
        foot.setSpacing(current_theme().px(12))
        foot.addWidget(self._send)
        foot.addStretch(1)
        self.body.setSpacing(current_theme().px(6))
        for widget in (self._lead, self._words, self._text):
            self.add(widget)
        self.add(foot)
        self._send.clicked.connect(self._clicked)
        self._text.changed.connect(self._typed)

    def ask(self, doctor: str, question: str) -> None:
        """`question` is the doctor's open question; '' to ask something oneself."""
        self._doctor, self._question = doctor, question
        self.set_attention(bool(question))
        self.retranslate()

    def text(self) -> str:
        return self._text.text()

    def set_text(self, text: str) -> None:
        self._text.set_text(text)

    def focus_text(self) -> None:
        self._text.edit.setFocus()

    def retranslate(self) -> None:
        if self._question:
            self._lead.setText(self.tr("{0} asks").format(self._doctor))
            self._text.set_label(self.tr("Your reply"))
            self._send.set_text(self.tr("Send reply"))
        else:
            self._lead.setText(self.tr("Write to {0}").format(self._doctor))
            self._text.set_label(self.tr("Your message"))
            self._send.set_text(self.tr("Send to the doctor"))
        self._words.setText(self._question)
        self._words.setVisible(bool(self._question))

    @Slot(str)
    def _typed(self, text: str) -> None:
        self._text.set_state("normal", "")

    @Slot()
    def _clicked(self) -> None:
        text = self.text()
        if not text:
            self._text.set_state("error", self.tr("Please write a few words."))
            self.focus_text()
        elif len(text) > LIMIT:
            self._text.set_state("error", self.tr("At most {0} letters.").format(LIMIT))
            self.focus_text()
        else:
            self.send.emit(text)
