"""Whether a start may have the profile: one window on it, and plain reasons where there can be none."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from spoke_app import front_door
from spoke_app.access.lock import FileLock
from spoke_app.front_door import InTheWay, OpenAlready
from spoke_app.paths import Profile


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    return Profile(tmp_path / "Spoke")


def nobody(_: Path) -> bool:
    return False


def take(profile: Profile, knock: Callable[[Path], bool] = nobody, patience: float = 0.0) -> InTheWay | None:
    return front_door.take(profile, FileLock(profile.lock_path), knock, patience)


def test_the_first_start_has_it(profile: Profile) -> None:
    lock = FileLock(profile.lock_path)
    assert front_door.take(profile, lock, nobody) is None
    assert not FileLock(profile.lock_path).take()
    lock.release()


def test_a_second_start_of_the_same_user_brings_the_first_one_forward(profile: Profile) -> None:
    knocked = []

    def hears_the_third_time(folder: Path) -> bool:
        knocked.append(folder)
        return len(knocked) == 3  # it was just being started

    with FileLock(profile.lock_path), pytest.raises(OpenAlready):
        take(profile, hears_the_third_time, 30.0)
    assert knocked == [profile.dir] * 3


def test_another_users_window_is_named_at_once_and_not_knocked_at(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("USERNAME", "रेखा")
    lock = FileLock(profile.lock_path)
    assert lock.take()
    monkeypatch.setenv("USERNAME", "Anjali")

    def not_her(_: Path) -> bool:
        raise AssertionError("her window would come forward where nobody looks")

    assert take(profile, not_her, 30.0) == InTheWay("other-user", "रेखा")
    lock.release()
    assert take(profile) is None


def test_one_that_does_not_answer_is_said_in_the_end_and_had_once_it_is_gone(profile: Profile) -> None:
    lock = FileLock(profile.lock_path)
    assert lock.take()
    assert take(profile, patience=0.3) == InTheWay("not-answering")

    def ends_meanwhile(_: Path) -> bool:
        lock.release()
        return False

    assert take(profile, ends_meanwhile, 30.0) is None


@pytest.mark.parametrize(
    ("code", "wanted"),
    [(errno.EACCES, "read-only"), (errno.EPERM, "read-only"), (errno.EROFS, "read-only"), (errno.ENOSPC, "disk-full")],
)
def test_a_folder_that_cannot_be_made(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, code: int, wanted: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "mkdir", refused)
    found = take(profile)
    assert found is not None
    assert found.code == wanted


def test_a_file_in_the_folders_place(profile: Profile) -> None:
    profile.dir.write_text("in the way")
    assert take(profile) == InTheWay("read-only")


@pytest.mark.parametrize(("code", "wanted"), [(errno.EACCES, InTheWay("read-only")), (errno.ENOSPC, None)])
def test_a_folder_that_takes_no_lock_stops_only_who_may_not_write(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, code: int, wanted: InTheWay | None
) -> None:
    profile.make()
    opened = os.open

    def refused(path: object, *more: object, **named: object) -> int:
        if str(path).endswith(".lock"):
            raise OSError(code, os.strerror(code))
        return opened(path, *more, **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "open", refused)
    assert take(profile) == wanted
