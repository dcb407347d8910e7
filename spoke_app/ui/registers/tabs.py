"""Which of the four registers: segments that show their keys, Alt 1 to Alt 4."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QWidget

from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.choice import Option, Segments
from spoke_app.ui.widgets.key_cap import key_cap_size, paint_key_cap


class RegisterTabs(Segments):
    """`changed(code)`."""

    def __init__(self, label: str, name: str, options: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(label, name, options, parent)
        for at, button in enumerate(self._group.buttons(), start=1):
            key = str(at)
            # With large text the words need the room.
            if not current_theme().folded:
                button.setIcon(_cap(key))
                button.setIconSize(_room(key))
            button.setToolTip(f"Alt {key}")
            QShortcut(QKeySequence(f"Alt+{key}"), self).activated.connect(button.click)
        self._make_room()

    def set_options(self, options: Sequence[Option]) -> None:
        """Other words, for instance in another language."""
        super().set_options(options)
        self._make_room()

    def _make_room(self) -> None:
        """Wide enough for each word as it is when chosen: bolder."""
        theme = current_theme()
        font = theme.font("body")
        font.setWeight(QFont.Weight.DemiBold)
        for button in self._group.buttons():
            mark = button.iconSize().width() + theme.px(4) if not button.icon().isNull() else 0
            button.setMinimumWidth(QFontMetrics(font).horizontalAdvance(button.text()) + mark + theme.px(20))


def _room(key: str) -> QSize:
    """The cap, and some air before the word."""
    theme = current_theme()
    return key_cap_size(theme, key) + QSize(theme.px(4), 0)


def _cap(key: str) -> QIcon:
    theme = current_theme()
    icon = QIcon()
    for state, ink in ((QIcon.State.Off, theme.ink2), (QIcon.State.On, theme.on_accent)):
        picture = QPixmap(_room(key))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        line = theme.field_line if state == QIcon.State.Off else theme.on_accent
        paint_key_cap(painter, theme, QRect(QPoint(0, 0), key_cap_size(theme, key)), key, ink, "", line)
        painter.end()
        icon.addPixmap(picture, QIcon.Mode.Normal, state)
    return icon
