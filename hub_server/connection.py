"""One connection of a device or browser: what came before the line broke counts, and a dead line does not stay.

uvicorn forgets what it has received but not handed out once the other side is gone. On a bad line that is the usual
end, and whole pages of an exchange would go with it.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

_LOOK_AGAIN_S = 0.02


class Connection(H11Protocol):
    """An HTTP connection that hands out everything that it received before it says that the other side is gone."""

    _moved_at = 0.0
    _unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._moved_at = self.loop.time()
        super().connection_made(transport)

    def data_received(self, data: bytes) -> None:
        self._moved_at = self.loop.time()
        super().data_received(data)

    def connection_lost(self, exc: Exception | None) -> None:
        cycle = self.cycle
        if cycle is not None and cycle.body and not cycle.response_complete:
            self.flow.resume_writing()  # whoever waits to write goes on: into nothing
            self.loop.call_later(_LOOK_AGAIN_S, self.connection_lost, exc)
            return
        super().connection_lost(exc)

    def end_if_stalled(self, limit_s: float) -> None:
        """End the connection if it waits for the other side, and no byte has moved for so long."""
        now, unsent = self.loop.time(), self.transport.get_write_buffer_size()
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
