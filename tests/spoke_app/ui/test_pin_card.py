"""Her own PIN under Settings, by keyboard, on a PC of a real hub."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hub_server.context import open_services
from hub_server.services.devices import make_enrol_code
from spoke_app import entry
from spoke_app.app import Desktop
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.ui.settings.pin_card import PinCard
from spoke_app.ui.settings.settings_screen import SettingsScreen
from spoke_app.ui.sign_in.sign_in_screen import SignInScreen
from tests.spoke_app.ui.test_desktop import PIN, Bench, Centre

NEW = "730164"


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Profile]:
    centre = Centre(tmp_path_factory.mktemp("centre"))
    profile = Profile(tmp_path_factory.mktemp("joined"))
    entry.join(profile, centre.url, str(make_enrol_code(open_services(centre._store), centre.facility)["code"]))
    yield profile
    centre.close()


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication, joined: Profile) -> Iterator[Bench]:
    desktop = Desktop(qapp, joined, Settings(language="en"))
    desktop.begin()
    made = Bench(qtbot, desktop)
    yield made
    desktop.window.close()
    desktop.end()
    desktop.window.deleteLater()


def opened(bench: Bench) -> PinCard:
    bench.desktop.window.go("settings", {"pin": True})
    card = bench.shown(SettingsScreen).findChild(PinCard)
    assert isinstance(card, PinCard)
    bench.until(lambda: card.button.hasFocus())
    bench.qtbot.keyClick(card.button, Qt.Key.Key_Space)
    bench.until(lambda: card.old.isVisible() and card.old.hasFocus())
    return card


def typed(bench: Bench, card: PinCard, old: str, new: str, again: str) -> None:
    for boxes, pin in ((card.old, old), (card.new, new), (card.again, again)):
        boxes.setFocus()
        boxes.clear()
        bench.qtbot.keyClicks(boxes, pin)
        bench.qtbot.keyClick(boxes, Qt.Key.Key_Return)


def test_what_is_wrong_is_said_and_the_cursor_stands_there(bench: Bench) -> None:
    bench.sign_in()
    card = opened(bench)
    typed(bench, card, PIN, NEW, "730165")
    assert card.said() == "The new PIN was typed in two ways. Type it again." and card.again.hasFocus()
    typed(bench, card, PIN, "123456", "123456")
    bench.until(lambda: "guessed first" in card.said() and card.new.hasFocus())
    typed(bench, card, PIN, "7301", "7301")
    assert card.said() == "Type all six digits."
    typed(bench, card, "999999", NEW, NEW)
    bench.until(lambda: card.said() == "The PIN of now is not right." and card.old.hasFocus())
    bench.qtbot.keyClick(card.cancel, Qt.Key.Key_Space)
    assert not card.old.isVisible() and (card.old.text(), card.new.text()) == ("", "")


def test_a_new_pin_opens_and_the_old_one_does_not(bench: Bench) -> None:
    bench.sign_in()
    card = opened(bench)
    typed(bench, card, PIN, NEW, NEW)
    bench.until(lambda: card.said() == "Your PIN is changed, for every PC of your centre.")
    assert not card.old.isVisible()
    bench.qtbot.keyClick(bench.desktop.window, Qt.Key.Key_F12)
    page = bench.shown(SignInScreen)
    bench.qtbot.keyClicks(page.pin, PIN)
    bench.qtbot.keyClick(page.pin, Qt.Key.Key_Return)
    bench.until(lambda: page.said() == "This PIN is not right.")
    bench.qtbot.keyClicks(page.pin, NEW)
    bench.qtbot.keyClick(page.pin, Qt.Key.Key_Return)
    bench.until(lambda: bench.desktop.window.at_desk())
