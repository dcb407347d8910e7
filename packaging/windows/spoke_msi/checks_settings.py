"""What the MSI takes from the command line, keeps and shows: properties, registry, shortcuts, the entry in Apps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from spoke_msi.checks_actions import DIALOGS, EXECUTE, places, settings
from spoke_msi.checks_files import STANDARD_FOLDERS
from spoke_msi.msi_tables import Msi, Row

PUBLIC = ("HUB_URL", "ENROL_CODE", "LANG", "AUTOSTART", "SHORTCUT", "REMOVE_DATA")
"""What an administrator may give on the command line."""
SECRET = "ENROL_CODE"
_KEY = "Software\\Spoke"
_VALUES = {
    "HubUrl": "[HUB_URL]",
    "EnrolCode": "[ENROL_CODE]",
    "Lang": "[LANG]",
    "Autostart": "[AUTOSTART]",
    "Shortcut": "[SHORTCUT]",
    "InstallDir": "[INSTALLDIR]",
    "Version": "[ProductVersion]",
}
_RUN = ("Software\\Microsoft\\Windows\\CurrentVersion\\Run", "Spoke", '"[INSTALLDIR]Spoke.exe" --autostart')
_HKLM = "2"
_GUID = re.compile(r"\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}")
_IS_PUBLIC = re.compile(r"[A-Z_][A-Z0-9_.]*")
_WEB = re.compile(r"https?://[^\s\"'<>]*")
_BUILD_PATH = re.compile(
    r"(?<![\w\]])[A-Za-z]:\\|(?<![\w.\]/-])/(home|tmp|work|root|usr|var|opt|mnt|srv|build|builds|data|github)(/|$)",
    re.IGNORECASE,
)
_SECURITY_READ_ONLY = "2"
_NO_ELEVATION = 8
_COMPRESSED = 2


def properties(msi: Msi) -> Iterator[str]:
    """Public ones get through to the system's part of the installation, the code stays out of logs, versions fit."""
    known = msi.properties()
    secure = set(known.get("SecureCustomProperties", "").split(";"))
    needed = {*PUBLIC, *(row["ActionProperty"] for row in msi.rows("Upgrade"))}
    needed |= {row["Property"] for row in msi.rows("AppSearch") if _IS_PUBLIC.fullmatch(row["Property"])}
    needed |= {row["Directory_"] for row in msi.rows("Feature") if row["Directory_"]}
    for name in sorted(needed - secure):
        yield f"SecureCustomProperties lacks {name}: an ordinary user's part of the installation would lose it."
    yield from _hidden(msi, set(known.get("MsiHiddenProperties", "").split(";")))
    for name in ("ProductCode", "UpgradeCode"):
        if not _GUID.fullmatch(known.get(name, "")):
            yield f"Property {name} is no GUID in capitals."
    if not _is_version(known.get("ProductVersion", "")):
        yield f"ProductVersion {known.get('ProductVersion', '')} is not three numbers up to 255.255.65535."
    if known.get("ALLUSERS") != "1":
        yield "ALLUSERS is not 1: Spoke would be installed for one user alone."


def _is_version(version: str) -> bool:
    numbers = re.fullmatch(r"(\d{1,3})\.(\d{1,3})\.(\d{1,5})", version)
    return numbers is not None and all(
        int(number) <= most for number, most in zip(numbers.groups(), (255, 255, 65535), strict=True)
    )


def _hidden(msi: Msi, hidden: set[str]) -> Iterator[str]:
    """The code itself, and wherever an action puts it."""
    needed = {SECRET}
    for row in msi.rows("CustomAction"):
        if f"[{SECRET}]" in row["Target"]:
            if row["Action"] in settings(msi):
                needed.add(row["Source"])
            else:
                yield f"CustomAction {row['Action']} has the enrolment code on a command line."
    for name in sorted(needed - hidden):
        yield f"MsiHiddenProperties lacks {name}: the enrolment code would stand in every log."


def kept_settings(msi: Msi) -> Iterator[str]:
    """What the command line gives wins over what an earlier installation was given, and that over what is usual."""
    known = msi.properties()
    set_to = {row["Action"]: (row["Source"], row["Target"]) for row in msi.rows("CustomAction")}
    for name in (row["Property"] for row in msi.rows("AppSearch") if row["Property"] in PUBLIC):
        if name in known:
            yield (
                f"Property {name} has the value {known[name]} from the start: at an upgrade it would win over what was "
                "chosen. Set it after the search, where it is still empty."
            )
        for sequence in (EXECUTE, DIALOGS):
            at = places(msi, sequence)
            search = at.get("AppSearch", 0)
            saved = {
                set_to[action][0]
                for action, place in at.items()
                if action in set_to and set_to[action][1] == f"[{name}]" and place < search
            }
            restored = [
                action
                for action, place in at.items()
                if action in set_to and set_to[action][0] == name and place > search
                if set_to[action][1] in {f"[{kept}]" for kept in saved}
            ]
            if not restored:
                yield f"{sequence} does not put back the {name} of the command line after AppSearch."


