"""A page that scrolls up and down as a whole, with the margins of every screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from spoke_app.ui.theme import current_theme


class ScrollPage(QScrollArea):
    """Put content into `.column`. Focus moving with Tab scrolls it into view by itself."""

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
        side = theme.px(32) if not theme.folded else 24
        if margins:
            self.column.setContentsMargins(side, theme.px(20), side, theme.px(24))
        else:
            self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(16))
        self.setWidget(inner)
