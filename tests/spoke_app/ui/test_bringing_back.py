"""A damaged record and a replaced PC, as the person in front of it sees them; against a real hub."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from spoke_app.app import Desktop
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.store import copies
from spoke_app.ui.settings.settings_screen import SettingsScreen
from spoke_app.ui.sign_in.enrol_screen import EnrolScreen
from spoke_app.ui.sign_in.repair_screen import RepairScreen
from spoke_app.ui.sign_in.restore_screen import RestoreScreen
from spoke_app.ui.sign_in.sign_in_screen import SignInScreen
from tests.spoke_app.ui.test_desktop import PIN, Bench, Centre, centre, joined

__all__ = ["Centre", "centre", "joined"]

PASSPHRASE = "rain on the tin roof"


class Hand:
    """Answers each question about files with the next of these."""

    def __init__(self, *files: Path) -> None:
        self._files = list(files)
        self.asked: list[str] = []

    def confirm(self, parent: object, text: str, more: str, yes: str, no: str) -> bool:
        self.asked.append(text)
        return True

    def open_file(self, parent: object, title: str, filters: str) -> Path | None:
        return self._files.pop(0)

    def save_file(self, parent: object, title: str, name: str, filters: str) -> Path | None:
        return self._files.pop(0)


def begun(qapp: QApplication, qtbot: QtBot, profile: Profile, hand: Hand | None = None) -> Bench:
    desktop = Desktop(qapp, profile, Settings(language="en"), ask=hand)
    desktop.begin()
    return Bench(qtbot, desktop)


def ended(bench: Bench) -> None:
    bench.desktop.window.close()
    bench.desktop.end()
    bench.desktop.window.deleteLater()


def test_a_damaged_record_is_brought_back_with_one_button(qapp: QApplication, qtbot: QtBot, joined: Profile) -> None:
    whole = joined.store_path.read_bytes()
    joined.store_path.write_bytes(bytes(4096) + whole[4096:])
    bench = begun(qapp, qtbot, joined)
    try:
        page = bench.shown(SignInScreen)
        qtbot.keyClicks(page.pin, PIN)
        qtbot.keyClick(page.pin, Qt.Key.Key_Return)
        repair = bench.shown(RepairScreen)
        assert "The record on this PC is damaged." in repair.notice.words()
        saved = bench.desktop.window.findChild(QAbstractButton, "status.saved")
        assert isinstance(saved, QAbstractButton) and saved.text() == ""
        bench.desktop.settings.change(language="hi")
        bench.desktop.settings.change(language="en")
        qtbot.mouseClick(repair.button, Qt.MouseButton.LeftButton)
        bench.until(lambda: "are on this PC again" in repair.notice.words())
        qtbot.mouseClick(repair.button, Qt.MouseButton.LeftButton)
        bench.sign_in()
        [aside] = joined.dir.glob("store.db.damaged-*T??????")
        assert aside.read_bytes()[4096:] == whole[4096:]
    finally:
        ended(bench)


@pytest.fixture
def stick(qapp: QApplication, qtbot: QtBot, joined: Profile, tmp_path: Path) -> Path:
    """A backup, made at the card under Settings."""
    file = tmp_path / "centre.spokebackup"
    bench = begun(qapp, qtbot, joined, Hand(file))
    try:
        bench.sign_in()
        bench.until(lambda: bench.desktop.exchange.started)
        bench.desktop.window.go("settings", {})
        card = bench.shown(SettingsScreen).backup_card
        bench.until(lambda: "No backup on a stick yet" in card.last.text())
        card.button.click()
        assert card.first.hint.text() == "At least 8 letters."
        card.first.edit.setText(PASSPHRASE)
        card.second.edit.setText("something else")
        card.button.click()
        assert card.second.hint.text() == "This is not the same."
        card.second.edit.setText(PASSPHRASE)
        card.button.click()
        bench.until(lambda: "read back and is whole" in card.notice.words())
        bench.until(lambda: str(file) in card.last.text())
        assert card.first.edit.text() == ""
    finally:
        ended(bench)
    return file


def test_another_pc_takes_the_place_of_this_one(qapp: QApplication, qtbot: QtBot, stick: Path, tmp_path: Path) -> None:
    noise = tmp_path / "noise"
    noise.write_bytes(b"noise")
    profile = Profile(tmp_path / "new-pc")
    bench = begun(qapp, qtbot, profile, None)
    try:
        bench.shown(EnrolScreen)
        bench.desktop.entrance.restore(Hand(noise, stick))
        page = bench.shown(RestoreScreen)
        page.choose.click()
        bench.until(lambda: "This is no backup of Spoke." in page.notice.words())
        page.choose.click()
        bench.until(lambda: "Health Sub-Centre Parsarma" in page.facts.text())
        page.passphrase.edit.setText("another one")
        page.button.click()
        bench.until(lambda: "This passphrase is not the right one." in page.notice.words())
        page.passphrase.edit.setText(PASSPHRASE)
        page.button.click()
        assert page.back.text() == "Cancel"
        page.back.click()
        bench.until(lambda: "Nothing was changed." in page.notice.words())
        assert page.back.text() == "Back"
        assert not any(profile.dir.glob("*store.db*"))
        page.button.click()
        bench.until(lambda: "The record is on this PC." in page.notice.words())
        page.button.click()
        bench.sign_in()
        hand = Hand(stick)
        bench.desktop._ask = hand
        bench.desktop.backup.restore_wanted.emit()
        page = bench.shown(RestoreScreen)
        page.choose.click()
        bench.until(lambda: page.facts.text() != "")
        page.passphrase.edit.setText(PASSPHRASE)
        page.button.click()
        bench.until(lambda: "The record is on this PC." in page.notice.words())
        assert hand.asked == ["This PC has a record already."]
    finally:
        ended(bench)


def test_the_daily_copy_is_made_while_somebody_works(
    qapp: QApplication, qtbot: QtBot, joined: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    from spoke_app.back_up import DailyCopies

    monkeypatch.setattr(DailyCopies, "FIRST_S", 0.0)
    bench = begun(qapp, qtbot, joined)
    try:
        with qtbot.waitSignal(bench.desktop.backup.copied, timeout=20_000):
            bench.sign_in()
        assert len(copies.copies(joined.backups_dir)) == 1
    finally:
        ended(bench)
