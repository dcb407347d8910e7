"""New versions for the screens: what blocks runs on a worker thread, and its news come back on the main thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from spoke_app.ui.ports import UpdateControl
from spoke_app.ui.worker import Worker

if TYPE_CHECKING:
    from spoke_app.actions.new_version import NewVersion

PATIENCE_S = 5.0
STARTED = "started"


class UpdateWork(Protocol):
    """What the window asks of new versions. Each blocks for a moment."""

    def tidy(self) -> NewVersion: ...

    def look(self) -> NewVersion: ...

    def want(self) -> NewVersion: ...

    def put_off(self) -> NewVersion: ...

    def install(self) -> str: ...


class UpdateBridge(UpdateControl):
    """`started` once the installer runs: the app makes room for it."""

    started = Signal()
    _looked = Signal(object)
    _installed = Signal(str)
    _not_kept = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: UpdateWork | None = None
        self._worker: Worker | None = None
        self._looking = False
        self._looked.connect(self._on_look, Qt.ConnectionType.QueuedConnection)
        self._installed.connect(self._on_install, Qt.ConnectionType.QueuedConnection)
        self._not_kept.connect(self._on_not_kept, Qt.ConnectionType.QueuedConnection)

    def start(self, work: UpdateWork) -> None:
        """From now on it is known what there is."""
        self._work, self._worker = work, Worker("updates")
        self._submit(work.tidy)

    def stop(self) -> None:
        """An installer that is about to start may do so."""
        self._work = None
        if self._worker is not None:
            self._worker.close(PATIENCE_S)
            self._worker = None

    def look(self) -> None:
        if self._work is not None and not self._looking:
            self._submit(self._work.look)

    def download(self) -> None:
        if self._work is not None:
            self._submit(self._work.want)

    def put_off(self) -> None:
        if self._work is not None:
            self._submit(self._work.put_off)

    def install(self) -> None:
        if self._work is not None and self._worker is not None and not self.installing:
            self.installing = True
            self.changed.emit()
            self._worker.submit(self._work.install).add_done_callback(self._heard_install)

    def _submit(self, work: Callable[[], NewVersion]) -> None:
        if self._worker is not None:
            self._looking = True
            self._worker.submit(work).add_done_callback(self._heard)

    def _heard(self, future: Future[Any]) -> None:
        """On the worker thread."""
        if isinstance(future.exception(), OSError):
            self._not_kept.emit()
        else:
            self._looked.emit(future.result())

    def _heard_install(self, future: Future[Any]) -> None:
        """On the worker thread."""
        self._installed.emit(future.result())

    @Slot(object)
    def _on_look(self, view: NewVersion) -> None:
        self._looking = False
        if view != self.view:
            self.view = view
            self.changed.emit()

    @Slot()
    def _on_not_kept(self) -> None:
        self._looking = False
        self.failed.emit("disk-full")

    @Slot(str)
    def _on_install(self, outcome: str) -> None:
        self.installing = False
        if outcome == STARTED:
            self.started.emit()
            return
        self.look()
        self.changed.emit()
        self.failed.emit(outcome)
