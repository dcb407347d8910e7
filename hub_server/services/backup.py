"""A hub in one file: made while the hub runs and writes, restored into an empty store of either database.

    spoke-hub-backup 1 LF | gzip of frames, each with its length before it (4 bytes, big endian), MessagePack

Where the district has a recovery key, all of that is sealed to it (`care_record.sealed_file`), and nobody without the
key file and its passphrase reads it. Else it lies open: it holds every patient's record and the hub's own keys. Either
way a file that was altered or cut off is refused as a whole: all rows come in one transaction.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import msgspec

from care_record.sealed_file import BadBundle, SealedReader, key_hash, public_of, seal
from care_record.signature import unb64
from hub_server.context import open_services
from hub_server.services.errors import AdminError
from hub_server.store import records
from hub_server.store.check import Found, check
from hub_server.store.database import Connection, HubStore
from hub_server.store.dump import (
    LEFT_OUT,
    BadDump,
    End,
    Frame,
    Head,
    Loading,
    Rows,
    Table,
    count_rows,
    dump,
    is_empty,
    schema_of,
    tables_of,
)
from hub_server.store.identity import load_identity
from hub_server.store.migrations import UnknownSchema, migrate
from hub_server.times import Now, utc_now, utc_text

if sys.platform != "win32":
    import fcntl

KIND = "hub-backup"
_MAGIC = b"spoke-hub-backup "
_VERSION = 1
_PIECE = 64 * 1024
_MOST_FRAME = 64 * 1024 * 1024
_LENGTH = 4

Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many (0: not known)."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Frame).decode
_ALTERED = "this file was altered, damaged or cut off: nothing was restored; take another copy of it"


@dataclass(frozen=True)
class Made:
    """What a backup holds. `sealed`: only the district's recovery key opens it."""

    hub: str
    made: str
    schema: str
    rows: int
    bytes: int
    sha256: str
    sealed: bool


@dataclass(frozen=True)
class Restored:
    """What was restored, and what `check` found in it. `left_out` was not: it ended with the hub that was lost."""

    hub: str
    made: str
    schema: str
    rows: int
    left_out: tuple[str, ...]
    found: Found


def _silent(_done: int, _of: int) -> None:
    return


# ---- making ---------------------------------------------------------------------------------------------------


def back_up(store: HubStore, file: Path, *, now: Now = utc_now, progress: Progress | None = None) -> Made:
    """Write one consistent view of the store into the file, which is there whole at the end or not at all.

    A backup that stands there already is replaced. The store is only read, at whatever schema it has. AdminError for a
    file that is no backup, or that cannot be written; StoreError for the store.
    """
    store.require()
    _not_something_else(file)
    try:
        with store.read() as conn, _new_file(file) as out:
            return _write(conn, out, utc_text(now()), progress)
    except OSError as error:
        raise AdminError(f"the backup could not be written: {error.strerror}: {file}") from error


def _write(conn: Connection, out: BinaryIO, made: str, progress: Progress | None) -> Made:
    head = Head(load_identity(conn).hub, schema_of(conn), made)
    tables = tables_of(conn)
    total = count_rows(conn, tables) if progress is not None else 0
    counts: Counter[str] = Counter()
    frames = _counted(dump(conn, head, tables), counts, total, progress or _silent)
    key = recovery_key(conn)
    pieces = _packed(frames, counts)
    hashed = sha256()
    for piece in seal(KIND, key, pieces) if key else pieces:
        hashed.update(piece)
        out.write(piece)
    return Made(head.hub, made, head.schema, counts.total(), out.tell(), hashed.hexdigest(), bool(key))


def recovery_key(conn: Connection) -> bytes:
    """The district's public recovery key; empty if none was made."""
    found = sorted(records.all_of(conn, "recovery"), key=lambda record: record.last_clock)
    try:
        return unb64(str(found[-1].fields.get("key"))) if found else b""
    except ValueError:
        raise AdminError("the district's recovery key cannot be read: make a new one") from None


def _counted(frames: Iterable[Frame], counts: Counter[str], total: int, progress: Progress) -> Iterator[Frame]:
    table = ""
    for frame in frames:
        if isinstance(frame, Table):
            table = frame.name
            counts[table] = 0
        elif isinstance(frame, Rows):
            counts[table] += len(frame.rows)
            progress(counts.total(), total)
        yield frame


def _packed(frames: Iterable[Frame], counts: Counter[str]) -> Iterator[bytes]:
    """The file's bytes, unsealed; `counts` fills up while the frames are taken."""
    hashed, deflate = sha256(), zlib.compressobj(6, zlib.DEFLATED, 31)
    yield _MAGIC + b"%d\n" % _VERSION
    for frame in frames:
        data = _framed(frame)
        hashed.update(data)
        yield deflate.compress(data)
    yield deflate.compress(_framed(End(dict(counts), hashed.digest())))
    yield deflate.flush()


def _framed(frame: Frame) -> bytes:
    data = _encode(frame)
    return len(data).to_bytes(_LENGTH, "big") + data


