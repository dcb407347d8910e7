"""Reading the codes on a picture or a PDF: a photo of a prescription, a scan, a screenshot.

Whatever is handed in may be hostile: nothing is decoded that is larger than a page, and no name or address in a file
is followed. It takes up to some seconds, so it belongs in a thread of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter

from spoke_app.documents.pictures import MOST_READ, thumbnail

LONGEST = 3600
"""Pixels: an A4 page scanned at 300 dpi; the small squares of a long slip are then three pixels wide."""
SMALLER = 1400
"""A photo out of focus, or with the paper's grain, reads better when it is shrunk."""
MOST_PAGES = 8
_PAGE_DPI = 250
_OURS = "SPOKE"


class NoCode(Exception):
    """Nothing to check. `code`: unreadable, empty, too-large, damaged (no picture or PDF that opens), no-code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def code_in_file(path: Path) -> str:
    """The text of the code in a picture or PDF, ours if there are several. Raises NoCode."""
    try:
        if not path.is_file():
            raise NoCode("unreadable")
        if path.stat().st_size > MOST_READ:
            raise NoCode("too-large")
        data = path.read_bytes()
    except OSError as error:
        raise NoCode("unreadable") from error
    if not data:
        raise NoCode("empty")
    if b"%PDF-" in data[:1024]:
        return _best(_in_pdf(data))
    image = thumbnail(data, LONGEST)
    if image is None:
        raise NoCode("damaged")
    return _best(_in_picture(image))


def code_in_picture(image: QImage) -> str:
    """The same of a picture that came without a file. Raises NoCode."""
    if image.isNull():
        raise NoCode("damaged")
    return _best(_in_picture(_at_most(image, LONGEST)))


def _best(texts: Iterator[str]) -> str:
    """The first of ours; without any, the first there is."""
    other = ""
    for text in texts:
        if text.startswith(_OURS):
            return text
        other = other or text
    if not other:
        raise NoCode("no-code")
    return other


def _in_picture(image: QImage) -> Iterator[str]:
    yield from _codes(image)
    longest = max(image.width(), image.height())
    if longest > SMALLER:
        yield from _codes(_at_most(image, SMALLER))
    elif longest < SMALLER // 2:
        yield from _codes(image.scaled(image.size() * 2))


def _at_most(image: QImage, longest: int) -> QImage:
    if max(image.width(), image.height()) <= longest:
        return image
    sides = Qt.AspectRatioMode.KeepAspectRatio
    return image.scaled(QSize(longest, longest), sides, Qt.TransformationMode.SmoothTransformation)


def _codes(image: QImage) -> Iterator[str]:
    if image.hasAlphaChannel():  # a screenshot's clear ground is paper, not ink
        sheet = QImage(image.size(), QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        painter.drawImage(0, 0, image)
        painter.end()
        image = sheet
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    yield from _read(grey.constBits(), grey.height(), grey.bytesPerLine())


def _read(pixels: Any, height: int, stride: int) -> Iterator[str]:
    import zxingcpp  # when a code is to be read, and not before

    view = memoryview(pixels).cast("B", (height, stride))
    for found in zxingcpp.read_barcodes(view, formats=zxingcpp.BarcodeFormat.QRCode):  # type: ignore[arg-type]
        if found.text:
            yield found.text


def _in_pdf(data: bytes) -> Iterator[str]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:  # no PDF after all, or locked with a password
        raise NoCode("damaged") from error
    try:
        for number in range(min(len(pdf), MOST_PAGES)):
            page = pdf[number]
            scale = min(_PAGE_DPI / 72, LONGEST / max(1.0, *page.get_size()))
            bitmap = page.render(scale=scale, grayscale=True)
            yield from _read(bytes(bitmap.buffer), bitmap.height, bitmap.stride)
    except pypdfium2.PdfiumError as error:
        raise NoCode("damaged") from error
    finally:
        pdf.close()
