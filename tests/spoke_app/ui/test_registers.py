"""The Registers screen over a real store: months and days by key and mouse, what a line opens, print, PDF and CSV."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from care_record.clock import time_text
from care_record.ids import new_id
from spoke_app.actions.register_rows import REGISTERS, VisitLine
from spoke_app.actions.views import PatientRow
from spoke_app.store.journal import NewChange
from spoke_app.ui.context import UiContext
from spoke_app.ui.languages import Languages
from spoke_app.ui.registers.day_bars import DayBars
from spoke_app.ui.registers.month_card import Figure
from spoke_app.ui.registers.paper_work import PaperWork
from spoke_app.ui.registers.papers import RegisterPapers, Shown
from spoke_app.ui.registers.register_list import RegisterList, in_two
from spoke_app.ui.registers.registers_screen import RegistersScreen
from spoke_app.ui.theme import Theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.notice_bar import NoticeBar
from spoke_app.ui.widgets.select import ComboBox
from tests.spoke_app.ui.clinic import HUB_DESK, IST, Clinic

DEADLINE = 30_000


class Answers:
    """Where to save, as the person at the PC would say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.named = ""

    def confirm(self, *args: Any) -> bool:
        raise AssertionError("nobody should be asked")

    def open_file(self, *args: Any) -> Path | None:
        raise AssertionError("nothing is read here")

    def save_file(self, parent: QWidget, title: str, name: str, filters: str) -> Path | None:
        self.named = name
        return self.folder / name


@pytest.fixture
def month(clinic: Clinic) -> dict[str, str]:
    """Five visits of this November: one late, one at a doctor, medicines, a follow-up; and one in September."""
    now = clinic.now
    sunita = clinic.register(name="Sunita Devi", name_other_script="सुनीता देवी", phone="+919431024471")
    age = {"value": 2, "unit": "years", "as_of": now.date().isoformat()}
    chhotu = clinic.register(name="=Chhotu", gender="male", age=age, guardian={"name": "Sunita Devi"})
    fever = [{"id": "1", "code": "fever", "text": "Fever"}]
    clinic.visit(sunita, 60, complaints=fever, outcome="treated")
    clinic.visit(sunita, 4, complaints=fever, outcome="treated")
    late = clinic.visit(chhotu, 4, complaints=fever, outcome="treated", entered_late=True)
    clinic.visit(chhotu, 1, complaints=fever, outcome="left")
    treated = clinic.visit(sunita, 0, provisional=[{"id": "1", "text": "Type 2 diabetes"}], outcome="treated")
    referred = clinic.visit(sunita, 0, complaints=[{"id": "1", "text": "Chest pain"}], outcome="referred")
    referral = new_id()
    item = {
        "id": "1",
        "generic": "PARACETAMOL",
        "strength": "500 mg",
        "form": "tablet",
        "quantity": 9,
        "unit": "tablet",
    }
    clinic.write(
        NewChange(
            "referral",
            sunita,
            {"visit": referred, "desk": HUB_DESK, "speciality": "medicine", "urgency": "urgent", "question": "?"},
            record=referral,
        ),
        NewChange(
            "dispense", sunita, {"visit": treated, "items": [item], "at": time_text(now), "standing_order": "yes"}
        ),
        NewChange("follow_up", sunita, {"visit": treated, "due": "2026-12-02", "reason": "Sugar again"}),
        NewChange("follow_up", chhotu, {"visit": late, "due": "2026-11-23", "reason": "Weight"}),
    )
    return {"sunita": sunita, "chhotu": chhotu, "referral": referral}


def shown(qtbot: QtBot, clinic: Clinic, context: UiContext | None = None, **args: Any) -> RegistersScreen:
    screen = RegistersScreen(context or clinic.context(), make_printer=args.pop("make_printer", QPrinter))
    qtbot.addWidget(screen)
    screen.resize(1158, 696)
    screen.show()
    with qtbot.waitSignal(clinic.runner.idle, timeout=DEADLINE):
        screen.opened(**args)
    return screen


def child(screen: QWidget, kind: type[Any], name: str) -> Any:
    found = screen.findChild(kind, name)
    assert found is not None, name
    return found


