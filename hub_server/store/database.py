"""Opens the hub's store, SQLite or PostgreSQL, and runs transactions on it.

On SQLite every writing transaction begins with BEGIN IMMEDIATE (one writer at a time, never an upgrade that fails)
in WAL mode with a sync at each commit that counts: an acknowledgement is a promise. On PostgreSQL the row locks that
the code takes do the same work, and `run` repeats a transaction that lost a deadlock or met a row born in the meantime.
"""

from __future__ import annotations

import math
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

if sys.platform != "win32":
    import fcntl

T = TypeVar("T")
Connection = sa.Connection
"""What services name in their signatures: only the store itself speaks SQL through it."""

_ATTEMPTS = 6
_BUSY_S = 30
_RESTS_S = 1.0
_NO_STORE = "what --store names is no store: use sqlite:///FILE or postgresql://…"
"""Without the address: a password may be in it."""
NOT_INITIALISED = "the store is not initialised: run hub-server init first"


class StoreError(Exception):
    """The store cannot be used: wrong address, no server, not initialised, disk full. The text is for people."""


class Turn(AbstractContextManager["Turn"]):
    """One writer at a time, of all threads and processes that know the file; whoever dies lets go of it."""

    def __init__(self, file: Path) -> None:
        self._file, self._threads = file, threading.Lock()
        self._held = -1

    def __enter__(self) -> Turn:
        self._threads.acquire()
        try:
            self._held = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            _lock(self._held)
        except OSError as error:
            self.__exit__()
            raise StoreError(f"the store cannot be used: {error.strerror}: {self._file}") from error
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        held, self._held = self._held, -1
        if held >= 0:
            os.close(held)
        self._threads.release()


def _lock(held: int) -> None:
    if sys.platform != "win32":
        fcntl.flock(held, fcntl.LOCK_EX)


class HubStore:
    """The hub's database. Safe for threads: each transaction has a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = _parse(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        # SQLite has one writer at a time, and those who wait for it poll: under load one of them can come away with
        # nothing. They stand in line instead, those of all processes.
        file = Path(f"{self.url.database}-turn")
        self._turn: AbstractContextManager[object] = Turn(file) if self.is_sqlite else nullcontext()

    @contextmanager
    def begin(self) -> Iterator[sa.Connection]:
        """A writing transaction: committed at the end of the block, rolled back by an exception."""
        with self._turn, _translated(), self.engine.begin() as conn:
            yield conn

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A reading transaction: one consistent view, no lock."""
        with _translated(), self.engine.connect() as conn:
            if self.is_sqlite:
                conn = conn.execution_options(hub_read=True)
            else:
                conn = conn.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with conn.begin():
                yield conn

    def run(self, work: Callable[[sa.Connection], T], *, promised: bool = True) -> T:
        """`work` in a writing transaction, done again from the start if a race undid it. Not `promised`: it is only
        noted, and reaches the disk with the next one that is promised, if not before."""
        for left in reversed(range(_ATTEMPTS)):
            try:
                with self._turn, _translated(), self.engine.connect() as conn:
                    if self.is_sqlite:
                        conn = conn.execution_options(hub_noted=not promised)
                    with conn.begin():
                        if not (promised or self.is_sqlite):
                            conn.exec_driver_sql("SET LOCAL synchronous_commit = off")
                        return work(conn)
            except (sa.exc.OperationalError, sa.exc.IntegrityError) as error:
                if left == 0 or not _is_race(error):
                    raise
        raise AssertionError("unreachable: the last attempt returns or raises")

    def require(self) -> None:
        """StoreError if the store's file is not there: opening a mistyped name would make an empty one."""
        if self.is_sqlite and not Path(str(self.url.database)).is_file():
            raise StoreError(NOT_INITIALISED)

    def make_file(self) -> None:
        """The file of a new store, which nobody but its owner reads: the hub's keys are in it."""
        if self.is_sqlite:
            Path(str(self.url.database)).touch(mode=0o600)

    def close(self) -> None:
        self.engine.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise StoreError(_NO_STORE) from None
    if parsed.get_backend_name() == "sqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise StoreError("--store sqlite:///FILE needs a file")
        return parsed.set(drivername="sqlite")
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    raise StoreError(_NO_STORE)


def _sqlite_engine(url: URL) -> sa.Engine:
    folder = Path(str(url.database)).resolve().parent
    if not folder.is_dir():
        raise StoreError(f"the folder {folder} does not exist")
    waits = {"timeout": _BUSY_S, "check_same_thread": False}
    engine = sa.create_engine(url, connect_args=waits, max_overflow=40, hide_parameters=True)

    @sa.event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA cache_size = -16384")  # KiB: a run of pages is written without reading much again
        cursor.execute("PRAGMA wal_autocheckpoint = 4000")  # pages: what is written twice goes to the file once
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def begun(conn: sa.Connection) -> None:
        options = conn.get_execution_options()
        if options.get("hub_read", False):
            conn.exec_driver_sql("BEGIN")
            return
        conn.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if options.get('hub_noted', False) else 'FULL'}")
        conn.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgres_engine(url: URL) -> sa.Engine:
    prepared = {"prepare_threshold": 1}  # every page says the same: a statement that comes twice comes again
    engine = sa.create_engine(url, pool_size=10, max_overflow=30, connect_args=prepared, hide_parameters=True)

    @sa.event.listens_for(engine, "checkin")
    def rests(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @sa.event.listens_for(engine, "checkout")
    def taken(connection: Any, record: Any, _proxy: Any) -> None:
        """One that has rested may have died meanwhile, with the server say; asking each time would cost a round trip
        for each transaction."""
        if time.monotonic() - record.info.get("rests_since", math.inf) > _RESTS_S:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise sa.exc.DisconnectionError from error

    return engine


@contextmanager
def _translated() -> Iterator[None]:
    """The environment's errors in plain words; races and bugs pass as they are."""
    try:
        yield
    except sa.exc.OperationalError as error:
        if _is_race(error):
            raise
        if _is_missing_table(error):
            raise StoreError(NOT_INITIALISED) from error
        raise StoreError(f"the store cannot be used: {_first_line(error)}") from error
    except sa.exc.ProgrammingError as error:
        if _is_missing_table(error):
            raise StoreError(NOT_INITIALISED) from error
        raise


def _is_race(error: sa.exc.DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, sa.exc.IntegrityError) or state in ("40P01", "40001")


def _is_missing_table(error: sa.exc.DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) == "42P01" or "no such table" in str(error.orig)


def _first_line(error: sa.exc.DBAPIError) -> str:
    text = str(error.orig).strip()
    return text.splitlines()[0] if text else type(error).__name__
