"""Cards below the question: what is agreed, what does not fit its rules, and everything that was ever written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.compare_record import ComparedRecord, Entry
from spoke_app.ui.conflict.values import ValueWords
from spoke_app.ui.conflict.words import (
    author_text,
    field_label,
    place_text,
    problem_text,
    standing_text,
    when_text,
    where_text,
)
from spoke_app.ui.context import UiContext
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.label import Label, Rule

SHOWN = 12
"""So many changes are listed at first."""


def clear(card: Card) -> None:
    """Take everything out of a card's body."""
    while (item := card.body.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def pairs(lines: Sequence[tuple[str, str]], *, margins: bool = True) -> QWidget:
    """Labels at the left, values at the right."""
    theme = current_theme()
    room = QWidget()
    grid = QGridLayout(room)
    pad = theme.px(20) if margins else 0
    grid.setContentsMargins(pad, theme.px(10) if margins else 0, pad, theme.px(12) if margins else 0)
    grid.setHorizontalSpacing(theme.px(20))
    grid.setVerticalSpacing(theme.px(6))
    grid.setColumnMinimumWidth(0, theme.px(150))
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 3)
    for at, (label, value) in enumerate(lines):
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(Label(label, "meta", "ink2", wrap=True), at, 0, top)
        grid.addWidget(Label(value, "body", wrap=True), at, 1, top)
    return room


class HistoryCard(Card):
    """Who wrote what and when, the newest first."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        self.setObjectName("conflict.history")
        self._context = context
        self._all = False
        self._shown: tuple[ComparedRecord, ValueWords] | None = None

    def show_history(self, record: ComparedRecord, words: ValueWords) -> None:
        """Every change; odd ones say why they do not count."""
        self._shown = record, words
        clear(self)
        self.set_title(self.tr("History of this record"), str(len(record.history)))
        listed = record.history if self._all else record.history[:SHOWN]
        for at, entry in enumerate(listed):
            if at:
                self.add(Rule())
            self.add(self._entry(record.kind, entry, words))
        if len(listed) < len(record.history):
            more = Button(self.tr("Show all {0}").format(len(record.history)), "quiet", name="conflict.history_all")
            more.clicked.connect(self._show_all)
            self.add(more)

    def _show_all(self) -> None:
        self._all = True
        if self._shown is not None:
            self.show_history(*self._shown)

    def _entry(self, kind: str, entry: Entry, words: ValueWords) -> QWidget:
        theme, lang, now = current_theme(), self._context.lang, self._context.clock()
        room = QWidget()
        column = QVBoxLayout(room)
        column.setContentsMargins(theme.px(20), theme.px(11), theme.px(20), theme.px(12))
        column.setSpacing(theme.px(5))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        who, when = author_text(entry.origin, lang), when_text(entry.origin, lang, now)
        head.addWidget(Label(f"{who} · {when}", "label", wrap=True), 1)
        head.addWidget(Label(f"{where_text(entry.origin)} · {place_text(entry.origin, lang)}", "meta", "ink3"))
        column.addLayout(head)
        said = words.lines(kind, entry.fields) or [
            ("", self.tr("Something that this version cannot show; it is kept."))
        ]
        column.addWidget(pairs(said, margins=False))
        if remark := standing_text(entry.standing):
            mark = QHBoxLayout()
            mark.addWidget(Chip(remark, "amber", "alert-triangle"))
            mark.addStretch(1)
            column.addLayout(mark)
        return room


class FlaggedCard(Card):
    """Values that break a rule, kept as they came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, attention=True, icon="alert-triangle", parent=parent)
        self.setObjectName("conflict.flagged")

    def show_flagged(self, record: ComparedRecord, words: ValueWords) -> None:
        clear(self)
        self.set_title(self.tr("Does not fit its rules"), str(len(record.flagged)))
        said = []
        for one in record.flagged:
            label = field_label(record.kind, one.path) or self.tr("A value of a newer version")
            value = words.text(record.kind, one.path, one.value)
            said.append((label, f"{value}. {problem_text(one.code, one.detail)}"))
        self.add(pairs(said))
        self.setVisible(bool(said))


class AgreedCard(Card):
    """The rest of the record, on which all versions agree."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        self.setObjectName("conflict.agreed")

    def show_agreed(self, record: ComparedRecord, words: ValueWords) -> None:
        clear(self)
        asked = {question.path.partition(".")[0] for question in record.questions}
        whole = {name: value for name, value in record.fields.items() if name not in asked}
        for name in asked & set(record.fields):
            value = record.fields[name]
            parts = {q.path.partition(".")[2] for q in record.questions if q.path.partition(".")[0] == name}
            if isinstance(value, dict) and "" not in parts:
                whole[name] = {key: one for key, one in value.items() if key not in parts}
            elif isinstance(value, list) and "" not in parts:
                whole[name] = [one for one in value if not (isinstance(one, dict) and one.get("id") in parts)]
        said = words.lines(record.kind, {name: value for name, value in whole.items() if value})
        self.set_title(self.tr("Nobody differs about the rest") if record.questions else self.tr("As it is now"))
        self.add(pairs(said))
        self.setVisible(bool(said))