def the_list(screen: RegistersScreen) -> RegisterList:
    found: RegisterList = child(screen, RegisterList, "registers.list")
    return found


def bars(screen: RegistersScreen) -> DayBars:
    found: DayBars = child(screen, DayBars, "registers.days")
    return found


def column(screen: RegistersScreen, head: str) -> list[str]:
    found = the_list(screen)
    at = found.heads().index(head)
    return [found.texts(row)[at] for row in range(found.model().rowCount())]


def figures(screen: RegistersScreen) -> list[str]:
    return [child(screen, Figure, f"registers.figure.{n}").accessibleName() for n in range(3)]


def labels(screen: RegistersScreen) -> list[str]:
    return [label.text() for label in screen.findChildren(Label) if label.isVisible()]


def press(qtbot: QtBot, clinic: Clinic, screen: RegistersScreen, name: str) -> None:
    with qtbot.waitSignal(clinic.runner.idle, timeout=DEADLINE):
        child(screen, QWidget, name).click()


def said(qtbot: QtBot, screen: RegistersScreen) -> str:
    notice: NoticeBar = child(screen, NoticeBar, "registers.notice")
    qtbot.waitUntil(notice.isVisible, timeout=DEADLINE)
    return notice.words()


def went(qtbot: QtBot, screen: RegistersScreen) -> list[tuple[str, dict[str, Any]]]:
    places: list[tuple[str, dict[str, Any]]] = []
    screen.navigate.connect(lambda name, args: places.append((name, args)))
    return places


def test_the_months_visits_with_what_is_counted(qtbot: QtBot, clinic: Clinic, month: dict[str, str]) -> None:
    screen = shown(qtbot, clinic)
    assert column(screen, "No.") == ["5", "4", "3", "2", "1"]
    assert column(screen, "Name") == ["Sunita Devi", "Sunita Devi", "=Chhotu", "=Chhotu", "Sunita Devi"]
    assert column(screen, "Complaint or diagnosis") == ["Chest pain", "Type 2 diabetes", "Fever", "Fever", "Fever"]
    assert column(screen, "Outcome")[0] == "To General medicine, waiting"
    assert column(screen, "Age")[1:3] == ["30 F", "2 M"]
    assert column(screen, "Date and time")[3] == "20 Nov 11:42\nentered late"
    assert figures(screen) == ["5 visits", "1 to a doctor", "– usual wait"]
    counted = "3 women · 2 men · 2 children under 5 · 1 first visit · 1 entered late"
    assert counted in labels(screen) and "5 entries" in labels(screen)


def test_a_day_is_chosen_with_keys_and_with_the_mouse_and_esc_gives_the_month_back(
    qtbot: QtBot, clinic: Clinic, month: dict[str, str]
) -> None:
    screen = shown(qtbot, clinic)
    row = bars(screen)
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Left)
    assert (row.day(), column(screen, "No.")) == (24, ["5", "4"])
    QTest.keyClick(row, Qt.Key.Key_Left)
    assert row.accessibleName() == "Days of the month, 23 November 2026: 1"
    assert figures(screen)[0] == "1 visit"
    assert "1 of 5 in the month" in labels(screen)
    QTest.keyClick(row, Qt.Key.Key_Home)
    assert child(screen, EmptyState, "registers.empty").isVisible()
    places = went(qtbot, screen)
    screen.back()
    assert (row.day(), places, len(column(screen, "No."))) == (0, [], 5)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.column(20).center())
    assert (row.day(), column(screen, "No.")) == (20, ["2", "1"])
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=row.column(20).center())
    assert row.day() == 0
    QTest.keyClick(row, Qt.Key.Key_End)
    QTest.keyClick(row, Qt.Key.Key_Right)
    assert row.day() == 30
    QTest.keyClick(row, Qt.Key.Key_Backspace)
    screen.back()
    assert (row.day(), places) == (0, [("today", {})])


