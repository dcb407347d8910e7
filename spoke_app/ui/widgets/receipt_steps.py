"""The receipt of a case as six steps: what is done, what is awaited, where the doctor asks back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoke_app.ui.icons import WARNING_STROKE, pixmap
from spoke_app.ui.theme import Theme, current_theme

MarkState = Literal["done", "now", "later", "question"]
COLUMN = 94
COLUMN_HINDI = 98


@dataclass(frozen=True)
class StepMark:
    """One step: its state, the time or what is awaited below it, and who did it."""

    state: MarkState
    caption: str = ""
    person: str = ""
    """Below the caption: who did it, or when where the caption is the step's name."""
    strong: bool = False
    """A bold caption."""


def steps_size(theme: Theme, marks: Sequence[StepMark], column: int = COLUMN, persons: bool = False) -> QSize:
    """Size of the painted receipt."""
    line = QFontMetrics(theme.font("caption")).height()
    lines = 2 if persons and any(mark.person for mark in marks) else 1
    return QSize(theme.px(column) * len(marks), theme.px(26) + theme.px(2) + lines * (line + 1))


def paint_steps(
    painter: QPainter,
    theme: Theme,
    rect: QRect,
    marks: Sequence[StepMark],
    column: int = COLUMN,
    persons: bool = False,
) -> None:
    """Paint into the left upper corner of `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = theme.px(column)
    y = rect.y() + theme.px(13)
    for at in range(len(marks) - 1):
        reached = marks[at].state == "done" and marks[at + 1].state == "done"
        painter.setPen(QPen(QColor(theme.accent if reached else theme.grey_line), 2))
        start = rect.x() + at * width + width // 2 + theme.px(15)
        end = rect.x() + (at + 1) * width + width // 2
        gap = theme.px(9 if marks[at + 1].state == "later" else 13)
        if marks[at].state == "later":
            start -= theme.px(6)
        painter.drawLine(QPointF(start - theme.px(2), y), QPointF(end - gap, y))
    line = QFontMetrics(theme.font("caption")).height()
    for at, mark in enumerate(marks):
        centre = QPointF(rect.x() + at * width + width / 2, y)
        _paint_disc(painter, theme, centre, mark.state)
        room = QRect(rect.x() + at * width - 2, rect.y() + theme.px(28), width + 4, line)
        _paint_caption(painter, theme, room, mark)
        if persons and mark.person:
            painter.setFont(theme.font("caption"))
            painter.setPen(QColor(theme.ink3))
            text = QFontMetrics(theme.font("caption")).elidedText(mark.person, Qt.TextElideMode.ElideRight, width)
            painter.drawText(room.translated(0, line + 2), Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


def _paint_disc(painter: QPainter, theme: Theme, centre: QPointF, state: MarkState) -> None:
    if state == "later":
        painter.setPen(QPen(QColor(theme.field_line), 2))
        painter.setBrush(QColor(theme.surface))
        radius = theme.px(14) / 2 - 1
        painter.drawEllipse(centre, radius, radius)
        return
    radius = theme.px(26) / 2
    if state == "done":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(centre, radius, radius)
        _paint_icon(painter, theme, centre, "check", theme.on_accent)
        return
    amber = state == "question"
    painter.setPen(QPen(QColor(theme.amber_field if amber else theme.accent), 1.5 if amber else 2))
    painter.setBrush(QColor(theme.amber_tint if amber else theme.surface))
    painter.drawEllipse(QRectF(centre.x() - radius + 1, centre.y() - radius + 1, 2 * radius - 2, 2 * radius - 2))
    if amber:
        _paint_icon(painter, theme, centre, "help", theme.amber)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(centre, theme.px(5), theme.px(5))


def _paint_icon(painter: QPainter, theme: Theme, centre: QPointF, name: str, colour: str) -> None:
    size = theme.px(17)
    spot = QPoint(round(centre.x() - size / 2), round(centre.y() - size / 2))
    painter.drawPixmap(spot, pixmap(name, colour, size, WARNING_STROKE))


def _paint_caption(painter: QPainter, theme: Theme, room: QRect, mark: StepMark) -> None:
    font = theme.font("caption")
    colour = theme.ink2
    if mark.strong or mark.state in ("now", "question"):
        font.setWeight(font.Weight.DemiBold)
    if mark.state in ("now", "question"):
        colour = theme.amber if mark.state == "question" else theme.accent
    painter.setFont(font)
    painter.setPen(QColor(colour))
    text = QFontMetrics(font).elidedText(mark.caption, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room.adjusted(0, 1, 0, 0), Qt.AlignmentFlag.AlignCenter, text)


class ReceiptSteps(QWidget):
    """The receipt as a widget, persons included."""

    def __init__(self, column: int = COLUMN, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[StepMark, ...] = ()
        self._column = column
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_marks(self, marks: Sequence[StepMark]) -> None:
        """Show these steps."""
        self._marks = tuple(marks)
        self.setAccessibleName(", ".join(f"{mark.caption} {mark.person}".strip() for mark in marks if mark.caption))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return steps_size(current_theme(), self._marks, self._column, True)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_steps(QPainter(self), current_theme(), self.rect(), self._marks, self._column, True)
