"""Refusals of a whole request: RFC 9457 problem documents with a stable `code`, never a traceback."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec

from care_record.attachment import PROBLEM
from care_record.wire import PROTOCOL
from hub_server.store.database import StoreError

MEDIA = "application/problem+json"
_TITLES = {
    400: "Not understood",
    401: "Not known here",
    403: "Refused",
    404: "Nothing here",
    405: "Not done this way",
    409: "In another state",
    413: "Too large",
    416: "Beyond the end",
    422: "Something else",
    426: "Upgrade needed",
    429: "Too many tries",
    500: "The hub failed",
    503: "Busy",
}
_CODES = {404: "not-found", 405: "method-not-allowed", 413: "too-large", 429: "too-many-tries"}
_log = logging.getLogger(__name__)


class Problem(Exception):
    """Ends a request with a problem document. `code` is stable; `detail` is for people; `retry_after` in seconds;
    `more` are members of its own."""

    def __init__(self, status: int, code: str, detail: str, retry_after: int | None = None, **more: object) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.more = more


class ProblemDocument(msgspec.Struct, frozen=True):
    """RFC 9457; `code` is stable."""

    type: str
    title: str
    status: int
    code: str
    detail: str


def spec(codes: str) -> ResponseSpec:
    """A refusal in the OpenAPI description, with its codes."""
    return ResponseSpec(ProblemDocument, description=codes, media_type=MEDIA)


DEVICE_UNKNOWN = Problem(401, "device-unknown", "this device is not enrolled here: ask for a new code")
BAD_CODE = Problem(403, "bad-enrolment-code", "this enrolment code is wrong, used or expired")
FOREIGN_CHAIN = Problem(403, "foreign-chain", "this chain is another device's: ask for a new one")
WRONG_DEVICE = Problem(403, "wrong-device", "the token is another device's")
TOO_LARGE = Problem(413, "too-large", "more than one exchange may bring: send less at a time")
OTHER_POST = Problem(403, "other-post", "this enrolment code is for another health centre")
UPGRADE_NEEDED = Problem(426, "upgrade-needed", f"this hub speaks protocol {PROTOCOL}", protocol=[PROTOCOL])
ENDING = Problem(503, "busy", "the hub is about to start anew: come again", retry_after=5)
ONE_AT_A_TIME = Problem(429, "too-many-requests", "exchanges of this device are running already", retry_after=10)
BUSY = Problem(503, "busy", "the hub has too much to do: come again", retry_after=10)


def not_understood(detail: str) -> Problem:
    """The request is no request of this protocol."""
    return Problem(400, "malformed", detail)


def respond(problem: Problem) -> Response[bytes]:
    """The problem as an answer."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(problem.status, "Refused"),
        "status": problem.status,
        "code": problem.code,
        "detail": problem.detail,
        **problem.more,
    }
    headers = {}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(msgspec.json.encode(body), status_code=problem.status, media_type=MEDIA, headers=headers)


def on_problem(request: Request[Any, Any, Any], error: Problem) -> Response[bytes]:
    response = respond(error)
    if request.method == "HEAD":  # an answer without a body
        response.headers[PROBLEM] = error.code
    return response


def on_http(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Litestar's own refusals in the same form; a validation error names fields, never values."""
    code = _CODES.get(error.status_code, "malformed" if error.status_code < 500 else "failed")
    return respond(Problem(error.status_code, code, _TITLES.get(error.status_code, "Refused")))


def on_store(_: Request[Any, Any, Any], error: StoreError) -> Response[bytes]:
    _log.error("store: %s", error)
    return respond(BUSY)


def on_nesting(request: Request[Any, Any, Any], error: RecursionError) -> Response[bytes]:
    """JSON nested deeper than any decoder goes. Logged, for it could be ours that recurs."""
    on_bug(request, error)
    return respond(not_understood("nested too deep"))


def on_bug(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The edge's one catch-all: logged with its place, without the values in its text."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    _log.error("%s %s: %s at %s", request.method, request.url.path, type(error).__name__, place)
    return respond(Problem(500, "failed", "the hub could not do this"))


HANDLERS: dict[int | type[Exception], Any] = {
    Problem: on_problem,
    StoreError: on_store,
    HTTPException: on_http,
    RecursionError: on_nesting,
    Exception: on_bug,
}
