"""The way in of a device's long requests: who it is, whether there is room, and its body, while it arrives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol, TypeVar

import anyio
from anyio.to_thread import run_sync
from litestar import Request
from litestar.exceptions import HTTPException

from hub_server import problems
from hub_server.context import Services
from hub_server.exchange import device_of
from hub_server.limits import Limits
from hub_server.store.devices import Device

T = TypeVar("T")
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


async def let_in(
    request: Request[Any, Any, Any],
    services: Services,
    gate: anyio.Semaphore,
    limits: Limits,
    taker: Callable[[Services, Device, bool], Takes[T]],
) -> T:
    """What `taker`, made for the device and whether its body is gzip, says of the whole body. Problem if it is refused,
    there is no room, or the line broke."""
    device = await run_sync(device_of, services, request.headers.get("authorization"))
    limits.enter(request, device.device)
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("gzip", "identity"):
        raise problems.not_understood("Content-Encoding: gzip")
    try:
        gate.acquire_nowait()
    except anyio.WouldBlock:
        raise problems.BUSY from None
    try:
        taken = await take_body(request, taker(services, device, encoding == "gzip"), services.config.stall_s)
    finally:
        gate.release()
    if taken is None:
        raise problems.not_understood("the request broke off")
    return taken
