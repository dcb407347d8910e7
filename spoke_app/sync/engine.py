"""One exchange with the hub, as plain calls that block: no threads, no timers, no waiting for another try.

Works over an injected store access (`call(fn)` runs `fn(store)` where the store lives), transport and clock. The
rules are those of docs/protocol.md; what they rest on from one exchange to the next is in
`spoke_app.store.exchange_book`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from care_record.chain import ZERO
from care_record.clock import time_text
from care_record.signature import unb64
from care_record.wire import (
    EARLY_BYTES,
    MAX_PAGE,
    PAGE_CHANGES,
    PROTOCOL,
    BadStream,
    FeedMark,
    Hello,
    LineReader,
    parse_answer_line,
)
from spoke_app.store import exchange_book as book
from spoke_app.store import feed_runs, own_chain
from spoke_app.store.database import Store
from spoke_app.store.exchange_book import HistoryRow, Link
from spoke_app.store.own_chain import ChainState
from spoke_app.sync.answer import IDS_NAMED, AnswerTaker, Asked, Call, NotHeld
from spoke_app.sync.request import RequestWriter, page_bytes
from spoke_app.sync.transport import Answer, NoConnection, Refusal

QUICK_SECONDS = 10.0
SEND_SECONDS = 20.0
"""A request that takes long ends after so long, so that the hub can answer: others' news wait for no backlog."""
LEAST_BUDGET = 512
MOST_BUDGET = 4 * 1024 * 1024
DONE = "done"
STOPPED = "stopped"
WIPED = "wiped"
"""The hub's order to destroy this PC's record was carried out after a whole exchange."""
NOT_ENROLLED = "not-enrolled"
DIVERGED = "diverged"
NO_CONNECTION = frozenset(
    {
        *("unreachable", "broken", "stalled", "certificate", "bad-address", "not-our-hub", "proxy-password"),
        *("busy", "failed", "too-many-tries", "too-many-requests"),
    }
)
"""Outcomes that another try, later, may mend."""
MOST_IDLE = 50
"""Requests in a row that bring nothing: more than going back over every mark needs, and no circle lasts longer."""
MOST_HEALINGS = 3
"""Times in one exchange that a restored hub is asked what it lacks."""
FOREIGN_CHAIN = "foreign-chain"


class Carrier(Protocol):
    """As much of the hub as one request and its answer need."""

    def exchange(self, body: bytes | Iterator[bytes], /) -> AbstractContextManager[Answer]: ...

    def new_chain(self) -> str: ...


class Transport(Carrier, Protocol):
    """As much of the hub as an exchange needs."""

    def heal(self, body: bytes, /) -> AbstractContextManager[Answer]: ...


