"""New versions from a real hub, over lines that break everywhere, and from hubs, folders and disks that are hostile."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import random
import resource
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from care_record.ids import new_token
from care_record.release import PIECE, Release, make_manifest, sealed_manifest, signed_bytes
from care_record.signature import b64, new_signing_key, public_key, sign
from hub_server.services.devices import list_devices, revoke_device
from hub_server.services.releases import add_release, list_releases, withdraw_release
from spoke_app.access.lock import FileLock
from spoke_app.sync.engine import DONE, STOPPED, Clock
from spoke_app.sync.transport import Transport
from spoke_app.sync.update import DISK_FULL, ELSEWHERE, PAUSED, REFUSED, UpdateTurn
from spoke_app.sync.update_folder import ROOM_LEFT, UpdateFolder, is_release
from tests.helpers.fault_proxy import Fault, FaultProxy, html_answer
from tests.helpers.hub import HubProcess, served_hub

PUBLISHER, SOMEBODY = new_signing_key(), new_signing_key()
KEY = b64(public_key(PUBLISHER))
SIZE = 9 * PIECE + 777
START = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
NETWORK = {"broken", "stalled", "not-our-hub", "unreachable"}


@dataclass
class Time:
    now: datetime = START
    ticks: float = 0.0

    def clock(self) -> Clock:
        return Clock(lambda: self.now, lambda: self.ticks)

    def next_day(self) -> None:
        self.now += timedelta(days=1)


@dataclass
class Pc:
    """An enrolled PC that runs version 0.1.0 and takes what the publisher signs. `waits`: something is to be sent."""

    folder: Path
    url: str
    token: str
    hub: str
    time: Time = field(default_factory=Time)
    version: str = "0.1.0"
    always: bool = True
    free: int = 10 * ROOM_LEFT
    shown: int = 0

    def updates(self) -> UpdateFolder:
        return UpdateFolder(self.folder / "updates", KEY, self.version, free=lambda folder: self.free)

    def turn(
        self,
        waits: Callable[[], bool] = lambda: False,
        stopped: Callable[[], bool] = lambda: False,
        folder: UpdateFolder | None = None,
    ) -> str:
        """One, as after a start of the app: nothing is remembered but what lies on the disk."""
        updates = folder or self.updates()
        with contextlib.closing(Transport(self.url, self.token, stall=2.0)) as transport:
            turn = UpdateTurn(
                updates, transport, self.time.clock(), self.hub,
                alone=lambda: alone(updates), always=self.always, waits=waits, stopped=stopped, step=self._show,
            )  # fmt: skip
            return turn.run()

    def _show(self) -> None:
        self.shown += 1

    @property
    def ready(self) -> Path | None:
        found = self.updates().found()
        return self.updates().installer(found.release) if found is not None and found.ready else None

    def came(self) -> int:
        found = self.updates().found()
        return 0 if found is None else found.came

    def files(self) -> set[str]:
        return {path.name for path in (self.folder / "updates").iterdir()} - {"turn.lock"}


@contextlib.contextmanager
def alone(updates: UpdateFolder) -> Iterator[bool]:
    lock = FileLock(updates.turn_path)
    mine = lock.take()
    try:
        yield mine
    finally:
        lock.release()


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


@pytest.fixture
def line(hub: HubProcess) -> Iterator[FaultProxy]:
    with FaultProxy(hub.url) as proxy:
        yield proxy
    for release in list_releases(hub.services):
        withdraw_release(hub.services, release["version"])


@pytest.fixture(scope="module")
def facility(hub: HubProcess) -> str:
    return hub.facility()


@pytest.fixture
def pc(hub: HubProcess, facility: str, line: FaultProxy, tmp_path: Path) -> Pc:
    token = new_token()
    with contextlib.closing(Transport(hub.url)) as straight:
        straight.enrol(hub.code(facility), token, "PC", "0.1.0", "test")
    return Pc(tmp_path / "profile", line.url, token, hub.services.identity.hub)


@dataclass(frozen=True)
class Made:
    content: bytes
    release: Release
    msi: Path
    manifest: Path


def made(folder: Path, version: str = "0.2.0", size: int = SIZE, key: bytes = PUBLISHER) -> Made:
    content = random.Random(version).randbytes(size)
    sha = hashlib.sha256(content).hexdigest()
    release = Release(version, sha, size, "Faster search.", "खोज तेज़ हुई।", "2026-11-24T09:00:00+05:30")
    msi, manifest = folder / f"{version}.msi", folder / f"{version}.json"
    msi.write_bytes(content)
    manifest.write_bytes(make_manifest(release, key))
    return Made(content, release, msi, manifest)


def offered(hub: HubProcess, folder: Path, version: str = "0.2.0", size: int = SIZE, key: bytes = PUBLISHER) -> Made:
    new = made(folder, version, size, key)
    add_release(hub.services, new.msi, new.manifest)
    return new


# -- what should happen ------------------------------------------------------------------------------------------------


def test_a_newer_version_comes_whole(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    new = offered(hub, tmp_path)
    assert pc.turn() == DONE
    assert pc.ready == pc.folder / "updates" / "Spoke-0.2.0-x64.msi"
    assert pc.ready.read_bytes() == new.content
    assert pc.files() == {"Spoke-0.2.0-x64.msi", "manifest.json", "fetched.json"}
    found = pc.updates().found()
    assert found is not None and (found.release, found.came) == (new.release, SIZE)
    assert pc.shown >= 2


def test_nothing_offered_is_asked_for_once_a_day(pc: Pc, line: FaultProxy) -> None:
    assert (pc.turn(), pc.updates().found()) == (DONE, None)
    assert line.connections == 1
    assert pc.turn() == DONE
    assert line.connections == 1
    pc.time.next_day()
    assert pc.turn() == DONE
    assert line.connections == 2
    pc.time.now -= timedelta(days=400)  # a clock that was wrong does not keep it from asking for a year
    assert pc.turn() == DONE
    assert line.connections == 3


def test_a_build_without_the_publishers_key_asks_nothing(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    offered(hub, tmp_path)
    updates = UpdateFolder(pc.folder / "updates", "")
    assert (pc.turn(folder=updates), updates.found()) == (DONE, None)
    assert not updates.folder.exists()


def test_where_every_mb_is_paid_for_it_waits_to_be_asked(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    new = offered(hub, tmp_path)
    pc.always = False
    assert pc.turn() == DONE
    found = pc.updates().found()
    assert found is not None and (found.came, found.wanted) == (0, False)
    pc.updates().want()
    assert pc.turn() == DONE
    assert pc.ready is not None and pc.ready.read_bytes() == new.content


def test_what_is_to_be_sent_goes_first_at_every_piece(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    new = offered(hub, tmp_path)
    assert (pc.turn(waits=lambda: True), pc.came()) == (PAUSED, 0)
    turns = 0
    while pc.ready is None:
        looked = 0

        def waits() -> bool:
            nonlocal looked
            looked += 1
            return looked > 4

        before = pc.came()
        assert pc.turn(waits=waits) in (PAUSED, DONE)
        turns += 1
        assert pc.ready or pc.came() > before
        assert turns < 200
    assert turns > 5
    assert pc.ready.read_bytes() == new.content


def test_told_to_stop_it_stops_at_once(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    offered(hub, tmp_path)
    assert pc.turn(stopped=lambda: True) == STOPPED
    assert pc.updates().found() is None


def test_it_comes_over_a_line_that_breaks_everywhere(hub: HubProcess, pc: Pc, line: FaultProxy, tmp_path: Path) -> None:
    """Each turn the line dies after some bytes more, up or down; a new process and a new day go on where it stopped."""
    new = offered(hub, tmp_path, size=3 * PIECE + 5)
    chance, turns = random.Random(7), 0
    while pc.ready is None:
        turns += 1
        assert turns < 200
        cut = chance.choice(("down", "down", "up", "reset"))
        after = chance.randrange(200, 30_000)
        line.fault = Fault(cut_up=chance.randrange(300)) if cut == "up" else Fault(cut_down=after, reset=cut == "reset")
        before = pc.came()
        assert pc.turn() in NETWORK | {DONE}
        assert pc.came() >= before
        if chance.random() < 0.2:
            pc.time.next_day()
    assert pc.ready.read_bytes() == new.content
    assert turns > 5


@pytest.mark.parametrize("tail", [b"", b"\0" * 5000, b"power came back" * 4000])
def test_a_power_cut_costs_one_piece(hub: HubProcess, pc: Pc, line: FaultProxy, tmp_path: Path, tail: bytes) -> None:
    """What a disk claims to hold beyond the last bytes that were surely written is not believed."""
    new = offered(hub, tmp_path)
    line.fault = Fault(cut_down=3 * PIECE)
    assert pc.turn() in NETWORK
    sure = pc.came()
    assert sure > 0
    [part] = (pc.folder / "updates").glob("*.part")
    with part.open("ab") as file:
        file.write(tail)
    line.fault = Fault()
    assert (pc.turn(), pc.came()) == (DONE, SIZE)
    assert pc.ready is not None and pc.ready.read_bytes() == new.content


@pytest.mark.parametrize("name", ["fetched.json", "chosen.json"])
@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"came":-5}', b'{"came":99999999999,"sha256":"x"}'])
def test_its_own_notes_may_be_lost(
    hub: HubProcess, pc: Pc, line: FaultProxy, tmp_path: Path, name: str, content: bytes
) -> None:
    new = offered(hub, tmp_path)
    line.fault = Fault(cut_down=3 * PIECE)
    assert pc.turn() in NETWORK
    (pc.folder / "updates" / name).write_bytes(content)
    line.fault = Fault()
    assert pc.turn() == DONE
    assert pc.ready is not None and pc.ready.read_bytes() == new.content


def test_a_newer_one_takes_its_place_half_way(hub: HubProcess, pc: Pc, line: FaultProxy, tmp_path: Path) -> None:
    offered(hub, tmp_path)
    line.fault = Fault(cut_down=3 * PIECE)
    assert pc.turn() in NETWORK
    line.fault = Fault()
    new = offered(hub, tmp_path, "0.3.0")
    pc.time.next_day()
    assert pc.turn() == DONE
    assert pc.ready is not None and pc.ready.read_bytes() == new.content
    assert pc.files() == {"Spoke-0.3.0-x64.msi", "manifest.json", "fetched.json"}


def test_withdrawn_it_is_offered_no_more(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    offered(hub, tmp_path)
    assert pc.turn() == DONE and pc.ready
    withdraw_release(hub.services, "0.2.0")
    pc.time.next_day()
    assert (pc.turn(), pc.updates().found()) == (DONE, None)
    assert pc.files() == {"fetched.json"}


def test_after_the_upgrade_nothing_is_left(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    offered(hub, tmp_path)
    assert pc.turn() == DONE
    pc.version = "0.2.0"
    assert pc.updates().found() is None
    pc.updates().tidy()
    assert pc.files() == {"fetched.json"}
    pc.time.next_day()
    assert (pc.turn(), pc.updates().found()) == (DONE, None)


def test_a_hub_that_has_no_such_address_is_asked_tomorrow_again(pc: Pc, line: FaultProxy) -> None:
    problem = b'{"type":"about:blank","title":"Nothing here","status":404,"code":"not-found","detail":"x"}'
    head = b"HTTP/1.1 404 Not Found\r\nContent-Type: application/problem+json\r\nConnection: close\r\n"
    line.fault = Fault(answer=head + b"Content-Length: %d\r\n\r\n" % len(problem) + problem)
    assert pc.turn() == "not-found"
    line.fault = Fault()
    assert (pc.turn(), line.connections) == (DONE, 0)


def test_a_revoked_pc_gets_nothing(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    offered(hub, tmp_path)
    newest = max(list_devices(hub.services), key=lambda device: str(device["enrolled_at"]))
    revoke_device(hub.services, newest["id"], wipe=False)
    assert (pc.turn(), pc.updates().found()) == ("device-revoked", None)


# -- what must not happen ----------------------------------------------------------------------------------------------


def test_another_publishers_signature_is_refused(
    hub: HubProcess, pc: Pc, line: FaultProxy, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    offered(hub, tmp_path, key=SOMEBODY)
    with caplog.at_level(logging.INFO, "spoke.update"):
        assert (pc.turn(), pc.updates().found()) == (REFUSED, None)
    assert "another signature" in caplog.text
    assert "/v1/release/" not in line.request.decode("latin-1")  # not a byte of it was asked for
    assert pc.files() == {"fetched.json"}
    before = line.connections
    assert (pc.turn(), line.connections) == (DONE, before)  # nor is it asked again today


def test_an_altered_manifest_is_refused_and_the_good_one_stays(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    new = offered(hub, tmp_path)
    assert pc.turn() == DONE and pc.ready
    pc.time.next_day()
    altered = new.manifest.read_bytes().replace(b"0.2.0", b"9.2.0")
    with hostile(lambda path: (200, {}, [altered])) as url:
        pc.url = url
        assert pc.turn() == REFUSED
    assert pc.ready is not None and pc.ready.read_bytes() == new.content


@pytest.mark.parametrize(
    "version", ["../../evil", "..\\..\\evil", "/etc/cron.d/evil", "C:\\Windows\\evil", "0.2.0\0", "0.2.0 /quiet", "CON"]
)
def test_tricks_in_the_version_lead_out_of_nothing(pc: Pc, tmp_path: Path, version: str) -> None:
    """Even the publisher's own key does not make a path of it."""
    said = {"version": version, "sha256": "a" * 64, "bytes": 5, "notes": "x", "notes_hi": "", "at": START.isoformat()}
    text = json.dumps(said)
    manifest = sealed_manifest(text, sign(PUBLISHER, signed_bytes(text)))
    with hostile(lambda path: (200, {}, [manifest])) as url:
        pc.url = url
        before = sorted(tmp_path.rglob("*"))
        assert (pc.turn(), pc.updates().found()) == (REFUSED, None)
    new = {path.relative_to(tmp_path).as_posix() for path in set(tmp_path.rglob("*")) - set(before)}
    assert new <= {"profile", "profile/updates", "profile/updates/turn.lock", "profile/updates/fetched.json"}


