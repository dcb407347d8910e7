"""What lies on a PC's disk, on its stick and in its temporary folders tells nothing: marked data in every field of
every kind, and not one mark in any byte of any file, while the app is open, after it was killed and used again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub_server.services.staff import NewStaff, add_staff
from spoke_app.access import enrolment
from spoke_app.paths import Profile
from tests.helpers.hub import ROOT, HubProcess, served_hub
from tests.trust.marked_pc import NAME, PIN
from tests.trust.marks import Marker, every_file, spellings

PASSPHRASE = "a river in spring 41"


@dataclass
class Killed:
    """A PC full of marked data, killed at work, and what was on its disk before."""

    home: Path
    profile: Profile
    url: str
    marks: Marker
    secrets: list[bytes]
    while_open: list[tuple[Path, bytes]]

    def now(self) -> list[tuple[Path, bytes]]:
        return list(every_file(self.home))


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


@pytest.fixture(scope="module")
def killed(hub: HubProcess, tmp_path_factory: pytest.TempPathFactory) -> Killed:
    facility, home = hub.facility(), tmp_path_factory.mktemp("home")
    hub.desk()
    add_staff(hub.services, NewStaff(NAME, "cho", (facility,), pin=PIN))
    profile, code = Profile(home / "profile"), hub.code(facility)
    line = [sys.executable, "-W", "error", "-m", "tests.trust.marked_pc", str(profile.dir), hub.url, code]
    (home / "tmp").mkdir()
    # Whatever a library wants to keep somewhere lies where the test looks.
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home / "tmp"))
    pipe = subprocess.PIPE
    with subprocess.Popen(line, cwd=ROOT, env=os.environ | places, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        enrolled, told = process.stdout.readline(), process.stdout.readline()
        assert json.loads(enrolled)["exchange"]["outcome"] == "done"
        said, while_open = json.loads(told), list(every_file(home))
        process.kill()
    marks = Marker()
    marks.where = {int(n): what for n, what in said["marks"].items()}
    token = enrolment.hub_of(profile)[1]
    secrets = [each for secret in (bytes.fromhex(said["key"]), token.encode()) for each in spellings(secret)]
    return Killed(home, profile, hub.url, marks, [*secrets, code.encode()], while_open)


def readable(killed: Killed, files: list[tuple[Path, bytes]]) -> list[tuple[str, list[str]]]:
    """File and marks in it."""
    found = [(str(path.relative_to(killed.home)), killed.marks.found_in(data)) for path, data in files]
    return [(name, marks) for name, marks in found if marks]


def test_the_data_was_written_at_all(killed: Killed, hub: HubProcess) -> None:
    assert len(killed.marks.where) > 250
    names = {path.name: data for path, data in killed.while_open}
    assert {"store.db", "store.db-wal", "store.db-shm", "seals.json", "spoke.log", "stick.spoke"} <= set(names)
    assert any("backups" in path.parts and len(data) > 300_000 for path, data in killed.while_open), "the daily copy"
    assert any(name.startswith("store.db.tail") for name in names)
    assert len(names["store.db-wal"]) > 100_000, "the newest is still in the log of the store"
    at_hub = Path(hub.store_url.removeprefix("sqlite:///"))
    arrived = b"".join(data for _, data in every_file(at_hub.parent))
    assert len(killed.marks.found_in(arrived)) > 80, "at the hub it can be read: that store lies under the server's key"


def test_while_it_is_open_no_file_can_be_read(killed: Killed) -> None:
    assert readable(killed, killed.while_open) == []


def test_after_it_was_killed_no_file_can_be_read(killed: Killed) -> None:
    assert {"store.db", "store.db-wal"} <= {path.name for path, _ in killed.now()}
    assert readable(killed, killed.now()) == []


def test_no_key_no_token_and_no_code_lies_beside_it(killed: Killed) -> None:
    for path, data in [*killed.while_open, *killed.now()]:
        assert [secret for secret in killed.secrets if secret in data] == [], path


def test_only_its_owner_reads_the_files(killed: Killed) -> None:
    for path in killed.profile.dir.iterdir():
        assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0, path


def test_the_commands_that_follow_leave_nothing_readable_either(killed: Killed) -> None:
    for command in (["status"], ["check"], ["exchange"], ["log"]):
        line = [sys.executable, "-m", "spoke_app", *command, "--json", "--profile", str(killed.profile.dir)]
        who = [] if command == ["log"] else ["--staff", NAME, "--pin-stdin"]
        done = subprocess.run([*line, *who], cwd=ROOT, input=f"{PIN}\n", capture_output=True, text=True, check=False)
        assert done.returncode in (0, 4), (command, done.stdout, done.stderr)
        assert killed.marks.found_in((done.stdout + done.stderr).encode()) == [], command
    assert readable(killed, killed.now()) == []


def test_a_backup_and_what_comes_of_it_cannot_be_read_either(killed: Killed) -> None:
    file, other = killed.home / "stick.spokebackup", killed.home / "other"

    def command(*words: str, told: str) -> None:
        line = [sys.executable, "-m", "spoke_app", *words, "--passphrase-stdin"]
        done = subprocess.run(line, cwd=ROOT, input=told, capture_output=True, text=True, check=False)
        assert done.returncode == 0, (done.stdout, done.stderr)
        said = (done.stdout + done.stderr).encode()
        assert killed.marks.found_in(said) == [] and PASSPHRASE.encode() not in said

    who = ("--staff", NAME, "--pin-stdin", "--profile", str(killed.profile.dir))
    command("backup", str(file), *who, told=f"{PIN}\n{PASSPHRASE}\n")
    command("restore", str(file), "--profile", str(other), told=f"{PASSPHRASE}\n")
    files = killed.now()
    assert {"stick.spokebackup", "store.db"} <= {path.name for path, _ in files}
    assert len(file.read_bytes()) > 300_000
    assert readable(killed, files) == []
    secrets = [*killed.secrets, *spellings(PASSPHRASE.encode())]
    assert [path for path, data in files if any(secret in data for secret in secrets)] == []
