"""Runs actions away from the screen's thread and brings their results back to it.

A screen calls `runner.run(action, args..., done=self._loaded)`. The action runs where `submit` puts it (the store
thread); `done` and `failed` are bound methods of main-thread objects and are called on the main thread. After an
action that wrote, `changed` goes out once, and every view refreshes what it names.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

if TYPE_CHECKING:
    from spoke_app.actions.views import Changed

Submit = Callable[[Callable[..., Any], tuple[Any, ...]], "Future[Any]"]
"""(action, its arguments after the desk) -> the future of its result"""
Trouble = Callable[[BaseException], str | None]
"""The stable code of an environment's error (disk full ...), None for a bug."""


def no_trouble(error: BaseException) -> str | None:
    """For runners whose actions report everything through `failed`."""
    return None


@dataclass(eq=False)
class Job:
    """One action under way. A dropped job's result is thrown away: a newer search has replaced it."""

    done: Callable[[Any], None] | None
    failed: Callable[[BaseException], None] | None
    dropped: bool = False

    def drop(self) -> None:
        """Forget about the result."""
        self.dropped = True


def _alive(slot: Callable[..., None]) -> bool:
    owner = getattr(slot, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


class Runner(QObject):
    """`changed(Changed)` after a write here and when news arrived; `wrote(Changed)` after a write here alone;
    `failed(code)` when the PC itself is in trouble."""

    changed = Signal(object)
    wrote = Signal(object)
    failed = Signal(str)
    idle = Signal()
    _arrived = Signal(object, object, object)

    def __init__(self, submit: Submit, parent: QObject | None = None, trouble: Trouble = no_trouble) -> None:
        super().__init__(parent)
        self._submit = submit
        self._trouble = trouble
        self._under_way = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        action: Callable[..., Any],
        *args: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
    ) -> Job:
        """Start an action. `failed` gets `Refused` and the environment's errors; bugs go to sys.excepthook."""
        job = Job(done, failed)
        self._under_way += 1
        future = self._submit(action, args)

        def finished(future: Future[Any]) -> None:
            # Runs on the worker's thread: only a queued signal leaves it.
            if not isValid(self):
                return
            if future.cancelled():
                self._arrived.emit(job, None, None)
                return
            error = future.exception()
            self._arrived.emit(job, None if error is not None else future.result(), error)

        future.add_done_callback(finished)
        return job

    @property
    def busy(self) -> bool:
        """Whether any result is still awaited."""
        return self._under_way > 0

    @Slot(object, object, object)
    def _deliver(self, job: Job, result: Any, error: BaseException | None) -> None:
        self._under_way -= 1
        try:
            if error is None:
                self._succeeded(job, result)
            else:
                self._went_wrong(job, error)
        finally:
            if not self._under_way:
                self.idle.emit()

    def _succeeded(self, job: Job, result: Any) -> None:
        if job.done is not None and not job.dropped and _alive(job.done):
            job.done(result)
        changed = _changed_in(result)
        if changed is not None:
            self.wrote.emit(changed)
            self.changed.emit(changed)

    def _went_wrong(self, job: Job, error: BaseException) -> None:
        from spoke_app.actions.refused import Refused

        code = self._trouble(error)
        if code is not None:
            self.failed.emit(code)
        told = job.failed is not None and _alive(job.failed)
        if told and job.failed is not None:
            job.failed(error)
        if code is None and not (told and isinstance(error, Refused)):
            raise error


def _changed_in(result: Any) -> Changed | None:
    """What a writing action says it touched. Whoever returns it has loaded its type; the first page waits for none."""
    views = sys.modules.get("spoke_app.actions.views")
    first = result[0] if isinstance(result, tuple) and result else result
    return first if views is not None and isinstance(first, views.Changed) else None
