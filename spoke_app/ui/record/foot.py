"""The bar at the foot of every page of a record: what it is for at the left, the way back at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from spoke_app.ui.theme import current_theme


class Foot(QFrame):
    """`middle` takes the room between them; without it, it is empty."""

    def __init__(self, left: Sequence[QWidget], back: QWidget, middle: QWidget | None = None) -> None:
        super().__init__()
        theme = current_theme()
        self.setProperty("frame", "action_bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(theme.page_edge, theme.px(12), theme.page_edge, theme.px(12))
        self.row.setSpacing(6 if theme.folded else theme.px(12))
        for widget in left:
            self.row.addWidget(widget)
        if middle is None:
            self.row.addStretch(1)
        else:
            self.row.addWidget(middle, 1)
        self.row.addWidget(back)
