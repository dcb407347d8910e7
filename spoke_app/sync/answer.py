"""Takes in the hub's answer, item by item: nothing counts before its hello, no page before its verified mark.

An answer is this hub's answer to this request, or it is nothing: wherever it stops being that, `BadStream` ends it,
and what was stored up to there are whole pages. A page and its places are one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from care_record.chain import ZERO, erased_bytes, feed_extend, line_hash, mark_bytes, wipe_bytes
from care_record.change import BadChange, Change, decode
from care_record.signature import unb64, verify
from care_record.wire import (
    MAX_PAGE,
    OWN_CHANGES,
    PROTOCOL,
    Ack,
    AnswerEnd,
    AnswerItem,
    BadStream,
    Diverged,
    Early,
    Erased,
    FeedLine,
    FeedMark,
    HubHello,
    OwnRun,
    Unknown,
    Yours,
)
from spoke_app.store import attachments, journal, own_chain
from spoke_app.store import exchange_book as book
from spoke_app.store.database import Store
from spoke_app.store.exchange_book import FeedPlace, SignedMark

T = TypeVar("T")

log = logging.getLogger("spoke.exchange")

_MOST_PLACE = 2**53
IDS_NAMED = 1000
"""Beyond so many records the news is about their kinds as a whole."""


class Call(Protocol):
    """Runs a function over the store, on the thread that owns it, and waits for its result."""

    def __call__(self, function: Callable[[Store], T], /) -> T: ...


class NotHeld(BadStream):
    """The hub names lines as ours that our chain does not have, or has with other bytes."""


@dataclass(frozen=True)
class Asked:
    """What this exchange asked for: an answer that does not fit it is no answer."""

    request: str
    device: str
    hub: str
    sign_key: bytes
    chain: str
    places: Mapping[str, FeedPlace]


@dataclass
class News:
    """What was taken in so far, in whole pages."""

    received: int = 0
    kinds: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)

    def add(self, changes: list[Change]) -> None:
        self.received += len(changes)
        for change in changes:
            self.kinds.add(change.kind)
            self.ids.update(part for part in (change.record, change.patient) if part)


@dataclass
class Page:
    """Lines of feeds that no mark has covered yet."""

    size: int = 0
    lines: list[FeedLine] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)
    erased: dict[str, bytes] = field(default_factory=dict)
    """Changes without a body any more, with the hash of what it was."""
    ids: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    heads: dict[str, FeedPlace] = field(default_factory=dict)


class AnswerTaker:
    """One answer. `take` each item; afterwards the attributes say what it held."""

    def __init__(self, asked: Asked, call: Call, now: Callable[[], datetime]) -> None:
        self._asked = asked
        self._call = call
        self._now = now
        self._places = dict(asked.places)
        self._next = {feed: place.seq + 1 for feed, place in asked.places.items()}
        self._page = Page()
        self.hello: HubHello | None = None
        self.wipe = False
        """The hub orders this device to destroy its key, and has signed that it does, for this very request."""
        self.ack: Ack | None = None
        self.acked_more = False
        self.copy_proved: int | None = None
        """Set when the hub's place is not in our chain: we are a copy, and this is our last proved place."""
        self.diverged: set[str] = set()
        self.moved: set[str] = set()
        """Feeds of which whole pages were stored."""
        self.end: AnswerEnd | None = None
        self.news = News()

    def take(self, item: AnswerItem, size: int) -> None:
        """BadStream when `item` has no place here; NotHeld for a `yours` that is not ours."""
        if self.end is not None:
            raise BadStream("more after the end")
        if self.hello is None:
            self._take_hello(item)
        elif isinstance(item, FeedLine):
            self._take_line(item, size)
        elif isinstance(item, FeedMark):
            self._take_mark(item)
        elif isinstance(item, Ack):
            self._take_ack(item)
        elif isinstance(item, Early):
            self._take_early(item)
        elif isinstance(item, Diverged):
            self.diverged.add(item.feed)
        elif isinstance(item, AnswerEnd):
            self._take_end(item)
        elif isinstance(item, Unknown):
            pass
        else:
            raise BadStream("a second hello")

    def _take_hello(self, item: AnswerItem) -> None:
        ours = isinstance(item, HubHello) and (item.hub, item.request) == (self._asked.hub, self._asked.request)
        if not isinstance(item, HubHello) or not ours or item.protocol != PROTOCOL:
            raise BadStream("not the hello of our hub to this request")
        try:
            hub_time = datetime.fromisoformat(item.time)
        except ValueError:
            raise BadStream("a hello without a time") from None
        if hub_time.tzinfo is None:
            raise BadStream("a hello without a time")
        self.hello = item
        self.wipe = item.wipe and self._ordered(item.wipe_proof)
        held = sum(place.seq for place in self._asked.places.values())
        fill_until = held + item.ahead if item.ahead >= book.LONG_FILL else 0
        offset_ms = round((hub_time - self._now()).total_seconds() * 1000)
        self._note(book.HubNote(offset_ms, item.revoked, fill_until))

    def _note(self, note: book.HubNote) -> None:
        self._call(lambda store: book.note_hub(store, note))

    def _ordered(self, proof: str) -> bool:
        asked = self._asked
        try:
            signature = unb64(proof)
        except ValueError:
            return False
        return verify(asked.sign_key, wipe_bytes(asked.hub, asked.device, asked.request), signature)

    # -- the chain -----------------------------------------------------------------------------------------------

    def _take_ack(self, ack: Ack) -> None:
        if self.ack is not None:
            raise BadStream("a second ack")
        head = _bytes(ack.head)
        self.ack = ack
        before, safe, records = self._acknowledge(ack.n, head)
        if not safe:
            # A hub that is further than what it proved to us has another copy's lines after that place. One that is
            # not further, or has them even before it, was restored as well: then nothing of the chain is known to be
            # there, and all goes again.
            parted = self.hello is not None and self.hello.parted
            self.copy_proved = before if ack.n > before and not parted else 0
            return
        self.acked_more = ack.n != before
        if records:
            self.news.kinds.add("referral")
            self.news.ids.update(records)

    def _acknowledge(self, n: int, head: bytes) -> tuple[int, bool, frozenset[str]]:
        told_at, now = self._told_at(), self._now()
        return self._call(lambda store: acknowledge(store, self._asked.chain, n, head, told_at, now))

    # -- the feeds -----------------------------------------------------------------------------------------------

    def _take_early(self, early: Early) -> None:
        _change(early.line)
        now = self._now()
        self.news.add(self._call(lambda store: receive(store, [early.line], now)))

    def _take_line(self, item: FeedLine, size: int) -> None:
        if item.seq != self._next.get(item.feed):
            raise BadStream("a line out of its place")
        page, count = self._page, 1
        page.size += size
        if page.size > MAX_PAGE:
            raise BadStream("a page beyond every bound")
        if isinstance(item.what, OwnRun):
            count = item.what.count
            if not (0 < count <= OWN_CHANGES and 0 < item.what.n < _MOST_PLACE):
                raise BadStream("more than a page of ours")
        page.lines.append(item)
        self._next[item.feed] += count

    def _take_mark(self, mark: FeedMark) -> None:
        page, self._page = self._page, Page()
        named = [line.what for line in page.lines if isinstance(line.what, Yours | OwnRun)]
        own = self._call(lambda store: _own_lines(store, self._asked.chain, named)) if named else {}
        self._follow(page, own)
        if not set(page.ids) <= set(mark.feeds):
            raise BadStream("a mark that leaves out a feed")
        marks = [self._verified(page, feed, *signed) for feed, signed in mark.feeds.items()]
        moved = [each for each in marks if each.feed in page.ids]
        if not moved:
            return
        self.news.add(self._store(page, moved))
        for each in moved:
            self._places[each.feed] = page.heads[each.feed]
            self.moved.add(each.feed)

    def _store(self, page: Page, marks: list[SignedMark]) -> list[Change]:
        start, now = dict(self._places), self._now()
        return self._call(lambda store: _store_page(store, page, marks, start, now))

    def _follow(self, page: Page, own: Mapping[Yours | OwnRun, Sequence[own_chain.OwnLine]]) -> None:
        """The heads of the feeds over the page's lines, in their order."""
        for line in page.lines:
            these: Sequence[own_chain.OwnLine]
            if isinstance(line.what, bytes):
                change_id = _change(line.what).id
                page.bodies[change_id] = line.what
                these = [(change_id, line_hash(line.what))]
            elif isinstance(line.what, Erased):
                page.erased[line.what.id] = self._erased(line.what)
                these = [(line.what.id, page.erased[line.what.id])]
            else:
                these = own[line.what]
            at = page.heads.get(line.feed, self._places[line.feed])
            for change_id, sha in these:
                at = FeedPlace(at.seq + 1, feed_extend(at.head, sha))
                page.ids.setdefault(line.feed, []).append((at.seq, change_id))
            page.heads[line.feed] = at

    def _erased(self, what: Erased) -> bytes:
        """The hash of a change whose body our hub says that it has no more."""
        sha = _bytes(what.sha256)
        try:
            proof = unb64(what.proof)
        except ValueError:
            raise BadStream("an erasure without a signature") from None
        if not verify(self._asked.sign_key, erased_bytes(self._asked.hub, what.id, sha), proof):
            raise BadStream("an erasure that our hub did not sign")
        return sha

    def _verified(self, page: Page, feed: str, seq: int, head: str, signature: str) -> SignedMark:
        ahead = page.heads.get(feed, self._places.get(feed))
        if ahead is None or (ahead.seq, ahead.head.hex()) != (seq, head):
            if any(isinstance(line.what, Yours | OwnRun) for line in page.lines):
                raise NotHeld("a mark over other lines than ours")
            raise BadStream("a mark that is not the head of what came")
        try:
            signed = unb64(signature)
        except ValueError:
            raise BadStream("a mark without a signature") from None
        if not verify(self._asked.sign_key, mark_bytes(self._asked.hub, feed, seq, ahead.head), signed):
            raise BadStream("a mark that our hub did not sign")
        return SignedMark(feed, seq, ahead.head, signed)

    # -- the end -------------------------------------------------------------------------------------------------

    def _take_end(self, end: AnswerEnd) -> None:
        if self._page.lines or self.ack is None:
            raise BadStream("an end before its time")
        agreed = {feed: place for feed, place in self._places.items() if feed not in self.diverged}
        touched = self._finish(end, agreed)
        self.news.kinds.update(kind for kind, _ in touched)
        self.news.ids.update(record for _, record in touched)
        self.end = end

    def _finish(self, end: AnswerEnd, agreed: Mapping[str, FeedPlace]) -> frozenset[tuple[str, str]]:
        told_at, now = self._told_at(), self._now()
        return self._call(lambda store: finish(store, end, agreed, told_at, now))

    def _told_at(self) -> str:
        """The hub's time of this answer."""
        return self.hello.time if self.hello is not None else ""


