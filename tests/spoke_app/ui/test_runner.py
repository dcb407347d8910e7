"""Results come back on the main thread; troubles and bugs take different roads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from spoke_app.actions.refused import Refused
from spoke_app.actions.views import Changed
from spoke_app.ui.runner import Runner


class DiskFull(Exception):
    """As the store's border raises it."""


class Screen:
    """Notes what it is told and on which thread."""

    def __init__(self) -> None:
        self.results: list[Any] = []
        self.errors: list[BaseException] = []
        self.threads: set[int] = set()

    def done(self, result: Any) -> None:
        self.results.append(result)
        self.threads.add(threading.get_ident())

    def failed(self, error: BaseException) -> None:
        self.errors.append(error)


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    pool = ThreadPoolExecutor(1)

    def submit(action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
        return pool.submit(action, *args)

    yield Runner(submit, trouble=lambda error: "disk-full" if isinstance(error, DiskFull) else None)
    pool.shutdown()


def test_a_result_is_delivered_on_the_main_thread(runner: Runner, qtbot: QtBot) -> None:
    screen = Screen()
    runner.run(pow, 2, 5, done=screen.done)
    qtbot.waitUntil(lambda: screen.results == [32])
    assert screen.threads == {threading.get_ident()}
    assert not runner.busy


def test_after_a_write_every_view_is_told_once(runner: Runner, qtbot: QtBot) -> None:
    changed = Changed(frozenset({"visit"}))
    with qtbot.waitSignal(runner.changed) as told:
        runner.run(lambda: (changed, "id"))
    assert told.args == [changed]


def test_a_dropped_search_is_thrown_away(runner: Runner, qtbot: QtBot) -> None:
    screen = Screen()
    runner.run(lambda: "old", done=screen.done).drop()
    runner.run(lambda: "new", done=screen.done)
    qtbot.waitUntil(lambda: not runner.busy)
    assert screen.results == ["new"]


def test_trouble_of_the_pc_is_a_code_and_the_app_lives(runner: Runner, qtbot: QtBot) -> None:
    def full() -> None:
        raise DiskFull

    with qtbot.waitSignal(runner.failed) as told:
        runner.run(full)
    assert told.args == ["disk-full"]


def test_a_refusal_goes_to_the_screen_that_asked(runner: Runner, qtbot: QtBot) -> None:
    screen = Screen()

    def refuse() -> None:
        raise Refused(())

    runner.run(refuse, failed=screen.failed)
    qtbot.waitUntil(lambda: len(screen.errors) == 1)
    assert isinstance(screen.errors[0], Refused)


def test_a_bug_is_raised_for_the_hook(runner: Runner, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as caught:
        runner.run(lambda: 1 // 0)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
