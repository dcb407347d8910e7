"""The endpoints that devices call, under `/v1`: thin handlers over `exchange`, `answer` and `enrol`."""

from __future__ import annotations

from typing import Any

import anyio
import msgspec
from anyio.to_thread import run_sync
from litestar import Request, Response, Router, get, post
from litestar.datastructures import ResponseHeader
from litestar.di import NamedDependency, Provide
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, SkipValidation
from litestar.response import Stream

from care_record.wire import PROTOCOL
from hub_server import attachments, heal, problems, releases
from hub_server.answer import Answering
from hub_server.body import let_in
from hub_server.context import Services
from hub_server.enrol import Enrolment, EnrolRequest, enrol, new_chain
from hub_server.exchange import Receiving, device_of
from hub_server.limits import Limits, Slowdown, WhenOver, address_of
from hub_server.times import utc_text

NDJSON = "application/x-ndjson"
_SMALL_BODY = 16 * 1024

Context = NamedDependency[SkipValidation[Services]]
AnyRequest = Request[Any, Any, Any]


class Health(msgspec.Struct, frozen=True):
    """Which hub this is, its time, and the protocols that it speaks."""

    hub: str
    time: str
    protocol: list[int]


class NewChain(msgspec.Struct, frozen=True):
    chain: str


@get("/health", sync_to_thread=False, summary="Is this our hub?")
def health(services: Context) -> Health:
    """Without a token: a device's test of whether its hub is there."""
    return Health(services.identity.hub, utc_text(services.now()), [PROTOCOL])


@post(
    "/devices",
    request_max_body_size=_SMALL_BODY,
    summary="Enrol a device",
    responses={
        400: problems.spec("malformed"),
        403: problems.spec("bad-enrolment-code: wrong, used or expired"),
        413: problems.spec("too-large"),
        429: problems.spec("too-many-tries"),
    },
)
async def enrol_device(
    request: AnyRequest,
    data: JSONBody[EnrolRequest],
    services: Context,
    slowdown: NamedDependency[SkipValidation[Slowdown]],
) -> Enrolment:
    """One code, one device. The same code and token again give the same answer again."""
    address = address_of(request)
    await anyio.sleep(await run_sync(slowdown.wait_s, address))
    try:
        return await run_sync(enrol, services, data)
    except problems.Problem as problem:
        if problem.code == problems.BAD_CODE.code:
            await run_sync(slowdown.failed, address)
        raise


@post(
    "/chains",
    request_max_body_size=_SMALL_BODY,
    summary="A new chain for a device that is a copy",
    responses={401: problems.spec("device-unknown")},
    security=[{"device": []}],
)
async def make_chain(request: AnyRequest, services: Context) -> NewChain:
    """The old chain stays the device's lineage."""
    device = await run_sync(device_of, services, request.headers.get("authorization"))
    return NewChain(await run_sync(new_chain, services, device))


@post(
    "/exchange",
    status_code=200,
    request_max_body_size=None,
    summary="Send what the hub lacks, take what the device lacks",
    response_headers=[ResponseHeader(name="Content-Encoding", value="gzip", documentation_only=True)],
    responses={
        200: ResponseSpec(bytes, description="NDJSON, gzip: hello, ack, pages of feeds, end", media_type=NDJSON),
        400: problems.spec("malformed"),
        401: problems.spec("device-unknown"),
        403: problems.spec("wrong-device, foreign-chain"),
        413: problems.spec("too-large"),
        426: problems.spec("upgrade-needed"),
        429: problems.spec("too-many-requests, with Retry-After"),
        503: problems.spec("busy, with Retry-After"),
    },
    security=[{"device": []}],
)
async def exchange(
    request: AnyRequest,
    services: Context,
    gate: NamedDependency[SkipValidation[anyio.Semaphore]],
    limits: NamedDependency[SkipValidation[Limits]],
) -> Response[Any]:
    """The body is NDJSON under gzip: a hello, lines of the device's chain, marks, an end. See docs/protocol.md."""
    asked = await let_in(request, services, gate, limits, Receiving)
    headers = {"Content-Encoding": "gzip"}
    return Stream(Answering(services, asked).pieces(), status_code=200, media_type=NDJSON, headers=headers)


def machine_router(services: Services) -> Router:
    """Everything under `/v1`."""
    gate = anyio.Semaphore(services.config.most_exchanges)
    attachment_gate = anyio.Semaphore(services.config.most_attachments)
    slowdown, limits = Slowdown(services, "enrol"), Limits(services)

    async def look(request: AnyRequest) -> None:
        limits.look(request)

    return Router(
        path="/v1",
        route_handlers=[*attachments.ROUTES, *releases.ROUTES, health, enrol_device, make_chain, exchange, heal.heal],
        dependencies={
            "services": Provide(lambda: services, sync_to_thread=False),
            "gate": Provide(lambda: gate, sync_to_thread=False),
            "attachment_gate": Provide(lambda: attachment_gate, sync_to_thread=False),
            "slowdown": Provide(lambda: slowdown, sync_to_thread=False),
            "limits": Provide(lambda: limits, sync_to_thread=False),
        },
        before_request=look,
        middleware=[WhenOver()],
        exception_handlers=problems.HANDLERS,
    )