def test_months_go_by_key_and_by_the_list(qtbot: QtBot, clinic: Clinic, month: dict[str, str]) -> None:
    screen = shown(qtbot, clinic)
    box: ComboBox = child(screen, ComboBox, "registers.month")
    assert [box.itemText(at) for at in range(box.count())] == ["November 2026", "October 2026", "September 2026"]
    assert not child(screen, Button, "registers.month_after").isEnabled()
    press(qtbot, clinic, screen, "registers.month_before")
    assert child(screen, EmptyState, "registers.empty").isVisible()
    assert "No visits in October 2026" in labels(screen)
    with qtbot.waitSignal(clinic.runner.idle, timeout=DEADLINE):
        child(screen, Button, "registers.empty.button").click()
    assert (box.currentText(), column(screen, "Name")) == ("September 2026", ["Sunita Devi"])
    press(qtbot, clinic, screen, "registers.month_after")
    assert box.currentText() == "October 2026"
    assert child(screen, Button, "registers.month_before").face().key == "B"
    assert child(screen, Button, "registers.month_after").face().key == "N"


def test_the_four_registers(qtbot: QtBot, clinic: Clinic, month: dict[str, str]) -> None:
    screen = shown(qtbot, clinic)
    press(qtbot, clinic, screen, "registers.which.telemedicine")
    assert (column(screen, "To"), column(screen, "Where it stands")) == (["General medicine"], ["Waiting to send"])
    assert figures(screen) == ["1 sent", "0 answered", "– usual wait"]
    press(qtbot, clinic, screen, "registers.which.medicines")
    assert column(screen, "Medicine") == ["PARACETAMOL 500 mg tablet"]
    assert (column(screen, "Quantity"), column(screen, "Given on")) == (["9 tablets"], ["Standing order"])
    assert figures(screen) == ["1 time given", "1 patient", "1 medicine"]
    press(qtbot, clinic, screen, "registers.which.follow_ups")
    assert (column(screen, "Name"), column(screen, "Came")) == (["=Chhotu"], ["1 day late"])
    press(qtbot, clinic, screen, "registers.month_after")
    assert (column(screen, "Phone"), column(screen, "For")) == (["94310 24471"], ["Sugar again"])


def test_a_line_opens_the_case_or_the_record(qtbot: QtBot, clinic: Clinic, month: dict[str, str]) -> None:
    screen = shown(qtbot, clinic)
    places = went(qtbot, screen)
    found = the_list(screen)
    QTest.keyClick(found, Qt.Key.Key_Return)
    QTest.keyClick(found, Qt.Key.Key_Down)
    QTest.keyClick(found, Qt.Key.Key_Return)
    QTest.keyClick(found, Qt.Key.Key_End)
    found.doubleClicked.emit(found.currentIndex())
    assert places == [
        ("case", {"referral": month["referral"]}),
        ("patients", {"patient": month["sunita"]}),
        ("patients", {"patient": month["sunita"]}),
    ]


def test_an_empty_clinic_is_told_what_to_do(qtbot: QtBot, clinic: Clinic) -> None:
    screen = shown(qtbot, clinic)
    assert "No visits in November 2026" in labels(screen)
    assert "A visit stands here as soon as it is finished." in labels(screen)
    assert not child(screen, Button, "registers.print").isEnabled()
    places = went(qtbot, screen)
    child(screen, Button, "registers.empty.button").click()
    assert places == [("patients", {"new_visit": True})]
    press(qtbot, clinic, screen, "registers.which.follow_ups")
    assert "Nobody is due in November 2026" in labels(screen)


def test_a_new_visit_comes_in_and_the_chosen_line_stays(qtbot: QtBot, clinic: Clinic, month: dict[str, str]) -> None:
    screen = shown(qtbot, clinic)
    found = the_list(screen)
    QTest.keyClick(found, Qt.Key.Key_End)
    chosen = found.current_line()
    clinic.now += timedelta(minutes=5)
    clinic.visit(month["chhotu"], 0, outcome="left")
    from spoke_app.actions.views import Changed

    with qtbot.waitSignal(clinic.runner.idle, timeout=DEADLINE):
        clinic.runner.changed.emit(Changed(frozenset({"visit"})))
    now = found.current_line()
    assert chosen is not None and now is not None
    assert (found.model().rowCount(), now.id) == (6, chosen.id)


