"""The keyed file: what opens it, what it refuses, and what a fault is called."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from spoke_app.store import database, migrations
from spoke_app.store.database import (
    DiskFull,
    ReadOnly,
    Store,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreMissing,
    TooNew,
    WrongKey,
    _connect,
    open_store,
)
from tests.helpers.hub import ROOT
from tests.helpers.spoke import KEY


def test_the_file_is_encrypted_and_opens_again_with_its_key(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(path, KEY)
    store.meta_set("device", "a-very-visible-word")
    store.close()
    files = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"visible" not in files
    assert not files.startswith(b"SQLite")
    again = open_store(path, KEY)
    assert again.meta_get("device") == "a-very-visible-word"
    assert again.check() == []
    again.close()


def test_durable_and_wal(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db", KEY)
    assert store.value("PRAGMA journal_mode") == "wal"
    assert store.value("PRAGMA synchronous") == 2
    store.close()


def test_a_wrong_key_is_told_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(path, KEY).close()
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        open_store(path, bytes(32))
    assert path.read_bytes() == before
    open_store(path, KEY).close()


def test_a_key_of_another_length_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_store(tmp_path / "store.db", b"short")


def test_no_store_where_one_is_expected(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        open_store(tmp_path / "store.db", KEY, create=False)


def test_a_damaged_page_is_found_and_named(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(path, KEY)
    store.execute_many("INSERT INTO meta(key, value) VALUES(?, ?)", [(f"k{n}", "x" * 200) for n in range(500)])
    store.close()
    content = bytearray(path.read_bytes())
    middle = len(content) // 2 // 4096 * 4096 + 100
    content[middle : middle + 64] = os.urandom(64)
    path.write_bytes(content)
    try:
        store = open_store(path, KEY)
    except StoreError as error:
        assert isinstance(error, StoreDamaged | WrongKey)
    else:
        assert store.check()
        store.close()


def test_reading_a_damaged_page_is_translated(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(path, KEY)
    store.execute_many("INSERT INTO meta(key, value) VALUES(?, ?)", [(f"k{n:04d}", "x" * 200) for n in range(2000)])
    store.close()
    content = bytearray(path.read_bytes())
    for start in range(len(content) // 2, len(content) - 4096, 4096):
        content[start + 100 : start + 164] = os.urandom(64)
    path.write_bytes(content)
    store = open_store(path, KEY)
    with pytest.raises((StoreDamaged, WrongKey)):
        store.rows("SELECT * FROM meta")
    store.close()


def test_a_full_disk_keeps_nothing_of_the_save(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db", KEY)
    store.execute(f"PRAGMA max_page_count = {int(store.value('PRAGMA page_count')) + 2}")
    with pytest.raises(DiskFull) as caught, store.transaction():
        store.meta_set("first", "kept?")
        store.execute_many("INSERT INTO meta(key, value) VALUES(?, ?)", [(f"k{n}", "x" * 2000) for n in range(100)])
    assert caught.value.code == "disk-full"
    assert store.meta_get("first") == ""
    store.execute("PRAGMA max_page_count = 1000000")
    store.meta_set("first", "now there is room")
    assert store.meta_get("first") == "now there is room"
    store.close()


def test_a_file_that_may_not_grow_is_an_error_of_ours(tmp_path: Path) -> None:
    """A limit of the system on file sizes: the write itself fails, as on a disk that is full or taken away."""
    store = open_store(tmp_path / "store.db", KEY)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, old[1]))
        with pytest.raises((DiskFull, StoreDamaged)), store.transaction():
            store.execute_many("INSERT INTO meta(key, value) VALUES(?, ?)", [(f"k{n}", "x" * 2000) for n in range(500)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)
    store.meta_set("after", "fine")
    assert store.value("SELECT count(*) FROM meta") == 1
    store.close()


def test_a_store_that_may_not_be_written(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db", KEY)
    store.execute("PRAGMA query_only = 1")
    with pytest.raises(ReadOnly):
        store.meta_set("a", "b")
    store.close()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReadOnly):
        open_store(tmp_path / "missing" / "store.db", KEY)


def test_held_by_another_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spoke_app.store.database.BUSY_SECONDS", 0.05)
    one, two = open_store(tmp_path / "store.db", KEY), open_store(tmp_path / "store.db", KEY)
    with one.transaction():
        one.meta_set("a", "b")
        with pytest.raises(StoreLocked), two.transaction():
            raise AssertionError("not reached")
    one.close()
    two.close()


def test_a_bug_is_not_translated(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db", KEY)
    with pytest.raises(Exception, match="no such table") as caught:
        store.rows("SELECT * FROM nowhere")
    assert not isinstance(caught.value, StoreError)
    store.close()


def test_a_transaction_is_all_or_nothing_and_nests(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db", KEY)
    with pytest.raises(KeyError), store.transaction():
        store.meta_set("a", "1")
        with store.transaction():
            store.meta_set("b", "2")
        raise KeyError("undo")
    assert (store.meta_get("a"), store.meta_get("b")) == ("", "")
    store.close()


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(path, KEY)
    store.execute(f"PRAGMA user_version = {migrations.NEWEST + 1}")
    store.close()
    with pytest.raises(TooNew):
        open_store(path, KEY)


def test_a_migration_copies_the_file_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    store = open_store(path, KEY)
    store.meta_set("device", "old")
    store.close()
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, ("CREATE TABLE later(a)",)))
    monkeypatch.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
    newer = open_store(path, KEY)
    assert newer.rows("SELECT * FROM later") == []
    assert newer.meta_get("device") == "old"
    newer.close()
    monkeypatch.undo()
    copy = open_store(tmp_path / f"store.db.before-{migrations.NEWEST}", KEY)
    assert copy.meta_get("device") == "old"
    assert copy.value("SELECT count(*) FROM sqlite_master WHERE name = 'later'") == 0
    copy.close()


@pytest.fixture
def newer_app(monkeypatch: pytest.MonkeyPatch) -> int:
    """The app has one migration more; gives the schema that it comes from."""
    before = migrations.NEWEST
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, ("CREATE TABLE later(a)",)))
    monkeypatch.setattr(migrations, "NEWEST", before + 1)
    return before


def older_store(path: Path, schema: int) -> None:
    """A store that an app of before made, with an entry that is still in its log: the app was killed."""
    store = Store(path, _connect(path, KEY))
    for step in range(schema):
        with store.transaction():
            migrations.apply(store.db.conn, step)
    store.meta_set("device", "early")
    for part in (path, path.with_name("store.db-wal")):
        shutil.copyfile(part, part.with_name(f"{part.name}.aside"))
    store.close()
    for part in (path, path.with_name("store.db-wal")):
        part.with_name(f"{part.name}.aside").replace(part)
    assert path.with_name("store.db-wal").stat().st_size


@pytest.mark.parametrize("schema", range(1, migrations.NEWEST))
def test_from_every_earlier_schema_the_copy_has_all_that_was_saved(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "store.db"
    older_store(path, schema)
    copy_path = tmp_path / f"store.db.before-{schema}"
    copy_path.write_bytes(b"of an attempt that went wrong, before more was saved")
    for earlier in range(1, schema):
        (tmp_path / f"store.db.before-{earlier}").write_bytes(b"of earlier upgrades")
    store = open_store(path, KEY)
    assert store.meta_get("device") == "early"
    assert store.check() == []
    store.close()
    copy = Store(copy_path, _connect(copy_path, KEY))
    assert (copy.meta_get("device"), copy.value("PRAGMA user_version")) == ("early", schema)
    assert copy.check() == []
    copy.close()
    assert {each.name for each in tmp_path.glob("*before*")} <= {
        copy_path.name,
        f"{copy_path.name}-wal",
        f"{copy_path.name}-shm",
    }


def test_without_room_for_the_copy_nothing_is_migrated_and_nothing_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    path = tmp_path / "store.db"
    older_store(path, 3)
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfileobj", full)
        with pytest.raises(DiskFull):
            open_store(path, KEY)
    store = Store(path, _connect(path, KEY))
    assert store.value("PRAGMA user_version") == 3
    store.close()
    assert [each.name for each in tmp_path.iterdir()] == ["store.db"]


def test_several_processes_upgrade_it_once(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    older_store(path, 2)
    program = (
        "import sys, pathlib; from spoke_app.store.database import open_store; from tests.helpers.spoke import KEY\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "store = open_store(pathlib.Path(sys.argv[1]), KEY); print(store.meta_get('device')); store.close()"
    )
    command = [sys.executable, "-c", program, str(path)]
    together = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(4)
    ]
    for one in together:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in together:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate(timeout=60)[0] for one in together] == ["early\n"] * 4
    copy = Store(tmp_path / "store.db.before-2", _connect(tmp_path / "store.db.before-2", KEY))
    assert (copy.meta_get("device"), copy.value("PRAGMA user_version")) == ("early", 2)
    assert copy.check() == []
    copy.close()


def test_somebody_who_reads_on_and_on_keeps_it_from_being_copied_not_from_being_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, newer_app: int
) -> None:
    path = tmp_path / "store.db"
    store = Store(path, _connect(path, KEY))
    for step in range(newer_app):
        with store.transaction():
            migrations.apply(store.db.conn, step)
    reader = Store(path, _connect(path, KEY))
    reader.execute("BEGIN")
    reader.meta_get("device")
    store.meta_set("device", "later than what the reader sees")
    store.close()
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    with pytest.raises(StoreLocked):
        open_store(path, KEY)
    reader.execute("ROLLBACK")
    reader.close()
    newer = open_store(path, KEY)
    assert newer.meta_get("device") == "later than what the reader sees"
    newer.close()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    open_store(path, KEY).close()
    broken = ("CREATE TABLE later(a)", "CREATE TABLE meta(again)")
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
    monkeypatch.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
    with pytest.raises(Exception, match="already exists"):
        open_store(path, KEY)
    monkeypatch.undo()
    store = open_store(path, KEY)
    assert store.value("SELECT count(*) FROM sqlite_master WHERE name = 'later'") == 0
    store.close()


def test_a_copy_keeps_the_key(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store.db", KEY)
    store.meta_set("a", "b")
    store.copy_to(tmp_path / "copy.db")
    store.close()
    copy = open_store(tmp_path / "copy.db", KEY)
    assert copy.meta_get("a") == "b"
    copy.close()


def test_an_emptied_file_is_damage_not_a_new_beginning(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    open_store(path, KEY).close()
    path.write_bytes(b"")
    for _ in range(2):
        with pytest.raises(StoreDamaged):
            open_store(path, KEY, create=False)


def test_a_disk_without_room_to_open_is_full_not_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    open_store(path, KEY).close()
    path.write_bytes(b"")
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=4096))
    with pytest.raises(DiskFull):
        open_store(path, KEY, create=False)
