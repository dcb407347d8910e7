"""What app and hub say to each other when a device heals a hub that was restored: `POST /v1/heal`.

NDJSON under gzip, as in an exchange. A *page* is a stretch of a feed between two places: where it begins, each of its
changes in the feed's order, as the hash of its line or as the line itself, and the mark that the hub once signed at
its end. A page proves itself: whoever reaches the signed head has named exactly the lines that the hub numbered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec

from care_record.wire import BadStream, HubHello

MOST_ENTRIES = 2000
"""Changes of one page; a page of an exchange has at most a hundred."""


class HealHello(msgspec.Struct, frozen=True, kw_only=True):
    """The device's first line: which feed it heals, as one request of it."""

    protocol: int
    request: str
    device: str
    feed: str


class After(msgspec.Struct, frozen=True):
    """A page begins after place `seq`, where the feed's head (hex) was `head`."""

    seq: int
    head: str


class Hashed(msgspec.Struct, frozen=True, array_like=True):
    """The next change of the page, as its id and the SHA-256 (hex) of its line."""

    id: str
    sha256: str


@dataclass(frozen=True)
class Whole:
    """The next change of the page, verbatim."""

    line: bytes


class HealMark(msgspec.Struct, frozen=True):
    """The page's end as the hub signed it: hex head, base64 Ed25519 signature over `chain.mark_bytes`."""

    seq: int
    head: str
    signature: str


class HealEnd(msgspec.Struct, frozen=True):
    """So many pages were said."""

    marks: int


class Lacks(msgspec.Struct, frozen=True):
    """Of the page that ends at `until` the hub took so many lines that it lacked, and lacks those at these places."""

    until: int
    took: int
    seqs: tuple[int, ...]


HealRequest = HealHello | After | Hashed | Whole | HealMark | HealEnd
HealAnswer = HubHello | Lacks | HealEnd

_outer = msgspec.json.Decoder(dict[str, msgspec.Raw])
_REQUEST_KEYS: dict[str, Any] = {
    "hello": HealHello,
    "after": After,
    "hash": Hashed,
    "mark": HealMark,
    "end": HealEnd,
}
_ANSWER_KEYS: dict[str, Any] = {"hello": HubHello, "lacks": Lacks, "end": HealEnd}
_NAMES: dict[type, str] = {
    HealHello: "hello",
    HubHello: "hello",
    After: "after",
    Hashed: "hash",
    HealMark: "mark",
    HealEnd: "end",
    Lacks: "lacks",
}


def heal_message(item: HealHello | HubHello | After | Hashed | HealMark | HealEnd | Lacks) -> bytes:
    """The line of a message, without a newline."""
    return msgspec.json.encode({_NAMES[type(item)]: item})


def whole_line(change: bytes) -> bytes:
    """A change of a page, verbatim."""
    return b'{"line":' + change + b"}"


def parse_heal_request(line: bytes) -> HealRequest:
    """One line of a request. BadStream for anything else."""
    key, raw = _only_part(line)
    if key == "line":
        return Whole(bytes(raw))
    item: HealRequest = _decoded(raw, _REQUEST_KEYS.get(key))
    return item


def parse_heal_answer(line: bytes) -> HealAnswer:
    """One line of the hub's answer. BadStream for anything else."""
    key, raw = _only_part(line)
    item: HealAnswer = _decoded(raw, _ANSWER_KEYS.get(key))
    return item


def _only_part(line: bytes) -> tuple[str, msgspec.Raw]:
    try:
        [(key, raw)] = _outer.decode(line).items()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
        raise BadStream("not a line of a healing") from None
    return key, raw


def _decoded(raw: msgspec.Raw, kind: Any) -> Any:
    if kind is None:
        raise BadStream("not a message of a healing")
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadStream(str(error)) from None