@dataclass(frozen=True)
class Clock:
    """`now`: the PC's aware wall clock; `monotonic`: seconds that only rise."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]


@dataclass(frozen=True)
class ExchangeResult:
    """What went and came. `outcome` is `done` or a stable word for why not; `more`: go on at once."""

    outcome: str
    detail: str = ""
    sent: int = 0
    """Changes that the hub has acknowledged by this."""
    received: int = 0
    bytes: int = 0
    seconds: float = 0.0
    kinds: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    """Records touched; empty beside `kinds` when they are too many to name."""
    more: bool = False
    retry_after: float | None = None
    wipe: bool = False
    """The hub orders this device to destroy its key, and nothing waits to be sent."""


@dataclass(frozen=True)
class Start:
    """What the store says before the first byte goes out."""

    state: ChainState
    asked: Asked
    hello: Hello
    link: Link
    early: list[bytes]
    early_n: int


class Stopped(Exception):
    """Someone asked the exchange to end."""


def exchange(
    call: Call,
    transport: Transport,
    clock: Clock,
    *,
    app: str = "",
    stopped: Callable[[], bool] = lambda: False,
    step: Callable[[ExchangeResult], None] = lambda result: None,
) -> ExchangeResult:
    """Exchanges until neither side has more, and notes the whole in the history. `step` hears of each request."""
    started = clock.now()
    total, idle, healings = ExchangeResult("", more=True), 0, 0
    while total.more and idle < MOST_IDLE:
        result = exchange_once(call, transport, clock, app=app, stopped=stopped)
        step(result)
        total = together(total, result)
        idle = 0 if result.sent or result.received else idle + 1
        if total.outcome == DONE and not total.more and healings < MOST_HEALINGS:
            healed = _heal(call, transport, clock, stopped)
            if healed is not None:
                step(healed)
                total, healings = together(total, healed), healings + 1
    row = HistoryRow(
        time_text(started), total.outcome, total.sent, total.received, total.bytes, total.seconds, total.detail
    )
    if total.outcome not in (NOT_ENROLLED, STOPPED):
        call(lambda store: book.add_history(store, row))
    return total


def exchange_once(
    call: Call,
    transport: Transport,
    clock: Clock,
    *,
    app: str = "",
    stopped: Callable[[], bool] = lambda: False,
) -> ExchangeResult:
    """One request and its answer. However it ends is an outcome; only bugs and the store's errors raise."""
    now = clock.now()
    start = call(lambda store: prepare(store, now, app))
    if start is None:
        return ExchangeResult(NOT_ENROLLED)
    one = _One(call, transport, clock, start, stopped, AnswerTaker(start.asked, call, clock.now))
    return _ended(one, one.run, clock, stopped)


def take_answer(
    call: Call,
    transport: Carrier,
    clock: Clock,
    start: Start,
    taker: AnswerTaker,
    stopped: Callable[[], bool] = lambda: False,
) -> ExchangeResult:
    """The answer to a request that went out before, on a stick: `transport` holds it, and is sent nothing."""
    one = _One(call, transport, clock, start, stopped, taker)
    return _ended(one, lambda: one.ask(b""), clock, stopped)


def _ended(one: _One, run: Callable[[], None], clock: Clock, stopped: Callable[[], bool]) -> ExchangeResult:
    outcome, detail, retry_after, began = DONE, "", None, clock.monotonic()
    try:
        run()
    except Stopped:
        outcome = STOPPED
    except NotHeld:
        one.link = replace(one.link, ask_in_full=True)
        outcome, detail = "not-our-hub", "a change that is not ours"
    except BadStream as error:
        outcome, detail = "not-our-hub", str(error)
    except NoConnection as error:
        outcome, detail = error.reason, error.detail
    except Refusal as error:
        outcome, detail, retry_after = error.reason, error.detail, error.retry_after
    if outcome in NO_CONNECTION and stopped():
        outcome, detail = STOPPED, ""
    seconds = clock.monotonic() - began
    return one.result(outcome, detail, seconds, retry_after)


def _heal(call: Call, transport: Transport, clock: Clock, stopped: Callable[[], bool]) -> ExchangeResult | None:
    """Gives a hub that was restored back what it lost, if this PC has some of it; `more`: exchange, and ask again."""
    if call(lambda store: store.meta_get("revoked") or feed_runs.open_run(store) is None):
        return None
    from spoke_app.sync.heal import Healing  # few exchanges need it

    def check() -> None:
        if stopped():
            raise Stopped

    began = clock.monotonic()
    try:
        healed = Healing(call, transport, clock.monotonic, check).run()
    except Stopped:
        return ExchangeResult(STOPPED, seconds=clock.monotonic() - began)
    return ExchangeResult(
        healed.outcome or DONE,
        healed.detail,
        bytes=healed.bytes,
        seconds=clock.monotonic() - began,
        more=healed.again,
        retry_after=healed.retry_after,
    )


