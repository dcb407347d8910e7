"""Gives a restored hub back what it lost: the runs of its feeds that this PC holds under the hub's own marks.

Plain calls that block, after an exchange in which the places agreed. Pages of a run go as hashes first; of those that
the hub lacks the lines follow, as many at a time as the line has shown to carry. Whatever breaks leaves whole pages on
both sides, and the next healing goes on from there.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol

from care_record.chain import feed_extend, mark_bytes
from care_record.heal_wire import (
    After,
    Hashed,
    HealEnd,
    HealHello,
    HealMark,
    Lacks,
    heal_message,
    parse_heal_answer,
    whole_line,
)
from care_record.signature import b64, unb64, verify
from care_record.wire import PROTOCOL, BadStream, Deflater, HubHello, LineReader
from spoke_app.store import exchange_book as book
from spoke_app.store import feed_runs
from spoke_app.store.database import Store
from spoke_app.store.exchange_book import FeedPlace
from spoke_app.store.feed_runs import Run, RunLine, RunPage
from spoke_app.sync.answer import Call
from spoke_app.sync.transport import Answer, NoConnection, Refusal

log = logging.getLogger("spoke.exchange")

LATER = frozenset({401, 429, 500, 503})
"""Refusals that end the exchange as they would end any; the others say only that this hub is not healed in this way."""
LEAST_BUDGET = 2048
MOST_BUDGET = 256 * 1024
_QUICK_SECONDS = 5.0
_SHRINKS = 5
"""About so many times gzip makes changes smaller."""
_PAGES_AT_ONCE = 20
"""Pages looked at in one piece of work on the store thread, and at most in one request."""
_MOST_ASKED = 200
"""Requests about one page: each brings at least a line that the hub lacked."""
_MOST_ANSWER = 4 * 1024 * 1024


class Heals(Protocol):
    """As much of the hub as a healing needs."""

    def heal(self, body: bytes, /) -> AbstractContextManager[Answer]: ...


@dataclass(frozen=True)
class Healed:
    """What a healing did: lines that the hub lacked, and bytes both ways. `outcome` is a stable word for why it ended
    early, else nothing; `again`: the hub is to be asked once more after another exchange."""

    outcome: str = ""
    detail: str = ""
    retry_after: float | None = None
    brought: int = 0
    bytes: int = 0
    again: bool = False


@dataclass(frozen=True)
class _Hub:
    """Whom we heal, and who we are."""

    hub: str
    sign_key: bytes
    device: str


@dataclass(frozen=True)
class _Known:
    """What the hub has said of the run so far: of what was asked about, up to place `until`, it lacks these.

    `all_gone`: of the last page it lacked every line, so the lines that follow go unasked.
    """

    until: int
    lacking: frozenset[int] = frozenset()
    all_gone: bool = False

    def wants(self, line: RunLine) -> bool:
        if line.gone:
            return False
        return line.seq in self.lacking or (self.all_gone and line.seq > self.until and not line.back)


@dataclass
class _Request:
    """One request: its pages, each with the places whose lines went along; `good`: the run needs no asking up to here,
    before the first of them."""

    number: str
    body: bytes = b""
    pages: list[tuple[RunPage, frozenset[int]]] = field(default_factory=list)
    good: FeedPlace | None = None


class Healing:
    """One healing: every open run, from where the hub's last word about it left it."""

    def __init__(self, call: Call, transport: Heals, monotonic: Callable[[], float], check: Callable[[], None]) -> None:
        """`check` raises when someone asked the exchange to end."""
        self._call = call
        self._transport = transport
        self._monotonic = monotonic
        self._check = check
        self._hub = call(_hub)
        self._budget = min(max(LEAST_BUDGET, call(book.link).budget), MOST_BUDGET)
        self._healed = Healed()

    def run(self) -> Healed:
        """Heals as far as it goes. However it ends is an outcome; only bugs and the store's errors raise."""
        left = 0
        try:
            while run := self._next(left):
                left += 0 if self._heal(run) else 1
        except BadStream as error:
            return replace(self._healed, outcome="not-our-hub", detail=str(error))
        except (NoConnection, Refusal) as error:
            return self._broken(error)
        return replace(self._healed, again=left > 0)

    def _next(self, skip: int) -> Run | None:
        return self._call(lambda store: feed_runs.open_run(store, skip))

    def _broken(self, error: NoConnection | Refusal) -> Healed:
        if error.reason in ("broken", "stalled", "too-large"):
            budget = max(LEAST_BUDGET, self._budget // 2)
            self._call(lambda store: book.set_link(store, replace(book.link(store), budget=budget)))
        if isinstance(error, Refusal) and error.status not in LATER:
            log.error("the hub is not healed: %s %s", error.reason, error.detail)
            return self._healed
        wait = error.retry_after if isinstance(error, Refusal) else None
        return replace(self._healed, outcome=error.reason, detail=error.detail, retry_after=wait)

    def _heal(self, run: Run) -> bool:
        """One way through a run; whether that closed it."""
        known, budget = _Known(run.place.seq), 1  # first one page, to see how much is gone
        asked_here = 0
        while asked_here < _MOST_ASKED:
            self._check()
            request = self._prepared(run, known, budget)
            if request.good is None and not request.pages:
                return self._ended(run)
            told: list[Lacks] = []
            if request.pages:
                told = self._ask(request)
                budget = self._budget
            known, place = _learnt(request, told, known), _place(request, told)
            asked_here = 0 if place else asked_here + 1
            run = self._confirmed(run, place or run.place, len(told), sum(each.took for each in told))
        raise BadStream("a hub that always lacks something else")

    def _prepared(self, run: Run, known: _Known, budget: int) -> _Request:
        return self._call(lambda store: _request(store, self._hub, run, known, budget))

    def _confirmed(self, run: Run, place: FeedPlace, asked: int, took: int) -> Run:
        self._healed = replace(self._healed, brought=self._healed.brought + took)
        return self._call(lambda store: feed_runs.confirm(store, run, place, asked=asked, brought=took))

    def _ended(self, run: Run) -> bool:
        return self._call(lambda store: feed_runs.ended(store, run))

    def _ask(self, request: _Request) -> list[Lacks]:
        """Sends a request; what the hub says of each of its pages."""
        began, taker = self._monotonic(), _Taker(self._hub.hub, request)
        self._count(len(request.body))
        with self._transport.heal(request.body) as answer:
            reader = LineReader(answer.compressed, _MOST_ANSWER)
            for piece in answer.pieces():
                self._count(len(piece))
                for line in reader.feed(piece):
                    self._check()
                    taker.take(line)
        if not taker.ended:
            raise NoConnection("broken" if taker.begun else "not-our-hub", "the answer was cut short")
        if self._monotonic() - began <= _QUICK_SECONDS:
            self._budget = min(MOST_BUDGET, self._budget * 2)
        return taker.told

    def _count(self, size: int) -> None:
        self._healed = replace(self._healed, bytes=self._healed.bytes + size)


class _Taker:
    """One answer: our hub's to this request, or nothing."""

    def __init__(self, hub: str, request: _Request) -> None:
        self._expected = (hub, request.number, PROTOCOL)
        self._pages = request.pages
        self.told: list[Lacks] = []
        self.begun = self.ended = False

    def take(self, line: bytes) -> None:
        """BadStream when the line has no place here."""
        item = parse_heal_answer(line)
        if self.ended:
            raise BadStream("more after the end")
        if not self.begun:
            if not isinstance(item, HubHello) or (item.hub, item.request, item.protocol) != self._expected:
                raise BadStream("not the hello of our hub to this request")
            self.begun = True
        elif isinstance(item, Lacks):
            self._take_lacks(item)
        elif isinstance(item, HealEnd) and len(self.told) == len(self._pages):
            self.ended = True
        else:
            raise BadStream("a message out of its place")

    def _take_lacks(self, item: Lacks) -> None:
        if len(self.told) == len(self._pages):
            raise BadStream("a page that was not asked about")
        page, sent = self._pages[len(self.told)]
        places = {line.seq for line in page.lines}
        if item.until != page.mark.seq or not set(item.seqs) <= places - sent:
            raise BadStream("a page that does not fit what was asked")
        gone = {line.seq for line in page.lines if line.gone}  # lacked for good
        self.told.append(Lacks(item.until, item.took, tuple(seq for seq in item.seqs if seq not in gone)))


def _hub(store: Store) -> _Hub:
    return _Hub(store.meta_get("hub"), unb64(store.meta_get("sign_key")), store.meta_get("device"))


def _request(store: Store, hub: _Hub, run: Run, known: _Known, budget: int) -> _Request:
    """The next pages of the run: at least one that is asked about, if any is near; about `budget` bytes of them."""
    request, out, place = _Request(secrets.token_hex(8)), Deflater(), run.place
    body = out.line(
        heal_message(HealHello(protocol=PROTOCOL, request=request.number, device=hub.device, feed=run.feed))
    )
    for _ in range(_PAGES_AT_ONCE):
        page = feed_runs.page_after(store, run, place)
        if page is None or (request.pages and len(body) >= budget):
            break
        place = page.end
        if all(line.back for line in page.lines) or not _proves(hub, page):
            if request.pages:
                break  # passed over with the next request
            request.good = place
            continue
        entries, sent = _entries(store, page, known, budget - len(body))
        body += b"".join(out.line(entry) for entry in entries) + out.flush()
        request.pages.append((page, sent))
    request.body = body + out.line(heal_message(HealEnd(len(request.pages)))) + out.finish()
    return request


def _proves(hub: _Hub, page: RunPage) -> bool:
    """Whether the hub will see its own signature in the page; one that it cannot is never healed."""
    head = page.after.head
    for line in page.lines:
        head = feed_extend(head, line.sha or b"")
    mark = page.mark
    whole = [line.seq for line in page.lines] == list(range(page.after.seq + 1, mark.seq + 1)) and head == mark.head
    if whole and verify(hub.sign_key, mark_bytes(hub.hub, mark.feed, mark.seq, mark.head), mark.signature):
        return True
    log.error("feed %s: the run up to %d cannot be proved", mark.feed, mark.seq)
    return False


def _entries(store: Store, page: RunPage, known: _Known, room: int) -> tuple[list[bytes], frozenset[int]]:
    """The page as it goes out: lines that the hub lacks as long as there is room (at least one), else hashes."""
    out = [heal_message(After(page.after.seq, page.after.head.hex()))]
    sent: set[int] = set()
    for line in page.lines:
        if known.wants(line) and (room > 0 or not sent):
            out.append(whole_line(feed_runs.line(store, line.id)))
            room -= line.size // _SHRINKS
            sent.add(line.seq)
        else:
            out.append(heal_message(Hashed(line.id, (line.sha or b"").hex())))
    out.append(heal_message(HealMark(page.mark.seq, page.mark.head.hex(), b64(page.mark.signature))))
    return out, frozenset(sent)


def _place(request: _Request, told: Sequence[Lacks]) -> FeedPlace | None:
    """How far the run is at the hub by this answer; None if not even its next page is."""
    place = request.good
    for (page, _), each in zip(request.pages, told, strict=True):
        if each.seqs:
            break
        place = page.end
    return place


def _learnt(request: _Request, told: Sequence[Lacks], known: _Known) -> _Known:
    if not request.pages:
        return known
    (page, sent), last = request.pages[-1], told[-1]
    lacking = {seq for seq in known.lacking if seq > page.mark.seq}.union(*(each.seqs for each in told))
    unasked = known.all_gone and page.mark.seq <= known.until
    all_gone = last.took == len(sent) and (unasked or len(sent) + len(last.seqs) == len(page.lines))
    return _Known(max(known.until, page.mark.seq), frozenset(lacking), all_gone)
