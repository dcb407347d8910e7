"""Packs what browsers load with gzip: a page of the queue is a tenth of itself on a slow line.

The device's side under `/v1` packs its own answers. A page holds its form token, and at times what stood in its
address; so that nobody on the line can guess one by adding to the other and measuring, the packed length is made to
vary by chance (Heal the BREACH, 2022: bytes of the gzip header's file name).
"""

from __future__ import annotations

import gzip
import io
import secrets

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from hub_server.web.accepting import takes

WORTH = 512
"""Bytes from which on packing gains anything."""
MOST_CHANCE = 100
_TYPES = ("text/html", "text/css", "text/javascript", "image/svg+xml")


def pack(content: bytes) -> bytes:
    """For what is the same for everybody, once and for all."""
    return gzip.compress(content, 9, mtime=0)


def pack_by_chance(content: bytes) -> bytes:
    """For what is one person's: the length tells a little less."""
    name = "x" * (1 + secrets.randbelow(MOST_CHANCE))
    packed = io.BytesIO()
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=6, fileobj=packed, mtime=0) as file:
        file.write(content)
    return packed.getvalue()


def packing(app: ASGIApp) -> ASGIApp:
    """Litestar middleware: whole pages go out packed to browsers that take it; streams pass as they are."""

    async def packed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET or scope["path"].startswith("/v1/") or not _accepted(scope):
            await app(scope, receive, send)
            return
        head: Message | None = None

        async def sending(message: Message) -> None:
            nonlocal head
            if message["type"] == "http.response.start":
                head = message
                return
            if head is not None and message["type"] == "http.response.body":
                first, head = head, None
                if not message.get("more_body"):
                    message["body"] = _body(first, message.get("body", b""))
                await send(first)
            await send(message)

        await app(scope, receive, sending)

    return packed


def _accepted(scope: Scope) -> bool:
    return any(
        name == b"accept-encoding" and takes(value.decode("latin-1"), "gzip") for name, value in scope["headers"]
    )


def _body(head: Message, body: bytes) -> bytes:
    """The body as it goes out; the head is changed to fit."""
    headers = MutableScopeHeaders.from_message(head)
    media = headers.get("content-type", "").partition(";")[0]
    if len(body) < WORTH or media not in _TYPES or "content-encoding" in headers:
        return body
    body = pack_by_chance(body)
    headers["content-encoding"] = "gzip"
    headers["content-length"] = str(len(body))
    headers.extend_header_value("vary", "Accept-Encoding")
    return body
