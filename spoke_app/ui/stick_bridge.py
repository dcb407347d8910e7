"""Exports and imports by USB stick, each in a thread of its own; its news come back as signals on the main thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot

from spoke_app.ui.ports import StickControl

if TYPE_CHECKING:
    from spoke_app.actions.views import StickResult

What = Literal["export", "import"]
StickWork = Callable[[What, Path, Callable[[], bool], Callable[[int, int], None]], "StickResult"]
"""(what, file, whether to stop, hears of (done, all)) -> the result; blocks, and raises nothing"""
PATIENCE_S = 20.0


class StickBridge(StickControl):
    """One at a time."""

    _stepped = Signal(object, object)
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: StickWork | None = None
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._stepped.connect(self._on_step, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self._on_end, Qt.ConnectionType.QueuedConnection)

    def start(self, work: StickWork) -> None:
        """From now on it can be used."""
        self._work = work

    def stop(self) -> None:
        """Cancel and wait, before the store closes."""
        self._work = None
        self.cancel()
        if self._thread is not None:
            self._thread.join(PATIENCE_S)

    def put_on(self, file: Path) -> None:
        self._begin("export", file)

    def take_from(self, file: Path) -> None:
        self._begin("import", file)

    def cancel(self) -> None:
        self._cancelled.set()

    def _begin(self, what: What, file: Path) -> None:
        work = self._work
        if self.running or work is None:
            return
        self.running, self.done, self.all = what, 0, 0
        cancelled = self._cancelled = threading.Event()

        def run() -> None:
            result = work(what, file, cancelled.is_set, self._stepped.emit)
            self._came.emit(result)

        self._thread = threading.Thread(target=run, name="stick")
        self._thread.start()
        self.moved.emit()

    @Slot(object, object)
    def _on_step(self, done: int, all_: int) -> None:
        self.done, self.all = done, all_
        self.moved.emit()

    @Slot(object)
    def _on_end(self, result: StickResult) -> None:
        self.running = ""
        self.moved.emit()
        self.ended.emit(result)
