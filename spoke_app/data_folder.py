"""The data folder as the installer prepares it and, where that was asked for, takes it away again.

Both run as the system, in a folder in which everybody on the PC may make files: neither follows a link out of it, and
only files that Spoke makes are ever deleted.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from spoke_app.access import rights, wipe
from spoke_app.access.lock import FileLock, Held
from spoke_app.paths import Profile
from spoke_app.whole_file import patiently


class NotOurs(Exception):
    """The data folder is a link to another place."""


def prepare(profile: Profile) -> None:
    """Makes the folder, and gives it its rights whoever made it. NotOurs, OSError."""
    _look_for_links(profile)
    profile.make()
    _look_for_links(profile)
    rights.share(profile.dir)


def remove(profile: Profile) -> list[str]:
    """Destroys the record of this PC for good: the keys first, then all files of Spoke. Gives the names of those that
    are none of ours and stay. Held while a window is open or an exchange runs; NotOurs, OSError."""
    if not profile.dir.is_dir():
        return []
    _look_for_links(profile)
    locks = [FileLock(profile.lock_path), FileLock(profile.exchange_lock_path)]
    try:
        for lock in locks:
            if not lock.take():
                raise Held(profile.dir.name)
        wipe.shred_keys(profile)
        for path in _files(profile):
            _delete(path)
    finally:
        for lock in locks:
            lock.release()
    for path in (profile.lock_path, profile.exchange_lock_path):
        _delete(path)
    for folder in (profile.log_path.parent, profile.updates_dir, profile.backups_dir, profile.dir):
        with contextlib.suppress(OSError):  # something of somebody else's is in it
            folder.rmdir()
    return sorted(path.name for path in profile.dir.iterdir()) if profile.dir.exists() else []


def _look_for_links(profile: Profile) -> None:
    for folder in (profile.dir, profile.log_path.parent, profile.updates_dir, profile.backups_dir):
        with contextlib.suppress(FileNotFoundError):
            if rights.is_link(folder):
                raise NotOurs


def _files(profile: Profile) -> Iterator[Path]:
    """Everything but the two locks that are held meanwhile; the store before what only tells about it."""
    for path in (
        profile.store_path,
        profile.place_path,
        profile.wiping_path,
        profile.wiped_path,
        profile.settings_path,
        profile.restoring_path,
        profile.recovery_path,
        profile.seals_lock_path,
    ):
        yield from sorted(profile.dir.glob(f"{path.name}*"))
    yield from sorted(profile.log_path.parent.glob(f"{profile.log_path.name}*"))
    for made in ("store-*.db*", "stick-*.part*"):
        yield from sorted(profile.backups_dir.glob(made))
    for pattern in ("Spoke-*.msi", "*.msi.part", "*.json*", "turn.lock"):
        yield from sorted(profile.updates_dir.glob(pattern))


def _delete(path: Path) -> None:
    """A link goes as such; what it leads to stays."""
    patiently(lambda: path.unlink(missing_ok=True))
