"""What the MSI's tables say of files, components, folders and features, held against each other and the folder."""

from __future__ import annotations

import hashlib
import re
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from spoke_msi.msi_tables import Msi, Row, long_name
from spoke_msi.portable_executable import numeric_version

_64_BIT = 256
_REGISTRY_KEY_PATH = 4
_GUID = re.compile(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}")
_SHORT = re.compile(r"[^ +,;=\[\]\\?|><:/*\".]{1,8}(\.[^ +,;=\[\]\\?|><:/*\".]{1,3})?")
_FORBIDDEN = re.compile(r'[\\?|><:/*"]')
_WITH_VERSIONS = (".exe", ".dll", ".pyd")
_STAYS_AT_REMOVAL = re.compile(r"\bOR\s+REMOVE\s*(~=|=)\s*\"ALL\"\s*$", re.IGNORECASE)

STANDARD_FOLDERS = frozenset(
    {
        *("TARGETDIR", "ProgramFiles64Folder", "ProgramMenuFolder", "DesktopFolder", "StartMenuFolder"),
        *("CommonAppDataFolder", "StartupFolder", "SystemFolder", "System64Folder", "WindowsFolder"),
    }
)


def files(msi: Msi) -> Iterator[str]:
    """Every file has a component; sequences run from 1 without a gap to the last that Media names."""
    components = msi.keys("Component")
    for row in msi.rows("File"):
        if row["Component_"] not in components:
            yield f"File {row['File']}: its component {row['Component_']} is not there."
    numbers = sorted(int(row["Sequence"]) for row in msi.rows("File"))
    if numbers != list(range(1, len(numbers) + 1)):
        yield "File.Sequence does not run from 1 without a gap or a double."
    last = max((int(row["LastSequence"]) for row in msi.rows("Media")), default=0)
    if last != max(numbers, default=0):
        yield f"Media.LastSequence is {last}, the last file's Sequence is {max(numbers, default=0)}."
    for row in msi.rows("Media"):
        if not row["Cabinet"].startswith("#"):
            yield f"Media {row['DiskId']}: its cabinet {row['Cabinet']} lies outside the MSI."
        elif row["Cabinet"][1:] not in msi.streams:
            yield f"Media {row['DiskId']}: there is no stream {row['Cabinet'][1:]} in the MSI."


def components(msi: Msi) -> Iterator[str]:
    """One key path, one GUID of its own, 64-bit, a folder that exists; conditional ones go at an uninstallation."""
    keys = {row["File"]: row["Component_"] for row in msi.rows("File")}
    values = {row["Registry"]: row["Component_"] for row in msi.rows("Registry")}
    folders = msi.keys("Directory")
    for row in msi.rows("Component"):
        name, attributes = row["Component"], int(row["Attributes"])
        if not _GUID.fullmatch(row["ComponentId"]):
            yield f"Component {name}: {row['ComponentId'] or 'nothing'} is no GUID: its files would never be removed."
        if not attributes & _64_BIT:
            yield f"Component {name} is not marked as 64-bit."
        owners = values if attributes & _REGISTRY_KEY_PATH else keys
        if owners.get(row["KeyPath"]) != name:
            what = "registry value" if attributes & _REGISTRY_KEY_PATH else "file"
            yield f"Component {name}: its key path {row['KeyPath'] or '(none)'} is no {what} of its own."
        if row["Directory_"] not in folders:
            yield f"Component {name}: its folder {row['Directory_']} is not there."
        if row["Condition"] and not _STAYS_AT_REMOVAL.search(row["Condition"]):
            yield f'Component {name}: its condition must end in OR REMOVE="ALL", or it would outlive Spoke.'
    for guid, times in Counter(row["ComponentId"] for row in msi.rows("Component")).items():
        if guid and times > 1:
            yield f"{times} components share the GUID {guid}."


def folders(msi: Msi) -> Iterator[str]:
    """Parents exist and lead to one root."""
    parents = {row["Directory"]: row["Directory_Parent"] for row in msi.rows("Directory")}
    roots = [name for name, parent in parents.items() if parent in ("", name)]
    if roots != ["TARGETDIR"]:
        yield f"The folders have {', '.join(sorted(roots)) or 'nothing'} as their root, not TARGETDIR alone."
    for name, parent in parents.items():
        if parent and parent not in parents:
            yield f"Directory {name}: its parent {parent} is not there."
        elif _is_circle(name, parents):
            yield f"Directory {name} lies in itself."


def _is_circle(name: str, parents: dict[str, str]) -> bool:
    seen = {name}
    while (name := parents.get(name, "")) and name != parents.get(name):
        if name in seen:
            return True
        seen.add(name)
    return False