def acknowledge(
    store: Store, chain: str, n: int, head: bytes, told_at: str, now: datetime
) -> tuple[int, bool, frozenset[str]]:
    """Compares the hub's place with our chain: (the place proved before, whether it agrees, referrals now there)."""
    state = own_chain.current_chain(store)
    if state is None or state.chain != chain:
        raise BadStream("the chain was changed meanwhile")
    if own_chain.head_at(store, chain, n) != head:
        return state.acked_n, False, frozenset()
    if n == state.acked_n:
        return state.acked_n, True, frozenset()
    with store.transaction():
        own_chain.set_acked(store, chain, n, head, now=now)
        store.meta_set(book.ACKED_AT, told_at)
        # A case's state says whether it is at the hub.
        records = own_chain.records_between(store, chain, *sorted((state.acked_n, n)), kind="referral")
        journal.reproject(store, records)
    return state.acked_n, True, frozenset(records)


def _own_lines(
    store: Store, chain: str, named: Iterable[Yours | OwnRun]
) -> dict[Yours | OwnRun, Sequence[own_chain.OwnLine]]:
    """The lines of ours that these name. NotHeld if the journal does not have them all, byte for byte."""
    found: dict[Yours | OwnRun, Sequence[own_chain.OwnLine]] = {}
    for each in named:
        if isinstance(each, Yours):
            held, wanted = own_chain.named_line(store, each.id, _bytes(each.sha256)), 1
        else:
            held, wanted = own_chain.own_lines(store, chain, each.n, each.count), each.count
        if len(held) < wanted:
            raise NotHeld("a change that our journal does not have")
        found[each] = held
    return found


