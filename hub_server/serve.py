"""`hub-server serve`: one process that listens, or several on one address; says where, and ends in good order."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

import uvicorn

from hub_server.app import app_of
from hub_server.connection import Connection
from hub_server.context import Services, open_services
from hub_server.services.errors import AdminError
from hub_server.store.database import HubStore
from hub_server.tls import Files, Tls
from hub_server.workers import Workers

_GRACE_S = 20
_BACKLOG = 256
_STALL_S = 90
"""A connection on which no byte has moved for so long is dead, whatever it waits for."""
_STALL_AT_END_S = 2
"""The same while the process ends: an exchange that moves is finished, one that hangs is asked for again."""
_TICKS = 20
"""Between two looks at the connections; uvicorn ticks ten times a second."""


@dataclass(frozen=True)
class Serving:
    """What `serve` is told. `behind`: addresses of proxies whose `X-Forwarded-For` is believed; empty: nobody's is.
    `tls`: the hub's own certificate; without one it speaks plain HTTP, to a proxy."""

    store: str
    host: str
    port: int
    workers: int = 1
    behind: str = ""
    tls: Files | None = None


class _Server(uvicorn.Server):
    """Says once it listens; waits for no dead line."""

    def __init__(
        self,
        config: uvicorn.Config,
        services: Services,
        ready: Callable[[], None],
        alive: int | None,
        tls: Tls | None,
    ) -> None:
        super().__init__(config)
        self._services, self._ready, self._alive, self._tls = services, ready, alive, tls

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listening in sockets or ():
            listening.listen(_BACKLOG)
        if self._alive is not None:
            asyncio.get_running_loop().add_reader(self._alive, self._orphaned)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._services.ending.set()
        super().handle_exit(sig, frame)

    def _orphaned(self) -> None:
        """The parent is gone, whose worker this is."""
        asyncio.get_running_loop().remove_reader(self._alive or 0)
        self._services.ending.set()
        self.should_exit = True

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS == 0:
            self._end_stalled(_STALL_S)
            if self._tls is not None:
                self._tls.look_again()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Exchanges that run may end; who comes meanwhile is told to come again. Then nobody is let in any more."""
        loop = asyncio.get_running_loop()
        last = loop.time() + _GRACE_S - _STALL_AT_END_S
        watch = asyncio.create_task(self._hurry(last))
        try:
            while loop.time() < last and any(_runs(connection) for connection in self.server_state.connections):
                await asyncio.sleep(0.05)
            await super().shutdown(sockets)
        finally:
            watch.cancel()

    async def _hurry(self, last: float) -> None:
        """End what hangs, and shortly before the grace is over everything that is left, so that nothing is cancelled
        in the middle of its work."""
        loop = asyncio.get_running_loop()
        while True:
            self._end_stalled(_STALL_AT_END_S if loop.time() < last else 0)
            await asyncio.sleep(0.1)

    def _end_stalled(self, limit_s: float) -> None:
        for connection in list(self.server_state.connections):
            if isinstance(connection, Connection):
                connection.end_if_stalled(limit_s)


def _runs(connection: object) -> bool:
    return isinstance(connection, Connection) and connection.runs()


def serve(serving: Serving) -> int:
    """Serve until SIGTERM or SIGINT; exchanges that run are given time to end. The exit code. AdminError if the port is
    taken or the certificate cannot be used, StoreError if the store cannot be."""
    if serving.tls is not None:
        Tls(serving.tls)
    _open(serving).store.close()  # before anybody is told that there is a hub
    listening = _listen(serving.host, serving.port)
    shown = f"[{serving.host}]" if ":" in serving.host else serving.host
    address = f"{'http' if serving.tls is None else 'https'}://{shown}:{listening.getsockname()[1]}"
    if serving.workers > 1:
        workers = Workers(serving.workers, listening, lambda tie: _work(serving, listening, tie.say_ready, tie.alive))
        return workers.run(lambda: _say(address))
    return _work(serving, listening, lambda: _say(address), None)


def _say(address: str) -> None:
    """For whoever started it."""
    sys.stdout.write(json.dumps({"listening": address}) + "\n")
    sys.stdout.flush()


def _open(serving: Serving) -> Services:
    return open_services(HubStore(serving.store))


def _work(serving: Serving, listening: socket.socket, ready: Callable[[], None], alive: int | None) -> int:
    """One process's part."""
    services = _open(serving)
    config = uvicorn.Config(
        app_of(services),
        http=Connection,
        log_config=None,  # ours tells no values
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(serving.behind),
        forwarded_allow_ips=serving.behind,
        backlog=1,  # so many are let in at one look: those who come together are shared among the workers
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_GRACE_S,
    )
    tls = None if serving.tls is None else Tls(serving.tls)
    config.load()
    config.ssl = None if tls is None else tls.context
    server = _Server(config, services, ready, alive, tls)
    _spare_the_collector()
    # uvicorn ends in good order and then raises the signal again: an ordered end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()
    return 0


def _spare_the_collector() -> None:
    """What was loaded at the start stays: looking through it again and again cost a third of every intake."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends at once only on what says that it is TCP; else each answer's end waits for the other side (40 ms).
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise AdminError(f"cannot listen on {host}:{port}: {error.strerror}") from None
    listening.listen(_BACKLOG)
    return listening
