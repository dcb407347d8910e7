"""`POST /v1/exchange`, the answering half: the ack, then what the device's feeds hold beyond its places.

Made page by page while it is sent, each page in a reading transaction of its own, so that memory is bounded by the
page and not by the backlog. Every page ends with a mark that the hub signs and a flush of the compressor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from care_record.chain import ZERO, line_hash, mark_bytes, wipe_bytes
from care_record.signature import b64, sign
from care_record.wire import (
    EARLY_BYTES,
    OWN_CHANGES,
    PAGE_BYTES,
    PAGE_CHANGES,
    PROTOCOL,
    QUARANTINE_LISTED,
    Ack,
    AnswerEnd,
    Deflater,
    Diverged,
    FeedMark,
    HubHello,
    Quarantined,
    early_line,
    feed_line,
    message,
    own_line,
    yours_line,
)
from hub_server.context import Services
from hub_server.exchange import Asked
from hub_server.store import attachments, chains, feeds, quarantine
from hub_server.store.database import Connection
from hub_server.store.feeds import Entry, FeedPlace
from hub_server.times import utc_text

_NEAR = 20
"""Places that even the smallest page brings at once or nearly so."""
_INFLATES_TO = 5
"""A compressed byte of changes is about so many bytes of lines: sizes a page by the budget that is left."""


@dataclass(frozen=True)
class _Page:
    feed: str
    entries: tuple[Entry, ...]
    yours: Mapping[str, int]
    """id -> its place in the asking chain, as far as the request has proved that."""


class Answering:
    """One answer. `pieces` may be read once."""

    def __init__(self, services: Services, asked: Asked) -> None:
        self._services = services
        self._asked = asked
        self._out = Deflater()
        self._sent = 0
        self._budget = min(max(asked.hello.budget, 1), services.config.most_budget)
        self._more = False
        self._paged = False

    def pieces(self) -> Iterator[bytes]:
        """The compressed answer, a piece at each mark."""
        places = self._places()
        head = self._head(places) + self._early(places)
        for feed, place in places.items():
            for page in self._pages(feed, place):
                piece = head + self._page(page)
                self._sent += len(piece)
                head = b""
                yield piece
        yield head + self._end() + self._out.finish()

    def _head(self, places: Mapping[str, FeedPlace]) -> bytes:
        services, hello, device = self._services, self._asked.hello, self._asked.device
        with services.store.read() as conn:
            place = chains.place_of(conn, hello.chain)
            ahead = sum(max(0, feeds.newest(conn, feed).seq - at.seq) for feed, at in places.items())
        hub_hello = HubHello(
            hub=services.identity.hub,
            request=hello.request,
            time=utc_text(services.now()),
            protocol=PROTOCOL,
            revoked=device.revoked is not None,
            wipe=device.wipe,
            wipe_proof=self._wipe_proof() if device.wipe else "",
            parted=self._asked.parted,
            ahead=ahead if ahead > PAGE_CHANGES else 0,
        )
        return self._out.line(message(hub_hello)) + self._out.line(message(Ack(place.n, place.head.hex())))

    def _wipe_proof(self) -> str:
        """Nobody but this hub, and not a recording of it, makes a device destroy its key."""
        identity = self._services.identity
        order = wipe_bytes(identity.hub, self._asked.device.device, self._asked.hello.request)
        return b64(sign(identity.sign_private, order))

    def _places(self) -> dict[str, FeedPlace]:
        """The feeds that the device reads, its own centre's first; a revoked one reads nothing."""
        device, asked = self._asked.device, self._asked.places
        if device.revoked is not None:
            return {}
        own = [feeds.facility_feed(device.post)] if device.post_kind == "facility" else []
        return {feed: asked.get(feed, FeedPlace(0, ZERO)) for feed in [*own, feeds.ALL]}

    def _early(self, places: Mapping[str, FeedPlace]) -> bytes:
        """Where much lies ahead, the answers to emergencies come before it, and again in their turn."""
        device = self._asked.device
        feed = feeds.facility_feed(device.post)
        place = places.get(feed)
        if place is None:
            return b""
        with self._services.store.read() as conn:
            if feeds.newest(conn, feed).seq - place.seq <= _NEAR or not feeds.knows(conn, feed, place):
                return b""
            urgent = feeds.urgent_after(conn, feed, place.seq + _NEAR, PAGE_CHANGES)
        out, size = bytearray(), 0
        for entry in urgent:
            size += len(entry.line)
            if size <= EARLY_BYTES:
                out += self._out.line(early_line(entry.line))
        return bytes(out)

    def _pages(self, feed: str, place: FeedPlace) -> Iterator[_Page | Diverged]:
        """What lies after the place, as far as the budget goes; at least one change in every answer."""
        with self._services.store.read() as conn:
            known, newest = feeds.knows(conn, feed, place), feeds.newest(conn, feed)
        if not known:
            yield Diverged(feed, (newest.seq, newest.head.hex()))
            return
        seq = place.seq
        while seq < newest.seq:
            left = 0 if self._services.ending.is_set() else self._budget - self._sent
            if left <= 0 and self._paged:
                self._more = True
                return
            page = self._read(feed, seq, min(PAGE_BYTES, left * _INFLATES_TO))
            self._paged = True
            seq = page.entries[-1].seq
            yield page

    def _read(self, feed: str, seq: int, most: int) -> _Page:
        hello = self._asked.hello
        with self._services.store.read() as conn:
            entries = feeds.read_after(conn, feed, seq, PAGE_CHANGES)
            yours = self._proved(conn, entries)
            if hello.runs and len(entries) == len(yours) == PAGE_CHANGES:
                further = feeds.places_after(conn, feed, entries[-1].seq, OWN_CHANGES - PAGE_CHANGES)
                yours |= self._proved(conn, further)
                entries += takewhile(lambda entry: entry.id in yours, further)
        size, taken = 0, 0
        for entry in entries:
            size += 0 if entry.id in yours else len(entry.line) + 100
            if taken and size > most:
                break
            taken += 1
        return _Page(feed, tuple(entries[:taken]), yours)

    def _proved(self, conn: Connection, entries: Sequence[Entry]) -> dict[str, int]:
        shas = {entry.id: entry.sha for entry in entries}
        return chains.proved(conn, self._asked.hello.chain, self._asked.proved, shas)

    def _page(self, page: _Page | Diverged) -> bytes:
        if isinstance(page, Diverged):
            return self._out.line(message(page))
        out = bytearray()
        for entries in _runs(page):
            first, n = entries[0], page.yours.get(entries[0].id)
            if n is None:
                out += self._out.line(feed_line(page.feed, first.seq, first.line))
            elif self._asked.hello.runs:
                out += self._out.line(own_line(page.feed, first.seq, n, len(entries)))
            else:
                for each in entries:
                    out += self._out.line(yours_line(page.feed, each.seq, each.id, each.sha.hex()))
        last = page.entries[-1]
        identity = self._services.identity
        signature = sign(identity.sign_private, mark_bytes(identity.hub, page.feed, last.seq, last.head))
        out += self._out.line(message(FeedMark({page.feed: (last.seq, last.head.hex(), b64(signature))})))
        return bytes(out) + self._out.flush()

    def _end(self) -> bytes:
        device = self._asked.device.device
        with self._services.store.read() as conn:
            listed = quarantine.listed(conn, device, QUARANTINE_LISTED)
            total = quarantine.count(conn, device)
            lacks = self._lacks(conn)
        refused = {each.id: Quarantined(each.id, each.code, each.detail) for each in listed}
        end = AnswerEnd(more=self._more, quarantined=tuple(refused.values()), quarantined_count=total, lacks=lacks)
        return self._out.line(message(end))

    def _lacks(self, conn: Connection) -> tuple[str, ...]:
        device = self._asked.device
        if device.revoked is not None or device.post_kind != "facility":
            return ()
        seed = line_hash(self._asked.hello.request.encode()).hex()
        return tuple(attachments.lacking(conn, device.device, device.post, seed))


def _runs(page: _Page) -> Iterator[list[Entry]]:
    """The page's entries, those together that follow each other in the asking chain as in the feed."""
    run: list[Entry] = []
    for entry in page.entries:
        n = page.yours.get(entry.id)
        if run and (n is None or page.yours.get(run[-1].id) != n - 1):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run
