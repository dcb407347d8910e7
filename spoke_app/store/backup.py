"""A backup: one file for a USB stick that holds this PC's store, and opens with a passphrase or the district's key.

    {"version":1,"made":…,"seals":[…],"inside":…,"bytes":N} LF | the store under its own key | SHA-256 | HMAC-SHA256

The first line says openly which centre's it is, when it was made and how much is in it; nothing of a patient. `seals`
are the store's key, sealed once to each who may open it; `inside` is what else a PC needs, closed with a key derived
from that one. The hash is over all before it and tells a damaged file from a wrong passphrase; the HMAC, under another
derived key, is over the same and cannot be made by anybody without the key. Nothing in a backup names a path.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from care_record.credential import BadSeal, WrongPin, open_seal, seal_to, unwrap, wrap
from care_record.signature import b64, unb64
from spoke_app.store import migrations
from spoke_app.store.derived import Box, derived
from spoke_app.store.errors import NO_ROOM
from spoke_app.whole_file import put

VERSION = 1
SUFFIX = ".spokebackup"
LEAST_LETTERS = 8
_INSIDE, _MAC = b"spoke backup 1 inside", b"spoke backup 1 mac"
_LONGEST_LINE = 64 * 1024
_PIECE = 1024 * 1024
_HASH = 32
_MOST_SEALS = 16

Step = Callable[[int, int], None]
"""Hears of (bytes done, all bytes)."""


class BackupError(Exception):
    """What is wrong with a backup or with what it is asked; `code` is stable: `not-a-backup`, `backup-version`,
    `backup-cut`, `backup-altered`, `wrong-passphrase`, `wrong-recovery-key`, `no-recovery-seal`, `short-passphrase`,
    `backup-stopped`, `stick-full`, `stick`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says openly. `bytes` are the store's; `changes` and `patients` are counts."""

    version: int
    made: str
    hub: str
    device: str
    post: str
    place: str
    place_hi: str = ""
    schema: int
    changes: int
    patients: int
    bytes: int
    seals: list[dict[str, Any]]
    inside: str = ""


@dataclass(frozen=True)
class Secret:
    """What opens a backup: a passphrase, or the district's private recovery key (32 raw bytes)."""

    passphrase: str = ""
    recovery: bytes = b""


def make_seals(key: bytes, passphrase: str, recovery: str) -> list[dict[str, Any]]:
    """The store's key for whoever knows the passphrase, and for the holder of the district's recovery key (public half
    in base64), where there is one. BackupError `short-passphrase`."""
    seals: list[dict[str, Any]] = []
    if recovery:
        with suppress(BadSeal, ValueError):
            seals.append({"kind": "recovery", "key": recovery, "seal": b64(seal_to(unb64(recovery), key))})
    if passphrase:
        if len(passphrase.strip()) < LEAST_LETTERS:
            raise BackupError("short-passphrase")
        seals.append({"kind": "passphrase", **wrap(key, passphrase)})
    if not seals:
        raise BackupError("short-passphrase")
    return seals


def write(
    file: Path, header: Header, inside: dict[str, str], copy: Path, key: bytes, stopped: Callable[[], bool], step: Step
) -> None:
    """Writes the backup under another name, reads it back, and only then gives it its own. BackupError."""
    closed = b64(Box(key, _INSIDE).seal(msgspec.json.encode(inside)))
    header = msgspec.structs.replace(header, inside=closed, bytes=copy.stat().st_size)
    partial = file.with_name(file.name + ".part")
    both = 2 * header.bytes
    try:
        with partial.open("wb") as out, copy.open("rb") as store:
            _write(out, msgspec.json.encode(header) + b"\n", store, key, stopped, lambda done: step(done, both))
            out.flush()
            os.fsync(out.fileno())
        found = BackupFile(partial)
        found.read(key, None, stopped, lambda done, _: step(header.bytes + done, both))
        put(partial, file)
    except OSError as error:
        raise BackupError("stick-full" if error.errno in NO_ROOM else "stick") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _write(
    out: BinaryIO, line: bytes, store: BinaryIO, key: bytes, stopped: Callable[[], bool], step: Callable[[int], None]
) -> None:
    proof = _Proof(key)
    proof.update(line)
    out.write(line)
    done = 0
    while piece := store.read(_PIECE):
        if stopped():
            raise BackupError("backup-stopped")
        proof.update(piece)
        out.write(piece)
        done += len(piece)
        step(done)
    out.write(proof.hash.digest() + proof.mac.digest())


