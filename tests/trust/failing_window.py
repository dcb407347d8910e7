"""The app's real window with bugs in it: `python -m tests.trust.failing_window FOLDER PIN WORDS`.

Somebody signs in and opens a record; then a slot, a thread, an action, a destructor and the exchange each fail with
`WORDS` and all that they had at hand in the error's text. Says what was reached, and ends by itself.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from spoke_app.actions.desk import Desk
from spoke_app.app import Desktop, run_window
from spoke_app.paths import Profile
from spoke_app.store.records import of_kind
from spoke_app.ui.sign_in.sign_in_screen import SignInScreen
from spoke_app.ui.today.today_screen import TodayScreen

TICK_MS = 20
MOST_TICKS = 1500


class Broken(Exception):
    """With everything in its words."""


class Dies:
    """An object whose end fails."""

    def __init__(self, words: str) -> None:
        self._words = words

    def __del__(self) -> None:
        raise Broken(self._words)


class Task(QRunnable):
    """Work of Qt's own threads that fails."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def run(self) -> None:
        raise Broken(self._words)


def read_and_fail(desk: Desk, words: str) -> None:
    """An action with a bug: everything that it read is in the error."""
    raise Broken(words + repr([found.fields for found in of_kind(desk.store, "patient")]))


class Player(QObject):
    """Goes through its steps, each once what it waits for is there."""

    def __init__(self, desktop: Desktop, pin: str, words: str) -> None:
        super().__init__(desktop)
        self._desktop, self._pin, self._words = desktop, pin, words
        self._ticks = 0
        self._steps = self._play()
        self._until: Callable[[], Any] = lambda: True
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    @Slot()
    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks > MOST_TICKS:
            os._exit(3)
        if self._until():
            self._until = next(self._steps, lambda: False)

    def _seen(self, kind: type[Any]) -> Any:
        return next((page for page in self._desktop.window.findChildren(kind) if page.isVisible()), None)

    def _play(self) -> Iterator[Callable[[], Any]]:
        yield lambda: self._seen(SignInScreen)
        pin = self._seen(SignInScreen).pin
        QTest.keyClicks(pin, self._pin)
        QTest.keyClick(pin, Qt.Key.Key_Return)
        yield lambda: self._seen(TodayScreen)
        yield lambda: self._desktop._log is not None
        self._desktop.window.go("patients", {"text": "zqk"})
        runner = self._desktop._runner
        assert runner is not None
        yield lambda: not runner.busy
        self._desktop.window.grab()
        QTimer.singleShot(0, self._bug)
        threading.Thread(target=self._bug, name=self._words).start()
        QThreadPool.globalInstance().start(Task(self._words))
        runner.run(read_and_fail, self._words)
        Dies(self._words)
        try:
            self._bug()
        except Broken:
            logging.getLogger("spoke.test").exception("something failed")
        yield lambda: not runner.busy
        print("reached", flush=True)
        yield lambda: QApplication.quit() or True

    @Slot()
    def _bug(self) -> None:
        raise Broken(self._words + repr(vars(self)))


def main(folder: Path, pin: str, words: str) -> int:
    return run_window(Profile(folder), "en", lambda desktop: Player(desktop, pin, words))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:4]))
