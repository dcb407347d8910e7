"""The small cap that shows which key does it. Painted inside buttons and rows, or alone as a widget."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoke_app.ui.theme import Theme, current_theme

OTHERS_KEYS = frozenset({"", "Enter", "Esc", "F1", "F2", "F3", "F4", "F5", "F8", "F12"})
"""Keys of the focused widget (Enter) and of the window: a second shortcut would make them ambiguous, and dead."""


def key_sequence(key: str) -> QKeySequence:
    """The shortcut a button's cap makes: one letter or digit means Alt with it; none for others' keys."""
    if key in OTHERS_KEYS:
        return QKeySequence()
    if len(key) == 1:
        return QKeySequence(f"Alt+{key}")
    return QKeySequence("+".join("Return" if part == "Enter" else part for part in key.split(" ")))


def key_cap_size(theme: Theme, key: str) -> QSize:
    """Size of a painted cap."""
    metrics = QFontMetrics(theme.font("keycap"))
    height = max(theme.px(20), metrics.height() + 2)
    return QSize(max(height, metrics.horizontalAdvance(key) + theme.px(12)), height)


def paint_key_cap(painter: QPainter, theme: Theme, rect: QRect, key: str, colour: str, ground: str, line: str) -> None:
    """Paint a cap into `rect` (of `key_cap_size`)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = theme.line_width
    half = width / 2
    painter.setPen(QPen(QColor(line), width))
    painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), 4, 4)
    painter.setPen(QColor(colour))
    painter.setFont(theme.font("keycap"))
    painter.drawText(rect.adjusted(0, 1, 0, 0), Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


class KeyCap(QWidget):
    """A cap standing alone, as a hint."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def key(self) -> str:
        """The key's name."""
        return self._key

    def sizeHint(self) -> QSize:
        return key_cap_size(current_theme(), self._key)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        paint_key_cap(QPainter(self), theme, self.rect(), self._key, theme.ink2, theme.surface, theme.field_line)
