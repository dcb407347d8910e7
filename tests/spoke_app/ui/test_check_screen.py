"""Check a prescription: a file, a picture, a drop, a scanner; each verdict in words; nothing hostile does harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from care_record.ids import new_id
from care_record.signature import qr_text
from spoke_app.actions.check_prescription import MOST_CHARACTERS
from spoke_app.ui.cases.list_screen import CasesScreen
from spoke_app.ui.check.check_screen import CheckScreen
from spoke_app.ui.help.help_screen import HelpScreen
from tests.spoke_app.documents.test_read_code import painted
from tests.spoke_app.ui.case_room import DOCTOR, CaseRoom


@pytest.fixture
def code(room: CaseRoom) -> str:
    """The code of a signed prescription that this PC has."""
    from spoke_app.store.records import of_kind

    room.answered()
    fields = room.call(lambda store: of_kind(store, "prescription")[0].fields)
    return qr_text(fields["slip"], fields["signature"])


@pytest.fixture
def screen(qtbot: QtBot, room: CaseRoom) -> CheckScreen:
    screen = CheckScreen(room.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 700)
    screen.show()
    screen.opened()
    return screen


def verdict(qtbot: QtBot, screen: CheckScreen, *, after: Callable[[], object]) -> str:
    """What the screen says once it has made up its mind."""
    after()
    known: Callable[[], bool] = lambda: bool(screen._checked or screen._problem)  # noqa: E731
    qtbot.waitUntil(known, timeout=30_000)
    QCoreApplication.sendPostedEvents()
    return screen._verdict.words()


def dropped(screen: CheckScreen, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.dropEvent(event)


def test_a_chosen_file_is_checked_and_what_was_signed_stands_beside(
    qtbot: QtBot, room: CaseRoom, screen: CheckScreen, code: str, tmp_path: Path
) -> None:
    painted(code, 900).save(str(tmp_path / "photo.jpg"))
    room.ask.path = tmp_path / "photo.jpg"
    assert verdict(qtbot, screen, after=screen._choose.click).startswith("Genuine: signed by Dr Nivedita Jha.")
    words = screen._slip.words()
    for part in ("As it was signed", "BCMR 00000", "24 November 2026, 09:21", "SUP-2611-K7QF2M", "Sunita Devi",
                 "PARACETAMOL tablet 500 mg", "1 · TDS: three times a day", "30 days"):  # fmt: skip
        assert part in words, part
    with qtbot.waitSignal(screen.navigate, timeout=30_000) as went:
        screen._verdict.button.click()
    assert went.args[0] == "case"


def test_a_pasted_and_a_dropped_picture_are_checked(
    qtbot: QtBot, screen: CheckScreen, code: str, tmp_path: Path
) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setImage(painted(code, 900))
    assert "Genuine" in verdict(qtbot, screen, after=screen._paste.click)
    screen.opened()
    assert "Genuine" in verdict(qtbot, screen, after=screen._scan.paste)
    screen.opened()
    painted(code, 900).save(str(tmp_path / "photo.png"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "photo.png"))])
    assert "Genuine" in verdict(qtbot, screen, after=lambda: dropped(screen, data))
    clipboard.clear()
    screen.opened()
    assert "no picture to paste" in verdict(qtbot, screen, after=screen._paste.click)


def test_a_scanner_types_and_the_screen_checks_by_itself(qtbot: QtBot, screen: CheckScreen, code: str) -> None:
    assert screen._scan.hasFocus() or screen.focusWidget() is screen._scan
    assert "Genuine" in verdict(qtbot, screen, after=lambda: screen._scan.insertPlainText(code.replace("\n", "\r\n")))
    assert screen._scan.textCursor().hasSelection()  # the next scan takes its place
    forged = code.replace("PARACETAMOL", "TRAMADOL")
    screen._scan.clear()
    screen._forget()
    said = verdict(qtbot, screen, after=lambda: screen._scan.insertPlainText(forged))
    assert "does not fit" in said and "lose Hindi letters" in said
    assert "do not rely on it" in screen._slip.words()


def test_a_forged_one_from_a_picture_is_called_forged(qtbot: QtBot, screen: CheckScreen, code: str) -> None:
    image = painted(code.replace("PARACETAMOL", "TRAMADOL"), 900)
    said = verdict(qtbot, screen, after=lambda: screen._read_picture(image))
    assert "Changed or forged" in said and "Do not give these medicines" in said
    assert screen._verdict.property("kind") == "danger"


def test_an_unknown_doctor_and_foreign_codes(qtbot: QtBot, screen: CheckScreen, code: str) -> None:
    unknown = painted(code.replace(DOCTOR, new_id()), 900)
    assert "does not know the doctor's key" in verdict(qtbot, screen, after=lambda: screen._read_picture(unknown))
    screen.opened()
    other = painted("<b>https://example.org</b>", 900)
    assert "no prescription of Spoke" in verdict(qtbot, screen, after=lambda: screen._read_picture(other))
    screen.opened()
    assert "patient's slip, number B-1042" in verdict(qtbot, screen, after=lambda: _typed(screen, "b-१०४२"))
    with qtbot.waitSignal(screen.navigate, timeout=30_000) as went:
        screen._verdict.button.click()
    assert went.args == ["patients", {"text": "B-1042"}]


def _typed(screen: CheckScreen, text: str) -> None:
    screen._scan.insertPlainText(text)
    screen._check.click()


def test_after_an_exchange_the_same_paper_is_checked_again(
    qtbot: QtBot, room: CaseRoom, screen: CheckScreen, code: str
) -> None:
    stranger = new_id()
    said = verdict(qtbot, screen, after=lambda: _typed(screen, code.replace(DOCTOR, stranger)))
    assert "Exchange first" in said
    person = {"name": "Nivedita Jha", "role": "doctor", "posts": [], "active": True, "registration_no": "BCMR 00000"}
    keys = room.call(lambda store: _keys_of(store))
    room.call(lambda store: room._write(store, room.now, DOCTOR, "staff", None, {**person, "keys": keys}, stranger))
    screen.data_changed(None)
    changed: Callable[[], bool] = lambda: screen._checked is not None and screen._checked.verdict == "changed"  # noqa: E731
    qtbot.waitUntil(changed, timeout=30_000)  # now the key is here, and the slip names another staff id than was signed


def _keys_of(store: object) -> list[str]:
    from spoke_app.store.database import Store
    from spoke_app.store.records import folded

    assert isinstance(store, Store)
    doctor = folded(store, DOCTOR)
    assert doctor is not None
    return list(doctor.fields["keys"])


def test_hostile_files_are_said_to_be_none(qtbot: QtBot, screen: CheckScreen, tmp_path: Path) -> None:
    film, page = tmp_path / "film.png", tmp_path / "page.png"
    with film.open("wb") as file:
        file.truncate(1 << 30)
    page.write_text("<html><b>SPOKE1|</b></html>")
    assert "too large" in verdict(qtbot, screen, after=lambda: screen._read_file(film))
    assert "cannot be opened" in verdict(qtbot, screen, after=lambda: screen._read_file(page))
    blank = QImage(400, 400, QImage.Format.Format_RGB32)
    blank.fill(Qt.GlobalColor.white)
    assert "No code was found" in verdict(qtbot, screen, after=lambda: screen._read_picture(blank))


def test_a_book_that_is_pasted_is_not_kept(qtbot: QtBot, screen: CheckScreen) -> None:
    data = QMimeData()
    data.setText("x" * 3_000_000)
    screen._scan.insertFromMimeData(data)
    assert len(screen._scan.toPlainText()) <= MOST_CHARACTERS + 1
    screen._scan.insertPlainText("x" * 20_000)
    assert screen._scan.toPlainText() == ""


def test_markup_in_a_code_is_shown_as_letters(qtbot: QtBot, screen: CheckScreen, code: str) -> None:
    marked = code.replace("PARACETAMOL", "<h1>PARACETAMOL</h1>")
    verdict(qtbot, screen, after=lambda: screen._read_picture(painted(marked, 900)))
    assert "<h1>PARACETAMOL</h1> tablet 500 mg" in screen._slip.words()


def test_esc_stops_a_picture_that_is_being_read(qtbot: QtBot, screen: CheckScreen, code: str) -> None:
    screen._read_picture(painted(code, 900))
    assert "Reading the picture" in screen._verdict.words()
    screen.hide()
    qtbot.waitUntil(lambda: not screen._reader.busy, timeout=30_000)
    assert screen._checked is None


def test_it_is_reached_from_cases_and_from_help(qtbot: QtBot, room: CaseRoom) -> None:
    cases, guide = CasesScreen(room.context()), HelpScreen(room.context())
    for screen, button in ((cases, cases._check), (guide, guide.check)):
        qtbot.addWidget(screen)
        with qtbot.waitSignal(screen.navigate, timeout=30_000) as went:
            button.click()
        assert went.args == ["check", {}]
