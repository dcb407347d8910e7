"""Keys as caps with what they do, in groups, two columns where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spoke_app.ui.help.keys import Key, KeyGroup
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.key_cap import KeyCap
from spoke_app.ui.widgets.label import Label

_TOGETHER = frozenset({"Up", "Down", "Left", "Right"})
"""Two keys named in one breath, a cap for each."""


class KeyList(QScrollArea):
    """Shown anew each time; a screen reader meets each key as one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help.keys")
        self.setProperty("ring", True)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_groups(self, groups: Sequence[KeyGroup]) -> None:
        theme = current_theme()
        inner = QWidget()
        inner.setProperty("ground", "clear")
        column = QVBoxLayout(inner)
        pad = theme.px(20)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.px(12))
        for group in groups:
            column.addWidget(Label(group.title, "section"))
            column.addLayout(self._grid(group.keys))
            column.addSpacing(theme.px(8))
        column.addStretch(1)
        self.setWidget(inner)

    def _grid(self, keys: Sequence[Key]) -> QGridLayout:
        theme = current_theme()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(10))
        grid.setColumnMinimumWidth(0, theme.px(92))
        grid.setColumnStretch(1, 1)
        for at, key in enumerate(keys):
            caps = QHBoxLayout()
            caps.setSpacing(4)
            for name in _caps(key.cap):
                caps.addWidget(KeyCap(name))
            caps.addStretch(1)
            words = Label(key.words, "body", wrap=True)
            words.setAccessibleName(f"{key.cap}: {key.words}")
            grid.addLayout(caps, at, 0)
            grid.addWidget(words, at, 1)
        return grid


def _caps(cap: str) -> list[str]:
    parts = cap.split(" ")
    return parts if all(part in _TOGETHER for part in parts) else [cap]
