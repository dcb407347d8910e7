"""The MSI around the assembled folder: `spoke.wxs` and a component for each file, through wixl, then finished by hand.

wixl takes a part of WiX's language and passes over the rest in silence; what it lacks is written into its tables here.
The same folder and version always give the same bytes: identifiers come from names and content, times are fixed.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import olefile

from spoke_msi.portable_executable import numeric_version
from spoke_msi.tools import call

DEFINITION = Path(__file__).parent.parent / "spoke.wxs"
FAMILY = uuid.UUID("F3B1C0D4-8C52-4E0B-9D2A-6B7E1F7A5C10")
"""The UpgradeCode: every version of Spoke is one of this family."""
PROGRAM = "Spoke.exe"
"""Its key in the File table, which the custom actions name."""
ENGLISH = 1033
_TRANSITIVE = 64
"""A component whose condition is looked at again by every repair."""
_SUMMARY = "\x05SummaryInformation"
_REVISION, _CREATED, _SAVED = 9, 12, 13
_FILETIME, _STRING = 0x40, 0x1E
_BATCH = 40
_EIGHT_THREE = re.compile(r"[A-Za-z0-9_-]{1,8}(\.[A-Za-z0-9_-]{1,3})?")


class BadVersion(Exception):
    """Windows Installer compares three numbers: major and minor up to 255, build up to 65535."""


class NotAuthored(Exception):
    """wixl or msibuild refused or passed over something; the message is theirs."""


def check_version(version: str) -> None:
    """BadVersion unless Windows Installer can tell it from others."""
    parts = version.split(".")
    numbers = [int(part) for part in parts if part.isdecimal()]
    if (
        len(parts) != 3
        or len(numbers) != 3
        or any(n > most for n, most in zip(numbers, (255, 255, 65535), strict=True))
    ):
        raise BadVersion(f"{version} is no version for an MSI: three numbers like 1.4.0, at most 255.255.65535.")


def author(folder: Path, version: str, made: datetime, msi: Path) -> None:
    """Writes `msi` for the folder. BadVersion, NotAuthored or ToolMissing."""
    check_version(version)
    with tempfile.TemporaryDirectory() as scratch:
        files = Path(scratch, "files.wxs")
        files.write_text(file_definitions(folder), "utf-8")
        for path in _files(folder):  # the cabinet takes their times over
            os.utime(path, (made.timestamp(), made.timestamp()))
        variables = ("-D", f"Version={version}", "-D", f"ProductCode={product_code(version)}")
        # In the folder and with relative sources: wixl writes the paths that it is given into the package.
        _run(["wixl", "-a", "x64", *variables, "-o", str(msi), str(DEFINITION), str(files)], folder)
    _finish(folder, msi)
    _fix_summary(msi, package_code(folder, version), made)


def product_code(version: str) -> str:
    """One for each version: the same version twice is refused by Windows instead of standing there twice."""
    return _braceless(uuid.uuid5(FAMILY, f"product {version}"))


def package_code(folder: Path, version: str) -> str:
    """One for each content."""
    everything = hashlib.sha256(version.encode() + DEFINITION.read_bytes())
    for path in _files(folder):
        everything.update(path.relative_to(folder).as_posix().encode())
        everything.update(path.read_bytes())
    return _braceless(uuid.uuid5(FAMILY, everything.hexdigest()))


def component_code(name: str) -> str:
    """One for each path, in all versions alike: so Windows counts a file once through upgrades."""
    return _braceless(uuid.uuid5(FAMILY, f"file {name.lower()}"))


def file_key(name: str) -> str:
    """The key of a file in the tables."""
    return PROGRAM if name == PROGRAM else "f" + hashlib.sha256(name.encode()).hexdigest()[:20]


def file_definitions(folder: Path) -> str:
    """WiX source with every file of the folder as a component of its own."""
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi"><Fragment>',
    ]
    parts += ['<DirectoryRef Id="INSTALLDIR">', *_directory(folder, folder), "</DirectoryRef></Fragment>"]
    parts += ['<Fragment><ComponentGroup Id="Files">']
    parts += [f'<ComponentRef Id="c{_key(path.relative_to(folder).as_posix())}" />' for path in _files(folder)]
    parts += ["</ComponentGroup></Fragment></Wix>"]
    return "\n".join(parts) + "\n"


def _directory(folder: Path, root: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        name = path.relative_to(root).as_posix()
        if path.is_dir():
            yield f'<Directory Id="d{_key(name)}" Name={quoteattr(path.name)}>'
            yield from _directory(path, root)
            yield "</Directory>"
        else:
            yield f'<Component Id="c{_key(name)}" Guid="{component_code(name)}" Win64="yes">'
            source = f"Source={quoteattr(name)} Name={quoteattr(path.name)}"
            yield f'<File Id="{file_key(name)}" {source} KeyPath="yes" /></Component>'


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:20]


def _braceless(code: uuid.UUID) -> str:
    return str(code).upper()


def _finish(folder: Path, msi: Path) -> None:
    kept = ("HUB_URL", "ENROL_CODE", "LANG", "AUTOSTART", "SHORTCUT")
    found = ("WIX_UPGRADE_DETECTED", "WIX_DOWNGRADE_DETECTED", "WINDOWSBUILD")
    handed_on = ";".join((*found, *kept, *(f"GIVEN_{name}" for name in kept), "REMOVE_DATA", "INSTALLDIR"))
    queries = [
        # An ordinary user's part of the installation hands these on to the system's part.
        f"UPDATE `Property` SET `Value`='{handed_on}' WHERE `Property`='SecureCustomProperties'",
        "INSERT INTO `Property` (`Property`, `Value`) VALUES ('MsiHiddenProperties', 'ENROL_CODE;GIVEN_ENROL_CODE')",
        # Without the second half the shortcut would stay behind at an uninstallation with SHORTCUT=0.
        "UPDATE `Component` SET `Condition`='SHORTCUT=\"1\" OR REMOVE=\"ALL\"' WHERE `Component`='DesktopShortcut'",
        f"UPDATE `Component` SET `Attributes`={256 + 4 + _TRANSITIVE} WHERE `Component`='DesktopShortcut'",
        # wixl puts it behind everything; the old version has to go before the new one's files come.
        "UPDATE `InstallExecuteSequence` SET `Sequence`=1401 WHERE `Action`='RemoveExistingProducts'",
    ]
    for path in _files(folder):
        key = file_key(path.relative_to(folder).as_posix())
        if path.suffix in (".exe", ".dll", ".pyd") and (version := numeric_version(path)) is not None:
            # A file with a version is compared by that; a hash beside it makes Windows take it for one without.
            queries.append(f"UPDATE `File` SET `Version`='{version}', `Language`='{ENGLISH}' WHERE `File`='{key}'")
            queries.append(f"DELETE FROM `MsiFileHash` WHERE `File_`='{key}'")
    queries += _short_names(folder)
    for at in range(0, len(queries), _BATCH):
        some = [part for query in queries[at : at + _BATCH] for part in ("-q", query)]
        _run(["msibuild", str(msi), *some], folder)


def _short_names(folder: Path) -> Iterator[str]:
    """Every name that is not 8.3 gets one that is, for Windows Installer's tables ask for both."""
    for path in sorted(folder.rglob("*")):
        if _EIGHT_THREE.fullmatch(path.name):
            continue
        name = path.relative_to(folder).as_posix()
        short = hashlib.sha256(name.encode()).hexdigest()[:8].upper()
        if path.is_dir():
            both = f"{short}|{path.name}"
            yield f"UPDATE `Directory` SET `DefaultDir`='{both}' WHERE `Directory`='d{_key(name)}'"
        else:
            both = f"{short}{path.suffix[:4].upper()}|{path.name}"
            yield f"UPDATE `File` SET `FileName`='{both}' WHERE `File`='{file_key(name)}'"


