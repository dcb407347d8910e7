"""The data folder as the installer makes it and takes it away: nothing of ours stays, nothing of others' goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from spoke_app import data_folder
from spoke_app.access.lock import FileLock
from spoke_app.access.seals import Seals, change_seals, read_seals
from spoke_app.paths import Profile
from spoke_app.settings import Settings, save_settings
from spoke_app.store.database import open_store
from tests.helpers.spoke import KEY
from tests.spoke_app.test_cli import Commands


@pytest.fixture
def app(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    return Commands(tmp_path / "Spoke", capsys, monkeypatch)


@pytest.fixture
def profile(app: Commands) -> Profile:
    """Everything that a used PC has in its folder."""
    made = Profile(app.folder)
    made.make()
    store = open_store(made.store_path, KEY)
    store.meta_set("device", "d")
    made.store_path.with_name("store.db.before-3").write_bytes(b"an older copy")
    change_seals(made, lambda seals: Seals(token="t" * 64, store_key=KEY.hex()))
    save_settings(made.settings_path, Settings())
    for path in (made.place_path, made.wiped_path, made.log_path, made.log_path.with_name("spoke.log.1")):
        path.write_text("{}")
    store.close()
    return made


def test_it_is_made_and_is_for_whoever_made_it_alone(app: Commands) -> None:
    app.folder.mkdir(mode=0o755)
    said = app("data", "prepare", "--json")
    assert (said.code, said.data["folder"]) == (0, str(app.folder))
    assert app.folder.stat().st_mode & 0o077 == 0
    assert app("data", "prepare").code == 0


def test_without_yes_nothing_is_removed(app: Commands, profile: Profile) -> None:
    before = sorted(app.folder.rglob("*"))
    said = app("data", "remove")
    assert (said.code, said.out) == (2, "")
    assert said.err.endswith("If that is meant: --yes\n")
    assert sorted(app.folder.rglob("*")) == before


def test_everything_of_spoke_goes_and_the_folder_with_it(app: Commands, profile: Profile) -> None:
    said = app("data", "remove", "--yes")
    assert (said.code, said.out) == (0, "Everything that Spoke kept on this PC is gone.\n")
    assert not app.folder.exists()
    assert app("data", "remove", "--yes").code == 0


def test_what_is_none_of_ours_stays_and_is_named(app: Commands, profile: Profile) -> None:
    (app.folder / "holiday.jpg").write_bytes(b"x")
    (app.folder / "log" / "notes.txt").write_bytes(b"x")
    said = app("data", "remove", "--yes", "--json")
    assert (said.code, said.data["stayed"]) == (0, ["holiday.jpg", "log"])
    assert sorted(path.name for path in app.folder.rglob("*")) == ["holiday.jpg", "log", "notes.txt"]


@pytest.mark.parametrize("lock", ["lock_path", "exchange_lock_path"])
def test_it_refuses_while_a_window_is_open_or_an_exchange_runs(app: Commands, profile: Profile, lock: str) -> None:
    before = read_seals(profile)
    with FileLock(getattr(profile, lock)):
        said = app("data", "remove", "--yes", "--json")
        assert (said.code, said.data["error"]) == (1, "open-now")
    assert read_seals(profile) == before
    assert profile.store_path.exists()
    assert app("data", "remove", "--yes").code == 0


def test_the_keys_go_first(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink

    def held_open(path: Path, missing_ok: bool = False) -> None:
        if path.name.startswith("store.db"):
            raise PermissionError(13, "another program has it open")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", held_open)
    with pytest.raises(PermissionError):
        data_folder.remove(profile)
    assert profile.store_path.exists()
    assert not (profile.seals_path.exists() or profile.machine_key_path.exists())
    assert FileLock(profile.lock_path).take()


def test_no_link_leads_out_of_it(app: Commands, tmp_path: Path) -> None:
    elsewhere = tmp_path / "windows"
    elsewhere.mkdir()
    (elsewhere / "store.db").write_bytes(b"another's")
    mode = elsewhere.stat().st_mode
    app.folder.symlink_to(elsewhere, target_is_directory=True)
    for command in (["prepare"], ["remove", "--yes"]):
        said = app("data", *command, "--json")
        assert (said.code, said.data["error"]) == (1, "not-ours")
    app.folder.unlink()
    app.folder.mkdir()
    (app.folder / "log").symlink_to(elsewhere, target_is_directory=True)
    assert app("data", "remove", "--yes", "--json").data["error"] == "not-ours"
    (app.folder / "log").unlink()
    (app.folder / "seals.json").symlink_to(elsewhere / "store.db")
    (app.folder / "store.db").symlink_to(elsewhere / "store.db")
    assert app("data", "remove", "--yes").code == 0
    assert (elsewhere / "store.db").read_bytes() == b"another's"
    assert elsewhere.stat().st_mode == mode
    assert not app.folder.exists()
