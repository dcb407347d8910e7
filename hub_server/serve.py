"""`hub-server serve`: one process that listens, says where, and ends in good order."""

from __future__ import annotations

import json
import signal
import socket
import sys

import uvicorn

from hub_server.app import create_app
from hub_server.services.errors import AdminError
from hub_server.store.database import HubStore

_GRACE_S = 20


class _Announcing(uvicorn.Server):
    """Says where it listens once it does, on standard output, for whoever started it."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(json.dumps({"listening": self._address}) + "\n")
            sys.stdout.flush()


def serve(store: HubStore, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; exchanges that run are given time to end. AdminError if the port is taken."""
    app = create_app(store)
    listening = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_GRACE_S,
    )
    server = _Announcing(config, f"http://{shown}:{listening.getsockname()[1]}")
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
