"""Whether the folder has all that Windows will look for when it loads its programs and libraries."""

from __future__ import annotations

from pathlib import Path

from spoke_msi.portable_executable import imports

OF_WINDOWS = frozenset(
    (
        *("advapi32", "authz", "bcrypt", "bcryptprimitives", "comdlg32", "crypt32", "d3d11", "d3d12", "d3d9"),
        *("dnsapi", "dwmapi", "dwrite", "dxgi", "gdi32", "icuuc", "imm32", "iphlpapi", "kernel32", "mpr", "mscms"),
        *("msvcrt", "ncrypt", "netapi32", "ntdll", "ole32", "oleaut32", "powrprof", "rpcrt4", "secur32"),
        *("setupapi", "shell32", "shlwapi", "ucrtbase", "uiautomationcore", "user32", "userenv", "uxtheme"),
        *("version", "winhttp", "winmm", "winspool.drv", "ws2_32", "wtsapi32"),
    )
)
"""Part of every Windows 10 since 1809, without `.dll`."""


def missing(folder: Path) -> list[str]:
    """What a library asks for and nobody has, in sentences; empty when nothing is amiss."""
    programs = [path for path in sorted(folder.rglob("*")) if path.suffix in (".exe", ".dll", ".pyd")]
    beside_the_program = {path.name.lower() for path in folder.iterdir()}
    found = []
    for path in programs:
        near = beside_the_program | {other.name.lower() for other in path.parent.iterdir()}
        near |= _added_by_packages(path, folder / "app")
        for name in imports(path):
            asked = name.lower()
            if asked in near or asked.removesuffix(".dll") in OF_WINDOWS or asked.startswith("api-ms-win-"):
                continue
            found.append(
                f"{path.relative_to(folder)} asks for {name}, which is neither installed nor a part of Windows."
            )
    return found


def _added_by_packages(path: Path, app: Path) -> set[str]:
    """Folders that a package names to the loader when it is imported: its own `.libs`, and PySide6's for all of Qt."""
    if app not in path.parents:
        return set()
    own = f"{path.relative_to(app).parts[0]}.libs"
    return {library.name.lower() for name in (own, "PySide6", "shiboken6") for library in (app / name).glob("*.dll")}
