"""Whether this start of the app may have the profile: it takes the one window's lock, or says what stands in the way.

Light on purpose: this comes before the first window.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spoke_app.access.lock import FileLock, holder, this_user
from spoke_app.paths import Profile
from spoke_app.store.errors import NO_ROOM

PATIENCE_S = 15.0
"""An app that was started a moment ago on a slow disk takes so long until it hears who knocks."""
_AGAIN_S = 0.1

Code = Literal["other-user", "not-answering", "read-only", "disk-full"]


@dataclass(frozen=True)
class InTheWay:
    """Why the app can't start. `user`: who has it open, as the system calls her."""

    code: Code
    user: str = ""


class OpenAlready(Exception):
    """The same user has it open, and it has come forward."""


def take(
    profile: Profile, lock: FileLock, knock: Callable[[Path], bool], patience: float = PATIENCE_S
) -> InTheWay | None:
    """None: the lock is ours. OpenAlready where `knock` was heard; blocks while nobody answers."""
    unmade = _make(profile)
    if unmade is not None:
        return unmade
    end = time.monotonic() + patience
    try:
        while not lock.take():
            user = holder(profile.lock_path)
            if user and user != this_user():
                return InTheWay("other-user", user)
            if knock(profile.dir):
                raise OpenAlready
            if time.monotonic() > end:
                return InTheWay("not-answering")
            time.sleep(_AGAIN_S)
    except OSError as error:
        # Whoever may write but has no room still reads her patients' records.
        return None if error.errno in NO_ROOM else InTheWay("read-only")
    return None


def _make(profile: Profile) -> InTheWay | None:
    try:
        profile.make()
    except OSError as error:
        with contextlib.suppress(OSError):
            if profile.dir.is_dir():
                return None  # only the log has no place
        return InTheWay("disk-full" if error.errno in NO_ROOM else "read-only")
    return None
