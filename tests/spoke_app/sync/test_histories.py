"""Seeded histories of several PCs and a hub, in one process: cuts both ways, copied disks, restored PCs and hubs.

The hub is the real one without its HTTP server; what breaks is the line between. At the end the line is good, and the
promises of `sync.md` §6 are asked for: nothing lost, everybody in the same state, nothing waiting (C1, C2, C3, P1, P2).
"""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import sqlalchemy as sa

from care_record.ids import new_token
from hub_server.answer import Answering
from hub_server.context import Services, open_services
from hub_server.enrol import EnrolRequest, enrol, new_chain
from hub_server.exchange import Receiving, device_of
from hub_server.heal import Healing
from hub_server.problems import Problem
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store.database import HubStore
from spoke_app.store import exchange_book as book
from spoke_app.store import feed_runs, journal, own_chain, records, soundness
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange
from spoke_app.sync.engine import DONE, Clock, ExchangeResult, exchange, exchange_once
from spoke_app.sync.transport import Answer, NoConnection, Refusal
from tests.helpers.hub import init_store

T = TypeVar("T")
KEY = bytes(32)


class Pieces(Answer):
    """An answer as far as the line carries it."""

    def __init__(self, pieces: Iterator[bytes], limit: int) -> None:
        self._source = pieces
        self._limit = limit
        self.compressed = True

    def pieces(self) -> Iterator[bytes]:
        for piece in self._source:
            yield piece[: self._limit]
            self._limit -= len(piece)
            if self._limit <= 0:
                raise NoConnection("broken")


class Wire:
    """The line from one PC to the hub as it is now: cut after so many bytes up or down."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token
        self.up = self.down = 1 << 40

    @contextmanager
    def exchange(self, body: bytes | Iterator[bytes], /) -> Iterator[Answer]:
        services = self.world.services
        try:
            receiving = Receiving(services, device_of(services, f"Bearer {self.token}"), compressed=True)
            left = self.up
            for piece in [body] if isinstance(body, bytes) else body:
                receiving.feed(piece[:left])
                left -= len(piece)
                if left < 0:
                    raise NoConnection("broken")
            answering = Answering(services, receiving.finish())
        except Problem as problem:
            raise Refusal(problem.code, problem.status) from None
        yield Pieces(answering.pieces(), self.down)

    @contextmanager
    def heal(self, body: bytes, /) -> Iterator[Answer]:
        services = self.world.services
        try:
            healing = Healing(services, device_of(services, f"Bearer {self.token}"), compressed=True)
            healing.feed(body[: self.up])
            if len(body) > self.up:
                raise NoConnection("broken")
            answer = healing.finish()
        except Problem as problem:
            raise Refusal(problem.code, problem.status) from None
        yield Pieces(iter([answer]), self.down)

    def new_chain(self) -> str:
        services = self.world.services
        return new_chain(services, device_of(services, f"Bearer {self.token}"))


class Pc:
    """A PC, its store and its line."""

    def __init__(self, folder: Path, wire: Wire) -> None:
        self.folder = folder
        self.wire = wire
        self.store: Store = open_store(folder / "store.db", KEY)
        with self.store.transaction():
            book.set_link(self.store, book.Link(budget=1500))

    def call(self, function: object) -> object:
        return function(self.store)  # type: ignore[operator]

    def clock(self) -> Clock:
        return Clock(self.wire.world.now, time.monotonic)

    def exchange(self) -> ExchangeResult:
        self.wire.up = self.wire.down = 1 << 40
        return exchange(self.call, self.wire, self.clock())  # type: ignore[arg-type]

    def broken(self, up: int, down: int) -> None:
        self.wire.up, self.wire.down = up, down
        exchange_once(self.call, self.wire, self.clock())  # type: ignore[arg-type]

    def held(self) -> set[str]:
        return {row["id"] for row in self.store.rows("SELECT id FROM journal")}

    def own(self) -> set[str]:
        return {row["id"] for row in self.store.rows("SELECT DISTINCT id FROM chain_lines")}

    def shown(self) -> list[dict[str, object]]:
        columns = "record, kind, patient, fields, heads, conflicts, created_at, updated_at, author, last_clock"
        return self.store.rows(f"SELECT {columns} FROM records ORDER BY record")


class World:
    """A hub, a health centre and what happens to them."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.time = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        self.hub_file = folder / "hub.db"
        self._open(init_store(f"sqlite:///{self.hub_file}"))
        self.facility = add_facility(self.services, {"code": "HSC1", "name": "Health Sub-Centre 1", "district": "223"})
        self.cho = add_staff(self.services, NewStaff("Person 1", "cho", (self.facility,)))
        self.pcs = [self.pc(number) for number in range(2)]
        self.backups: dict[str, Path] = {}
        self.count = 0
        self.hub_restored = False

    def _open(self, store: HubStore) -> None:
        self.hub_store = store
        self.services: Services = open_services(store)

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def pc(self, number: int) -> Pc:
        folder = self.folder / f"pc{number}"
        folder.mkdir()
        token = new_token()
        code = make_enrol_code(self.services, self.facility)["code"]
        answer = enrol(self.services, EnrolRequest(str(code), token))
        pc = Pc(folder, Wire(self, token))
        with pc.store.transaction():
            for key, value in {
                "device": answer.device,
                "hub": answer.hub,
                "sign_key": answer.sign_key,
                "post_kind": answer.post.kind,
                "post_id": answer.post.id,
            }.items():
                pc.store.meta_set(key, value)
            own_chain.start_chain(pc.store, answer.chain, now=self.now())
        return pc

    # -- what may happen -----------------------------------------------------------------------------------------

    def save(self) -> None:
        pc = self.random.choice(self.pcs)
        known = [row["record"] for row in pc.store.rows("SELECT record FROM patients ORDER BY record")]
        new = []
        for _ in range(self.random.choice((1, 1, 2, 30))):
            self.count += 1
            if known and self.random.random() < 0.5:
                record = self.random.choice(known)
                seen = records.folded(pc.store, record)
                assert seen is not None
                new.append(NewChange("patient", record, {"village": f"V{self.count}"}, record, seen.heads))
                known.remove(record)
            else:
                fields = {"name": f"Patient {self.count}", "gender": "female", "village": "Parsarma"}
                new.append(NewChange("patient", None, fields))
        journal.write(pc.store, new, author=self.cho, now=self.now())

    def exchange(self) -> None:
        self.random.choice(self.pcs).exchange()

    def cut(self) -> None:
        far = 1 << 40
        up, down = self.random.choice(((self.random.randrange(4000), far), (far, self.random.randrange(4000))))
        self.random.choice(self.pcs).broken(up, down)

    def copy_disk(self) -> None:
        if len(self.pcs) < 5:
            self.pcs.append(self._copy(self.random.choice(self.pcs)))

    def restore_pc(self) -> None:
        """An old copy of the disk takes the PC's place."""
        number = self.random.randrange(len(self.pcs))
        backup = self.backups.pop(f"pc{number}", None)
        pc = self.pcs[number]
        if backup is None:
            self.backups[f"pc{number}"] = self._copy_file(pc)
            return
        pc.store.close()
        self.pcs[number] = Pc(backup, pc.wire)

    def restore_hub(self) -> None:
        backup = self.folder / "hub.backup"
        if not backup.exists():
            self.hub_store.close()
            shutil.copy(self.hub_file, backup)
        else:
            self.hub_restored = True
            self.hub_store.close()
            for stale in self.folder.glob("hub.db*"):
                stale.unlink()
            backup.rename(self.hub_file)
        self._open(HubStore(f"sqlite:///{self.hub_file}"))

    def _copy_file(self, pc: Pc) -> Path:
        self.count += 1
        folder = self.folder / f"copy{self.count}"
        folder.mkdir()
        pc.store.copy_to(folder / "store.db")
        return folder

    def _copy(self, pc: Pc) -> Pc:
        return Pc(self._copy_file(pc), Wire(self, pc.wire.token))

    # -- the end -------------------------------------------------------------------------------------------------

    def at_hub(self, where: str = "true") -> set[str]:
        with self.services.store.read() as conn:
            return set(conn.execute(sa.text(f"SELECT id FROM changes WHERE {where}")).scalars())

    def settle(self) -> None:
        for _ in range(4):
            for pc in self.pcs:
                assert pc.exchange().outcome == DONE

    def close(self) -> None:
        for pc in self.pcs:
            pc.store.close()
        self.hub_store.close()


