"""What app and hub agree on about attachments: limits, the names of the wire's headers, and what a change names.

An attachment's bytes are addressed by their SHA-256 and travel beside the journal; the change that names them travels
in it, like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PIECE = 32 * 1024
"""Bytes that travel in one request and lie in one row, on both sides."""
MOST_BYTES = 10 * 1024 * 1024
MEDIA = ("image/jpeg", "image/png", "application/pdf")

OFFSET, LENGTH = "Upload-Offset", "Upload-Length"
REQUEST, HUB, PROBLEM = "Spoke-Request", "Spoke-Hub", "Spoke-Problem"
"""The device's random number, given back by the hub with its id: without both an answer is not our hub's to this
request. A problem's `code`, for a HEAD, which has no body."""

UNKNOWN, MISSING = "attachment-unknown", "attachment-missing"
"""No change of this device names it; one does, but the hub has no bytes of it yet."""
WRONG_OFFSET, WRONG_HASH = "wrong-offset", "wrong-hash"


@dataclass(frozen=True)
class Named:
    """The bytes that a change of kind `attachment` names. `sha` is 64 lower-case hex digits."""

    sha: str
    bytes: int
    media: str


@dataclass(frozen=True)
class Prepared:
    """A file made ready to be attached: its bytes as they are to be stored."""

    data: bytes
    media: str


class BadAttachment(Exception):
    """A file that cannot be attached. `code` is one of CODES."""

    CODES = ("unreadable", "empty", "wrong-kind", "damaged", "too-large")

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


def named(kind: str, fields: Mapping[str, Any]) -> Named | None:
    """What a change names; None for another kind, and for values that no attachment of this version can have."""
    sha, size, media = fields.get("sha256"), fields.get("bytes"), fields.get("media")
    if kind != "attachment" or not isinstance(sha, str) or not is_sha(sha) or not isinstance(media, str):
        return None
    if not isinstance(size, int) or isinstance(size, bool) or not 0 < size <= MOST_BYTES or media not in MEDIA:
        return None
    return Named(sha, size, media)


def is_sha(text: str) -> bool:
    return len(text) == 64 and not set(text) - set("0123456789abcdef")


def cut(offset: int, data: bytes) -> list[tuple[int, bytes]]:
    """`data`, which begins at `offset`, along the borders of the pieces: (number of the piece, its share)."""
    found: list[tuple[int, bytes]] = []
    at = 0
    while at < len(data):
        n, inside = divmod(offset + at, PIECE)
        found.append((n, data[at : at + PIECE - inside]))
        at += PIECE - inside
    return found
