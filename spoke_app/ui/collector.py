"""Python's cycle collector, kept on the main thread.

Left alone it runs in whichever thread allocates next. If that is the store's or the exchange's, a closed page's
widgets are destroyed there, and Qt crashes: widgets may only die on the main thread.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class Collector(QObject):
    """Collects on a timer, by Python's own thresholds. `stop` hands the work back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Collect once more here, then as before."""
        self._timer.stop()
        gc.collect()
        if self._was_on:
            gc.enable()
