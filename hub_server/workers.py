"""Several processes that serve one address: the parent holds the socket and replaces whoever dies.

Each worker is forked before anything of the store or the web server is open, and is a hub process of its own. Workers
end in good order with the parent, however it ends: they hold the other end of a pipe that closes with it.
"""

from __future__ import annotations

import logging
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

ENDING_S = 30
"""A worker that has not ended by then, told to, is killed."""
_QUICK_S = 5.0
"""A worker that lived no longer died of something that the next one will meet as well: it waits longer and longer."""
_LONGEST_WAIT_S = 30.0
_SIGNALS = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Tie:
    """What binds a worker to its parent: `ready` is written to once it listens, `alive` reads to its end with it."""

    ready: int
    alive: int

    def say_ready(self) -> None:
        os.write(self.ready, b".")


Work = Callable[[Tie], int]
"""Serves until told to end; the exit code."""


class Workers:
    """The parent. `run` returns when it was told to end."""

    def __init__(self, count: int, listening: socket.socket, work: Work) -> None:
        self._count, self._listening, self._work = count, listening, work
        self._ready, ready = os.pipe()
        alive, self._alive = os.pipe()
        self._tie = Tie(ready, alive)
        self._born: dict[int, float] = {}
        self._wait_s = 0.0

    def run(self, listening: Callable[[], None]) -> int:
        """Start them, call `listening` when all of them do, and keep their number; the exit code."""
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
        try:
            for _ in range(self._count):
                self._start()
            if not self._all_ready():
                return 1
            listening()
            self._keep_up()
            return 0
        finally:
            self._end()
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _start(self) -> None:
        pid = os.fork()
        if pid:
            self._born[pid] = time.monotonic()
            return
        code = 1
        try:
            os.close(self._alive)
            os.close(self._ready)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
            code = self._work(self._tie)
        except SystemExit as ended:
            code = int(ended.code or 0)
        except Exception:
            _log.exception("a worker failed")
        finally:
            os._exit(code)  # nothing of the parent's may run on in here

    def _all_ready(self) -> bool:
        """Whether every worker came to listen before one of them died or somebody said to end."""
        waiting = self._count
        while waiting:
            if select.select([self._ready], [], [], 0.1)[0]:
                waiting -= len(os.read(self._ready, waiting))
            if self._reaped() or signal.sigpending() & {signal.SIGTERM, signal.SIGINT}:
                return False
        return True

    def _keep_up(self) -> None:
        """Replace whoever dies, until told to end."""
        while True:
            told = signal.sigtimedwait(_SIGNALS, 1.0)
            if told is not None and told.si_signo != signal.SIGCHLD:
                return
            gone = self._reaped()
            if not gone:
                continue
            quick = any(lived < _QUICK_S for _, _, lived in gone)
            self._wait_s = min(max(1.0, 2 * self._wait_s), _LONGEST_WAIT_S) if quick else 0.0
            for pid, status, _ in gone:
                code = os.waitstatus_to_exitcode(status)
                _log.warning("worker %d ended (%d): another one takes its place in %.0f s", pid, code, self._wait_s)
            if self._wait_s and self._told_within(self._wait_s):
                return
            for _ in gone:
                self._start()

    def _told_within(self, seconds: float) -> bool:
        """Wait; whether somebody said to end meanwhile."""
        return signal.sigtimedwait({signal.SIGTERM, signal.SIGINT}, seconds) is not None

    def _reaped(self) -> list[tuple[int, int, float]]:
        """Workers that died since the last look: id, status, seconds lived."""
        found = []
        for pid in list(self._born):
            gone, status = os.waitpid(pid, os.WNOHANG)
            if gone:
                found.append((pid, status, time.monotonic() - self._born.pop(pid)))
        return found

    def _end(self) -> None:
        """Tell all to end, and see to it that they do."""
        self._listening.close()
        for pid in self._born:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + ENDING_S
        while self._born and time.monotonic() < until:
            signal.sigtimedwait({signal.SIGCHLD}, 0.2)
            self._reaped()
        for pid in self._born:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        for end in (self._ready, self._alive, self._tie.ready, self._tie.alive):
            os.close(end)
