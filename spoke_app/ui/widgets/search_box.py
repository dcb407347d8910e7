"""The one box that finds a patient: 52 high, its key at the right end."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.key_cap import key_cap_size, paint_key_cap

LONGEST = 200
"""Longer than any name; what is pasted beyond it is no search."""


class SearchBox(QLineEdit):
    """`changed` while typing, `submitted` on Enter, `moved(+1/-1)` on the arrow keys for the list below."""

    changed = Signal(str)
    submitted = Signal()
    moved = Signal(int)

    def __init__(
        self,
        placeholder: str,
        name: str,
        key: str = "",
        *,
        large: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._aside = ""
        self._words = ""
        self._large = large
        theme = current_theme()
        self.setObjectName(name)
        self.setProperty("input", "search")
        self.setMaxLength(LONGEST)
        self.set_placeholder(placeholder)
        metrics = QFontMetrics(theme.font("field"))
        self.setFixedHeight(max(theme.px(52 if large else 40), metrics.height() + theme.px(12)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textEdited.connect(self.changed)
        self.returnPressed.connect(self.submitted)
        self._make_room()

    def set_placeholder(self, text: str) -> None:
        """The words while it is empty are its accessible name too."""
        self._words = text
        self.setAccessibleName(text)
        self._fit_words()

    def _fit_words(self) -> None:
        """Where the box is narrow its words end in an ellipsis, and the tip has the whole of them."""
        margins = self.textMargins()
        room = self.width() - margins.left() - margins.right() - 8
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setPlaceholderText(shown)
        self.setToolTip(self._words if shown != self._words else "")

    def set_aside(self, text: str, key: str = "") -> None:
        """Quiet words at the right (`5 found`) and which key is shown there."""
        self._aside = text
        self._key = key
        self._make_room()
        self.update()

    def set_text(self, text: str) -> None:
        """Fill it silently."""
        self.setText(text)

    def _make_room(self) -> None:
        theme = current_theme()
        right = theme.px(16)
        if self._key:
            right += key_cap_size(theme, self._key).width() + theme.px(10)
        if self._aside:
            right += QFontMetrics(theme.font("body")).horizontalAdvance(self._aside) + theme.px(10)
        self.setTextMargins(theme.px(44 if self._large else 38), 1, right, 0)
        self._fit_words()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(280), self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(140), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.moved.emit(step)
            event.accept()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        size = theme.px(22 if self._large else 18)
        colour = theme.accent if self.hasFocus() else theme.ink2
        painter.drawPixmap(QPoint(theme.px(14), (self.height() - size) // 2), pixmap("search", colour, size))
        right = self.width() - theme.px(14)
        if self._key:
            cap = key_cap_size(theme, self._key)
            spot = QRect(QPoint(right - cap.width(), (self.height() - cap.height()) // 2), cap)
            paint_key_cap(painter, theme, spot, self._key, theme.ink2, theme.surface, theme.field_line)
            right = spot.left() - theme.px(10)
        if self._aside:
            painter.setFont(theme.font("body"))
            painter.setPen(QColor(theme.ink3))
            room = QRect(0, 1, right, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._aside)
