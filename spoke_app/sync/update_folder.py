"""The folder `updates` of a profile: what a publisher announced, as much of its installer as has come, and the choice.

Nothing in it is trusted because it lies there: the manifest's signature is verified whenever it is read, and the
installer's hash when it has come and again right before it is started. Whoever downloads holds `turn`.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from care_record.release import BadManifest, Release, newer, open_manifest
from spoke_app.version import VERSION
from spoke_app.whole_file import patiently, put, read_whole, write_whole

T = TypeVar("T")

ROOM_LEFT = 500_000_000
"""Bytes of the disk that an installer never takes: they are the record's."""
_READ = 1 << 20

log = logging.getLogger("spoke.update")


class _Fetched(msgspec.Struct, frozen=True):
    """Written by whoever downloads. `asked`: the day of the last answer; `came`: bytes of `sha256` that are surely on
    the disk; `refused`: the day on which all had come and it was another file."""

    asked: str = ""
    sha256: str = ""
    came: int = 0
    refused: str = ""


class _Chosen(msgspec.Struct, frozen=True):
    """Written by the window. `wanted`: the installer that somebody asked for; `later`: the day on which it was put
    off."""

    wanted: str = ""
    later: str = ""


@dataclass(frozen=True)
class Found:
    """A newer version that the publisher has announced, and how much of it is here."""

    release: Release
    came: int
    ready: bool
    """All of it is here and was the file that the publisher signed when it came."""
    wanted: bool
    later: str
    refused: str
    room: bool
    """Whether the rest finds room on the disk."""


