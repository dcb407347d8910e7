"""Locks between processes, which a kill leaves open."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from spoke_app.access.lock import FileLock, Held, holder

HOLDING = """
import sys, pathlib
from spoke_app.access.lock import FileLock
with FileLock(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_at_a_time_and_free_after_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "sub" / "window.lock"
    command = [sys.executable, "-c", HOLDING, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                          cwd=Path(__file__).parents[3]) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        assert not FileLock(path).take()
        with pytest.raises(Held), FileLock(path):
            raise AssertionError("not reached")
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    with FileLock(path) as mine:
        assert mine.take()
        assert not FileLock(path).take()
    again = FileLock(path)
    assert again.take()
    again.release()
    again.release()


def test_it_says_who_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "window.lock"
    assert holder(path) == ""
    monkeypatch.setenv("USERNAME", "रेखा")
    with FileLock(path):
        assert holder(path) == "रेखा"
        path.write_bytes(b"4711\n")
        assert holder(path) == ""


def test_on_a_full_disk_it_holds_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    path = tmp_path / "window.lock"
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        mine = FileLock(path)
        assert mine.take()
    assert not FileLock(path).take()
    mine.release()
    assert FileLock(path).take()
