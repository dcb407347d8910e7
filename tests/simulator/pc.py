"""One PC of a simulated world: a real store, its wire, its clock, and what was promised to those who saved on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from care_record.change import Change
from spoke_app.store import attachments, journal
from spoke_app.store import exchange_book as book
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange
from spoke_app.sync.attachments import TEXT_FIRST, AttachmentQueue
from spoke_app.sync.bundle import export, take_reply
from spoke_app.sync.engine import DONE, Clock, ExchangeResult, exchange, exchange_once, together
from tests.simulator.faults import DyingConnection, PcCrash
from tests.simulator.wire import Fault, Wire

if TYPE_CHECKING:
    from tests.simulator.world import World

T = TypeVar("T")


@dataclass(frozen=True)
class Seat:
    """What an enrolment gave."""

    device: str
    facility: str
    token: str
    key: bytes
    former: tuple[str, ...] = ()
    """What the hub called this PC before it forgot or revoked it."""


@dataclass
class Wall:
    """A PC's wall clock: off by so much, or standing still."""

    ahead: timedelta = timedelta()
    stands_at: datetime | None = None


@dataclass
class Memory:
    """What was promised on this disk, and goes with every copy of it."""

    saved: dict[str, bytes] = field(default_factory=dict)
    """id -> SHA-256 of each line for which a save returned."""
    last_clock: str = ""
    opened: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Forms that stand open: record -> its heads as they were then."""
    jumped: bool = False
    """Its wall clock was wrong at some time."""

    def copy(self) -> Memory:
        return Memory(dict(self.saved), self.last_clock, dict(self.opened), self.jumped)


class Pc:
    """A PC that runs. `seat` says who it is for the hub."""

    def __init__(self, world: World, file: Path, seat: Seat, memory: Memory | None = None) -> None:
        self.world = world
        self.file = file
        self.seat = seat
        self.memory = memory or Memory()
        self.wall = Wall()
        self.gone = False
        """Wiped on the hub's order."""
        self.wire = Wire(world, seat.token)
        self.store: Store = open_store(file, seat.key)

    # -- time --------------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        world = self.world.now()
        return world + self.wall.ahead if self.wall.stands_at is None else self.wall.stands_at

    def clock(self) -> Clock:
        return Clock(self.now, self.world.monotonic)

    # -- what people do ----------------------------------------------------------------------------------------------

    def save(self, changes: Sequence[NewChange], author: str) -> list[Change]:
        """A save, remembered as promised once it has returned."""
        written = journal.write(self.store, changes, author=author, now=self.now())
        self.promise(written)
        return written

    def promise(self, written: Sequence[Change]) -> None:
        for change in written:
            sha = bytes(self.store.value("SELECT sha FROM journal WHERE id = ?", (change.id,)))
            self.memory.saved[change.id] = sha
            assert change.clock > self.memory.last_clock, "K1"
            self.memory.last_clock = change.clock

    # -- exchanges ---------------------------------------------------------------------------------------------------

    def call(self, function: Callable[[Store], T], /) -> T:
        return function(self.store)

    def exchange(self) -> ExchangeResult:
        return self._ended(exchange(self.call, self.wire, self.clock()))

    def _ended(self, result: ExchangeResult) -> ExchangeResult:
        if result.wipe:
            self.world.wiped(self)
        return result

    def round(self) -> ExchangeResult:
        """Exchanges, then brings pictures as the app does: behind the text, and the text again when something came."""
        result, sent = self.exchange(), set[str]()
        while result.outcome == DONE and not self.gone:
            queue = AttachmentQueue(self.call, self.wire, self.clock())
            ended = queue.run()
            if ended != TEXT_FIRST and (ended != DONE or queue.sent <= sent):
                break
            sent |= queue.sent
            result = together(result, self.exchange())
        return result

    def exchange_once(self, fault: Fault | None = None) -> ExchangeResult:
        self.wire.fault = fault
        return self._ended(exchange_once(self.call, self.wire, self.clock()))

    def to_stick(self, file: Path) -> None:
        export(self.call, self.wire.token, file, self.clock())

    def from_stick(self, reply: Path) -> ExchangeResult:
        return self._ended(take_reply(self.call, reply, self.clock()))

    def attach(self, patient: str, data: bytes, author: str) -> str:
        """A picture of this patient; its SHA-256."""
        with self.store.transaction():
            sha = attachments.keep(self.store, data, self.now())
            fields = {"sha256": sha, "bytes": len(data), "media": "image/png", "label": "x"}
            self.save([NewChange("attachment", patient, fields)], author)
        return sha

    # -- the disk ----------------------------------------------------------------------------------------------------

    def dying(self, write: int, work: Callable[[], object]) -> bool:
        """Does `work` in a process that ends before its so-manyth write, and starts the app again; whether it died."""
        raw = self.store.db.conn
        self.store.db.conn = DyingConnection(raw, write)  # type: ignore[assignment]
        died = False
        try:
            work()
        except PcCrash:
            died = True
        finally:
            if died:
                raw.close()
                self.store = open_store(self.file, self.seat.key, create=False)
            else:
                self.store.db.conn = raw
        return died

    def copy_to(self, target: Path) -> Memory:
        """The disk as it is now; with what was promised on it."""
        self.store.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        shutil.copyfile(self.file, target)
        return self.memory.copy()

    def close(self) -> None:
        self.store.close()

    # -- for the checks ----------------------------------------------------------------------------------------------

    @property
    def feed(self) -> str:
        return f"facility:{self.seat.facility}"

    def pictures(self) -> dict[str, bool]:
        """SHA-256 of each attachment that a record names -> whether all of it is here."""
        rows = self.store.rows(
            "SELECT DISTINCT n.sha, coalesce(a.whole, 0) AS whole FROM attachment_records n"
            " LEFT JOIN attachments a ON a.sha = n.sha"
        )
        return {row["sha"]: bool(row["whole"]) for row in rows}

    def held(self) -> dict[str, bytes]:
        """id -> SHA-256 of every line in the journal."""
        return {row["id"]: bytes(row["sha"]) for row in self.store.rows("SELECT id, sha FROM journal")}

    def own(self) -> set[str]:
        return {row["id"] for row in self.store.rows("SELECT DISTINCT id FROM chain_lines")}

    def quarantined(self) -> set[str]:
        return {each.id for each in book.quarantined(self.store)}

    def durable(self) -> tuple[object, ...]:
        """Everything of the exchange that a stranger's answer must leave as it is."""
        rows = self.store.rows
        return (
            rows("SELECT id FROM journal ORDER BY id"),
            rows("SELECT chain, n, id FROM chain_lines ORDER BY chain, n"),
            rows("SELECT chain, current, acked_n, acked_head FROM chains ORDER BY chain"),
            rows("SELECT * FROM feed_places ORDER BY feed"),
            rows("SELECT feed, seq, id FROM feed_lines ORDER BY feed, seq"),
            rows("SELECT * FROM quarantined ORDER BY id"),
        )
