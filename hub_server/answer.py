"""`POST /v1/exchange`, the answering half: the ack, then what the device's feeds hold beyond its places.

Made page by page while it is sent, each page in a reading transaction of its own, so that memory is bounded by the
page and not by the backlog. Every page ends with a mark that the hub signs and a flush of the compressor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from care_record.chain import ZERO, erased_bytes, line_hash, mark_bytes, wipe_bytes
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
    Erased,
    FeedMark,
    HubHello,
    Quarantined,
    early_line,
    erased_line,
    feed_line,
    message,
    own_line,
    yours_line,
)
from hub_server.context import Services
from hub_server.exchange import Asked
from hub_server.store import attachments, chains, feeds, quarantine
from hub_server.store.chains import Place
from hub_server.store.database import Connection
from hub_server.store.feeds import Asker, Entry, FeedPlace
from hub_server.times import utc_text

_NEAR = 20
"""Places that even the smallest page brings at once or nearly so."""
_INFLATES_TO = 5
"""A compressed byte of changes is about so many bytes of lines: sizes a page by the budget that is left."""


@dataclass(frozen=True)
class _Page:
    feed: str
    places: tuple[tuple[int, int | None], ...]
    """Each place with that in the asking chain, as far as the request has proved it."""
    entries: Mapping[int, Entry]
    """What is sent of them, by place: all but one's own, which the asker has."""
    head: bytes


@dataclass(frozen=True)
class _Opening:
    """What the answer begins with, read in one view. `ends`: where the feeds end."""

    place: Place
    ends: Mapping[str, FeedPlace]
    unknown: frozenset[str]
    """Feeds whose place the hub does not know."""
    urgent: tuple[Entry, ...]


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
        opening = self._opening(places)
        head = self._head(opening, places) + self._early(opening.urgent)
        for feed, place in places.items():
            for page in self._pages(feed, place, opening):
                piece = head + self._page(page)
                self._sent += len(piece)
                head = b""
                yield piece
        yield head + self._end() + self._out.finish()

    def _opening(self, places: Mapping[str, FeedPlace]) -> _Opening:
        """Where much lies ahead, the answers to emergencies come before it, and again in their turn."""
        device = self._asked.device
        own = feeds.facility_feed(device.post)
        with self._services.store.read() as conn:
            ends = feeds.ends(conn, list(places))
            unknown = frozenset(
                feed for feed, at in places.items() if at != ends[feed] and not feeds.knows(conn, feed, at)
            )
            urgent: list[Entry] = []
            if own in places and own not in unknown and ends[own].seq - places[own].seq > _NEAR:
                urgent = feeds.urgent_after(conn, own, places[own].seq + _NEAR, PAGE_CHANGES)
            return _Opening(chains.place_of(conn, self._asked.hello.chain), ends, unknown, tuple(urgent))

    def _head(self, opening: _Opening, places: Mapping[str, FeedPlace]) -> bytes:
        services, hello, device = self._services, self._asked.hello, self._asked.device
        ahead = sum(max(0, opening.ends[feed].seq - at.seq) for feed, at in places.items())
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
        ack = Ack(opening.place.n, opening.place.head.hex())
        return self._out.line(message(hub_hello)) + self._out.line(message(ack))

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

    def _early(self, urgent: Sequence[Entry]) -> bytes:
        out, size = bytearray(), 0
        for entry in urgent:
            size += len(entry.line)
            if size <= EARLY_BYTES:
                out += self._out.line(early_line(entry.line))
        return bytes(out)

    def _pages(self, feed: str, place: FeedPlace, opening: _Opening) -> Iterator[_Page | Diverged]:
        """What lies after the place, as far as the budget goes; at least one change in every answer."""
        newest = opening.ends[feed]
        if feed in opening.unknown:
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
            seq = page.places[-1][0]
            yield page

    def _read(self, feed: str, seq: int, most: int) -> _Page:
        """The next page. One's own changes are not read: what stands for a run of them are a few bytes."""
        hello = self._asked.hello
        asker = Asker(hello.chain, self._asked.proved)
        with self._services.store.read() as conn:
            places = feeds.owns_after(conn, feed, seq, PAGE_CHANGES, asker)
            if hello.runs and len(places) == PAGE_CHANGES and all(n is not None for _, n in places):
                further = feeds.owns_after(conn, feed, places[-1][0], OWN_CHANGES - PAGE_CHANGES, asker)
                places += takewhile(lambda place: place[1] is not None, further)
            sent = [place for place, n in places if n is None or not hello.runs]
            entries = feeds.entries_at(conn, feed, sent)
            size, taken = 0, 0
            for place, n in places:
                size += 0 if n is not None else len(entries[place].line) + 100
                if taken and size > most:
                    break
                taken += 1
            head = feeds.head_at(conn, feed, places[taken - 1][0])
        return _Page(feed, tuple(places[:taken]), entries, head or ZERO)

    def _page(self, page: _Page | Diverged) -> bytes:
        if isinstance(page, Diverged):
            return self._out.line(message(page))
        out = bytearray()
        for seq, n, count in _runs(page.places):
            if n is None:
                out += self._out.line(self._whole(page.feed, page.entries[seq]))
            elif self._asked.hello.runs:
                out += self._out.line(own_line(page.feed, seq, n, count))
            else:
                for each in range(seq, seq + count):
                    own = page.entries[each]
                    out += self._out.line(yours_line(page.feed, each, own.id, own.sha.hex()))
        last = page.places[-1][0]
        identity = self._services.identity
        signature = sign(identity.sign_private, mark_bytes(identity.hub, page.feed, last, page.head))
        out += self._out.line(message(FeedMark({page.feed: (last, page.head.hex(), b64(signature))})))
        return bytes(out) + self._out.flush()

    def _whole(self, feed: str, entry: Entry) -> bytes:
        """A place of somebody's; of a change that was erased only what proves that, and the places behind it."""
        if not entry.erased:
            return feed_line(feed, entry.seq, entry.line)
        identity = self._services.identity
        proof = sign(identity.sign_private, erased_bytes(identity.hub, entry.id, entry.sha))
        return erased_line(feed, entry.seq, Erased(entry.id, entry.sha.hex(), b64(proof)))

    def _end(self) -> bytes:
        device = self._asked.device.device
        with self._services.store.read() as conn:
            listed = quarantine.listed(conn, device, QUARANTINE_LISTED)
            total = quarantine.count(conn, device) if listed else 0
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


def _runs(places: Sequence[tuple[int, int | None]]) -> Iterator[tuple[int, int | None, int]]:
    """The places (first one, that in the asking chain, how many), those together that follow each other in the asking
    chain as in the feed."""
    first, n, count = 0, None, 0
    for seq, own in places:
        if count and n is not None and own == n + count:
            count += 1
            continue
        if count:
            yield first, n, count
        first, n, count = seq, own, 1
    if count:
        yield first, n, count
