"""Lines that are slow, that drop again and again, die half or in silence, or deliver twice: nothing is lost, nothing
doubles, what a fault costs is bounded, and everything arrives when it is over."""

from __future__ import annotations

import threading
import zlib

import pytest

from hub_server.store import feeds
from spoke_app.store import exchange_book as book
from spoke_app.sync.engine import DONE, ExchangeResult
from spoke_app.sync.transport import Transport
from tests.helpers.fault_proxy import Fault, FaultProxy, Link
from tests.helpers.pc import Pc
from tests.wire.conftest import Town, place

SLOW = Link(bits_per_s=500_000, rtt_s=0.04)
"""A 2G line of 50 kbit/s and 400 ms, ten times as fast so that nobody waits for a test."""
DROPS_EVERY = 0.5
PAGE = 12_000
"""Compressed bytes of a page that a cut may cost, with the asking after it and what a broken line still carries."""
ASKING = 3_000
"""Bytes that come down for a try that sends: what got through, and that these changes are known."""


def save(pc: Pc, count: int) -> None:
    with pc.store.transaction():
        for i in range(count):
            text = f"{zlib.crc32(b'%d' % i):x} {zlib.adler32(b'%d' % i):o} " * 2
            pc.patient(f"Patient {i}", village=text)


def until_done(pc: Pc, town: Town, done: int = 0) -> list[ExchangeResult]:
    """Tries again and again, as the app does; no try may lose what an earlier one gained."""
    results: list[ExchangeResult] = []
    best = (pc.waiting(), -place(pc)[0].seq)
    while not results or results[-1].outcome != DONE:
        results.append(pc.exchange())
        now = (pc.waiting(), -place(pc)[0].seq)
        assert now <= best
        best = now
        assert len(results) < 200
    return results


def test_a_backlog_goes_up_a_slow_line_that_drops_again_and_again(town: Town) -> None:
    save(town.near, 1500)
    whole = len(zlib.compress(b"\n".join(town.near.own_lines())))
    line = town.slow(SLOW)
    line.fault = Fault(cut_every=DROPS_EVERY)
    results = until_done(town.near, town)
    assert len(results) > 2
    assert line.up < 1.1 * whole + len(results) * PAGE
    assert line.down < len(results) * ASKING
    town.settle()


def test_a_backlog_comes_down_a_slow_line_that_drops_again_and_again(town: Town) -> None:
    save(town.far, 1500)
    whole = len(zlib.compress(b"\n".join(town.far.own_lines())))
    assert town.far.exchange().outcome == DONE
    line = town.slow(SLOW)
    line.fault = Fault(cut_every=DROPS_EVERY)
    results = until_done(town.near, town)
    assert len(results) > 2
    assert line.up + line.down < 1.2 * whole + len(results) * PAGE
    town.settle()


@pytest.mark.soak
def test_the_same_over_a_real_2g_line(town: Town) -> None:
    save(town.near, 2000)
    whole = len(zlib.compress(b"\n".join(town.near.own_lines())))
    line = town.slow(Link(bits_per_s=50_000, rtt_s=0.4))
    line.fault = Fault(cut_every=20.0)
    results = until_done(town.near, town)
    assert line.up + line.down < 1.1 * whole + len(results) * PAGE
    town.settle()


@pytest.mark.parametrize(
    ("how", "at"), [("cut", 0), ("cut", 6000), ("reset", 300), ("silence", 300), ("silence", 6000)]
)
@pytest.mark.parametrize("way", ["up", "down"])
def test_one_way_ends_or_dies_in_silence(town: Town, way: str, how: str, at: int) -> None:
    save(town.near, 150)
    save(town.far, 150)
    assert town.far.exchange().outcome == DONE
    town.near.transport.close()
    town.near.transport = Transport(town.line.url, town.near.token, stall=0.3 if how == "silence" else 30.0)
    before = place(town.near)[0].seq
    faults = {
        ("cut", "up"): Fault(cut_up=at),
        ("cut", "down"): Fault(cut_down=at),
        ("reset", "up"): Fault(cut_up=at, reset=True),
        ("reset", "down"): Fault(cut_down=at, reset=True),
        ("silence", "up"): Fault(lost_up=at),
        ("silence", "down"): Fault(lost_down=at),
    }
    town.line.fault = faults[how, way]
    result = town.near.once()
    assert result.outcome == ("stalled" if how == "silence" else "broken")
    if way == "up" or at < 6000:
        assert (town.near.waiting(), place(town.near)[0].seq) == (150, before)
    assert book.link(town.near.store).ask_first is (town.near.waiting() == 150)
    town.settle()


def test_a_request_that_arrives_twice_counts_once(town: Town) -> None:
    save(town.near, 230)
    save(town.far, 3)
    town.far.exchange()
    town.line.fault = Fault(twice=True)
    assert town.near.exchange().outcome == DONE
    request = town.line.request
    assert town.near.waiting() == 0
    town.settle()
    at_hub = hub_places(town)
    assert town.line.repeat(request).startswith(b"HTTP/1.1 200")
    assert hub_places(town) == at_hub
    save(town.near, 1)
    town.settle()
    assert town.line.repeat(request).startswith(b"HTTP/1.1 200")
    town.settle()
    assert hub_places(town) == at_hub + 1


def hub_places(town: Town) -> int:
    with town.hub.services.store.read() as conn:
        return feeds.newest(conn, feeds.facility_feed(town.facility)).seq


def test_an_endless_drip_is_no_line(town: Town) -> None:
    save(town.far, 60)
    town.far.exchange()
    town.near.transport.close()
    town.near.transport = Transport(town.line.url, town.near.token, stall=0.4)
    town.line.fault = Fault(drip=4, drip_after=400)
    assert town.near.once().outcome == "stalled"
    assert town.line.down < 450
    town.settle()


def test_an_answer_that_drips_can_be_ended(town: Town) -> None:
    save(town.far, 60)
    town.far.exchange()
    town.line.fault = Fault(drip=20, drip_after=400)
    over = threading.Event()

    def end_it() -> None:
        while town.line.down < 410 and not over.wait(0.01):
            pass
        town.near.transport.abort()

    ending = threading.Thread(target=end_it)
    ending.start()
    outcome = town.near.once().outcome
    over.set()
    ending.join(30)
    assert (outcome, town.line.down < 450) == ("broken", True)
    town.settle()


def test_a_request_that_nobody_reads_can_be_ended(town: Town) -> None:
    save(town.near, 600)
    line = town.slow(Link(bits_per_s=40_000, rtt_s=0))
    over = threading.Event()

    def end_it() -> None:
        while line.up < 800 and not over.wait(0.01):
            pass
        town.near.transport.abort()

    ending = threading.Thread(target=end_it)
    ending.start()
    outcome = town.near.once().outcome
    over.set()
    ending.join(30)
    assert (outcome, line.up < 20_000) == ("broken", True)
    town.line.close()
    town.line = FaultProxy(town.hub.url)
    town.near.move_to(town.line.url)
    town.settle()
