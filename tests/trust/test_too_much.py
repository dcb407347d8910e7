"""Bodies, headers and archives without end, sent to a real hub process as bytes on a socket: it refuses early, its
memory stays where it was, and it serves on. The app's half: `tests/wire/test_answers.py::test_a_bomb_costs_little`."""

from __future__ import annotations

import contextlib
import gzip
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.helpers.hub import Centre, HubProcess, served_hub
from tests.helpers.peer import Peer, line_of

GIGABYTE = 2**30
MOST_MORE = 48 * 2**20
"""So many bytes of memory may one hostile request cost the hub's process, its body's bound of 8 MiB included."""
LONGEST_S = 20.0
GOOD_OR_REFUSED = (b"200", b"201", b"400", b"403", b"404", b"413")
"""Some doors look at no body, and answer before it has come."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


@pytest.fixture(scope="module")
def centre(hub: HubProcess) -> Centre:
    made = hub.centre()
    made.patient()
    made.peer.exchange()
    return made


def memory(hub: HubProcess) -> int:
    """The most bytes that the hub's process ever held at once since the mark was set back."""
    status = Path(f"/proc/{hub.process.pid}/status").read_text("ascii")
    [line] = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


@contextlib.contextmanager
def costing_little(hub: HubProcess, peer: Peer) -> Iterator[None]:
    """What happens inside takes neither memory nor time, and nobody else's turn."""
    Path(f"/proc/{hub.process.pid}/clear_refs").write_text("5", "ascii")
    before, began = memory(hub), time.monotonic()
    yield
    assert time.monotonic() - began < LONGEST_S
    assert memory(hub) - before < MOST_MORE
    assert peer.exchange().status == 200


def connect(hub: HubProcess) -> socket.socket:
    target = urlsplit(hub.url)
    return socket.create_connection((str(target.hostname), target.port or 80), timeout=LONGEST_S)


def head(method: str, path: str, *more: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: hub", *more]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


def poured(line: socket.socket, piece: bytes, most: int) -> tuple[int, bytes]:
    """Send a piece over and over until the other side has said something or hung up; so many bytes went, its answer."""
    sent, answer = 0, b""
    with contextlib.suppress(OSError):
        while sent < most and not answer:
            line.sendall(piece)
            sent += len(piece)
            line.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                answer = line.recv(65536)
            line.settimeout(LONGEST_S)
        while b"\r\n\r\n" not in answer and (more := line.recv(65536)):
            answer += more
    return sent, answer


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/exchange"),
        ("POST", "/v1/heal"),
        ("POST", "/v1/devices"),
        ("POST", "/v1/chains"),
        ("PATCH", f"/v1/attachments/{'0' * 64}"),
        ("POST", "/sign-in"),
        ("GET", "/v1/health"),
        ("POST", "/nowhere"),
    ],
)
@pytest.mark.parametrize("length", ["said", "chunked"])
def test_a_body_of_a_gigabyte(hub: HubProcess, centre: Centre, method: str, path: str, length: str) -> None:
    told = [f"Authorization: Bearer {centre.peer.token}", "Upload-Offset: 0", "Content-Type: application/json"]
    told.append(f"Content-Length: {GIGABYTE}" if length == "said" else "Transfer-Encoding: chunked")
    rubbish = b'{"x":"' + b"y" * 65_000 + b'"}\n'
    piece = rubbish if length == "said" else b"%x\r\n%s\r\n" % (len(rubbish), rubbish)
    with costing_little(hub, centre.peer), connect(hub) as line:
        line.sendall(head(method, path, *told))
        sent, answer = poured(line, piece, GIGABYTE)
        assert sent < 64 * 2**20, "it was let in"
        assert not answer or answer.split(b" ")[1] in GOOD_OR_REFUSED, answer[:300]


@pytest.mark.parametrize("path", ["/v1/exchange", "/v1/heal", "/v1/health", "/sign-in"])
def test_a_million_headers_and_one_of_a_hundred_megabytes(hub: HubProcess, centre: Centre, path: str) -> None:
    for piece in (b"X-Header: a\r\n" * 1000, b"a" * 100_000):
        with costing_little(hub, centre.peer), connect(hub) as line:
            line.sendall(f"POST {path} HTTP/1.1\r\nHost: hub\r\nX-Long: ".encode())
            sent, answer = poured(line, piece, 100 * 2**20)
            assert sent < 16 * 2**20
            assert not answer or answer.split(b" ")[1] in (b"400", b"431")


def test_an_address_of_a_hundred_megabytes_and_a_request_that_is_none(hub: HubProcess, centre: Centre) -> None:
    for begin, piece in ((b"GET /", b"a" * 100_000), (b"", b"\x16\x03\x01\x00" * 10_000), (b"", b"\r\n" * 50_000)):
        with costing_little(hub, centre.peer), connect(hub) as line:
            line.sendall(begin)
            sent, answer = poured(line, piece, 100 * 2**20)
            assert sent < 16 * 2**20
            assert not answer or answer.split(b" ")[1] in (b"400", b"404", b"414", b"431")


@pytest.mark.parametrize("door", ["exchange", "heal"])
@pytest.mark.parametrize("what", ["empty archives", "a bomb in each page", "digits", "nesting", "short lines"])
def test_an_archive_that_is_small_outside(hub: HubProcess, centre: Centre, door: str, what: str) -> None:
    hello = line_of({"hello": centre.peer.hello(1)}) + b"\n"
    inside = {
        "empty archives": gzip.compress(hello) + gzip.compress(b"") * 350_000,
        "a bomb in each page": gzip.compress(hello + b"\x00" * 60_000_000),
        "digits": gzip.compress(hello + (b'{"mark":{"n":' + b"9" * 900_000 + b',"head":""}}\n') * 30),
        "nesting": gzip.compress(hello + (b"[" * 900_000 + b"\n") * 30),
        "short lines": gzip.compress(hello + b"1\n" * 30_000_000),
    }[what]
    assert len(inside) < 8 * 2**20
    told = [f"Authorization: Bearer {centre.peer.token}", "Content-Encoding: gzip", f"Content-Length: {len(inside)}"]
    with costing_little(hub, centre.peer), connect(hub) as line:
        line.sendall(head("POST", f"/v1/{door}", *told))
        with contextlib.suppress(OSError):
            line.sendall(inside)
            assert line.recv(12).split(b" ")[1] in (b"200", b"400", b"413")
