"""What can stand on a page: a line of text, a rule, a frame, an icon, a QR code; and blocks made of them.

Everything is measured in the paper's own unit, 1/40 mm, before anything is painted: so the same marks go to the
screen, to a PDF and to a printer, and a test can ask where each of them stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import segno
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from spoke_app.documents.typeface import icon_renderer, paper_font

MM: Final = 40.0
"""Units in a millimetre."""
PT: Final = 25.4 / 72 * MM

INK: Final = "#000000"
INK_2: Final = "#333333"
INK_3: Final = "#42515E"
GREY: Final = "#7A8793"
ACCENT: Final = "#0B6580"
HEAD: Final = "#084C61"


@dataclass(frozen=True)
class Style:
    """`size` in points, before the sheet's scale."""

    size: float = 9
    bold: bool = False
    colour: str = INK


@dataclass(frozen=True)
class Mark:
    """Anything with a place: `rect` is where it is seen, in units from the top left corner of its block or page."""

    rect: QRectF

    def moved(self, dx: float, dy: float) -> Mark:
        return replace(self, rect=self.rect.translated(dx, dy))

    def paint(self, painter: QPainter) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class TextMark(Mark):
    """One line of text. It keeps its layout, in which it is line number `index`."""

    text: str
    layout: QTextLayout
    index: int

    @property
    def seen(self) -> QRectF:
        """Where the letters are: `rect` has the width of the column."""
        line = self.layout.lineAt(self.index)
        right = self.layout.textOption().alignment() == Qt.AlignmentFlag.AlignRight
        x = self.rect.right() - line.naturalTextWidth() if right else self.rect.left()
        return QRectF(x, self.rect.top(), line.naturalTextWidth(), self.rect.height())

    def paint(self, painter: QPainter) -> None:
        self.layout.lineAt(self.index).draw(painter, self.rect.topLeft())


@dataclass(frozen=True)
class RuleMark(Mark):
    """A level line; its thickness is the rectangle's height."""

    colour: str

    def paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect, QColor(self.colour))


@dataclass(frozen=True)
class FrameMark(Mark):
    """A rounded frame; dashed for a time of day at which nothing is taken."""

    dashed: bool

    def paint(self, painter: QPainter) -> None:
        pen = QPen(QColor(GREY if self.dashed else INK_3), 0.25 * MM)
        if self.dashed:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect, 1.5 * MM, 1.5 * MM)


@dataclass(frozen=True)
class IconMark(Mark):
    name: str
    colour: str

    def paint(self, painter: QPainter) -> None:
        icon_renderer(self.name, self.colour).render(painter, self.rect)


@dataclass(frozen=True)
class QrMark(Mark):
    """A QR code of `text` (UTF-8, error correction M where it fits the size, else L)."""

    text: str

    def paint(self, painter: QPainter) -> None:
        matrix = qr_matrix(self.text)
        side = self.rect.width() / len(matrix)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(INK))
        for y, row in enumerate(matrix):
            x = 0
            while x < len(row):
                run = x
                while run < len(row) and row[run]:
                    run += 1
                if run > x:  # one rectangle for neighbours: no hairlines between them on screen
                    painter.drawRect(QRectF(self.rect.x() + x * side, self.rect.y() + y * side, (run - x) * side, side))
                x = max(run, x + 1)


MOST_QR_BYTES: Final = 2953
"""What the largest code holds at level L."""


@lru_cache(maxsize=8)
def qr_matrix(text: str) -> tuple[Sequence[int], ...]:
    """The modules of the code. Level L: the paper is clean and the slip long, and larger modules read better."""
    return tuple(segno.make_qr(text, error="l", encoding="utf-8", boost_error=True).matrix)


@dataclass(frozen=True)
class Block:
    """Marks that stay together on one page."""

    height: float
    marks: tuple[Mark, ...] = ()
    with_next: bool = False
    """A heading that must not stand at the foot of a page without what follows."""

    def at(self, x: float, y: float) -> tuple[Mark, ...]:
        return tuple(mark.moved(x, y) for mark in self.marks)


def text_lines(
    runs: Sequence[tuple[str, Style]], width: float, scale: float, *, right: bool = False
) -> tuple[TextMark, ...]:
    """Text of one or several styles broken into lines; each line's rectangle starts at (0, 0) of its own."""
    text = "".join(part for part, _ in runs).replace("\n", "\u2028")
    first = runs[0][1]
    layout = QTextLayout(text, paper_font(first.size * PT * scale, bold=first.bold))
    option = QTextOption(Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(runs, scale))
    layout.beginLayout()
    lines: list[QTextLine] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, 0))
        lines.append(line)
    layout.endLayout()
    return tuple(
        TextMark(
            QRectF(0, 0, width, line.height()),
            text[line.textStart() : line.textStart() + line.textLength()].strip("\u2028 "),
            layout,
            index,
        )
        for index, line in enumerate(lines)
    )


def _formats(runs: Sequence[tuple[str, Style]], scale: float) -> list[QTextLayout.FormatRange]:
    formats, start = [], 0
    for part, style in runs:
        form = QTextCharFormat()
        form.setFont(paper_font(style.size * PT * scale, bold=style.bold))
        form.setForeground(QColor(style.colour))
        span = QTextLayout.FormatRange()
        # Qt counts UTF-16 units, Python code points; the paper's letters are all in the first plane but for emoji.
        span.start, span.length, span.format = start, len(part.encode("utf-16-le")) // 2, form
        formats.append(span)
        start += span.length
    return formats


def stacked(lines: Sequence[TextMark], x: float, y: float) -> tuple[tuple[Mark, ...], float]:
    """The lines one below the other from (x, y), and the y after the last."""
    marks: list[Mark] = []
    for line in lines:
        marks.append(line.moved(x, y))
        y += line.rect.height()
    return tuple(marks), y


def rule(width: float, thickness_mm: float, colour: str, *, above_mm: float = 0, below_mm: float = 0) -> Block:
    """A block that is a line across the page with air around it."""
    thickness = thickness_mm * MM
    mark = RuleMark(QRectF(0, above_mm * MM, width, thickness), colour)
    return Block(above_mm * MM + thickness + below_mm * MM, (mark,))
