"""One case on the screen, over a real store: reading, seeing, printing, giving with undo, replying."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from care_record.clock import time_text
from care_record.ids import new_id
from care_record.signature import new_signing_key
from spoke_app.actions import open_case
from spoke_app.ui.cases.case_screen import CaseScreen
from spoke_app.ui.paper.output import system_printer
from spoke_app.ui.theme import Theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.field import HintLine
from spoke_app.ui.widgets.notice_bar import NoticeBar
from tests.spoke_app.ui.case_room import CHO, TODAY, CaseRoom, at


def shown(
    qtbot: QtBot, room: CaseRoom, referral: str, make_printer: Callable[[], QPrinter] = system_printer, **args: Any
) -> CaseScreen:
    screen = CaseScreen(room.context(), make_printer=make_printer)
    qtbot.addWidget(screen)
    screen.resize(1158, 696)
    screen.show()
    screen.opened(referral=referral, **args)
    qtbot.waitUntil(lambda: screen._page is not None and not room.runner.busy)
    return screen


def button(screen: QWidget, name: str) -> Button:
    found = screen.findChild(Button, name)
    assert found is not None
    return found


def notice(screen: QWidget) -> str:
    found = screen.findChild(NoticeBar, "case.notice")
    assert found is not None
    return found.words() if found.isVisible() else ""


def texts(screen: QWidget) -> list[str]:
    """What can be read once the window has shown what was just laid out (Qt shows a new child with its next event)."""
    QCoreApplication.sendPostedEvents()
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]


def state(room: CaseRoom, referral: str) -> str:
    return str(room.act(open_case.open_case, referral).row.receipt.state)


def test_an_answer_is_read_and_marked_as_seen(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.answered()
    screen = shown(qtbot, room, referral)
    qtbot.waitUntil(lambda: state(room, referral) == "seen")
    chip = screen.findChild(Chip, "case.signature")
    assert chip is not None and chip.face().text == "Signature valid" and chip.face().tone == "green"
    said = texts(screen)
    for words in (
        "Dr Nivedita Jha",
        "Moderate anaemia, iron deficiency (D50.9); Viral fever (B34.9)",
        "PARACETAMOL",
        "FERROUS SALT + FOLIC ACID",
        "30 days",
        "See again on Thursday, 24 December",
        "with haemoglobin test · stands under Follow-ups",
    ):
        assert words in said
    paper = screen.findChild(QWidget, "case.paper")
    assert paper is not None and "SUP-2611-K7QF2M" in paper.accessibleName()
    assert "signature checked on this PC" in paper.accessibleName()
    assert all(button(screen, f"case.{name}").isVisible() for name in ("print", "pdf", "given", "ask"))


def test_the_paper_follows_its_own_choices(qtbot: QtBot, room: CaseRoom) -> None:
    screen = shown(qtbot, room, room.answered())
    paper = screen.findChild(QWidget, "case.paper")
    assert paper is not None and "Thursday, 24 December 2026" in paper.accessibleName()
    hindi = screen.findChild(QWidget, "case.paper_lang.hi")
    a4 = screen.findChild(QWidget, "case.paper_size.A4")
    assert hindi is not None and a4 is not None
    qtbot.mouseClick(hindi, Qt.MouseButton.LeftButton)
    assert "गुरुवार, 24 दिसंबर 2026" in paper.accessibleName() and "डॉ. निवेदिता झा" in paper.accessibleName()
    qtbot.mouseClick(a4, Qt.MouseButton.LeftButton)
    document = screen.body.paper.document()
    assert document is not None and document.sheet.size == "A4" and document.lang == "hi"


def test_a_diagnosis_of_the_list_is_said_in_hindi_and_the_doctors_own_words_stay(qtbot: QtBot, room: CaseRoom) -> None:
    entries = [{"id": "d1", "text": "Anaemia", "icd10": "D64.9"}, {"id": "d2", "text": "Tired by work"}]
    referral = room.answered()
    room.advise(referral, TODAY, diagnosis=entries)
    screen = shown(qtbot, room, referral)
    room.choices.change(language="hi")
    screen.retranslate()
    texts = {label.text() for label in screen.findChildren(QLabel)}
    assert "ख\u093cून की कमी (D64.9); Tired by work" in texts


def test_save_as_pdf_writes_the_paper_under_its_number(qtbot: QtBot, room: CaseRoom, tmp_path: Path) -> None:
    screen = shown(qtbot, room, room.answered())
    room.ask.path = tmp_path / "out.pdf"
    qtbot.mouseClick(button(screen, "case.pdf"), Qt.MouseButton.LeftButton)
    assert room.ask.asked == ["SUP-2611-K7QF2M Sunita Devi.pdf"]
    pdf = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert len(pdf) == 1
    pdf.close()
    assert "out.pdf" in notice(screen)
    room.ask.path = tmp_path / "nowhere" / "out.pdf"
    qtbot.mouseClick(button(screen, "case.pdf"), Qt.MouseButton.LeftButton)
    assert "could not be written" in notice(screen)


def test_given_can_be_undone_for_a_while_and_then_stands(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.answered()
    screen = shown(qtbot, room, referral)
    qtbot.waitUntil(lambda: state(room, referral) == "seen")
    QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Given to Sunita Devi" in notice(screen)
    assert not button(screen, "case.given").isVisible()
    qtbot.mouseClick(button(screen, "case.notice.button"), Qt.MouseButton.LeftButton)
    assert notice(screen) == "" and button(screen, "case.given").isVisible()
    assert state(room, referral) == "seen"
    screen.steps.waiting.setInterval(50)
    qtbot.mouseClick(button(screen, "case.given"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: state(room, referral) == "given")
    qtbot.waitUntil(lambda: not button(screen, "case.given").isVisible() and not room.runner.busy)


def test_leaving_the_case_makes_given_final(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.answered()
    screen = shown(qtbot, room, referral)
    qtbot.waitUntil(lambda: state(room, referral) == "seen")
    qtbot.mouseClick(button(screen, "case.given"), Qt.MouseButton.LeftButton)
    assert screen.can_leave()
    qtbot.waitUntil(lambda: state(room, referral) == "given")


def test_a_question_is_answered_in_place(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.questioned()
    screen = shown(qtbot, room, referral)
    said = texts(screen)
    assert "Dr Nivedita Jha asks" in said and "Where exactly is the pain, and is the belly hard?" in said
    edit = screen.findChild(QPlainTextEdit, "case.reply_text")
    assert edit is not None and edit.isVisible() and edit.accessibleName() == "Your reply"
    qtbot.mouseClick(button(screen, "case.reply"), Qt.MouseButton.LeftButton)
    assert "Please write a few words." in [hint.text() for hint in screen.findChildren(HintLine)]
    qtbot.keyClicks(edit, "On the right, and soft.")
    qtbot.mouseClick(button(screen, "case.reply"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: state(room, referral) == "opened")
    qtbot.waitUntil(lambda: not edit.isVisible() and not room.runner.busy)
    assert "On the right, and soft." in texts(screen)
    assert "next exchange" in notice(screen)


def test_what_was_typed_and_not_sent_is_there_again(qtbot: QtBot, room: CaseRoom) -> None:
    question, answer = room.questioned(), room.answered()
    screen = shown(qtbot, room, question)
    edit = screen.findChild(QPlainTextEdit, "case.reply_text")
    assert edit is not None
    qtbot.keyClicks(edit, "On the")
    assert screen.can_leave()
    screen.opened(referral=answer)
    qtbot.waitUntil(lambda: "PARACETAMOL" in texts(screen) and not room.runner.busy)
    assert edit.toPlainText() == ""
    assert screen.can_leave()
    screen.opened(referral=question)
    qtbot.waitUntil(lambda: "Dr Nivedita Jha asks" in texts(screen) and not room.runner.busy)
    assert edit.toPlainText() == "On the"


def test_asking_back_after_an_answer(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.answered()
    screen = shown(qtbot, room, referral)
    qtbot.mouseClick(button(screen, "case.ask"), Qt.MouseButton.LeftButton)
    edit = screen.findChild(QPlainTextEdit, "case.reply_text")
    assert edit is not None and edit.isVisible() and "Write to Dr Nivedita Jha" in texts(screen)
    qtbot.keyClicks(edit, "She vomits the iron.")
    qtbot.mouseClick(button(screen, "case.reply"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "She vomits the iron." in texts(screen) and not room.runner.busy)


@pytest.mark.parametrize("other_key", [True, False])
def test_a_forged_prescription_can_be_neither_printed_nor_given(qtbot: QtBot, room: CaseRoom, other_key: bool) -> None:
    swapped = [{"id": new_id(), "generic": "OTHER", "form": "tablet", "dose": "9", "frequency": "OD", "list": "O"}]
    how: dict[str, Any] = {"key": new_signing_key()} if other_key else {"forged": {"items": swapped}}
    screen = shown(qtbot, room, room.answered(**how))
    chip = screen.findChild(Chip, "case.signature")
    assert chip is not None and chip.face().tone == "emergency"
    assert "The doctor's signature does not fit" in notice(screen)
    assert not button(screen, "case.print").isVisible() and not button(screen, "case.pdf").isVisible()
    assert not button(screen, "case.given").isEnabled()
    paper = screen.findChild(QWidget, "case.paper")
    assert paper is not None and not paper.isVisible()


def test_a_replaced_prescription_shows_the_newer_one(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.answered()
    view = room.act(open_case.open_case, referral)
    assert view.prescription is not None
    later = at("24", "10:30")
    room.prescribe(referral, room.advise(referral, later), later, number="SUP-2611-NEWER2", amends=view.prescription.id)
    screen = shown(qtbot, room, referral)
    paper = screen.findChild(QWidget, "case.paper")
    assert paper is not None and "SUP-2611-NEWER2" in paper.accessibleName()
    assert "Corrected copy" in paper.accessibleName()


def paper_printer(path: Path | None) -> QPrinter:
    """A printer into a file; without one, what Qt gives where no printer is installed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    if path is not None:
        printer.setOutputFileName(str(path))
    return printer


