"""The state chip: icon and word on a tint. Painted by lists, a widget elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoke_app.ui.icons import WARNING_STROKE, pixmap
from spoke_app.ui.theme import Theme, Tone, current_theme


@dataclass(frozen=True)
class ChipFace:
    """What a chip shows. The word is never left out: colour alone says nothing."""

    text: str
    tone: Tone = "grey"
    icon: str = ""


def _font_role(face: ChipFace) -> bool:
    return face.tone in ("red", "emergency")


def chip_size(theme: Theme, face: ChipFace) -> QSize:
    """Size of a painted chip; height from the font."""
    font = theme.font("label") if _font_role(face) else theme.font("meta")
    metrics = QFontMetrics(font)
    icon = theme.px(17) + theme.px(6) if face.icon else 0
    height = max(theme.px(28), metrics.height() + theme.px(6))
    return QSize(theme.px(20) + icon + metrics.horizontalAdvance(face.text) + 2, height)


def paint_chip(painter: QPainter, theme: Theme, rect: QRect, face: ChipFace) -> None:
    """Paint a chip into `rect` (of `chip_size`)."""
    colours = theme.tone(face.tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = theme.line_width / 2
    painter.setPen(QPen(QColor(colours.line), theme.line_width))
    painter.setBrush(QColor(colours.ground))
    box = QRectF(rect).adjusted(half, half, -half, -half)
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    x = rect.x() + theme.px(10)
    if face.icon:
        size = theme.px(17)
        stroke = WARNING_STROKE if _font_role(face) else 1.75
        painter.drawPixmap(QPoint(x, rect.center().y() - size // 2 + 1), pixmap(face.icon, colours.ink, size, stroke))
        x += size + theme.px(6)
    font = theme.font("label") if _font_role(face) else theme.font("meta")
    painter.setFont(font)
    painter.setPen(QColor(colours.ink))
    room = QRect(x, rect.y(), rect.right() - theme.px(8) - x + 2, rect.height())
    text = QFontMetrics(font).elidedText(face.text, Qt.TextElideMode.ElideRight, room.width() + 2)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


class Chip(QWidget):
    """A chip standing alone."""

    def __init__(self, text: str = "", tone: Tone = "grey", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = ChipFace(text, tone, icon)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_face(self, face: ChipFace) -> None:
        """Show another state."""
        self._face = face
        self.setAccessibleName(face.text)
        self.updateGeometry()
        self.update()

    def face(self) -> ChipFace:
        """What it shows now."""
        return self._face

    def sizeHint(self) -> QSize:
        return chip_size(current_theme(), self._face)

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(48), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), current_theme(), self.rect(), self._face)
