"""Writing a file that somebody asked for: whole or not at all, and a stable word for why not."""

from __future__ import annotations

import errno
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Literal

Reason = Literal["no-room", "in-use", "not-allowed", "no-folder", "file-failed"]
_REASONS: dict[int, Reason] = {
    errno.ENOSPC: "no-room",
    errno.EDQUOT: "no-room",
    errno.EFBIG: "no-room",
    errno.EACCES: "not-allowed",
    errno.EPERM: "not-allowed",
    errno.EROFS: "not-allowed",
    errno.ENOENT: "no-folder",
    errno.ENOTDIR: "no-folder",
}


_LONGEST_NAME = 100
_JOINERS = "\u200c\u200d"
"""Part of Hindi's spelling."""
_IN_NO_NAME = re.compile(r'[<>:"/\\|?*]')


def name_of_file(words: str) -> str:
    """The words as a file may be called on every system: in this folder, without what Windows forbids, and without
    letters that turn the line round and make another ending seem the last."""
    letters = _IN_NO_NAME.sub(" ", words)
    seen = "".join(letter if letter.isprintable() or letter in _JOINERS else " " for letter in letters)
    return " ".join(seen.split())[:_LONGEST_NAME].strip(" .") or "paper"


class CannotSave(Exception):
    """The surroundings did not take the file. `in-use`: another program (Excel on Windows) holds it open."""

    def __init__(self, code: Reason, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code: Reason = code
        self.detail = detail


def save(path: Path, data: bytes) -> None:
    """Writes beside the file and then takes its place, so that a full disk leaves no half of it and no hole where it
    was. Raises CannotSave."""
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise CannotSave(_REASONS.get(error.errno or 0, "file-failed"), error.strerror or "") from error
    try:
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise CannotSave("in-use", error.strerror or "") from error
