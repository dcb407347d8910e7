"""The test page: whether the printer works, where its paper's edges are, and both scripts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QFont, QPageSize, QPainter, QPen
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from spoke_app.documents.typeface import FAMILY

MARGIN_MM = 9.0
# Both scripts on every test page, whatever the language of now: a printer may lack one of them.
SAMPLES = ("Tablet PARACETAMOL 500 mg, 1 - 0 - 1, 5 days", "पर्ची · दवा खाने के बाद, दिन में दो बार · क्षेत्र, श्रद्धा")


def paint_test_page(painter: QPainter, width: float, height: float, mm: float) -> None:
    """Paint into a page of that many device pixels; `mm` is one millimetre in them."""
    pen = QPen(Qt.GlobalColor.black)
    pen.setWidthF(0.3 * mm)
    painter.setPen(pen)
    frame = QRectF(MARGIN_MM * mm, MARGIN_MM * mm, width - 2 * MARGIN_MM * mm, height - 2 * MARGIN_MM * mm)
    painter.drawRect(frame)
    font = QFont(FAMILY)
    top = frame.top() + 6 * mm
    heading = QCoreApplication.translate("TestPage", "Spoke: test page")
    hint = QCoreApplication.translate("TestPage", "The frame must be whole on all four sides.")
    for text, size, bold in ((heading, 6.0, True), *((sample, 4.0, False) for sample in SAMPLES), (hint, 4.0, False)):
        font.setPixelSize(round(size * mm))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        painter.setFont(font)
        room = QRectF(frame.left() + 5 * mm, top, frame.width() - 10 * mm, 3 * size * mm)
        used = painter.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
        painter.drawText(room, int(Qt.TextFlag.TextWordWrap), text)
        top += used.height() + 3 * mm


def print_test_page(parent: QWidget, paper: str) -> bool:
    """Ask for the printer and print; False if the person thought better of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4 if paper == "A4" else QPageSize.PageSizeId.A5))
    printer.setFullPage(True)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return False
    painter = QPainter()
    if not painter.begin(printer):
        return False
    mm = printer.resolution() / 25.4
    page = printer.pageRect(QPrinter.Unit.DevicePixel)
    paint_test_page(painter, page.width(), page.height(), mm)
    return painter.end()
