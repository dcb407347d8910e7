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

SHOWN = 2


class DraftsCard(QFrame):
    """`wanted(draft id)` to go on, the newest with the key Alt G; `unwanted(draft id)` to put it away, and
    `wanted_back(draft id)` to undo that while the card still says so."""

    wanted = Signal(str)
    unwanted = Signal(str)
    wanted_back = Signal(str)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("frame", "notice")
        self.setProperty("kind", "look")
        self._ids: list[str] = []
        self._title = Label("", "name", wrap=True)
        self._lines: list[tuple[Label, Button, Button]] = []
        self._gone = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(13), theme.px(16), theme.px(14))
        column.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(IconMark("pencil", theme.amber, theme.px(20), 2.0))
        head.addWidget(self._title, 1)
        self._all = Button("", "quiet", key="Alt D", size="row", name="today.all_drafts")
        self._all.clicked.connect(self.all_wanted)
        head.addWidget(self._all)
        column.addLayout(head)
        for at in range(SHOWN):
            words = Label("", "meta", "ink2", wrap=True)
            button = Button("", "secondary", key="Alt G" if at == 0 else "", size="row", name=f"today.go_on.{at + 1}")
            button.clicked.connect(self._pressed)
            row = QHBoxLayout()
            away = Button("", "quiet", size="row", name=f"today.discard.{at + 1}")
            away.clicked.connect(self._put_away)
            row.addWidget(button)
            row.addWidget(away)
            row.addStretch(1)
            column.addWidget(words)
            column.addLayout(row)
            self._lines.append((words, button, away))
        self._gone_words = Label("", "meta", "ink2", wrap=True)
        self._undo = Button("", "secondary", size="row", name="today.undo_discard")
        self._undo.clicked.connect(self._bring_back)
        column.addWidget(self._gone_words)
        back = QHBoxLayout()
        back.addWidget(self._undo)
        back.addStretch(1)
        column.addLayout(back)

    def say_put_away(self, draft: Draft | None) -> None:
        """A form was put away: offer the way back. None: say nothing of that any more."""
        self._gone = draft.id if draft is not None else ""
        if draft is not None:
            self._gone_words.setText(self.tr("{name}: put away.").format(name=draft.title or self.tr("The form")))
            self._undo.set_text(self.tr("Undo"))

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
        for at, (words, button, away) in enumerate(self._lines):
            there = at < len(self._ids)
            for part in (words, button, away):
                part.setVisible(there)
            if there:
                words.setText(draft_words(newest[at], now))
                button.set_text(self.tr("Go on"))
                away.set_text(self.tr("Put away"))
        if not newest:
            self._title.setText(self._gone_words.text())
        self._all.set_text(self.tr("All"))
        self._gone_words.setVisible(bool(self._gone and newest))
        self._undo.setVisible(bool(self._gone))
        self.setVisible(bool(self._ids or self._gone))

    def _pressed(self) -> None:
        for at, (_, button, _) in enumerate(self._lines):
            if button is self.sender() and at < len(self._ids):
                self.wanted.emit(self._ids[at])

    def _put_away(self) -> None:
        for at, (_, _, away) in enumerate(self._lines):
            if away is self.sender() and at < len(self._ids):
                self.unwanted.emit(self._ids[at])

    def _bring_back(self) -> None:
        if self._gone:
            self.wanted_back.emit(self._gone)
