"""Looks an MSI's tables over, as Microsoft's ICEs would and a little further, for they run on Windows only.

What is checked (each by a function of the three modules `checks_*`):

- files: each has a component; Sequence runs to Media.LastSequence; the cabinet lies inside
- components: one key path of their own, a GUID of their own, 64-bit; conditional ones end in OR REMOVE="ALL"
- folders: parents exist, one root; names: 8.3 beside long ones, each once in its folder
- features cover every component
- the folder: paths and sizes agree; File.Version and Language for every program with a version and no MsiFileHash,
  MsiFileHash with the right sum for the rest
- sequences: order, no two at one place, the actions that the tables need, custom actions all used
- custom actions: sources exist; deferred ones between InstallInitialize and InstallFinalize and without
  impersonation; programs of ours run while they are there, and may fail; the record is removed only when asked
- launch conditions: Windows 10 1809, 64 bits, rights, HUB_URL, LANG; whole sentences; nobody is kept from uninstalling
- upgrades: older removed, newer detected and refused
- properties: SecureCustomProperties, MsiHiddenProperties (and no code on a command line), codes and version, ALLUSERS
- kept settings: the command line wins over the last installation, that over the usual
- registry: the values that the program reads, for the whole PC
- shortcuts: targets, icons, folders; RemoveFile for the menu's folder
- the entry in Apps: icon, help link, publisher, no Modify
- summary information: template, schema, security, code page, word count, package code
- no path of the machine that built it

ICEs themselves, and what only Windows does with the tables, are in the release checklist (packaging/README.md).
"""

from __future__ import annotations

from pathlib import Path

from spoke_msi import checks_actions, checks_files, checks_settings
from spoke_msi.msi_tables import MsiUnreadable, read_msi

__all__ = ["MsiUnreadable", "problems", "upgrade_problems"]

_ALONE = (
    checks_files.files,
    checks_files.components,
    checks_files.folders,
    checks_files.names,
    checks_files.features,
    checks_actions.sequences,
    checks_actions.custom_actions,
    checks_actions.launch_conditions,
    checks_actions.upgrades,
    checks_settings.properties,
    checks_settings.kept_settings,
    checks_settings.registry,
    checks_settings.shortcuts,
    checks_settings.entry_in_apps,
    checks_settings.summary,
)
_WITH_FOLDER = (checks_files.versions, checks_settings.build_paths)


def problems(msi: Path, app: Path) -> list[str]:
    """One sentence for each thing that is wrong with the MSI of the folder `app`; empty is good. MsiUnreadable."""
    read = read_msi(msi)
    found = [problem for check in _ALONE for problem in check(read)]
    return found + [problem for check in _WITH_FOLDER for problem in check(read, app)]


def upgrade_problems(old: Path, new: Path) -> list[str]:
    """What would keep `new` from taking the place of `old`: Windows counts and finds files by these codes."""
    before, after = read_msi(old), read_msi(new)
    was, now = before.properties(), after.properties()
    found = []
    if was.get("UpgradeCode") != now.get("UpgradeCode"):
        found.append("The UpgradeCode differs: Windows would keep both versions side by side.")
    if was.get("ProductCode") == now.get("ProductCode"):
        found.append("The ProductCode is the same: Windows would take the new version for the old one.")
    if before.summary.get(9) == after.summary.get(9):
        found.append("The package code is the same, though the packages differ.")
    if _numbers(now.get("ProductVersion", "")) <= _numbers(was.get("ProductVersion", "")):
        found.append(f"{now.get('ProductVersion')} is not newer than {was.get('ProductVersion')}.")
    codes, new_codes = checks_files.component_paths(before), checks_files.component_paths(after)
    found += [
        f"{path}: its component has another GUID than before, so an upgrade could remove the new file with the old."
        for path in sorted(codes.keys() & new_codes.keys())
        if codes[path] != new_codes[path]
    ]
    moved = {code: path for path, code in codes.items()}
    found += [
        f"{path}: its component has the GUID that {moved[code]} had before."
        for path, code in sorted(new_codes.items())
        if moved.get(code, path) != path
    ]
    return found


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]
