"""A new version from the publisher's desk to the health centre's: released, offered by the hub, come in the background,
shown on Today, installed when somebody presses; and the version after it knows that it is there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from care_record.release import PIECE, Release, make_manifest
from care_record.signature import b64, new_signing_key, public_key
from hub_server.context import open_services
from hub_server.services.devices import make_enrol_code
from hub_server.services.releases import add_release
from spoke_app import entry, later, updates
from spoke_app.app import Desktop
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.sync.update_folder import UpdateFolder
from spoke_app.ui.today.today_screen import TodayScreen
from spoke_app.updates import UpdateWork
from tests.spoke_app.ui.test_desktop import Bench, Centre

CONTENT = os.urandom(20 * PIECE)


class Yes:
    """A person who agrees."""

    def confirm(self, parent: QWidget, text: str, more: str, yes: str, no: str) -> bool:
        return True

    def open_file(self, parent: QWidget, title: str, filters: str) -> None:
        return None

    def save_file(self, parent: QWidget, title: str, name: str, filters: str) -> None:
        return None


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    made = Centre(tmp_path_factory.mktemp("centre"))
    yield made
    made.close()


def test_a_new_version(
    qtbot: QtBot, qapp: QApplication, centre: Centre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher = new_signing_key()
    program = tmp_path / "program"
    program.mkdir()
    build = {"version": "0.1.0", "source": "0123456789ab", "runtime": {"kind": "production"}}
    (program / "build.json").write_text(json.dumps(build | {"release_key": b64(public_key(publisher))}))
    monkeypatch.setattr(updates, "program_folder", lambda: program)
    started: list[bytes] = []

    def msiexec(file: BinaryIO, path: Path) -> None:
        started.append(path.read_bytes())

    def on_windows(profile: Profile, clock: object) -> UpdateWork:
        return UpdateWork(updates.folder_of(profile), local_now, starts=True, start=msiexec)

    monkeypatch.setattr(later, "update_work", on_windows)

    # The publisher releases it, the district's hub offers it.
    sha = hashlib.sha256(CONTENT).hexdigest()
    release = Release("9.2.0", sha, len(CONTENT), "Faster search.", "खोज तेज़ हुई।", local_now().isoformat())
    msi, manifest = tmp_path / "Spoke-9.2.0-x64.msi", tmp_path / "Spoke-9.2.0-x64.msi.release.json"
    msi.write_bytes(CONTENT)
    manifest.write_bytes(make_manifest(release, publisher))
    services = open_services(centre._store)
    add_release(services, msi, manifest)

    # At the health centre somebody signs in. Behind the first exchange it comes by itself.
    profile = Profile(tmp_path / "profile")
    entry.join(profile, centre.url, str(make_enrol_code(services, centre.facility)["code"]))
    desktop = Desktop(qapp, profile, Settings(language="en"), ask=Yes())
    try:
        desktop.begin()
        bench = Bench(qtbot, desktop)
        today: TodayScreen = bench.sign_in()
        bench.until(lambda: today.update_bar is not None and today.update_bar.isVisible())
        assert today.update_bar is not None
        assert "A new version of Spoke is ready." in today.update_bar.words()
        assert not desktop.exchange.running  # nobody has seen an exchange go on meanwhile

        # She presses; the installer starts on just that file, and the app makes room for it.
        today.update_bar.button.click()
        bench.until(lambda: not desktop.window.isVisible())
        assert started == [CONTENT]
    finally:
        desktop.window.close()
        desktop.end()
        desktop.window.deleteLater()

    # The new version starts: what was downloaded goes.
    newer = UpdateFolder(profile.updates_dir, b64(public_key(publisher)), "9.2.0")
    assert UpdateWork(newer, local_now).tidy().version == ""
    assert not list(profile.updates_dir.glob("*.msi*"))
