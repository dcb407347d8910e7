"""Printing and writing a register in a thread of its own: a month may have thousands of lines, and a stick be slow."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

Work = Callable[[Callable[[int, int], bool]], None]
"""Gets `step(done, all)`, which says False to stop; raises what went wrong."""


class PaperWork(QObject):
    """One at a time. `ended(error)` with None when it is done."""

    moved = Signal(int, int)
    ended = Signal(object)
    _stepped = Signal(int, int)
    _came = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running = False
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._stepped.connect(self._on_step, Qt.ConnectionType.QueuedConnection)
        self._came.connect(self._on_end, Qt.ConnectionType.QueuedConnection)

    def begin(self, work: Work) -> None:
        """Start it; nothing while another is under way."""
        if self.running:
            return
        self.running = True
        cancelled = self._cancelled = threading.Event()

        def step(done: int, all_: int) -> bool:
            self._tell("_stepped", done, all_)
            return not cancelled.is_set()

        def run() -> None:
            error: BaseException | None = None
            try:
                work(step)
            except Exception as raised:
                error = raised
            self._tell("_came", error)

        self._thread = threading.Thread(target=run, name="paper")
        self._thread.start()

    def cancel(self) -> None:
        """Stop as soon as may be."""
        self._cancelled.set()

    def _tell(self, signal: str, *values: object) -> None:
        # Somebody may have locked the desk meanwhile, even just now: the paper goes on, nobody hears of it.
        with suppress(RuntimeError):
            if isValid(self):
                getattr(self, signal).emit(*values)

    @Slot(int, int)
    def _on_step(self, done: int, all_: int) -> None:
        if self.running:
            self.moved.emit(done, all_)

    @Slot(object)
    def _on_end(self, error: BaseException | None) -> None:
        self.running = False
        if self._thread is not None:
            self._thread.join()
        self.ended.emit(error)
