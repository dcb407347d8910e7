"""Strict headers on every answer. A page that needs more (its own scripts and styles) sets its own policy first."""

from __future__ import annotations

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_PAGES = {
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""For browsers only: a device's smallest exchange has 700 bytes for everything."""
_HTTPS = "max-age=31536000"
"""From then on the browser asks for nothing of this host without TLS."""


async def strict_headers(message: Message, scope: Scope) -> None:
    """Litestar's `before_send` hook: adds what the answer does not say itself."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in (ALWAYS if scope["path"].startswith("/v1/") else ALWAYS | _PAGES).items():
        headers.setdefault(name, value)
    if scope["scheme"] == "https" and scope["path"] != "/v1/exchange":
        headers.setdefault("Strict-Transport-Security", _HTTPS)
