"""`/v1/release`: the newest version that PCs are offered, and its installer, resumable at every byte.

The manifest goes out as its publisher signed it. Each answer gives back the request's number and the hub's id.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from anyio.to_thread import run_sync
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, SkipValidation
from litestar.response import Stream

from care_record.attachment import is_sha
from care_record.release import PIECE
from hub_server import problems
from hub_server.context import Services
from hub_server.exchange import device_of
from hub_server.problems import Problem
from hub_server.ranges import answer_headers, ranged
from hub_server.store import releases
from hub_server.store.releases import Offered

AnyRequest = Request[Any, Any, Any]
Context = NamedDependency[SkipValidation[Services]]
MSI = "application/x-msi"

REVOKED = Problem(403, "device-revoked", "this device was revoked")
UNKNOWN = Problem(404, "release-unknown", "no version that is offered has this installer")
_REFUSED = {
    401: problems.spec("device-unknown"),
    403: problems.spec("device-revoked"),
    429: problems.spec("too-many-requests, with Retry-After"),
    503: problems.spec("busy, with Retry-After"),
}
_DEVICE: list[dict[str, list[str]]] = [{"device": []}]


@get(
    "/release",
    summary="The newest version of the app",
    responses={
        200: ResponseSpec(dict[str, str], description="the manifest: `release` (JSON as text) and `signature`"),
        204: ResponseSpec(None, description="none is offered", generate_examples=False),
        **_REFUSED,
    },
    security=_DEVICE,
)
async def newest(request: AnyRequest, services: Context) -> Response[Any]:
    """Signed by the app's publisher, not by the hub."""
    found = await run_sync(_newest, services, request)
    headers = answer_headers(services, request)
    if found is None:
        return Response(None, status_code=204, headers=headers)
    return Response(found.manifest, status_code=200, media_type="application/json", headers=headers)


@get(
    "/release/{sha:str}",
    summary="The installer of a version, or a range of it",
    responses={
        200: ResponseSpec(bytes, description="all of it", media_type=MSI),
        206: ResponseSpec(bytes, description="the range that was asked for", media_type=MSI),
        **_REFUSED,
        404: problems.spec("release-unknown"),
        416: problems.spec("range-beyond-end"),
    },
    security=_DEVICE,
)
async def installer(request: AnyRequest, sha: FromPath[str], services: Context) -> Stream:
    """`ETag` is the SHA-256."""
    found = await run_sync(_installer, services, request, sha)
    part = ranged(services, request, sha, found.size)
    content = pieces(services, found, part.start, part.end)
    return Stream(content, status_code=part.status, media_type=MSI, headers=part.headers)


ROUTES: list[HTTPRouteHandler] = [newest, installer]


def pieces(services: Services, release: Offered, start: int, end: int) -> Iterator[bytes]:
    """The bytes from `start` to before `end`: a piece in memory at a time, each read on its own."""
    for n in range(start // PIECE, -(-end // PIECE)):
        with services.store.read() as conn:
            data = releases.read_piece(conn, release.sha256, n)
        yield data[max(0, start - n * PIECE) : end - n * PIECE]


def _newest(services: Services, request: AnyRequest) -> Offered | None:
    _look_who_asks(services, request)
    with services.store.read() as conn:
        return next(iter(releases.listed(conn)), None)


def _installer(services: Services, request: AnyRequest, sha: str) -> Offered:
    _look_who_asks(services, request)
    with services.store.read() as conn:
        found = releases.with_hash(conn, sha) if is_sha(sha) else None
    if found is None:
        raise UNKNOWN
    return found


def _look_who_asks(services: Services, request: AnyRequest) -> None:
    if device_of(services, request.headers.get("authorization")).revoked is not None:
        raise REVOKED
