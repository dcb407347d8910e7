"""A watchdog over the event loop: how long each of its turns keeps the screen's thread busy, and with what.

Between two turns the window answers nobody. What is measured is processor time of that thread, not the clock on the
wall: a machine that does something else meanwhile makes no turn long. How fast the machine is just then, `pace` tells.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QEventLoop, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

LOOK_EVERY_S = 0.003
KEPT_MS = 10.0
"""Of turns from so long on the stacks are kept."""
DEPTH = 8
PACE_MS = 12.0
"""What `pace` gives on the machine that the bound was set on: two virtual cores of 2024, nothing else under way."""


@dataclass
class Turn:
    """One turn of the loop: what the person was doing, how long it took, and where the time went: (times, stack)."""

    doing: str
    ms: float
    stacks: list[tuple[int, str]]


class Watchdog(threading.Thread):
    """Made on the screen's thread. Looks at it every few milliseconds while a turn is under way."""

    def __init__(self) -> None:
        super().__init__(name="watchdog", daemon=True)
        self.turns: list[Turn] = []
        self.doing = ""
        """What the person does just now."""
        self._watched = threading.get_ident()
        self._busy = False
        self._seen: list[str] = []
        self.start()

    def turn(self) -> None:
        """One turn of the event loop, with what it deletes."""
        with self.watching():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Whatever keeps the thread busy here counts as a turn: also a key that a test presses."""
        self._seen = []
        self._busy = True
        start = time.thread_time()
        try:
            yield
        finally:
            ms = 1000 * (time.thread_time() - start)
            self._busy = False
            if ms >= KEPT_MS:
                stacks = [(times, stack) for stack, times in Counter(self._seen).most_common(5)]
                self.turns.append(Turn(self.doing, ms, stacks))

    def run(self) -> None:
        while True:
            time.sleep(LOOK_EVERY_S)
            if self._busy:
                self._seen.append(self._stack())

    def _stack(self) -> str:
        """The innermost call, and those of our own code that led there, the last first."""
        frame, calls = sys._current_frames().get(self._watched), list[str]()
        while frame is not None and len(calls) < DEPTH:
            name = frame.f_code.co_filename
            if "spoke_app" in name or not calls:
                calls.append(f"{name.rpartition('spoke_app/')[2]}:{frame.f_lineno} {frame.f_code.co_name}")
            frame = frame.f_back
        return " < ".join(calls)

    def worst(self, count: int) -> list[Turn]:
        return sorted(self.turns, key=lambda turn: -turn.ms)[:count]


def pace() -> float:
    """Milliseconds of processor time for a fixed piece of what screens do: Python, text and painting."""
    image = QImage(400, 300, QImage.Format.Format_ARGB32_Premultiplied)
    start = time.thread_time()
    rows = [{"name": f"Sunita Devi {n}", "age": n % 80} for n in range(30_000)]
    found = sorted((row["name"] for row in rows if row["age"]), key=str)
    painter = QPainter(image)
    for n in range(400):
        painter.setFont(QFont("Noto Sans", 9 + n % 4))
        painter.drawText(QRect(0, n % 300, 400, 40), Qt.AlignmentFlag.AlignLeft, str(found[n]))
    painter.end()
    return 1000 * (time.thread_time() - start)