class _One:
    """One request on its way."""

    def __init__(
        self,
        call: Call,
        transport: Carrier,
        clock: Clock,
        start: Start,
        stopped: Callable[[], bool],
        taker: AnswerTaker,
    ) -> None:
        self._call = call
        self._transport = transport
        self._clock = clock
        self._start = start
        self._stopped = stopped
        until = clock.monotonic() + SEND_SECONDS
        self._writer = RequestWriter(
            call,
            start.hello,
            start.state,
            budget=start.link.budget,
            early=start.early,
            enough=lambda: stopped() or clock.monotonic() >= until,
        )
        self._taker = taker
        self._came = 0
        self._new_chain = False
        self.link = start.link

    def run(self) -> None:
        with_lines = not (self._start.link.ask_first or self._start.link.ask_in_full)
        self.ask(self._writer.body(with_lines=with_lines))

    def ask(self, body: bytes | Iterator[bytes]) -> None:
        """Sends the request and takes in the answer."""
        try:
            with self._transport.exchange(body) as answer:
                self._read(answer)
        except Refusal as refusal:
            if refusal.reason != FOREIGN_CHAIN:
                raise
            # Another device's, says the hub: whatever was proved of this chain was another hub's knowledge.
            self._move_to_new_chain(0)
            return
        if self._taker.copy_proved is not None:
            self._move_to_new_chain(self._taker.copy_proved)

    def _read(self, answer: Answer) -> None:
        reader = LineReader(answer.compressed, MAX_PAGE)
        for piece in answer.pieces():
            self._came += len(piece)
            for line in reader.feed(piece):
                if self._stopped():
                    raise Stopped
                item = parse_answer_line(line)
                self._taker.take(item, len(line))
                if isinstance(item, FeedMark):
                    reader.allow(MAX_PAGE)
        if self._taker.end is None:
            raise NoConnection("broken" if self._taker.hello else "not-our-hub", "the answer was cut short")

    def _move_to_new_chain(self, proved_n: int) -> None:
        chain, now = self._transport.new_chain(), self._clock.now()
        self._call(lambda store: own_chain.start_chain(store, chain, now=now, after_n=proved_n))
        self._new_chain = True

    def result(self, outcome: str, detail: str, seconds: float, retry_after: float | None) -> ExchangeResult:
        """Leaves the link for the next exchange, and says what this one did."""
        taker, before = self._taker, self._start
        link = self._next_link(outcome, seconds)
        waits, acked_n = self._call(lambda store: _leave(store, link))
        stepped_back = any(times > before.link.going_back.get(feed, 0) for feed, times in link.going_back.items())
        had_asked = before.link.ask_first or before.link.ask_in_full
        go_on = waits > 0 and (self._new_chain or taker.acked_more or had_asked)
        more = outcome == DONE and ((taker.end is not None and taker.end.more) or stepped_back or go_on)
        if outcome == DONE and taker.diverged and not stepped_back:
            outcome, detail, more = DIVERGED, ", ".join(sorted(taker.diverged)), False
        ids = frozenset(taker.news.ids)
        return ExchangeResult(
            outcome=outcome,
            detail=detail,
            sent=0 if self._new_chain else max(0, acked_n - before.state.acked_n),
            received=taker.news.received,
            bytes=self._writer.size + self._came,
            seconds=seconds,
            kinds=frozenset(taker.news.kinds),
            ids=ids if len(ids) <= IDS_NAMED else frozenset(),
            more=more,
            retry_after=retry_after,
            wipe=outcome == DONE and taker.wipe and taker.end is not None and waits == 0,
        )

    def _next_link(self, outcome: str, seconds: float) -> Link:
        taker, link = self._taker, self.link
        if taker.ack is not None:
            link = replace(link, ask_first=False)
            if self._writer.lines:
                # An answer comes only after the whole request was taken in.
                link = replace(link, early_n=self._start.early_n)
        elif self._writer.lines and outcome != "unreachable":
            link = replace(link, ask_first=True)
        if self._new_chain:
            link = replace(link, early_n=0)
        if outcome == DONE:
            link = replace(link, ask_in_full=False, going_back=self._going_back())
        elif taker.moved:
            going_back = {feed: times for feed, times in link.going_back.items() if feed not in taker.moved}
            link = replace(link, going_back=going_back)
        return replace(link, budget=self._next_budget(outcome, seconds))

    def _going_back(self) -> dict[str, int]:
        """One step further for each feed whose place the hub did not know, until there is nothing before it."""
        asked, before = self._start.asked.places, self._start.link.going_back
        return {
            feed: before.get(feed, 0) + (1 if asked[feed].seq else 0) for feed in self._taker.diverged if feed in asked
        }

    def _next_budget(self, outcome: str, seconds: float) -> int:
        budget, end = self.link.budget, self._taker.end
        if self._nothing_came_through(outcome):
            return max(LEAST_BUDGET, budget // 2)
        asked = self._start.link.ask_first
        filled = self._writer.size >= budget or (end is not None and end.more and not asked)
        if outcome == DONE and filled and seconds <= QUICK_SECONDS:
            return min(MOST_BUDGET, budget * 2)
        return budget

    def _nothing_came_through(self, outcome: str) -> bool:
        """A line that breaks again and again, but carries pages until then, carries them at this size."""
        taker = self._taker
        if outcome in ("broken", "stalled"):
            # Of lines that went up without an ack, the asking after this will tell.
            return not taker.moved and not (self._writer.lines and taker.ack is None)
        asked = self._start.link.ask_first and outcome == DONE
        return outcome == "too-large" or (asked and not taker.acked_more)


def prepare(store: Store, now: datetime, app: str, budget: int | None = None) -> Start | None:
    """What to ask for, as the store stands; None before the enrolment. `budget` if not the link's."""
    state = own_chain.current_chain(store)
    device, hub, sign_key = (store.meta_get(key) for key in ("device", "hub", "sign_key"))
    if state is None or not (device and hub and sign_key):
        return None
    link = book.link(store)
    places = {feed: book.place_back(store, feed, link.going_back.get(feed, 0)) for feed in book.feeds(store)}
    asked = Asked(secrets.token_hex(8), device, hub, unb64(sign_key), state.chain, places)
    hello = Hello(
        protocol=PROTOCOL,
        request=asked.request,
        device=device,
        chain=state.chain,
        from_n=1 if link.ask_in_full else state.acked_n + 1,
        head=(ZERO if link.ask_in_full else state.acked_head).hex(),
        feeds={feed: (place.seq, place.head.hex()) for feed, place in places.items()},
        sent_at=time_text(now),
        app=app,
        # What got through of the last request would come back whole: it is proved by the next one only.
        budget=budget or (1 if link.ask_first else link.budget),
        runs=True,
    )
    early, early_n = _early(store, state, link)
    return Start(state, asked, hello, link, early, early_n)


def _early(store: Store, state: ChainState, link: Link) -> tuple[list[bytes], int]:
    """Emergencies go ahead of what was saved before them, unless all goes in the first page anyway."""
    room = page_bytes(link.budget)
    first = own_chain.lines_after(
        store, state.chain, state.acked_n, until_n=state.last_n, max_bytes=room, max_lines=PAGE_CHANGES
    )
    if len(first) == state.last_n - state.acked_n:
        return [], link.early_n
    return own_chain.emergency_lines(
        store, state.chain, after_n=state.acked_n, early_n=link.early_n, max_bytes=EARLY_BYTES
    )


def _leave(store: Store, link: Link) -> tuple[int, int]:
    """Keeps the link; gives how much waits, and the proved place."""
    book.set_link(store, link)
    state = own_chain.current_chain(store)
    return (0, 0) if state is None else (state.last_n - state.acked_n, state.acked_n)


def together(total: ExchangeResult, last: ExchangeResult) -> ExchangeResult:
    """Both as one: what they sent and received, ended as the last one did."""
    named = (total.ids or not total.kinds) and (last.ids or not last.kinds)
    ids = total.ids | last.ids if named else frozenset()
    return replace(
        last,
        sent=total.sent + last.sent,
        received=total.received + last.received,
        bytes=total.bytes + last.bytes,
        seconds=total.seconds + last.seconds,
        kinds=total.kinds | last.kinds,
        ids=ids if len(ids) <= IDS_NAMED else frozenset(),
    )
