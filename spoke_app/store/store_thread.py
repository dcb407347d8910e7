"""The one thread that owns the store's only writing connection.

Everything that reads or writes the store is a plain function over `Store`, handed to this thread. The connection is
opened and closed in it, too: SQLite connections may not cross threads.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from spoke_app.store.database import Store
from spoke_app.store.errors import WIPED, StoreDamaged, StoreWiped, translated

T = TypeVar("T")

_Job = tuple[Callable[[Store], Any], "Future[Any]"]


class StoreThread:
    """Runs functions over the store, one after the other, in the order in which they were handed in."""

    def __init__(self, opener: Callable[[], Store], *, damaged: Callable[[], None] = lambda: None) -> None:
        """Opens the store; raises what `opener` raises. `damaged` hears, on its thread, of each damage that is met."""
        self._damaged = damaged
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._opened: Future[None] = Future()
        self._lock = threading.Lock()
        self._closed = False
        self._ended = False
        self._thread = threading.Thread(target=self._run, args=(opener,), name="store", daemon=False)
        self._thread.start()
        self._opened.result()

    def submit(self, function: Callable[[Store], T]) -> Future[T]:
        """Queues `function`; the future has its result or what it raised."""
        future: Future[T] = Future()
        with self._lock:
            if self._ended:
                future.set_exception(StoreWiped(WIPED))
                return future
            if self._closed:
                raise RuntimeError("the store is closed")
            self._jobs.put((function, future))
        return future

    def call(self, function: Callable[[Store], T]) -> T:
        """Runs `function` on the store thread and waits: for other worker threads, never for the screen's."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a function on the store thread takes the store, not its thread")
        return self.submit(function).result()

    def end_after(self, function: Callable[[Store], bool]) -> bool:
        """Runs `function` on the store thread; where it gives True the store is closed before anything else is done
        with it, and what was handed in meanwhile, and whatever is from now on, fails with `StoreWiped`."""

        def last(store: Store) -> bool:
            if not function(store):
                return False
            with self._lock:
                self._closed = self._ended = True
            return True

        ended = self.call(last)
        if ended:
            self._thread.join()
        return ended

    def close(self) -> None:
        """Ends after what is queued; safe to call again."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _run(self, opener: Callable[[], Store]) -> None:
        try:
            store = opener()
        except BaseException as error:
            self._opened.set_exception(error)
            return
        self._opened.set_result(None)
        try:
            while not self._ended and (job := self._jobs.get()) is not None:
                self._do(store, *job)
        finally:
            store.close()
            self._refuse_the_rest()

    def _refuse_the_rest(self) -> None:
        while not self._jobs.empty():
            job = self._jobs.get()
            if job is not None and job[1].set_running_or_notify_cancel():
                job[1].set_exception(StoreWiped(WIPED))

    def _do(self, store: Store, function: Callable[[Store], Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            with translated():
                result = function(store)
        except BaseException as error:
            if isinstance(error, StoreDamaged):
                self._damaged()
            future.set_exception(error)
        else:
            future.set_result(result)
