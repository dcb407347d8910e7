"""When an exchange runs: one thread, its timer and its backoff. What an exchange is, the engine knows.

2 s after a save (a burst of saves is one exchange), when the network comes back, every minute while something waits or
a doctor's answer is awaited, else every 5 minutes; after a failure with exponential backoff and full jitter,
`Retry-After` honoured.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal, Protocol

from spoke_app.store.errors import StoreError
from spoke_app.sync.engine import DONE, WIPED, ExchangeResult
from spoke_app.sync.network import way_out

AFTER_SAVE = 2.0
WHILE_WAITING = 60.0
AT_REST = 300.0
BACKOFF_FIRST = 5.0
BACKOFF_MOST = 900.0
LOOK_EVERY = 3.0
"""So often it is looked whether the network has come back."""
ELSEWHERE = 5.0
"""Another process of this PC exchanges: look again after so long."""

log = logging.getLogger("spoke.exchange")

Phase = Literal["running", "rest"]


@dataclass(frozen=True)
class ManagerState:
    """What listeners are told: whether an exchange runs, the last one's result, and seconds until the next."""

    phase: Phase
    last: ExchangeResult | None = None
    next_in: float = 0.0


class Listener(Protocol):
    """Called on the manager's thread, with values alone; it hands them on and returns at once."""

    def __call__(self, state: ManagerState, /) -> None: ...


class Schedule:
    """When the next exchange is due; no thread, no clock of its own: times are `monotonic` seconds."""

    def __init__(self, jitter: Callable[[float], float] = lambda most: random.uniform(0, most)) -> None:
        self._jitter = jitter
        self._failures = 0
        self._not_before = 0.0
        self._asked_until = 0.0
        self.due = 0.0

    def poked(self, now: float) -> None:
        """Something was saved. The first save of a burst sets the time; a hub that asked for a pause gets it."""
        self.due = min(self.due, max(now + AFTER_SAVE, self._not_before))

    def asked(self, now: float) -> None:
        """Someone pressed *Exchange now*."""
        self.due = now

    def network_back(self, now: float) -> None:
        """There is another way out than before: what failed on the old one says nothing about it."""
        self._failures, self._not_before = 0, self._asked_until
        self.due = min(self.due, max(now, self._asked_until))

    def ended(self, result: ExchangeResult, busy: bool, now: float) -> None:
        """An exchange ended; `busy`: something waits, or an answer is awaited."""
        self._asked_until = now + (result.retry_after or 0.0)
        if result.outcome == DONE:
            self._failures, self._not_before = 0, 0.0
            self.due = now + (WHILE_WAITING if busy else AT_REST)
            return
        if result.sent or result.received:
            self._failures = 0  # a line that breaks again and again, but carries something each time
        ceiling = min(BACKOFF_MOST, BACKOFF_FIRST * 2 ** min(self._failures, 10))
        self._failures += 1
        pause = max(self._jitter(ceiling), result.retry_after or 0.0)
        # While the line is down a save does not bring it back: the pause stands against pokes, too.
        self.due = self._not_before = now + pause

    def elsewhere(self, now: float) -> None:
        """Another process was at it."""
        self.due = now + ELSEWHERE


class ExchangeManager:
    """Runs exchanges in a thread of its own until `stop`."""

    def __init__(
        self,
        run_once: Callable[[Callable[[], bool]], ExchangeResult],
        listener: Listener,
        *,
        busy: Callable[[], bool],
        alone: Callable[[], AbstractContextManager[bool]],
        abort: Callable[[], None] = lambda: None,
        asked: Callable[[], None] = lambda: None,
        behind: Callable[[ExchangeResult, Callable[[], bool]], None] = lambda result, stopped: None,
        schedule: Schedule | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        way_out: Callable[[], str] = way_out,
        look_every: float = LOOK_EVERY,
    ) -> None:
        """`run_once(stopped)` exchanges; `busy` says whether something waits; `alone()` gives whether the lock of
        this PC's exchange was had; `abort` cuts a running request; `asked` hears of *Exchange now*; `behind(result,
        stopped)` is what may fill the time until the next exchange is due; `way_out` names the network that this PC is
        in, if any."""
        self._run_once = run_once
        self._listener = listener
        self._busy = busy
        self._alone = alone
        self._abort = abort
        self._asked = asked
        self._behind = behind
        self._schedule = schedule or Schedule()
        self._monotonic = monotonic
        self._way_out = way_out
        self._look_every = look_every
        self._way = ""
        self._changed = threading.Condition()
        self._stopping = False
        self._last: ExchangeResult | None = None
        self._thread = threading.Thread(target=self._loop, name="exchange", daemon=True)

    def start(self) -> None:
        """Begins with an exchange at once."""
        with self._changed:
            self._schedule.asked(self._monotonic())
        self._thread.start()

    def poke(self) -> None:
        """After a save."""
        with self._changed:
            self._schedule.poked(self._monotonic())
            self._changed.notify()

    def now(self) -> None:
        """*Exchange now*."""
        self._asked()
        with self._changed:
            self._schedule.asked(self._monotonic())
            self._changed.notify()

    def stop(self, patience: float = 2.0) -> bool:
        """Ends the thread, cutting a running request short; False if it is still held up by the network after
        `patience` seconds (it then ends with the process: what it stored so far are whole pages)."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self._abort()
        if self._thread.is_alive():
            self._thread.join(patience)
        return not self._thread.is_alive()

    def _loop(self) -> None:
        while self._wait_until_due():
            try:
                if self._exchange():
                    self._fill_the_time()
            except StoreError as error:
                self._end(ExchangeResult(error.code, str(error)))
            except Exception as error:
                if self._stopping:
                    return
                log.exception("an exchange failed")
                self._end(ExchangeResult("failed", type(error).__name__))

    def _wait_until_due(self) -> bool:
        with self._changed:
            while not self._stopping:
                left = self._schedule.due - self._monotonic()
                if left <= 0:
                    # Saves from here on set a new time; until the end of this exchange there is none.
                    self._schedule.due = float("inf")
                    return True
                self._changed.wait(min(left, self._look_every))
                self._look_at_the_network()
            return False

    def _look_at_the_network(self) -> None:
        way = self._way_out()
        if way and way != self._way:
            self._schedule.network_back(self._monotonic())
        self._way = way

    def _fill_the_time(self) -> None:
        """Until the next exchange is due; nothing that fails here makes that wait."""
        if self._stopping or self._last is None:
            return
        try:
            self._behind(self._last, self._is_due)
        except Exception:
            if not self._stopping:
                log.exception("what follows an exchange failed")

    def _is_due(self) -> bool:
        return self._stopping or self._schedule.due <= self._monotonic()

    def _exchange(self) -> bool:
        """Whether it was had: not while another process of this PC is at it."""
        self._way = self._way_out()
        with self._alone() as alone:
            if not alone:
                with self._changed:
                    self._schedule.elsewhere(self._monotonic())
                return False
            self._listener(ManagerState("running", self._last))
            result = self._run_once(lambda: self._stopping)
        if result.outcome == WIPED:
            self._stopping = True
            self._listener(ManagerState("rest", result))
        else:
            self._end(result)
        return True

    def _end(self, result: ExchangeResult) -> None:
        busy = not self._stopping and self._busy()
        with self._changed:
            now = self._monotonic()
            poked = self._schedule.due
            self._schedule.ended(result, busy, now)
            if result.outcome == DONE:
                self._schedule.due = min(self._schedule.due, poked)
            self._last = result
            state = ManagerState("rest", result, max(0.0, self._schedule.due - now))
        if not self._stopping:
            self._listener(state)
