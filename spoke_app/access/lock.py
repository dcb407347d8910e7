"""One window on a profile, and one exchange at a time, across processes.

The operating system holds the lock and lets go of it when a process ends in whatever way, so a kill or a power cut
leaves nothing to clean up. The file itself stays; its content is for people only.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from pathlib import Path
from types import TracebackType

_AGAIN = 0.01


class Held(Exception):
    """Another process has it."""


def this_user() -> str:
    """Who is signed in to the system, as it is written into a lock."""
    return os.environ.get("USERNAME") or os.environ.get("USER") or ""


def holder(path: Path) -> str:
    """The system's user who took the lock last; `''` where that cannot be read (yet)."""
    try:
        lines = path.read_bytes().decode(errors="replace").splitlines()
    except OSError:
        return ""
    return lines[1] if len(lines) > 1 else ""


class FileLock:
    """`with FileLock(path): ...` raises `Held` if another process is inside; `take` and `release` do it by hand."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> bool:
        """Whether this process has it now. OSError if the file cannot be made."""
        if self._file is not None:
            return True
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        mine = False
        try:
            mine = _lock(file)
        finally:
            if not mine:
                os.close(file)
        if mine:
            self._file = file
            # On a full disk it holds all the same; only who has it cannot be read then.
            with contextlib.suppress(OSError):
                os.ftruncate(file, 0)
                os.write(file, f"{os.getpid()}\n{this_user()}\n".encode())
        return mine

    def wait(self, seconds: float = 10.0) -> None:
        """Takes it, waiting for whoever has it now: for things that are done at once. `Held` after so many seconds."""
        end = time.monotonic() + seconds
        while not self.take():
            if time.monotonic() > end:
                raise Held(self._path.name)
            time.sleep(_AGAIN)

    def release(self) -> None:
        if self._file is not None:
            file, self._file = self._file, None
            _unlock(file)
            os.close(file)

    def __enter__(self) -> FileLock:
        if not self.take():
            raise Held(self._path.name)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30
    """Windows' locks keep others from reading: a byte beyond the content is locked."""

    def _lock(file: int) -> bool:
        os.lseek(file, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            # Some C runtimes (Wine's) give no reason: what else than another's lock could it be on an open file.
            if error.errno in (0, errno.EACCES, errno.EDEADLK):
                return False
            raise
        os.lseek(file, 0, os.SEEK_SET)
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, _FAR, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
