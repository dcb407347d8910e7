"""Files that are attached: pictures shrunk and made anew, without what a camera wrote into them; PDFs as they are."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QColorSpace, QImage, QImageReader, QPainter

from care_record.attachment import MOST_BYTES, BadAttachment, Prepared

LONGEST_SIDE = 1600
"""Pixels: a wound, a rash, a page of a report can be judged, and 2G can carry it."""
QUALITY = 80
MOST_READ = 64 * 1024 * 1024
"""A larger file is no photo of a phone's camera."""
_PICTURES = frozenset({b"jpeg", b"png", b"bmp", b"webp"})
_JPEG, _JPEG_SCAN, _JPEG_ENDS = b"\xff\xd8", b"\xff\xda", b"\xff\xd9"
_SMALL_PNG = 512 * 1024
"""A drawing or screenshot up to here stays as sharp as it is."""


def read_attachment(path: Path) -> Prepared:
    """The file as it is stored: a picture at most 1,600 px long, upright, without place, time or camera in it.

    Raises BadAttachment: `unreadable`, `empty`, `wrong-kind`, `damaged`, `too-large`.
    """
    try:
        if path.stat().st_size > MOST_READ:
            raise BadAttachment("too-large")
        data = path.read_bytes()
    except OSError as error:
        raise BadAttachment("unreadable", error.strerror or "") from error
    if not data:
        raise BadAttachment("empty")
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    return _picture(data)


def prepare_picture(image: QImage) -> Prepared:
    """A picture that came without a file, from the clipboard or another window. Raises BadAttachment: `damaged`."""
    if image.isNull():
        raise BadAttachment("damaged")
    if max(image.width(), image.height()) > LONGEST_SIDE:
        sides = Qt.AspectRatioMode.KeepAspectRatio
        image = image.scaled(LONGEST_SIDE, LONGEST_SIDE, sides, Qt.TransformationMode.SmoothTransformation)
    return _picture(_written(image, "PNG", -1))


def thumbnail(data: bytes, size: int) -> QImage | None:
    """A picture's small likeness, at most `size` pixels long; None for what is no picture."""
    try:
        return _read(data, size)
    except BadAttachment:
        return None


def _pdf(data: bytes) -> Prepared:
    if len(data) > MOST_BYTES:
        raise BadAttachment("too-large")
    if b"%%EOF" not in data[-2048:]:
        raise BadAttachment("damaged")
    return Prepared(data, "application/pdf")


def _picture(data: bytes) -> Prepared:
    image = _read(data, LONGEST_SIDE)
    if data.startswith(b"\x89PNG"):
        png = _written(_redrawn(image, opaque=not image.hasAlphaChannel()), "PNG", -1)
        if len(png) <= _SMALL_PNG:
            return Prepared(png, "image/png")
    jpeg = _written(_redrawn(image, opaque=True), "JPG", QUALITY)
    if len(jpeg) > MOST_BYTES:
        raise BadAttachment("too-large")
    return Prepared(jpeg, "image/jpeg")


def _read(data: bytes, longest: int) -> QImage:
    """Upright and shrunk; decoded at about the size that is wanted, so that no camera's picture fills the memory."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if bytes(reader.format().data()) not in _PICTURES:
        raise BadAttachment("wrong-kind")
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > longest:
        reader.setScaledSize(size.scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull() or (data.startswith(_JPEG) and data.rfind(_JPEG_ENDS) < data.rfind(_JPEG_SCAN)):
        raise BadAttachment("damaged")  # of a JPEG that was cut off, Qt gives the rest in grey
    if max(image.width(), image.height()) > longest:
        sides = Qt.AspectRatioMode.KeepAspectRatio
        image = image.scaled(longest, longest, sides, Qt.TransformationMode.SmoothTransformation)
    return image


def _redrawn(image: QImage, *, opaque: bool) -> QImage:
    """The same picture on a new sheet: nothing of what was written beside it comes along."""
    if image.colorSpace().isValid():
        image = image.convertedToColorSpace(QColorSpace(QColorSpace.NamedColorSpace.SRgb))
    sheet = QImage(image.size(), QImage.Format.Format_RGB32 if opaque else QImage.Format.Format_ARGB32)
    sheet.fill(QColor("white") if opaque else Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, image)
    painter.end()
    return sheet


def _written(image: QImage, form: str, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, form, quality):  # type: ignore[call-overload]
        raise BadAttachment("damaged")
    return bytes(buffer.data().data())
