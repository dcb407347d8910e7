"""A white card with a title. A flush card has a ruled head and rows from edge to edge."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.ui.icons import WARNING_STROKE, pixmap
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.label import Label, repolish


class IconMark(QWidget):
    """An icon as a widget of its own size."""

    def __init__(self, name: str, colour: str, size: int, stroke: float = 1.75, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = (name, colour, size, stroke)
        self.setFixedSize(size, size)

    def set_mark(self, name: str, colour: str) -> None:
        """Another icon or colour, same size."""
        self._mark = (name, colour, self._mark[2], self._mark[3])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        name, colour, size, stroke = self._mark
        if name:
            QPainter(self).drawPixmap(QPoint(0, 0), pixmap(name, colour, size, stroke))


class Card(QFrame):
    """Put content into `.body`; things at the right of the head into `.head`. `attention` makes it amber."""

    def __init__(
        self,
        title: str = "",
        aside: str = "",
        *,
        flush: bool = False,
        attention: bool = False,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("frame", "card")
        self.setProperty("attention", "true" if attention else "false")
        self._title = Label(title, "name" if flush else "section")
        self._aside = Label(aside, "body", "ink3")
        pad = theme.px(20)
        edge = theme.line_width
        outer = QVBoxLayout(self)
        outer.setContentsMargins(edge, edge, edge, edge)
        outer.setSpacing(0)
        self._head_frame = QFrame()
        self._head_frame.setProperty("frame", "card_head" if flush else "plain")
        self._head_frame.setProperty("attention", "true" if attention else "false")
        self._head_frame.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.head = QHBoxLayout(self._head_frame)
        self.head.setContentsMargins(pad, theme.px(13 if flush else 14), pad, theme.px(11 if flush else 4))
        self.head.setSpacing(theme.px(8))
        if icon:
            tone = theme.amber if attention else theme.accent
            self.head.addWidget(IconMark(icon, tone, theme.px(20), WARNING_STROKE if attention else 1.75))
        self.head.addWidget(self._title)
        self.head.addWidget(self._aside)
        self.head.addStretch(1)
        outer.addWidget(self._head_frame)
        self._head_frame.setVisible(bool(title))
        self.body = QVBoxLayout()
        if flush:
            self.body.setContentsMargins(0, 0, 0, 0)
            self.body.setSpacing(0)
        else:
            self.body.setContentsMargins(pad, theme.px(6) if title else pad, pad, pad)
            self.body.setSpacing(theme.px(12))
        outer.addLayout(self.body, 1)

    def set_title(self, title: str, aside: str = "") -> None:
        """Another title; `aside` is the quiet number or word behind it."""
        self._title.setText(title)
        self._aside.setText(aside)
        self._head_frame.setVisible(bool(title))

    def set_head(self, content: QLayout) -> None:
        """A head of one's own instead of a title: several lines, an icon in the middle of them."""
        self._title.hide()
        self._aside.hide()
        # The head ends in a stretch of 1: beside it the content takes all the room there is.
        self.head.insertLayout(0, content, 1000)
        self._head_frame.setVisible(True)

    def set_attention(self, attention: bool) -> None:
        """Amber while something in it needs a person."""
        value = "true" if attention else "false"
        for frame in (self, self._head_frame):
            frame.setProperty("attention", value)
            repolish(frame)

    def add(self, item: QWidget | QLayout, stretch: int = 0) -> None:
        """Append to the body."""
        if isinstance(item, QWidget):
            self.body.addWidget(item, stretch)
        else:
            self.body.addLayout(item, stretch)
