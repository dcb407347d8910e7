"""`/v1/attachments/<sha>`: pictures and PDFs beside the exchange, up and down, resumable at every byte.

HEAD says how far this device's upload has come, PATCH goes on from there, GET reads (with `Range`) what the changes of
the device's own feed name. Each answer gives back the request's number and the hub's id, as an exchange's hello does.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import anyio
from anyio.to_thread import run_sync
from litestar import Request, Response, get, head, patch
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, SkipValidation
from litestar.response import Stream

from care_record.attachment import (
    LENGTH,
    MISSING,
    OFFSET,
    PIECE,
    UNKNOWN,
    WRONG_HASH,
    WRONG_OFFSET,
    is_sha,
)
from hub_server import problems
from hub_server.context import Services
from hub_server.exchange import device_of
from hub_server.problems import Problem
from hub_server.ranges import answer_headers, ranged
from hub_server.store import attachments
from hub_server.store.attachments import Standing, Stored, WrongHash, WrongOffset
from hub_server.store.database import Connection
from hub_server.store.devices import Device

AnyRequest = Request[Any, Any, Any]
Context = NamedDependency[SkipValidation[Services]]

NOT_NAMED = Problem(404, UNKNOWN, "no change of this device's feed names it")
NOT_YET = Problem(404, MISSING, "its bytes have not come yet")
_REFUSED = {
    401: problems.spec("device-unknown"),
    403: problems.spec("device-revoked"),
    404: problems.spec(f"{UNKNOWN}, {MISSING}"),
    429: problems.spec("too-many-requests, with Retry-After"),
    503: problems.spec("busy, with Retry-After"),
}
_DEVICE: list[dict[str, list[str]]] = [{"device": []}]
REVOKED = Problem(403, "device-revoked", "this device was revoked")
TOO_LONG = Problem(413, "too-large", f"a piece has {PIECE} bytes at most")


@dataclass(frozen=True)
class _Asked:
    """Who asks for which attachment."""

    device: Device
    sha: str

    @property
    def facility(self) -> str:
        return self.device.post


@head(
    "/attachments/{sha:str}",
    status_code=200,
    summary="How far an upload has come",
    response_headers=[ResponseHeader(name=OFFSET, value="0", documentation_only=True)],
    responses={
        200: ResponseSpec(None, description="Upload-Offset and Upload-Length", generate_examples=False),
        **_REFUSED,
    },
    security=_DEVICE,
)
async def look(request: AnyRequest, sha: FromPath[str], services: Context) -> Response[None]:
    """`Upload-Offset`, and `Upload-Length`: all is there when they are the same."""
    asked = await run_sync(_asked, services, request, sha)
    standing = await run_sync(_look, services, asked)
    return Response(None, status_code=200, headers=answer_headers(services, request) | _place(standing))


@patch(
    "/attachments/{sha:str}",
    status_code=204,
    request_max_body_size=None,
    summary="The next piece of an upload",
    responses={
        400: problems.spec("malformed"),
        **_REFUSED,
        409: problems.spec(f"{WRONG_OFFSET}, with the right one"),
        413: problems.spec("too-large: over 32 KiB at once"),
        422: problems.spec(WRONG_HASH),
    },
    security=_DEVICE,
)
async def bring(
    request: AnyRequest,
    sha: FromPath[str],
    services: Context,
    attachment_gate: NamedDependency[SkipValidation[anyio.Semaphore]],
) -> Response[None]:
    """At most 32 KiB from `Upload-Offset` on. What comes before the line breaks counts."""
    asked = await run_sync(_asked, services, request, sha)
    offset = request.headers.get(OFFSET.lower(), "")
    if not offset.isdecimal() or len(offset) > 15:
        raise problems.not_understood(f"{OFFSET}: how far the upload has come")
    await run_sync(_look, services, asked)  # who may not bring it is told so before its bytes are taken in
    try:
        attachment_gate.acquire_nowait()
    except anyio.WouldBlock:
        raise problems.BUSY from None
    try:
        data, whole = await _receive(request, services.config.stall_s)
    finally:
        attachment_gate.release()
    try:
        standing = await run_sync(_append, services, asked, int(offset), data)
    except WrongOffset as wrong:
        problem = Problem(409, WRONG_OFFSET, "the upload has come to another place")
        return _refusal(services, request, problem, _place(wrong.standing))
    except WrongHash:
        problem = Problem(422, WRONG_HASH, "all has come, and it is not what its change names: begin again")
        return _refusal(services, request, problem, {OFFSET: "0"})
    if not whole:
        raise problems.not_understood("the request broke off")
    return Response(None, status_code=204, headers=answer_headers(services, request) | _place(standing))


@get(
    "/attachments/{sha:str}",
    summary="An attachment, or a range of it",
    responses={
        200: ResponseSpec(bytes, description="all of it", media_type="image/jpeg"),
        206: ResponseSpec(bytes, description="the range that was asked for", media_type="image/jpeg"),
        **_REFUSED,
        416: problems.spec("range-beyond-end"),
    },
    security=_DEVICE,
)
async def take(request: AnyRequest, sha: FromPath[str], services: Context) -> Stream:
    """Only what a change in the device's feed names; `ETag` is the SHA-256."""
    asked = await run_sync(_asked, services, request, sha)
    stored = await run_sync(_stored, services, asked)
    part = ranged(services, request, sha, stored.bytes)
    content = pieces(services, stored, part.start, part.end)
    return Stream(content, status_code=part.status, media_type=stored.media, headers=part.headers)


