"""A backup of a running hub: one view of it, restored whole into either database or not at all; PCs bring the rest."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from care_record.credential import new_key_pair
from hub_server.context import Services, open_services
from hub_server.services import backup
from hub_server.services.backup import back_up, restore
from hub_server.services.errors import AdminError
from hub_server.services.places import add_facility
from hub_server.store import dump, sessions
from hub_server.store import tables as t
from hub_server.store.check import check
from hub_server.store.database import HubStore
from hub_server.store.dump import LEFT_OUT
from tests.helpers.hub import ROOT, HubProcess, command, init_store, new_database, start_serving, stop
from tests.helpers.pc import Pc
from tests.hub_server.test_check import busy

__all__ = ["busy"]
MARK = "Sunita Devi of Parsarma"


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Another store, with nothing in it, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'restored.db'}"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def small(tmp_path: Path) -> Services:
    """A hub with little in it, on a file."""
    services = open_services(init_store(f"sqlite:///{tmp_path / 'small.db'}"))
    add_facility(services, {"code": "PAR", "name": MARK, "district": "223"})
    return services


@pytest.fixture
def made(small: Services, tmp_path: Path) -> Path:
    """Its backup."""
    back_up(small.store, tmp_path / "hub.backup")
    small.store.close()
    return tmp_path / "hub.backup"


def everything(store: HubStore) -> dict[str, list[Any]]:
    """Every row of every table, as the program sees it."""
    with store.read() as conn:
        found = {}
        for table in t.metadata.sorted_tables:
            query = sa.select(table).order_by(*table.primary_key)
            found[table.name] = [tuple(row) for row in conn.execute(query)]
        return found


def refused(file: Path, private: bytes = b"") -> str:
    """What is said when the file is restored into a store that is not there yet; nothing of that is left."""
    folder = file.parent / "target"
    folder.mkdir(exist_ok=True)
    store = HubStore(f"sqlite:///{folder / 'new.db'}")
    with pytest.raises(AdminError) as said:
        restore(store, file, private)
    store.close()
    assert list(folder.iterdir()) == []
    return str(said.value)


# ---- making and restoring ---------------------------------------------------------------------------------------


def test_all_of_it_comes_back_on_either_database(busy: Services, empty_url: str, tmp_path: Path) -> None:
    with busy.store.begin() as conn:
        sessions.open_session(conn, "somebody", busy.now())
        conn.execute(sa.insert(t.answer_drafts), [{"referral": "r", "staff": "s", "values": None, "saved_at": "x"}])
        conn.execute(sa.insert(t.attachment_pieces), [{"upload": "u", "n": 1 << 40, "data": bytes(range(256)) * 99}])
    before = everything(busy.store)
    made = back_up(busy.store, tmp_path / "hub.backup")
    store = HubStore(empty_url)
    done = restore(store, tmp_path / "hub.backup")
    after = everything(store)
    assert before["sessions"] != []
    assert {name: rows for name, rows in before.items() if name not in LEFT_OUT} == {
        name: rows for name, rows in after.items() if name not in LEFT_OUT
    }
    assert [after[name] for name in LEFT_OUT] == [[]] * len(LEFT_OUT)
    assert done.found.wrong == ()
    assert (done.rows, done.hub) == (made.rows, busy.identity.hub) == (made.rows, made.hub)
    with store.read() as conn:
        null = conn.scalar(sa.text('SELECT CAST("values" AS TEXT) FROM answer_drafts'))
    assert null == "null", "a JSON null is not nothing"
    store.close()


def test_what_is_written_meanwhile_is_in_it_wholly_or_not_at_all(busy: Services, tmp_path: Path) -> None:
    before = everything(busy.store)
    written: list[str] = []

    def write(_done: int, _of: int) -> None:
        name = f"M{len(written)}"
        written.append(add_facility(busy, {"code": name, "name": name, "district": "223"}))

    back_up(busy.store, tmp_path / "hub.backup", progress=write)
    assert len(written) > 5
    with HubStoreAt(tmp_path / "new.db") as store:
        assert restore(store, tmp_path / "hub.backup").found.wrong == ()
        assert everything(store)["changes"] == before["changes"]
    assert len(everything(busy.store)["changes"]) == len(before["changes"]) + len(written)


class HubStoreAt:
    """A store at this file, closed at the end."""

    def __init__(self, file: Path) -> None:
        self.store = HubStore(f"sqlite:///{file}")

    def __enter__(self) -> HubStore:
        return self.store

    def __exit__(self, *_: object) -> None:
        self.store.close()


def test_only_an_empty_store_is_filled(made: Path, busy: Services) -> None:
    before = everything(busy.store)
    with pytest.raises(AdminError, match="not empty"):
        restore(busy.store, made)
    assert everything(busy.store) == before


def test_memory_is_that_of_a_few_rows(small: Services, tmp_path: Path) -> None:
    import tracemalloc

    pieces = [{"upload": "u", "n": n, "data": os.urandom(32_768)} for n in range(640)]  # 20 MiB
    with small.store.begin() as conn:
        conn.execute(sa.insert(t.attachment_pieces), pieces)
    del pieces
    tracemalloc.start()
    try:
        back_up(small.store, tmp_path / "hub.backup")
        with HubStoreAt(tmp_path / "new.db") as store:
            restore(store, tmp_path / "hub.backup")
        assert tracemalloc.get_traced_memory()[1] < 10 * 1024 * 1024
    finally:
        tracemalloc.stop()
        small.store.close()


# ---- the file ---------------------------------------------------------------------------------------------------


def test_a_file_that_was_altered_anywhere_is_refused(made: Path) -> None:
    data = made.read_bytes()
    for at in range(3, len(data), 151):
        made.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        if 23 <= at <= 28:
            continue  # the time and system in the head of gzip, which nobody reads
        said = refused(made)
        assert "altered" in said or "no backup" in said or "newer" in said, at
    for cut in [*range(0, len(data), 331), len(data) - 1]:
        made.write_bytes(data[:cut])
        said = refused(made)
        assert "altered" in said or "no backup" in said or "newer" in said, cut
    made.write_bytes(data + b"x")
    assert "altered" in refused(made)


def test_frames_that_were_put_together_anew_do_not_fit(made: Path) -> None:
    with made.open("rb") as source:
        frames = [frame for frame, _ in backup._frames(backup._opened(source, b""))]
    counts = frames[-1].counts  # type: ignore[union-attr]
    tables = [at for at, frame in enumerate(frames) if isinstance(frame, dump.Table)]
    rows = next(at for at, frame in enumerate(frames) if isinstance(frame, dump.Rows))
    without_rows = frames[:rows] + frames[rows + 1 : -1]
    twice = [*frames[:-1], frames[tables[-1]]]
    foreign = [*frames[:-1], dump.Table("secrets", (("x", "text"),))]
    two_heads = [frames[0], *frames[:-1]]
    for wrong in (without_rows, twice, foreign, two_heads, frames[1:-1]):
        made.write_bytes(b"".join(backup._packed(wrong, counts)))  # type: ignore[arg-type]
        assert "altered" in refused(made)


def test_what_is_no_backup_or_a_newer_one_says_so(made: Path) -> None:
    data = made.read_bytes()
    made.write_bytes(b"anything at all")
    assert "no backup" in refused(made)
    made.write_bytes(data.replace(b"backup 1\n", b"backup 2\n", 1))
    assert "newer version" in refused(made)
    with pytest.raises(AdminError, match="could not be read"), HubStoreAt(made.parent / "x.db") as store:
        restore(store, made.parent / "nothing")
    head = dump.Head("h", "9999", "2026-11-24T00:00:00Z")
    made.write_bytes(b"".join(backup._packed([head], Counter())))
    assert "newer version" in refused(made)


def test_a_backup_that_fails_leaves_the_one_before(small: Services, made: Path) -> None:
    before = made.read_bytes()

    def fail(_done: int, _of: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(AdminError, match="No space left"):
        back_up(small.store, made, progress=fail)
    assert made.read_bytes() == before
    assert not made.with_name("hub.backup.part").exists()
    back_up(small.store, made)
    assert made.read_bytes() != before
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    small.store.close()


def test_a_name_that_is_something_else_is_not_written_over(small: Services, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("dear")
    for other in (letter, tmp_path / "small.db", tmp_path):
        with pytest.raises(AdminError, match="give another name"):
            back_up(small.store, other)
    assert letter.read_text() == "dear"
    with pytest.raises(AdminError, match="could not be written"):
        back_up(small.store, tmp_path / "no" / "folder")
    small.store.close()


def test_sealed_to_the_districts_key_nobody_else_reads_it(
    small: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private, public = new_key_pair()
    monkeypatch.setattr(backup, "recovery_key", lambda conn: public)
    file = tmp_path / "hub.backup"
    assert back_up(small.store, file).sealed
    small.store.close()
    whole = file.read_bytes()
    assert MARK.encode() not in whole
    assert "sealed" in refused(file)
    assert "another recovery key" in refused(file, new_key_pair()[0])
    for at in range(200, len(whole), 401):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert "altered" in refused(file, private)
    file.write_bytes(whole[:-1])
    assert "altered" in refused(file, private)
    file.write_bytes(whole)
    with HubStoreAt(tmp_path / "new.db") as store:
        assert restore(store, file, private).found.wrong == ()


# ---- as a command -----------------------------------------------------------------------------------------------


@pytest.fixture
def other_url(request: pytest.FixtureRequest, store_url: str, tmp_path: Path) -> str:
    """An empty store of the other kind than `store_url`."""
    if store_url.startswith("postgresql"):
        return f"sqlite:///{tmp_path / 'other.db'}"
    return new_database(request.getfixturevalue("postgres"))


def test_a_hub_that_is_lost_comes_back_with_what_the_pcs_have(store_url: str, other_url: str, tmp_path: Path) -> None:
    services = open_services(init_store(store_url))
    process, address = start_serving(store_url)
    hub = HubProcess(address, store_url, services, process)
    facility = hub.facility()
    cho = hub.person(facility)
    pcs = [Pc(hub, facility, cho, tmp_path / name, address) for name in ("one", "two")]
    for pc in pcs:
        pc.patient()
        pc.exchange()
    saved = command("backup", str(tmp_path / "hub.backup"), "--json", store=store_url)
    assert saved.returncode == 0, saved.stderr
    assert "not sealed" in saved.stderr
    assert json.loads(saved.stdout)["sealed"] is False
    for pc in pcs:  # what came after it
        pc.patient("Rekha Kumari")
        pc.exchange()
    pcs[0].exchange()
    pcs[1].patient("Waits on the PC")
    assert stop(process) == 0
    services.store.close()

    back = command("restore", str(tmp_path / "hub.backup"), "--json", store=other_url)
    assert back.returncode == 0, back.stderr
    assert json.loads(back.stdout)["wrong_count"] == 0
    assert "must be done again" in back.stderr
    process, address = start_serving(other_url)
    for pc in pcs:
        pc.move_to(address)
    for pc in pcs * 3:
        pc.exchange()
    with_all = {**pcs[0].held(), **pcs[1].held()}
    assert pcs[0].held() == pcs[1].held() == with_all
    assert [pc.waiting() for pc in pcs] == [0, 0]
    store = HubStore(other_url)
    with store.read() as conn:
        held = {row.id: bytes(row.line) for row in conn.execute(sa.select(t.changes.c.id, t.changes.c.line))}
        assert check(conn).wrong == ()
    assert {change: held.get(change) for change in with_all} == with_all
    for pc in pcs:
        pc.close()
    assert stop(process) == 0
    store.close()


def test_the_districts_key_file_and_its_passphrase_open_it(small: Services, tmp_path: Path) -> None:
    url = small.store.url.render_as_string()
    small.store.close()
    words, key, file = "correct horse battery staple", str(tmp_path / "recovery.key"), str(tmp_path / "hub.backup")
    made = command("recovery-key", "make", "--out", key, "--passphrase-stdin", store=url, stdin=f"{words}\n")
    assert made.returncode == 0, made.stderr
    saved = command("backup", file, "--json", store=url)
    assert (json.loads(saved.stdout)["sealed"], saved.stderr) == (True, "")
    assert MARK.encode() not in Path(file).read_bytes()
    target = f"sqlite:///{tmp_path / 'new.db'}"
    opening = ("restore", file, "--recovery-key", key, "--passphrase-stdin")
    wrong = command(*opening, store=target, stdin="guessed\n")
    assert (wrong.returncode, "passphrase does not open" in wrong.stderr) == (1, True)
    assert command(*opening, store=target, stdin=f"{words}\n").returncode == 0
    assert command("check", store=target).returncode == 0
    assert stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


def test_who_looks_on_sees_how_far_it_is(made: Path, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    line = [sys.executable, "-m", "hub_server", "backup", str(tmp_path / "again"), "--store"]
    store = f"sqlite:///{tmp_path / 'small.db'}"
    done = subprocess.run([*line, store], cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=False)
    os.close(theirs)
    assert done.returncode == 0
    said = os.read(ours, 100_000).decode()
    os.close(ours)
    assert re.search(r"\r\d+ rows of \d+", said)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("restore", "{made}", "--passphrase-stdin"), 2, "--recovery-key"),
        (("restore", "{made}", "--recovery-key", "x"), 2, "--passphrase-stdin"),
        (("restore", "{made}", "--recovery-key", "/no/file", "--passphrase-stdin"), 1, "could not be read"),
        (("restore", "{made}", "--recovery-key", "{made}", "--passphrase-stdin"), 1, "no recovery key file"),
        (("backup", "{made}"), 1, "hub-server init"),
    ],
)
def test_what_cannot_be_done_is_said(made: Path, arguments: tuple[str, ...], code: int, words: str) -> None:
    given = [argument.format(made=made) for argument in arguments]
    done = command(*given, store=f"sqlite:///{made.parent / 'other.db'}", stdin="secret words\n")
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
