"""A thread for one piece of work that must hold up neither the screen nor the store: reading somebody's picture."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any


def in_a_thread(action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
    """Run it; a daemon, so that a file that never ends does not keep the app from ending."""
    future: Future[Any] = Future()

    def work() -> None:
        try:
            result = action(*args)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    threading.Thread(target=work, name="reading a code", daemon=True).start()
    return future