class UpdateFolder:
    """`key`: the publisher's, '' where this build takes no new versions. `free` gives the free bytes of a disk."""

    def __init__(
        self,
        folder: Path,
        key: str,
        version: str = VERSION,
        *,
        free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self.folder = folder
        self.key = key
        self.version = version
        self._free = free

    @property
    def turn_path(self) -> Path:
        """Held by whoever downloads."""
        return self.folder / "turn.lock"

    @property
    def _manifest_path(self) -> Path:
        return self.folder / "manifest.json"

    def found(self) -> Found | None:
        """What there is to fetch or to install; None where nothing newer is known."""
        release = self._release()
        if release is None:
            return None
        fetched, chosen = self._fetched(), self._chosen()
        ready = self._is_whole(release)
        came = fetched.came if fetched.sha256 == release.sha256 else 0
        return Found(
            release,
            release.bytes if ready else came,
            ready,
            chosen.wanted == release.sha256,
            chosen.later,
            fetched.refused if fetched.sha256 == release.sha256 else "",
            ready or self._has_room(release.bytes - came),
        )

    def installer(self, release: Release) -> Path:
        """Where the version's installer lies once it has come."""
        return self.folder / release.file_name

    # -- what people choose ------------------------------------------------------------------------------------------

    def want(self) -> None:
        """Somebody asked for the version that is announced."""
        if (release := self._release()) is not None:
            self._choose(msgspec.structs.replace(self._chosen(), wanted=release.sha256))

    def put_off(self, day: date) -> None:
        """Not today."""
        self._choose(msgspec.structs.replace(self._chosen(), later=day.isoformat()))

    # -- what comes --------------------------------------------------------------------------------------------------

    def asks_on(self, day: date) -> bool:
        """Whether the hub was not asked on this day yet."""
        return self._fetched().asked != day.isoformat()

    def note_asked(self, day: date) -> None:
        """The hub has answered."""
        self._fetch(msgspec.structs.replace(self._fetched(), asked=day.isoformat()))

    def take_in(self, manifest: bytes) -> Release | None:
        """What the hub offers, if the publisher signed it and it is newer; anything else is let go. BadManifest."""
        open_manifest(manifest, self.key)
        known = self._release()
        self.make()
        write_whole(self._manifest_path, manifest)
        release = self._release()
        if release is not None and release != known:
            log.info("version %s is offered", release.version)
        self.tidy()
        return release

    def withdraw(self) -> None:
        """The hub offers nothing newer: what had come goes."""
        if self._manifest_path.exists():
            log.info("the version that was offered is not offered any more")
            self._manifest_path.unlink(missing_ok=True)
        self.tidy()

    def tidy(self) -> None:
        """Remove what belongs to no version that is newer than this one: what was installed, what was replaced."""
        release = self._release()
        if release is None:
            self._manifest_path.unlink(missing_ok=True)
        stays = {"manifest.json"} if release is None else {"manifest.json", release.file_name, _part(release)}
        for path in (*self.folder.glob("Spoke-*.msi"), *self.folder.glob("*.msi.part")):
            if path.name not in stays:
                _remove(path)

    def begin(self, release: Release) -> int:
        """How many bytes are surely here; what a power cut left behind them is cut off. OSError."""
        fetched, path = self._fetched(), self.folder / _part(release)
        size = path.stat().st_size if path.is_file() else 0
        came = min(fetched.came, size, release.bytes) if fetched.sha256 == release.sha256 else 0
        self.make()
        with _opened(path) as file:
            file.truncate(came)
        self._fetch(msgspec.structs.replace(fetched, sha256=release.sha256, came=came))
        return came

    def add(self, release: Release, offset: int, data: bytes) -> int:
        """More of it, on the disk before this returns; how many bytes are here now. OSError on a full disk."""
        with _opened(self.folder / _part(release)) as file:
            file.seek(offset)
            file.write(data)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())
        self._fetch(msgspec.structs.replace(self._fetched(), sha256=release.sha256, came=offset + len(data)))
        return offset + len(data)

    def complete(self, release: Release, day: date) -> bool:
        """All of it has come: whether it is what the publisher signed. If not it is thrown away. OSError."""
        part = self.folder / _part(release)
        with part.open("rb") as file:
            good = is_release(file, release)
        if not good:
            log.error("version %s came as another file than its publisher signed: thrown away", release.version)
            self.refuse(release, day)
            return False
        put(part, self.installer(release))
        log.info("version %s is ready", release.version)
        return True

    def refuse(self, release: Release, day: date) -> None:
        """What lies here is not what the publisher signed: it is removed, and fetched anew another day."""
        self.let_go(release)
        self._fetch(msgspec.structs.replace(self._fetched(), sha256=release.sha256, came=0, refused=day.isoformat()))

    def let_go(self, release: Release) -> None:
        """Give the disk back what has come of it."""
        for path in (self.folder / _part(release), self.installer(release)):
            _remove(path)

    def make(self) -> None:
        """Makes the folder; it has the rights of the one that it is in. OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def _release(self) -> Release | None:
        if not self.key:
            return None
        try:
            release = open_manifest(read_whole(self._manifest_path), self.key)
            return release if newer(release.version, than=self.version) else None
        except FileNotFoundError:
            return None
        except (OSError, BadManifest) as error:
            log.error("the manifest that lies here is not good: %s", type(error).__name__)
            return None

    def _is_whole(self, release: Release) -> bool:
        path = self.installer(release)
        return path.is_file() and path.stat().st_size == release.bytes

    def _has_room(self, size: int) -> bool:
        try:
            return self._free(self.folder if self.folder.is_dir() else self.folder.parent) >= size + ROOM_LEFT
        except OSError:
            return False

    def _fetched(self) -> _Fetched:
        return _read(self.folder / "fetched.json", _Fetched, _Fetched())

    def _fetch(self, now: _Fetched) -> None:
        self.make()
        write_whole(self.folder / "fetched.json", msgspec.json.encode(now))

    def _chosen(self) -> _Chosen:
        return _read(self.folder / "chosen.json", _Chosen, _Chosen())

    def _choose(self, now: _Chosen) -> None:
        self.make()
        write_whole(self.folder / "chosen.json", msgspec.json.encode(now))


def is_release(file: BinaryIO, release: Release) -> bool:
    """Whether an open file is the installer that the publisher signed: length and SHA-256."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while size <= release.bytes and (data := file.read(_READ)):
        digest.update(data)
        size += len(data)
    return (size, digest.hexdigest()) == (release.bytes, release.sha256)


def _part(release: Release) -> str:
    return f"{release.sha256}.msi.part"


def _opened(path: Path) -> BinaryIO:
    path.touch()
    return path.open("r+b")


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):  # somebody has it open: another time
        patiently(lambda: path.unlink(missing_ok=True))


def _read(path: Path, kind: type[T], none: T) -> T:
    try:
        return msgspec.json.decode(read_whole(path), type=kind)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return none
