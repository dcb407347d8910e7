"""Who may use the data folder: on Windows all users of the PC, for staff share it; elsewhere the one who made it.

A folder under `C:\\ProgramData` lets others read what somebody made there, and not write it: a store that one Windows
user has made would be closed to her colleague. So the folder has rights of its own, which all that is made below it
takes over, and takes none over from above. What is in the store is protected by its key, not by these.
"""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

SHARED = "D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1301bf;;;BU)"
"""SDDL: protected; the system and administrators everything, the PC's users read, write and delete; nobody else."""


def is_link(path: Path) -> bool:
    """Whether it is only a way to another place (a symbolic link, a junction). OSError where nothing is."""
    found = os.lstat(path)
    attributes: int = getattr(found, "st_file_attributes", 0)
    return stat.S_ISLNK(found.st_mode) or bool(attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _FILE_OBJECT = 1
    _REVISION = 1
    _DACL, _PROTECTED_DACL = 0x4, 0x80000000

    def make_folder(folder: Path) -> None:
        """FileExistsError where there is one. No mode: Python takes 0o700 for the maker's alone."""
        folder.mkdir(parents=True)

    def share(folder: Path) -> None:
        """Gives the folder, and with it what is in it, the rights `SHARED`. OSError if that may not be done."""
        descriptor, acl = ctypes.c_void_p(), ctypes.c_void_p()
        present, defaulted = wintypes.BOOL(), wintypes.BOOL()
        advapi = ctypes.windll.advapi32
        advapi.SetNamedSecurityInfoW.restype = wintypes.DWORD
        if not advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            ctypes.c_wchar_p(SHARED), wintypes.DWORD(_REVISION), ctypes.byref(descriptor), None
        ):
            raise ctypes.WinError()
        try:
            if not advapi.GetSecurityDescriptorDacl(
                descriptor, ctypes.byref(present), ctypes.byref(acl), ctypes.byref(defaulted)
            ):
                raise ctypes.WinError()
            code = advapi.SetNamedSecurityInfoW(
                ctypes.c_wchar_p(str(folder)),
                wintypes.DWORD(_FILE_OBJECT),
                wintypes.DWORD(_DACL | _PROTECTED_DACL),
                None,
                None,
                acl,
                None,
            )
            if code:
                raise ctypes.WinError(code)
        finally:
            ctypes.windll.kernel32.LocalFree(descriptor)

else:

    def make_folder(folder: Path) -> None:
        """FileExistsError where there is one."""
        folder.mkdir(parents=True, mode=0o700)

    def share(folder: Path) -> None:
        """Nobody shares it here: for whoever made it, alone. OSError if that may not be done."""
        folder.chmod(0o700)