def test_ctrl_p_prints_all_pages(qtbot: QtBot, room: CaseRoom, tmp_path: Path) -> None:
    screen = shown(qtbot, room, room.answered(), make_printer=lambda: paper_printer(tmp_path / "spool.pdf"))
    QTest.keyClick(screen, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    pdf = pypdfium2.PdfDocument(tmp_path / "spool.pdf")
    assert len(pdf) == 1
    pdf.close()
    assert notice(screen).startswith("Sent to the printer")


def test_without_a_printer_it_says_what_to_do(qtbot: QtBot, room: CaseRoom) -> None:
    screen = shown(qtbot, room, room.answered(), make_printer=lambda: paper_printer(None), print_now=True)
    qtbot.waitUntil(lambda: notice(screen) != "")
    assert "No printer is set up on this PC." in notice(screen)
    assert "PDF" in notice(screen)


def test_a_case_that_waits_says_where_it_is(qtbot: QtBot, room: CaseRoom) -> None:
    cases = room.full_list()
    screen = shown(qtbot, room, cases["lalita"])
    assert "Waiting on this PC to be sent" in texts(screen)
    screen.opened(referral=cases["phulo"])
    qtbot.waitUntil(lambda: "In the doctors' queue since 09:40" in texts(screen))
    screen.opened(referral=cases["bindeshwar"])
    qtbot.waitUntil(lambda: "Dr Nivedita Jha opened it at 09:31" in texts(screen))
    assert any("It is late" in text for text in texts(screen))


def test_advice_without_medicines_is_told(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.questioned()
    room.advise(referral, at("24", "10:00"), refer_onward={"to": "District hospital", "urgency": "urgent"})
    screen = shown(qtbot, room, referral)
    assert button(screen, "case.given").face().text == "Told the patient"
    assert "District hospital" in texts(screen)
    assert not button(screen, "case.print").isVisible()


def test_news_that_the_doctor_had_not_seen_is_said(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.questioned()
    room.advise(referral, at("24", "10:00"), saw=[])
    room.write(TODAY, CHO.id, "note", room.patients[referral], {"text": "Fever now.", "signed": time_text(TODAY)})
    screen = shown(qtbot, room, referral)
    assert "Written before the newest entries were known." in notice(screen)


@pytest.mark.parametrize("scale", [1.25, 1.5])
def test_large_text_fits_the_window(qtbot: QtBot, room: CaseRoom, qapp: Any, scale: float) -> None:
    Theme(scale).apply(qapp)
    screen = shown(qtbot, room, room.answered())
    assert screen.minimumSizeHint().width() <= 1158
    Theme().apply(qapp)


def test_a_case_that_is_not_here_leads_back_to_the_list(qtbot: QtBot, room: CaseRoom) -> None:
    screen = CaseScreen(room.context())
    qtbot.addWidget(screen)
    with qtbot.waitSignal(screen.navigate) as asked:
        screen.opened(referral=new_id())
    assert asked.args == ["cases", {}]


def test_what_a_colleague_gave_already_is_shown_as_given(qtbot: QtBot, room: CaseRoom) -> None:
    referral = room.answered()
    screen = shown(qtbot, room, referral)
    qtbot.waitUntil(lambda: state(room, referral) == "seen")
    qtbot.mouseClick(button(screen, "case.given"), Qt.MouseButton.LeftButton)
    room.event(referral, "closed", TODAY)
    screen.can_leave()
    qtbot.waitUntil(lambda: "has changed in the meantime" in notice(screen))
    qtbot.waitUntil(lambda: not room.runner.busy)
    assert not button(screen, "case.given").isVisible()
