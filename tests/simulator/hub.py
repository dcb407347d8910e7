"""The hub of a simulated world: the real services upon one file that is copied, restored and reopened.

Its engine is made once per process and the file under it is exchanged: SQLAlchemy keeps what it has compiled.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from hub_server.config import Config
from hub_server.context import Services
from hub_server.store.database import HubStore
from hub_server.store.identity import Identity, load_identity
from hub_server.store.writer import HubWriter
from tests.simulator.faults import HubFate

_PARTS = ("", "-wal", "-shm")


class HubSlot:
    """One place on the disk where a hub's file may lie, and the engine that reads it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "hub.db"
        self.store = HubStore(f"sqlite:///{self.file}")
        self.fate = HubFate(self.store.engine)

    def put(self, source: Path) -> None:
        """The file is now a copy of `source`."""
        self.empty()
        shutil.copyfile(source, self.file)

    def empty(self) -> None:
        self.fate.left = None
        self.store.close()
        for part in _PARTS:
            self.file.with_name(self.file.name + part).unlink(missing_ok=True)


class Hub:
    """A running hub. `restart` is a new process on the same file."""

    def __init__(self, slot: HubSlot, source: Path, now: Callable[[], datetime]) -> None:
        self._slot = slot
        self._now = now
        slot.put(source)
        self.identity: Identity
        self.services: Services
        self.restart()

    def restart(self) -> None:
        self._slot.fate.left = None
        self._slot.store.close()
        with self._slot.store.read() as conn:
            self.identity = load_identity(conn)
        self.services = Services(self._slot.store, self.identity, HubWriter(self._now), Config(), self._now)

    def dies_before(self, write: int | None) -> None:
        """The process ends before that many writes from now (None: it lives)."""
        self._slot.fate.left = write

    def copy_to(self, target: Path) -> None:
        """A backup, as an operator makes it."""
        self._slot.store.close()
        shutil.copyfile(self._slot.file, target)

    def restore(self, source: Path) -> None:
        self._slot.put(source)
        self.restart()

    def rows(self, sql: str) -> list[Any]:
        """What stands in the hub's tables, for the checks: looking is no write of the hub's, and never its last."""
        fate = self._slot.fate
        left, fate.left = fate.left, None
        try:
            with self._slot.store.read() as conn:
                return list(conn.execute(sa.text(sql)))
        finally:
            fate.left = left
