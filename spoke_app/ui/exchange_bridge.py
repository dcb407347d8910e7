"""The sync manager's news as Qt signals on the main thread. It tells from a thread of its own, with values alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from spoke_app.ui.ports import ExchangeControl


class Manager(Protocol):
    """As much of the sync manager as the window needs."""

    def start(self) -> None: ...

    def poke(self) -> None: ...

    def now(self) -> None: ...

    def stop(self) -> bool: ...


PROGRESS_MS = 2000

Heard = Callable[[Any], None]


class ExchangeBridge(ExchangeControl):
    """`arrived(Changed)` names what came. `wiped` when this PC's record was destroyed by the hub's order."""

    arrived = Signal(object)
    wiped = Signal()
    _heard = Signal(object)
    _stepped = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._manager: Manager | None = None
        self._close: Callable[[], None] | None = None
        self._heard.connect(self._on_state, Qt.ConnectionType.QueuedConnection)
        # A first fill takes long: while an exchange runs, who shows it looks again.
        self._progress = QTimer(self, interval=PROGRESS_MS)
        self._progress.timeout.connect(self.state_changed)
        self._stepped.connect(self._on_step, Qt.ConnectionType.QueuedConnection)

    @property
    def started(self) -> bool:
        """Whether a manager is at work."""
        return self._manager is not None

    def start(self, make: Callable[[Heard, Heard], Manager], close: Callable[[], None]) -> None:
        """Begin to exchange by itself. `make(state listener, step listener)` gives the manager; `close` ends it."""
        self._manager = make(self._heard.emit, self._stepped.emit)
        self._close = close
        self._manager.start()

    def now(self) -> None:
        if self._manager is not None:
            self._manager.now()

    def poke(self) -> None:
        if self._manager is not None:
            self._manager.poke()

    def stop(self) -> None:
        """End the manager's thread before the store closes."""
        if self._manager is not None and self._close is not None:
            self._progress.stop()
            self._manager.stop()
            self._close()
            self._manager, self._close = None, None
            self.running = False

    @Slot(object)
    def _on_state(self, state: Any) -> None:
        if self._manager is None:
            return  # told before the end, heard after it
        self.running = state.phase == "running"
        if self.running:
            self._progress.start()
        else:
            self._progress.stop()
        if state.phase == "rest" and state.last is not None and state.last.outcome == "wiped":
            self.wiped.emit()
            return
        self.state_changed.emit()

    @Slot(object)
    def _on_step(self, result: Any) -> None:
        if self._manager is None:
            return
        from spoke_app.actions.views import Changed

        if result.kinds:
            self.arrived.emit(Changed(result.kinds, result.ids))
        else:
            self.state_changed.emit()  # how far it is, without news
