"""The laid-out prescription: its words, its pages, the ink on the paper, the code that a phone reads."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from care_record import signature
from spoke_app.documents.laid_out import CannotPrint, LaidOut
from spoke_app.documents.marks import MM, FrameMark, QrMark, RuleMark, TextMark
from spoke_app.documents.paper import Lang, PaperSize
from spoke_app.documents.prescription import build
from tests.spoke_app.documents.samples import ADVICE, paper

pytestmark = pytest.mark.usefixtures("qapp")

LONG = {
    "advice": {"text": "Drink plenty of clean water and rest in the shade. " * 60, "follow_up": "2026-12-24"},
    "patient": {
        "name": "Mosammat Shakuntala Kumari Chaudhary Rishidev of the Northern Embankment Hamlet",
        "name_other_script": "मोसम्मात शकुंतला कुमारी चौधरी ऋषिदेव",
        "relative_name": "Bindeshwar Prasad Narayan Chaudhary Rishidev",
        "village": "Basantpur Purbi Tola, near the old embankment school, Chhatapur",
        "allergies": [{"id": "1", "substance": "Penicillin"}, {"id": "2", "substance": "Sulfa medicines"}],
    },
}
CASES: list[tuple[Lang, PaperSize, int, dict[str, Any]]] = [
    ("en", "A5", 1, {}),
    ("en", "A5", 8, {}),
    ("hi", "A5", 3, {}),
    ("hi", "A5", 8, LONG),
    ("en", "A4", 8, LONG),
    ("hi", "A4", 3, {}),
]


def rendered(document: LaidOut, page: int, dots_per_mm: float = 8) -> QImage:
    sheet = document.sheet
    image = QImage(
        round(sheet.width_mm * dots_per_mm), round(sheet.height_mm * dots_per_mm), QImage.Format.Format_RGB32
    )
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    document.paint_preview(painter, QRectF(0, 0, image.width(), image.height()), page)
    painter.end()
    return image


def ink(image: QImage, rect: QRectF, dots_per_mm: float = 8, lighter_than: int = 160) -> float:
    """Share of pixels darker than `lighter_than` in a rectangle given in the paper's units."""
    k = dots_per_mm / MM
    left, top = max(0, int(rect.left() * k)), max(0, int(rect.top() * k))
    right, bottom = min(image.width(), int(rect.right() * k) + 1), min(image.height(), int(rect.bottom() * k) + 1)
    dark = sum((image.pixel(x, y) & 0xFF) < lighter_than for y in range(top, bottom, 2) for x in range(left, right, 2))
    return dark / max(1, len(range(top, bottom, 2)) * len(range(left, right, 2)))


@pytest.mark.parametrize(("lang", "size", "count", "more"), CASES)
def test_nothing_leaves_the_margins_and_no_line_covers_another(
    lang: Lang, size: PaperSize, count: int, more: dict[str, Any]
) -> None:
    document = build(paper(count, **more), lang, size)
    sheet = document.sheet
    margin = (sheet.margin_mm - 0.5) * MM
    area = QRectF(margin, margin, sheet.width_mm * MM - 2 * margin, sheet.height_mm * MM - 2 * margin)
    for page in document.pages:
        assert [mark for mark in page.marks if not area.contains(mark.rect)] == []
        texts = [mark for mark in page.marks if isinstance(mark, TextMark)]
        boxes = [(mark.text, mark.seen.adjusted(1, 12, -1, -12)) for mark in texts]
        assert [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.intersects(two)] == []


@pytest.mark.parametrize(("lang", "size", "count", "more"), CASES)
def test_every_word_is_there_and_the_head_on_every_page(
    lang: Lang, size: PaperSize, count: int, more: dict[str, Any]
) -> None:
    document = build(paper(count, **more), lang, size)
    pages = [" ".join(page) for page in document.texts()]
    whole = " ".join(pages)
    for medicine in document.paper.items:
        assert medicine.generic in whole
    first_words = (more.get("advice") or ADVICE)["text"].split()
    assert whole.count("shade.") == 60 if more else first_words[0] in whole
    name = "डॉ. निवेदिता झा" if lang == "hi" else "Dr Nivedita Jha"
    for number, text in enumerate(pages, start=1):
        assert name in text and "SUP-2611-K7QF2M" in text and "24.11.2026, 09:21" in text
        page_count = f"पन्ना {number} / {len(pages)}" if lang == "hi" else f"Page {number} of {len(pages)}"
        assert (page_count in text) == (len(pages) > 1)


