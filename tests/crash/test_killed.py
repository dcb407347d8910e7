"""D1, A1 and C2 under SIGKILL at random instants: what was promised is there, and everything arrives in the end."""

from __future__ import annotations

import contextlib
import hashlib
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from hub_server.context import open_services
from hub_server.store import tables as t
from hub_server.store.check import check
from spoke_app.store import own_chain, soundness
from spoke_app.store.database import open_store
from spoke_app.sync.transport import Transport
from tests.helpers.hub import ROOT, HubProcess, init_store, start_serving
from tests.helpers.pc import KEY, Pc

ROUNDS = 6
SOON = 0.06
"""Seconds within which the kill falls, at random: the time of several saves and of an exchange."""


def kill_soon(process: subprocess.Popen[str], chance: random.Random) -> threading.Timer:
    """SIGKILL at a random instant from now."""
    timer = threading.Timer(chance.uniform(0, SOON), process.kill)
    timer.start()
    return timer


def hash_at_hub(hub: HubProcess) -> dict[str, str]:
    """Every change that the hub holds, by its id."""
    with hub.services.store.read() as conn:
        return {row.id: bytes(row.sha).hex() for row in conn.execute(sa.select(t.changes.c.id, t.changes.c.sha))}


def test_an_app_killed_while_it_saves_and_exchanges(hub: HubProcess, tmp_path: Path) -> None:
    chance = random.Random(3)
    facility = hub.facility()
    pc = Pc(hub, facility, hub.person(facility), tmp_path / "pc", hub.url)
    pc.store.close()
    promised: dict[str, str] = {}
    for _ in range(ROUNDS):
        line = [sys.executable, "-m", "tests.crash.busy_pc", str(pc.path), hub.url, pc.token, pc.cho]
        process = subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        timer = kill_soon(process, chance)
        told = process.stdout.read()
        process.wait()
        timer.join()
        process.stdout.close()
        promised |= dict(told_line.split() for told_line in told.splitlines(keepends=True) if told_line.endswith("\n"))
        pc.store = open_store(pc.path, KEY)
        held = {change: hashlib.sha256(body).hexdigest() for change, body in pc.held().items()}
        assert {change: held.get(change) for change in promised} == promised
        assert pc.store.check() == []
        pc.store.close()
    assert promised
    pc.store = open_store(pc.path, KEY)
    assert soundness.check(pc.store).problems == []
    assert pc.exchange().outcome == "done"
    assert own_chain.waiting(pc.store) == 0
    at_hub = hash_at_hub(hub)
    assert {change: at_hub.get(change) for change in promised} == promised
    pc.transport.close()
    pc.store.close()


@pytest.fixture
def mortal(store_url: str) -> Iterator[HubProcess]:
    """A hub of this test's own, to be killed."""
    store = init_store(store_url)
    process, address = start_serving(store_url)
    hub = HubProcess(address, store_url, open_services(store), process)
    yield hub
    hub.process.kill()
    hub.process.wait()
    if hub.process.stdout is not None:
        hub.process.stdout.close()
    store.close()


def revive(hub: HubProcess, pcs: list[Pc]) -> None:
    """Start the hub again on the store that the killed one left, at another address."""
    hub.process.wait()
    if hub.process.stdout is not None:
        hub.process.stdout.close()
    hub.process, hub.url = start_serving(hub.store_url)
    for pc in pcs:
        pc.transport.close()
        pc.transport = Transport(hub.url, pc.token)


def test_a_hub_killed_while_it_takes_and_gives(mortal: HubProcess, tmp_path: Path) -> None:
    chance = random.Random(7)
    facility = mortal.facility()
    cho = mortal.person(facility)
    pcs = [Pc(mortal, facility, cho, tmp_path / f"pc{n}", mortal.url) for n in range(2)]
    for _ in range(ROUNDS // 2):
        for pc in pcs:
            for n in range(60):
                pc.patient(f"Patient {n}", village="Parsarma")
        timer = kill_soon(mortal.process, chance)
        while mortal.process.poll() is None:
            for pc in pcs:
                pc.once()
        timer.join()
        acked = {change for pc in pcs for change in _acked(pc)}
        assert acked <= hash_at_hub(mortal).keys()
        revive(mortal, pcs)
    for pc in [*pcs, *pcs]:
        assert pc.exchange().outcome == "done"
    assert pcs[0].held() == pcs[1].held()
    assert all(own_chain.waiting(pc.store) == 0 for pc in pcs)
    with mortal.services.store.read() as conn:
        assert check(conn).wrong == ()
    for pc in pcs:
        with contextlib.closing(pc.store):
            pc.transport.close()
            assert soundness.check(pc.store).problems == []


def _acked(pc: Pc) -> set[str]:
    """What the hub has acknowledged to this PC."""
    rows = pc.store.rows(
        "SELECT l.id FROM chain_lines l JOIN chains c ON c.chain = l.chain WHERE c.current = 1 AND l.n <= c.acked_n"
    )
    return {row["id"] for row in rows}
