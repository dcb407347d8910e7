"""A register on paper: A4 across, the centre, the month and the heads on every page, numbered pages.

Laid out line by line rather than as one document, so that a month with thousands of lines can say how far it is and
be stopped. It runs on a worker thread: `load_typeface` must have been called on the main one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from spoke_app.documents import register_words as w
from spoke_app.documents.files import save
from spoke_app.documents.laid_out import PDF_DPI, CannotPrint
from spoke_app.documents.marks import GREY, HEAD, INK, INK_2, MM, PT, Block, Mark, RuleMark, Style, TextMark, text_lines
from spoke_app.documents.paper import Both
from spoke_app.documents.register_table import RegisterTable
from spoke_app.documents.sheet import Page, Sheet, flow
from spoke_app.documents.typeface import paper_font
from spoke_app.documents.words import printable, short_time

ACROSS: Final = Sheet("A4", 297, 210, 10, 1.0)
CELL: Final = Style(8.5)
SMALL: Final = Style(7.5, colour=INK_2)
PAD: Final = 1.0 * MM
GAP: Final = 0.7 * MM
"""Above and below a line's text."""
STEP_EVERY: Final = 20
"""So many lines are laid out or painted between two looks at whether to stop."""

Step = Callable[[int, int], bool]
"""Hears (done, all); False stops."""


class Stopped(Exception):
    """Somebody pressed Cancel."""


@dataclass(frozen=True)
class CellMark(Mark):
    """One line of a cell's text."""

    text: str
    font: QFont
    colour: str

    def paint(self, painter: QPainter) -> None:
        painter.setFont(self.font)
        painter.setPen(QColor(self.colour))
        painter.drawText(self.rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text)


@dataclass(frozen=True)
class Printed:
    """Who prints it, and when."""

    by: Both
    at: datetime


@dataclass(frozen=True)
class RegisterDocument:
    """A register laid out."""

    title: str
    pages: tuple[Page, ...]

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The lines of text page by page."""
        return tuple(
            tuple(mark.text for mark in page.marks if isinstance(mark, CellMark | TextMark)) for page in self.pages
        )

    def write_pdf(self, path: Path, step: Step) -> None:
        """Raises `files.CannotSave` where the file cannot be written, and Stopped."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(PDF_DPI)
        writer.setTitle(self.title)
        writer.setCreator("Spoke")
        _set_page(writer)
        if not self._paint_pages(writer, PDF_DPI, step):
            raise CannotPrint("file-failed")
        save(path, bytes(buffer.data().data()))

    def print_to(self, printer: QPrinter, step: Step) -> None:
        """Raises `CannotPrint` where there is no printer or it refuses, and Stopped."""
        # Without any printer Qt falls back to a PDF, and then has no file to write it to.
        if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat and not printer.outputFileName():
            raise CannotPrint("no-printer")
        _set_page(printer)
        printer.setFullPage(True)
        printer.setDocName(self.title)
        if not self._paint_pages(printer, printer.resolution(), step):
            raise CannotPrint("printer-failed", printer.printerName())

    def _paint_pages(self, device: QPagedPaintDevice, dpi: int, step: Step) -> bool:
        painter = QPainter()
        if not painter.begin(device):
            return False
        scale = dpi / 25.4 / MM
        try:
            for number, page in enumerate(self.pages):
                if number:
                    device.newPage()
                painter.save()
                painter.scale(scale, scale)
                for mark in page.marks:
                    mark.paint(painter)
                painter.restore()
                _go_on(step, len(self.pages) + number + 1, 2 * len(self.pages))
        except Stopped:
            if isinstance(device, QPrinter):
                device.abort()
            raise
        finally:
            ended = painter.end()
        return ended


def build(table: RegisterTable, printed: Printed, step: Step) -> RegisterDocument:
    """Lays the register out; half of the way to the paper. Raises Stopped."""
    widths = _widths(table.shares)
    regular, bold = (paper_font(CELL.size * PT, bold=strong) for strong in (False, True))
    head = [*_titles(table), _row(table.heads, widths, bold, [bold] * len(widths), HEAD), _line(0.3, HEAD)]
    body: list[Block] = []
    strong = table.heads.index(w.HEADS["name"].first(table.lang))
    for number, cells in enumerate(table.rows):
        fonts = [bold if column == strong else regular for column in range(len(cells))]
        body.append(_with_line(_row(cells, widths, regular, fonts, INK)))
        if number % STEP_EVERY == 0:
            _go_on(step, number, 2 * len(table.rows))
    body += _foot_of_the_register(table)
    pages = flow(ACROSS, head, head, body, lambda page, pages: _footer(table, printed, page, pages))
    return RegisterDocument(f"{table.title} {table.period}", pages)