def _not_something_else(file: Path) -> None:
    """A mistyped name must not cost the store itself, or somebody's file."""
    if not file.exists():
        return
    if file.is_file():
        with file.open("rb") as there:
            begins = there.read(64)
        if not begins or begins.startswith((_MAGIC, b"spoke-bundle 1 " + KIND.encode())):
            return
    raise AdminError(f"{file} is there already, and is no backup of a hub: give another name")


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """A file, readable by its owner alone, that appears under its name when it is whole and on the disk, or not at
    all. One that a killed backup left behind is written over."""
    partial = path.with_name(path.name + ".part")
    with open(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b") as out:  # noqa: PTH123 - its mode
        if sys.platform != "win32":
            try:
                fcntl.flock(out.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AdminError(f"another backup is being written to {path}") from None
            os.fchmod(out.fileno(), 0o600)
        try:
            out.truncate()
            yield out
            out.flush()
            os.fsync(out.fileno())
            partial.replace(path)
        except BaseException:
            with suppress(OSError):
                partial.unlink(missing_ok=True)
            raise
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


# ---- restoring ------------------------------------------------------------------------------------------------


def restore(store: HubStore, file: Path, private: bytes = b"", *, progress: Progress | None = None) -> Restored:
    """Fill an empty store from the file, bring it to the newest schema, and check it.

    `private`: the recovery key's private half, for a sealed file. AdminError, and nothing is changed, if the store
    holds anything, or the file is none of ours, was altered, or needs another key or a newer version.
    """
    fresh = store.is_sqlite and not Path(str(store.url.database)).exists()
    try:
        with file.open("rb") as source:
            frames = _frames(_opened(source, private))
            store.make_file()
            with store.begin() as conn:
                if not is_empty(conn):
                    raise AdminError("this store is not empty: restore into a new file or a new, empty database")
                head, counts = _load(conn, frames, progress or _silent)
    except BaseException as error:
        if fresh:
            _remove(store)
        if isinstance(error, OSError):
            raise AdminError(f"the backup could not be read: {error.strerror}: {file}") from error
        raise
    with open_services(store).store.read() as conn:
        found = check(conn)
    return Restored(head.hub, head.made, head.schema, counts.total(), tuple(sorted(LEFT_OUT)), found)


def _load(conn: Connection, frames: Iterator[tuple[Frame, bytes]], progress: Progress) -> tuple[Head, Counter[str]]:
    head, before = next(frames)
    if not isinstance(head, Head):
        raise AdminError(_ALTERED)
    try:
        migrate(conn, head.schema)
    except UnknownSchema:
        raise AdminError("a newer version made this backup: install that version, then restore it") from None
    loading = Loading(conn)
    try:
        for frame, hashed in frames:
            if isinstance(frame, End):
                if next(frames, None) is not None or (frame.counts, frame.sha256) != (dict(loading.counts), before):
                    raise AdminError(_ALTERED)
                break
            if isinstance(frame, Head):
                raise AdminError(_ALTERED)
            loading.take(frame)
            before = hashed
            progress(loading.counts.total(), 0)
        else:
            raise AdminError(_ALTERED)
    except BadDump as error:
        raise AdminError(_ALTERED) from error
    migrate(conn)
    return head, loading.counts


def _frames(pieces: Iterator[bytes]) -> Iterator[tuple[Frame, bytes]]:
    """Each frame, with the hash of all up to it. AdminError where the file is not what was written."""
    hashed, rest = sha256(), bytearray()
    for piece in _inflated(pieces):
        rest += piece
        while len(rest) >= _LENGTH:
            size = int.from_bytes(rest[:_LENGTH], "big")
            if size > _MOST_FRAME:
                raise AdminError(_ALTERED)
            if len(rest) < _LENGTH + size:
                break
            data = bytes(rest[: _LENGTH + size])
            del rest[: _LENGTH + size]
            hashed.update(data)
            try:
                frame: Frame = _decode(data[_LENGTH:])
            except msgspec.DecodeError:
                raise AdminError(_ALTERED) from None
            yield frame, hashed.digest()
    if rest:
        raise AdminError(_ALTERED)


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    inflate = zlib.decompressobj(31)
    try:
        for piece in pieces:
            data = piece
            while data:
                yield inflate.decompress(data, _PIECE)
                if inflate.eof and (inflate.unused_data or next(pieces, b"")):
                    raise AdminError(_ALTERED)
                data = inflate.unconsumed_tail
    except zlib.error:
        raise AdminError(_ALTERED) from None
    if not inflate.eof:
        raise AdminError(_ALTERED)


def _opened(source: BinaryIO, private: bytes) -> Iterator[bytes]:
    """The compressed content, behind the line that says what it is."""
    begins = source.read(len(_MAGIC))
    source.seek(0)
    pieces = iter(lambda: source.read(_PIECE), b"")
    content = pieces if begins == _MAGIC else _unsealed(pieces, private)
    line, end, rest = next(content, b"").partition(b"\n")
    if not line.startswith(_MAGIC) or not end:
        raise AdminError("this file is no backup of a hub")
    if line != _MAGIC + b"%d" % _VERSION:
        raise AdminError("a newer version made this backup: install that version, then restore it")
    yield rest
    yield from content


def _unsealed(pieces: Iterator[bytes], private: bytes) -> Iterator[bytes]:
    try:
        sealed = SealedReader(pieces)
        if sealed.head.kind != KIND:
            raise AdminError("this file is no backup of a hub")
        if not private:
            raise AdminError("this backup is sealed to the district's recovery key: give --recovery-key KEYFILE")
        if sealed.head.recipient != key_hash(public_of(private)):
            raise AdminError("this backup is sealed to another recovery key than this one")
        yield from sealed.opened(private)
    except BadBundle as error:
        raise AdminError(_ALTERED if error.code == "bundle-damaged" else "this file is no backup of a hub") from None


def _remove(store: HubStore) -> None:
    """What a refused restore made of a file that was not there before."""
    store.close()
    for suffix in ("", "-wal", "-shm", "-turn"):
        with suppress(OSError):
            Path(f"{store.url.database}{suffix}").unlink(missing_ok=True)
