"""Registers on paper and in files: read back as a spreadsheet reads them, and the printed page as a picture."""

from __future__ import annotations

import csv
import io
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter

from spoke_app.actions.register_rows import (
    AnyLine,
    CaseInBrief,
    FollowUpLine,
    MedicineLine,
    Register,
    VisitLine,
    given_out,
    totals,
)
from spoke_app.actions.views import PatientRow, Person
from spoke_app.documents import register_words
from spoke_app.documents.files import CannotSave, save
from spoke_app.documents.laid_out import CannotPrint
from spoke_app.documents.marks import MM
from spoke_app.documents.paper import Both, Lang
from spoke_app.documents.register_csv import csv_bytes
from spoke_app.documents.register_table import COLUMNS, RegisterTable, cell, file_table, paper_table
from spoke_app.documents.registers import CellMark, Printed, RegisterDocument, Stopped, build
from spoke_app.documents.typeface import load_typeface

IST = timezone(timedelta(hours=5, minutes=30))
TODAY = date(2026, 11, 24)
PRINTED = Printed(Both("Kumari Anjali", "कुमारी अंजलि"), datetime(2026, 11, 24, 11, 42, tzinfo=IST))
PLACE = Both("Health Sub-Centre Parsarma", "स्वास्थ्य उपकेंद्र परसरमा")


def patient(**more: Any) -> PatientRow:
    row = PatientRow(
        "p1", "Phulo Devi", "फूलो देवी", "female", "58 years", "Balha", "Manoj Yadav", "husband", "B-1038",
        "+919431024471", None,
    )  # fmt: skip
    return replace(row, **more)


def visit(number: int = 1, **more: Any) -> VisitLine:
    line = VisitLine(
        id=f"v{number}",
        number=number,
        day=date(2026, 11, 24),
        at=datetime(2026, 11, 24, 9, 22, tzinfo=IST),
        patient=patient(),
        child=False,
        late=False,
        complaints=(("cough", "Cough"), ("", "Knee pain since the flood")),
        diagnoses=(),
        reason="new",
        outcome="treated",
        first=True,
        case=None,
    )
    return replace(line, **more)


def case(state: str = "answered", **more: Any) -> CaseInBrief:
    sent = datetime(2026, 11, 24, 10, 0, tzinfo=IST)
    doctor = Person("d", "Meera Sinha", "मीरा सिन्हा", "doctor")
    brief = CaseInBrief("r1", state, "gynaecology", "urgent", sent, sent + timedelta(minutes=110), doctor)
    return replace(brief, **more)


def medicine(**more: Any) -> MedicineLine:
    at = datetime(2026, 11, 24, 9, 40, tzinfo=IST)
    line = MedicineLine(
        "m1", 1, date(2026, 11, 24), at, patient(), False, False, "PARACETAMOL", "500 mg", "tablet", "9", "tablet",
        True, "",
    )  # fmt: skip
    return replace(line, **more)


def follow_up(**more: Any) -> FollowUpLine:
    line = FollowUpLine("f1", 1, date(2026, 11, 20), None, patient(), False, False, "BP again", False, None, False)
    return replace(line, **more)


def table(lines: list[AnyLine], register: Register = "opd", lang: Lang = "en") -> RegisterTable:
    period = register_words.month_words(TODAY, lang)
    return paper_table(register, lines, totals(lines), given_out(lines), period, PLACE, lang, TODAY)


def go_on(done: int, all_: int) -> bool:
    return True


