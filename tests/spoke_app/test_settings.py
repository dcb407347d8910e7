"""Settings and places of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from spoke_app.paths import Profile, default_profile
from spoke_app.settings import Settings, load_settings, save_settings


def test_settings_come_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings = Settings(language="en", text_size=125, paper="A4", high_contrast=True, printer="HP")
    save_settings(path, settings)
    assert load_settings(path) == settings


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"", Settings()),
        (b"{", Settings()),
        (b"[1]", Settings()),
        (b"\xff\xfe", Settings()),
        (b'{"language":"fr","paper":"A4","later":1}', Settings(paper="A4")),
        (b'{"text_size":900}', Settings(text_size=150)),
        (b'{"text_size":true,"high_contrast":"yes"}', Settings()),
    ],
)
def test_a_damaged_file_costs_only_what_makes_no_sense(tmp_path: Path, content: bytes, wanted: Settings) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert load_settings(path) == wanted


def test_no_file_yet(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()


def test_a_profile_is_one_private_folder(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "a" / "b")
    assert not profile.dir.exists()
    profile.make()
    profile.make()
    assert profile.dir.stat().st_mode & 0o077 == 0
    assert len({profile.store_path, profile.seals_path, profile.machine_key_path, profile.settings_path,
                profile.log_path, profile.lock_path, profile.exchange_lock_path}) == 7  # fmt: skip
    assert default_profile().dir.name == "Spoke"
