"""What can go wrong with the store's file, in the app's own words.

These are the environment's errors: a screen says them in plain words and the app lives on. Anything else that the
database raises is a bug and passes through as it is.
"""

from __future__ import annotations

import errno
from contextlib import AbstractContextManager


class StoreError(Exception):
    """The store's file cannot do what was asked; `code` is stable."""

    code = "store"


class DiskFull(StoreError):
    """There is no room left on the disk; nothing of the save was kept."""

    code = "disk-full"


class StoreDamaged(StoreError):
    """The file's pages do not hold together, or reading or writing them failed."""

    code = "store-damaged"


class StoreLocked(StoreError):
    """Another program holds the file."""

    code = "store-locked"


class ReadOnly(StoreError):
    """The file, its folder or the disk may not be written."""

    code = "read-only"


class WrongKey(StoreError):
    """The file does not open with this key."""

    code = "wrong-key"


class StoreMissing(StoreError):
    """There is no store where one was expected."""

    code = "store-missing"


class StoreWiped(StoreError):
    """By the hub's order this PC's record was destroyed, after all of it had been delivered."""

    code = "store-wiped"


class TooNew(StoreError):
    """A newer version of the app wrote this file; it is left untouched."""

    code = "too-new"


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system calls a full disk (or a person's used-up share of it)."""

WIPED = "wiped by order of the hub"
"""What the file answers to a save after that."""
_CONSTRAINT = 19  # SQLITE_CONSTRAINT

_PRIMARY: dict[int, type[StoreError]] = {
    5: StoreLocked,  # SQLITE_BUSY
    6: StoreLocked,  # SQLITE_LOCKED
    8: ReadOnly,  # SQLITE_READONLY
    10: StoreDamaged,  # SQLITE_IOERR
    11: StoreDamaged,  # SQLITE_CORRUPT
    13: DiskFull,  # SQLITE_FULL
    14: ReadOnly,  # SQLITE_CANTOPEN
    26: WrongKey,  # SQLITE_NOTADB: with SQLCipher, a first page that the key does not open
}


def translate(error: Exception) -> StoreError | None:
    """The `StoreError` that a database error stands for, by SQLite's result code; None for a bug."""
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    if code & 0xFF == _CONSTRAINT and str(error) == WIPED:
        return StoreWiped(WIPED)
    family = _PRIMARY.get(code & 0xFF)
    return None if family is None else family(str(error))


class _Translated:
    """A class, not a generator: it wraps every statement of a save, and has nothing to remember."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, StoreError):
            ours = translate(error)
            if ours is not None:
                raise ours from error


_BORDER = _Translated()


def translated() -> AbstractContextManager[None]:
    """Turns the database's errors into ours, once, at the border."""
    return _BORDER
