"""What app and hub say to each other: the messages of an exchange, its pages, and its bounded decoding.

NDJSON under gzip. A *page* is what lies before a mark: stored with its mark in one transaction, or not at all.
Changes travel verbatim, embedded as raw bytes; nothing here re-serialises one.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from care_record.chain import extend
from care_record.change import MAX_LINE

PROTOCOL = 1
PAGE_BYTES = 64 * 1024
PAGE_CHANGES = 100
OWN_CHANGES = 1000
"""A page of the answer that is one's own changes alone names up to so many: they are few bytes, and held already."""
EARLY_BYTES = 16 * 1024
MAX_WIRE_LINE = 4 * MAX_LINE
"""No line of an answer is longer."""
MAX_REQUEST_LINE = 16 * MAX_LINE
"""A device's line beyond `MAX_LINE` is refused alone, whole, and its chain moves on; beyond this it is no line any more
but a stream without end, and ends the request."""
MAX_PAGE = 2 * (PAGE_BYTES + MAX_WIRE_LINE)
"""Bytes that a reader holds before it has seen a mark."""
QUARANTINE_LISTED = 100


Place = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
"""In a chain or feed, or a count: what every database and every JSON reader can hold."""


class BadStream(ValueError):
    """Bytes that are no exchange: rubbish, truncated or beyond every bound."""


class TooMuch(BadStream):
    """Beyond a bound that no peer of ours reaches."""


class Hello(msgspec.Struct, frozen=True, kw_only=True):
    """A device's first line. `head`: hex `h(from_n - 1)` of `chain`; `feeds`: its places, feed -> (seq, hex head).

    `runs`: it reads `own` messages where the hub would else say `yours` for each of its changes.
    """

    protocol: int
    request: str
    device: str
    chain: str
    from_n: int
    head: str
    feeds: dict[str, tuple[int, str]]
    sent_at: str = ""
    app: str = ""
    budget: int = PAGE_BYTES
    runs: bool = False


