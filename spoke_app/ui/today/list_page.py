"""A page with one long list: title, filter, news with a way back, the list, and what can be done with a row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spoke_app.ui.context import UiContext
from spoke_app.ui.screen import Screen
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.choice import Segments
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.list_view import ListView
from spoke_app.ui.widgets.notice_bar import NoticeBar, NoticeKind
from spoke_app.ui.widgets.rows import Row

FOLDED_COLUMNS = 3
"""Buttons beside each other with large text."""


class ListPage(Screen):
    """Subclasses fill `title`, `aside`, `filter`, `list` and `empty`, and put widgets into `panels`."""

    rail = "today"

    def __init__(
        self, context: UiContext, filters: Sequence[str], icon: str, buttons: Sequence[Button], parent: QWidget | None
    ) -> None:
        super().__init__(context, parent)
        self.title, self.aside = Label("", "title"), Label("", "body", "ink2")
        self.filter = Segments("", f"{self.name}.filter", [(code, "") for code in filters])
        self.filter.set_value(filters[0])
        self.news = NoticeBar("done", key="Ctrl Z", name=f"{self.name}.notice")
        self.news.hide()
        self.list = ListView(f"{self.name}.list", "")
        self.empty = EmptyState(icon, "", "", name=f"{self.name}.empty")
        self.panels = QVBoxLayout()
        self._stack = QStackedWidget()
        self._to_list = self._asking = False
        self._lay_out(buttons)

    def _lay_out(self, buttons: Sequence[Button]) -> None:
        theme = self.context.theme
        words = QHBoxLayout()
        words.setSpacing(theme.px(16))
        words.addWidget(self.title)
        words.addWidget(self.aside)
        words.addStretch(1)
        head = QGridLayout()
        head.setVerticalSpacing(theme.px(8))
        head.addLayout(words, 0, 0)
        # With large text the filter goes below the title: nothing is shrunk.
        head.addWidget(self.filter, *((1, 0) if theme.folded else (0, 1)))
        card = self._card = Card(flush=True)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        card.add(self._stack, 1)
        page = QVBoxLayout()
        page.setContentsMargins(theme.page_edge, theme.px(20), theme.page_edge, theme.px(16))
        page.setSpacing(theme.px(16))
        page.addLayout(head)
        page.addWidget(self.news)
        page.addLayout(self.panels)
        page.addWidget(card, 100)
        page.addStretch(1)
        self._bar = QFrame()
        self._bar.setProperty("frame", "action_bar")
        row = QGridLayout(self._bar)
        row.setContentsMargins(theme.page_edge, theme.px(12), theme.page_edge, theme.px(12))
        row.setSpacing(theme.px(12))
        for at, button in enumerate(buttons):
            place = divmod(at, FOLDED_COLUMNS) if theme.folded else (0, at)
            row.addWidget(button, *place, Qt.AlignmentFlag.AlignLeft)
        row.setColumnStretch(FOLDED_COLUMNS if theme.folded else len(buttons), 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(page, 1)
        outer.addWidget(self._bar)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """The list, or the words for none."""
        self.list.set_rows(rows, select_first=True)
        self._stack.setCurrentWidget(self.list if rows else self.empty)
        self._bar.setVisible(bool(rows) and not self._asking)
        if rows and self._to_list:
            self.to_list()

    def set_asking(self, asking: bool) -> None:
        """While a form is open in `panels` nothing else is done; with large text it needs the list's room."""
        self._asking = asking
        self._bar.setVisible(bool(self.list.rows()) and not asking)
        self._card.setVisible(not (asking and self.context.theme.folded))

    def to_list(self) -> None:
        """The cursor goes to the list: at once, or as soon as there is something in it."""
        self._to_list = self._stack.currentWidget() is not self.list
        (self if self._to_list else self.list).setFocus()

    def say(self, kind: NoticeKind, lead: str, text: str = "", button: str = "") -> None:
        self.news.show_notice(kind, lead, text, button)
        self.news.show()
