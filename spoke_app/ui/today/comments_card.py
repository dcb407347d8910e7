"""Doctors' comments on her notes that she has not opened yet: quiet news on Today, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from spoke_app.actions.countersigned import Comment
from spoke_app.ui.text import names_for, short_date
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.list_view import ListView
from spoke_app.ui.widgets.rows import Row


class CommentsCard(Card):
    """`wanted(comment)`: the visit that it is about is to be opened."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("…", flush=True, parent=parent)
        self._comments: tuple[Comment, ...] = ()
        self._told: tuple[str, date] = ("en", date(2000, 1, 1))
        self.list = ListView("today.comments", "", fit=True)
        self.add(self.list)
        self.list.activated_row.connect(self._chosen)

    def show_comments(self, comments: Sequence[Comment], lang: str, today: date) -> None:
        """Show these; with none the card is not there."""
        self._comments, self._told = tuple(comments), (lang, today)
        self.set_title(self.tr("The doctor on your notes"), str(len(self._comments)))
        self.list.setAccessibleName(self.tr("The doctor on your notes"))
        self.list.set_rows([_row(comment, lang, today) for comment in self._comments])
        self.setVisible(bool(self._comments))

    def retranslate(self, lang: str, today: date) -> None:
        """All texts, in the language of now."""
        self.show_comments(self._comments, lang, today)

    @Slot(str)
    def _chosen(self, note: str) -> None:
        for comment in self._comments:
            if comment.note == note:
                self.wanted.emit(comment)


def _row(comment: Comment, lang: str, today: date) -> Row:
    return Row(
        comment.note,
        names_for(comment.patient.name, comment.patient.name_other, lang)[0],
        " ".join(comment.said.text.split()),
        avatar=False,
        right=short_date(comment.said.at.date(), lang, today),
    )
