"""A page that scrolls up and down as a whole, with the margins of every screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from spoke_app.ui.theme import current_theme


class ScrollPage(QScrollArea):
    """Put content into `.column`. Focus moving with Tab scrolls it into view by itself.

    The bar stands in the right margin: with or without it the content ends where the window's bars and notices end.
    """

    def __init__(self, *, margins: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("ground", "clear")
        inner.setAutoFillBackground(False)
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(16))
        self.setWidget(inner)
        if margins:
            self._set_margins()
            self.verticalScrollBar().rangeChanged.connect(self._set_margins)

    @Slot()
    def _set_margins(self) -> None:
        theme, bar = current_theme(), self.verticalScrollBar()
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self.column.setContentsMargins(theme.page_edge, theme.px(20), max(0, theme.page_edge - taken), theme.px(24))
