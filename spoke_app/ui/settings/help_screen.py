"""Help (F1): every key of the app on one page, and what to do when something does not work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.ui.context import UiContext
from spoke_app.ui.screen import Screen
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.key_cap import KeyCap
from spoke_app.ui.widgets.label import Label

KEYS = ("F2", "F3", "F5", "F8", "F12", "Esc", "Ctrl Enter", "Ctrl P", "Alt T", "Alt P", "Alt C", "Alt E", "Alt S")


class HelpScreen(Screen):
    """Words only; nothing is loaded."""

    name = "help"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        page = ScrollPage()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self._title = Label("", "title")
        page.column.addWidget(self._title)
        columns = QHBoxLayout() if not theme.folded else QVBoxLayout()
        columns.setSpacing(theme.px(24))
        self._keys = Card("…")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(10))
        grid.setColumnStretch(1, 1)
        self._words = [Label("", "body", wrap=True) for _ in KEYS]
        for at, (key, label) in enumerate(zip(KEYS, self._words, strict=True)):
            grid.addWidget(KeyCap(key), at, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, at, 1)
        self._keys.add(grid)
        self._trouble = Card("…")
        self._answers = [(Label("", "name", wrap=True), Label("", "body", "ink2", wrap=True)) for _ in range(6)]
        for question, answer in self._answers:
            block = QVBoxLayout()
            block.setSpacing(2)
            block.addWidget(question)
            block.addWidget(answer)
            self._trouble.add(block)
        for card in (self._keys, self._trouble):
            columns.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)
        page.column.addLayout(columns)
        page.column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Help"))
        self._keys.set_title(self.tr("Keys"))
        words = (
            self.tr("New visit"),
            self.tr("Find a patient"),
            self.tr("Exchange now"),
            self.tr("English or Hindi"),
            self.tr("Lock; what you typed is kept"),
            self.tr("Back"),
            self.tr("Finish what this page is for"),
            self.tr("Print"),
            self.tr("Today"),
            self.tr("Patients"),
            self.tr("Cases"),
            self.tr("Exchange"),
            self.tr("Settings"),
        )
        for label, text in zip(self._words, words, strict=True):
            label.setText(text)
        self._trouble.set_title(self.tr("When something is in the way"))
        answers = (
            (
                self.tr("The internet is away"),
                self.tr("Go on writing. Everything is saved on this PC and sent by itself when the line comes back."),
            ),
            (
                self.tr("The power went"),
                self.tr("Sign in again: under Today, the form that was not finished opens as you left it."),
            ),
            (
                self.tr("No answer from the doctor"),
                self.tr("Today says when an answer is late. An emergency does not wait: ambulance 102 or 108."),
            ),
            (
                self.tr("Two people wrote different things"),
                self.tr("Exchange shows it: Compare, look at both, save what is right. Nothing is thrown away."),
            ),
            (
                self.tr("I forgot my PIN"),
                self.tr("A colleague signs in, and the district office sets a new PIN for you at the hub."),
            ),
            (
                self.tr("This PC is broken or stolen"),
                self.tr("Call the district office at once. What was sent is at the hub; a new PC gets it again."),
            ),
        )
        for (question, answer), (title, text) in zip(self._answers, answers, strict=True):
            question.setText(title)
            answer.setText(text)
