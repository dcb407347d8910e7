"""A new version from the hub through the app's own exchange, looked at as the window does, and started as Windows
would: with the installer's program as the one thing that stands in for another."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from care_record.release import PIECE, Release, make_manifest
from care_record.signature import b64, new_signing_key, public_key
from hub_server.services.devices import make_enrol_code
from hub_server.services.releases import add_release
from hub_server.services.staff import NewStaff, add_staff
from spoke_app import commands, data_folder, updates
from spoke_app.actions.attach_file import attach_file
from spoke_app.actions.drafts import save_draft
from spoke_app.actions.new_version import IN_HAND, form_in_hand
from spoke_app.actions.register_patient import register_patient
from spoke_app.documents.pictures import read_attachment
from spoke_app.headless import Exchanger, Opened, open_profile
from spoke_app.installer import NotStarted, held
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.settings import Settings, save_settings
from spoke_app.sync.engine import DONE, ExchangeResult
from spoke_app.sync.update import PAUSED
from spoke_app.sync.update_folder import UpdateFolder
from spoke_app.updates import UpdateWork
from tests.helpers.hub import HubProcess, served_hub
from tests.helpers.spoke import new_spoke

PUBLISHER = new_signing_key()
KEY = b64(public_key(PUBLISHER))
CONTENT = os.urandom(3 * PIECE + 7)
NAME, PIN = "Rekha Kumari", "246810"


def release() -> Release:
    sha = hashlib.sha256(CONTENT).hexdigest()
    return Release("9.2.0", sha, len(CONTENT), "Faster search.", "खोज तेज़ हुई।", "2026-11-24T09:00:00+05:30")


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    folder = tmp_path_factory.mktemp("hub")
    msi, manifest = folder / "new.msi", folder / "new.json"
    msi.write_bytes(CONTENT)
    manifest.write_bytes(make_manifest(release(), PUBLISHER))
    with served_hub(f"sqlite:///{folder / 'hub.db'}") as served:
        add_release(served.services, msi, manifest)
        yield served


@pytest.fixture(scope="module")
def enrolled(hub: HubProcess, tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """One PC for all: signing in costs its time. Each test has its own folder of new versions."""
    facility = hub.facility()
    add_staff(hub.services, NewStaff(NAME, "cho", (facility,), pin=PIN))
    profile = Profile(tmp_path_factory.mktemp("pc") / "profile")
    code = str(make_enrol_code(hub.services, facility)["code"])
    assert commands.enrol(profile, hub.url, code, "PC").code == 0
    return profile


@pytest.fixture(scope="module")
def opened(enrolled: Profile) -> Iterator[Opened]:
    with open_profile(enrolled, NAME, PIN) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> UpdateFolder:
    return UpdateFolder(tmp_path / "updates", KEY)


@pytest.fixture
def exchanger(opened: Opened, folder: UpdateFolder) -> Iterator[Exchanger]:
    save_settings(opened.profile.settings_path, Settings())
    made = Exchanger(opened.profile, opened.store, opened.session.store_key, updates=folder)
    with closing(made):
        yield made


def never() -> bool:
    return False


def look(exchanger: Exchanger, outcome: str = DONE) -> str:
    return exchanger.look_for_update(ExchangeResult(outcome), never)


def register(opened: Opened) -> str:
    fields = {"name": "Sunita Devi", "gender": "female", "village": "Barail", "birth_date": "1990-01-01"}
    patient: str = opened.store.call(lambda store: register_patient(opened.desk(store), fields))[1]
    return patient


def work_on(folder: UpdateFolder, started: list[bytes]) -> UpdateWork:
    def start(file: BinaryIO, path: Path) -> None:
        started.append(path.read_bytes())

    return UpdateWork(folder, local_now, starts=True, start=start)


def ready(exchanger: Exchanger, folder: UpdateFolder) -> Path:
    assert look(exchanger) == DONE
    found = folder.found()
    assert found is not None and found.ready
    return folder.installer(found.release)


def test_it_comes_behind_text_and_photos(
    exchanger: Exchanger, opened: Opened, folder: UpdateFolder, tmp_path: Path
) -> None:
    from PySide6.QtGui import QColor, QImage

    patient = register(opened)
    assert (look(exchanger), folder.found()) == (PAUSED, None)
    photo = tmp_path / "wound.png"
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("darkred"))
    assert image.save(str(photo))
    opened.store.call(lambda store: attach_file(opened.desk(store), patient, photo, read_attachment))
    save_settings(opened.profile.settings_path, Settings(attachments="asked"))
    assert exchanger.run().outcome == DONE  # the text has gone, the photo waits to be asked for: it holds up nothing
    assert look(exchanger) == DONE
    found = folder.found()
    assert found is not None and not found.ready  # nor is a new version paid for unasked
    save_settings(opened.profile.settings_path, Settings())
    assert look(exchanger) == PAUSED  # photos flow again, and go first
    assert exchanger.run().outcome == DONE
    assert ready(exchanger, folder).read_bytes() == CONTENT


@pytest.mark.parametrize("outcome", ["unreachable", "broken", "stopped", "wiped", "device-unknown"])
def test_only_an_exchange_that_ended_whole_is_followed(
    exchanger: Exchanger, folder: UpdateFolder, outcome: str
) -> None:
    assert (look(exchanger, outcome), folder.found()) == (DONE, None)


def test_a_hub_that_takes_nothing_from_this_version_still_gives_the_new_one(
    exchanger: Exchanger, opened: Opened, folder: UpdateFolder
) -> None:
    register(opened)
    assert look(exchanger, "upgrade-needed") == DONE
    found = folder.found()
    assert found is not None and found.ready
    assert exchanger.run().outcome == DONE


def test_the_window_is_told_what_it_shows(exchanger: Exchanger, folder: UpdateFolder) -> None:
    work = UpdateWork(folder, local_now, starts=True)
    nothing = work.look()
    assert (nothing.offers, nothing.version) == (True, "")
    path = ready(exchanger, folder)
    view = work.look()
    assert (view.version, view.ready, view.came, view.bytes) == ("9.2.0", True, len(CONTENT), len(CONTENT))
    assert (view.notes, view.notes_hi, view.file) == ("Faster search.", "खोज तेज़ हुई।", str(path))
    assert not view.put_off and work.put_off().put_off
    assert not UpdateWork(folder, lambda: local_now() + timedelta(days=1)).look().put_off


def test_what_is_verified_is_what_starts(exchanger: Exchanger, folder: UpdateFolder) -> None:
    ready(exchanger, folder)
    started: list[bytes] = []
    assert work_on(folder, started).install() == "started"
    assert started == [CONTENT]


def test_a_file_that_was_altered_afterwards_never_starts(exchanger: Exchanger, folder: UpdateFolder) -> None:
    path = ready(exchanger, folder)
    path.write_bytes(CONTENT[:-1] + bytes([CONTENT[-1] ^ 1]))
    started: list[bytes] = []
    work = work_on(folder, started)
    assert work.look().ready
    assert (work.install(), started) == ("altered", [])
    assert not path.exists() and not work.look().ready
    assert (work.install(), look(exchanger)) == ("gone", DONE)  # and not fetched again today
    assert not work.look().ready


def test_a_link_to_another_file_never_starts(exchanger: Exchanger, folder: UpdateFolder, tmp_path: Path) -> None:
    path = ready(exchanger, folder)
    evil = tmp_path / "evil.msi"
    evil.write_bytes(bytes(len(CONTENT)))
    path.unlink()
    path.symlink_to(evil)
    started: list[bytes] = []
    assert (work_on(folder, started).install(), started) == ("altered", [])
    assert evil.exists()


def test_where_there_is_no_installer_it_is_said(exchanger: Exchanger, folder: UpdateFolder) -> None:
    path = ready(exchanger, folder)
    assert UpdateWork(folder, local_now).install() == "not-started"
    assert path.read_bytes() == CONTENT
    path.unlink()
    assert UpdateWork(folder, local_now).install() == "gone"
    with pytest.raises(OSError), held(path):
        pass
    with pytest.raises(NotStarted):
        updates.installer.start(None, path)  # type: ignore[arg-type]


def test_the_key_is_the_builds_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program, profile = tmp_path / "program", Profile(tmp_path / "profile")
    program.mkdir()
    monkeypatch.setattr(updates, "program_folder", lambda: program)
    assert updates.folder_of(profile).key == ""  # from its sources
    record = {"version": "0.1.0", "source": "0123456789ab", "runtime": {"kind": "pilot"}}
    for more, key in (({}, ""), ({"release_key": KEY}, KEY)):
        (program / "build.json").write_text(json.dumps(record | more))
        assert updates.folder_of(profile).key == key
        assert UpdateWork(updates.folder_of(profile), local_now).look().offers == bool(key)
    assert not profile.dir.exists()


def test_a_form_in_which_somebody_types_is_in_hand(tmp_path: Path) -> None:
    spoke = new_spoke(tmp_path)
    with contextlib.closing(spoke.store):
        assert not form_in_hand(spoke.desk)
        save_draft(spoke.desk, "visit", None, None, "Sunita Devi", "complaint", {"complaint": "Fever"})
        assert form_in_hand(spoke.desk)
        spoke.clock.forward(minutes=IN_HAND.seconds / 60 + 1)
        assert not form_in_hand(spoke.desk)  # put aside: it is kept over an installation


def test_with_the_data_what_was_downloaded_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = Profile(tmp_path / "profile")
    profile.make()
    folder = UpdateFolder(profile.updates_dir, KEY)
    folder.make()
    for name in (
        "Spoke-9.2.0-x64.msi",
        f"{'a' * 64}.msi.part",
        "manifest.json",
        "fetched.json",
        "turn.lock",
        "mine.txt",
    ):
        (folder.folder / name).write_text("x")
    assert data_folder.remove(profile) == ["updates"]
    assert [path.name for path in folder.folder.iterdir()] == ["mine.txt"]
    (folder.folder / "mine.txt").unlink()
    assert data_folder.remove(profile) == []
    assert not profile.dir.exists()
