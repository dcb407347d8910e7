"""Several processes behind one address: one is killed, or all are told to end, in the middle of exchanges."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from hub_server.context import open_services
from hub_server.store import chains
from hub_server.store.check import check
from tests.helpers.hub import Centre, HubProcess, init_store, start_serving, stop
from tests.helpers.peer import gzip_by_line
from tests.hub_server.test_connection import asked, connect

WORKERS = 3
WAIT_S = 60


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


@contextmanager
def served(url: str) -> Iterator[HubProcess]:
    services = open_services(init_store(url))
    process, address = start_serving(url, "--workers", str(WORKERS))
    yield HubProcess(address, url, services, process)
    stop(process)
    services.store.close()


@pytest.fixture
def shared(store_url: str) -> Iterator[HubProcess]:
    """A hub of three processes, on each database."""
    with served(store_url) as hub:
        yield hub


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[HubProcess]:
    """A hub of three processes on a file."""
    with served(f"sqlite:///{tmp_path / 'hub.db'}") as hub:
        yield hub


def half_sent(centre: Centre) -> socket.socket:
    """An exchange of which a page and a half have been sent, and the page stands in the hub."""
    for _ in range(20):
        centre.patient(note=secrets.token_hex(200))
    line = connect(centre.peer, 1_000_000)
    line.sendall(gzip_by_line(centre.peer.request(page=5)[:10]))
    until(lambda: holds(centre) == 5)
    return line


def holds(centre: Centre) -> int:
    """How far the store holds the device's chain."""
    with centre.hub.services.store.read() as conn:
        return chains.place_of(conn, centre.peer.chain).n


def settle(centre: Centre) -> None:
    """The device goes on where the hub says, and everything of it is there once."""
    centre.peer.acked = asked(centre.peer)
    assert centre.peer.exchange().one("ack")["n"] == 20
    with centre.hub.services.store.read() as conn:
        assert check(conn).wrong == ()


def test_a_worker_that_is_killed_is_replaced_and_loses_nothing(shared: HubProcess) -> None:
    centre, other = shared.centre(), shared.centre()
    other.patient()
    assert other.peer.exchange().one("ack")["n"] == 1
    before = children(shared.process.pid)
    assert len(before) == WORKERS
    with closing(half_sent(centre)) as line:
        for worker in before:  # whichever has it
            os.kill(worker, signal.SIGKILL)
        assert line.recv(1000) == b""
    until(lambda: len(set(children(shared.process.pid)) - set(before)) == WORKERS)
    settle(centre)
    other.patient()
    assert other.peer.exchange().one("ack")["n"] == 2


def test_told_to_end_in_the_middle_of_an_exchange_it_keeps_whole_pages(on_sqlite: HubProcess) -> None:
    centre = on_sqlite.centre()
    with closing(half_sent(centre)) as line:
        on_sqlite.process.terminate()
        until(lambda: turned_away(on_sqlite.url))
        line.sendall(gzip_by_line(centre.peer.request(page=5)[10:16]))  # the page's rest, and half of the next one
        assert on_sqlite.process.wait(timeout=WAIT_S) == 0
    assert holds(centre) == 10
    again, centre.peer.url = start_serving(on_sqlite.store_url)
    settle(centre)
    assert stop(again) == 0


def turned_away(url: str) -> bool:
    """Whether whoever comes now is told to come again, or finds nobody any more."""
    try:
        answer = requests.get(f"{url}/v1/health", timeout=30)
    except requests.ConnectionError:
        return True
    return answer.status_code == 503 and answer.headers["Retry-After"] == "5"


def test_workers_end_with_their_parent(on_sqlite: HubProcess) -> None:
    workers = children(on_sqlite.process.pid)
    on_sqlite.process.kill()
    on_sqlite.process.wait(timeout=WAIT_S)
    until(lambda: not any(_alive(worker) for worker in workers))
    target = urlsplit(on_sqlite.url)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((str(target.hostname), target.port or 80), timeout=30)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
