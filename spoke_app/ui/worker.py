"""A thread that does one thing after the other, and that nobody has to wait for at the end of the app."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


class Worker:
    """Like a pool of one thread, but what it waits for (a dead line, say) does not hold up the end of the process."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[tuple[Callable[..., Any], tuple[Any, ...], Future[Any]] | None]
        self._jobs = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._begun = False

    def submit(self, action: Callable[..., Any], *args: Any) -> Future[Any]:
        """The future has what `action` gives or raises."""
        future: Future[Any] = Future()
        self._jobs.put((action, args, future))
        if not self._begun:
            self._begun = True
            self._thread.start()
        return future

    def close(self, patience: float) -> bool:
        """Whether all that was handed in is done, after at most `patience` seconds."""
        if not self._begun:
            return True
        self._jobs.put(None)
        self._thread.join(patience)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            action, args, future = job
            if future.set_running_or_notify_cancel():
                settle(future, action, args)


def settle(future: Future[Any], action: Callable[..., Any], args: tuple[Any, ...]) -> None:
    """Do it here and now; the future has what it gives or raises."""
    try:
        result = action(*args)
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)


def settle_with(future: Future[Any], other: Future[Any]) -> None:
    """The one has what the other comes to have."""
    other.add_done_callback(lambda done: settle(future, done.result, ()))
