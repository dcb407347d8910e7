"""A visit's slips on the screen: seen, printed, saved as PDF, printed again; and where they are reached from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pypdfium2
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from care_record.clock import time_text
from spoke_app.actions.find_patients import find_patients
from spoke_app.actions.open_paper import open_paper
from spoke_app.ui.cases.case_screen import CaseScreen
from spoke_app.ui.paper.output import system_printer
from spoke_app.ui.paper.paper_screen import PaperScreen
from spoke_app.ui.patients.patients import PatientsScreen
from spoke_app.ui.today.today_screen import TodayScreen
from tests.spoke_app.documents.test_visit_papers import codes
from tests.spoke_app.documents.visit_samples import PATIENT, REFERRAL, VISIT
from tests.spoke_app.ui.case_room import CHO, HUB_DESK, CaseRoom, at


def referred_visit(room: CaseRoom) -> tuple[str, str]:
    """Shabnam's visit of today; gives visit and referral."""
    when = at("24", "11:20")
    patient = room.write(when, CHO.id, "patient", "", PATIENT)
    visit = room.write(when, CHO.id, "visit", patient, {**VISIT, "started": time_text(when)})
    fields = {**REFERRAL, "visit": visit, "desk": HUB_DESK}
    return visit, room.write(when, CHO.id, "referral", patient, fields)


def paper_printer(path: Path | None) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    if path is not None:
        printer.setOutputFileName(str(path))
    return printer


def shown(qtbot: QtBot, room: CaseRoom, make_printer: Any = system_printer, **args: Any) -> PaperScreen:
    screen = PaperScreen(room.context(), make_printer=make_printer)
    qtbot.addWidget(screen)
    screen.resize(1158, 700)
    screen.show()
    with qtbot.waitSignal(room.runner.idle, timeout=30_000):
        screen.opened(**args)
    return screen


def said(screen: PaperScreen) -> str:
    document = screen._view.document()
    assert document is not None
    return " ".join(" ".join(page) for page in document.texts())


def pressed(screen: QWidget, name: str) -> None:
    button = screen.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_a_referral_shows_its_slip_first_and_the_visit_slip_beside_it(qtbot: QtBot, room: CaseRoom) -> None:
    visit, referral = referred_visit(room)
    screen = shown(qtbot, room, visit=visit)
    assert "Referral slip" in said(screen) and "Sadar Hospital, Supaul" in said(screen)
    screen._kind.findChildren(QPushButton)[0].click()
    assert "Visit slip" in said(screen) and "B-1042" in said(screen)
    of_the_case = shown(qtbot, room, referral=referral)
    assert of_the_case._papers == screen._papers
    with qtbot.waitSignal(room.runner.idle, timeout=30_000):
        of_the_case.opened(visit=visit, kind="visit")
    assert "Visit slip" in said(of_the_case)


def test_it_is_printed_as_often_as_it_is_wanted(qtbot: QtBot, room: CaseRoom, tmp_path: Path) -> None:
    visit, _ = referred_visit(room)
    spool = tmp_path / "spool.pdf"
    screen = shown(qtbot, room, lambda: paper_printer(spool), visit=visit)
    for _ in range(2):
        screen._print.click()
        assert "Sent to the printer" in screen._notice.words()
        pdf = pypdfium2.PdfDocument(spool)
        assert codes(pdf, 0) == ["B-1042"]
        pdf.close()
        spool.unlink()


def test_without_a_printer_it_says_so_and_saves_a_pdf(qtbot: QtBot, room: CaseRoom, tmp_path: Path) -> None:
    visit, _ = referred_visit(room)
    room.ask.path = tmp_path / "slip"
    screen = shown(qtbot, room, lambda: paper_printer(None), visit=visit, kind="visit")
    screen._print.click()
    assert "No printer is set up" in screen._notice.words()
    screen._notice.button.click()
    assert "Saved as slip.pdf." in screen._notice.words()
    assert room.ask.asked == ["B-1042 2026-11-24 Shabnam Khatoon.pdf"]
    pdf = pypdfium2.PdfDocument(tmp_path / "slip.pdf")
    assert codes(pdf, 0) == ["B-1042"]
    pdf.close()


def test_a_folder_that_takes_no_file_is_said(qtbot: QtBot, room: CaseRoom, tmp_path: Path) -> None:
    visit, _ = referred_visit(room)
    screen = shown(qtbot, room, visit=visit)
    room.ask.path = tmp_path / "nowhere" / "slip.pdf"
    screen._pdf.click()
    assert "could not be written" in screen._notice.words()
    room.ask.path = None
    screen._notice_room.hide()
    screen._pdf.click()
    assert screen._notice_room.isHidden()


def test_the_text_of_the_code_finds_the_patient(qtbot: QtBot, room: CaseRoom) -> None:
    visit, _ = referred_visit(room)
    screen = shown(qtbot, room, visit=visit)
    assert screen._papers is not None
    found = room.act(find_patients, "B-1042")
    assert [row.id for row in found.rows] == [screen._papers.row.id]


def test_a_visit_that_is_not_here_leads_back(qtbot: QtBot, room: CaseRoom) -> None:
    screen = PaperScreen(room.context())
    qtbot.addWidget(screen)
    with qtbot.waitSignal(screen.navigate, timeout=30_000) as left:
        screen.opened(visit="gone", back=("cases", {"which": "to_do"}))
    assert left.args == ["cases", {"which": "to_do"}]


def test_from_a_case_and_from_today(qtbot: QtBot, room: CaseRoom) -> None:
    visit, referral = referred_visit(room)
    case = CaseScreen(room.context())
    today = TodayScreen(room.context())
    for screen in (case, today):
        qtbot.addWidget(screen)
        screen.show()
        with qtbot.waitSignal(room.runner.idle, timeout=30_000):
            screen.opened(referral=referral)
    with qtbot.waitSignal(case.navigate, timeout=30_000) as asked:
        case.body.bar._slips.click()
    assert asked.args == ["paper", {"referral": referral, "back": ("case", {"referral": referral})}]
    with qtbot.waitSignal(today.navigate, timeout=30_000) as asked:
        today._slip.click()
    assert asked.args == ["paper", {"visit": visit}]


def test_from_the_record_and_from_an_old_visit_in_it(qtbot: QtBot, room: CaseRoom) -> None:
    visit, _ = referred_visit(room)
    patients = PatientsScreen(room.context())
    qtbot.addWidget(patients)
    patients.show()
    papers = room.act(open_paper, visit)
    with qtbot.waitSignal(room.runner.idle, timeout=30_000):
        patients.opened(patient=papers.row.id, visit=visit)
    here = {"patient": papers.row.id}
    with qtbot.waitSignal(patients.navigate, timeout=30_000) as asked:
        pressed(patients, "record.slip")
    assert asked.args == ["paper", {"visit": visit, "kind": "visit", "back": ("patients", here)}]
    qtbot.waitUntil(lambda: patients.findChild(QPushButton, "record.visit_slip") is not None, timeout=30_000)
    with qtbot.waitSignal(patients.navigate, timeout=30_000) as asked:
        pressed(patients, "record.visit_slip")
    assert asked.args == ["paper", {"visit": visit, "back": ("patients", {**here, "visit": visit})}]
