"""The checks of an MSI's tables: each sees what it is for in a small real MSI that was spoiled, and nothing else."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from spoke_msi import checks_settings
from spoke_msi.msi_tables import MsiUnreadable, read_msi
from spoke_msi.validate import problems, upgrade_problems

from tests.packaging.small_msi import Small, build, needs, query

EXECUTE = "InstallExecuteSequence"
SECURE = "SecureCustomProperties"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return build(tmp_path_factory.mktemp("small"), "1.0.0")


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return build(tmp_path_factory.mktemp("newer"), "1.1.0")


def set_value(table: str, column: str, value: str, key: str, which: str) -> str:
    return f"UPDATE `{table}` SET `{column}`='{value}' WHERE `{key}`='{which}'"


def set_number(table: str, column: str, value: int, key: str, which: str) -> str:
    return f"UPDATE `{table}` SET `{column}`={value} WHERE `{key}`='{which}'"


def delete(table: str, key: str, which: str) -> str:
    return f"DELETE FROM `{table}` WHERE `{key}`='{which}'"


def prop(name: str, value: str) -> str:
    return set_value("Property", "Value", value, "Property", name)


def condition(action: str, value: str) -> str:
    return set_value(EXECUTE, "Condition", value, "Action", action)


def place(action: str, number: int) -> str:
    return set_number(EXECUTE, "Sequence", number, "Action", action)


def kind(action: str, number: int) -> str:
    return set_number("CustomAction", "Type", number, "Action", action)


GUID = "{6F0C8B7E-5B0B-4C0B-9E53-000000000001}"
ASYNC_PROGRAM = 18 + 0xC0
DEFERRED_PROGRAM = 18 + 0x400 + 0x800 + 0x40

SPOILED: dict[str, tuple[list[str], list[str]]] = {
    "file-without-component": (
        [set_value("File", "Component_", "Gone", "File", "notes")],
        [
            "File notes: its component Gone is not there.",
            "Component Notes: its key path notes is no file of its own.",
        ],
    ),
    "sequence": (
        [set_number("File", "Sequence", 9, "File", "notes")],
        [
            "File.Sequence does not run from 1 without a gap or a double.",
            "Media.LastSequence is 4, the last file's Sequence is 9.",
        ],
    ),
    "last-sequence": (
        [set_number("Media", "LastSequence", 3, "Cabinet", "#small.cab")],
        ["Media.LastSequence is 3, the last file's Sequence is 4."],
    ),
    "cabinet-outside": (
        [set_value("Media", "Cabinet", "small.cab", "Cabinet", "#small.cab")],
        ["Media 1: its cabinet small.cab lies outside the MSI."],
    ),
    "cabinet-missing": (
        [set_value("Media", "Cabinet", "#other.cab", "Cabinet", "#small.cab")],
        ["Media 1: there is no stream other.cab in the MSI."],
    ),
    "key-path": (
        [set_value("Component", "KeyPath", "notes", "Component", "Library")],
        ["Component Library: its key path notes is no file of its own."],
    ),
    "key-path-of-registry": (
        [set_value("Component", "KeyPath", "notes", "Component", "Run")],
        ["Component Run: its key path notes is no registry value of its own."],
    ),
    "no-guid": (
        [set_value("Component", "ComponentId", "", "Component", "Notes")],
        ["Component Notes: nothing is no GUID: its files would never be removed."],
    ),
    "same-guid": (
        [set_value("Component", "ComponentId", GUID, "Component", "Notes")],
        [f"2 components share the GUID {GUID}."],
    ),
    "32-bit": (
        [set_number("Component", "Attributes", 0, "Component", "Notes")],
        ["Component Notes is not marked as 64-bit."],
    ),
    "component-folder": (
        [set_value("Component", "Directory_", "Gone", "Component", "Run")],
        ["Component Run: its folder Gone is not there."],
    ),
    "condition-at-removal": (
        [set_value("Component", "Condition", 'SHORTCUT="1"', "Component", "OnDesktop")],
        ['Component OnDesktop: its condition must end in OR REMOVE="ALL", or it would outlive Spoke.'],
    ),
    "parent": (
        [set_value("Directory", "Directory_Parent", "Gone", "Directory", "Menu")],
        ["Directory Menu: its parent Gone is not there."],
    ),
    "circle": (
        [set_value("Directory", "Directory_Parent", "Menu", "Directory", "ProgramMenuFolder")],
        ["Directory ProgramMenuFolder lies in itself.", "Directory Menu lies in itself."],
    ),
    "two-roots": (
        [set_value("Directory", "Directory_Parent", "", "Directory", "ProgramMenuFolder")],
        ["The folders have ProgramMenuFolder, TARGETDIR as their root, not TARGETDIR alone."],
    ),
    "no-short-name": (
        [set_value("File", "FileName", "long_name.dll", "File", "library")],
        ["long_name.dll in lib has no short name: write SHORT|long, the first half as 8.3."],
    ),
    "folder-without-short-name": (
        [set_value("Directory", "DefaultDir", "A long name", "Directory", "Menu")],
        ["A long name in ProgramMenuFolder has no short name: write SHORT|long, the first half as 8.3."],
    ),
    "short-name-twice": (
        [set_value("File", "FileName", "notes.txt|spoke.icon", "File", "icon")],
        [
            "2 things in INSTALLDIR have the short name NOTES.TXT.",
            "spoke.ico is not in the File table.",
            "spoke.icon is in the File table but not in the folder.",
        ],
    ),
    "forbidden-letter": (
        [set_value("Directory", "DefaultDir", "MENU|Me*nu", "Directory", "Menu")],
        ["MENU|Me*nu in ProgramMenuFolder has characters that Windows allows in no name."],
    ),
    "no-feature": (
        [delete("FeatureComponents", "Component_", "Notes")],
        ["Component Notes belongs to no feature, so it would never be installed."],
    ),
    "feature-of-nothing": (
        ["INSERT INTO `FeatureComponents` (`Feature_`, `Component_`) VALUES ('Other', 'Gone')"],
        ["FeatureComponents names Gone, which is no component.", "FeatureComponents names Other, which is no feature."],
    ),
    "feature-level": (
        [set_number("Feature", "Level", 5, "Feature", "Main")],
        ["Feature Main has level 5: it would not be installed unasked."],
    ),
    "no-version": (
        [set_value("File", "Version", "", "File", "Spoke.exe")],
        ["Spoke.exe: its version is 1.0.0.0, the File table says nothing."],
    ),
    "no-language": (
        [set_value("File", "Language", "", "File", "Spoke.exe")],
        ["Spoke.exe has a version but no Language in the File table."],
    ),
    "version-and-hash": (
        [
            "INSERT INTO `MsiFileHash` (`File_`, `Options`, `HashPart1`, `HashPart2`, `HashPart3`, `HashPart4`)"
            " VALUES ('Spoke.exe', 0, 1, 2, 3, 4)"
        ],
        ["Spoke.exe has a version and a row in MsiFileHash as well."],
    ),
    "invented-version": (
        [set_value("File", "Version", "1.0.0.0", "File", "library")],
        ["lib/long_name.dll: the File table gives version 1.0.0.0, the file has none."],
    ),
    "no-hash": ([delete("MsiFileHash", "File_", "notes")], ["notes.txt has no version and no row in MsiFileHash."]),
    "wrong-hash": (
        [set_number("MsiFileHash", "HashPart2", 7, "File_", "notes")],
        ["notes.txt: its row in MsiFileHash is of another content."],
    ),
    "hash-of-nothing": (
        [
            "INSERT INTO `MsiFileHash` (`File_`, `Options`, `HashPart1`, `HashPart2`, `HashPart3`, `HashPart4`)"
            " VALUES ('gone', 0, 1, 2, 3, 4)"
        ],
        ["MsiFileHash names gone, which is no file."],
    ),
    "size": (
        [set_number("File", "FileSize", 7, "File", "notes")],
        ["notes.txt: its size in the File table is 7, in the folder 14."],
    ),
    "same-place": (
        [place("KeepLang", 40)],
        ["2 actions of InstallExecuteSequence stand at 40: which comes first is left to chance."],
    ),
    "order": (
        [place("AppSearch", 110)],
        [
            "InstallExecuteSequence: AppSearch must come before LaunchConditions.",
            *(
                f"InstallExecuteSequence does not put back the {name} of the command line after AppSearch."
                for name in ("HUB_URL", "ENROL_CODE", "LANG", "AUTOSTART", "SHORTCUT")
            ),
        ],
    ),
    "missing-action": (
        [delete(EXECUTE, "Action", "RemoveShortcuts")],
        ["Shortcut has rows, but InstallExecuteSequence has no RemoveShortcuts."],
    ),
    "unused-action": (
        [delete(EXECUTE, "Action", "PrepareData")],
        [
            "CustomAction PrepareData is in no sequence.",
            "CustomAction PrepareData is deferred: it must stand between InstallInitialize and InstallFinalize.",
        ],
    ),
    "unknown-action": (
        ["INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES ('no_such', 4321)"],
        ["InstallExecuteSequence names no_such, which is neither a standard nor a custom action."],
    ),
    "source": (
        [set_value("CustomAction", "Source", "gone", "Action", "Enrol")],
        ["CustomAction Enrol: its source gone is not in File."],
    ),
    "deferred-too-late": (
        [place("PrepareData", 6650)],
        ["CustomAction PrepareData is deferred: it must stand between InstallInitialize and InstallFinalize."],
    ),
    "impersonated": (
        [kind("PrepareData", DEFERRED_PROGRAM - 0x800)],
        ["CustomAction PrepareData is deferred without no-impersonate: it would run without the system's rights."],
    ),
    "program-too-early": (
        [place("PrepareData", 3950)],
        ["CustomAction PrepareData runs before InstallFiles: its program is not there yet."],
    ),
    "program-gone": (
        [place("RemoveData", 3550)],
        ["CustomAction RemoveData runs at an uninstallation after RemoveFiles: its program is gone by then."],
    ),
    "at-removal-too": (
        [condition("PrepareData", "HUB_URL")],
        ["CustomAction PrepareData runs at an uninstallation too: its condition needs NOT REMOVE."],
    ),
    "immediate-too-early": (
        [place("Enrol", 5950)],
        ["CustomAction Enrol is not deferred: before InstallFinalize its program is not there yet."],
    ),
    "must-not-fail": (
        [kind("Enrol", 18)],
        ["CustomAction Enrol: if its program fails, the whole installation would fail."],
    ),
    "record-removed-unasked": (
        [condition("RemoveData", 'REMOVE="ALL" AND NOT UPGRADINGPRODUCTCODE')],
        ['CustomAction RemoveData removes the record: its condition needs REMOVE_DATA="1".'],
    ),
    "record-removed-by-upgrade": (
        [condition("RemoveData", 'REMOVE="ALL" AND REMOVE_DATA="1"')],
        ["CustomAction RemoveData removes the record: its condition needs NOT UPGRADINGPRODUCTCODE."],
    ),
    "no-launch-condition": (
        [delete("LaunchCondition", "Condition", "Installed OR Privileged")],
        ["No LaunchCondition asks for an administrator's rights (Privileged)."],
    ),
    "cannot-be-removed": (
        [
            delete("LaunchCondition", "Condition", "Installed OR Privileged"),
            "INSERT INTO `LaunchCondition` (`Condition`, `Description`) VALUES ('Privileged', 'Be an administrator.')",
        ],
        ["LaunchCondition Privileged could keep Spoke from being removed: begin it with Installed OR."],
    ),
    "no-sentence": (
        [set_value("LaunchCondition", "Description", "No", "Condition", "Installed OR Privileged")],
        ["LaunchCondition Installed OR Privileged: its sentence is not whole: No"],
    ),
    "older-stays": (
        [delete("Upgrade", "ActionProperty", "WIX_UPGRADE_DETECTED")],
        ["Upgrade does not remove what is older than 1.0.0."],
    ),
    "newer-unseen": (
        [delete("Upgrade", "ActionProperty", "WIX_DOWNGRADE_DETECTED")],
        [
            "LaunchCondition NOT WIX_DOWNGRADE_DETECTED could keep Spoke from being removed: "
            "begin it with Installed OR.",
            "Upgrade does not detect what is newer than 1.0.0.",
        ],
    ),
    "newer-not-refused": (
        [delete("LaunchCondition", "Condition", "NOT WIX_DOWNGRADE_DETECTED")],
        ["A newer version (WIX_DOWNGRADE_DETECTED) is detected but not refused."],
    ),
    "upgrade-of-another": (
        [
            "INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMax`, `Attributes`, `ActionProperty`) VALUES"
            " ('{00000000-0000-0000-0000-000000000000}', '1.0.0', 1, 'WIX_UPGRADE_DETECTED')"
        ],
        ["Upgrade names {00000000-0000-0000-0000-000000000000}, which is not the UpgradeCode of this MSI."],
    ),
    "not-secure": (
        [prop(SECURE, "HUB_URL;ENROL_CODE;LANG;AUTOSTART;SHORTCUT;WINDOWSBUILD;WIX_UPGRADE_DETECTED;INSTALLDIR")],
        [
            f"SecureCustomProperties lacks {name}: an ordinary user's part of the installation would lose it."
            for name in ("REMOVE_DATA", "WIX_DOWNGRADE_DETECTED")
        ],
    ),
    "code-in-the-log": (
        [prop("MsiHiddenProperties", "ENROL_CODE")],
        ["MsiHiddenProperties lacks GIVEN_ENROL_CODE: the enrolment code would stand in every log."],
    ),
    "code-on-a-command-line": (
        [set_value("CustomAction", "Target", "enrol --code [ENROL_CODE]", "Action", "Enrol")],
        ["CustomAction Enrol has the enrolment code on a command line."],
    ),
    "product-code": ([prop("ProductCode", "{abc}")], ["Property ProductCode is no GUID in capitals."]),
    "version-too-large": (
        [prop("ProductVersion", "256.0.0")],
        [
            "Upgrade does not remove what is older than 256.0.0.",
            "Upgrade does not detect what is newer than 256.0.0.",
            "ProductVersion 256.0.0 is not three numbers up to 255.255.65535.",
        ],
    ),
    "for-one-user": ([prop("ALLUSERS", "2")], ["ALLUSERS is not 1: Spoke would be installed for one user alone."]),
    "usual-wins-over-chosen": (
        ["INSERT INTO `Property` (`Property`, `Value`) VALUES ('SHORTCUT', '1')"],
        [
            "Property SHORTCUT has the value 1 from the start: at an upgrade it would win over what was chosen. "
            "Set it after the search, where it is still empty."
        ],
    ),
    "not-put-back": (
        [delete("InstallUISequence", "Action", "RestoreLang")],
        ["InstallUISequence does not put back the LANG of the command line after AppSearch."],
    ),
    "registry-value": (
        [set_value("Registry", "Value", "[LANG]", "Value", "[HUB_URL]")],
        ["Registry Software\\Spoke\\HubUrl is [LANG], not [HUB_URL]."],
    ),
    "registry-of-a-user": (
        [set_number("Registry", "Root", 1, "Name", "StartMenu")],
        ["Registry Software\\Spoke\\StartMenu is not of the whole PC (HKLM)."],
    ),
    "no-autostart": (
        [set_value("Registry", "Value", "[INSTALLDIR]Spoke.exe", "Component_", "Run")],
        [
            "Registry Software\\Microsoft\\Windows\\CurrentVersion\\Run\\Spoke is [INSTALLDIR]Spoke.exe, "
            'not "[INSTALLDIR]Spoke.exe" --autostart.'
        ],
    ),
    "shortcut-target": (
        [set_value("Shortcut", "Target", "[INSTALLDIR]Gone.exe", "Shortcut", "MenuShortcut")],
        ["Shortcut MenuShortcut: its target [INSTALLDIR]Gone.exe is not installed."],
    ),
    "shortcut-icon": (
        [set_value("Shortcut", "Icon_", "", "Shortcut", "DesktopShortcut")],
        ["Shortcut DesktopShortcut: its icon (none) is not in Icon."],
    ),
    "shortcut-working-folder": (
        [set_value("Shortcut", "WkDir", "Gone", "Shortcut", "MenuShortcut")],
        ["Shortcut MenuShortcut: its working folder Gone is not there."],
    ),
    "shortcut-component": (
        [set_value("Shortcut", "Component_", "Gone", "Shortcut", "MenuShortcut")],
        ["Shortcut MenuShortcut: its component Gone is not there."],
    ),
    "no-shortcut": (
        [delete("Shortcut", "Shortcut", "MenuShortcut"), delete("Shortcut", "Shortcut", "DesktopShortcut")],
        ["There is no shortcut at all."],
    ),
    "registry-component": (
        [set_value("Registry", "Component_", "Gone", "Name", "HubUrl")],
        ["Registry Software\\Spoke\\HubUrl: its component Gone is not there."],
    ),
    "sets-nothing": (
        [set_value("CustomAction", "Source", "", "Action", "UsualShortcut")],
        ["CustomAction UsualShortcut sets no property."],
    ),
    "menu-stays": (
        [delete("RemoveFile", "FileKey", "RemoveMenu")],
        ["Shortcut MenuShortcut: its folder Menu would stay behind: RemoveFile has no row for it."],
    ),
    "apps-icon": ([prop("ARPPRODUCTICON", "other.ico")], ["ARPPRODUCTICON other.ico is not in Icon."]),
    "apps-help": (
        [delete("Property", "Property", "ARPHELPLINK")],
        ["ARPHELPLINK is no https address, and nothing sets one."],
    ),
    "apps-publisher": (
        [delete("Property", "Property", "Manufacturer")],
        ["Manufacturer is empty: the entry in Apps would have no publisher."],
    ),
    "apps-modify": (
        [delete("Property", "Property", "ARPNOMODIFY")],
        ["ARPNOMODIFY is not 1: the entry in Apps would offer a Modify that does nothing."],
    ),
    "build-path-of-linux": (
        [set_value("Shortcut", "Description", "made in /home/anna/spoke", "Shortcut", "MenuShortcut")],
        ["Shortcut: a path of the machine that built it: made in /home/anna/spoke"],
    ),
    "build-path-of-windows": (
        [set_value("Shortcut", "Description", "C:\\Users\\anna", "Shortcut", "MenuShortcut")],
        ["Shortcut: a path of the machine that built it: C:\\Users\\anna"],
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_table_is_named_and_nothing_else(name: str, small: Small, tmp_path: Path) -> None:
    statements, expected = SPOILED[name]
    msi = tmp_path / "spoiled.msi"
    shutil.copyfile(small.msi, msi)

    query(msi, *statements)

    assert sorted(problems(msi, small.app)) == sorted(expected)


def test_a_good_one_has_no_problem(small: Small) -> None:
    assert problems(small.msi, small.app) == []


def test_a_template_of_another_machine_is_seen(small: Small, tmp_path: Path) -> None:
    msi = tmp_path / "spoiled.msi"
    shutil.copyfile(small.msi, msi)
    code = "{6F0C8B7E-5B0B-4C0B-9E53-0000000000FE}"
    subprocess.run(["msibuild", msi, "-s", "Small", "Spoke Project", "Intel;1033", code], check=True)

    assert "Summary information: Template is Intel;1033, not x64;1033." in problems(msi, small.app)


@pytest.mark.parametrize(
    ("number", "value", "expected"),
    [
        (1, "932", "Summary information: Codepage is 932, not 1252."),
        (9, "{abc}", "Summary information: the package code is no GUID in capitals."),
        (14, "200", "Summary information: the schema (page count) is 200, not at least 500."),
        (15, "10", "Summary information: the word count says that no administrator is needed."),
        (15, "0", "Summary information: the word count says that the files are not compressed."),
        (19, "0", "Summary information: Security is 0, not 2."),
    ],
)
def test_a_spoiled_summary_is_named(number: int, value: str, expected: str, small: Small) -> None:
    read = read_msi(small.msi)  # msibuild cannot write these

    assert list(checks_settings.summary(replace(read, summary=read.summary | {number: value}))) == [expected]


def test_letters_beyond_ascii_need_a_code_page(small: Small) -> None:
    read = read_msi(small.msi)
    tables = read.tables | {"Feature": [read.rows("Feature")[0] | {"Title": "स्पोक"}]}

    assert list(checks_settings.summary(replace(read, tables=tables))) == [
        "Feature has letters beyond ASCII, but the tables have no code page."
    ]
    assert list(checks_settings.summary(replace(read, tables=tables, codepage=65001))) == []


def test_a_file_that_came_later_is_missed(small: Small, tmp_path: Path) -> None:
    app = tmp_path / "app"
    shutil.copytree(small.app, app)
    (app / "lib" / "more.txt").write_text("more")
    (app / "notes.txt").unlink()

    assert problems(small.msi, app) == [
        "lib/more.txt is not in the File table.",
        "notes.txt is in the File table but not in the folder.",
    ]


def test_a_path_of_the_very_folder_is_seen(small: Small, tmp_path: Path) -> None:
    msi = tmp_path / "spoiled.msi"
    shutil.copyfile(small.msi, msi)
    query(msi, set_value("Shortcut", "Description", f"from {small.app}", "Shortcut", "MenuShortcut"))

    assert problems(msi, small.app) == [f"Shortcut: a path of the machine that built it: from {small.app}"]


def test_no_msi_is_said_so(tmp_path: Path) -> None:
    needs("msiinfo")
    file = tmp_path / "x.msi"
    file.write_text("nothing")

    with pytest.raises(MsiUnreadable, match=r"^x\.msi cannot be read as an MSI\.$"):
        read_msi(file)


def test_the_reader_without_its_tool_says_what_to_install(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(MsiUnreadable, match="sudo apt-get install msitools"):
        read_msi(small.msi)


def test_the_next_version_takes_the_place_of_the_last(small: Small, newer: Small) -> None:
    assert upgrade_problems(small.msi, newer.msi) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            set_value("Component", "ComponentId", "{6F0C8B7E-5B0B-4C0B-9E53-0000000000FF}", "Component", "Library"),
            "installdir/lib/long_name.dll: its component has another GUID than before, "
            "so an upgrade could remove the new file with the old.",
        ),
        (
            prop("UpgradeCode", "{6F0C8B7E-5B0B-4C0B-9E53-3B2C0E6A7D12}"),
            "The UpgradeCode differs: Windows would keep both versions side by side.",
        ),
        (prop("ProductVersion", "0.9.0"), "0.9.0 is not newer than 1.0.0."),
        (
            set_value("File", "FileName", "other.txt", "File", "notes"),
            "installdir/other.txt: its component has the GUID that installdir/notes.txt had before.",
        ),
    ],
    ids=["component", "family", "older", "moved"],
)
def test_an_upgrade_that_would_go_wrong(
    statement: str, expected: str, small: Small, newer: Small, tmp_path: Path
) -> None:
    msi = tmp_path / "spoiled.msi"
    shutil.copyfile(newer.msi, msi)
    query(msi, statement)

    assert upgrade_problems(small.msi, msi) == [expected]


def test_the_same_package_is_no_upgrade(small: Small) -> None:
    assert upgrade_problems(small.msi, small.msi) == [
        "The ProductCode is the same: Windows would take the new version for the old one.",
        "The package code is the same, though the packages differ.",
        "1.0.0 is not newer than 1.0.0.",
    ]


def test_reading_leaves_nothing_behind(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    read_msi(small.msi)

    assert list(tmp_path.iterdir()) == []
