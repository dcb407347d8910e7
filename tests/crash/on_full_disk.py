"""Runs in a process of its own on a disk of a few megabytes: fills it at each step of a PC's work, says what happened.

`python -m tests.crash.on_full_disk FOLDER`: FOLDER is that disk. With `--limited` it is a folder of any disk, and the
system's limit on the size of files stands in for the disk's end. Prints one JSON object.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spoke_app.store.errors import StoreError
from tests.spoke_app.sync.rig import ScriptedHub, Spoke, foreign

KIB = 1024


class Disk:
    """The small disk: what is left of it is eaten by a file that can be taken away again."""

    def __init__(self, folder: Path) -> None:
        self._filler = folder / "filler"

    def fill(self, leave: int) -> None:
        """Leave so many bytes, give or take a page."""
        with self._filler.open("wb", buffering=0) as file:
            size = 0
            try:
                while True:
                    size += file.write(bytes(4 * KIB))
            except OSError as error:
                if error.errno not in (errno.ENOSPC, errno.EFBIG):
                    raise
            os.ftruncate(file.fileno(), max(0, size - leave))

    def free(self) -> None:
        self._filler.unlink(missing_ok=True)


class Limit:
    """What a `Disk` does, by a limit on the size of files: a write beyond it fails."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]

    def fill(self, leave: int) -> None:
        largest = max(file.stat().st_size for file in self._folder.iterdir())
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + leave, self._hard))

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._hard, self._hard))


def code_of(action: Callable[[], Any]) -> str:
    """The stable code of the store's error that `action` ended with; empty if it went well."""
    try:
        action()
    except StoreError as error:
        return error.code
    return ""


def saves(spoke: Spoke, disk: Disk | Limit) -> dict[str, Any]:
    """Saves until no more goes; then there is room again."""
    disk.fill(leave=120 * KIB)
    promised: list[str] = []
    code = ""
    while not code and len(promised) < 500:
        code = code_of(lambda: promised.append(spoke.save("On the full disk", address="x" * 200).id))
    readable = set(promised) <= spoke.held()
    drafts = code_of(lambda: spoke.store.rows("SELECT * FROM drafts"))
    disk.free()
    again = code_of(lambda: spoke.save("After"))
    return {"code": code, "saved": len(promised), "readable": readable, "reading": drafts, "again": again}


def acknowledgement(spoke: Spoke, disk: Disk | Limit) -> dict[str, Any]:
    """The hub acknowledges while there is no room to note it."""
    waiting = spoke.waiting()
    disk.fill(leave=0)
    codes = {code_of(spoke.exchange_once) for _ in range(3)}
    still = spoke.waiting()
    disk.free()
    outcome = spoke.exchange().outcome
    return {"codes": sorted(codes), "waited": waiting, "still": still, "outcome": outcome, "at_end": spoke.waiting()}


def page(spoke: Spoke, hub: ScriptedHub, disk: Disk | Limit) -> dict[str, Any]:
    """The hub's pages come while there is no room for them."""
    hub.feed.lines += [foreign(f"Patient {n}") for n in range(400)]
    hub.script = hub.news
    disk.fill(leave=16 * KIB)
    code = code_of(spoke.exchange_once)
    place = spoke.place()
    whole = len(spoke.store.rows("SELECT id FROM feed_lines")) == place
    disk.free()
    outcome = spoke.exchange().outcome
    return {"code": code, "place": place, "whole": whole, "outcome": outcome, "at_end": spoke.place()}


def checkpoint(spoke: Spoke, disk: Disk | Limit) -> dict[str, Any]:
    """What is in the log cannot be moved into the file."""
    kept = [spoke.save("Before the checkpoint", address="x" * 900).id for _ in range(60)]
    disk.fill(leave=0)
    code = code_of(lambda: spoke.store.rows("PRAGMA wal_checkpoint(TRUNCATE)"))
    held = set(kept) <= spoke.held()
    disk.free()
    again = code_of(lambda: spoke.store.rows("PRAGMA wal_checkpoint(TRUNCATE)"))
    return {"code": code, "held": held, "again": again, "sound": spoke.store.check() == []}


def main(folder: Path, limited: bool) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    disk, hub = Limit(folder) if limited else Disk(folder), ScriptedHub()
    spoke = Spoke(folder, hub)
    said = {"save": saves(spoke, disk), "ack": acknowledgement(spoke, disk)}
    said |= {"page": page(spoke, hub, disk), "checkpoint": checkpoint(spoke, disk)}
    spoke.store.close()
    print(json.dumps(said | {"full": "store-damaged" if limited else "disk-full"}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), limited="--limited" in sys.argv)
