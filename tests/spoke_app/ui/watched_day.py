"""A person's day in the real window, over a store of thousands of patients, with a watchdog over the event loop.

Run in a process of its own, so that each screen is loaded and made for the first time. Prints one JSON object: the
longest turns, and how fast the machine was meanwhile. `python -m tests.spoke_app.ui.watched_day FOLDER`.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.ten_years import KEY, NOW, Builder
from spoke_app.access.sign_in import Session
from spoke_app.actions.make_desk import make_desk
from spoke_app.app import Desktop
from spoke_app.entry import AtWork
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.store.database import open_store
from spoke_app.store.store_thread import StoreThread
from spoke_app.ui.desk_page import RAIL
from spoke_app.ui.theme import STYLE, STYLED
from tests.helpers.watchdog import Watchdog, pace

PATIENTS, VISITS = 2_000, 6_000
PATIENCE_S = 30.0
AHEAD = "getting ahead"


class Day:
    """What she does, one thing after the other."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.dog = Watchdog()
        self._app = app
        self.paces: list[float] = []
        path = folder / "spoke.db"
        if not path.exists():
            Builder(path, PATIENTS, VISITS).build()
        self.store = StoreThread(lambda: open_store(path, KEY))
        self.chronic = self.store.call(lambda store: store.meta_get("bench_chronic"))
        cho = self.store.call(lambda store: store.meta_get("bench_cho"))
        self.desktop = Desktop(app, Profile(folder / "profile"), Settings(language="en"), clock=lambda: NOW)
        self.desktop.begin()
        self.wait_until_ready()
        desk = self.store.call(lambda store: make_desk(store, cho, lambda: NOW, Settings()))
        self._do("sign in", lambda: self.desktop.entrance.opened.emit(AtWork(Session(cho, KEY), self.store, desk)))

    @property
    def window(self) -> QWidget:
        return self.desktop.window

    def _do(self, what: str, act: Callable[[], object]) -> None:
        """On the event loop, as a click or the arrival of a result is; then until nothing is under way."""
        self.dog.doing = what
        QTimer.singleShot(0, self._app, act)
        self.settle()
        self.paces.append(pace())

    def settle(self, at_least: float = 0.28) -> None:
        """Until every result has come and what follows from it was painted: longer than any delay of a timer."""
        began = time.monotonic()
        runner = self.desktop._runner
        while time.monotonic() - began < at_least or (runner is not None and runner.busy):
            self.dog.turn()
            time.sleep(0.002)
            if time.monotonic() - began > PATIENCE_S:
                raise AssertionError(f"{self.dog.doing}: not done")

    def wait_until_ready(self) -> None:
        """Somebody looks at what stands there; meanwhile the app makes ready what comes next."""
        self.dog.doing = AHEAD
        self.desktop.window.ahead = None
        while self.desktop.window.ahead is None or self.desktop.window.ahead.under_way:
            self.settle(0.1)

    def key(self, what: str, keys: str) -> None:
        self.dog.doing = f"{what} ({keys})"
        target = QApplication.focusWidget() or self.window
        with self.dog.watching():
            QTest.keySequence(target, QKeySequence(keys))
        self.settle(0.12)
        self.paces.append(pace())

    def type(self, what: str, text: str) -> None:
        self.dog.doing = f"{what} ({text})"
        for letter in text:
            with self.dog.watching():
                QTest.keyClicks(QApplication.focusWidget() or self.window, letter)
            self.settle(0.08)

    def go(self, name: str, **args: object) -> None:
        self._do(f"go to {name}", lambda: self.desktop.window.go(name, args))
        shown = self.desktop.window.current()
        assert shown is not None and shown.name == name, (name, shown)

    def through(self) -> None:
        """The day. She reads what stands on Today first; meanwhile the app makes ready what comes next."""
        self.wait_until_ready()
        self.key("patients", "F3")
        self.type("search", "sunita devi")
        for _ in range(4):
            self.key("choose", "Down")
        self.go("patients", patient=self.chronic)
        self.go("visit", patient=self.chronic)
        self.type("complaint", "fev")
        for _ in range(12):
            self.key("next field", "Tab")
        self.key("leave the visit", "Esc")
        self.go("new_patient", query="Phulo Devi")
        self.type("name", " Bai")
        for _ in range(6):
            self.key("next field", "Tab")
        self.key("leave the form", "Esc")
        referral = self.store.call(
            lambda store: store.value("SELECT referral FROM cases WHERE state = 'answered' ORDER BY moved_at DESC")
        )
        for name in (*(place.name for place in RAIL), "follow_ups", "drafts"):
            self.go(name)
        self.go("cases", which="closed")
        self.go("case", referral=referral)
        self.key("language", "F8")
        self.go("today")
        self.go("visit", patient=self.chronic)
        self.key("language", "F8")
        self.go("today")

    def close(self) -> None:
        self.desktop.window.close()
        self.desktop.end()


def main() -> None:
    app = QApplication(["spoke", "-style", STYLE])
    app.setProperty(STYLED, True)
    day = Day(app, Path(sys.argv[1]))
    day.through()
    day.close()
    worst = [
        {"doing": turn.doing, "ahead": turn.doing == AHEAD, "ms": round(turn.ms, 1), "stacks": turn.stacks}
        for turn in day.dog.worst(20)
    ]
    print(json.dumps({"pace": statistics.median(day.paces), "worst": worst}))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
