"""`POST /v1/heal`: a device returns what this hub once held and lost, proved by the hub's own signature.

A page is a stretch of a feed under a mark that this hub signed. Its hashes must lead from where it says that it begins
to the signed head: then they are the lines that the hub numbered there, and nothing else. Lines in it are taken in,
whoever wrote them; the answer names the places whose lines the hub lacks. Stateless, in memory bounded by the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import anyio
from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import SkipValidation

from care_record.chain import ZERO, feed_extend, line_hash, mark_bytes
from care_record.change import BadChange, decode
from care_record.heal_wire import (
    MOST_ENTRIES,
    After,
    Hashed,
    HealEnd,
    HealHello,
    HealMark,
    HealRequest,
    Lacks,
    Whole,
    heal_message,
    parse_heal_request,
)
from care_record.signature import unb64, verify
from care_record.wire import MAX_PAGE, PROTOCOL, BadStream, Deflater, HubHello, LineReader, TooMuch
from hub_server import problems
from hub_server.body import let_in
from hub_server.context import Services
from hub_server.limits import Limits
from hub_server.problems import Problem
from hub_server.store import feeds
from hub_server.store.devices import Device
from hub_server.store.healing import RunEntry, look, take_back
from hub_server.store.judge import Sender
from hub_server.times import utc_text

NOT_PROVED = Problem(403, "not-proved", "these hashes do not lead to a head that this hub has signed")
FOREIGN_FEED = Problem(403, "foreign-feed", "this device does not read that feed")
REVOKED = Problem(403, "device-revoked", "this device was revoked")
NDJSON = "application/x-ndjson"
_MOST_PAGES = 500
"""Pages of one request: what is said about them is kept until its end."""
_MOST_PLACE = 2**53

Context = NamedDependency[SkipValidation[Services]]


class _Page:
    """A page while it arrives."""

    def __init__(self, seq: int, head: bytes) -> None:
        self.seq, self.head = seq, head
        self.size = 0
        self.entries: list[RunEntry] = []

    def add(self, change: str, sha: bytes, line: bytes | None) -> None:
        self.seq, self.head = self.seq + 1, feed_extend(self.head, sha)
        self.size += len(line or b"")
        if self.size > MAX_PAGE or len(self.entries) >= MOST_ENTRIES:
            raise problems.TOO_LARGE
        self.entries.append(RunEntry(self.seq, change, sha, line))


class Healing:
    """One request while it arrives."""

    def __init__(self, services: Services, device: Device, compressed: bool) -> None:
        self._services = services
        self._device = device
        self._reader = LineReader(compressed, services.config.most_inflated)
        self._taken = 0
        self._hello: HealHello | None = None
        self._page: _Page | None = None
        self._told: list[Lacks] = []
        self._over = False

    def feed(self, data: bytes) -> None:
        """Take a piece of the body. Problem if the request is refused; the pages before that are kept."""
        self._taken += len(data)
        if self._taken > self._services.config.most_body:
            raise problems.TOO_LARGE
        self._take_all(self._reader.feed(data))

    def finish(self) -> bytes:
        """The request is at its end: the answer, gzipped. Problem if it never came to its own end."""
        self._take_all(filter(None, [self._reader.last()]))
        if self._hello is None or not self._over:
            raise problems.not_understood("a healing begins with a hello and ends with an end")
        identity = self._services.identity
        hello = HubHello(
            hub=identity.hub, request=self._hello.request, time=utc_text(self._services.now()), protocol=PROTOCOL
        )
        out = Deflater()
        answer = out.line(heal_message(hello))
        answer += b"".join(out.line(heal_message(each)) for each in self._told)
        return answer + out.line(heal_message(HealEnd(len(self._told)))) + out.finish()

    def _take_all(self, lines: Iterable[bytes]) -> None:
        try:
            for line in lines:
                self._take(parse_heal_request(line))
        except TooMuch:
            raise problems.TOO_LARGE from None
        except BadStream as error:
            raise problems.not_understood(f"no healing: {error}") from None

    def _take(self, item: HealRequest) -> None:
        if self._over:
            raise BadStream("more after the end")
        if self._hello is None:
            self._begin(item)
        elif isinstance(item, After):
            if self._page is not None or not 0 <= item.seq <= _MOST_PLACE:
                raise BadStream("a page that does not begin here")
            self._page = _Page(item.seq, _hash(item.head))
        elif isinstance(item, HealEnd):
            if self._page is not None:
                raise BadStream("an end within a page")
            self._over = True
        elif self._page is None:
            raise BadStream("a page begins with its place")
        elif isinstance(item, Hashed):
            self._page.add(item.id, _hash(item.sha256), None)
        elif isinstance(item, Whole):
            self._page.add(_id(item.line), line_hash(item.line), item.line)
        elif isinstance(item, HealMark):
            self._close(self._page, item, self._hello.feed)
        else:
            raise BadStream("a second hello")

    def _begin(self, item: HealRequest) -> None:
        if not isinstance(item, HealHello) or not 0 < len(item.request) <= 64:
            raise BadStream("it begins with a hello")
        if item.protocol != PROTOCOL:
            raise problems.UPGRADE_NEEDED
        device = self._device
        if item.device != device.device:
            raise problems.WRONG_DEVICE
        if device.revoked is not None:
            raise REVOKED
        own = {feeds.facility_feed(device.post)} if device.post_kind == "facility" else set()
        if item.feed not in own | {feeds.ALL}:
            raise FOREIGN_FEED
        self._hello = item

    def _close(self, page: _Page, mark: HealMark, feed: str) -> None:
        self._page = None
        if len(self._told) >= _MOST_PAGES:
            raise problems.TOO_LARGE
        if not self._proved(page, mark, feed):
            raise NOT_PROVED
        facility = None if feed == feeds.ALL else self._device.post
        sender = Sender(self._device.device, "", facility, proved=feed)
        store, now = self._services.store, self._services.now()
        with store.read() as conn:
            taken = look(conn, sender, page.entries)
        if taken is None:
            taken = store.run(lambda conn: take_back(conn, sender, page.entries, now))
        self._told.append(Lacks(page.seq, taken.took, taken.lacks))

    def _proved(self, page: _Page, mark: HealMark, feed: str) -> bool:
        """Whether the page's hashes lead to a head that this hub has signed."""
        identity = self._services.identity
        if (page.seq, page.head) != (mark.seq, _hash(mark.head)):
            return False
        try:
            signature = unb64(mark.signature)
        except ValueError:
            return False
        return verify(identity.sign_key, mark_bytes(identity.hub, feed, page.seq, page.head), signature)


