"""A disk that is full at a save, an acknowledgement, a page, a checkpoint: a clear error each time, nothing lost."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIZE_KIB = 6 * 1024


def on_small_disk(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the scenes on a disk of 6 MB of their own; where the system lets nobody mount one, its limit on the size of
    files stands in: a write that fails, under another name."""
    scenes = [sys.executable, "-W", "error", "-m", "tests.crash.on_full_disk", str(folder)]
    alone = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    mount = f"mount -t tmpfs -o size={SIZE_KIB}k none {shlex.quote(str(folder))}"
    able = subprocess.run([*alone, mount], capture_output=True, check=False).returncode == 0
    line = [*alone, f"{mount} && exec {shlex.join(scenes)}"] if able else [*scenes, "--limited"]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    ran = on_small_disk(tmp_path_factory.mktemp("small"))
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def test_a_save_that_finds_no_room_says_so_and_those_before_it_stay(said: dict[str, Any]) -> None:
    assert said["save"]["code"] == said["full"]
    assert said["save"]["saved"] > 0 and said["save"]["readable"]
    assert said["save"]["reading"] == "" and said["save"]["again"] == ""


def test_an_acknowledgement_that_cannot_be_noted_changes_nothing(said: dict[str, Any]) -> None:
    ack = said["ack"]
    assert ack["codes"] == [said["full"]]
    assert ack["waited"] == ack["still"] > 0
    assert (ack["outcome"], ack["at_end"]) == ("done", 0)


def test_a_page_that_finds_no_room_is_not_there_at_all(said: dict[str, Any]) -> None:
    page = said["page"]
    assert page["code"] == said["full"]
    assert page["whole"] and page["place"] < 400
    assert (page["outcome"], page["at_end"]) == ("done", 400)


def test_a_checkpoint_that_finds_no_room_loses_nothing(said: dict[str, Any]) -> None:
    checkpoint = said["checkpoint"]
    assert checkpoint["held"] and checkpoint["sound"] and checkpoint["again"] == ""
