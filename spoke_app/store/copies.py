"""Rolling copies of the store on the same disk, one a day: each verified before it counts, none replaced by a worse.

A copy is `backups/store-<day>.db`, closed with the store's own key. It is made over a connection of its own that only
reads, so that saving goes on; the caller gives it a thread. The last seven days stay, and one of each of the four weeks
before them.
"""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from spoke_app.store import soundness
from spoke_app.store.database import Store, read_store
from spoke_app.store.errors import NO_ROOM, DiskFull, StoreDamaged, StoreError
from spoke_app.whole_file import put

log = logging.getLogger("spoke.backup")

DAYS, WEEKS = 7, 4
ROOM = 32 * 1024 * 1024
"""So much stays free on the disk beside a copy."""
_PART = ".part"
_STEPS = 20_000
"""After so many steps of SQLite it is asked whether to stop."""


class Stopped(Exception):
    """The copy was not wanted any more."""


@dataclass(frozen=True)
class Copy:
    """A copy that was verified when it was made."""

    day: date
    path: Path


@dataclass(frozen=True)
class Counted:
    """How far a store goes: lines in its journal, and the end of each own chain."""

    changes: int
    chains: dict[str, tuple[int, bytes]]


def copies(folder: Path) -> list[Copy]:
    """Newest first."""
    found = []
    for path in folder.glob("store-*.db"):
        with suppress(ValueError):
            found.append(Copy(date.fromisoformat(path.stem.removeprefix("store-")), path))
    return sorted(found, key=lambda copy: copy.day, reverse=True)


def make_copy(
    store_path: Path, key: bytes, folder: Path, today: date, stopped: Callable[[], bool] = lambda: False
) -> Copy:
    """Today's copy, verified. Raises DiskFull, StoreDamaged (the store's own damage), other StoreErrors, Stopped."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for left in folder.glob("*" + _PART + "*"):
        with suppress(OSError):
            left.unlink()
    target = folder / f"store-{today.isoformat()}.db"
    partial = target.with_name(target.name + _PART)
    _make_room(store_path, folder)
    try:
        copy_verified(store_path, key, partial, stopped)
        put(partial, target)
    except OSError as error:
        raise (DiskFull if error.errno in NO_ROOM else StoreError)(str(error)) from error
    finally:
        for path in (partial, Path(f"{partial}-journal")):
            with suppress(OSError):
                path.unlink(missing_ok=True)
    _drop_old(folder)
    return Copy(today, target)


def copy_verified(store_path: Path, key: bytes, target: Path, stopped: Callable[[], bool]) -> Counted:
    """Copies the store as it is now, and proves the copy against it. StoreErrors, OSError, Stopped."""
    source = read_store(store_path, key)
    try:
        _listen(source, stopped)
        if problems := source.check():
            _heed(stopped)
            raise StoreDamaged(problems[0])
        before = counted(source)
        try:
            source.copy_to(target)
        except Exception:
            _heed(stopped)
            raise
        _to_disk(target)
        after = counted(source)
        held = verify(target, key, stopped)
        if not before.changes <= held.changes <= after.changes or not _agree(source, held):
            raise StoreDamaged("the copy is not what was copied")
        return held
    finally:
        source.close()


def verify(path: Path, key: bytes, stopped: Callable[[], bool] = lambda: False) -> Counted:
    """Opens a copy with the key and looks at every page; how far it goes. StoreErrors where it is no good."""
    copy = read_store(path, key)
    try:
        _listen(copy, stopped)
        problems = copy.check()
        _heed(stopped)
        if problems:
            raise StoreDamaged(problems[0])
        return counted(copy)
    finally:
        copy.close()


def look_deeper(path: Path, key: bytes, stopped: Callable[[], bool]) -> list[tuple[str, str]]:
    """What is wrong with the lines, chains and feeds in a copy, slowly: somebody works in another thread."""

    def breathe() -> None:
        _heed(stopped)
        time.sleep(0.005)

    copy = read_store(path, key)
    try:
        return soundness.check_lines(copy, breathe).problems
    finally:
        copy.close()


def counted(store: Store) -> Counted:
    ends = store.rows(
        "SELECT c.chain, c.n, c.head FROM chain_lines c WHERE c.n = (SELECT max(n) FROM chain_lines WHERE"
        " chain = c.chain)"
    )
    changes = int(store.value("SELECT count(*) FROM journal"))
    return Counted(changes, {row["chain"]: (row["n"], bytes(row["head"])) for row in ends})


def _agree(source: Store, held: Counted) -> bool:
    head = "SELECT head FROM chain_lines WHERE chain = ? AND n = ?"
    return all(bytes(source.value(head, (chain, n)) or b"") == end for chain, (n, end) in held.chains.items())


def _listen(store: Store, stopped: Callable[[], bool]) -> None:
    store.db.conn.set_progress_handler(lambda: int(stopped()), _STEPS)


def _heed(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise Stopped


def _to_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _make_room(store_path: Path, folder: Path) -> None:
    """Where a copy does not fit, older ones go first, the newest never. DiskFull."""
    needed = store_path.stat().st_size + ROOM if store_path.exists() else ROOM
    older = copies(folder)[1:]
    while shutil.disk_usage(folder).free < needed:
        if not older:
            raise DiskFull("no room for a copy")
        oldest = older.pop()
        log.warning("the copy of %s went to make room", oldest.day)
        oldest.path.unlink(missing_ok=True)


def _drop_old(folder: Path) -> None:
    kept = copies(folder)
    first_of_week = {copy.day.isocalendar()[:2]: copy.day for copy in kept}
    for copy in kept:
        age = (kept[0].day - copy.day).days
        of_a_week = age < DAYS + 7 * WEEKS and first_of_week[copy.day.isocalendar()[:2]] == copy.day
        if age >= DAYS and not of_a_week:
            with suppress(OSError):
                copy.path.unlink()
