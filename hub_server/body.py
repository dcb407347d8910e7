"""Feeds the body of a request, while it arrives, to whatever takes it in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Protocol, TypeVar

import anyio
from anyio.to_thread import run_sync
from litestar import Request
from litestar.exceptions import HTTPException

T_co = TypeVar("T_co", covariant=True)


class Takes(Protocol[T_co]):
    """Takes a body in, piece by piece, and says at its end what it was."""

    def feed(self, data: bytes, /) -> None: ...

    def finish(self) -> T_co: ...


async def take_body(request: Request[Any, Any, Any], taker: Takes[T_co], stall_s: float) -> T_co | None:
    """Feed the whole body; None when the line broke before its end: what came whole is kept by then."""
    pieces: AsyncIterator[bytes] = request.stream()
    try:
        while True:
            with anyio.fail_after(stall_s):
                piece = await anext(pieces, None)
            if piece is None:
                return await run_sync(taker.finish)
            if piece:
                await run_sync(taker.feed, piece)
    except (TimeoutError, HTTPException):
        return None
