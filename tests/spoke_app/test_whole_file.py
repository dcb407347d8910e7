"""Files that are replaced at once, also where another program has them open for a moment (as on Windows)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from spoke_app import whole_file
from spoke_app.whole_file import patiently, read_whole, write_whole


def test_it_is_there_whole_and_for_this_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "seals.json"
    write_whole(path, b"old")
    write_whole(path, b"one\ntwo")
    assert read_whole(path) == b"one\ntwo"
    assert path.stat().st_mode & 0o077 == 0
    assert [each.name for each in tmp_path.iterdir()] == ["seals.json"]


def test_a_file_that_another_program_holds_for_a_moment_is_replaced_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_file, "PATIENCE_S", 30.0)
    held, replace = 3, Path.replace

    def virus_scanner(path: Path, target: Path) -> Path:
        nonlocal held
        held -= 1
        if held >= 0:
            raise PermissionError(13, "in use")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", virus_scanner)
    write_whole(tmp_path / "a", b"1")
    assert (tmp_path / "a").read_bytes() == b"1"
    assert held == -1


def test_one_that_never_lets_go_is_an_error_and_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_whole(tmp_path / "a", b"old")

    def held(*_: object) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(whole_file, "PATIENCE_S", 0.1)
    began = time.monotonic()
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "a", b"new")
    assert time.monotonic() - began >= 0.1
    assert read_whole(tmp_path / "a") == b"old"


def test_another_error_is_not_waited_for(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(FileNotFoundError):
        patiently((tmp_path / "none").read_bytes, 30.0)
    assert time.monotonic() - began < 10
