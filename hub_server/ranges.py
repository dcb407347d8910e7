"""A file of which a device takes one range after the other: which bytes, and whose answer it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from litestar import Request

from care_record.attachment import HUB, REQUEST
from hub_server.context import Services
from hub_server.problems import Problem

AnyRequest = Request[Any, Any, Any]
_RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?")


@dataclass(frozen=True)
class Ranged:
    """The bytes from `start` to before `end`, as an answer with this status and these headers."""

    status: int
    start: int
    end: int
    headers: dict[str, str]


def ranged(services: Services, request: AnyRequest, sha: str, size: int) -> Ranged:
    """What `Range` and `If-Range` ask of a file whose `ETag` is its SHA-256. Problem 416 beyond its end."""
    headers = answer_headers(services, request) | {"ETag": f'"{sha}"', "Accept-Ranges": "bytes"}
    condition = request.headers.get("if-range", headers["ETag"])
    wanted = request.headers.get("range") if condition == headers["ETag"] else None
    start, end = _range(wanted, size)
    status = 200
    if wanted is not None and (start, end) != (0, size):
        status, headers["Content-Range"] = 206, f"bytes {start}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - start)
    return Ranged(status, start, end, headers)


def answer_headers(services: Services, request: AnyRequest) -> dict[str, str]:
    """Which hub answers, to which request: nobody else's answer says both."""
    asked = request.headers.get(REQUEST.lower(), "")
    number = asked if 0 < len(asked) <= 64 and asked.isascii() and asked.isalnum() else "-"
    return {HUB: services.identity.hub, REQUEST: number}


def _range(wanted: str | None, size: int) -> tuple[int, int]:
    """(first byte, byte after the last); all of it for what is no single range of bytes. Problem 416 beyond the end."""
    match = _RANGE.fullmatch(wanted.strip()) if wanted is not None else None
    if match is None or match.group(0) == "bytes=-":
        return 0, size
    first, last = match.groups()
    if first is None:
        return max(0, size - int(last)), size
    if int(first) >= size or (last is not None and int(last) < int(first)):
        raise Problem(416, "range-beyond-end", f"it has {size} bytes")
    return int(first), size if last is None else min(size, int(last) + 1)
