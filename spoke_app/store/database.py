"""The store's file: opened with its key, brought to the newest schema, and read and written in transactions.

`open_store` is the only place that knows of SQLCipher. A `Store` belongs to the thread that opened it
(`store_thread.StoreThread`); everything above it sees rows as plain dicts.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spoke_app.store import migrations
from spoke_app.store.errors import (
    NO_ROOM,
    DiskFull,
    ReadOnly,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreMissing,
    TooNew,
    WrongKey,
    translated,
)
from spoke_app.store.tail import Tail, TailLine
from spoke_app.whole_file import put

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = [
    "DiskFull",
    "ReadOnly",
    "Store",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "StoreMissing",
    "TooNew",
    "WrongKey",
    "open_store",
]

Parameters = Sequence[Any] | dict[str, Any]

BUSY_SECONDS = 10.0
KEY_BYTES = 32
ROOM_TO_OPEN = 64 * 1024
_COPIED_AT_ONCE = 1024 * 1024


class Store:
    """An open store. One per thread that owns it, for life."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self.db = db
        self.tail: Tail | None = None
        """Hears of each line right after its commit."""
        self._saved: list[TailLine] = []

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, from `BEGIN IMMEDIATE` to `COMMIT`; inside another one it is part of that one."""
        connection = self.db.conn
        if connection.in_transaction:
            yield
            return
        with translated():
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                connection.execute("COMMIT")
            except BaseException:
                self._saved.clear()
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
        self._tell_tail()

    def saved(self, chain: str, lines: Sequence[bytes]) -> None:
        """These lines were written to the journal in the present transaction; `chain` is '' for others' lines."""
        if self.tail is not None:
            self._saved += [TailLine(chain, line) for line in lines]

    def _tell_tail(self) -> None:
        if self._saved and self.tail is not None:
            lines, self._saved = self._saved, []
            self.tail.keep(lines)

    def execute(self, sql: str, parameters: Parameters = ()) -> int:
        """Runs one writing statement; gives the number of rows that it touched."""
        with translated():
            return int(self.db.execute(sql, parameters).rowcount)

    def execute_many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Runs one writing statement for each row, in a transaction."""
        with self.transaction():
            self.db.conn.executemany(sql, rows)

    def rows(self, sql: str, parameters: Parameters = ()) -> list[dict[str, Any]]:
        with translated():
            cursor = self.db.conn.execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, parameters: Parameters = ()) -> dict[str, Any] | None:
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        with translated():
            row = self.db.conn.execute(sql, parameters).fetchone()
            return None if row is None else row[0]

    def meta_get(self, key: str, default: str = "") -> str:
        """Read from the file each time: another process may have written."""
        value = self.value("SELECT value FROM meta WHERE key = ?", (key,))
        return default if value is None else str(value)

    def meta_set(self, key: str, value: str) -> None:
        self.execute(
            "INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
            (key, value),
        )

    def check(self) -> list[str]:
        """Problems of the file's pages and indexes, in SQLite's words; empty when it is whole."""
        problems: list[str] = []
        for pragma in ("cipher_integrity_check", "integrity_check"):
            try:
                with translated():
                    found = self.db.conn.execute(f"PRAGMA {pragma}").fetchall()
            except (StoreDamaged, WrongKey) as error:
                problems.append(str(error))
            else:
                problems += [str(row[0]) for row in found if row[0] != "ok"]
        return problems

    def copy_to(self, target: Path) -> None:
        """A whole copy under the same key, while the store is in use."""
        with translated():
            self.db.conn.execute("VACUUM INTO ?", (str(target),))

    def close(self) -> None:
        if self.tail is not None:
            self.tail.close()
        with translated():
            self.db.close()


def open_store(path: Path, key: bytes, *, create: bool = True) -> Store:
    """Opens (or makes) the store at `path` with the raw 256-bit `key`; raises `StoreError`s."""
    if len(key) != KEY_BYTES:
        raise ValueError("the store's key has 32 bytes")
    if not create and not path.exists():
        raise StoreMissing(f"no store at {path.name}")
    try:
        with translated():
            return _opened(path, key, create=create)
    except StoreDamaged as error:
        if shutil.disk_usage(path.parent).free < ROOM_TO_OPEN:
            # Without room for the log's index SQLite speaks of an I/O error; nobody shall fetch a backup for that.
            raise DiskFull(str(error)) from error
        raise


def read_store(path: Path, key: bytes) -> Store:
    """The store at `path` for reading alone, by any thread, while others write it or where nobody may; StoreErrors."""
    if not path.exists():
        raise StoreMissing(f"no store at {path.name}")
    with translated():
        store = Store(path, _connect(path, key, reading=True))
        if not _version(store):
            store.db.close()
            raise StoreDamaged("the file is empty")
        return store


def _opened(path: Path, key: bytes, *, create: bool) -> Store:
    store = Store(path, _connect(path, key))
    try:
        _upgrade(store, create=create)
    except BaseException:
        store.db.close()
        raise
    return store


def _connect(path: Path, key: bytes, *, reading: bool = False) -> Database:
    """SQLCipher under sqlite-utils. Its hook must be in place before sqlite_utils is first imported (a slow import,
    which is why it happens here): else it catches the standard library's errors and loses `RETURNING` writes. It
    names `sqlite3` as well, for its types: the app loads one SQLite, and the installer brings one."""
    import sqlcipher3.dbapi2 as sqlcipher

    sys.modules.setdefault("sqlite3", sqlcipher)
    sys.modules.setdefault("pysqlite3", sqlcipher)
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher)
    from sqlite_utils import Database

    name = f"{path.absolute().as_uri()}?mode=ro" if reading else str(path)
    connection = sqlcipher.connect(
        name, timeout=BUSY_SECONDS, cached_statements=256, uri=reading, check_same_thread=not reading
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not reading:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA cache_size = -32000")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA recursive_triggers = ON")
    except BaseException:
        connection.close()
        raise
    return Database(connection)


def _upgrade(store: Store, *, create: bool) -> None:
    """Brings the file to the newest schema, from any earlier one, after copying it: all the way, or not at all. Where
    another process is at the same work, whoever comes second finds it done."""
    version = _version(store)
    if not version and not create:
        # An emptied file opens with any key: a new store in its place would say that nothing was ever saved here.
        raise StoreDamaged("the file is empty")
    if version > migrations.NEWEST:
        raise TooNew(f"the store has schema {version}, this app knows {migrations.NEWEST}")
    if version == migrations.NEWEST:
        return
    with _all_in_one_file(store) if version else store.transaction():
        found = _version(store)
        if 0 < found < migrations.NEWEST:
            _copy_before(store.path, found)
        for step in range(found, migrations.NEWEST):
            migrations.apply(store.db.conn, step)
    _drop_earlier_copies(store.path, version)


def _version(store: Store) -> int:
    return int(store.value("PRAGMA user_version"))


def _copy_before(path: Path, version: int) -> None:
    """The file as it was, beside it: `store.db.before-<schema>`."""
    target = _copy_of(path, version)
    partial = target.with_name(target.name + ".part")
    try:
        with path.open("rb") as found, partial.open("wb") as copy:
            shutil.copyfileobj(found, copy, _COPIED_AT_ONCE)
            copy.flush()
            os.fsync(copy.fileno())
        put(partial, target)
    except OSError as error:
        raise (DiskFull if error.errno in NO_ROOM else ReadOnly)(str(error)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


@contextmanager
def _all_in_one_file(store: Store) -> Iterator[None]:
    """Until the end of the block nobody writes, and what was ever saved is in the store's file, not in its log."""
    log = store.path.with_name(store.path.name + "-wal")
    end = time.monotonic() + BUSY_SECONDS
    while True:
        store.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        with store.transaction():
            if not log.exists() or not log.stat().st_size:
                yield
                return
        if time.monotonic() > end:
            raise StoreLocked("somebody reads the store without end")


def _copy_of(path: Path, version: int) -> Path:
    return path.with_name(f"{path.name}.before-{version}")


def _drop_earlier_copies(path: Path, version: int) -> None:
    """One copy is kept, that of the latest upgrade: each is as large as the store."""
    for earlier in range(1, version):
        with suppress(OSError):
            _copy_of(path, earlier).unlink(missing_ok=True)
