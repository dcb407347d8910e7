"""Starts Windows' own installer on a file, so that what was looked at is what it installs.

On Windows the file is held open for reading alone, by this process and then by the installer's: until that has ended
nobody can write, replace or remove it, though every user of the PC may write in the folder. The program is the
system's, by its whole path. Windows itself asks for an administrator's consent, and shows who signed the file.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


class NotStarted(Exception):
    """There is no installer here, or it did not start."""


if sys.platform == "win32":
    import ctypes
    import msvcrt
    import os
    import subprocess
    from ctypes import wintypes

    _READ, _SHARE_READ, _EXISTING = 0x80000000, 0x1, 3
    _THE_LINK_ITSELF = 0x00200000
    _INVALID = ctypes.c_void_p(-1).value

    @contextmanager
    def held(path: Path) -> Iterator[BinaryIO]:
        """The file, open; nobody changes it meanwhile. OSError, also where somebody has it open to write."""
        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        create.restype = wintypes.HANDLE
        number, pointer = wintypes.DWORD, ctypes.c_void_p
        create.argtypes = [wintypes.LPCWSTR, number, number, pointer, number, number, wintypes.HANDLE]
        handle = create(str(path), _READ, _SHARE_READ, None, _EXISTING, _THE_LINK_ITSELF, None)
        if handle in (None, _INVALID):
            raise ctypes.WinError(ctypes.get_last_error())
        with os.fdopen(msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY), "rb") as file:
            yield file

    def start(file: BinaryIO, path: Path) -> None:
        """The installer, on a file that is held; it goes on when this process has ended. NotStarted."""
        handle = msvcrt.get_osfhandle(file.fileno())
        folder = _system_folder()
        try:
            os.set_handle_inheritable(handle, True)
            startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
            subprocess.Popen([str(folder / "msiexec.exe"), "/i", str(path)], cwd=folder, startupinfo=startup)
        except OSError as error:
            raise NotStarted(type(error).__name__) from None

    def _system_folder() -> Path:
        room = ctypes.create_unicode_buffer(260)
        if not ctypes.windll.kernel32.GetSystemDirectoryW(room, len(room)):
            raise NotStarted("no system folder")
        return Path(room.value)

else:

    @contextmanager
    def held(path: Path) -> Iterator[BinaryIO]:
        """The file, open. OSError."""
        with path.open("rb") as file:
            yield file

    def start(file: BinaryIO, path: Path) -> None:
        """There is none here: the file is for Windows."""
        raise NotStarted("not Windows")
