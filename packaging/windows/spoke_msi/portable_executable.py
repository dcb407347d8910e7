"""What Windows reads in a DLL or EXE: its version, and what it exports."""

from __future__ import annotations

from pathlib import Path

import pefile

_EXPORTS, _IMPORTS, _RESOURCES = 0, 1, 2
_EXECUTABLE = 0x20000000


def numeric_version(file: Path) -> str | None:
    """`a.b.c.d` of the version resource, as Windows Installer compares it; None where a file has none."""
    with pefile.PE(str(file), fast_load=True) as image:
        image.parse_data_directories(directories=[_RESOURCES])
        facts = getattr(image, "VS_FIXEDFILEINFO", None)
        if not facts:
            return None
        high, low = facts[0].FileVersionMS, facts[0].FileVersionLS
        return f"{high >> 16}.{high & 0xFFFF}.{low >> 16}.{low & 0xFFFF}"


def product_version(file: Path) -> str:
    """The version in words that its maker gave it; '' where it has none."""
    with pefile.PE(str(file), fast_load=True) as image:
        image.parse_data_directories(directories=[_RESOURCES])
        for block in getattr(image, "FileInfo", ()):
            for part in block:
                for table in getattr(part, "StringTable", ()):
                    if (words := table.entries.get(b"ProductVersion")) is not None:
                        return str(words.decode())
    return ""


def exports(file: Path) -> list[tuple[str, bool]]:
    """(name, whether it is data rather than a function) of all that it exports by name."""
    with pefile.PE(str(file), fast_load=True) as image:
        image.parse_data_directories(directories=[_EXPORTS])
        found = []
        for symbol in image.DIRECTORY_ENTRY_EXPORT.symbols:
            if symbol.name is None:
                continue
            section = image.get_section_by_rva(symbol.address)
            found.append((symbol.name.decode(), not (section and section.Characteristics & _EXECUTABLE)))
        return found


def imports(file: Path) -> list[str]:
    """The libraries that it cannot be loaded without."""
    with pefile.PE(str(file), fast_load=True) as image:
        image.parse_data_directories(directories=[_IMPORTS])
        return [entry.dll.decode() for entry in getattr(image, "DIRECTORY_ENTRY_IMPORT", ())]
