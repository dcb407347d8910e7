"""Backups on a stick and the daily copies, each in a thread of its own; their news come back on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from spoke_app.ui.ports import BackupControl

BackupWork = Callable[[Path, str, Callable[[], bool], Callable[[int, int], None]], str]
"""(file, passphrase, whether to stop, hears of (done, all)) -> 'done' or a stable code; blocks, and raises nothing"""


class Keeper(Protocol):
    """As much of `back_up.DailyCopies` as the window needs."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class BackupBridge(BackupControl):
    """One backup at a time. `copied(problem)` after each look at the daily copies."""

    copied = Signal(str)
    _stepped = Signal(object, object)
    _came = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: BackupWork | None = None
        self._keeper: Keeper | None = None
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._stepped.connect(self._on_step, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self._on_end, Qt.ConnectionType.QueuedConnection)

    def start(self, work: BackupWork, keeper: Callable[[Callable[[str], None]], Keeper]) -> None:
        """From now on it can be used, and copies are made."""
        if self._work is None:
            self._work = work
            self._keeper = keeper(self.copied.emit)
            self._keeper.start()

    def stop(self) -> None:
        """Cancel and wait, before the store closes."""
        self._work = None
        self.cancel()
        if self._keeper is not None:
            self._keeper.stop()
            self._keeper = None
        if self._thread is not None:
            self._thread.join()

    def put_on(self, file: Path, passphrase: str) -> None:
        work = self._work
        if self.running or work is None:
            return
        self.running, self.done, self.all = True, 0, 0
        cancelled = self._cancelled = threading.Event()

        def run() -> None:
            self._came.emit(work(file, passphrase, cancelled.is_set, self._stepped.emit))

        self._thread = threading.Thread(target=run, name="backup")
        self._thread.start()
        self.moved.emit()

    def cancel(self) -> None:
        self._cancelled.set()

    @Slot(object, object)
    def _on_step(self, done: int, all_: int) -> None:
        self.done, self.all = done, all_
        self.moved.emit()

    @Slot(str)
    def _on_end(self, code: str) -> None:
        self.running = False
        self.moved.emit()
        self.ended.emit(code)
