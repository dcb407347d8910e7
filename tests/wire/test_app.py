"""The app's own process over a bad line, and its store thread beside an exchange that hangs."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from hub_server.services.staff import NewStaff, add_staff
from spoke_app.store import own_chain
from spoke_app.store.database import open_store
from spoke_app.store.journal import NewChange, write
from spoke_app.store.store_thread import StoreThread
from spoke_app.sync.engine import ExchangeResult, exchange
from spoke_app.sync.transport import Transport
from tests.helpers.fault_proxy import Fault, FaultProxy, Link, html_answer
from tests.helpers.hub import ROOT, HubProcess
from tests.helpers.pc import CLOCK, KEY, now
from tests.wire.conftest import Town

NAME, PIN = "Kumari Anjali", "246810"
CUT_EVERY = 0.6


def spoke_app(profile: Path, *arguments: str) -> tuple[int, Any]:
    """One `spoke-app` command as a process: its exit code and its JSON."""
    line = [sys.executable, "-W", "error", "-m", "spoke_app", *arguments, "--profile", str(profile), "--json"]
    done = subprocess.run(line, cwd=ROOT, input=PIN + "\n", capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout)


def test_the_apps_process_gets_everything_through_a_bad_line(hub: HubProcess, tmp_path: Path) -> None:
    facility = hub.facility()
    add_staff(hub.services, NewStaff(NAME, "cho", (facility,), pin=PIN))
    who = ("--staff", NAME, "--pin-stdin")
    with FaultProxy(hub.url, Link(bits_per_s=300_000, rtt_s=0.04)) as line:
        assert spoke_app(tmp_path / "pc", "enrol", "--hub", line.url, "--code", hub.code(facility))[0] == 0
        register = tmp_path / "register.csv"
        rows = [f"Patient {i},f,{20 + i % 60},{hex(i * 2654435761 % 2**64)}" for i in range(500)]
        register.write_text("\n".join(["name,gender,age,village", *rows]), "utf-8")
        assert spoke_app(tmp_path / "pc", "import", str(register), *who)[0] == 0
        line.fault = Fault(answer=html_answer())
        code, said = spoke_app(tmp_path / "pc", "exchange", *who)
        assert (code, said["outcome"], said["sent"], said["waiting"]) == (3, "not-our-hub", 0, 500)
        line.fault = Fault(cut_every=CUT_EVERY)
        tries = [spoke_app(tmp_path / "pc", "exchange", *who)]
        while tries[-1][1]["waiting"]:
            tries.append(spoke_app(tmp_path / "pc", "exchange", *who))
            assert tries[-1][1]["waiting"] <= tries[-2][1]["waiting"]
            assert len(tries) < 60
        assert len(tries) > 1
        line.fault = Fault()
        code, said = spoke_app(tmp_path / "pc", "exchange", *who)
        assert (code, said["outcome"], said["all_sent"]) == (0, "done", True)
        assert spoke_app(tmp_path / "pc", "check", *who)[0] == 0


def test_saving_waits_for_no_line_that_takes_nothing(town: Town) -> None:
    """A tarpit: it takes a few bytes of a long request, and then no more."""
    with town.near.store.transaction():
        for i in range(400):
            town.near.patient(f"Patient {i}", village=f"{i * 2654435761:x}" * 40)
    town.near.store.close()
    line = town.slow(Link(bits_per_s=8, rtt_s=0))
    store = StoreThread(lambda: open_store(town.near.path, KEY))
    transport = Transport(line.url, town.near.token, stall=30.0)
    results: list[ExchangeResult] = []
    hanging = threading.Thread(target=lambda: results.append(exchange(store.call, transport, CLOCK)))
    hanging.start()
    while not line.connections:
        hanging.join(0.01)
        assert hanging.is_alive()
    new = [NewChange("patient", None, {"name": "Sunita Devi", "gender": "female"})]
    for n in range(1, 31):
        store.call(lambda opened: write(opened, new, author=town.cho, now=now()))
        assert store.call(own_chain.waiting) == 400 + n
    assert hanging.is_alive()
    assert line.up < 100
    transport.abort()
    hanging.join(30)
    assert [result.outcome for result in results] == ["broken"]
    store.close()
    transport.close()
    town.near.store = open_store(town.near.path, KEY)
    town.line.close()
    town.line = FaultProxy(town.hub.url)
    town.near.move_to(town.line.url)
    town.settle()
