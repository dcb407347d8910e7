"""`POST /v1/exchange`, the receiving half: pages are stored as they arrive, each with its mark in one transaction.

A `Receiving` is one request. It is fed pieces of the body and keeps in memory what came in one piece, at most; pages
that came together are stored together, which spares a busy hub most of its work. Whatever comes after something that
is no page is read and dropped, and the answer's `ack` says where to go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from care_record.chain import ZERO
from care_record.ids import is_id
from care_record.wire import (
    EARLY_BYTES,
    PAGE_CHANGES,
    PROTOCOL,
    BadStream,
    Early,
    Hello,
    Line,
    LineReader,
    Mark,
    RequestEnd,
    RequestItem,
    TooMuch,
    parse_request_line,
)
from hub_server import problems
from hub_server.context import Services
from hub_server.enrol import plain
from hub_server.store import chains, devices, pages
from hub_server.store.chains import ForeignChain, Place
from hub_server.store.database import Connection
from hub_server.store.devices import Device
from hub_server.store.feeds import FeedPlace
from hub_server.store.judge import Sender
from hub_server.times import parse_time

_MOST_PLACE = 2**53


def device_of(services: Services, authorization: str | None) -> Device:
    """The device behind an `Authorization: Bearer` header. Problem 401 `device-unknown`."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() == "bearer" and 0 < len(token) <= 200:
        with services.store.read() as conn:
            device = devices.by_token(conn, token.strip())
        if device is not None:
            return device
    raise problems.DEVICE_UNKNOWN


@dataclass(frozen=True)
class Asked:
    """What the answer needs to know of the request. `proved`: the chain's places up to here are proved by it;
    `parted`: not even the place after which it begins is."""

    hello: Hello
    device: Device
    proved: int
    parted: bool
    places: Mapping[str, FeedPlace]


@dataclass
class _Page:
    lines: list[bytes] = field(default_factory=list)
    size: int = 0