def read_back(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def as_cells(register: Register, line: AnyLine, lang: Lang = "en") -> dict[str, str]:
    heads, row = file_table(register, [line], lang, TODAY)
    return dict(zip(heads, row, strict=True))


def test_an_opd_line_in_a_file() -> None:
    told = as_cells("opd", visit(late=True, diagnoses=(("A01.0", "Typhoid"), ("", "Pale"))))
    assert (told["No."], told["Date"], told["Time"], told["Slip"]) == ("1", "2026-11-24", "09:22", "B-1038")
    assert (told["Name"], told["Relative"], told["Age"], told["Sex"]) == (
        "Phulo Devi",
        "W/o Manoj Yadav",
        "58",
        "Female",
    )
    assert (told["Phone"], told["Village"], told["Complaint"]) == (
        "94310 24471",
        "Balha",
        "Cough, Knee pain since the flood",
    )
    assert (told["Diagnosis"], told["ICD-10"]) == ("Typhoid fever, Pale", "A01.0")
    assert (told["Reason"], told["First visit"], told["Outcome"], told["Entered late"]) == (
        "New complaint",
        "yes",
        "Treated here",
        "yes",
    )


def test_the_other_registers_in_a_file() -> None:
    told = as_cells("telemedicine", visit(case=case()))
    assert (told["To"], told["Urgency"], told["Sent"], told["Answered"]) == (
        "Gynaecology",
        "Urgent",
        "2026-11-24 10:00",
        "2026-11-24 11:50",
    )
    assert (told["Wait in minutes"], told["Doctor"], told["Where it stands"]) == ("110", "Dr Meera Sinha", "Answered")
    told = as_cells("medicines", medicine())
    assert (told["Medicine"], told["Quantity"], told["Unit"], told["Given on"]) == (
        "PARACETAMOL 500 mg tablet",
        "9",
        "tablet",
        "Standing order",
    )
    assert as_cells("medicines", medicine(prescription="SUP-1"))["Given on"] == "Prescription SUP-1"
    told = as_cells("follow_ups", follow_up())
    assert (told["Due"], told["For"], told["Came"]) == ("2026-11-20", "BP again", "4 days late")


def test_the_same_in_hindi() -> None:
    told = as_cells("opd", visit(case=case("saved")), "hi")
    assert (told["नाम"], told["दूसरी लिपि में नाम"], told["लिंग"]) == ("फूलो देवी", "Phulo Devi", "महिला")
    assert (told["तकलीफ़"], told["नतीजा"]) == ("खाँसी, Knee pain since the flood", "स्त्री एवं प्रसूति रोग, भेजना बाकी")
    assert as_cells("telemedicine", visit(case=case()), "hi")["डॉक्टर"] == "डॉ. मीरा सिन्हा"


@pytest.mark.parametrize(
    ("done", "came", "due", "said"),
    [
        (True, date(2026, 11, 21), date(2026, 11, 20), "Came on 21 Nov"),
        (True, None, date(2026, 11, 20), "Has come"),
        (False, None, date(2026, 11, 23), "1 day late"),
        (False, None, TODAY, "Today"),
        (False, None, date(2026, 11, 25), "To come"),
    ],
)
def test_whether_somebody_came(done: bool, came: date | None, due: date, said: str) -> None:
    assert cell(follow_up(done=done, came=came, day=due), "came", "en", TODAY) == said
    died = follow_up(patient=patient(deceased=date(2026, 11, 2)))
    assert cell(died, "came", "en", TODAY) == "Died 2 Nov" and totals([died]).to_come == 0
    assert cell(follow_up(done=True, closed=True), "came", "en", TODAY) == "Closed without a visit"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("saved", "To Gynaecology, waiting"),
        ("at_hub", "To Gynaecology, at the hub"),
        ("question", "Question from Gynaecology"),
        ("given", "Answer given"),
        ("of a newer version", "of a newer version"),
    ],
)
def test_the_outcome_says_how_far_a_case_has_come(state: str, said: str) -> None:
    assert cell(visit(case=case(state)), "outcome", "en", TODAY) == said


@pytest.mark.parametrize(
    ("minutes", "said", "hindi"),
    [(5, "5 min", "5 मिनट"), (110, "1 h 50", "1 घं 50"), (61, "1 h 01", "1 घं 01"), (3070, "2 d 3 h", "2 दिन 3 घं")],
)
def test_how_long_a_wait_is(minutes: int, said: str, hindi: str) -> None:
    wait = timedelta(minutes=minutes)
    assert (register_words.wait_words(wait, "en"), register_words.wait_words(wait, "hi")) == (said, hindi)


def test_what_is_counted() -> None:
    lines: list[AnyLine] = [
        visit(1),
        visit(2, patient=patient(gender="male"), child=True, first=False, case=case()),
        visit(3, patient=patient(gender="other"), outcome="cancelled", late=True),
    ]
    assert table(lines).totals == (
        "1 woman · 1 man · 1 other · 1 child under 5 · 2 first visits · 1 cancelled · 1 entered late · "
        "1 sent to a doctor · usual wait for the doctor's answer 1 h 50"
    )
    assert table([medicine()], "medicines", "hi").totals == "1 महिला · 0 पुरुष · 0 बच्चे 5 वर्ष से छोटे"


