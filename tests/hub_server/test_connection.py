"""Lines that break or hang: what came before the end counts, and a hub that ends waits for no dead line."""

from __future__ import annotations

import gzip
import secrets
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from hub_server.context import open_services
from hub_server.services.devices import list_devices
from tests.helpers.hub import Centre, HubProcess, init_store, start_serving, stop
from tests.helpers.peer import Peer, gzip_by_line, line_of


def connect(peer: Peer, length: int) -> socket.socket:
    """A connection that takes little at a time, on which the head of an exchange has been sent."""
    target = urlsplit(peer.url)
    head = (
        f"POST /v1/exchange HTTP/1.1\r\nHost: {target.netloc}\r\nAuthorization: Bearer {peer.token}\r\n"
        f"Content-Encoding: gzip\r\nContent-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n"
    )
    line = socket.socket()
    line.settimeout(30)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect((str(target.hostname), target.port or 80))
    line.sendall(head.encode())
    return line


def asked(peer: Peer) -> int:
    """How far the hub holds the chain, asked without lines."""
    answer = peer.post_lines([line_of({"hello": peer.hello(1)}), b'{"end":{"marks":0}}'])
    return int(answer.one("ack")["n"])


def test_every_whole_page_counts_that_came_together_with_the_end_of_the_line(centre: Centre) -> None:
    for _ in range(12):
        centre.patient(note=secrets.token_hex(200))
    body = gzip_by_line(centre.peer.request(page=2)[:-1])
    with connect(centre.peer, len(body) + 1000) as line:
        line.sendall(body)
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass
    until = time.monotonic() + 20
    while (n := asked(centre.peer)) < 12 and time.monotonic() < until:
        pass  # the hub may still be busy with them
    assert n == 12


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[HubProcess]:
    """A hub that the test ends itself."""
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    services = open_services(init_store(url))
    process, address = start_serving(url)
    yield HubProcess(address, url, services, process)
    if process.poll() is None:
        stop(process)
    services.store.close()


def test_a_request_that_hangs_does_not_hold_up_the_end(alone: HubProcess, capfd: pytest.CaptureFixture[str]) -> None:
    centre = alone.centre()
    hello = gzip.compress(line_of({"hello": centre.peer.hello(1)}) + b"\n")
    with connect(centre.peer, 5000) as line:
        line.sendall(hello)
        while list_devices(alone.services)[0]["last_seen"] is None:
            pass  # until the hub has read the hello
        began = time.monotonic()
        assert stop(alone.process) == 0
        assert time.monotonic() - began < 12
    assert capfd.readouterr().err == ""


def test_an_answer_that_nobody_reads_does_not_hold_up_the_end(
    alone: HubProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    centre = alone.centre()
    for _ in range(150):
        centre.patient(note=secrets.token_hex(30_000))
    assert centre.peer.exchange(page=5).one("ack")["n"] == 150
    reader = centre.another_pc()
    body = gzip.compress(line_of({"hello": reader.hello(1)}) + b'\n{"end":{"marks":0}}\n')
    with connect(reader, len(body)) as line:
        line.sendall(body)
        assert line.recv(1)
        began = time.monotonic()
        assert stop(alone.process) == 0
        assert time.monotonic() - began < 12
    assert capfd.readouterr().err == ""
