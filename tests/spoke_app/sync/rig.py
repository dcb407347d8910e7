"""What the exchange's tests stand on: a real store of an enrolled PC, and a hub whose every byte the test decides.

The hub that does all of it right is the real one (`test_with_hub.py`); this one lies, on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

from care_record.chain import ZERO, feed_extend, line_hash, mark_bytes
from care_record.change import Change, encode
from care_record.clock import time_text
from care_record.ids import new_id
from care_record.signature import b64, new_signing_key, public_key, sign
from care_record.wire import (
    Ack,
    AnswerEnd,
    Deflater,
    Early,
    FeedMark,
    Hello,
    HubHello,
    Line,
    LineReader,
    Mark,
    RequestItem,
    feed_line,
    message,
    parse_request_line,
)
from spoke_app.store import exchange_book as book
from spoke_app.store import journal, own_chain
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange
from spoke_app.sync.engine import Clock, ExchangeResult, exchange, exchange_once
from spoke_app.sync.transport import Answer, Refusal

T = TypeVar("T")
HUB = "hub-1"
DEVICE = "0123456789abcdef"
POST = new_id(1)
FEED = f"facility:{POST}"
AUTHOR = new_id(2)
START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Feed:
    """A feed as a hub has it: lines, their heads, and the signature over any place."""

    name: str
    key: bytes
    lines: list[bytes] = field(default_factory=list)

    def head(self, seq: int) -> bytes:
        head = ZERO
        for line in self.lines[:seq]:
            head = feed_extend(head, line_hash(line))
        return head

    def mark(self, seq: int | None = None) -> bytes:
        seq = len(self.lines) if seq is None else seq
        head = self.head(seq)
        signature = b64(sign(self.key, mark_bytes(HUB, self.name, seq, head)))
        return message(FeedMark({self.name: (seq, head.hex(), signature)}))

    def page(self, after: int, until: int | None = None) -> list[bytes]:
        """The lines after a place, and the mark over them."""
        until = len(self.lines) if until is None else until
        bodies = [feed_line(self.name, seq + 1, self.lines[seq]) for seq in range(after, until)]
        return [*bodies, self.mark(until)]


class Spoken(Answer):
    """An answer that a test wrote."""

    def __init__(self, data: bytes, compressed: bool = True, size: int = 512) -> None:
        self._data = data
        self._size = size
        self.compressed = compressed

    def pieces(self) -> Iterator[bytes]:
        for start in range(0, len(self._data), self._size):
            yield self._data[start : start + self._size]


def gzipped(lines: list[bytes]) -> bytes:
    deflater = Deflater()
    return b"".join(deflater.line(line) + deflater.flush() for line in lines) + deflater.finish()


@dataclass
class Request:
    """A request as it arrived."""

    hello: Hello
    lines: list[bytes]
    marks: list[Mark]
    early: list[bytes] = field(default_factory=list)


class ScriptedHub:
    """A transport whose answers come from `script`; without one it acknowledges all and has nothing new."""

    def __init__(self) -> None:
        self.key = new_signing_key()
        self.feed = Feed(FEED, self.key)
        self.requests: list[Request] = []
        self.chains: list[str] = []
        self.script: Callable[[Request], bytes] = self.plain
        self.healing: Callable[[bytes], bytes] = _nothing_there
        self.during: Callable[[], None] = lambda: None
        self.time = START

    @contextmanager
    def exchange(self, body: bytes | Iterator[bytes], /) -> Iterator[Answer]:
        reader = LineReader()
        raw = body if isinstance(body, bytes) else b"".join(body)
        request = _request([parse_request_line(line) for line in reader.feed(raw)])
        self.requests.append(request)
        self.during()
        yield Spoken(self.script(request))

    @contextmanager
    def heal(self, body: bytes, /) -> Iterator[Answer]:
        yield Spoken(self.healing(body))

    def new_chain(self) -> str:
        self.chains.append(new_id())
        return self.chains[-1]

    def hello(self, asked: Request, /, **other: object) -> bytes:
        said = {"hub": HUB, "request": asked.hello.request, "time": time_text(self.time), "protocol": 1}
        return message(HubHello(**cast("dict[str, str]", said | other)))  # type: ignore[arg-type]

    def ack(self, request: Request) -> bytes:
        if request.marks:
            return message(Ack(request.marks[-1].n, request.marks[-1].head))
        return message(Ack(request.hello.from_n - 1, request.hello.head))

    def plain(self, request: Request) -> bytes:
        return gzipped([self.hello(request), self.ack(request), message(AnswerEnd(more=False))])

    def news(self, request: Request, more: bool = False) -> bytes:
        """Everything of the feed after the asking place."""
        after = request.hello.feeds[FEED][0]
        page = self.feed.page(after) if after < len(self.feed.lines) else []
        return gzipped([self.hello(request), self.ack(request), *page, message(AnswerEnd(more=more))])


def _nothing_there(body: bytes) -> bytes:
    """What an older hub says to a healing."""
    raise Refusal("not-found", 404)


def _request(items: list[RequestItem]) -> Request:
    hello = items[0]
    assert isinstance(hello, Hello)
    lines = [item.line for item in items if isinstance(item, Line)]
    early = [item.line for item in items if isinstance(item, Early)]
    return Request(hello, lines, [item for item in items if isinstance(item, Mark)], early)


class Spoke:
    """An enrolled PC: its store, its clock, and the way in."""

    def __init__(self, folder: Path, hub: ScriptedHub) -> None:
        self.hub = hub
        self.time = START
        self.ticks = 0.0
        self.tick = 0.0
        """Seconds that pass whenever somebody looks at the clock."""
        self.store: Store = open_store(folder / "store.db", bytes(32))
        with self.store.transaction():
            for key, value in {
                "device": DEVICE,
                "hub": HUB,
                "sign_key": b64(public_key(hub.key)),
                "post_kind": "facility",
                "post_id": POST,
            }.items():
                self.store.meta_set(key, value)
            own_chain.start_chain(self.store, new_id(), now=START)

    def call(self, function: Callable[[Store], T], /) -> T:
        return function(self.store)

    def clock(self) -> Clock:
        return Clock(lambda: self.time, self._monotonic)

    def _monotonic(self) -> float:
        self.ticks += self.tick
        return self.ticks

    def exchange_once(self) -> ExchangeResult:
        return exchange_once(self.call, self.hub, self.clock())

    def exchange(self) -> ExchangeResult:
        return exchange(self.call, self.hub, self.clock())

    def save(self, name: str = "Sunita Devi", **more: object) -> Change:
        fields = {"name": name, "gender": "female", "village": "Parsarma", **more}
        [change] = journal.write(self.store, [NewChange("patient", None, fields)], author=AUTHOR, now=self.time)
        return change

    def refer(self, patient: Change, urgency: str) -> Change:
        fields = {"desk": new_id(), "speciality": "medicine", "urgency": urgency, "question": "What now?"}
        new = [NewChange("referral", patient.record, fields)]
        [change] = journal.write(self.store, new, author=AUTHOR, now=self.time)
        return change

    def own_lines(self) -> list[bytes]:
        rows = self.store.rows("SELECT j.line FROM journal j WHERE j.device = ? ORDER BY j.clock", (DEVICE,))
        return [bytes(row["line"]) for row in rows]

    def held(self) -> set[str]:
        return {row["id"] for row in self.store.rows("SELECT id FROM journal")}

    def waiting(self) -> int:
        return own_chain.waiting(self.store)

    def place(self) -> int:
        return book.place(self.store, FEED).seq


def foreign(name: str = "Sunita Devi", at: datetime = START) -> bytes:
    """A line that another device wrote."""
    record = new_id()
    change = Change(
        id=new_id(),
        device="fedcba9876543210",
        author=AUTHOR,
        kind="patient",
        record=record,
        patient=record,
        clock=f"{round(at.timestamp() * 1000):013d}-0000-fedcba98",
        at=time_text(at),
        set={"name": name, "gender": "male", "village": "Basantpur"},
    )
    return encode(change)


def end(**said: object) -> bytes:
    """The end of an answer; without anything said, nothing more is to come."""
    return message(AnswerEnd(**({"more": False} | said)))  # type: ignore[arg-type]