class _Proof:
    def __init__(self, key: bytes) -> None:
        self.hash = hashlib.sha256()
        self.mac = hmac.new(derived(key, _MAC), digestmod=hashlib.sha256)

    def update(self, piece: bytes) -> None:
        self.hash.update(piece)
        self.mac.update(piece)


class BackupFile:
    """A backup that somebody chose. Its header is what the file says: nothing of it is proved before `read` ended."""

    def __init__(self, file: Path) -> None:
        """BackupError where it does not begin as a backup that this version knows, or is cut; OSError."""
        self._file = file
        size = file.stat().st_size
        with file.open("rb") as content:
            self._line = content.readline(_LONGEST_LINE)
        if not self._line.startswith(b"{") or not self._line.endswith(b"\n"):
            raise BackupError("not-a-backup")
        self.header = _header(self._line)
        wanted = len(self._line) + self.header.bytes + 2 * _HASH
        if size < wanted:
            raise BackupError("backup-cut")
        if size > wanted or self.header.bytes < 0:
            raise BackupError("backup-altered")

    def key(self, secret: Secret) -> bytes:
        """The store's key. BackupError: the secret is another one, or the file was altered (it says which)."""
        kind = "recovery" if secret.recovery else "passphrase"
        seals = [seal for seal in self.header.seals[:_MOST_SEALS] if seal.get("kind") == kind]
        for seal in seals:
            with suppress(WrongPin, BadSeal, ValueError):
                if secret.recovery:
                    return open_seal(secret.recovery, unb64(str(seal.get("seal"))))
                return unwrap(seal, secret.passphrase)
        self._look_for_damage()
        if not seals:
            raise BackupError(f"no-{kind}-seal")
        raise BackupError("wrong-recovery-key" if secret.recovery else "wrong-passphrase")

    def inside(self, key: bytes) -> dict[str, str]:
        """What else a PC needs. BackupError."""
        try:
            opened = Box(key, _INSIDE).open(unb64(self.header.inside))
            return msgspec.json.decode(opened or b"", type=dict[str, str])
        except (ValueError, msgspec.DecodeError) as error:
            raise BackupError("backup-altered") from error

    def read(self, key: bytes, target: Path | None, stopped: Callable[[], bool], step: Step) -> None:
        """Proves the whole file and, with a `target`, writes the store there, on the disk. BackupError, OSError."""
        proof = _Proof(key)
        end = self._each_piece(proof.update, target, stopped, step)
        if end[:_HASH] != proof.hash.digest() or not hmac.compare_digest(end[_HASH:], proof.mac.digest()):
            raise BackupError("backup-altered")

    def _look_for_damage(self) -> None:
        hash_ = hashlib.sha256()
        if self._each_piece(hash_.update, None, lambda: False, lambda done, all_: None)[:_HASH] != hash_.digest():
            raise BackupError("backup-altered")

    def _each_piece(
        self, hear: Callable[[bytes], None], target: Path | None, stopped: Callable[[], bool], step: Step
    ) -> bytes:
        """The two hashes at the end."""
        left = self.header.bytes
        with self._file.open("rb") as content, (target or Path(os.devnull)).open("wb") as out:
            hear(content.read(len(self._line)))
            while left:
                piece = content.read(min(_PIECE, left))
                if not piece:
                    raise BackupError("backup-cut")
                if stopped():
                    raise BackupError("backup-stopped")
                left -= len(piece)
                hear(piece)
                out.write(piece)
                step(self.header.bytes - left, self.header.bytes)
            if target is not None:
                out.flush()
                os.fsync(out.fileno())
            return content.read(2 * _HASH)


class _Version(msgspec.Struct):
    version: int
    seals: list[Any]


def _header(line: bytes) -> Header:
    try:
        if msgspec.json.decode(line, type=_Version).version > VERSION:
            raise BackupError("backup-version")
        header = msgspec.json.decode(line, type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        # A flipped byte in the first line: where it still looks like ours it is said to be altered.
        raise BackupError("backup-altered" if b'"seals"' in line else "not-a-backup") from error
    if header.schema > migrations.NEWEST:
        raise BackupError("backup-version")
    return header


__all__: Sequence[str] = ("SUFFIX", "BackupError", "BackupFile", "Header", "Secret", "make_seals", "write")
