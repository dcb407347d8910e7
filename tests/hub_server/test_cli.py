"""`hub-server` as a process: what IT staff and scripts see of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from hub_server.context import open_services
from hub_server.services.devices import list_devices, make_enrol_code
from hub_server.services.places import add_facility
from hub_server.services.staff import NewStaff, add_staff
from tests.helpers.hub import ROOT, command, init_store, start_serving, stop
from tests.helpers.peer import Peer


def answer(*arguments: str, store: str, stdin: str = "") -> Any:
    done = command(*arguments, "--json", store=store, stdin=stdin)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def test_a_hub_from_nothing_to_its_first_exchange(store_url: str) -> None:
    hub = answer("init", store=store_url)["hub"]
    place = ("facility", "add", "--code", "PAR", "--name", "HSC Parsarma", "--name-hi", "परसरमा", "--district", "223")
    facility = answer(*place, store=store_url)["id"]
    desk = ("desk", "add", "--code", "SUP", "--name", "Sadar Hospital", "--speciality", "medicine,gynaecology")
    desk_id = answer(*desk, "--speciality", "paediatrics", store=store_url)["id"]
    person = ("staff", "add", "--name", "Kumari Anjali", "--role", "cho", "--post", facility, "--pin-stdin")
    cho = answer(*person, store=store_url, stdin="246810\n")["id"]
    [listed] = answer("desk", "list", store=store_url)
    assert listed["id"] == desk_id
    assert listed["specialities"] == ["medicine", "gynaecology", "paediatrics"]
    code = answer("enrol-code", "--post", facility, store=store_url)["code"]
    process, url = start_serving(store_url)
    try:
        assert requests.get(f"{url}/v1/health", timeout=30).json()["hub"] == hub
        peer = Peer(url, code)
        peer.save("patient", cho, {"name": "Sunita Devi", "gender": "female", "village": "Parsarma"})
        assert peer.exchange().one("ack")["n"] == 1
        [device] = answer("device", "list", store=store_url)
        assert (device["id"], device["post"], device["quarantined"]) == (peer.device, facility, 0)
        answer("device", "revoke", peer.device, "--wipe", store=store_url)
        assert peer.exchange().one("hello")["wipe"] is True
        found = answer("check", store=store_url)
        assert found["wrong"] == []
        assert found["changes"] > 5
    finally:
        assert stop(process) == 0


def test_people_read_lists_without_json(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'hub.db'}"
    answer("init", store=store)
    answer("facility", "add", "--code", "PAR", "--name", "HSC Parsarma", "--district", "supaul", store=store)
    shown = command("facility", "list", store=store).stdout
    assert "code=PAR" in shown
    assert "district=223" in shown
    assert command("quarantine", "list", store=store).stdout == ""


@pytest.mark.parametrize(
    ("arguments", "stdin", "code", "words"),
    [
        (("facility", "add", "--code", "X"), "", 2, "required"),
        (("staff", "add", "--name", "X", "--role", "king"), "", 2, "invalid choice"),
        (("staff", "add", "--name", "X", "--role", "cho", "--post", "X", "--pin-stdin"), "", 2, "standard input"),
        (("enrol-code", "--post", "nowhere"), "", 1, "there is no facility 'nowhere'"),
        (("device", "revoke", "0123456789abcdef"), "", 1, "there is no device"),
        (("quarantine", "release", "nothing"), "", 1, "nothing in quarantine"),
        (("staff", "revoke", "nobody"), "", 1, "there is no member of staff"),
        (("serve", "--port", "70000"), "", 2, "invalid"),
        (("serve", "--host", "203.0.113.1"), "", 1, "cannot listen"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    tmp_path: Path, arguments: tuple[str, ...], stdin: str, code: int, words: str
) -> None:
    store = f"sqlite:///{tmp_path / 'hub.db'}"
    answer("init", store=store)
    done = command(*arguments, store=store, stdin=stdin)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    done = command("serve", "--port", "0", store=f"sqlite:///{tmp_path / 'typo.db'}")
    assert done.returncode == 1
    assert "hub-server init" in done.stderr
    assert not (tmp_path / "typo.db").exists()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_in_good_order(tmp_path: Path, end: signal.Signals) -> None:
    store = f"sqlite:///{tmp_path / 'hub.db'}"
    answer("init", store=store)
    process, url = start_serving(store)
    assert requests.get(f"{url}/v1/health", timeout=30).status_code == 200
    process.send_signal(end)
    assert process.wait(timeout=30) == (0 if end == signal.SIGTERM else 130)
    assert process.stdout is not None
    process.stdout.close()


def test_the_hub_never_loads_the_desktop() -> None:
    program = "import sys, hub_server.__main__, hub_server.serve; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_an_exchange_that_runs_is_ended_before_the_hub_ends(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'hub.db'}"
    services = open_services(init_store(store))
    facility = add_facility(services, {"code": "PAR", "name": "HSC", "district": "223"})
    cho = add_staff(services, NewStaff("Kumari Anjali", "cho", (facility,)))
    process, url = start_serving(store)
    peer = Peer(url, make_enrol_code(services, facility)["code"])
    peer.save("patient", cho, {"name": "Sunita Devi", "gender": "female", "village": "Parsarma"})
    hello, *rest = peer.request()

    def body() -> Iterator[bytes]:
        deflate = zlib.compressobj(6, zlib.DEFLATED, 31)
        yield deflate.compress(hello + b"\n") + deflate.flush(zlib.Z_SYNC_FLUSH)
        while list_devices(services)[0]["last_seen"] is None:
            pass  # until the hub has read the hello
        process.terminate()
        yield deflate.compress(b"\n".join(rest) + b"\n") + deflate.flush()

    headers = {"Authorization": f"Bearer {peer.token}", "Content-Encoding": "gzip"}
    answer = requests.post(f"{url}/v1/exchange", data=body(), headers=headers, timeout=30)
    assert answer.status_code == 200
    assert json.loads(answer.content.splitlines()[1])["ack"]["n"] == 1
    assert stop(process) == 0
    services.store.close()