def test_what_was_given_of_each_medicine_is_added_up_on_paper(qapp: Any) -> None:
    load_typeface()
    lines: list[AnyLine] = [
        medicine(),
        medicine(quantity="1.5"),
        medicine(quantity="some"),
        medicine(generic="ORS", strength="", form="sachet", unit="sachet", quantity="2"),
    ]
    made = table(lines, "medicines")
    assert made.sums == ("ORS sachet: 2 sachets", "PARACETAMOL 500 mg tablet: 10.5 tablets")
    said = build(made, PRINTED, go_on).texts()[0]
    assert "Altogether: ORS sachet: 2 sachets · PARACETAMOL 500 mg tablet: 10.5 tablets" in said
    assert table([visit()]).sums == ()


def test_every_column_has_something_to_say_in_both_languages() -> None:
    lines: dict[Register, AnyLine] = {
        "opd": visit(),
        "telemedicine": visit(case=case()),
        "medicines": medicine(),
        "follow_ups": follow_up(),
    }
    for register, line in lines.items():
        for lang in ("en", "hi"):
            assert all(head for head in file_table(register, [line], lang, TODAY)[0])
            for column in COLUMNS[register]:
                if column.screen or column.paper:
                    assert cell(line, column.name, lang, TODAY), column.name


@pytest.mark.parametrize(
    "typed",
    [
        "=HYPERLINK(\"http://x\",\"look\")", "+1+1", "-2+3", "@SUM(A1)", "\tSUM", "\r=1", "  =1+1", "＝1+1",
        '=1","=2', "\n@x",
    ],
)  # fmt: skip
def test_no_cell_of_a_file_is_a_formula(typed: str) -> None:
    [_, back] = read_back(csv_bytes([["Name", "Village"], [typed, "Balha"]]))
    assert back == [f"'{typed}", "Balha"]


def test_what_is_no_formula_comes_back_as_it_was() -> None:
    rows = [["नाम", "a"], ["फूलो देवी", 'said "come", then left\nat once'], ["", "1038-2"]]
    data = csv_bytes(rows)
    assert read_back(data) == rows
    assert data.count(b'"') == 2 * 6 + 4


def test_a_name_that_begins_like_a_formula_is_safe_in_every_register() -> None:
    evil = patient(name="=cmd|' /C calc'!A0", village="@x", relative="-1", phone="+1")
    lines: dict[Register, AnyLine] = {
        "opd": visit(patient=evil, complaints=(("", "+danger"),)),
        "telemedicine": visit(patient=evil, case=case(speciality="=x")),
        "medicines": medicine(patient=evil, generic="=G", unit="@u"),
        "follow_ups": follow_up(patient=evil, reason="-r"),
    }
    for register, line in lines.items():
        _, back = read_back(csv_bytes(file_table(register, [line], "en", TODAY)))
        assert "'=cmd|' /C calc'!A0" in back
        assert not [told for told in back if told.strip().startswith(("=", "+", "-", "@"))]


def document(count: int, lang: Lang = "en") -> RegisterDocument:
    load_typeface()
    lines: list[AnyLine] = [visit(n + 1, late=n == 3) for n in range(count)]
    return build(table(lines, "opd", lang), PRINTED, go_on)


def test_every_page_has_the_centre_the_month_the_heads_and_its_number(qapp: Any) -> None:
    made = document(60)
    pages = made.texts()
    assert len(pages) == 4
    for number, texts in enumerate(pages, start=1):
        assert texts[:2] == (PLACE.en, "OPD register, November 2026")
        assert [head for head in ("No.", "Name", "Outcome") if head in texts] == ["No.", "Name", "Outcome"]
        assert texts[-2:] == ("Printed by Kumari Anjali, 24.11.2026, 11:42", f"Page {number} of 4")
    numbers = [text for page in pages for text in page if text.isdigit()]
    assert numbers == [str(number) for number in range(1, 61)]
    assert [text for page in pages for text in page if text == "entered late"] == ["entered late"]
    assert "Signature and date" in pages[-1]


