"""A PC that was installed with the hub's address and a code joins by itself, as soon as there is a line."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

LOOK_MS = 3000
AGAIN_S = 60.0
"""A line may come back behind a router that was there all the time."""

_A_MATTER_OF_THE_LINE = frozenset(
    {"unreachable", "broken", "stalled", "busy", "failed", "not-our-hub", "too-many-requests", "elsewhere"}
)


class SelfJoin(QObject):
    """`wanted` whenever it is time to try. It is over once somebody types, or what stands against it is no matter of
    the line."""

    wanted = Signal()

    def __init__(
        self,
        way_out: Callable[[], str],
        parent: QObject | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`way_out` names the network that this PC is in, if any."""
        super().__init__(parent)
        self._way_out = way_out
        self._monotonic = monotonic
        self._way = ""
        self._tried = 0.0
        self.trying = False
        self.over = False
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """The first try, now."""
        self._try(self._way_out())

    def failed(self, code: str) -> bool:
        """A try has failed with this stable code; whether another one follows by itself."""
        self.trying = False
        if code not in _A_MATTER_OF_THE_LINE:
            self.stop()
        if not self.over:
            self._timer.start()
        return not self.over

    def stop(self) -> None:
        """Somebody types, or it is done."""
        self.over = True
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Whether there is another way out than at the last try, or it is time to try the same one again."""
        way = self._way_out()
        if way and (way != self._way or self._monotonic() - self._tried >= AGAIN_S):
            self._try(way)
        else:
            self._way = way

    def _try(self, way: str) -> None:
        self._timer.stop()
        self._way, self._tried, self.trying = way, self._monotonic(), True
        self.wanted.emit()
