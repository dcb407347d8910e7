"""A tick box of 20 with its text and, below, a quieter second line."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import current_theme


class Tick(QCheckBox):
    """`changed(bool)` only when a person ticked. The whole area takes the click; the text wraps."""

    changed = Signal(bool)

    def __init__(self, text: str, name: str, sub: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sub = sub
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_text(text, sub)
        self.clicked.connect(self.changed)

    def set_text(self, text: str, sub: str = "") -> None:
        """Another text, for instance in another language."""
        self._sub = sub
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _text(self) -> str:
        return self.text().replace("&&", "&")

    def _indent(self) -> int:
        return current_theme().px(30)

    def _heights(self, width: int) -> tuple[int, int]:
        theme = current_theme()
        room = QRect(0, 0, max(40, width - self._indent()), 2000)
        flags = Qt.TextFlag.TextWordWrap
        main = QFontMetrics(theme.font("body")).boundingRect(room, flags, self._text()).height()
        sub = QFontMetrics(theme.font("meta")).boundingRect(room, flags, self._sub).height() if self._sub else 0
        return main, sub

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(current_theme().px(28), sum(self._heights(width)) + 6)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        words = QFontMetrics(theme.font("body")).horizontalAdvance(self._text())
        sub = QFontMetrics(theme.font("meta")).horizontalAdvance(self._sub)
        width = self._indent() + max(words, sub) + 4
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(120), current_theme().px(28))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(20)
        box = QRectF(1, theme.px(3), side, side)
        half = max(1, theme.line_width) / 2
        ticked = self.isChecked()
        line = theme.line if not self.isEnabled() else (theme.accent if ticked else theme.field_line)
        painter.setPen(QPen(QColor(line), theme.line_width))
        painter.setBrush(QColor(theme.accent if ticked and self.isEnabled() else theme.surface))
        painter.drawRoundedRect(box.adjusted(half, half, -half, -half), 4, 4)
        if ticked:
            mark = theme.px(16)
            spot = QPoint(1 + (side - mark) // 2, theme.px(3) + (side - mark) // 2)
            painter.drawPixmap(spot, pixmap("check", theme.on_accent if self.isEnabled() else theme.ink3, mark, 2.5))
        main, _ = self._heights(self.width())
        painter.setFont(theme.font("body"))
        painter.setPen(QColor(theme.ink if self.isEnabled() else theme.disabled))
        room = QRect(self._indent(), 2, self.width() - self._indent(), main + 4)
        painter.drawText(room, Qt.TextFlag.TextWordWrap, self._text())
        if self._sub:
            painter.setFont(theme.font("meta"))
            painter.setPen(QColor(theme.ink3))
            painter.drawText(room.translated(0, main).adjusted(0, 0, 0, 60), Qt.TextFlag.TextWordWrap, self._sub)