def test_nothing_is_cut_off_and_nothing_leaves_the_page(qapp: Any) -> None:
    load_typeface()
    long = "Itching of both hands since the flood, worse at night, and a small wound at the left foot that stays open"
    line = visit(complaints=(("", long),), patient=patient(village="परसरमा पूर्वी टोला, वार्ड 11, मस्जिद के पास"))
    made = build(table([line]), PRINTED, go_on)
    said = " ".join(made.texts()[0])
    assert long in said and "मस्जिद के पास" in said.replace("\n", " ")
    for mark in made.pages[0].marks:
        assert mark.rect.right() <= (297 - 10) * MM + 1 and mark.rect.bottom() <= (210 - 10) * MM + 1


def test_an_empty_register_says_so(qapp: Any) -> None:
    load_typeface()
    assert "Nothing was entered." in build(table([]), PRINTED, go_on).texts()[0]


def ink(picture: QImage, mark: CellMark) -> float:
    """How dark a mark's rectangle is, of a page that lies across, 0 to 1."""
    k = picture.width() / (297 * MM)
    box = mark.rect
    dark = all_ = 0
    for x in range(round(box.left() * k), min(round(box.right() * k), picture.width())):
        for y in range(round(box.top() * k), round(box.bottom() * k)):
            all_ += 1
            dark += picture.pixelColor(x, y).lightness() < 128
    return dark / max(all_, 1)


def test_the_pdf_lies_across_and_has_the_hindi_letters_where_the_layout_has_them(qapp: Any, tmp_path: Path) -> None:
    made = document(20, "hi")
    path = tmp_path / "register.pdf"
    made.write_pdf(path, go_on)
    pdf = pypdfium2.PdfDocument(path)
    assert len(pdf) == len(made.pages)
    width, height = (side / 72 * 25.4 for side in pdf[0].get_size())
    assert abs(width - 297) < 0.5 and abs(height - 210) < 0.5
    bitmap = pdf[0].render(scale=6 * 25.4 / 72, grayscale=True)
    picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_Grayscale8)
    written = [mark for mark in made.pages[0].marks if isinstance(mark, CellMark)]
    assert {"फूलो देवी", "पति Manoj Yadav"} <= {mark.text for mark in written}
    assert all(0.01 < ink(picture, mark) < 0.6 for mark in written)
    pdf.close()


def test_a_pdf_can_be_stopped_and_then_leaves_no_file(qapp: Any, tmp_path: Path) -> None:
    made = document(60)
    heard: list[tuple[int, int]] = []

    def stop_at_the_third(done: int, all_: int) -> bool:
        heard.append((done, all_))
        return len(heard) < 3

    with pytest.raises(Stopped):
        made.write_pdf(tmp_path / "register.pdf", stop_at_the_third)
    with pytest.raises(Stopped):
        build(table([visit(1)]), PRINTED, lambda done, all_: False)
    assert heard == [(5, 8), (6, 8), (7, 8)]
    assert list(tmp_path.iterdir()) == []


def test_it_goes_to_the_printer_across_or_says_that_there_is_none(qapp: Any, tmp_path: Path) -> None:
    made = document(20)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "spool.pdf"))
    made.print_to(printer, go_on)
    pdf = pypdfium2.PdfDocument(tmp_path / "spool.pdf")
    assert len(pdf) == len(made.pages)
    assert pdf[0].get_size()[0] > pdf[0].get_size()[1]
    pdf.close()
    nowhere = QPrinter()
    nowhere.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    with pytest.raises(CannotPrint) as failed:
        made.print_to(nowhere, go_on)
    assert failed.value.code == "no-printer"


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """No file of this process can grow beyond `size`: what a full disk answers, too."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_full_disk_leaves_the_former_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    save(path, b"former")
    with no_room(64), pytest.raises(CannotSave) as failed:
        save(path, b"x" * 1000)
    assert failed.value.code == "no-room"
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("register.csv", b"former")]


def test_a_folder_that_is_gone_and_a_file_that_another_program_holds(tmp_path: Path) -> None:
    with pytest.raises(CannotSave) as failed:
        save(tmp_path / "gone" / "register.csv", b"x")
    assert failed.value.code == "no-folder"
    (tmp_path / "register.csv" / "held").mkdir(parents=True)
    with pytest.raises(CannotSave) as failed:
        save(tmp_path / "register.csv", b"x")
    assert failed.value.code == "in-use"
    assert [each.name for each in tmp_path.iterdir()] == ["register.csv"]
