"""Small files that are replaced at once, never written over: a power cut leaves the old one or the new one.

On Windows a file that somebody has open just then, be it to read or to look for viruses, cannot be replaced, and one
that is being replaced cannot be opened. Both last for moments, so both are tried again.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PATIENCE_S = 3.0 if sys.platform == "win32" else 0.0
_AGAIN_S = 0.02


def write_whole(path: Path, content: bytes) -> None:
    """On the disk, whole, before this returns; only for this user where the system knows such files. OSError."""
    partial = path.with_name(path.name + ".part")
    file = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(file, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    put(partial, path)


def put(partial: Path, path: Path) -> None:
    """Puts a written file in the place of another. OSError."""
    patiently(lambda: partial.replace(path))


def read_whole(path: Path) -> bytes:
    """FileNotFoundError where there is none, OSError where it cannot be read."""
    return patiently(path.read_bytes)


def patiently(do: Callable[[], T], patience: float | None = None) -> T:
    """What `do` gives; while the system refuses it again for some moments (`PATIENCE_S`). Then its PermissionError."""
    end = time.monotonic() + (PATIENCE_S if patience is None else patience)
    while True:
        try:
            return do()
        except PermissionError:
            if time.monotonic() >= end:
                raise
        time.sleep(_AGAIN_S)
