"""A new version that has come is installed by the app: what was verified is what Windows installs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.msi.pc import DATA, SETTINGS, ClinicPc
from tests.msi.wine import wait_for
from tests.packaging.builds import Installer

pytestmark = pytest.mark.msi


def test_nobody_changes_the_file_from_its_verification_to_its_installation(
    pc: ClinicPc, older: Installer, newer: Installer
) -> None:
    pc.install(older.msi)
    updates = pc.wine.file(rf"{DATA}\updates")
    updates.mkdir(parents=True)
    shutil.copy(newer.msi, updates)
    said = pc.python(Path(__file__).with_name("start_an_installer.py"), rf"{DATA}\updates\{newer.msi.name}")
    assert said.code == 0, said
    kept = dict.fromkeys(("write", "remove", "rename", "replace"), "refused") | {"read": str(newer.msi.stat().st_size)}
    told = json.loads(said.out.splitlines()[0])  # what the installer's own steps say comes behind
    assert told == {"held": kept, "installing": kept}
    wait_for(lambda: pc.wine.registry(SETTINGS).get("Version") == newer.version, "the new version", 120)
