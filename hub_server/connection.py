"""One connection of a device or browser: what came before the line broke counts, and a dead line does not stay.

uvicorn forgets what it has received but not handed out once the other side is gone. On a bad line that is the usual
end, and whole pages of an exchange would go with it.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from hub_server.headers import ALWAYS

_LOOK_AGAIN_S = 0.02
_HEAD_S = 30.0
"""A request's head that is not whole so long after it began never will be: it drips in to keep the place taken."""


class Connection(H11Protocol):
    """An HTTP connection that hands out everything that it received before it says that the other side is gone."""

    _moved_at = 0.0
    _unsent = 0
    _head_since: float | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._moved_at = self.loop.time()
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        self._moved_at = self.loop.time()
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE or not self.conn.trailing_data[0]:
            self._head_since = None
        elif self._head_since is None:
            self._head_since = self._moved_at

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is told so as strictly as everybody else."""
        headers = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]
        headers += [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        answer = h11.Response(status_code=400, headers=headers, reason=b"Bad Request")
        for event in (answer, h11.Data(data=msg.encode()), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        cycle = self.cycle
        if cycle is not None and cycle.body and not cycle.response_complete:
            self.flow.resume_writing()  # whoever waits to write goes on: into nothing
            self.loop.call_later(_LOOK_AGAIN_S, self.connection_lost, exc)
            return
        super().connection_lost(exc)

    def end_if_stalled(self, limit_s: float) -> None:
        """End the connection if it waits for the other side, and no byte has moved for so long; or if a request's head
        has been on its way for longer than any line takes."""
        now, unsent = self.loop.time(), self.transport.get_write_buffer_size()
        if self._head_since is not None and now - self._head_since > _HEAD_S:
            self.transport.abort()
            return
        if unsent != self._unsent or self._works():
            self._unsent, self._moved_at = unsent, now
        elif now - self._moved_at > limit_s:
            self.transport.abort()

    def runs(self) -> bool:
        """Whether a request is on its way in, or its answer on its way out."""
        return self.cycle is not None and not self.cycle.response_complete

    def _works(self) -> bool:
        """Whether it is the hub's turn: everything received is not taken in yet, or an answer is being made."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete or self._unsent:
            return False
        return bool(cycle.body) or not cycle.more_body
