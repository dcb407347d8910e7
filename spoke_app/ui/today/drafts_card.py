"""The amber card of what was begun and not finished."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.views import Draft
from spoke_app.ui.theme import current_theme
from spoke_app.ui.today.rows import draft_words
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.label import Label

SHOWN = 3


class DraftsCard(QFrame):
    """`wanted(draft id)` when a button is used; the newest has the key Alt G."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("frame", "notice")
        self.setProperty("kind", "look")
        self._ids: list[str] = []
        self._title = Label("", "name", wrap=True)
        self._lines: list[tuple[Label, Button]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(13), theme.px(16), theme.px(14))
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(IconMark("pencil", theme.amber, theme.px(20), 2.0))
        head.addWidget(self._title, 1)
        column.addLayout(head)
        for at in range(SHOWN):
            words = Label("", "meta", "ink2", wrap=True)
            button = Button("", "secondary", key="Alt G" if at == 0 else "", size="row", name=f"today.go_on.{at + 1}")
            button.clicked.connect(self._pressed)
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            column.addWidget(words)
            column.addLayout(row)
            self._lines.append((words, button))

    def show_drafts(self, drafts: Sequence[Draft], now: datetime) -> None:
        """The newest first; without drafts the card is not there."""
        newest = sorted(drafts, key=lambda draft: draft.saved_at, reverse=True)
        self._ids = [draft.id for draft in newest[:SHOWN]]
        visits = sum(draft.form == "visit" for draft in newest)
        if visits == len(newest) == 1:
            self._title.setText(self.tr("One visit is not finished"))
        elif visits == len(newest):
            self._title.setText(self.tr("%n visits are not finished", "", visits))
        else:
            self._title.setText(self.tr("%n form(s) not finished", "", len(newest)))
        for at, (words, button) in enumerate(self._lines):
            there = at < len(self._ids)
            words.setVisible(there)
            button.setVisible(there)
            if there:
                words.setText(draft_words(newest[at], now))
                button.set_text(self.tr("Go on"))
        self.setVisible(bool(self._ids))

    def _pressed(self) -> None:
        for at, (_, button) in enumerate(self._lines):
            if button is self.sender() and at < len(self._ids):
                self.wanted.emit(self._ids[at])
