"""Copies of this PC's record: one a day on its own disk, by itself, and one on a USB stick when somebody asks for it.

Both are made over a connection of their own while people work; what came of them is noted in the store's `meta`.
"""

from __future__ import annotations

import ctypes
import json
import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from spoke_app.access.enrolment import hub_of
from spoke_app.access.recovery import recovery_key
from spoke_app.access.sign_in import Session
from spoke_app.bring_back import header_of
from spoke_app.paths import Profile
from spoke_app.store import backup, copies, opening, tail, trail
from spoke_app.store.backup import BackupError, Header, Step
from spoke_app.store.database import Store, read_store
from spoke_app.store.errors import NO_ROOM, DiskFull, StoreDamaged, StoreError
from spoke_app.store.put_back import held
from spoke_app.store.store_thread import StoreThread

log = logging.getLogger("spoke.backup")

COPIED_ON, COPY_PROBLEM = "copied_on", "copy_problem"
BACKED_UP = "backed_up"
"""`meta`: the day of the newest copy, what is wrong ('' if nothing), and the last backup as JSON (`at`, `file`)."""


def back_up(
    profile: Profile,
    store: StoreThread,
    session: Session,
    file: Path,
    passphrase: str,
    *,
    now: datetime,
    stopped: Callable[[], bool] = lambda: False,
    step: Step = lambda done, all_: None,
) -> Header:
    """Writes a backup that opens with the passphrase and, where the district has one, with its recovery key; proves it
    as it lies on the stick. Gives what it says openly. BackupError, StoreErrors."""
    header, recovery = store.call(lambda opened: (header_of(opened, now), recovery_key(opened)))
    seals = backup.make_seals(session.store_key, passphrase, recovery)
    hub_url, token = hub_of(profile)
    copy = profile.backups_dir / f"stick-{os.getpid()}.part"
    try:
        profile.backups_dir.mkdir(mode=0o700, exist_ok=True)
        counted = copies.copy_verified(profile.store_path, session.store_key, copy, stopped)
        header = _with(header, seals, counted.changes)
        inside = {"hub_url": hub_url, "token": token}
        backup.write(file, header, inside, copy, session.store_key, stopped, step)
    except copies.Stopped as error:
        raise BackupError("backup-stopped") from error
    except OSError as error:
        raise (DiskFull if error.errno in NO_ROOM else StoreError)(str(error)) from error
    finally:
        with suppress(OSError):
            copy.unlink(missing_ok=True)
    store.call(lambda opened: _note_backup(opened, session.staff, file, now))
    return header


def _with(header: Header, seals: list[dict[str, Any]], changes: int) -> Header:
    return msgspec.structs.replace(header, seals=seals, changes=changes)


def _note_backup(store: Store, staff: str, file: Path, now: datetime) -> None:
    store.meta_set(BACKED_UP, json.dumps({"at": now.isoformat(timespec="seconds"), "file": str(file)}))
    if staff:
        trail.note(store, staff, "backup-made", now=now)


def daily_copy(
    profile: Profile, store: StoreThread, key: bytes, *, today: date, stopped: Callable[[], bool] = lambda: False
) -> str:
    """Makes today's copy if there is none yet, and looks at the whole store on that occasion. '' or what is wrong, as
    it was noted: `no-room`, `damaged`, or `failed`."""
    if store.call(lambda opened: opened.meta_get(COPIED_ON)) == today.isoformat():
        return ""
    try:
        problem = _copy(profile, store, key, today, stopped)
    except copies.Stopped:
        return ""
    except DiskFull:
        problem = "no-room"
    except StoreDamaged as error:
        log.error("the store is damaged: %s", error)
        opening.suspect(profile.store_path)
        problem = "damaged"
    except (StoreError, OSError) as error:
        log.error("no copy today: %s", type(error).__name__)
        problem = "failed"
    store.call(lambda opened: opened.meta_set(COPY_PROBLEM, problem))
    return problem


def _copy(profile: Profile, store: StoreThread, key: bytes, today: date, stopped: Callable[[], bool]) -> str:
    store.call(_roll)
    copy = copies.make_copy(profile.store_path, key, profile.backups_dir, today, stopped)
    problems = copies.look_deeper(copy.path, key, stopped)
    before = copies.copies(profile.backups_dir)[1:2]
    if before:  # were the newest copy to go bad, the one before and the tail still have everything
        _forget_tail(profile.store_path, key, before[0].path)
    store.call(lambda opened: opened.meta_set(COPIED_ON, today.isoformat()))
    for code, detail in problems:
        log.error("the store is not whole: %s %s", code, detail)
    return "damaged" if problems else ""


def _roll(store: Store) -> None:
    if store.tail is not None:
        store.tail.roll()


def _forget_tail(path: Path, key: bytes, copy: Path) -> None:
    reading = read_store(copy, key)
    try:
        tail.forget(path, key, lambda ids: held(reading, ids))
    finally:
        reading.close()


class DailyCopies:
    """Looks every so often, in a thread of low priority, whether today's copy is there, and makes it."""

    FIRST_S, EVERY_S = 60.0, 15 * 60.0
    """Whoever has just signed in has other things to do."""

    def __init__(
        self,
        profile: Profile,
        store: StoreThread,
        key: bytes,
        clock: Callable[[], datetime],
        told: Callable[[str], None],
    ) -> None:
        """`told` hears what is wrong, in that thread; '' after all went well."""
        self._stop = threading.Event()
        self._profile, self._store, self._key, self._clock = profile, store, key, clock
        self._told = told
        self._thread = threading.Thread(target=self._run, name="copies", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Before the store closes; a copy under way is given up."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        _be_humble()
        wait = self.FIRST_S
        while not self._stop.wait(wait):
            wait = self.EVERY_S
            try:
                today = self._clock().date()
                self._told(daily_copy(self._profile, self._store, self._key, today=today, stopped=self._stop.is_set))
            except (StoreError, RuntimeError) as error:  # the store was closed, or wiped
                log.warning("no more copies: %s", type(error).__name__)
                return


def _be_humble() -> None:
    """This thread works when nobody else does."""
    with suppress(OSError):
        if sys.platform == "win32":
            background = 0x00010000  # THREAD_MODE_BACKGROUND_BEGIN
            ctypes.windll.kernel32.SetThreadPriority(ctypes.windll.kernel32.GetCurrentThread(), background)
        else:
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
