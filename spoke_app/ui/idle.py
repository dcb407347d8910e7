"""Notices that nobody works at the PC: no key and no mouse for so long, or that it has slept."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

LOCK_AFTER_S = 5 * 60
LOOK_MS = 5_000
_AT_WORK = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """`left` once nobody has touched anything for LOCK_AFTER_S. A PC that wakes from sleep was left, too."""

    left = Signal()

    def __init__(
        self,
        app: QApplication,
        parent: QObject | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._monotonic, self._wall = monotonic, wall
        self._touched = monotonic()
        self._asleep = self._behind()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        app.installEventFilter(self)

    def begin(self) -> None:
        """Somebody sits down."""
        self._touched = self._monotonic()
        self._asleep = self._behind()
        self._timer.start()

    def stop(self) -> None:
        """Nobody is signed in: there is nothing to lock."""
        self._timer.stop()

    def _behind(self) -> float:
        # Some systems' monotonic clock stands still while the PC sleeps; the wall clock goes on.
        return self._wall() - self._monotonic()

    @Slot()
    def look(self) -> None:
        """Whether she has left by now."""
        still = self._monotonic() - self._touched
        slept = self._behind() - self._asleep
        if max(still, still + slept) >= LOCK_AFTER_S:
            self.stop()
            self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _AT_WORK:
            self._touched = self._monotonic()
            self._asleep = self._behind()
        return False