def run(folder: Path, seed: int, steps: int, *, hub_restores: bool) -> None:
    """One history, and what must hold at its end."""
    world = World(folder, seed)
    happenings = [world.save] * 6 + [world.exchange] * 4 + [world.cut] * 5 + [world.copy_disk, world.restore_pc]
    if hub_restores:
        happenings += [world.restore_hub] * 2
    for _ in range(steps):
        world.random.choice(happenings)()
    durable = {change for pc in world.pcs for change in pc.own()}
    everything = {change for pc in world.pcs for change in pc.held()} | world.at_hub()
    world.settle()
    assert durable <= world.at_hub()
    for pc in world.pcs:
        assert own_chain.waiting(pc.store) == 0
        assert book.quarantined(pc.store) == []
        # What waits for a patient that a restored hub has lost is nobody's to read until the patient is there again.
        assert world.at_hub("state = 'stored'") <= pc.held()
        assert soundness.check(pc.store).problems == []
    assert everything <= world.at_hub()
    assert world.at_hub("state != 'stored'") == set()
    for pc in world.pcs:
        assert feed_runs.open_run(pc.store) is None
        assert pc.shown() == world.pcs[0].shown()
    world.close()


@pytest.mark.parametrize("seed", range(8))
def test_a_history_of_cuts_copies_and_restored_pcs(tmp_path: Path, seed: int) -> None:
    run(tmp_path, seed, 50, hub_restores=False)


@pytest.mark.parametrize("seed", range(100, 106))
def test_a_history_with_hubs_that_were_restored(tmp_path: Path, seed: int) -> None:
    run(tmp_path, seed, 50, hub_restores=True)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1500))
def test_many_histories(tmp_path: Path, seed: int) -> None:
    run(tmp_path, seed, 120, hub_restores=seed % 2 == 0)
