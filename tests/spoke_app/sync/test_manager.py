"""When exchanges run: the schedule without a thread, and the thread with a schedule."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from spoke_app.sync.engine import DONE, ExchangeResult
from spoke_app.sync.manager import AT_REST, ELSEWHERE, WHILE_WAITING, ExchangeManager, ManagerState, Schedule
from spoke_app.sync.network import way_out

ENDED = ExchangeResult(DONE)
FAILED = ExchangeResult("unreachable")


def full(most: float) -> float:
    return most


def test_a_burst_of_saves_is_one_exchange_two_seconds_after_the_first() -> None:
    schedule = Schedule(full)
    schedule.ended(ENDED, busy=False, now=100.0)
    assert schedule.due == 100.0 + AT_REST
    for moment in (110.0, 110.5, 111.9):
        schedule.poked(moment)
    assert schedule.due == 112.0


def test_every_minute_while_something_waits_else_every_five() -> None:
    schedule = Schedule(full)
    schedule.ended(ENDED, busy=True, now=0.0)
    assert schedule.due == WHILE_WAITING
    schedule.ended(ENDED, busy=False, now=60.0)
    assert schedule.due == 60.0 + AT_REST


def test_failures_double_the_pause_up_to_fifteen_minutes_and_success_ends_it() -> None:
    schedule = Schedule(full)
    pauses = []
    for _ in range(10):
        schedule.ended(FAILED, busy=True, now=0.0)
        pauses.append(schedule.due)
    assert pauses == [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 320.0, 640.0, 900.0, 900.0]
    schedule.ended(ENDED, busy=True, now=0.0)
    schedule.ended(FAILED, busy=True, now=0.0)
    assert schedule.due == 5.0


def test_a_line_that_carries_something_before_it_breaks_is_tried_again_soon() -> None:
    schedule = Schedule(full)
    for _ in range(5):
        schedule.ended(ExchangeResult("broken", sent=1), True, 0)
        assert schedule.due == 5
    schedule.ended(ExchangeResult("broken"), True, 0)
    assert schedule.due == 10


def test_the_jitter_is_over_the_whole_pause() -> None:
    asked: list[float] = []

    def none(most: float) -> float:
        asked.append(most)
        return 0.0

    schedule = Schedule(none)
    schedule.ended(FAILED, busy=True, now=7.0)
    assert asked == [5.0]
    assert schedule.due == 7.0


def test_the_hub_may_ask_for_a_longer_pause_and_saves_keep_to_it() -> None:
    schedule = Schedule(full)
    schedule.ended(ExchangeResult("busy", retry_after=120.0), busy=True, now=0.0)
    schedule.poked(10.0)
    assert schedule.due == 120.0
    schedule.asked(20.0)
    assert schedule.due == 20.0


def test_another_process_at_it_is_no_failure() -> None:
    schedule = Schedule(full)
    schedule.elsewhere(50.0)
    assert schedule.due == 50.0 + ELSEWHERE
    schedule.ended(FAILED, busy=True, now=60.0)
    assert schedule.due == 65.0


def test_when_the_network_comes_back_no_pause_stands_but_the_hubs() -> None:
    schedule = Schedule(full)
    for _ in range(9):
        schedule.ended(FAILED, busy=True, now=0.0)
    schedule.network_back(10.0)
    assert schedule.due == 10.0
    schedule.ended(FAILED, busy=True, now=10.0)
    assert schedule.due == 15.0
    schedule.ended(ExchangeResult("busy", retry_after=120.0), busy=True, now=20.0)
    schedule.network_back(30.0)
    assert schedule.due == 140.0
    schedule.ended(ENDED, busy=False, now=150.0)
    schedule.network_back(160.0)
    assert schedule.due == 160.0


class Rig:
    """A manager whose clock a test moves, and whose exchange waits for the test where it asks for that."""

    def __init__(self, lock_free: bool = True) -> None:
        self.time = 0.0
        self.runs = 0
        self.heard: list[ManagerState] = []
        self.result = ENDED
        self.lock_free = lock_free
        self.way = ""
        self.news = threading.Condition()
        self.during: Callable[[], None] = lambda: None
        self.behind: Callable[[Callable[[], bool]], None] = lambda stopped: None
        self.manager = ExchangeManager(
            self.run_once,
            self.listen,
            busy=lambda: False,
            alone=self.alone,
            behind=lambda result, stopped: self.behind(stopped),
            schedule=Schedule(full),
            monotonic=lambda: self.time,
            way_out=lambda: self.way,
            look_every=0.01,
        )

    def run_once(self, stopped: Callable[[], bool]) -> ExchangeResult:
        self.during()
        with self.news:
            self.runs += 1
        return self.result

    @contextmanager
    def alone(self) -> Iterator[bool]:
        yield self.lock_free
        with self.news:
            self.news.notify_all()

    def listen(self, state: ManagerState) -> None:
        with self.news:
            self.heard.append(state)
            self.news.notify_all()

    def rested(self, times: int) -> None:
        with self.news:
            assert self.news.wait_for(lambda: sum(s.phase == "rest" for s in self.heard) >= times, timeout=10)


@pytest.fixture
def rig() -> Iterator[Rig]:
    rig = Rig()
    yield rig
    assert rig.manager.stop()


def test_it_begins_at_once_and_says_when_the_next_one_comes(rig: Rig) -> None:
    rig.manager.start()
    rig.rested(1)
    assert [state.phase for state in rig.heard] == ["running", "rest"]
    assert rig.heard[-1].last == ENDED
    assert rig.heard[-1].next_in == AT_REST


def test_exchange_now_runs_now(rig: Rig) -> None:
    rig.manager.start()
    rig.rested(1)
    rig.manager.now()
    rig.rested(2)
    assert rig.runs == 2


def test_a_network_that_comes_back_is_used_at_once(rig: Rig) -> None:
    rig.result = FAILED
    rig.manager.start()
    rig.rested(1)
    rig.result = ENDED
    rig.way = "10.0.0.7"
    rig.rested(2)
    assert rig.heard[-1].last == ENDED
    rig.way = ""
    rig.way = "10.0.0.8"
    rig.rested(3)


def test_this_pc_s_way_out_is_found_without_a_byte_sent() -> None:
    assert way_out() == way_out()


def test_a_save_during_an_exchange_gets_its_own(rig: Rig) -> None:
    def save() -> None:
        rig.during = lambda: None
        rig.manager.poke()

    rig.during = save
    rig.manager.start()
    rig.rested(1)
    assert rig.heard[-1].next_in == 2.0


def test_a_bug_in_an_exchange_does_not_end_the_thread(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        rig.during = lambda: None
        raise ZeroDivisionError

    rig.during = fail
    rig.manager.start()
    rig.rested(1)
    assert rig.heard[-1].last == ExchangeResult("failed", "ZeroDivisionError")
    assert "an exchange failed" in caplog.text
    rig.manager.now()
    rig.rested(2)
    assert rig.heard[-1].last == ENDED


def test_it_leaves_the_line_to_another_process() -> None:
    rig = Rig(lock_free=False)
    rig.manager.start()
    with rig.news:
        rig.news.wait_for(lambda: rig.manager._schedule.due == ELSEWHERE, timeout=10)
    assert rig.manager.stop()
    assert rig.runs == 0
    assert rig.heard == []


def test_stop_is_quick_and_silent_while_an_exchange_hangs() -> None:
    rig = Rig()
    hanging, let_go = threading.Event(), threading.Event()

    def hang() -> None:
        hanging.set()
        let_go.wait(10)

    rig.during = hang
    rig.manager.start()
    assert hanging.wait(10)
    assert rig.manager.stop(patience=0.01) is False
    let_go.set()
    assert rig.manager.stop() is True
    assert [state.phase for state in rig.heard] == ["running"]


def test_what_fills_the_time_gives_way_to_the_next_exchange_and_to_the_end(rig: Rig) -> None:
    gave_way: list[bool] = []
    begun = threading.Event()

    def fill(stopped: Callable[[], bool]) -> None:
        gave_way.append(stopped())
        begun.set()
        with rig.news:
            gave_way.append(rig.news.wait_for(stopped, timeout=10))

    def tell() -> None:
        with rig.news:
            rig.news.notify_all()

    rig.behind = fill
    rig.manager.start()
    assert begun.wait(10)
    assert [state.phase for state in rig.heard] == ["running", "rest"]  # who looks sees no exchange run meanwhile
    begun.clear()
    rig.manager.now()
    tell()
    assert begun.wait(10)
    assert (rig.runs, gave_way) == (2, [False, True, False])
    rig.manager.stop(patience=0.0)
    tell()
    assert rig.manager.stop() and gave_way == [False, True, False, True]


def test_what_fails_in_that_time_makes_no_exchange_wait(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    failed = threading.Event()

    def fail(stopped: Callable[[], bool]) -> None:
        failed.set()
        raise ZeroDivisionError

    rig.behind = fail
    rig.manager.start()
    assert failed.wait(10)
    rig.manager.now()
    rig.rested(2)
    assert rig.heard[-1].last == ENDED
    assert "what follows an exchange failed" in caplog.text