def names(msi: Msi) -> Iterator[str]:
    """File names as Windows Installer writes them: 8.3, or 8.3|long; each half once in its folder."""
    in_folders: dict[str, list[str]] = {}
    folder_of = {row["Component"]: row["Directory_"] for row in msi.rows("Component")}
    for row in msi.rows("File"):
        in_folders.setdefault(folder_of.get(row["Component_"], ""), []).append(row["FileName"])
    for row in msi.rows("Directory"):
        if row["Directory"] not in STANDARD_FOLDERS:
            target = row["DefaultDir"].partition(":")[0]
            in_folders.setdefault(row["Directory_Parent"], []).append(target)
    for row in msi.rows("Shortcut"):
        in_folders.setdefault(row["Directory_"], []).append(row["Name"] + ("" if "." in row["Name"] else ".lnk"))
    for folder, inside in in_folders.items():
        yield from _names_of(folder, inside)


def _names_of(folder: str, inside: list[str]) -> Iterator[str]:
    for name in inside:
        short, bar, long = name.rpartition("|")
        if not bar:
            short = long.removesuffix(".lnk")
        if not _SHORT.fullmatch(short):
            yield f"{name} in {folder} has no short name: write SHORT|long, the first half as 8.3."
        if _FORBIDDEN.search(long) or long != long.strip() or not long:
            yield f"{name} in {folder} has characters that Windows allows in no name."
    for half, which in ((0, "short"), (-1, "long")):
        for name, times in Counter(name.split("|")[half].upper() for name in inside).items():
            if times > 1:
                yield f"{times} things in {folder} have the {which} name {name}."


def features(msi: Msi) -> Iterator[str]:
    """Every component belongs to a feature; nothing else does."""
    covered = msi.keys("FeatureComponents", "Component_")
    there = msi.keys("Component")
    for name in sorted(there - covered):
        yield f"Component {name} belongs to no feature, so it would never be installed."
    for name in sorted(covered - there):
        yield f"FeatureComponents names {name}, which is no component."
    for name in sorted(msi.keys("FeatureComponents", "Feature_") - msi.keys("Feature")):
        yield f"FeatureComponents names {name}, which is no feature."
    for row in msi.rows("Feature"):
        if row["Level"] != "1":
            yield f"Feature {row['Feature']} has level {row['Level']}: it would not be installed unasked."


def versions(msi: Msi, app: Path) -> Iterator[str]:
    """The folder is what the File table says: paths, sizes, versions of programs, hashes of what has no version.

    Without them Windows can leave files out in an upgrade, because it takes the old ones for as good.
    """
    paths = msi.paths()
    rows = {msi.file_path(row, paths).removeprefix("INSTALLDIR/"): row for row in msi.rows("File")}
    hashes = {row["File_"]: row for row in msi.rows("MsiFileHash")}
    there = {path.relative_to(app).as_posix(): path for path in sorted(app.rglob("*")) if path.is_file()}
    for name in sorted(there.keys() - rows.keys()):
        yield f"{name} is not in the File table."
    for name in sorted(rows.keys() - there.keys()):
        yield f"{name} is in the File table but not in the folder."
    for name in sorted(rows.keys() & there.keys()):
        yield from _version(name, rows[name], hashes.get(rows[name]["File"]), there[name])
    for key in sorted(hashes.keys() - msi.keys("File")):
        yield f"MsiFileHash names {key}, which is no file."


def _version(name: str, row: Row, hashed: Row | None, file: Path) -> Iterator[str]:
    if int(row["FileSize"]) != file.stat().st_size:
        yield f"{name}: its size in the File table is {row['FileSize']}, in the folder {file.stat().st_size}."
        return
    version = numeric_version(file) if file.suffix.lower() in _WITH_VERSIONS else None
    if version is None:
        if row["Version"]:
            yield f"{name}: the File table gives version {row['Version']}, the file has none."
        if hashed is None:
            yield f"{name} has no version and no row in MsiFileHash."
        elif _hash_parts(file) != tuple(int(hashed[f"HashPart{part}"]) for part in (1, 2, 3, 4)):
            yield f"{name}: its row in MsiFileHash is of another content."
        return
    if row["Version"] != version:
        yield f"{name}: its version is {version}, the File table says {row['Version'] or 'nothing'}."
    if not row["Language"]:
        yield f"{name} has a version but no Language in the File table."
    if hashed is not None:
        yield f"{name} has a version and a row in MsiFileHash as well."


def _hash_parts(file: Path) -> tuple[int, ...]:
    return struct.unpack("<4i", hashlib.md5(file.read_bytes(), usedforsecurity=False).digest())


def component_paths(msi: Msi) -> dict[str, str]:
    """The GUID of each component by what it installs: the path of its key file, or the registry value."""
    paths = msi.paths()
    files = {row["File"]: msi.file_path(row, paths) for row in msi.rows("File")}
    values = {row["Registry"]: f"{row['Key']}\\{row['Name']}" for row in msi.rows("Registry")}
    found = {}
    for row in msi.rows("Component"):
        what = files.get(row["KeyPath"]) or values.get(row["KeyPath"]) or row["Component"]
        found[long_name(what).lower()] = row["ComponentId"]
    return found
