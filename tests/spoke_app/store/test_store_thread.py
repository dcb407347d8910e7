"""The one thread that owns the store."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from spoke_app.store.database import Store, WrongKey, open_store
from spoke_app.store.errors import DiskFull
from spoke_app.store.store_thread import StoreThread
from tests.helpers.spoke import KEY


@pytest.fixture
def thread(tmp_path: Path) -> StoreThread:
    return StoreThread(lambda: open_store(tmp_path / "store.db", KEY))


def test_functions_run_in_order_on_one_other_thread(thread: StoreThread) -> None:
    where: list[str] = []

    def note(store: Store) -> int:
        where.append(threading.current_thread().name)
        return len(where)

    futures = [thread.submit(note) for _ in range(5)]
    assert [future.result(10) for future in futures] == [1, 2, 3, 4, 5]
    assert set(where) == {"store"}
    thread.close()


def test_what_is_queued_is_done_before_it_closes(thread: StoreThread) -> None:
    futures = [thread.submit(lambda store, n=n: store.meta_set(f"k{n}", "v")) for n in range(20)]
    thread.close()
    assert all(future.done() and future.exception() is None for future in futures)
    with pytest.raises(RuntimeError, match="closed"):
        thread.submit(lambda store: None)
    thread.close()


def test_an_error_reaches_the_caller_and_the_thread_lives_on(thread: StoreThread) -> None:
    def fill(store: Store) -> None:
        store.execute(f"PRAGMA max_page_count = {store.value('PRAGMA page_count')}")
        with store.transaction():
            store.db.conn.execute("INSERT INTO meta VALUES('a', ?)", ("x" * 100_000,))

    with pytest.raises(DiskFull):
        thread.call(fill)
    assert thread.call(lambda store: store.meta_get("a")) == ""
    thread.close()


def test_a_store_that_does_not_open_is_told_at_once(tmp_path: Path) -> None:
    open_store(tmp_path / "store.db", KEY).close()
    with pytest.raises(WrongKey):
        StoreThread(lambda: open_store(tmp_path / "store.db", bytes(32)))


def test_waiting_for_itself_is_a_bug(thread: StoreThread) -> None:
    with pytest.raises(RuntimeError, match="takes the store"):
        thread.call(lambda store: thread.call(lambda inner: None))
    thread.close()
