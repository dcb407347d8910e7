"""Wiping by the hub's order: whole or wiped whenever the power goes, and nothing that was saved is lost by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from threading import Event

import msgspec
import pytest

from care_record.chain import extend
from spoke_app.access import wipe
from spoke_app.access.enrolment import is_enrolled
from spoke_app.access.seals import change_seals, read_seals
from spoke_app.headless import open_key
from spoke_app.paths import Profile
from spoke_app.standing import look
from spoke_app.store import journal, own_chain
from spoke_app.store.database import Store, open_store
from spoke_app.store.errors import StoreWiped
from spoke_app.store.journal import NewChange
from spoke_app.store.store_thread import StoreThread
from tests.helpers.spoke import KEY, START, new_store, patient_fields


def save(store: Store) -> None:
    journal.write(store, [NewChange("patient", None, patient_fields())], author="a", now=START)


def deliver(store: Store) -> None:
    """As if the hub had acknowledged everything."""
    state = own_chain.current_chain(store)
    assert state is not None
    head = own_chain.head_at(store, state.chain, state.last_n)
    own_chain.set_acked(store, state.chain, state.last_n, head or extend(b"", b""), now=START)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """An enrolled PC with two changes, one of which the hub holds."""
    made = Profile(tmp_path / "profile")
    made.make()
    store = new_store(made.store_path)
    save(store)
    deliver(store)
    save(store)
    store.close()
    change_seals(made, lambda seals: msgspec.structs.replace(seals, token="t" * 64, store_key=KEY.hex()))
    made.place_path.write_text('{"name":"HWC Bihta","name_hi":"","district":"Patna"}')
    made.store_path.with_name("store.db.before-1").write_bytes(b"an older copy")
    made.backups_dir.mkdir()
    (made.backups_dir / "store-2026-11-23.db").write_bytes(b"yesterday's copy")
    made.seals_path.with_name("seals.json.before-restore-20261123T100000").write_bytes(b"former seals")
    return made


def opened(profile: Profile) -> StoreThread:
    return StoreThread(lambda: open_store(profile.store_path, KEY, create=False))


def order(profile: Profile) -> Callable[[Store], bool]:
    return lambda store: wipe.order(profile, store, now=START)


def test_what_still_waits_keeps_the_pc_whole(profile: Profile) -> None:
    store = opened(profile)
    assert not store.end_after(order(profile))
    assert not profile.wiping_path.exists()
    store.call(save)
    store.call(deliver)
    assert store.end_after(order(profile))
    store.close()


def test_after_the_order_every_save_says_that_it_was_too_late(profile: Profile) -> None:
    store, command = opened(profile), opened(profile)
    store.call(deliver)
    hold, running = Event(), Event()

    def busy(_: Store) -> None:
        running.set()
        hold.wait(30)

    first = store.submit(busy)
    running.wait(30)
    ended = []
    ending = store.submit(lambda open_now: ended.append(wipe.order(profile, open_now, now=START)))
    hold.set()
    first.result()
    ending.result()
    assert ended == [True]
    with pytest.raises(StoreWiped):
        store.call(save)
    with pytest.raises(StoreWiped):
        command.call(save)
    assert store.call(own_chain.waiting) == 0
    store.close()
    command.close()


def test_what_was_handed_in_behind_the_order_fails_and_is_not_half_done(profile: Profile) -> None:
    store = opened(profile)
    store.call(deliver)
    behind = []

    def last(open_now: Store) -> bool:
        behind.append(store.submit(save))
        return wipe.order(profile, open_now, now=START)

    assert store.end_after(last)
    with pytest.raises(StoreWiped):
        behind[0].result(30)
    with pytest.raises(StoreWiped):
        store.call(save)
    store.close()


def test_a_power_cut_before_the_decision_leaves_everything(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    store = opened(profile)
    store.call(deliver)
    with monkeypatch.context() as patch:
        patch.setattr(wipe, "write_whole", cut)
        with pytest.raises(KeyboardInterrupt):
            store.end_after(order(profile))
    store.call(save)
    store.close()
    standing = look(profile)
    assert (standing.enrolled, standing.wiped) == (True, None)


def test_a_decision_that_cannot_be_written_is_none(profile: Profile) -> None:
    """Else saving would go on, and the next start would destroy what was saved since."""

    def no_commit(action: int, what: str | None, *_: object) -> int:
        return sqlite3.SQLITE_DENY if (action, what) == (sqlite3.SQLITE_TRANSACTION, "COMMIT") else sqlite3.SQLITE_OK

    store = opened(profile)
    store.call(deliver)
    store.call(lambda open_now: open_now.db.conn.set_authorizer(no_commit))
    with pytest.raises(Exception, match="not authorized"):
        store.end_after(order(profile))
    store.call(lambda open_now: open_now.db.conn.set_authorizer(None))
    store.call(save)
    store.close()
    standing = look(profile)
    assert (standing.enrolled, standing.wiped) == (True, None)


@pytest.mark.parametrize("step", range(9))
def test_a_power_cut_at_any_step_after_it_is_finished_by_the_next_start(
    profile: Profile, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    store = opened(profile)
    store.call(deliver)
    assert store.end_after(order(profile))
    left = step
    unlink, replace = Path.unlink, Path.replace

    def maybe_cut() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt

    def cut_unlink(path: Path, missing_ok: bool = False) -> None:
        maybe_cut()
        unlink(path, missing_ok)

    def cut_replace(path: Path, target: Path) -> Path:
        maybe_cut()
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", cut_unlink)
        patch.setattr(Path, "replace", cut_replace)
        try:
            wipe.finished(profile)
        except KeyboardInterrupt:
            assert profile.wiping_path.exists() or profile.wiped_path.exists()
    standing = look(profile)
    assert not standing.enrolled
    assert standing.wiped == wipe.Wiped(at="2026-11-23T10:00:00+05:30", hub_url="", delivered=2, drafts=0)
    left_over = {path.name for path in profile.dir.iterdir()}
    assert list(profile.backups_dir.iterdir()) == []
    left_over.discard(profile.backups_dir.name)
    assert left_over <= {"wiped.json", "log", "seals.lock", "exchange.lock", "window.lock", "settings.json"}
    with pytest.raises(wipe.WipedByTheHub):
        open_key(profile, None, None, now=START)


def test_keys_go_before_the_file_and_a_file_that_stays_is_noise(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(profile)
    store.call(deliver)
    assert store.end_after(order(profile))

    unlink = Path.unlink

    def held_open(path: Path, missing_ok: bool = False) -> None:
        if path.name.startswith("store.db"):
            raise PermissionError("another program has it open")
        unlink(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", held_open)
        assert wipe.finished(profile) is not None
    assert profile.store_path.exists()
    assert not (profile.seals_path.exists() or profile.machine_key_path.exists())
    assert not is_enrolled(profile)
    assert read_seals(profile).store_key == ""
    wipe.finished(profile)
    assert not profile.store_path.exists()
