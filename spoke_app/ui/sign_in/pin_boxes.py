"""Six boxes for a PIN. One input line lies under them, so that screen readers and paste work as usual."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QRegularExpression, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from spoke_app.ui.theme import current_theme

DIGITS = 6


class PinBoxes(QLineEdit):
    """`filled` when the sixth digit is typed; `stepped` (+1, -1) for the arrow keys down and up, which mean nothing in
    the boxes themselves."""

    filled = Signal()
    stepped = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(DIGITS)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,6}"), self))
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.textEdited.connect(self._edited)

    def _edited(self, text: str) -> None:
        self.update()
        if len(text) == DIGITS:
            self.filled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            # Not left to the page around, which would scroll.
            self.stepped.emit(step)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(48) * DIGITS + theme.px(8) * (DIGITS - 1), theme.px(56))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        typed = len(self.text())
        wide, gap = theme.px(48), theme.px(8)
        for at in range(DIGITS):
            here = self.hasFocus() and at == min(typed, DIGITS - 1)
            width = theme.focus_width if here else theme.line_width
            half = width / 2
            box = QRectF(at * (wide + gap), 0, wide, self.height()).adjusted(half, half, -half, -half)
            painter.setPen(QPen(QColor(theme.accent if here else theme.field_line), width))
            painter.setBrush(QColor(theme.surface if self.isEnabled() else theme.sunken))
            painter.drawRoundedRect(box, 8, 8)
            centre = box.center()
            if at < typed:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.ink))
                painter.drawEllipse(centre, theme.px(6), theme.px(6))
            elif here:
                painter.setPen(QPen(QColor(theme.ink), 2))
                tall = theme.px(12)
                painter.drawLine(QPointF(centre.x(), centre.y() - tall), QPointF(centre.x(), centre.y() + tall))