ROUTES: list[HTTPRouteHandler] = [look, bring, take]


def pieces(services: Services, stored: Stored, start: int, end: int) -> Iterator[bytes]:
    """The bytes from `start` to before `end`: a piece in memory at a time, each read on its own."""
    for n in range(start // PIECE, -(-end // PIECE)):
        with services.store.read() as conn:
            data = attachments.read_piece(conn, stored.upload, n)
        yield data[max(0, start - n * PIECE) : end - n * PIECE]


def _asked(services: Services, request: AnyRequest, sha: str) -> _Asked:
    device = device_of(services, request.headers.get("authorization"))
    if device.revoked is not None:
        raise REVOKED
    if device.post_kind != "facility" or not is_sha(sha):
        raise NOT_NAMED
    return _Asked(device, sha)


def _look(services: Services, asked: _Asked) -> Standing:
    sha, facility = asked.sha, asked.facility
    with services.store.read() as conn:
        standing = attachments.standing(conn, sha, asked.device.device, facility)
        if standing is None:
            stored = attachments.readable(conn, sha, facility)
            if stored is None:
                raise NOT_YET if attachments.names_it(conn, sha, facility) else NOT_NAMED
            return Standing(stored.bytes, stored.bytes, whole=True)
    if standing.whole:
        services.store.run(lambda conn: attachments.settle(conn, sha, facility))
    return standing


def _append(services: Services, asked: _Asked, offset: int, data: bytes) -> Standing:
    sha, device = asked.sha, asked.device.device

    def work(conn: Connection) -> Standing | None:
        return attachments.append(conn, sha, device, asked.facility, offset, data, services.now())

    try:
        standing = services.store.run(work)
    except WrongHash:
        services.store.run(lambda conn: attachments.discard(conn, sha, device))
        raise
    if standing is None:
        raise NOT_NAMED
    return standing


def _stored(services: Services, asked: _Asked) -> Stored:
    with services.store.read() as conn:
        stored = attachments.readable(conn, asked.sha, asked.facility)
        if stored is None:
            raise NOT_YET if attachments.names_it(conn, asked.sha, asked.facility) else NOT_NAMED
    return stored


async def _receive(request: AnyRequest, stall_s: float) -> tuple[bytes, bool]:
    """A piece, and whether it came whole."""
    data = bytearray()
    parts: AsyncIterator[bytes] = request.stream()
    try:
        while True:
            with anyio.fail_after(stall_s):
                part = await anext(parts, None)
            if part is None:
                return bytes(data), True
            data += part
            if len(data) > PIECE:
                raise TOO_LONG
    except (TimeoutError, HTTPException):
        return bytes(data), False


def _place(standing: Standing) -> dict[str, str]:
    return {OFFSET: str(standing.offset), LENGTH: str(standing.length)}


def _refusal(services: Services, request: AnyRequest, problem: Problem, more: dict[str, str]) -> Response[Any]:
    response = problems.respond(problem)
    response.headers.update(answer_headers(services, request) | more)
    return response