def registry(msi: Msi) -> Iterator[str]:
    """The values that the program reads are written, for the whole PC, by components that exist."""
    components = msi.keys("Component")
    written = {(row["Key"], row["Name"]): row["Value"] for row in msi.rows("Registry") if row["Root"] == _HKLM}
    for row in msi.rows("Registry"):
        if row["Component_"] not in components:
            yield f"Registry {row['Key']}\\{row['Name']}: its component {row['Component_']} is not there."
        if row["Root"] != _HKLM:
            yield f"Registry {row['Key']}\\{row['Name']} is not of the whole PC (HKLM)."
    for name, value in _VALUES.items():
        if written.get((_KEY, name)) != value:
            yield f"Registry {_KEY}\\{name} is {written.get((_KEY, name), 'not written')}, not {value}."
    if written.get(_RUN[:2]) != _RUN[2]:
        yield f"Registry {_RUN[0]}\\{_RUN[1]} is {written.get(_RUN[:2], 'not written')}, not {_RUN[2]}."


def shortcuts(msi: Msi) -> Iterator[str]:
    """Their targets, icons and folders exist, and a folder of our own in the menu goes with them."""
    icons, folders, components = msi.keys("Icon", "Name"), msi.keys("Directory"), msi.keys("Component")
    paths = msi.paths()
    targets = {"[INSTALLDIR]" + msi.file_path(row, paths).removeprefix("INSTALLDIR/") for row in msi.rows("File")}
    targets |= {f"[#{row['File']}]" for row in msi.rows("File")} | {f"[!{row['File']}]" for row in msi.rows("File")}
    if not msi.rows("Shortcut"):
        yield "There is no shortcut at all."
    for row in msi.rows("Shortcut"):
        name = row["Shortcut"]
        if row["Target"].replace("\\", "/") not in targets:
            yield f"Shortcut {name}: its target {row['Target']} is not installed."
        if row["Icon_"] not in icons:
            yield f"Shortcut {name}: its icon {row['Icon_'] or '(none)'} is not in Icon."
        if row["WkDir"] and row["WkDir"] not in folders:
            yield f"Shortcut {name}: its working folder {row['WkDir']} is not there."
        if row["Component_"] not in components:
            yield f"Shortcut {name}: its component {row['Component_']} is not there."
        if row["Directory_"] not in STANDARD_FOLDERS and not _is_removed(msi, row):
            yield f"Shortcut {name}: its folder {row['Directory_']} would stay behind: RemoveFile has no row for it."


def _is_removed(msi: Msi, shortcut: Row) -> bool:
    return any(
        row["DirProperty"] == shortcut["Directory_"] and not row["FileName"] and row["InstallMode"] in ("2", "3")
        for row in msi.rows("RemoveFile")
    )


def entry_in_apps(msi: Msi) -> Iterator[str]:
    """Icon, help link, publisher, no Modify."""
    known = msi.properties()
    set_later = set(settings(msi).values())
    if known.get("ARPPRODUCTICON") not in msi.keys("Icon", "Name"):
        yield f"ARPPRODUCTICON {known.get('ARPPRODUCTICON', '(none)')} is not in Icon."
    if "ARPHELPLINK" not in set_later and not known.get("ARPHELPLINK", "").startswith("https://"):
        yield "ARPHELPLINK is no https address, and nothing sets one."
    if not known.get("Manufacturer"):
        yield "Manufacturer is empty: the entry in Apps would have no publisher."
    if known.get("ARPNOMODIFY") != "1":
        yield "ARPNOMODIFY is not 1: the entry in Apps would offer a Modify that does nothing."


def summary(msi: Msi) -> Iterator[str]:
    """What Windows reads before it opens the tables."""
    for number, wanted, what in (
        (7, "x64;1033", "Template"),
        (19, _SECURITY_READ_ONLY, "Security"),
        (1, "1252", "Codepage"),
    ):
        if msi.summary.get(number, "") != wanted:
            yield f"Summary information: {what} is {msi.summary.get(number) or 'empty'}, not {wanted}."
    if int(msi.summary.get(14) or 0) < 500:
        yield f"Summary information: the schema (page count) is {msi.summary.get(14) or 'empty'}, not at least 500."
    words = int(msi.summary.get(15) or 0)
    if words & _NO_ELEVATION:
        yield "Summary information: the word count says that no administrator is needed."
    if not words & _COMPRESSED:
        yield "Summary information: the word count says that the files are not compressed."
    if not _GUID.fullmatch(msi.summary.get(9, "")):
        yield "Summary information: the package code is no GUID in capitals."
    for table, rows in msi.tables.items():
        if not msi.codepage and any(not value.isascii() for row in rows for value in row.values()):
            yield f"{table} has letters beyond ASCII, but the tables have no code page."


def build_paths(msi: Msi, app: Path) -> Iterator[str]:
    """Nothing of the machine that built it: no absolute path in a table, the summary or a stream's name."""
    ours = {str(folder.resolve()) for folder in (app, msi.file.parent, Path.home(), Path.cwd())} - {"/"}
    texts = {table: [value for row in rows for value in row.values()] for table, rows in msi.tables.items()}
    texts["Summary information"] = list(msi.summary.values())
    texts["The streams"] = list(msi.streams)
    for where, values in texts.items():
        for value in values:
            plain = _WEB.sub("", value)
            if _BUILD_PATH.search(plain) or any(folder in plain for folder in ours):
                yield f"{where}: a path of the machine that built it: {value}"
