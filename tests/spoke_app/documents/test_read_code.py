"""Reading a code from whatever people hand in: photos, scans, PDFs, and files that mean harm."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from spoke_app.documents.marks import QrMark
from spoke_app.documents.prescription import build
from spoke_app.documents.read_code import NoCode, code_in_file, code_in_picture
from spoke_app.documents.visit_slip import build_visit_slip
from tests.spoke_app.documents.samples import paper
from tests.spoke_app.documents.test_prescription import rendered
from tests.spoke_app.documents.visit_samples import treated

pytestmark = pytest.mark.usefixtures("qapp")


def painted(text: str, side: int = 400) -> QImage:
    """A code alone, with the quiet zone that it needs."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    QrMark(QRectF(side / 8, side / 8, side * 0.75, side * 0.75), text).paint(painter)
    painter.end()
    return image


def refused(path: Path) -> str:
    with pytest.raises(NoCode) as error:
        code_in_file(path)
    return error.value.code


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def test_a_prescription_is_read_from_its_pdf_its_scan_and_a_crooked_photo(tmp_path: Path) -> None:
    document = build(paper(3), "hi", "A5")
    wanted = document.paper.code_text
    document.write_pdf(tmp_path / "p.pdf")
    assert code_in_file(tmp_path / "p.pdf") == wanted
    page = rendered(document, 0, dots_per_mm=11)
    page.save(str(tmp_path / "scan.png"))
    assert code_in_file(tmp_path / "scan.png") == wanted
    turned = page.transformed(QTransform().rotate(7), Qt.TransformationMode.SmoothTransformation)
    assert code_in_picture(turned) == wanted
    page.transformed(QTransform().rotate(180)).save(str(tmp_path / "upside-down.jpg"), quality=85)
    assert code_in_file(tmp_path / "upside-down.jpg") == wanted


def test_the_prescriptions_code_goes_before_another_one_on_the_picture() -> None:
    sheet = QImage(1200, 500, QImage.Format.Format_RGB32)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    painter.drawImage(0, 0, painted("https://example.org/pay"))
    painter.drawImage(600, 0, painted("SPOKE1|number|2026-11-24T09:21"))
    painter.end()
    assert code_in_picture(sheet).startswith("SPOKE1|")
    assert code_in_picture(painted("https://example.org/pay")) == "https://example.org/pay"


def test_a_clear_ground_is_paper_and_a_small_code_is_enlarged() -> None:
    opaque = painted("B-1042")
    clear = QImage(opaque.size(), QImage.Format.Format_ARGB32)
    clear.fill(QColor(0, 0, 0, 0))
    painter = QPainter(clear)
    QrMark(QRectF(50, 50, 300, 300), "B-1042").paint(painter)
    painter.end()
    assert code_in_picture(clear) == "B-1042"
    assert code_in_picture(painted("B-1042", 60)) == "B-1042"


def test_the_later_pages_of_a_pdf_are_looked_at(tmp_path: Path) -> None:
    blank = replace(build_visit_slip(treated(), "en", "A6"), title="blank then slip")
    first = replace(blank.pages[0], marks=())
    replace(blank, pages=(first, *blank.pages)).write_pdf(tmp_path / "two.pdf")
    assert code_in_file(tmp_path / "two.pdf") == "B-1042"


def test_a_gigabyte_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "film.png"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    assert refused(path) == "too-large"


@pytest.mark.qt_log_ignore("allocation limit", "libpng", "Unsupported", "Corrupt", "invalid")
def test_a_picture_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 6, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(4_000_000)))
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + head + body + chunk(b"IEND", b""))
    assert refused(path) == "damaged"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("page.jpg", b"<html><img src='file:///etc/passwd'><script>alert(1)</script></html>", "damaged"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://example.org'/></svg>", "damaged"),
        ("empty.png", b"", "empty"),
        ("half.pdf", b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 1 0 R>>", "damaged"),
        ("loop.pdf", b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R]/Count 9>>endobj\n"
                     b"trailer<</Root 1 0 R>>\n%%EOF", "damaged"),
        ("noise.png", bytes(range(256)) * 64, "damaged"),
    ],
    ids=["html", "svg", "empty", "half-pdf", "loop-pdf", "noise"],
)  # fmt: skip
def test_what_is_no_picture_is_said_to_be_none(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert refused(path) == code


def test_a_folder_a_missing_file_and_a_picture_without_a_code(tmp_path: Path) -> None:
    assert refused(tmp_path) == "unreadable"
    assert refused(tmp_path / "gone.png") == "unreadable"
    blank = QImage(300, 300, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    blank.save(str(tmp_path / "blank.png"))
    assert refused(tmp_path / "blank.png") == "no-code"
    with pytest.raises(NoCode):
        code_in_picture(QImage())