def receive(store: Store, lines: Iterable[bytes], now: datetime) -> list[Change]:
    """Stores those of these changes that are not held yet. Same id, other bytes: the first stays in the journal; when
    it was ours, the hub lists it in its quarantine."""
    clashes = journal.Clashes()
    changes = journal.receive(store, lines, now=now, clashes=clashes)
    for change in clashes.ids:
        log.error("change %s came with other bytes than are held", change)
    return changes


def _store_page(
    store: Store,
    page: Page,
    marks: list[SignedMark],
    start: Mapping[str, FeedPlace],
    now: datetime,
) -> list[Change]:
    """A page and its places: together, or not at all."""
    with store.transaction():
        for mark in marks:
            book.agree(store, mark.feed, start[mark.feed], now=now)
        changes = receive(store, page.bodies.values(), now)
        book.note_erased(store, page.erased.items())
        for mark in marks:
            book.add_to_feed(store, page.ids[mark.feed], mark, now=now)
        journal.reproject(store, book.taken_in(store, [(mark.feed, start[mark.feed].seq) for mark in marks]))
    return changes


def finish(
    store: Store, end: AnswerEnd, agreed: Mapping[str, FeedPlace], told_at: str, now: datetime
) -> frozenset[tuple[str, str]]:
    """What the end says: quarantine as it is now, and that the hub goes on from these places."""
    told = [(each.id, each.code, each.detail) for each in end.quarantined]
    with store.transaction():
        for feed, place in agreed.items():
            book.agree(store, feed, place, now=now)
        attachments.note_lacking(store, end.lacks)
        store.meta_set(book.TOLD_AT, told_at)
        if store.meta_get(book.ACKED_AT) > told_at:  # the hub's clock was set back
            store.meta_set(book.ACKED_AT, told_at)
        records = book.set_quarantined(store, told, count=end.quarantined_count, now=now)
        if records:
            journal.reproject(store, records)
        return book.with_kinds(store, records)


def _change(line: bytes) -> Change:
    try:
        return decode(line)
    except BadChange as error:
        raise BadStream(f"a line that is no change: {error.code}") from None


def _bytes(text: Any) -> bytes:
    try:
        value = bytes.fromhex(text)
    except ValueError:
        raise BadStream("not a hash") from None
    if len(value) != len(ZERO):
        raise BadStream("not a hash")
    return value