def _fix_summary(msi: Path, revision: str, made: datetime) -> None:
    """Package code and times in the summary: wixl takes random ones and the clock's."""
    since_1601 = made.astimezone(UTC) - datetime(1601, 1, 1, tzinfo=UTC)
    filetime = int(since_1601.total_seconds()) * 10_000_000
    with olefile.OleFileIO(str(msi), write_mode=True) as package:
        summary = bytearray(package.openstream(_SUMMARY).read())
        (start,) = struct.unpack_from("<I", summary, 44)
        (count,) = struct.unpack_from("<I", summary, start + 4)
        for number in range(count):
            what, offset = struct.unpack_from("<II", summary, start + 8 + 8 * number)
            at = start + offset
            (kind,) = struct.unpack_from("<I", summary, at)
            if what in (_CREATED, _SAVED) and kind == _FILETIME:
                struct.pack_into("<Q", summary, at + 4, filetime)
            elif what == _REVISION and kind == _STRING:
                struct.pack_into("<38s", summary, at + 8, f"{{{revision}}}".encode())
        package.write_stream(_SUMMARY, bytes(summary))


def _run(command: Sequence[str], within: Path) -> None:
    done = call(command, within)
    # wixl says what it passed over and still ends with 0.
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    if done.returncode != 0 or said:
        raise NotAuthored(f"{command[0]}: {' '.join(said)[:2000] or f'exit code {done.returncode}'}")
