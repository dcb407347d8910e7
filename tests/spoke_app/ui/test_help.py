"""Help: the keys of the page that was open first, the guide in both languages, and back to where one was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.settings import Settings
from spoke_app.ui.help.guide import chapters, folder
from spoke_app.ui.help.help_page import ALL, HERE, HelpPage
from spoke_app.ui.help.help_screen import HelpScreen
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.main_window import MainWindow
from spoke_app.ui.sign_in.enrol_screen import EnrolScreen
from spoke_app.ui.theme import Theme
from tests.spoke_app.ui.case_room import TODAY
from tests.spoke_app.ui.every_screen import STATES, WholeDesk
from translations import guide

PICTURE = re.compile(r"!\[[^\]]+\]\((pictures/[a-z-]+\.png)\)")


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[WholeDesk]:
    Theme().apply(qapp)
    made = WholeDesk(tmp_path, qapp, qtbot)
    yield made
    made.close()


def press(desk: WholeDesk, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or desk.window, key)
    desk.settle()


def page_of(desk: WholeDesk) -> HelpPage:
    screen = desk.window.current()
    assert isinstance(screen, HelpScreen)
    return screen.page


def said(widget: QWidget) -> set[str]:
    return {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}


def test_the_keys_of_the_open_page_come_first_and_esc_leads_back_to_the_very_field(desk: WholeDesk) -> None:
    desk.go(STATES["visit"][0])
    desk.put("visit.pulse", "102")
    desk.put("visit.temperature_f", "99")
    field = QApplication.focusWidget()
    press(desk, Qt.Key.Key_F1)
    page = page_of(desk)
    assert page.list.current_id() == HERE
    assert {"Finish visit", "No danger sign: each was looked for"} <= said(page)
    assert page.search.hasFocus()
    press(desk, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is field and isinstance(field, QLineEdit) and field.text() == "99"
    pulse = desk.window.findChild(QLineEdit, "visit.pulse")
    assert pulse is not None and pulse.isVisible() and pulse.text() == "102"


def test_what_was_written_meanwhile_is_seen_on_the_way_back(desk: WholeDesk) -> None:
    desk.go(STATES["patients"][0])
    press(desk, Qt.Key.Key_F1)
    desk.room.runner.run(_register, done=None)
    desk.settle()
    press(desk, Qt.Key.Key_Escape)
    screen = desk.window.current()
    assert screen is not None and "Gulshan Ara" in [row.name for row in screen.list.rows()]  # type: ignore[attr-defined]


def _register(desk: object) -> object:
    from spoke_app.actions.register_patient import register_patient

    age = {"value": 30, "unit": "years", "as_of": TODAY.date().isoformat()}
    told = {"name": "Gulshan Ara", "gender": "female", "age": age, "village": "Barail"}
    return register_patient(desk, told)  # type: ignore[arg-type]


def test_a_search_finds_chapters_and_keys_and_says_when_there_is_nothing(desk: WholeDesk) -> None:
    desk.go(STATES["today"][0])
    press(desk, Qt.Key.Key_F1)
    page = page_of(desk)
    QTest.keyClicks(page.search, "stick")
    assert [row.name for row in page.list.rows()] == ["No line for weeks", "A backup on a stick"]
    assert page.text.toPlainText().startswith("No line for weeks") and page.text.extraSelections()
    page.search.selectAll()
    QTest.keyClicks(page.search, "f12")
    assert ALL in [row.id for row in page.list.rows()]
    page.search.selectAll()
    QTest.keyClicks(page.search, "xylophone")
    assert "Nothing about “xylophone”. Try another word." in said(page)


def test_f8_changes_the_chapter_that_is_open(desk: WholeDesk) -> None:
    desk.go(STATES["today"][0])
    press(desk, Qt.Key.Key_F1)
    page = page_of(desk)
    page.list.set_current("chapter.3")
    desk.speak("hi")
    assert page.text.toPlainText().startswith("विज़िट")
    desk.speak("en")
    assert page.text.toPlainText().startswith("The visit")


def test_before_anybody_has_signed_in_what_was_typed_stays(qapp: QApplication, qtbot: QtBot) -> None:
    Theme().apply(qapp)
    settings = LiveSettings(Settings(language="en"))
    window = MainWindow(qapp, lambda: TODAY, lambda: "en")
    qtbot.addWidget(window)
    entry = EnrolScreen(settings)
    window.show_entry(entry)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(entry.form.hub.edit.hasFocus)
    QTest.keyClicks(entry.form.hub.edit, "https://hub.example")
    QTest.keyClick(window, Qt.Key.Key_F1)
    page = window.findChild(HelpPage)
    assert page is not None and page.isVisible() and page.list.current_id() == ALL
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert entry.isVisible() and entry.form.hub.text() == "https://hub.example"
    qtbot.waitUntil(entry.form.hub.edit.hasFocus)


def test_both_languages_tell_the_same_chapters_with_the_same_pictures() -> None:
    english, hindi = chapters("en"), chapters("hi")
    assert len(english) == len(hindi) >= 13
    for one, other in zip(english, hindi, strict=True):
        shown = [name.replace("-en.png", "") for name in PICTURE.findall(one.text)]
        assert shown == [name.replace("-hi.png", "") for name in PICTURE.findall(other.text)], one.title
        assert one.text.count("\n\n") == other.text.count("\n\n"), one.title
        keys = re.findall(r"\*\*([^*]+)\*\*", one.text)
        assert [key for key in keys if key.isascii() and key[0] in "ACEFS" and len(key) < 12] == [
            key for key in re.findall(r"\*\*([^*]+)\*\*", other.text) if key.isascii() and key[0] in "ACEFS"
        ], one.title


def test_the_pictures_are_there_and_small(desk: WholeDesk) -> None:
    names = {name for language in ("en", "hi") for one in chapters(language) for name in PICTURE.findall(one.text)}
    there = {f"pictures/{file.name}" for file in (guide.GUIDE / "pictures").glob("*.png")}
    assert names == there
    for name in names:
        assert len((folder() / name).read_bytes()) <= guide.MOST_BYTES, name
    desk.go(STATES["today"][0])
    press(desk, Qt.Key.Key_F1)
    page = page_of(desk)
    page.list.set_current("chapter.3")
    picture = page.text.loadResource(QTextDocument.ResourceType.ImageResource.value, "pictures/visit-en.png")
    assert isinstance(picture, QImage) and 0 < picture.width() <= page.text.viewport().width()


def test_the_guide_in_docs_is_the_same_text() -> None:
    assert guide.outdated() == []
