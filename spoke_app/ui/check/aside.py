"""A thread for one piece of work that must hold up neither the screen nor the store: reading somebody's picture."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from spoke_app.ui.worker import settle


def in_a_thread(action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
    """Run it; a daemon, so that a file that never ends does not keep the app from ending."""
    future: Future[Any] = Future()

    threading.Thread(target=settle, args=(future, action, args), name="reading a code", daemon=True).start()
    return future