@pytest.mark.parametrize("version", ["0.0.9", "0.1.0"])
def test_an_older_or_the_same_version_is_let_go(hub: HubProcess, pc: Pc, tmp_path: Path, version: str) -> None:
    offered(hub, tmp_path, version)
    assert (pc.turn(), pc.updates().found()) == (DONE, None)
    assert pc.files() == {"fetched.json"}
    # Nor does one count that somebody laid into the folder himself.
    (pc.folder / "updates" / "manifest.json").write_bytes((tmp_path / f"{version}.json").read_bytes())
    assert pc.updates().found() is None


def test_what_somebody_lays_into_the_folder_counts_for_nothing(pc: Pc, tmp_path: Path) -> None:
    forged = made(tmp_path, key=SOMEBODY)
    folder = pc.folder / "updates"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_bytes(forged.manifest.read_bytes())
    (folder / "Spoke-0.2.0-x64.msi").write_bytes(forged.content)
    assert pc.updates().found() is None
    assert pc.turn() == DONE
    assert pc.files() == {"fetched.json"}


def test_altered_afterwards_it_is_seen_right_before_it_starts(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    new = offered(hub, tmp_path)
    assert pc.turn() == DONE and pc.ready
    for at in (0, SIZE // 2, SIZE - 1):
        altered = bytearray(new.content)
        altered[at] ^= 1
        pc.ready.write_bytes(altered)
        with pc.ready.open("rb") as file:
            assert not is_release(file, new.release)
    pc.ready.write_bytes(new.content)
    with pc.ready.open("rb") as file:
        assert is_release(file, new.release)


@pytest.mark.parametrize("size", [0, SIZE - 1, SIZE + 1])
def test_of_another_length_it_is_not_offered(hub: HubProcess, pc: Pc, tmp_path: Path, size: int) -> None:
    new = offered(hub, tmp_path)
    assert pc.turn() == DONE and pc.ready
    pc.ready.write_bytes((new.content + b"x")[:size])
    assert pc.ready is None
    with (pc.folder / "updates" / "Spoke-0.2.0-x64.msi").open("rb") as file:
        assert not is_release(file, new.release)


def test_other_bytes_are_thrown_away_and_fetched_anew_tomorrow(
    pc: Pc, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    new = made(tmp_path)
    wrong = bytearray(new.content)
    wrong[SIZE // 2] ^= 1
    content = bytes(wrong)
    with hostile(lambda path: releasing(new, content, path)) as url, caplog.at_level(logging.INFO, "spoke.update"):
        pc.url = url
        assert (pc.turn(), pc.ready) == (REFUSED, None)
        assert "thrown away" in caplog.text
        assert pc.files() == {"manifest.json", "fetched.json"}
        assert (pc.turn(), pc.came()) == (DONE, 0)  # not again today: it is paid for
        content = new.content
        pc.time.next_day()
        assert pc.turn() == DONE
        assert pc.ready is not None and pc.ready.read_bytes() == new.content


def test_a_hub_that_sends_without_end_is_left(pc: Pc, tmp_path: Path) -> None:
    new = made(tmp_path)
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 1_000_000_000:
            sent += 65536
            yield bytes(65536)

    def answer(path: str) -> tuple[int, dict[str, str], Any]:
        if path == "/v1/release":
            return 200, {}, [new.manifest.read_bytes()]
        return 206, {"Content-Range": f"bytes 0-{PIECE - 1}/{SIZE}"}, endless()

    with hostile(answer) as url:
        pc.url = url
        assert pc.turn() == "not-our-hub"
    assert sent < 20_000_000
    assert pc.came() <= PIECE
    with hostile(lambda path: (200, {}, endless())) as url:  # in place of a manifest
        pc.url = url
        pc.time.next_day()
        assert pc.turn() == "not-our-hub"
    assert sum(path.stat().st_size for path in (pc.folder / "updates").iterdir()) < 2 * PIECE + 2000


def test_truncated_for_ever_it_is_never_offered(pc: Pc, tmp_path: Path) -> None:
    new = made(tmp_path)
    with hostile(lambda path: releasing(new, new.content[:-100], path)) as url:
        pc.url = url
        for _ in range(3):
            assert pc.turn() in NETWORK
    assert (pc.ready, pc.came()) == (None, SIZE - 100)


@pytest.mark.parametrize(
    "told",
    [
        {"Content-Range": f"bytes 0-{PIECE - 1}/{SIZE + 1}"},
        {"Content-Range": f"bytes 1-{PIECE}/{SIZE}"},
        {"Content-Range": "bytes */5"},
        {"Content-Range": "rubbish"},
        {},
    ],
)
def test_another_range_than_was_asked_for_counts_for_nothing(pc: Pc, tmp_path: Path, told: dict[str, str]) -> None:
    new = made(tmp_path)

    def answer(path: str) -> tuple[int, dict[str, str], Any]:
        return (200, {}, [new.manifest.read_bytes()]) if path == "/v1/release" else (206, told, [bytes(PIECE)])

    with hostile(answer) as url:
        pc.url = url
        assert (pc.turn(), pc.came()) == ("not-our-hub", 0)


def test_a_captive_portals_page_is_no_answer(hub: HubProcess, pc: Pc, line: FaultProxy, tmp_path: Path) -> None:
    new = offered(hub, tmp_path)
    for status in ("200 OK", "204 No Content", "302 Found", "511 Network Authentication Required"):
        line.fault = Fault(answer=html_answer(status))
        assert (pc.turn(), pc.updates().found()) == ("not-our-hub", None)
    line.fault = Fault(cut_down=3 * PIECE)
    assert pc.turn() in NETWORK
    came = pc.came()
    line.fault = Fault(answer=html_answer())  # in the middle of the installer
    assert (pc.turn(), pc.came()) == ("not-our-hub", came)
    line.fault = Fault()
    assert pc.turn() == DONE
    assert pc.ready is not None and pc.ready.read_bytes() == new.content


def test_another_hubs_and_an_earlier_answer_are_none(hub: HubProcess, pc: Pc, line: FaultProxy, tmp_path: Path) -> None:
    """Yesterday's answer again, even ours: whoever replays it could keep a PC on an old version for ever."""
    offered(hub, tmp_path)
    pc.hub = "another-hub"
    assert (pc.turn(), pc.updates().found()) == ("not-our-hub", None)
    pc.hub = hub.services.identity.hub
    pc.always = False
    assert pc.turn() == DONE
    earlier = line.answer
    pc.time.next_day()
    line.fault = Fault(answer=earlier)
    assert pc.turn() in NETWORK


def test_two_processes_do_not_download_at_once(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    new = offered(hub, tmp_path)
    held = (
        "import sys; from pathlib import Path; from spoke_app.access.lock import FileLock\n"
        "lock = FileLock(Path(sys.argv[1])); assert lock.take(); print('held', flush=True); sys.stdin.read()"
    )
    lock = pc.updates().turn_path
    with subprocess.Popen(
        [sys.executable, "-c", held, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        assert (pc.turn(), pc.updates().found()) == (ELSEWHERE, None)
        other.kill()  # in whatever way it ends, the next one may
    assert pc.turn() == DONE
    assert pc.ready is not None and pc.ready.read_bytes() == new.content


def test_no_room_is_said_before_a_byte_comes(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    offered(hub, tmp_path)
    pc.free = SIZE + ROOM_LEFT - 1
    assert pc.turn() == DISK_FULL
    found = pc.updates().found()
    assert found is not None and (found.room, found.came) == (False, 0)
    pc.free += 1
    assert pc.turn() == DONE and pc.ready


def test_a_disk_that_fills_up_half_way_is_given_back(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    """The system's limit on the size of files stands in for the disk's end."""
    new = offered(hub, tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * PIECE, hard))
    try:
        assert pc.turn() == DISK_FULL
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list((pc.folder / "updates").glob("*.part")) == []
    assert pc.turn() == DONE
    assert pc.ready is not None and pc.ready.read_bytes() == new.content


def test_a_folder_that_may_not_be_made_stops_nothing(hub: HubProcess, pc: Pc, tmp_path: Path) -> None:
    offered(hub, tmp_path)
    pc.folder.mkdir()
    (pc.folder / "updates").write_text("a file in its place")
    assert (pc.turn(), pc.updates().found()) == (DISK_FULL, None)


def releasing(new: Made, content: bytes, path: str) -> tuple[int, dict[str, str], Any]:
    """A hub that gives out these bytes for this release, in ranges of what it was asked for."""
    if path == "/v1/release":
        return 200, {}, [new.manifest.read_bytes()]
    start, end = (int(part) for part in path.partition("#")[2].split("-"))
    return 206, {"Content-Range": f"bytes {start}-{end}/{SIZE}"}, [content[start : end + 1]]


@contextlib.contextmanager
def hostile(answer: Callable[[str], tuple[int, dict[str, str], Any]]) -> Iterator[str]:
    """A hub with our hub's name that answers each path (`#` its range) as it likes."""
    pages: list[Callable[[str], tuple[int, dict[str, str], Any]]] = [answer]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "").removeprefix("bytes=")
            status, headers, body = pages[0](self.path + (f"#{wanted}" if wanted else ""))
            self.send_response(status)
            for name, value in (
                headers | {"Spoke-Hub": HUB[0], "Spoke-Request": self.headers["Spoke-Request"]}
            ).items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(OSError):
                for part in body:
                    self.wfile.write(part)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


HUB: list[str] = [""]


@pytest.fixture(autouse=True)
def _name_of_the_hub(hub: HubProcess) -> None:
    HUB[0] = hub.services.identity.hub
