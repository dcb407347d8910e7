"""Her new PIN, changed in a thread of its own: its stretching takes longer than a screen may stand still."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from spoke_app.ui.ports import PinControl
from spoke_app.ui.worker import Worker

PinWork = Callable[[str, str], tuple[str, float]]
"""(old PIN, new PIN) -> (`''` or a stable code, seconds to wait); blocks"""
PATIENCE_S = 5.0


class PinBridge(PinControl):
    """One change at a time."""

    _came = Signal(str, float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: PinWork | None = None
        self._worker: Worker | None = None
        self._came.connect(self._on_end, Qt.ConnectionType.QueuedConnection)

    def start(self, work: PinWork) -> None:
        """From now on this person's PIN is meant."""
        self._work = work

    def stop(self) -> None:
        """What was begun is done, before the store closes."""
        self._work = None
        if self._worker is not None:
            self._worker.close(PATIENCE_S)
            self._worker = None

    def change(self, old: str, new: str) -> None:
        work = self._work
        if self.running or work is None:
            return
        self.running = True
        self._worker = self._worker or Worker("pin")
        self._worker.submit(self._run, work, old, new)

    def _run(self, work: PinWork, old: str, new: str) -> None:
        code, seconds = "bug", 0.0
        try:
            code, seconds = work(old, new)
        finally:
            self._came.emit(code, seconds)

    @Slot(str, float)
    def _on_end(self, code: str, seconds: float) -> None:
        self.running = False
        self.ended.emit(code, seconds)
