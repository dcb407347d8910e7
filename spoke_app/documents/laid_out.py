"""A document laid out for one language and one paper size: the same marks go to the screen, to a PDF, to a printer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from spoke_app.documents.marks import MM, TextMark
from spoke_app.documents.paper import Lang
from spoke_app.documents.sheet import Page, Sheet

PDF_DPI = 600


class CannotPrint(Exception):
    """The environment will not take the paper. `code`: 'no-printer', 'printer-failed' or 'file-failed'."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class LaidOut:
    """Pages of marks. `title` names the print job and the PDF."""

    title: str
    lang: Lang
    sheet: Sheet
    pages: tuple[Page, ...]

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """The lines of text page by page, in reading order of the blocks."""
        return tuple(tuple(mark.text for mark in page.marks if isinstance(mark, TextMark)) for page in self.pages)

    def paint_preview(self, painter: QPainter, rect: QRectF, page: int = 0) -> None:
        """Paint one page into `rect` (white ground included), keeping the paper's proportions."""
        scale = min(rect.width() / (self.sheet.width_mm * MM), rect.height() / (self.sheet.height_mm * MM))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.translate(rect.topLeft())
        painter.scale(scale, scale)
        painter.fillRect(QRectF(0, 0, self.sheet.width_mm * MM, self.sheet.height_mm * MM), QColor("#FFFFFF"))
        self._paint(painter, page)
        painter.restore()

    def write_pdf(self, path: Path) -> None:
        """Write all pages. Raises `CannotPrint('file-failed')` where the file cannot be written."""
        try:
            path.open("ab").close()  # QPdfWriter only prints a warning, which nobody would see
        except OSError as error:
            raise CannotPrint("file-failed", error.strerror or "") from error
        writer = QPdfWriter(str(path))
        writer.setResolution(PDF_DPI)
        writer.setTitle(self.title)
        writer.setCreator("Spoke")
        self._set_page(writer)
        if not self._paint_pages(writer, PDF_DPI):
            raise CannotPrint("file-failed")

    def print_to(self, printer: QPrinter) -> None:
        """Print all pages. Raises `CannotPrint` where there is no printer or it refuses."""
        # Without any printer Qt falls back to a PDF, and then has no file to write it to.
        if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat and not printer.outputFileName():
            raise CannotPrint("no-printer")
        self._set_page(printer)
        printer.setFullPage(True)
        printer.setDocName(self.title)
        if not self._paint_pages(printer, printer.resolution()):
            raise CannotPrint("printer-failed", printer.printerName())

    def _set_page(self, device: QPagedPaintDevice) -> None:
        size = QPageSize(QSizeF(self.sheet.width_mm, self.sheet.height_mm), QPageSize.Unit.Millimeter, self.sheet.size)
        layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
        layout.setMode(QPageLayout.Mode.FullPageMode)
        device.setPageLayout(layout)

    def _paint_pages(self, device: QPagedPaintDevice, dpi: int) -> bool:
        painter = QPainter()
        if not painter.begin(device):
            return False
        scale = dpi / 25.4 / MM
        for number in range(len(self.pages)):
            if number:
                device.newPage()
            painter.save()
            painter.scale(scale, scale)
            self._paint(painter, number)
            painter.restore()
        return painter.end()

    def _paint(self, painter: QPainter, page: int) -> None:
        for mark in self.pages[page].marks:
            painter.save()
            mark.paint(painter)
            painter.restore()
