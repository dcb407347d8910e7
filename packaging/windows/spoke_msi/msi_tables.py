"""Reads an MSI's tables, streams and summary through `msiinfo`: rows as dictionaries, nothing interpreted."""

from __future__ import annotations

import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, str]

_TOOL = "msiinfo"
_HEAD_LINES = 3
"""Column names, column types, table name with its key."""
_ESCAPED = str.maketrans({"\x10": "\t", "\x11": "\r", "\x19": "\n"})


class MsiUnreadable(Exception):
    """msitools could not read the file, or are not there; the message says which."""


@dataclass(frozen=True)
class Msi:
    """An MSI as it was read. A table that is not there has no rows."""

    file: Path
    tables: dict[str, list[Row]] = field(repr=False)
    streams: tuple[str, ...] = field(repr=False)
    summary: dict[int, str] = field(repr=False)
    """By property id: 1 code page, 7 template, 9 package code, 14 schema, 15 word count, 19 security."""
    codepage: int = 0
    """Of the tables; 0 says that they hold ASCII alone."""

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def properties(self) -> dict[str, str]:
        return {row["Property"]: row["Value"] for row in self.rows("Property")}

    def keys(self, table: str, column: str = "") -> set[str]:
        """The values of one column; the table's first column is named like the table, unless another is given."""
        return {row[column or table] for row in self.rows(table)}

    def paths(self) -> dict[str, str]:
        """Where each directory lies, by id: `INSTALLDIR/lib`. It ends at a parent that is missing, or itself."""
        parents = {row["Directory"]: row for row in self.rows("Directory")}
        return {name: _path(name, parents) for name in parents}

    def file_path(self, row: Row, paths: dict[str, str]) -> str:
        """Where a row of the File table lies: `INSTALLDIR/lib/x.dll`; without its component, by its name alone."""
        directories = {each["Component"]: each["Directory_"] for each in self.rows("Component")}
        folder = paths.get(directories.get(row["Component_"], ""), "")
        return f"{folder}/{long_name(row['FileName'])}".lstrip("/")


def read_msi(file: Path) -> Msi:
    """Everything at once. MsiUnreadable."""
    names = _lines(_msiinfo("tables", file))
    exported = {name: _msiinfo("export", file, name) for name in names if not name.startswith("_")}
    summary = _rows(_msiinfo("export", file, "_SummaryInformation"))
    return Msi(
        file,
        {name: _rows(text) for name, text in exported.items()},
        tuple(_lines(_msiinfo("streams", file))),
        {int(row["PropertyId"]): row["Value"] for row in summary},
        _codepage(_msiinfo("export", file, "_ForceCodepage")),
    )


def long_name(name: str) -> str:
    """The long half of `SHORT|long`."""
    return name.rpartition("|")[2]


def _path(name: str, rows: dict[str, Row]) -> str:
    """From INSTALLDIR downwards by folder names; other roots by their id."""
    parts: list[str] = []
    seen: set[str] = set()
    while name in rows and name not in seen:
        seen.add(name)
        if name == "INSTALLDIR" or rows[name]["Directory_Parent"] in ("", "TARGETDIR"):
            return "/".join([name, *reversed(parts)])
        parts.append(long_name(rows[name]["DefaultDir"].partition(":")[0]))
        name = rows[name]["Directory_Parent"]
    return "/".join([name, *reversed(parts)])


def _rows(exported: str) -> list[Row]:
    """The rows of one exported table (.idt): tab-separated, CR LF, control characters escaped."""
    lines = exported.split("\r\n")
    columns = lines[0].split("\t")
    if columns == ["PropertyId"]:  # msitools leaves the second name out
        columns = ["PropertyId", "Value"]
    cells = [line.split("\t") for line in lines[_HEAD_LINES:] if line.strip("\0")]
    return [dict(zip(columns, (cell.translate(_ESCAPED) for cell in row), strict=True)) for row in cells]


def _codepage(exported: str) -> int:
    for line in exported.split("\r\n"):
        number, _, name = line.partition("\t")
        if name == "_ForceCodepage":
            return int(number)
    return 0


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def _msiinfo(command: str, file: Path, *more: str) -> str:
    # It leaves what a binary column holds in a folder of the table's name, wherever it is run.
    with tempfile.TemporaryDirectory() as scratch:
        return _run([_TOOL, command, str(file.resolve()), *more], file, scratch)


def _run(command: list[str], file: Path, within: str) -> str:
    try:
        done = subprocess.run(command, cwd=within, capture_output=True, check=False)
    except FileNotFoundError:
        raise MsiUnreadable(f"{_TOOL} is not installed. On Debian or Ubuntu: sudo apt-get install msitools") from None
    if done.returncode != 0:
        raise MsiUnreadable(f"{file.name} cannot be read as an MSI.")
    return done.stdout.decode("utf-8", "replace")
