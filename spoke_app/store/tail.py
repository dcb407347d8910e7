"""What was saved since the newest copy of the store, beside it: each line of the journal right after its commit.

A damaged write-ahead log loses commits without a word; then these lines bring them back. It is a second chance and no
promise: nothing waits for the disk here, and a line that cannot be written is none that keeps anybody from saving.

A segment (`store.db.tail-...`) belongs to the process that began it, so that processes never write into each other's
and nothing is ever written behind a torn end. A record is its length, a nonce and ChaCha20-Poly1305 of the line under a
key derived from the store's own.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from spoke_app.store.derived import Box

log = logging.getLogger("spoke.store")

PLENTY = 8 * 1024 * 1024
"""Of a segment as long as this, what others wrote is left out: the hub has it, and a first fill would double."""
OTHERS_S = 3600.0
"""A segment of another process that was written to more recently may be open."""

_INFO = b"spoke tail 1"
_LENGTH = 4
_LONGEST = 16 * 1024 * 1024
_IDS_AT_ONCE = 200


class TailLine(NamedTuple):
    """`chain` is the own chain that the line went onto; '' for a line that came from others."""

    chain: str
    line: bytes


class Tail:
    """The segment that this process writes. `keep` comes from the store's thread, `roll` from any."""

    def __init__(self, store_path: Path, key: bytes) -> None:
        self._store_path = store_path
        self._box = Box(key, _INFO)
        self._lock = threading.Lock()
        self._file: int | None = None
        self._size = 0
        self._told = False

    def keep(self, lines: Sequence[TailLine]) -> None:
        """Appends what was just committed; on a full disk, say, it does not."""
        try:
            with self._lock:
                self._append([line for line in lines if line.chain or self._size < PLENTY])
        except OSError as error:
            if not self._told:
                log.warning("the tail is not written: %s", type(error).__name__)
            self._told = True

    def _append(self, lines: Sequence[TailLine]) -> None:
        if not lines:
            return
        if self._file is None:
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
            self._file, self._size = os.open(_new_segment(self._store_path), flags, 0o600), 0
        records = b"".join(self._record(line) for line in lines)
        self._size += os.write(self._file, records)

    def _record(self, line: TailLine) -> bytes:
        sealed = self._box.seal(line.chain.encode() + b"\n" + line.line)
        return len(sealed).to_bytes(_LENGTH, "big") + sealed

    def roll(self) -> None:
        """What comes from now on goes into a new segment: a copy is about to be made that has what came before."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
            self._file = None

    close = roll


def read(store_path: Path, key: bytes) -> list[TailLine]:
    """Every line of every segment that can be read, oldest first; a torn or altered record is left out."""
    box = Box(key, _INFO)
    return [line for segment in segments(store_path) for line in _lines(segment, box)]


def segments(store_path: Path) -> list[Path]:
    """Oldest first."""
    return sorted(store_path.parent.glob(f"{store_path.name}.tail-*"))


def forget(store_path: Path, key: bytes, held: Callable[[list[str]], set[str]]) -> None:
    """Removes closed segments that a verified copy has every line of; `held` gives the ids that it has of some."""
    box = Box(key, _INFO)
    for segment in segments(store_path):
        with suppress(OSError):
            ours = f"-{os.getpid()}-" in segment.name
            if (ours or time.time() - segment.stat().st_mtime > OTHERS_S) and _all_held(segment, box, held):
                segment.unlink()


def _all_held(segment: Path, box: Box, held: Callable[[list[str]], set[str]]) -> bool:
    ids = [change for line in _lines(segment, box) if (change := line_id(line.line))]
    return all(
        held(ids[start : start + _IDS_AT_ONCE]) >= set(ids[start : start + _IDS_AT_ONCE])
        for start in range(0, len(ids), _IDS_AT_ONCE)
    )


def line_id(line: bytes) -> str:
    """A line's id; '' where it is no line."""
    try:
        found = json.loads(line).get("id")
    except (ValueError, AttributeError):
        return ""
    return found if isinstance(found, str) else ""


def _lines(segment: Path, box: Box) -> Iterator[TailLine]:
    try:
        content = segment.read_bytes()
    except OSError as error:
        log.warning("a part of the tail cannot be read: %s", type(error).__name__)
        return
    at = 0
    while at + _LENGTH <= len(content):
        length = int.from_bytes(content[at : at + _LENGTH], "big")
        sealed = content[at + _LENGTH : at + _LENGTH + length]
        if length > _LONGEST or len(sealed) < length:
            return
        opened = box.open(sealed)
        if opened is not None:
            chain, _, line = opened.partition(b"\n")
            yield TailLine(chain.decode(errors="replace"), line)
        at += _LENGTH + length


def _new_segment(store_path: Path) -> Path:
    return store_path.with_name(f"{store_path.name}.tail-{time.time_ns():020d}-{os.getpid()}-{os.urandom(3).hex()}")
