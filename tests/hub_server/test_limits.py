"""What one caller may take of a hub: calls, exchanges at once, wrong codes, bytes; and whose address is believed."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from litestar import Litestar
from litestar.testing import TestClient

from hub_server.app import app_of
from hub_server.config import Config, Rate
from hub_server.context import Services, open_services
from hub_server.limits import Rates, Slowdown
from hub_server.problems import Problem
from hub_server.web.accounts import Accounts, NotSignedIn
from tests.helpers.hub import Centre, HubProcess, init_store, start_serving, stop
from tests.helpers.peer import Peer, line_of
from tests.hub_server.test_connection import connect

HELLO_AND_END = b'{"end":{"marks":0}}'


def status_and_code(refused: Problem) -> tuple[int, str]:
    return refused.status, refused.code


def test_a_bucket_gives_what_is_in_it_and_fills_up_again() -> None:
    time = [0.0]
    rates = Rates(Rate(2, 3), lambda: time[0])
    for _ in range(3):
        rates.take("a")
    with pytest.raises(Problem) as refused:
        rates.take("a")
    assert status_and_code(refused.value) == (429, "too-many-requests")
    assert refused.value.retry_after == 1
    rates.take("b")
    time[0] += 0.5
    rates.take("a")
    with pytest.raises(Problem):
        rates.take("a")


def test_who_keeps_trying_waits_longer_and_longer_in_every_process(services: Services) -> None:
    later = [timedelta()]
    here, there = (
        Slowdown(replace(each, now=lambda: services.now() + later[0]), "enrol")
        for each in (services, open_services(services.store))
    )
    waits = []
    for _ in range(12):
        waits.append(there.wait_s("198.51.100.7"))
        here.failed("198.51.100.7")
    assert waits[:4] == [0.0, 0.0, 0.0, 0.25]
    assert waits == sorted(waits)
    assert waits[-1] == Config().longest_wait_s
    assert there.wait_s("198.51.100.8") == 0.0
    for _ in range(10):
        there.failed("198.51.100.7")
    with pytest.raises(Problem) as refused:
        here.wait_s("198.51.100.7")
    assert (refused.value.status, refused.value.retry_after) == (429, 3600)
    later[0] += timedelta(hours=1, seconds=1)
    assert here.wait_s("198.51.100.7") == 0.0


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Services]:
    """A hub in this process, on SQLite."""
    services = open_services(init_store(f"sqlite:///{tmp_path / 'hub.db'}"))
    yield services
    services.store.close()


def client(services: Services) -> TestClient[Litestar]:
    return TestClient(app_of(services))


def test_an_address_that_calls_too_often_is_told_when_to_come_again(alone: Services) -> None:
    services = replace(alone, config=replace(alone.config, address_rate=Rate(0.01, 3)))
    with client(services) as calls:
        answers = [calls.get("/v1/health") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["code"] == "too-many-requests"
    assert int(answers[3].headers["Retry-After"]) > 0


def test_a_process_that_ends_sends_everyone_away(alone: Services) -> None:
    with client(alone) as calls:
        alone.ending.set()
        answer = calls.get("/v1/health")
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert answer.headers["Retry-After"] == "5"


def test_a_device_has_few_exchanges_at_once_and_they_end_with_their_lines(centre: Centre) -> None:
    hello = gzip.compress(line_of({"hello": centre.peer.hello(1)}) + b"\n")
    with contextlib.ExitStack() as lines:
        for _ in range(2 * Config().most_of_device):  # half of them are refused: whichever come last, or our question
            lines.enter_context(connect(centre.peer, 5000)).sendall(hello)
        while (answer := asked(centre.peer)).status == 200:
            pass  # until the hub has read all their heads
        assert (answer.status, answer.problem["code"]) == (429, "too-many-requests")
        assert int(answer.headers["retry-after"]) > 0
        assert centre.another_pc().exchange().status == 200
    while asked(centre.peer).status != 200:
        pass  # until the hub has seen that they are gone


def asked(peer: Peer) -> Any:
    return peer.post_lines([line_of({"hello": peer.hello(1)}), HELLO_AND_END])


@pytest.mark.parametrize(("option", "code"), [((), 429), (("--behind-proxy", "127.0.0.1"), 403)])
def test_an_address_in_a_header_counts_only_from_a_named_proxy(
    tmp_path: Path, option: tuple[str, ...], code: int
) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    services = open_services(init_store(url))
    slowdown = Slowdown(services, "enrol")
    for _ in range(Config().refuse_after):
        slowdown.failed("127.0.0.1")
    process, address = start_serving(url, *option)
    body = {"code": "AAAA-AAAA-AAAA", "token": "t" * 64}
    told = requests.post(f"{address}/v1/devices", json=body, headers={"X-Forwarded-For": "198.51.100.9"}, timeout=30)
    assert stop(process) == 0
    services.store.close()
    assert told.status_code == code


@pytest.mark.parametrize(
    "bomb",
    [
        gzip.compress(b"\n" * 70_000_000, 9),
        gzip.compress(b"\n" * 20_000_000, 9) * 4,
        gzip.compress(b"x" * 300_000, 9),
        zlib.compress(b"\n", 9),
    ],
    ids=["one", "of several members", "an endless line", "another format"],
)
def test_a_bomb_ends_before_it_goes_off(hub: HubProcess, centre: Centre, bomb: bytes) -> None:
    hello = gzip.compress(line_of({"hello": centre.peer.hello(1)}) + b"\n")
    answer = centre.peer.post_body(hello + bomb)
    known = (answer.status, answer.problem.get("code"))
    assert known == (413, "too-large") or answer.status == 200
    assert centre.peer.exchange().status == 200, "the hub goes on"


def test_a_body_without_compression_is_bounded_too(centre: Centre) -> None:
    headers = {"Authorization": f"Bearer {centre.peer.token}", "Content-Type": "application/x-ndjson"}
    body = line_of({"hello": centre.peer.hello(1)}) + b"\n" + b"\n" * 9_000_000
    answer = requests.post(f"{centre.peer.url}/v1/exchange", data=body, headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_very_many_wrong_passwords_from_one_address_end_its_tries_in_every_process(alone: Services) -> None:
    services = replace(alone, config=replace(alone.config, refuse_sign_in_after=4))
    here, there = Accounts(services), Accounts(services)
    for number in range(4):
        told = (here, there)[number % 2].sign_in(f"nobody{number}", "guess", "198.51.100.7")
        assert isinstance(told, NotSignedIn)
        assert told.wait_s == 0
    told = there.sign_in("somebody", "guess", "198.51.100.7")
    assert isinstance(told, NotSignedIn)
    assert told.wait_s == 3600
    other = there.sign_in("somebody", "guess", "198.51.100.8")
    assert isinstance(other, NotSignedIn)
    assert other.wait_s == 0
