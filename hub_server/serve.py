"""`hub-server serve`: one process that listens, says where, and ends in good order."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys

import uvicorn

from hub_server.app import create_app
from hub_server.connection import Connection
from hub_server.services.errors import AdminError
from hub_server.store.database import HubStore

_GRACE_S = 20
_STALL_S = 90
"""A connection on which no byte has moved for so long is dead, whatever it waits for."""
_STALL_AT_END_S = 2
"""The same while the process ends: an exchange that moves is finished, one that hangs is asked for again."""
_TICKS = 20
"""Between two looks at the connections; uvicorn ticks ten times a second."""


class _Server(uvicorn.Server):
    """Says where it listens once it does, on standard output, for whoever started it; waits for no dead line."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(json.dumps({"listening": self._address}) + "\n")
            sys.stdout.flush()

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS == 0:
            self._end_stalled(_STALL_S)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        watch = asyncio.create_task(self._hurry())
        try:
            await super().shutdown(sockets)
        finally:
            watch.cancel()

    async def _hurry(self) -> None:
        """End what hangs, and shortly before the grace is over everything that is left, so that nothing is cancelled
        in the middle of its work."""
        loop = asyncio.get_running_loop()
        last = loop.time() + _GRACE_S - _STALL_AT_END_S
        while True:
            self._end_stalled(_STALL_AT_END_S if loop.time() < last else 0)
            await asyncio.sleep(0.1)

    def _end_stalled(self, limit_s: float) -> None:
        for connection in list(self.server_state.connections):
            if isinstance(connection, Connection):
                connection.end_if_stalled(limit_s)


def serve(store: HubStore, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; exchanges that run are given time to end. AdminError if the port is taken."""
    app = create_app(store)
    listening = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app,
        http=Connection,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = _Server(config, f"http://{shown}:{listening.getsockname()[1]}")
    # uvicorn ends in good order and then raises the signal again: an ordered end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise AdminError(f"cannot listen on {host}:{port}: {error.strerror}") from None
    listening.listen(256)
    return listening