def test_one_and_three_medicines_fit_a_page_and_eight_need_two() -> None:
    assert [len(build(paper(count), "hi", "A5").pages) for count in (1, 3, 8)] == [1, 1, 2]
    assert len(build(paper(3), "en", "A4").pages) == 1


def test_the_chosen_language_comes_first_and_the_other_beneath() -> None:
    english, hindi = (list(build(paper(1), lang, "A5").texts()[0]) for lang in ("en", "hi"))
    sentence, other = "1 tablet three times a day, after food", "1 गोली दिन में तीन बार, खाने के बाद"
    assert english.index(sentence) < english.index(other)
    assert hindi.index(other) < hindi.index(sentence)
    assert "Prescription · पर्चा" in english and "पर्चा · Prescription" in hindi
    assert any("गुरुवार, 24 दिसंबर 2026" in line for line in hindi)
    assert any("Thursday, 24 December 2026" in line for line in english)


@pytest.mark.parametrize(("lang", "size", "count", "more"), CASES)
def test_the_code_on_each_page_holds_slip_and_signature(
    lang: Lang, size: PaperSize, count: int, more: dict[str, Any]
) -> None:
    document = build(paper(count, **more), lang, size)
    expected = (document.paper.slip, document.paper.signature)
    for page in range(len(document.pages)):
        image = rendered(document, page, dots_per_mm=12).convertToFormat(QImage.Format.Format_Grayscale8)
        view = memoryview(image.constBits()).cast("B", (image.height(), image.bytesPerLine()))
        found = zxingcpp.read_barcodes(view)
        assert len(found) == 1
        slip, signed, _ = signature.read_qr(found[0].text) or ("", "", "")
        assert (slip, signed) == expected
        code = next(mark for mark in document.pages[page].marks if isinstance(mark, QrMark))
        assert code.rect.width() >= 22 * MM


@pytest.mark.parametrize("lang", ["en", "hi"])
def test_there_is_ink_wherever_something_should_stand(lang: Lang) -> None:
    document = build(paper(3), lang, "A5")
    image = rendered(document, 0)
    for mark in document.pages[0].marks:
        if isinstance(mark, TextMark):
            assert ink(image, mark.seen) > 0.02, mark.text
        elif isinstance(mark, RuleMark):
            assert ink(image, mark.rect, lighter_than=240) > 0.2
        elif not isinstance(mark, FrameMark):
            assert ink(image, mark.rect) > 0.05
    below = QRectF(0, (document.sheet.height_mm - 7) * MM, document.sheet.width_mm * MM, 7 * MM)
    assert ink(image, below) == 0


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_the_pdf_has_its_pages_its_size_and_the_same_picture(size: PaperSize, tmp_path: Path) -> None:
    document = build(paper(8), "hi", size)
    path = tmp_path / "prescription.pdf"
    document.write_pdf(path)
    pdf = pypdfium2.PdfDocument(path)
    assert len(pdf) == len(document.pages)
    width, height = pdf[0].get_size()
    assert abs(width / 72 * 25.4 - document.sheet.width_mm) < 0.5
    assert abs(height / 72 * 25.4 - document.sheet.height_mm) < 0.5
    bitmap = pdf[0].render(scale=8 * 25.4 / 72, grayscale=True)
    screen = rendered(document, 0)
    picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Grayscale8)
    for mark in document.pages[0].marks:
        if isinstance(mark, TextMark):
            assert abs(ink(screen, mark.seen) - ink(picture, mark.seen)) < 0.12, mark.text
    pdf.close()


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotPrint) as failed:
        build(paper(1), "en", "A5").write_pdf(tmp_path / "nowhere" / "x.pdf")
    assert failed.value.code == "file-failed"


def test_printing_goes_to_the_printer_or_says_that_there_is_none(tmp_path: Path) -> None:
    document = build(paper(8), "en", "A5")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "spool.pdf"))
    document.print_to(printer)
    pdf = pypdfium2.PdfDocument(tmp_path / "spool.pdf")
    assert len(pdf) == len(document.pages)
    pdf.close()
    nowhere = QPrinter()
    nowhere.setOutputFormat(QPrinter.OutputFormat.PdfFormat)  # what Qt does by itself where no printer is installed
    with pytest.raises(CannotPrint) as failed:
        document.print_to(nowhere)
    assert failed.value.code == "no-printer"


def test_a_slip_that_no_code_can_hold_is_printed_without_one() -> None:
    long = replace(paper(1), slip="SPOKE1|" + "x" * 3000)
    (page,) = build(long, "en", "A5").pages
    assert not any(isinstance(mark, QrMark) for mark in page.marks)
    assert not any("The code holds it" in mark.text for mark in page.marks if isinstance(mark, TextMark))
