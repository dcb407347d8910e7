"""The pages before the desk: they say what is needed, hold at every text size, and need no mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from care_record.ids import new_id
from spoke_app.access.roster import KnownPerson
from spoke_app.settings import Settings
from spoke_app.standing import KnownPlace
from spoke_app.store.backup import Header
from spoke_app.ui.languages import Languages
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.main_window import MainWindow
from spoke_app.ui.ports import BoxAsk
from spoke_app.ui.sign_in.enrol_screen import EnrolScreen
from spoke_app.ui.sign_in.entry_page import EntryPage
from spoke_app.ui.sign_in.repair_screen import RepairScreen
from spoke_app.ui.sign_in.restore_screen import RestoreScreen
from spoke_app.ui.sign_in.sign_in_screen import SignInScreen
from spoke_app.ui.theme import Theme
from tests.spoke_app.ui.case_room import TODAY
from tests.spoke_app.ui.every_screen import HIGH, WIDE, inputs
from tests.spoke_app.ui.test_nothing_is_cut import wrong

PAGES = (
    *("enrol", "enrol refused", "sign in"),
    *("restore", "restore: chosen", "restore: refused", "restore: under way", "restore: done"),
    *("repair", "repair: refused", "repair: done"),
)
PLACE = KnownPlace("Health Sub-Centre Parsarma", "स्वास्थ्य उपकेंद्र परसरमा", "Supaul")
BACKUP = Header(
    version=1,
    made="2026-11-22T17:40:00+05:30",
    hub="",
    device=new_id(),
    post=new_id(),
    place=PLACE.name,
    place_hi=PLACE.name_hi,
    schema=1,
    changes=42_310,
    patients=6_204,
    bytes=80_000_000,
    seals=[],
)


class OneFile(BoxAsk):
    """Whoever is asked for a file gives this one."""

    def open_file(self, parent: QWidget, title: str, filters: str) -> Path:
        return Path("/media/usb/parsarma-2026-11-22.spokebackup")


def restore_page(state: str, settings: LiveSettings) -> RestoreScreen:
    page = RestoreScreen(settings, OneFile())
    if state:
        page.choose.click()
        page.show_found(BACKUP)
        page.passphrase.set_text("rain on the tin roof")
    if state == "refused":
        page.refuse("wrong-passphrase")
    if state in ("under way", "done"):
        page.button.click()
        page.show_step(30_000_000, 80_000_000)
    if state == "done":
        page.show_restored()
    return page


def repair_page(state: str, settings: LiveSettings) -> RepairScreen:
    page = RepairScreen(settings, PLACE, "store-damaged")
    if state == "refused":
        page.refuse("disk-full")
    if state == "done":
        page.show_back(TODAY, 17, 4_103)
    return page


def page_of(name: str, language: str) -> EntryPage:
    settings = LiveSettings(Settings(language="hi" if language == "hi" else "en"))
    kind, _, state = name.partition(": ")
    if kind == "restore":
        return restore_page(state, settings)
    if kind == "repair":
        return repair_page(state, settings)
    if name == "sign in":
        people = [
            KnownPerson(new_id(at), english, hindi, "cho", None)
            for at, (english, hindi) in enumerate((("Kumari Anjali", "कुमारी अंजलि"), ("Rekha Kumari", "रेखा कुमारी")))
        ]
        return SignInScreen(settings, PLACE, people, lambda: TODAY)
    page = EnrolScreen(settings)
    if name == "enrol refused":
        page.refuse("bad-enrolment-code")
    return page


def shown(page: EntryPage, language: str, app: QApplication, qtbot: QtBot) -> MainWindow:
    window = MainWindow(app, lambda: TODAY, lambda: language)
    qtbot.addWidget(window)
    window.resize(WIDE, HIGH)
    window.show_entry(page)
    window.show()
    window.activateWindow()
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QCoreApplication.processEvents()
    return window


def assert_nothing_cut(made: Callable[[str], EntryPage], app: QApplication, qtbot: QtBot, languages: Languages) -> None:
    """The page that `made` gives in a language, in each size of text."""
    found = []
    for size in (100, 125, 150):
        Theme(size / 100).apply(app)
        for language in ("en", "hi"):
            languages.use(language)
            window = shown(made(language), language, app, qtbot)
            found += [f"{size} {language}: {what}" for what in wrong(window)]
            window.hide()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut(name: str, qapp: QApplication, qtbot: QtBot, languages: Languages) -> None:
    assert_nothing_cut(lambda language: page_of(name, language), qapp, qtbot, languages)


@pytest.mark.parametrize("name", PAGES)
def test_tab_comes_to_every_input(name: str, qapp: QApplication, qtbot: QtBot, languages: Languages) -> None:
    Theme().apply(qapp)
    languages.use("en")
    window = shown(page_of(name, "en"), "en", qapp, qtbot)
    first = QApplication.focusWidget()
    assert first is not None, "the cursor is nowhere"
    reached: set[QWidget] = set()
    here: QWidget | None = first
    while here is not None and here not in reached:
        reached.add(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
    wanted = [widget for widget in inputs(window) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [widget.objectName() for widget in wanted if widget not in reached] == []
    assert all(widget.accessibleName() for widget in inputs(window))


def test_the_first_page_says_what_is_needed_and_who_gives_it(
    qapp: QApplication, qtbot: QtBot, languages: Languages
) -> None:
    Theme().apply(qapp)
    languages.use("en")
    window = shown(page_of("enrol", "en"), "en", qapp, qtbot)
    said = " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
    for word in ("Internet", "address", "code", "PIN", "IT staff of the district office"):
        assert word in said
