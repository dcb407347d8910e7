"""A start that may not have the profile says why, in both languages, and comes in as soon as it may."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.access.lock import FileLock
from spoke_app.front_door import InTheWay
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.ui.languages import Languages
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.sign_in.stopped_screen import StoppedScreen
from spoke_app.ui.single_instance import Door, knock
from spoke_app.ui.turned_away import TurnedAway
from tests.helpers.hub import ROOT
from tests.spoke_app.ui.test_entry_pages import assert_nothing_cut

CODES = ("other-user", "not-answering", "read-only", "disk-full")


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_cut(code: str, qapp: QApplication, qtbot: QtBot, languages: Languages) -> None:
    def made(language: str) -> StoppedScreen:
        settings = LiveSettings(Settings(language="hi" if language == "hi" else "en"))
        return StoppedScreen(settings, Path("C:/ProgramData/Spoke"), code, "कुमारी अंजलि")

    assert_nothing_cut(made, qapp, qtbot, languages)


def said(window: QWidget) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_it_says_who_has_it_in_both_languages_and_comes_in_when_it_may(
    qapp: QApplication, tmp_path: Path, languages: Languages
) -> None:
    answers: list[InTheWay | None] = [InTheWay("not-answering"), None]
    away = TurnedAway(
        qapp,
        Profile(tmp_path),
        Settings(language="en"),
        InTheWay("other-user", "Rekha"),
        lambda: answers.pop(0),
    )
    seen: list[str] = []

    def person() -> None:
        page = away.window.findChild(StoppedScreen)
        assert isinstance(page, StoppedScreen)
        seen.append(said(away.window))
        if len(seen) == 1:
            away.settings.change(language="hi")
            seen.append(said(away.window))
            away.settings.change(language="en")
        page.button.click()
        if answers:
            QTimer.singleShot(0, person)

    QTimer.singleShot(0, person)
    assert away.wait()
    assert "Another user of this PC has Spoke open: Rekha" in seen[0]
    assert "इस पीसी के दूसरे उपयोगकर्ता ने Spoke खोल रखा है: Rekha" in seen[1]
    assert "It does not come to the front." in seen[2]
    assert not list(tmp_path.iterdir()), "nothing is written into a folder that is not ours"


def test_closed_it_gives_up(qapp: QApplication, tmp_path: Path, languages: Languages) -> None:
    away = TurnedAway(qapp, Profile(tmp_path), Settings(), InTheWay("read-only"), lambda: InTheWay("read-only"))
    QTimer.singleShot(0, away.window.close)
    assert not away.wait()


WINDOW = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from spoke_app import front_door
from spoke_app.app import run_window
from spoke_app.paths import Profile
from spoke_app.ui.sign_in.stopped_screen import StoppedScreen
front_door.PATIENCE_S = 0.2

def look():
    pages = [page for window in QApplication.topLevelWidgets() for page in window.findChildren(StoppedScreen)]
    if pages:
        print(pages[0].notice.words())
        pages[0].window().close()
    else:
        QTimer.singleShot(20, look)

made = QTimer.singleShot
class App(QApplication):
    def __init__(self, *args):
        super().__init__(*args)
        QTimer.singleShot(20, look)
import spoke_app.app
spoke_app.app.QApplication = App
sys.exit(run_window(Profile(Path(sys.argv[1])), "en"))
"""


def test_as_a_process_it_ends_with_1_after_it_has_said_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = Profile(tmp_path / "Spoke")
    profile.make()
    monkeypatch.setenv("USERNAME", "Rekha")
    with FileLock(profile.lock_path):
        monkeypatch.setenv("USERNAME", "Anjali")
        command = [sys.executable, "-c", WINDOW, str(profile.dir)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.startswith("Another user of this PC has Spoke open: Rekha")) == (1, True)
    assert "Traceback" not in done.stderr


def test_the_door_is_for_the_same_user_alone(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtNetwork import QLocalServer

    door = Door(tmp_path)
    assert door._server.socketOptions() == QLocalServer.SocketOption.UserAccessOption
    with qtbot.waitSignal(door.knocked):
        assert knock(tmp_path)
    door.close()
