"""A store made anew out of all that is left of one: the newest copy that verifies, the tail, and what can still be read
out of the old file itself. What is missing then comes from the hub, as to a PC that was restored.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from care_record.change import Change
from care_record.ids import new_id
from spoke_app.store import copies, own_chain, tail
from spoke_app.store.carried import carry_over
from spoke_app.store.database import Store, open_store, read_store
from spoke_app.store.errors import NO_ROOM, DiskFull, StoreDamaged, StoreError, TooNew
from spoke_app.store.opening import IDENTITY, read_identity
from spoke_app.store.put_back import put_back
from spoke_app.store.salvage import salvage
from spoke_app.store.tail import TailLine

log = logging.getLogger("spoke.backup")


@dataclass(frozen=True)
class Rebuilt:
    """What came of it: the day of the copy it stands on (None without one), the changes put back onto that, and the
    visits that the new store has."""

    copy: date | None
    put_back: int
    visits: int


def rebuild(source: Path, key: bytes, folder: Path, target: Path, *, now: datetime, whole: bool = False) -> Rebuilt:
    """Makes `target` out of the store that lay at `source` and the copies in `folder`, and changes neither.
    `whole`: the store at `source` may be sound.

    Raises DiskFull, TooNew, StoreDamaged where nothing at all says whose store it was.
    """
    try:
        remove_store(target)
        sound = whole and _as_it_is(source, key, target)
        day = None if sound else _base(source, key, folder, target, now)
        return _completed(source, key, target, day, now)
    except OSError as error:
        raise (DiskFull if error.errno in NO_ROOM else StoreError)(str(error)) from error


def _as_it_is(source: Path, key: bytes, target: Path) -> bool:
    """Whether the store itself can be gone on with: copied with its log, for where it lies perhaps nobody may write."""
    try:
        for ending in ("", "-wal"):
            if (path := source.with_name(source.name + ending)).exists():
                shutil.copyfile(path, target.with_name(target.name + ending))
        store = open_store(target, key, create=False)
        try:
            problems = store.check()
        finally:
            store.close()
    except TooNew:
        raise
    except StoreError:
        problems = ["it does not open"]
    if problems:
        remove_store(target)
    return not problems


def _base(source: Path, key: bytes, folder: Path, target: Path, now: datetime) -> date | None:
    for copy in copies.copies(folder):
        try:
            copies.verify(copy.path, key)
        except TooNew:
            raise
        except StoreError as error:
            log.warning("the copy of %s is no good: %s", copy.day, error.code)
            continue
        shutil.copyfile(copy.path, target)
        return copy.day
    identity = read_identity(source, key) or _identity_in(source, key)
    if not identity:
        raise StoreDamaged("nothing says whose store this was")
    store = open_store(target, key)
    try:
        with store.transaction():
            for name, value in identity.items():
                store.meta_set(name, value)
            # A chain of its own: where the old one ended nobody knows, and the hub counts each line once.
            own_chain.start_chain(store, new_id(round(now.timestamp() * 1000)), now=now)
    finally:
        store.close()
    return None


def _identity_in(source: Path, key: bytes) -> dict[str, str]:
    with suppress(StoreError):
        store = read_store(source, key)
        try:
            found = {name: store.meta_get(name) for name in IDENTITY}
            return found if found["device"] else {}
        finally:
            store.close()
    return {}


def _completed(source: Path, key: bytes, target: Path, day: date | None, now: datetime) -> Rebuilt:
    store = open_store(target, key, create=False)
    try:
        back = put_back(store, _left(source, key), now=now)
        carry_over(source, key, store)
        if problems := store.check():
            raise StoreDamaged(problems[0])
        settle(store)
        visits = int(store.value("SELECT count(*) FROM visits"))
    finally:
        store.close()
    to_disk(target)
    log.warning("the store was made anew: copy of %s, %d changes put back", day, len(back))
    return Rebuilt(day, len(back), visits)


def _left(source: Path, key: bytes) -> Iterator[TailLine]:
    yield from tail.read(source, key)
    with suppress(OSError):
        for line in salvage(source, key):
            yield TailLine("", line)


def bring_into(store: Store, source: Path, key: bytes, *, now: datetime) -> list[Change]:
    """Puts back what another file of the same store, and its tail, have and this one lacks."""
    return put_back(store, _left(source, key), now=now)


def settle(store: Store) -> None:
    """All of it in the one file, so that it can be moved."""
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def to_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def remove_store(path: Path) -> None:
    for ending in ("-shm", "-wal", "-journal", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)
