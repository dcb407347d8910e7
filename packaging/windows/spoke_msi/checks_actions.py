"""What the MSI does and in which order: sequences, custom actions, conditions of the launch, upgrades."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from spoke_msi.msi_tables import Msi, Row

EXECUTE, DIALOGS = "InstallExecuteSequence", "InstallUISequence"
SEQUENCES = (EXECUTE, DIALOGS, "AdminExecuteSequence", "AdminUISequence", "AdvtExecuteSequence")

_DLL, _EXE, _SCRIPT, _OTHER_SCRIPT = 1, 2, 5, 6
_FROM_BINARY = {_DLL, _EXE, _SCRIPT, _OTHER_SCRIPT}
_FROM_FILE = {17, 18, 21, 22}
_ERROR, _EXE_IN_FOLDER, _SET_FOLDER, _SET_PROPERTY, _EXE_OF_PROPERTY = 19, 34, 35, 51, 50
_PROGRAMS = {_EXE, 18, _EXE_IN_FOLDER, _EXE_OF_PROPERTY}
_KIND = 0x3F
_CONTINUE, _DEFERRED, _NO_IMPERSONATION = 0x40, 0x400, 0x800

_NEEDS = {
    "File": (EXECUTE, "InstallFiles", "RemoveFiles"),
    "Registry": (EXECUTE, "WriteRegistryValues", "RemoveRegistryValues"),
    "Shortcut": (EXECUTE, "CreateShortcuts", "RemoveShortcuts"),
    "RemoveFile": (EXECUTE, "RemoveFiles"),
    "CreateFolder": (EXECUTE, "CreateFolders", "RemoveFolders"),
    "Upgrade": (EXECUTE, "FindRelatedProducts", "RemoveExistingProducts"),
    "AppSearch": (EXECUTE, "AppSearch"),
    "LaunchCondition": (EXECUTE, "LaunchConditions"),
}
"""Which actions of Windows Installer a table with rows is nothing without."""
_IN_ORDER = (
    ("FindRelatedProducts", "LaunchConditions"),
    ("AppSearch", "LaunchConditions"),
    ("LaunchConditions", "CostInitialize"),
    ("CostInitialize", "FileCost"),
    ("FileCost", "CostFinalize"),
    ("CostFinalize", "InstallValidate"),
    ("InstallValidate", "InstallInitialize"),
    ("InstallValidate", "RemoveExistingProducts"),
    ("InstallInitialize", "RemoveFiles"),
    ("RemoveRegistryValues", "WriteRegistryValues"),
    ("RemoveFiles", "InstallFiles"),
    ("InstallFiles", "InstallFinalize"),
    ("WriteRegistryValues", "InstallFinalize"),
)
_ONLY_DETECTED = 2


def sequences(msi: Msi) -> Iterator[str]:
    """Known actions, each at a place of its own, in the order that Windows Installer needs."""
    own = msi.keys("CustomAction", "Action")
    for sequence in (EXECUTE, DIALOGS):
        at = places(msi, sequence)
        for place, times in Counter(number for number in at.values() if number > 0).items():
            if times > 1:
                yield f"{times} actions of {sequence} stand at {place}: which comes first is left to chance."
        for earlier, later in _IN_ORDER:
            if earlier in at and later in at and at[earlier] >= at[later]:
                yield f"{sequence}: {earlier} must come before {later}."
    for table, (sequence, *actions) in _NEEDS.items():
        for action in actions if msi.rows(table) else ():
            if action not in places(msi, sequence):
                yield f"{table} has rows, but {sequence} has no {action}."
    sequenced = {row["Action"] for sequence in SEQUENCES for row in msi.rows(sequence)}
    for name in sorted(own - sequenced):
        yield f"CustomAction {name} is in no sequence."
    for sequence in SEQUENCES:
        for row in msi.rows(sequence):
            if row["Action"] not in own and not re.fullmatch(r"[A-Z][A-Za-z]+", row["Action"]):
                yield f"{sequence} names {row['Action']}, which is neither a standard nor a custom action."


def custom_actions(msi: Msi) -> Iterator[str]:
    """Their sources exist; what changes the PC is deferred, runs as the system, and between start and end of the
    script; what starts an installed program does so while that program is there."""
    at = places(msi, EXECUTE)
    conditions = {row["Action"]: row["Condition"] for row in msi.rows(EXECUTE)}
    for row in msi.rows("CustomAction"):
        yield from _source(msi, row)
        place = at.get(row["Action"])
        if int(row["Type"]) & _DEFERRED:
            yield from _deferred(row, place, at)
        if place is not None:
            yield from _program(row, place, conditions[row["Action"]], at)


def _source(msi: Msi, row: Row) -> Iterator[str]:
    kind, source = int(row["Type"]) & _KIND, row["Source"]
    wanted = {
        **dict.fromkeys(_FROM_BINARY, ("Binary", "Name")),
        **dict.fromkeys(_FROM_FILE, ("File", "File")),
        **dict.fromkeys((_EXE_IN_FOLDER, _SET_FOLDER), ("Directory", "Directory")),
    }.get(kind)
    if wanted is not None and source not in msi.keys(*wanted) and not (kind == _EXE_IN_FOLDER and not source):
        yield f"CustomAction {row['Action']}: its source {source or '(none)'} is not in {wanted[0]}."
    if kind == _SET_PROPERTY and not source:
        yield f"CustomAction {row['Action']} sets no property."


def _deferred(row: Row, place: int | None, at: dict[str, int]) -> Iterator[str]:
    name = row["Action"]
    if place is None or not at.get("InstallInitialize", 0) < place < at.get("InstallFinalize", 0):
        yield f"CustomAction {name} is deferred: it must stand between InstallInitialize and InstallFinalize."
    if not int(row["Type"]) & _NO_IMPERSONATION:
        yield f"CustomAction {name} is deferred without no-impersonate: it would run without the system's rights."


def _program(row: Row, place: int, condition: str, at: dict[str, int]) -> Iterator[str]:
    """An action that runs a program which this very MSI brings."""
    name, kind = row["Action"], int(row["Type"])
    if kind & _KIND not in _PROGRAMS or kind & _KIND == _EXE:
        return
    removes = re.search(r"(?<!NOT )\bREMOVE\b", condition) is not None
    if removes and place > at.get("RemoveFiles", place):
        yield f"CustomAction {name} runs at an uninstallation after RemoveFiles: its program is gone by then."
    if not removes and place < at.get("InstallFiles", 0):
        yield f"CustomAction {name} runs before InstallFiles: its program is not there yet."
    if not removes and not re.search(r"\bNOT REMOVE\b", condition):
        yield f"CustomAction {name} runs at an uninstallation too: its condition needs NOT REMOVE."
    if not kind & _DEFERRED and place < at.get("InstallFinalize", 0):
        yield f"CustomAction {name} is not deferred: before InstallFinalize its program is not there yet."
    if not kind & _CONTINUE:
        yield f"CustomAction {name}: if its program fails, the whole installation would fail."
    if " remove " in f" {row['Target']} ":
        for needed in ('REMOVE="ALL"', 'REMOVE_DATA="1"', "NOT UPGRADINGPRODUCTCODE"):
            if needed not in condition:
                yield f"CustomAction {name} removes the record: its condition needs {needed}."


def launch_conditions(msi: Msi) -> Iterator[str]:
    """The system, the rights and the values are checked; none of it keeps anybody from uninstalling."""
    rows = msi.rows("LaunchCondition")
    everything = " ".join(row["Condition"] for row in rows)
    for needed, why in (
        ("17763", "Windows 10 1809"),
        ("VersionNT64", "64-bit Windows"),
        ("Privileged", "an administrator's rights"),
        ("HUB_URL", "the form of HUB_URL"),
        ("LANG", "the values of LANG"),
    ):
        if not re.search(rf"\b{needed}\b", everything):
            yield f"No LaunchCondition asks for {why} ({needed})."
    newer = _detected(msi, only=True)
    for row in rows:
        if len(row["Description"]) < 10 or not row["Description"].endswith("."):
            yield f"LaunchCondition {row['Condition']}: its sentence is not whole: {row['Description'] or '(none)'}"
        if not row["Condition"].startswith("Installed OR ") and row["Condition"] not in {
            f"NOT {name}" for name in newer
        }:
            yield f"LaunchCondition {row['Condition']} could keep Spoke from being removed: begin it with Installed OR."


def upgrades(msi: Msi) -> Iterator[str]:
    """Older versions are removed, a newer one is detected and refused with a sentence."""
    properties = msi.properties()
    version, family = properties.get("ProductVersion", ""), properties.get("UpgradeCode", "")
    rows = [row for row in msi.rows("Upgrade") if row["UpgradeCode"] == family]
    for row in msi.rows("Upgrade"):
        if row["UpgradeCode"] != family:
            yield f"Upgrade names {row['UpgradeCode']}, which is not the UpgradeCode of this MSI."
    older = [row for row in rows if not int(row["Attributes"]) & _ONLY_DETECTED and row["VersionMax"] == version]
    if not older:
        yield f"Upgrade does not remove what is older than {version}."
    newer = [row for row in rows if int(row["Attributes"]) & _ONLY_DETECTED and row["VersionMin"] == version]
    if not newer:
        yield f"Upgrade does not detect what is newer than {version}."
    for row in newer:
        if not _refused(msi, row["ActionProperty"]):
            yield f"A newer version ({row['ActionProperty']}) is detected but not refused."


def _refused(msi: Msi, name: str) -> bool:
    if f"NOT {name}" in msi.keys("LaunchCondition", "Condition"):
        return True
    errors = {row["Action"] for row in msi.rows("CustomAction") if int(row["Type"]) & _KIND == _ERROR}
    return any(row["Action"] in errors and row["Condition"] == name for row in msi.rows(EXECUTE))


def _detected(msi: Msi, only: bool) -> set[str]:
    return {
        row["ActionProperty"] for row in msi.rows("Upgrade") if bool(int(row["Attributes"]) & _ONLY_DETECTED) == only
    }


def places(msi: Msi, sequence: str) -> dict[str, int]:
    """Where each action of a sequence stands."""
    return {row["Action"]: int(row["Sequence"]) for row in msi.rows(sequence) if row["Sequence"]}


def settings(msi: Msi) -> dict[str, str]:
    """Which property a custom action sets to what (type 51), by action."""
    return {
        row["Action"]: row["Source"] for row in msi.rows("CustomAction") if int(row["Type"]) & _KIND == _SET_PROPERTY
    }
