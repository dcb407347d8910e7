"""The button: one primary per region, its key shown as a cap behind the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.widgets.key_cap import key_cap_size, key_sequence, paint_key_cap

ButtonKind = Literal["primary", "secondary", "quiet", "danger"]
ButtonSize = Literal["normal", "row", "large"]
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
_HEIGHTS = {"normal": 40, "row": 36, "large": 52}


@dataclass(frozen=True)
class ButtonFace:
    """What a button shows; the list delegate paints one without a widget."""

    text: str
    kind: ButtonKind = "primary"
    icon: str = ""
    key: str = ""
    size: ButtonSize = "normal"


def face_size(theme: Theme, face: ButtonFace) -> QSize:
    """The size a face needs; the height follows the font."""
    metrics = QFontMetrics(theme.font("button"))
    pad = theme.px(20 if face.size == "large" else 14)
    width = 2 * pad + metrics.horizontalAdvance(face.text) + 2
    if face.icon:
        width += theme.px(20) + (theme.px(10) if face.text else 0)
    if face.key:
        width += theme.px(8) + key_cap_size(theme, face.key).width()
    height = max(theme.px(_HEIGHTS[face.size]), metrics.height() + theme.px(10))
    return QSize(max(width, height), height)


def _colours(theme: Theme, kind: ButtonKind, pressed: bool, enabled: bool) -> tuple[str, str, str]:
    """Ground, text and border of a kind in a state; `''` for none."""
    if not enabled:
        return (theme.sunken if kind != "quiet" else "", theme.disabled, theme.line if kind != "quiet" else "")
    if kind == "primary":
        ground = theme.accent_pressed if pressed else theme.accent
        return ground, theme.on_accent, ground
    if kind == "danger":
        return (theme.red_tint if pressed else theme.surface), theme.red, theme.red
    if kind == "secondary":
        return (theme.row_hover if pressed else theme.surface), theme.ink, theme.field_line
    return (theme.accent_tint if pressed else ""), theme.accent, ""


def paint_face(painter: QPainter, theme: Theme, rect: QRect, face: ButtonFace, pressed: bool, enabled: bool) -> None:
    """Paint a button into `rect`."""
    ground, ink, line = _colours(theme, face.kind, pressed, enabled)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = theme.line_width / 2
    painter.setPen(QPen(QColor(line), theme.line_width) if line else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(half, half, -half, -half), 8, 8)
    font = theme.font("button")
    metrics = QFontMetrics(font)
    cap = key_cap_size(theme, face.key) if face.key else QSize(0, 0)
    mark = theme.px(20) if face.icon else 0
    gap = theme.px(10) if face.icon and face.text else 0
    tail = theme.px(8) + cap.width() if face.key else 0
    room = rect.width() - 2 * theme.px(6) - mark - gap - tail
    text = metrics.elidedText(face.text, Qt.TextElideMode.ElideRight, max(0, room))
    words = metrics.horizontalAdvance(text)
    x = rect.x() + (rect.width() - mark - gap - words - tail) // 2
    if face.icon:
        painter.drawPixmap(QPoint(x, rect.center().y() - mark // 2 + 1), pixmap(face.icon, ink, mark))
        x += mark + gap
    painter.setPen(QColor(ink))
    painter.setFont(font)
    painter.drawText(QRect(x, rect.y() + 1, words + 4, rect.height()), Qt.AlignmentFlag.AlignVCenter, text)
    if face.key:
        spot = QRect(QPoint(x + words + theme.px(8), rect.center().y() - cap.height() // 2 + 1), cap)
        filled = face.kind == "primary" and enabled
        cap_line = theme.on_accent if filled else (theme.field_line if enabled else theme.line)
        cap_ink = ink if filled or not enabled else theme.ink2
        paint_key_cap(painter, theme, spot, face.key, cap_ink, "", cap_line)
    painter.restore()


class Button(QPushButton):
    """`key` is painted as a cap and works as a shortcut: `Ctrl Enter`, `F2`, `Alt F`; one letter means Alt with it."""

    def __init__(
        self,
        text: str,
        kind: ButtonKind = "primary",
        icon: str | None = None,
        key: str = "",
        *,
        size: ButtonSize = "normal",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._face = ButtonFace(text, kind, icon or "", key, size)
        self.setObjectName(name)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_text(text)
        sequence = key_sequence(key)
        if not sequence.isEmpty():
            shortcut = QShortcut(sequence, self)
            shortcut.activated.connect(self.click)

    def set_text(self, text: str) -> None:
        """Another text, for instance in another language."""
        self._face = ButtonFace(text, self._face.kind, self._face.icon, self._face.key, self._face.size)
        # '&' would be read as a mnemonic; our keys are the caps.
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_icon(self, icon: str) -> None:
        """Another icon, for a button that opens and folds."""
        self._face = ButtonFace(self._face.text, self._face.kind, icon, self._face.key, self._face.size)
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Another kind, when which button is the primary one depends on the form."""
        self._face = ButtonFace(self._face.text, kind, self._face.icon, self._face.key, self._face.size)
        self.update()

    def face(self) -> ButtonFace:
        """What it shows now."""
        return self._face

    def sizeHint(self) -> QSize:
        return face_size(current_theme(), self._face)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Enter goes on everywhere: on a button that means to press it. Held down, it presses once.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _MODIFIERS:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        pressed = self.isDown() or self.underMouse() or self.isChecked()
        paint_face(painter, current_theme(), self.rect(), self._face, pressed, self.isEnabled())