def _go_on(step: Step, done: int, all_: int) -> None:
    if not step(done, all_):
        raise Stopped


def _set_page(device: QPagedPaintDevice) -> None:
    size = QPageSize(QSizeF(ACROSS.height_mm, ACROSS.width_mm), QPageSize.Unit.Millimeter, ACROSS.size)
    layout = QPageLayout(size, QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    device.setPageLayout(layout)


def _widths(shares: Sequence[int]) -> list[float]:
    return [ACROSS.width * share / sum(shares) for share in shares]


def _titles(table: RegisterTable) -> list[Block]:
    style = Style(12, bold=True, colour=HEAD)
    half = ACROSS.width / 2
    left = text_lines([(printable(table.place) or " ", style)], half, 1)
    right = text_lines([(f"{table.title}, {table.period}", style)], half, 1, right=True)
    marks: list[Mark] = []
    height = 0.0
    for lines, x in ((left, 0.0), (right, half)):
        y = 0.0
        for line in lines:
            marks.append(line.moved(x, y))
            y += line.rect.height()
        height = max(height, y)
    return [Block(height + 1.5 * MM, tuple(marks)), _line(0.3, HEAD)]


def _row(cells: Sequence[str], widths: Sequence[float], font: QFont, fonts: Sequence[QFont], colour: str) -> Block:
    """The cells side by side; one that is too long for its column goes on below."""
    measure = QFontMetricsF(font)
    high = measure.height()
    x, height = 0.0, high
    marks: list[Mark] = []
    for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        y = GAP
        # What stands on a line of its own below a name is not part of the name.
        for part, mine in zip(cell.split("\n"), (fonts[number], font), strict=False):
            for line in _broken(printable(part), width - 2 * PAD, mine):
                marks.append(CellMark(QRectF(x + PAD, y, width - PAD, high), line, mine, colour))
                y += high
        height = max(height, y - GAP)
        x += width
    return Block(height + 2 * GAP, tuple(marks))


def _broken(text: str, width: float, font: QFont) -> list[str]:
    if not text or QFontMetricsF(font).horizontalAdvance(text) <= width:
        return [text] if text else []
    style = Style(CELL.size, bold=font.weight() > QFont.Weight.Normal)
    return [line.text for line in text_lines([(text, style)], width, 1)]


def _with_line(row: Block) -> Block:
    line = RuleMark(QRectF(0, row.height, ACROSS.width, 0.1 * MM), GREY)
    return Block(row.height + 0.1 * MM, (*row.marks, line))


def _line(thickness_mm: float, colour: str) -> Block:
    return Block(thickness_mm * MM, (RuleMark(QRectF(0, 0, ACROSS.width, thickness_mm * MM), colour),))


def _foot_of_the_register(table: RegisterTable) -> list[Block]:
    """What is counted, and where the health worker signs."""
    said = table.totals if table.rows else w.NOTHING.first(table.lang)
    blocks = [_paragraph(said, bold=True)]
    if table.sums:
        blocks.append(_paragraph(w.ALTOGETHER.first(table.lang).format(" · ".join(table.sums))))
    marks: list[Mark] = []
    y = 10 * MM
    marks.append(RuleMark(QRectF(0, y, 70 * MM, 0.2 * MM), INK))
    for line in text_lines([(w.SIGNED.first(table.lang), SMALL)], ACROSS.width, 1):
        marks.append(line.moved(0, y + 0.5 * MM))
        y += line.rect.height()
    return [*blocks, Block(y + 0.5 * MM, tuple(marks))]


def _paragraph(text: str, *, bold: bool = False) -> Block:
    marks: list[Mark] = []
    y = 2 * MM
    for line in text_lines([(printable(text), Style(9, bold=bold))], ACROSS.width, 1):
        marks.append(line.moved(0, y))
        y += line.rect.height()
    return Block(y, tuple(marks))


def _footer(table: RegisterTable, printed: Printed, page: int, pages: int) -> Block:
    said = w.PRINTED.first(table.lang).format(who=printed.by.first(table.lang), when=short_time(printed.at))
    half = ACROSS.width / 2
    [left] = text_lines([(printable(said), SMALL)], ACROSS.width, 1)[:1]
    numbered = w.PAGE.first(table.lang).format(page=page, pages=pages)
    [right] = text_lines([(numbered, SMALL)], half, 1, right=True)
    above = 1.5 * MM
    return Block(above + right.rect.height(), (left.moved(0, above), right.moved(half, above)))
