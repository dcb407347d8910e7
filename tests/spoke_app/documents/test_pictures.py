"""Files that are attached: shrunk, upright, and without what a camera wrote into them."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

from care_record.attachment import MOST_BYTES, BadAttachment
from spoke_app.documents.pictures import LONGEST_SIDE, read_attachment, thumbnail


def photo(width: int, height: int, form: str = "JPG") -> bytes:
    """Left half red, right half blue, with something to compress."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("blue"))
    painter = QPainter(image)
    painter.fillRect(0, 0, width // 2, height, QColor("red"))
    for at in range(0, width, 40):
        painter.setPen(QColor(at % 255, 100, 50))
        painter.drawLine(at, 0, width - at, height)
    painter.end()
    image.setText("Comment", "taken at Parsarma")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, form)  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def with_exif(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with what a phone writes: which way up, and a place."""
    entries = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(">HHII", 0x8825, 4, 1, 38)
    place = struct.pack(">H", 1) + struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0") + struct.pack(">I", 0)
    tiff = b"MM\0\x2a" + struct.pack(">I", 8) + struct.pack(">H", 2) + entries + struct.pack(">I", 0) + place
    body = b"Exif\0\0" + tiff + b"GPS 25.61 85.14"
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


def opened(data: bytes) -> QImage:
    image = QImage.fromData(data)
    assert not image.isNull()
    return image


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_cameras_picture_is_shrunk_to_1600_pixels(tmp_path: Path) -> None:
    taken = put(tmp_path, "IMG_0001.jpg", photo(4000, 3000))
    prepared = read_attachment(taken)
    image = opened(prepared.data)
    assert (image.width(), image.height()) == (LONGEST_SIDE, 1200)
    assert prepared.media == "image/jpeg"
    assert len(prepared.data) < taken.stat().st_size // 2


def test_it_stands_upright_and_says_neither_place_nor_camera(tmp_path: Path) -> None:
    sideways = put(tmp_path, "a.jpg", with_exif(photo(2000, 1000), 6))
    data = read_attachment(sideways).data
    image = opened(data)
    assert (image.width(), image.height()) == (800, 1600)
    top, bottom = image.pixelColor(400, 200), image.pixelColor(405, 1400)
    assert top.red() > 150 > top.blue()
    assert bottom.blue() > 150 > bottom.red()
    for trace in (b"Exif", b"GPS", b"Parsarma"):
        assert trace not in data


def test_a_small_picture_keeps_its_size(tmp_path: Path) -> None:
    image = opened(read_attachment(put(tmp_path, "a.jpeg", photo(640, 480))).data)
    assert (image.width(), image.height()) == (640, 480)


def test_a_screenshot_stays_sharp_and_a_large_png_becomes_a_photo(tmp_path: Path) -> None:
    small = read_attachment(put(tmp_path, "a.png", photo(800, 600, "PNG")))
    assert small.media == "image/png"
    assert b"Parsarma" not in small.data
    noisy = QImage(1600, 1200, QImage.Format.Format_RGB32)
    noisy.fill(QColor("white"))
    for x in range(0, 1600, 2):
        for y in range(0, 1200, 2):
            noisy.setPixel(x, y, (x * 7919 + y * 104729) % 0xFFFFFF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert noisy.save(buffer, "PNG")  # type: ignore[call-overload]
    large = read_attachment(put(tmp_path, "b.png", bytes(buffer.data().data())))
    assert large.media == "image/jpeg"


def test_what_a_file_is_decides_not_what_it_is_called(tmp_path: Path) -> None:
    assert read_attachment(put(tmp_path, "scan.pdf", photo(100, 100))).media == "image/jpeg"


def test_a_pdf_is_taken_as_it_is(tmp_path: Path) -> None:
    data = b"%PDF-1.4\n" + b"x" * 5000 + b"\n%%EOF\n"
    prepared = read_attachment(put(tmp_path, "report.pdf", data))
    assert (prepared.data, prepared.media) == (data, "application/pdf")


def bomb() -> bytes:
    """A PNG that says it is 50,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.jpg", b"", "empty"),
        ("a.jpg", b"GIF89a" + b"\0" * 50, "wrong-kind"),
        ("a.exe", b"MZ" + b"\0" * 500, "wrong-kind"),
        ("a.jpg", photo(400, 300)[:200], "damaged"),
        ("a.jpg", photo(400, 300)[:-2000], "damaged"),
        ("a.png", photo(400, 300, "PNG")[:-500], "damaged"),
        ("a.pdf", b"%PDF-1.4\n" + b"x" * 5000, "damaged"),
        ("a.pdf", b"%PDF-1.4\n" + b"x" * MOST_BYTES + b"\n%%EOF\n", "too-large"),
    ],
)
@pytest.mark.qt_log_ignore("JPEG", "png")
def test_what_cannot_be_attached_says_why(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    with pytest.raises(BadAttachment) as caught:
        read_attachment(put(tmp_path, name, data))
    assert caught.value.code == code
    assert code in BadAttachment.CODES


@pytest.mark.qt_log_ignore("allocation limit")
def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAttachment) as caught:
        read_attachment(put(tmp_path, "a.png", bomb()))
    assert caught.value.code == "damaged"


def test_a_file_that_is_not_there_or_far_too_long(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.jpg", tmp_path):
        with pytest.raises(BadAttachment) as caught:
            read_attachment(path)
        assert caught.value.code == "unreadable"
    huge = tmp_path / "film.jpg"
    with huge.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(BadAttachment) as caught:
        read_attachment(huge)
    assert caught.value.code == "too-large"


def test_a_thumbnail_is_small_and_a_pdf_has_none() -> None:
    image = thumbnail(photo(1000, 500), 64)
    assert image is not None
    assert (image.width(), image.height()) == (64, 32)
    assert thumbnail(b"%PDF-1.4", 64) is None
