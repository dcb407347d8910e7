"""One PC of a simulated world: a real store, its wire, its clock, and what was promised to those who saved on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from care_record.chain import ZERO, extend, line_hash
from care_record.change import Change
from spoke_app.store import exchange_book as book
from spoke_app.store import journal
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange
from spoke_app.sync.engine import Clock, ExchangeResult, exchange, exchange_once
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

    def faulty_line(self, line: bytes, change: Change) -> None:
        """A line that no version of ours writes, as a faulty one left it in journal and chain."""
        with self.store.transaction():
            chain = self.store.value("SELECT chain FROM chains WHERE current = 1")
            last = self.store.row("SELECT n, head FROM chain_lines WHERE chain = ? ORDER BY n DESC LIMIT 1", (chain,))
            n, head = (last["n"], bytes(last["head"])) if last else (0, ZERO)
            values = (change.id, line, line_hash(line), change.kind, change.record, change.patient, change.author)
            self.store.execute(
                "INSERT INTO journal(id, line, sha, kind, record, patient, author, device, clock, at, stored_at)"
                " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, change.device, change.clock, change.at, change.at),
            )
            self.store.execute(
                "INSERT INTO chain_lines(chain, n, id, head) VALUES(?, ?, ?, ?)",
                (chain, n + 1, change.id, extend(head, line)),
            )
            journal.reproject(self.store, {change.record})

    # -- exchanges ---------------------------------------------------------------------------------------------------

    def call(self, function: Callable[[Store], T], /) -> T:
        return function(self.store)

    def exchange(self) -> ExchangeResult:
        return exchange(self.call, self.wire, self.clock())

    def exchange_once(self, fault: Fault | None = None) -> ExchangeResult:
        self.wire.fault = fault
        return exchange_once(self.call, self.wire, self.clock())

    # -- the disk ----------------------------------------------------------------------------------------------------

    def dying(self, write: int, work: Callable[[], object]) -> bool:
        """Does `work` in a process that ends before its so-manyth write, and starts the app again; whether it died."""
        raw = self.store.db.conn
        self.store.db.conn = DyingConnection(raw, write)  # type: ignore[assignment]
        try:
            work()
        except PcCrash:
            raw.close()
            self.store = open_store(self.file, self.seat.key, create=False)
            return True
        else:
            self.store.db.conn = raw
            return False

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
