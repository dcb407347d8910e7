"""How often a device and an address may call, how many exchanges of a device run at once, and who waits after failing.

Rates and the exchanges that run are counted in each web process: they keep one busy caller from the others' turn there.
Wrong enrolment codes and passwords are counted in the store, for all processes together.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from hub_server import problems
from hub_server.config import Config, Rate
from hub_server.context import Services
from hub_server.store import tries

_FORGET_S = 3600
_DUE = "hub_due_at_the_end"
_MOST_KEYS = 50_000
AnyRequest = Request[Any, Any, Any]


@dataclass
class _Bucket:
    left: float
    at: float


class Rates:
    """A bucket of calls for each key, that fills up again with time. Not for threads: the event loop's own."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._clock = rate, clock
        self._buckets: dict[str, _Bucket] = {}

    def take(self, key: str) -> None:
        """One call of this key. Problem 429 if it calls too often."""
        now = self._clock()
        bucket = self._buckets.get(key)
        if bucket is None:
            self._make_room(now)
            bucket = self._buckets[key] = _Bucket(self._rate.burst, now)
        bucket.left = min(self._rate.burst, bucket.left + (now - bucket.at) * self._rate.per_second)
        bucket.at = now
        if bucket.left < 1:
            wait = math.ceil((1 - bucket.left) / self._rate.per_second)
            raise problems.Problem(429, "too-many-requests", "this often is too often: come again", retry_after=wait)
        bucket.left -= 1

    def _make_room(self, now: float) -> None:
        """Who has not called for long has a full bucket again, and needs none."""
        if len(self._buckets) >= _MOST_KEYS:
            full_s = self._rate.burst / self._rate.per_second
            kept = {key: bucket for key, bucket in self._buckets.items() if now - bucket.at < full_s}
            self._buckets = kept if len(kept) < _MOST_KEYS else {}


class Limits:
    """The limits of one web process."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        config = services.config
        self._services = services
        self._addresses = Rates(config.address_rate, clock)
        self._devices = Rates(config.device_rate, clock)
        self._running: Counter[str] = Counter()

    def look(self, request: AnyRequest) -> None:
        """Before every request of a machine. Problem 429, or 503 while the process ends."""
        if self._services.ending.is_set():
            raise problems.ENDING
        self._addresses.take(address_of(request))

    def enter(self, request: AnyRequest, device: str) -> None:
        """An exchange of the device begins, and runs until its answer is sent or the line is gone. Problem 429."""
        self._devices.take(device)
        if self._running[device] >= self._services.config.most_of_device:
            raise problems.ONE_AT_A_TIME
        self._running[device] += 1
        request.scope["state"][_DUE] = lambda: self._leave(device)

    def _leave(self, device: str) -> None:
        self._running[device] -= 1
        if not self._running[device]:
            del self._running[device]


class WhenOver(ASGIMiddleware):
    """Does what is due once a request is over, however it ended: its answer is sent, or its line is gone."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        try:
            await next_app(scope, receive, send)
        finally:
            due = scope.get("state", {}).pop(_DUE, None)
            if due is not None:
                due()


def address_of(request: AnyRequest) -> str:
    """Who calls; behind a proxy that the operator named, whom that names."""
    return request.client.host if request.client else ""


class Slowdown:
    """Counts an address's wrong codes or passwords; says how long to wait before its next try is looked at."""

    def __init__(self, services: Services, what: str) -> None:
        self._services, self._what = services, what

    def wait_s(self, address: str) -> float:
        """Seconds to wait now. Problem 429 for an address that has tried too often within the hour."""
        config: Config = self._services.config
        with self._services.store.read() as conn:
            failures = tries.count(conn, self._what, address, self._services.now())
        if failures >= config.refuse_after:
            raise problems.Problem(429, "too-many-tries", "too many wrong tries from here", retry_after=_FORGET_S)
        beyond = failures - config.free_failures
        return 0.0 if beyond < 0 else float(min(0.25 * 2**beyond, config.longest_wait_s))

    def failed(self, address: str) -> None:
        """A wrong one came from there."""
        now = self._services.now()
        self._services.store.run(lambda conn: tries.add(conn, self._what, address, now))