class Receiving:
    """One request while it arrives."""

    def __init__(self, services: Services, device: Device, compressed: bool, *, on_stick: bool = False) -> None:
        """`on_stick`: written some time ago, so that its time says nothing about the device's clock."""
        self._services = services
        self._on_stick = on_stick
        self._device = device
        self._reader = LineReader(compressed, services.config.most_inflated, services.config.most_line)
        self._taken = 0
        self._over = False
        self._hello: Hello | None = None
        self._sender: Sender | None = None
        self._place = Place(0, ZERO)
        self._fits = False
        self._parted = False
        self._proved = 0
        self._page = _Page()
        self._run: list[bytes] = []
        self._heads: list[bytes] = []
        self._run_size = 0
        self._tail = self._place
        self._early: list[bytes] = []
        self._early_size = 0
        self._early_over = False

    def feed(self, data: bytes) -> None:
        """Take a piece of the body. Problem if the whole request is refused."""
        self._taken += len(data)
        if self._taken > self._services.config.most_body:
            raise problems.TOO_LARGE
        try:
            self._take_all(self._reader.feed(data))
        finally:
            self._keep_pages()
        self._keep_early()

    def _take_all(self, lines: Iterable[bytes]) -> None:
        try:
            for line in lines if not self._over else ():
                self._take(parse_request_line(line))
                if self._over:
                    return
        except TooMuch:
            raise problems.TOO_LARGE from None
        except BadStream:
            if self._hello is None:
                raise problems.not_understood("not an exchange") from None
            self._over = True

    def finish(self) -> Asked:
        """The request is at its end. Problem if it never began."""
        try:
            self._take_all(filter(None, [self._reader.last()]))
        finally:
            self._keep_pages()
        self._keep_early()
        if self._hello is None:
            raise problems.not_understood("an exchange begins with a hello")
        places = {feed: FeedPlace(seq, bytes.fromhex(head)) for feed, (seq, head) in self._hello.feeds.items()}
        return Asked(self._hello, self._device, self._proved, self._parted, places)

    def _take(self, item: RequestItem) -> None:
        if self._hello is None:
            if not isinstance(item, Hello):
                raise problems.not_understood("an exchange begins with a hello")
            self._begin(item)
        elif isinstance(item, Early):
            self._add_early(item.line)
        elif isinstance(item, Line):
            self._add_line(item.line)
        elif isinstance(item, Mark):
            self._close_page(item)
        elif isinstance(item, RequestEnd):
            self._over = True
        else:
            raise BadStream("a second hello")

    def _begin(self, hello: Hello) -> None:
        _check_hello(hello, self._device)
        services, now = self._services, self._services.now()
        place = Place(hello.from_n - 1, bytes.fromhex(hello.head))

        offset_s = None if self._on_stick else _offset_s(hello.sent_at, now)

        def begin(conn: Connection) -> tuple[bool, bool]:
            held = chains.ensure_chain(conn, hello.chain, hello.device, now)
            devices.note_seen(conn, hello.device, plain(hello.app), offset_s, now)
            fits = pages.fits(conn, hello.chain, held, place)
            return fits, not fits and place.n <= held.n

        try:
            self._fits, self._parted = services.store.run(begin, promised=False)
        except ForeignChain:
            raise problems.FOREIGN_CHAIN from None
        device = self._device
        facility = device.post if device.post_kind == "facility" else None
        self._sender = Sender(device.device, hello.chain, facility, revoked=device.revoked is not None)
        self._hello, self._place, self._tail = hello, place, place
        self._proved = place.n if self._fits else 0

    def _add_early(self, line: bytes) -> None:
        self._early_size += len(line)
        if self._early_over or (self._early_size > EARLY_BYTES and self._early_size > len(line)):
            return  # it comes again in its turn
        self._early.append(line)

    def _keep_early(self) -> None:
        lines, self._early = self._early, []
        sender, now = self._sender, self._services.now()
        if lines and sender is not None:
            self._services.store.run(lambda conn: pages.accept_early(conn, sender, lines, now))

    def _add_line(self, line: bytes) -> None:
        if not self._early_over:
            self._early_over = True
            self._keep_early()
        page = self._page
        page.size += len(line) + 1
        if page.size > self._services.config.most_page or len(page.lines) >= 2 * PAGE_CHANGES:
            raise problems.TOO_LARGE
        page.lines.append(line)

    def _close_page(self, mark: Mark) -> None:
        page, self._page = self._page, _Page()
        if not self._fits:
            return
        try:
            place = Place(mark.n, bytes.fromhex(mark.head))
        except ValueError:
            raise BadStream("a mark without a head") from None
        heads = chains.heads_along(self._tail.head, page.lines)
        if place != chains.place_after(self._tail, heads):
            self._keep_pages()
            self._fits = False
            return
        self._tail = place
        self._heads += heads
        self._run += page.lines
        self._run_size += page.size
        if self._run_size >= self._services.config.most_run:
            self._keep_pages()

    def _keep_pages(self) -> None:
        """Store the whole pages that have come and are not stored yet."""
        lines, self._run, self._run_size = self._run, [], 0
        heads, self._heads = self._heads, []
        sender, place, now = self._sender, self._tail, self._services.now()
        if not lines or not self._fits or sender is None:
            return
        run = pages.read_run(sender, self._place, lines, heads)
        self._fits = self._services.store.run(lambda conn: pages.accept_page(conn, run, place, now))
        if self._fits:
            self._place, self._proved = place, place.n


def _check_hello(hello: Hello, device: Device) -> None:
    if hello.protocol != PROTOCOL:
        raise problems.UPGRADE_NEEDED
    if hello.device != device.device:
        raise problems.WRONG_DEVICE
    heads = [hello.head, *(head for _, head in hello.feeds.values())]
    shapes = [
        1 <= hello.from_n <= _MOST_PLACE,
        is_id(hello.chain),
        0 < len(hello.request) <= 64,
        len(hello.feeds) <= 16,
        all(0 <= seq <= _MOST_PLACE for seq, _ in hello.feeds.values()),
        all(_is_head(head) for head in heads),
    ]
    if not all(shapes):
        raise problems.not_understood("a hello of another shape")


def _is_head(text: str) -> bool:
    try:
        return len(bytes.fromhex(text)) == len(ZERO)
    except ValueError:
        return False


def _offset_s(sent_at: str, now: datetime) -> float | None:
    try:
        return round((parse_time(sent_at) - now).total_seconds(), 1)
    except (ValueError, OverflowError):
        return None