def test_csv_is_written_in_the_windows_language_and_no_name_is_a_formula(
    qtbot: QtBot, clinic: Clinic, month: dict[str, str], tmp_path: Path
) -> None:
    context, answers = clinic.context(), Answers(tmp_path)
    context.ask = answers
    screen = shown(qtbot, clinic, context)
    child(screen, Button, "registers.csv").click()
    assert said(qtbot, screen).startswith("Saved as opd-register-2026-11.csv.")
    data = (tmp_path / "opd-register-2026-11.csv").read_bytes()
    heads, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert [row[heads.index("Name")] for row in rows] == [
        "Sunita Devi",
        "'=Chhotu",
        "'=Chhotu",
        "Sunita Devi",
        "Sunita Devi",
    ]
    bars(screen)._choose(20)
    clinic.choices.language = "hi"
    child(screen, Button, "registers.csv").click()
    qtbot.waitUntil(lambda: (tmp_path / "opd-register-2026-11-20.csv").exists(), timeout=DEADLINE)
    text = (tmp_path / "opd-register-2026-11-20.csv").read_text("utf-8-sig")
    assert "सुनीता देवी" in text and "यहीं इलाज हुआ" in text and text.count("\n") == 3


def test_pdf_and_print(qtbot: QtBot, clinic: Clinic, month: dict[str, str], tmp_path: Path) -> None:
    def spool() -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "spool.pdf"))
        return printer

    context = clinic.context()
    context.ask = Answers(tmp_path)
    screen = shown(qtbot, clinic, context, make_printer=spool, register="telemedicine")
    child(screen, Button, "registers.pdf").click()
    assert said(qtbot, screen).startswith("Saved as telemedicine-register-2026-11.pdf.")
    child(screen, Button, "registers.print").click()
    assert said(qtbot, screen).startswith("Sent to the printer")
    for name in ("telemedicine-register-2026-11.pdf", "spool.pdf"):
        pdf = pypdfium2.PdfDocument(tmp_path / name)
        assert len(pdf) == 1
        pdf.close()
    assert child(screen, Button, "registers.print").face().key == "Ctrl P"


def test_without_a_printer_or_a_folder_one_sentence_says_what_to_do(
    qtbot: QtBot, clinic: Clinic, month: dict[str, str], tmp_path: Path
) -> None:
    def no_printer() -> QPrinter:
        printer = QPrinter()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        return printer

    context, answers = clinic.context(), Answers(tmp_path / "gone")
    context.ask = answers
    screen = shown(qtbot, clinic, context, make_printer=no_printer)
    child(screen, Button, "registers.print").click()
    assert said(qtbot, screen) == (
        "No printer is set up on this PC. Save the register as PDF, or set up a printer in Windows and try again."
    )
    child(screen, Button, "registers.csv").click()
    assert said(qtbot, screen).startswith("The folder is not there any more.")
    (tmp_path / "held" / "opd-register-2026-11.pdf" / "x").mkdir(parents=True)
    answers.folder = tmp_path / "held"
    child(screen, Button, "registers.pdf").click()
    assert said(qtbot, screen).startswith("The file is open in another program. Close it there")
    assert child(screen, Button, "registers.pdf").isEnabled()


def many(count: int) -> tuple[VisitLine, ...]:
    patient = PatientRow("p", "Phulo Devi", "फूलो देवी", "female", "58 years", "Balha", "", "", "B-1", "", None)
    at = datetime(2026, 11, 24, 9, 22, tzinfo=IST)
    return tuple(
        VisitLine(
            f"v{n}",
            n + 1,
            at.date(),
            at,
            patient,
            False,
            False,
            (("", f"Knee pain {n}"),),
            (),
            "",
            "treated",
            False,
            None,
        )
        for n in range(count)
    )


def test_a_long_paper_shows_how_far_it_is_and_can_be_stopped(qtbot: QtBot, clinic: Clinic, tmp_path: Path) -> None:
    context = clinic.context()
    context.ask = Answers(tmp_path)
    papers = RegisterPapers(context, QPrinter)
    papers.retranslate()
    qtbot.addWidget(papers)
    papers.save_pdf(Shown("opd", many(20_000), "November 2026", "2026-11", "en"))
    assert papers.busy()
    cancel: Button = child(papers, Button, "registers.cancel")
    qtbot.waitUntil(cancel.isVisible, timeout=DEADLINE)
    with qtbot.waitSignal(papers.busy_changed, timeout=DEADLINE):
        cancel.click()
    notice: NoticeBar = child(papers, NoticeBar, "registers.notice")
    assert notice.words() == "Stopped. Nothing was written."
    assert (cancel.isVisible(), papers.busy(), list(tmp_path.glob("*.pdf"))) == (False, False, [])