def _hash(text: str) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        raise BadStream("not a hash") from None
    if len(value) != len(ZERO):
        raise BadStream("not a hash")
    return value


def _id(line: bytes) -> str:
    """The change's id; a line that is none is known by its hash, as in quarantine."""
    try:
        return decode(line).id
    except BadChange:
        return line_hash(line).hex()


@post(
    "/heal",
    status_code=200,
    request_max_body_size=None,
    summary="Give a restored hub back what it lost",
    responses={
        200: ResponseSpec(bytes, description="NDJSON, gzip: hello, lacks for each page, end", media_type=NDJSON),
        400: problems.spec("malformed"),
        401: problems.spec("device-unknown"),
        403: problems.spec("not-proved, foreign-feed, device-revoked, wrong-device"),
        413: problems.spec("too-large"),
        426: problems.spec("upgrade-needed"),
        429: problems.spec("too-many-requests, with Retry-After"),
        503: problems.spec("busy, with Retry-After"),
    },
    security=[{"device": []}],
)
async def heal(
    request: Request[Any, Any, Any],
    services: Context,
    gate: NamedDependency[SkipValidation[anyio.Semaphore]],
    limits: NamedDependency[SkipValidation[Limits]],
) -> Response[bytes]:
    """The body is NDJSON under gzip: a hello, pages of a feed under this hub's marks, an end. See docs/protocol.md."""
    answer = await let_in(request, services, gate, limits, Healing)
    headers = {"Content-Encoding": "gzip"}
    return Response(answer, status_code=200, media_type=NDJSON, headers=headers)
