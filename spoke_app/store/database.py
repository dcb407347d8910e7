"""The store's file: opened with its key, brought to the newest schema, and read and written in transactions.

`open_store` is the only place that knows of SQLCipher. A `Store` belongs to the thread that opened it
(`store_thread.StoreThread`); everything above it sees rows as plain dicts.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spoke_app.store import migrations
from spoke_app.store.errors import (
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


class Store:
    """An open store. One per thread that owns it, for life."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self.db = db

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
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

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


def _opened(path: Path, key: bytes, *, create: bool) -> Store:
    store = Store(path, _connect(path, key))
    try:
        _upgrade(store, create=create)
    except BaseException:
        store.db.close()
        raise
    return store


def _connect(path: Path, key: bytes) -> Database:
    """SQLCipher under sqlite-utils. Its hook must be in place before sqlite_utils is first imported (a slow import,
    which is why it happens here): else it catches the standard library's errors and loses `RETURNING` writes."""
    import sqlcipher3.dbapi2 as sqlcipher

    sys.modules.setdefault("pysqlite3", sqlcipher)
    sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher)
    from sqlite_utils import Database

    connection = sqlcipher.connect(str(path), timeout=BUSY_SECONDS, cached_statements=256)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
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
    """Brings the file to the newest schema, from any earlier one, after copying it."""
    version = int(store.value("PRAGMA user_version"))
    if not version and not create:
        # An emptied file opens with any key: a new store in its place would say that nothing was ever saved here.
        raise StoreDamaged("the file is empty")
    if version > migrations.NEWEST:
        raise TooNew(f"the store has schema {version}, this app knows {migrations.NEWEST}")
    if version == migrations.NEWEST:
        return
    if version:
        _copy_before(store, version)
    for step in range(version, migrations.NEWEST):
        with store.transaction():
            migrations.apply(store.db.conn, step)


def _copy_before(store: Store, version: int) -> None:
    """The file as it was, beside it: `store.db.before-<schema>`. An older copy of the same schema stays."""
    target = store.path.with_name(f"{store.path.name}.before-{version}")
    if target.exists():
        return
    store.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    partial = target.with_name(target.name + ".part")
    try:
        shutil.copyfile(store.path, partial)
        partial.replace(target)
    except OSError as error:
        raise DiskFull(str(error)) from error