def test_a_paper_that_is_under_way_when_the_desk_is_locked_comes_to_its_end(qtbot: QtBot, qapp: Any) -> None:
    work = PaperWork()
    gone, ended = threading.Event(), threading.Event()

    def paper(step: Callable[[int, int], bool]) -> None:
        assert gone.wait(DEADLINE / 1000)
        assert step(1, 2)
        ended.set()

    work.begin(paper)
    shiboken6.delete(work)
    gone.set()
    assert ended.wait(DEADLINE / 1000)
    thread = work._thread
    assert thread is not None
    thread.join(DEADLINE / 1000)
    assert not thread.is_alive()


def test_thousands_of_lines_cost_only_what_is_seen(qtbot: QtBot, clinic: Clinic, qapp: Any) -> None:
    found = RegisterList("registers.list")
    qtbot.addWidget(found)
    found.resize(1092, 440)
    found.show_lines("opd", many(5_000), "en", date(2026, 11, 24), keep=False)
    found.show()
    found.grab()
    before = len(found.findChildren(QWidget))
    found.verticalScrollBar().setValue(found.verticalScrollBar().maximum())
    found.grab()
    assert len(found.findChildren(QWidget)) == before
    assert len(found.model()._texts) < 400  # type: ignore[attr-defined]
    assert found.texts(4_999)[0] == "1"


def test_the_screen_turns_into_hindi_and_back(
    qtbot: QtBot, clinic: Clinic, month: dict[str, str], qapp: QCoreApplication
) -> None:
    screen = shown(qtbot, clinic)
    languages = Languages(qapp)
    try:
        clinic.choices.language = "hi"
        languages.use("hi")
        assert the_list(screen).heads()[0] == "क्रम"
        assert column(screen, "नाम")[0] == "सुनीता देवी"
        assert child(screen, ComboBox, "registers.month").currentText() == "नवंबर 2026"
        assert "5 entries" not in labels(screen)
    finally:
        clinic.choices.language = "en"
        languages.use("en")
    assert the_list(screen).heads()[0] == "No." and "5 entries" in labels(screen)


def test_with_large_text_columns_stand_below_each_other(
    qtbot: QtBot, clinic: Clinic, month: dict[str, str], qapp: Any
) -> None:
    Theme(1.5).apply(qapp)
    screen = shown(qtbot, clinic)
    assert the_list(screen).heads() == ["No.", "Date and time", "Name", "Complaint or diagnosis", "Outcome"]
    assert the_list(screen).texts(0)[2] == "Sunita Devi\n30 F · Barail"
    metrics = the_list(screen).fontMetrics()
    assert in_two(metrics, "one two", 10_000) == ["one two"]
    assert in_two(metrics, "one two", metrics.horizontalAdvance("one tw")) == ["one", "two"]


def test_no_register_of_the_row_is_cut_off(qtbot: QtBot, clinic: Clinic, qapp: Any) -> None:
    for scale in (1.0, 1.5):
        Theme(scale).apply(qapp)
        screen = RegistersScreen(clinic.context())
        qtbot.addWidget(screen)
        screen.resize(1158 if scale == 1.0 else 1222, 696)
        screen.show()
        for which in REGISTERS:
            button: QPushButton = child(screen, QPushButton, f"registers.which.{which}")
            button.click()
            font = button.font()
            font.setBold(True)
            mark = button.iconSize().width() if scale == 1.0 else 0
            assert QFontMetrics(font).horizontalAdvance(button.text()) + mark < button.width() - 16 * scale
        assert screen.width() == (1158 if scale == 1.0 else 1222)
    qtbot.waitUntil(lambda: not clinic.runner.busy, timeout=DEADLINE)
