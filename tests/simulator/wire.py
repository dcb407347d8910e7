"""The line between one PC and the hub: good, cut after any byte either way, repeated, or answered by somebody else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from care_record.attachment import HUB, OFFSET, REQUEST, WRONG_HASH
from care_record.wire import (
    BadStream,
    FeedMark,
    Hello,
    LineReader,
    Mark,
    RequestItem,
    parse_answer_line,
    parse_request_line,
)
from hub_server import attachments as hub_attachments
from hub_server import ranges
from hub_server.answer import Answering
from hub_server.enrol import new_chain
from hub_server.exchange import Receiving, device_of
from hub_server.heal import Healing
from hub_server.problems import Problem
from hub_server.store.attachments import WrongHash, WrongOffset
from hub_server.store.devices import Device
from spoke_app.sync.transport import Answer, NoConnection, Refusal, Reply
from tests.simulator.faults import HubCrash

if TYPE_CHECKING:
    from tests.simulator.world import World

FAR = 1 << 40


@dataclass
class Fault:
    """What befalls the next request. `up`, `down`: bytes that come through; `answer`: what comes instead of the hub's
    (the hub never hears of the request); `meanwhile` happens when the request is in and before it is answered."""

    up: int = FAR
    down: int = FAR
    answer: bytes | None = None
    later: int = 0
    """So many requests of the same round go well before."""
    meanwhile: Callable[[], object] | None = None


@dataclass
class Delivered:
    """What came through of one request and its answer, as far as it went."""

    request: bytearray
    answer: bytearray

    def hello(self) -> Hello | None:
        return next((item for item in _request_items(bytes(self.request)) if isinstance(item, Hello)), None)

    def last_mark(self) -> Mark | None:
        marks = [item for item in _request_items(bytes(self.request)) if isinstance(item, Mark)]
        return marks[-1] if marks else None

    def feed_marks(self) -> dict[str, int]:
        """feed -> the place of the last mark that came."""
        reader, found = LineReader(), dict[str, int]()
        for line in reader.feed(bytes(self.answer)):
            item = parse_answer_line(line)
            if isinstance(item, FeedMark):
                found.update({feed: seq for feed, (seq, _, _) in item.feeds.items()})
        return found


class Pieces(Answer):
    """An answer as far as the line carries it."""

    def __init__(self, pieces: Iterator[bytes], limit: int, into: bytearray) -> None:
        self._source = pieces
        self._limit = limit
        self._into = into
        self.compressed = True

    def pieces(self) -> Iterator[bytes]:
        for piece in self._source:
            through = piece[: self._limit]
            self._limit -= len(piece)
            self._into += through
            yield through
            if self._limit <= 0:
                raise NoConnection("broken")


class Wire:
    """As much of a transport as the engine needs."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self.token = token
        self.fault: Fault | None = None
        self.delivered = Delivered(bytearray(), bytearray())

    def _fault(self) -> Fault:
        """What befalls this request."""
        fault = self.fault
        if fault is not None and fault.later:
            fault.later -= 1
            return Fault()
        self.fault = None
        return fault or Fault()

    @contextmanager
    def exchange(self, body: bytes | Iterable[bytes], /) -> Iterator[Answer]:
        fault = self._fault()
        self.delivered = came = Delivered(bytearray(), bytearray())
        pieces = [body] if isinstance(body, bytes) else body
        if fault.answer is not None:
            for piece in pieces:
                came.request += piece
            yield Pieces(iter([fault.answer]), FAR, came.answer)
            return
        with self._hub_speaking():
            receiving = Receiving(self._world.hub.services, self._device(), compressed=True)
            for piece in pieces:
                through = piece[: fault.up]
                fault.up -= len(piece)
                came.request += through
                receiving.feed(through)
                if fault.up < 0:
                    raise NoConnection("broken")
            asked = receiving.finish()
            if fault.meanwhile is not None:
                fault.meanwhile()
            answering = Answering(self._world.hub.services, asked)
        yield Pieces(self._guarded(answering.pieces()), fault.down, came.answer)

    @contextmanager
    def heal(self, body: bytes, /) -> Iterator[Answer]:
        fault, came = self._fault(), bytearray()
        if fault.answer is not None:
            yield Pieces(iter([fault.answer]), FAR, came)
            return
        with self._hub_speaking():
            healing = Healing(self._world.hub.services, self._device(), compressed=True)
            healing.feed(body[: fault.up])
            if fault.up < len(body):
                raise NoConnection("broken")
            answer = healing.finish()
        yield Pieces(iter([answer]), fault.down, came)

    @contextmanager
    def attachment(self, method: str, sha: str, headers: dict[str, str], body: bytes = b"", /) -> Iterator[Reply]:
        """One request about an attachment, as the hub's routes answer it; what came before a cut counts."""
        fault, came = self._fault(), bytearray()
        if fault.answer is not None:
            yield Reply(200, {}, Pieces(iter([fault.answer]), FAR, came))
            return
        with self._hub_speaking():
            status, told, pieces = self._at_the_hub(method, sha, headers, body[: fault.up])
            if fault.up < len(body):
                raise NoConnection("broken")
        told |= {HUB: self._world.hub.identity.hub, REQUEST: headers[REQUEST]}
        yield Reply(status, told, Pieces(self._guarded(pieces), fault.down, came))

    def _at_the_hub(
        self, method: str, sha: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], Iterator[bytes]]:
        services, device = self._world.hub.services, self._device()
        if device.revoked is not None:
            raise hub_attachments.REVOKED
        asked = hub_attachments._Asked(device, sha)
        if method == "GET":
            stored = hub_attachments._stored(services, asked)
            start, end = ranges._range(headers["Range"], stored.bytes)
            told = {"Content-Range": f"bytes {start}-{end - 1}/{stored.bytes}"}
            return 206, told, hub_attachments.pieces(services, stored, start, end)
        standing = hub_attachments._look(services, asked)
        if method == "HEAD":
            return 200, hub_attachments._place(standing), iter(())
        try:
            standing = hub_attachments._append(services, asked, int(headers[OFFSET]), body)
        except WrongOffset as wrong:
            return 409, hub_attachments._place(wrong.standing), iter(())
        except WrongHash:
            raise Problem(422, WRONG_HASH, "") from None
        return 204, hub_attachments._place(standing), iter(())

    def _guarded(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        with self._hub_speaking():
            yield from pieces

    def new_chain(self) -> str:
        with self._hub_speaking():
            return new_chain(self._world.hub.services, self._device())

    def again(self, request: bytes) -> None:
        """A request that went before comes in once more; nobody hears the answer."""
        with self._hub_speaking():
            receiving = Receiving(self._world.hub.services, self._device(), compressed=True)
            receiving.feed(request)
            for _ in self._guarded(Answering(self._world.hub.services, receiving.finish()).pieces()):
                pass

    def _device(self) -> Device:
        return device_of(self._world.hub.services, f"Bearer {self.token}")

    @contextmanager
    def _hub_speaking(self) -> Iterator[None]:
        """A refusal is a problem document; a hub that dies is a line that breaks, and is started again."""
        try:
            yield
        except Problem as problem:
            raise Refusal(problem.code, problem.status, retry_after=problem.retry_after) from None
        except HubCrash:
            self._world.hub.restart()
            raise NoConnection("broken") from None


def _request_items(request: bytes) -> Iterator[RequestItem]:
    reader = LineReader()
    try:
        for line in reader.feed(request):
            yield parse_request_line(line)
    except BadStream:
        return
