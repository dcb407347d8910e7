"""One store of this PC put in the place of another: all the way, or not at all, whenever the power goes.

What takes the place is made ready beside it under names of its own. From the moment when `restoring.json` lies on the
disk it is decided, and whoever starts next finishes it; before, nothing has happened. What was there is kept.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from spoke_app.access.lock import FileLock
from spoke_app.paths import Profile
from spoke_app.whole_file import put, write_whole

log = logging.getLogger("spoke.backup")

_NEXT = ".next"
_LOG_ENDINGS = ("-shm", "-wal", "-journal")


class _Decided(msgspec.Struct, frozen=True):
    """`aside` ends the names under which the former files are kept."""

    aside: str


def next_store(profile: Profile) -> Path:
    """Where the store that takes the place is made ready: whole, in this one file."""
    return profile.store_path.with_name(profile.store_path.name + _NEXT)


def next_seals(profile: Profile) -> Path:
    """Where new seals are made ready, if they change with the store."""
    return profile.seals_path.with_name(profile.seals_path.name + _NEXT)


def next_recovery(profile: Profile) -> Path:
    """The same for the seal to the district's recovery key."""
    return profile.recovery_path.with_name(profile.recovery_path.name + _NEXT)


def decide(profile: Profile, why: str, now: datetime) -> str:
    """Puts what was made ready in its place; gives the name that the former store has now. `why`: `damaged` or
    `before-restore`. OSError before the decision, and then nothing has changed."""
    aside = f".{why}-{now:%Y%m%dT%H%M%S}"
    write_whole(profile.restoring_path, msgspec.json.encode(_Decided(aside)))
    finish(profile)
    return profile.store_path.name + aside


def finish(profile: Profile) -> None:
    """Finishes what was decided, if anything was; what was only made ready is left to whoever made it."""
    if not profile.restoring_path.exists():
        return
    lock = FileLock(profile.seals_lock_path)
    lock.wait()
    try:
        with suppress(FileNotFoundError):
            decided = msgspec.json.decode(profile.restoring_path.read_bytes(), type=_Decided)
            _put_in_place(profile, decided.aside)
            profile.restoring_path.unlink(missing_ok=True)
    finally:
        lock.release()


def _put_in_place(profile: Profile, aside: str) -> None:
    store, coming = profile.store_path, next_store(profile)
    if coming.exists():
        for ending in _LOG_ENDINGS:
            _move(store.with_name(store.name + ending), store.with_name(store.name + aside + ending))
        _move(store, store.with_name(store.name + aside))
        for mark in (*store.parent.glob(store.name + ".tail-*"), store.with_name(store.name + ".identity")):
            _move(mark, mark.with_name(store.name + aside + mark.name.removeprefix(store.name)))
        store.with_name(store.name + ".suspect").unlink(missing_ok=True)
        put(coming, store)
    seals = next_seals(profile)
    if seals.exists():
        if profile.seals_path.exists():
            _move(profile.seals_path, profile.seals_path.with_name(profile.seals_path.name + aside))
        _move(profile.recovery_path, profile.recovery_path.with_name(profile.recovery_path.name + aside))
        _move(next_recovery(profile), profile.recovery_path)
        put(seals, profile.seals_path)


def _move(path: Path, to: Path) -> None:
    with suppress(FileNotFoundError):
        put(path, to)
