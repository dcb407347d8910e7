"""The page of help: at the left what there is and a search, at the right the keys or the chapter that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spoke_app.ui.help.guide import Chapter, chapters
from spoke_app.ui.help.key_list import KeyList
from spoke_app.ui.help.keys import Key, KeyGroup, all_keys, moving_keys
from spoke_app.ui.help.reader import Reader
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.list_view import ListView, RowDelegate
from spoke_app.ui.widgets.rows import Row
from spoke_app.ui.widgets.search_box import SearchBox

HERE, ALL = "keys.here", "keys.all"


class _Lines(RowDelegate):
    """Titles only: lower than a row about a person."""

    def item_size(self, row: Row, selected: bool) -> QSize:
        theme = current_theme()
        return QSize(0, max(theme.px(38), QFontMetrics(theme.font("body")).height() + theme.px(12)))


class HelpPage(QWidget):
    """`closed` for Esc: whoever opened it puts back what was there before."""

    closed = Signal()

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read_keys: Callable[[], tuple[Key, ...]] = tuple
        self._keys: tuple[Key, ...] = ()
        self._chapters: tuple[Chapter, ...] = ()
        self._build()
        self.retranslate(language)

    def _build(self) -> None:
        theme = current_theme()
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = Label("", "title")
        self._leave = Button("", "quiet", key="Esc", name="help.leave")
        self._leave.clicked.connect(self.closed)
        self.search = SearchBox("", "help.search", large=False)
        self.list = ListView("help.chapters", "", delegate=_Lines(round_top=True))
        self._keys_list = KeyList()
        self.text = Reader()
        self._nothing = Label("", "body", "ink3", wrap=True)
        self._nothing.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(20))
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._pages = QStackedWidget()
        for page in (self._keys_list, self.text, self._nothing):
            self._pages.addWidget(page)
        contents, page_card = Card(flush=True), Card(flush=True)
        contents.add(self.list)
        page_card.add(self._pages)
        left = QVBoxLayout()
        left.setSpacing(theme.px(12))
        left.addWidget(self.search)
        left.addWidget(contents, 1)
        side = QWidget()
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(theme.px(300) if not theme.folded else theme.px(260))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._leave)
        columns = QHBoxLayout()
        columns.setSpacing(theme.px(24))
        columns.addWidget(side)
        columns.addWidget(page_card, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.page_edge, theme.px(16), theme.page_edge, theme.px(20))
        column.setSpacing(theme.px(14))
        column.addLayout(head)
        column.addLayout(columns, 1)
        self.search.changed.connect(self._searched)
        self.search.moved.connect(self.list.move_current)
        self.search.submitted.connect(self._read)
        self.list.current_changed.connect(self._show)
        self.list.activated_row.connect(self._read)

    def open(self, keys: Callable[[], tuple[Key, ...]]) -> None:
        """Begin with the keys of the page that was open; none before somebody has signed in."""
        self._read_keys, self._keys = keys, keys()
        self.search.set_text("")
        self._fill(first=HERE if self._keys else ALL)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _searched(self, text: str) -> None:
        self._fill()

    def _fill(self, first: str = "") -> None:
        wanted = self.search.text()
        rows = [Row(one, title, icon=icon, avatar=False, plain=True) for one, title, icon in self._found(wanted)]
        self.list.set_rows(rows, select_first=True)
        if first:
            self.list.set_current(first)
        if rows:
            self._show(self.list.current_id())
        else:
            self._nothing.setText(self.tr("Nothing about “{0}”. Try another word.").format(wanted.strip()))
            self._pages.setCurrentWidget(self._nothing)

    def _found(self, wanted: str) -> list[tuple[str, str, str]]:
        titles = [(HERE, self.tr("Keys of this page"), self._here())] if self._keys else []
        titles.append((ALL, self.tr("All keys"), all_keys()))
        found = [(one, title, "key") for one, title, groups in titles if _told(groups, wanted, title)]
        return found + [(one.id, one.title, "notebook") for one in self._chapters if one.tells_of(wanted)]

    def _here(self) -> tuple[KeyGroup, ...]:
        return (
            KeyGroup(self.tr("Keys of this page"), self._keys),
            KeyGroup(self.tr("In a form"), moving_keys()),
        )

    @Slot(str)
    def _show(self, chosen: str) -> None:
        if chosen in (HERE, ALL):
            self._keys_list.show_groups(self._here() if chosen == HERE else all_keys())
            self._pages.setCurrentWidget(self._keys_list)
            return
        chapter = next((one for one in self._chapters if one.id == chosen), None)
        if chapter is not None:
            self._pages.setCurrentWidget(self.text)
            self.text.show_chapter(chapter, self.search.text())

    @Slot()
    def _read(self) -> None:
        """Enter: into the text, so that the arrow keys scroll it."""
        if self._pages.currentWidget() is self.text:
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self, language: str) -> None:
        """All texts, in the language of now; the same chapter stays open."""
        self._chapters = chapters(language)
        chosen = self.list.current_id()
        self._title.setText(self.tr("Help"))
        self._leave.set_text(self.tr("Back to where you were"))
        self.search.set_placeholder(self.tr("Find in the help"))
        self.list.setAccessibleName(self.tr("Contents"))
        self._fill(first=chosen)
        if self._keys:
            QTimer.singleShot(0, self, self._keys_again)

    @Slot()
    def _keys_again(self) -> None:
        """The page below has changed its words too, before or after this one."""
        self._keys = self._read_keys()
        self._fill(first=self.list.current_id())


def _told(groups: Sequence[KeyGroup], wanted: str, title: str) -> bool:
    said = " ".join([title, *(f"{key.cap} {key.words}" for group in groups for key in group.keys)]).casefold()
    return all(word in said for word in wanted.casefold().split())