class HubHello(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The hub's first line. An answer without it, or with another hub or request in it, is no answer.

    `parted`: the asking chain has another head than the device says at the very place that it begins after: the hub
    was restored, and another copy's lines took the place of the device's. `wipe_proof`: base64 Ed25519 signature over
    `chain.wipe_bytes`; an order without it is none. `ahead`: about how many changes lie ahead of the device's places,
    said where it is more than a page.
    """

    hub: str
    request: str
    time: str
    protocol: int
    revoked: bool = False
    wipe: bool = False
    wipe_proof: str = ""
    parted: bool = False
    ahead: Place = 0


class Mark(msgspec.Struct, frozen=True):
    """The device's mark: its chain up to line `n` has this head (hex)."""

    n: int
    head: str


class RequestEnd(msgspec.Struct, frozen=True):
    marks: int


class Ack(msgspec.Struct, frozen=True):
    """The hub holds the asking chain up to `n`, where its head (hex) is `head`."""

    n: Place
    head: str


class Yours(msgspec.Struct, frozen=True):
    """Stands for one of the device's own changes in a feed; `sha256` (hex) of the line, to be checked."""

    id: str
    sha256: str


class Erased(msgspec.Struct, frozen=True):
    """Stands for a change whose body the hub has erased by law; `sha256` (hex) of the line that it was, so that the
    feed's head can be proved on. `proof`: base64 Ed25519 signature over `chain.erased_bytes`; without it the body is
    only kept back."""

    id: str
    sha256: str
    proof: str


class OwnRun(msgspec.Struct, frozen=True, omit_defaults=True):
    """Stands for `count` of the device's own changes in a row: the asking chain's lines from `n` on. The feed's next
    head, which the hub signs, is over their hashes, so the device sees whether they are."""

    n: Place
    count: Place = 1


class FeedMark(msgspec.Struct, frozen=True):
    """feed -> (seq, hex head, base64 Ed25519 signature over `chain.mark_bytes`)."""

    feeds: dict[str, tuple[Place, str, str]]


class Diverged(msgspec.Struct, frozen=True):
    """The hub does not know this place of the device in a feed."""

    feed: str
    at: tuple[Place, str]


class Quarantined(msgspec.Struct, frozen=True):
    id: str
    code: str
    detail: str = ""


class AnswerEnd(msgspec.Struct, frozen=True, kw_only=True):
    """`quarantined`: the first 100 of this lineage, `quarantined_count`: all of them; `lacks`: missing attachments."""

    more: bool
    quarantined: tuple[Quarantined, ...] = ()
    quarantined_count: Place = 0
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Early:
    """An urgent change ahead of its turn, verbatim."""

    line: bytes


@dataclass(frozen=True)
class Line:
    """A line of the device's chain, verbatim (whatever it holds)."""

    line: bytes


@dataclass(frozen=True)
class FeedLine:
    """A change at its place in a feed: its body verbatim, or `Yours`, or several own ones from that place on; or
    `Erased`, where there is no body any more."""

    feed: str
    seq: int
    what: bytes | Yours | OwnRun | Erased


@dataclass(frozen=True)
class Unknown:
    """A message of a newer hub that speaks this protocol: passed over, for what must be understood has a new protocol
    number. Nothing that counts is lost by it: lines count by verified marks, and acknowledgements by heads."""


RequestItem = Hello | Early | Line | Mark | RequestEnd
AnswerItem = HubHello | Ack | Early | FeedLine | FeedMark | Diverged | AnswerEnd | Unknown

_outer = msgspec.json.Decoder(dict[str, msgspec.Raw])
_MAY_BE_CONTROL = re.compile(rb'\s*\{\s*"(?:hello|early|mark|end|[^"]*\\)')
"""A name may also be written with escapes."""
_REQUEST_KEYS: dict[str, Any] = {"hello": Hello, "mark": Mark, "end": RequestEnd}
_ANSWER_KEYS: dict[str, Any] = {
    "hello": HubHello,
    "ack": Ack,
    "mark": FeedMark,
    "diverged": Diverged,
    "end": AnswerEnd,
}
_PLACED: dict[str, Any] = {"change": bytes, "yours": Yours, "own": OwnRun, "erased": Erased}
_NAMES: dict[type, str] = {
    Hello: "hello",
    HubHello: "hello",
    Mark: "mark",
    FeedMark: "mark",
    RequestEnd: "end",
    AnswerEnd: "end",
    Ack: "ack",
    Diverged: "diverged",
}


def message(item: Hello | HubHello | Mark | FeedMark | RequestEnd | AnswerEnd | Ack | Diverged) -> bytes:
    """The line of a control message, without a newline."""
    return msgspec.json.encode({_NAMES[type(item)]: item})


def early_line(change: bytes) -> bytes:
    """An `early` line around a change, verbatim."""
    return b'{"early":' + change + b"}"


def feed_line(feed: str, seq: int, change: bytes) -> bytes:
    """A feed's place with the change verbatim."""
    return b'{"change":' + change + b',"feed":' + msgspec.json.encode(feed) + b',"seq":%d}' % seq


def yours_line(feed: str, seq: int, change_id: str, sha256_hex: str) -> bytes:
    """A feed's place of one of the asking device's own changes, without its body."""
    return msgspec.json.encode({"yours": Yours(change_id, sha256_hex), "feed": feed, "seq": seq})


def own_line(feed: str, seq: int, n: int, count: int = 1) -> bytes:
    """A feed's places from `seq` on of the asking chain's lines from `n` on, without their bodies."""
    return msgspec.json.encode({"own": OwnRun(n, count), "feed": feed, "seq": seq})


def erased_line(feed: str, seq: int, erased: Erased) -> bytes:
    """A feed's place of a change whose body was erased."""
    return msgspec.json.encode({"erased": erased, "feed": feed, "seq": seq})


def parse_request_line(line: bytes) -> RequestItem:
    """One line of a request. Whatever is no control message is a `Line`: judged, and quarantined if need be, later."""
    if not _MAY_BE_CONTROL.match(line):
        return Line(line)  # most are, and are decoded where they are judged
    try:
        outer = _outer.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Line(line)
    if len(outer) != 1:
        return Line(line)
    (key, raw), *_ = outer.items()
    if key == "early":
        return Early(bytes(raw))
    if key not in _REQUEST_KEYS:
        return Line(line)
    item: RequestItem = _decode(raw, _REQUEST_KEYS[key])
    return item


def parse_answer_line(line: bytes) -> AnswerItem:
    """One line of the hub's answer. BadStream for what is no JSON object, or none of the shape that its name says."""
    try:
        outer = _outer.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadStream("not a line of an exchange") from None
    if (placed := next((key for key in _PLACED if key in outer), None)) is not None:
        feed = _decode(outer.get("feed"), str)
        seq = _decode(outer.get("seq"), Place)
        raw = outer[placed]
        return FeedLine(feed, seq, bytes(raw) if placed == "change" else _decode(raw, _PLACED[placed]))
    if "early" in outer:
        return Early(bytes(outer["early"]))
    for key, kind in _ANSWER_KEYS.items():
        if key in outer:
            item: AnswerItem = _decode(outer[key], kind)
            return item
    return Unknown()


def _decode(raw: msgspec.Raw | None, kind: Any) -> Any:
    if raw is None:
        raise BadStream("a message without its parts")
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadStream(str(error)) from None


@dataclass(frozen=True)
class Page:
    """Consecutive lines of a chain; `n` and `head` are those after the last of them."""

    lines: tuple[bytes, ...]
    n: int
    head: bytes


def pages(lines: Iterable[bytes], after_n: int, head: bytes) -> Iterator[Page]:
    """Cut a chain's lines after place `after_n` (whose head is `head`) into pages, each at least one line."""
    page: list[bytes] = []
    size, n = 0, after_n
    for line in lines:
        if page and (size + len(line) + 1 > PAGE_BYTES or len(page) >= PAGE_CHANGES):
            yield Page(tuple(page), n, head)
            page, size = [], 0
        page.append(line)
        size += len(line) + 1
        n, head = n + 1, extend(head, line)
    if page:
        yield Page(tuple(page), n, head)


class Deflater:
    """A gzip stream written line by line; `flush` makes everything so far readable at the other end."""

    def __init__(self, level: int = 6) -> None:
        self._deflate = zlib.compressobj(level, zlib.DEFLATED, 31)

    def line(self, line: bytes) -> bytes:
        return self._deflate.compress(line + b"\n")

    def flush(self) -> bytes:
        return self._deflate.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        return self._deflate.flush(zlib.Z_FINISH)


class LineReader:
    """Lines out of a gzip (or, with `compressed=False`, plain) stream that comes in pieces, in bounded memory.

    Feeding yields only whole lines; `last` is what stands without a line end when the stream is over. A gzip stream
    may have several members. BadStream for rubbish; TooMuch for a line over `longest`, and beyond `most`
    bytes inflated in all (a bomb of empty lines never makes a line too long).
    """

    _STEP = 64 * 1024

    def __init__(self, compressed: bool = True, most: int | None = None, longest: int = MAX_WIRE_LINE) -> None:
        self._inflate = zlib.decompressobj(31) if compressed else None
        self._rest = bytearray()
        self._left = most
        self._longest = longest

    def allow(self, most: int) -> None:
        """From here on so many bytes may come."""
        self._left = most

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The lines that `data` completes, lazily: stop iterating and nothing more is inflated."""
        if self._inflate is None:
            yield from self._lines(data)
            return
        while data:
            if self._inflate.eof:
                self._inflate = zlib.decompressobj(31)
            try:
                piece = self._inflate.decompress(data, self._STEP)
            except zlib.error as error:
                raise BadStream(str(error)) from None
            yield from self._lines(piece)
            data = self._inflate.unconsumed_tail or self._inflate.unused_data
            if not data and len(piece) == self._STEP and not self._inflate.eof:
                yield from self._drain()

    def last(self) -> bytes:
        """The last line, of a stream that ended in good order without a line end; else nothing."""
        rest, self._rest = bytes(self._rest), bytearray()
        return rest

    def _drain(self) -> Iterator[bytes]:
        # The inflater may hold output beyond the step although all input is consumed.
        assert self._inflate is not None  # noqa: S101 - only called on a compressed stream
        while piece := self._inflate.decompress(b"", self._STEP):
            yield from self._lines(piece)

    def _lines(self, piece: bytes) -> Iterator[bytes]:
        if self._left is not None:
            self._left -= len(piece)
            if self._left < 0:
                raise TooMuch("more than anyone sends")
        *lines, rest = (bytes(self._rest) + piece).split(b"\n")
        self._rest = bytearray(rest)
        for line in filter(None, lines):
            if len(line) > self._longest:
                raise TooMuch("a line beyond every bound")
            yield line
        if len(self._rest) > self._longest:
            raise TooMuch("a line beyond every bound")
