"""A damaged, lost or replaced record: after one exchange with the real hub nothing that was saved is missing."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa

from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import tables as t
from spoke_app import bring_back, commands, swap, whole_file
from spoke_app.access.seals import read_seals
from spoke_app.access.sign_in import Session
from spoke_app.back_up import back_up, daily_copy
from spoke_app.bring_back import RecordDamaged, open_record, repair, restore
from spoke_app.headless import Opened, open_profile
from spoke_app.paths import Profile
from spoke_app.standing import look
from spoke_app.store import copies, own_chain, soundness, tail
from spoke_app.store.backup import BackupError, Secret
from spoke_app.store.database import Store, read_store
from spoke_app.store.journal import NewChange, write
from spoke_app.store.store_thread import StoreThread
from tests.helpers.hub import HubProcess, served_hub
from tests.helpers.pc import now

PIN, PASSPHRASE = "246810", "rain on the tin roof"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


@dataclass
class Desk:
    """A PC at work: its store open as the app opens it."""

    profile: Profile
    session: Session
    store: StoreThread
    promised: set[str] = field(default_factory=set)

    def save(self, name: str = "Sunita Devi", **more: Any) -> str:
        fields = {"name": name, "gender": "female", "village": "Parsarma", **more}
        [change] = self.store.call(
            lambda store: write(store, [NewChange("patient", None, fields)], author=self.session.staff, now=now())
        )
        self.promised.add(change.id)
        return change.id

    def copy(self, days_ago: int = 0) -> None:
        day = now().date() - timedelta(days=days_ago)
        assert daily_copy(self.profile, self.store, self.session.store_key, today=day) == ""

    def exchange(self) -> str:
        exchanger = Opened(self.profile, self.session, self.store).exchanger()
        try:
            return exchanger.now().outcome
        finally:
            exchanger.close()

    def reopen(self) -> None:
        self.store = open_record(self.profile, self.session, now)

    def held(self) -> set[str]:
        return self.store.call(held)

    def as_it_was(self) -> None:
        """One exchange: everything is here, everything is there, nothing twice, all of it sound."""
        assert self.exchange() == "done"
        assert self.held() >= self.promised
        assert self.store.call(own_chain.waiting) == 0
        assert self.store.call(soundness.check).problems == []
        twice = "SELECT record FROM records GROUP BY record HAVING count(*) > 1"
        assert self.store.call(lambda store: store.rows(twice)) == []


def rows_of(table: str, store: Store) -> object:
    return store.rows(f"SELECT * FROM {table}")


def held(store: Store) -> set[str]:
    return {str(row["id"]) for row in store.rows("SELECT id FROM journal")}


@pytest.fixture
def desk(hub: HubProcess, tmp_path: Path) -> Iterator[Desk]:
    facility = hub.facility()
    cho = add_staff(hub.services, NewStaff("Kumari Anjali", "cho", (facility,), pin=PIN))
    profile = Profile(tmp_path / "profile")
    commands.enrol(profile, hub.url, hub.code(facility), "PC")
    session = Session(cho, bytes.fromhex(read_seals(profile).store_key))
    made = Desk(profile, session, open_record(profile, session, now))
    yield made
    made.store.close()


def at_hub(hub: HubProcess, ids: set[str]) -> set[str]:
    with hub.services.store.begin() as conn:
        return set(conn.scalars(sa.select(t.changes.c.id).where(t.changes.c.id.in_(ids))))


# -- every damage ------------------------------------------------------------------------------------------------------


def flip(path: Path, at: int, length: int = 64) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        before = file.read(length)
        file.seek(at)
        file.write(bytes(byte ^ 0xFF for byte in before))


def pages_of(path: Path, key: bytes, table: str) -> list[int]:
    """The page numbers of a table's or an index's tree."""
    store = read_store(path, key)
    try:
        root = store.value("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
    finally:
        store.close()
    return [int(root)]


def damaged_in(table: str) -> Callable[[Desk], None]:
    def damage(desk: Desk) -> None:
        for page in pages_of(desk.profile.store_path, desk.session.store_key, table):
            flip(desk.profile.store_path, (page - 1) * 4096 + 500)

    return damage


def damaged_header(desk: Desk) -> None:
    flip(desk.profile.store_path, 0, 200)


def truncated(desk: Desk) -> None:
    size = desk.profile.store_path.stat().st_size
    with desk.profile.store_path.open("r+b") as file:
        file.truncate(size * 2 // 3 + 100)


def deleted(desk: Desk) -> None:
    desk.profile.store_path.unlink()


def emptied(desk: Desk) -> None:
    desk.profile.store_path.write_bytes(b"")


DAMAGES = {
    "journal": damaged_in("journal"),
    "projection": damaged_in("records"),
    "index": damaged_in("journal_record"),
    "header": damaged_header,
    "truncated": truncated,
    "deleted": deleted,
    "emptied": emptied,
}


def met(desk: Desk) -> RecordDamaged:
    """The damage is said when the record is opened again, at the latest after somebody has met it."""
    for _ in range(2):
        with contextlib.suppress(Exception):
            try:
                desk.reopen()
            except RecordDamaged as error:
                return error
            for table in ("journal", "records"):
                with contextlib.suppress(Exception):
                    desk.store.call(partial(rows_of, table))
            with contextlib.suppress(Exception):
                daily_copy(desk.profile, desk.store, desk.session.store_key, today=now().date() + timedelta(days=1))
            desk.store.close()
    raise AssertionError("nobody noticed")


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("copied", [True, False], ids=["with a copy", "without one"])
def test_after_any_damage_everything_comes_back(desk: Desk, hub: HubProcess, damage: str, copied: bool) -> None:
    desk.save("Before, and sent")
    assert desk.exchange() == "done"
    desk.save("Before, not sent")
    if copied:
        desk.copy()
    for n in range(20):
        desk.save(f"After the copy {n}", address="x" * 300 * (n % 3))
    desk.store.close()
    DAMAGES[damage](desk)
    assert met(desk).code in ("store-damaged", "store-missing")
    told = repair(desk.profile, desk.session, now=now())
    assert (told.copy is not None) == copied
    assert told.put_back >= 20
    assert (told.aside != "") == (damage != "deleted")
    assert (desk.profile.dir / told.aside).exists()
    desk.reopen()
    assert desk.held() >= desk.promised
    desk.as_it_was()
    assert at_hub(hub, desk.promised) == desk.promised


def test_a_damaged_log_that_loses_commits_without_a_word_is_made_good_when_the_record_is_opened(desk: Desk) -> None:
    for n in range(12):
        desk.save(f"Patient {n}")
    here = desk.profile.dir / "kept"
    here.mkdir()
    for path in desk.profile.dir.glob("store.db*"):
        shutil.copyfile(path, here / path.name)
    desk.store.close()
    for path in here.iterdir():
        shutil.copyfile(path, desk.profile.dir / path.name)
    (desk.profile.store_path.with_name("store.db-shm")).unlink(missing_ok=True)
    flip(desk.profile.store_path.with_name("store.db-wal"), 32 + 24 + 4096 + 24 + 100)
    raw = read_store(desk.profile.store_path, desk.session.store_key)
    assert not held(raw) >= desk.promised, "the log was to lose something"
    raw.close()
    desk.reopen()
    assert desk.held() >= desk.promised
    assert desk.store.call(lambda store: store.value("SELECT count(*) FROM patients")) == 12
    assert desk.store.call(lambda store: store.value("SELECT what FROM trail WHERE what = 'record-repaired'"))
    desk.as_it_was()


def test_where_the_newest_copy_is_damaged_the_one_before_is_taken(desk: Desk) -> None:
    desk.save("Old")
    desk.copy(days_ago=1)
    desk.save("New")
    desk.copy()
    desk.save("Newest")
    desk.store.close()
    newest, before = copies.copies(desk.profile.backups_dir)
    flip(newest.path, 3 * 4096 + 8)
    deleted(desk)
    told = repair(desk.profile, desk.session, now=now())
    assert told.copy == before.day
    desk.reopen()
    desk.as_it_was()


def test_a_repair_cut_off_anywhere_leaves_the_old_record_or_the_new_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.save()
    desk.copy()
    desk.save("After")
    desk.store.close()
    damaged_header(desk)
    real, moves = whole_file.put, 0

    for dies_at in range(1, 8):

        def put(partial: Path, path: Path, dies_at: int = dies_at) -> None:
            nonlocal moves
            moves += 1
            if moves == dies_at:
                raise PowerCut
            real(partial, path)

        moves = 0
        with monkeypatch.context() as patched:
            patched.setattr(swap, "put", put)
            try:
                repair(desk.profile, desk.session, now=now())
            except PowerCut:
                pass
            else:
                break
        swap.finish(desk.profile)
        desk.reopen()
        assert desk.held() >= desk.promised
        desk.store.close()
        damaged_header(desk)
    else:
        raise AssertionError("it never went through")
    assert dies_at > 3
    desk.reopen()
    desk.as_it_was()


# -- a backup on a stick -----------------------------------------------------------------------------------------------


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder / "centre.spokebackup"


def put_on(desk: Desk, stick: Path, stopped: Callable[[], bool] = lambda: False) -> None:
    back_up(desk.profile, desk.store, desk.session, stick, PASSPHRASE, now=now(), stopped=stopped)


def test_a_backup_restored_on_another_pc_goes_on_as_this_one(
    desk: Desk, hub: HubProcess, stick: Path, tmp_path: Path
) -> None:
    desk.save("Sent before")
    assert desk.exchange() == "done"
    desk.save("Only in the backup")
    put_on(desk, stick)
    desk.save("After the backup, and sent")
    assert desk.exchange() == "done"
    desk.store.close()
    profile = Profile(tmp_path / "another" / "profile")
    told = restore(profile, stick, Secret(PASSPHRASE), now=now())
    assert (told.place != "", told.aside) == (True, "")
    opened = open_profile(profile, "Kumari Anjali", PIN)
    another = Desk(profile, opened.session, opened.store, set(desk.promised))
    try:
        another.save("Written on the new PC")
        another.as_it_was()
        assert at_hub(hub, another.promised) == another.promised
        assert another.store.call(lambda store: store.value("SELECT what FROM trail WHERE what = 'restored'"))
    finally:
        another.store.close()
    desk.reopen()  # the old PC was not dead after all
    desk.promised = another.promised
    desk.as_it_was()


def test_a_backup_shows_nothing_and_no_other_passphrase_opens_it(desk: Desk, stick: Path, tmp_path: Path) -> None:
    desk.save("Marked Patient Name")
    put_on(desk, stick)
    content = stick.read_bytes()
    token = read_seals(desk.profile).token
    for secret in (
        b"Marked Patient Name",
        token.encode(),
        desk.session.store_key,
        desk.session.store_key.hex().encode(),
    ):
        assert secret not in content
    assert b"Parsarma" not in content
    with pytest.raises(BackupError, match="wrong-passphrase"):
        restore(Profile(tmp_path / "p"), stick, Secret("another passphrase"), now=now())
    with pytest.raises(BackupError, match="short-passphrase"):
        back_up(desk.profile, desk.store, desk.session, stick, "short", now=now())
    assert stick.read_bytes() == content


def test_one_flipped_byte_anywhere_and_every_cut_is_refused(desk: Desk, stick: Path, tmp_path: Path) -> None:
    desk.save()
    put_on(desk, stick)
    content = stick.read_bytes()
    profile = Profile(tmp_path / "p")
    line = content.index(b"\n")
    places = [0, 5, line // 4, line // 2, line - 3, line, line + 1, line + 17, len(content) // 2, len(content) - 1]
    places += [len(content) - 33, len(content) - 64]
    for at in places:
        stick.write_bytes(content[:at] + bytes([content[at] ^ 0x01]) + content[at + 1 :])
        with pytest.raises(BackupError) as refused:
            restore(profile, stick, Secret(PASSPHRASE), now=now())
        assert refused.value.code in ("backup-altered", "not-a-backup", "backup-cut", "backup-version"), at
        assert not profile.store_path.exists()
    for length in (0, 10, line, line + 1, len(content) // 2, len(content) - 1):
        stick.write_bytes(content[:length])
        with pytest.raises(BackupError):
            restore(profile, stick, Secret(PASSPHRASE), now=now())
    assert not profile.seals_path.exists()
    assert [path.name for path in profile.dir.iterdir() if "next" in path.name] == []


def test_an_interrupted_backup_leaves_no_half_file_and_the_former_one(desk: Desk, stick: Path) -> None:
    desk.save()
    put_on(desk, stick)
    former = stick.read_bytes()
    desk.save("More")
    for count in range(100):
        asked = iter([False] * count)
        try:
            put_on(desk, stick, partial(next, asked, True))
        except BackupError as error:
            assert error.code == "backup-stopped"
            assert stick.read_bytes() == former
            assert [path.name for path in stick.parent.iterdir()] == [stick.name]
            assert list(desk.profile.backups_dir.iterdir()) == []
        else:
            break
    assert 2 <= count < 99 and stick.read_bytes() != former


def test_a_record_that_is_there_is_replaced_only_when_asked_and_is_kept(
    desk: Desk, hub: HubProcess, stick: Path, tmp_path: Path
) -> None:
    put_on(desk, stick)
    here = Profile(tmp_path / "other" / "profile")
    commands.enrol(here, hub.url, hub.code(hub.facility()), "Other PC")
    before = here.store_path.read_bytes()
    with pytest.raises(bring_back.StoreThere) as there:
        restore(here, stick, Secret(PASSPHRASE), now=now())
    assert there.value.other and here.store_path.read_bytes() == before
    told = restore(here, stick, Secret(PASSPHRASE), now=now(), replace=True)
    assert (here.dir / told.aside).exists()
    assert list(here.dir.glob("seals.json.before-restore-*"))


class PowerCut(BaseException):
    """Nothing that comes after it happens."""


def test_a_restoration_cut_off_anywhere_leaves_the_old_record_or_the_new_one(
    desk: Desk, hub: HubProcess, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on(desk, stick)
    facility = hub.facility()
    add_staff(hub.services, NewStaff("Rekha Kumari", "cho", (facility,), pin=PIN))
    first = Profile(tmp_path / "first" / "profile")
    commands.enrol(first, hub.url, hub.code(facility), "Other PC")
    seen = set()
    real = whole_file.put
    for dies_at in itertools.count(1):
        here = Profile(tmp_path / f"other-{dies_at}" / "profile")
        shutil.copytree(first.dir, here.dir)
        moves = itertools.count(1)

        def put(partial: Path, path: Path, dies_at: int = dies_at, moves: Iterator[int] = moves) -> None:
            if next(moves) == dies_at:
                raise PowerCut
            real(partial, path)

        with monkeypatch.context() as patched:
            patched.setattr(swap, "put", put)
            patched.setattr(whole_file, "put", put)
            with contextlib.suppress(PowerCut):
                restore(here, stick, Secret(PASSPHRASE), now=now(), replace=True)
                break
        standing = look(here)
        assert standing.enrolled
        [person] = standing.people
        seen.add(person.name)
        open_profile(here, person.name, PIN).store.close()
    assert seen == {"Kumari Anjali", "Rekha Kumari"} and dies_at > 8


def test_restored_over_itself_what_was_written_since_is_added(desk: Desk, stick: Path) -> None:
    desk.save("In the backup")
    put_on(desk, stick)
    desk.save("Since")
    desk.store.close()
    told = restore(desk.profile, stick, Secret(PASSPHRASE), now=now(), replace=True)
    assert told.added == 1
    desk.reopen()
    desk.as_it_was()


# -- copies and tail ---------------------------------------------------------------------------------------------------


def test_copies_of_a_week_and_of_four_weeks_stay(desk: Desk) -> None:
    for ago in range(45, -1, -1):
        desk.copy(days_ago=ago)
    ages = [(now().date() - copy.day).days for copy in copies.copies(desk.profile.backups_dir)]
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(ages) <= 11 and ages[-1] >= 28


def test_a_copy_that_fails_replaces_none_and_too_little_room_is_said(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.copy(days_ago=2)
    desk.copy(days_ago=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=0))
    said = daily_copy(desk.profile, desk.store, desk.session.store_key, today=now().date())
    assert said == "no-room"
    [left] = copies.copies(desk.profile.backups_dir)
    assert left.day == now().date() - timedelta(days=1)


def test_the_tail_goes_once_a_verified_copy_has_its_lines(desk: Desk) -> None:
    new_tail(desk)
    desk.save()
    path = desk.profile.store_path
    assert {tail.line_id(line.line) for line in tail.read(path, desk.session.store_key)} == desk.promised
    desk.copy(days_ago=1)
    assert len(tail.segments(path)) == 1, "the copy before that has them"
    desk.copy()
    assert tail.segments(path) == []
    desk.save("After")
    [line] = tail.read(path, desk.session.store_key)
    assert b"After" in line.line and b"After" not in tail.segments(path)[0].read_bytes()


def new_tail(desk: Desk) -> None:
    for segment in tail.segments(desk.profile.store_path):
        segment.unlink()


def test_a_torn_or_altered_tail_gives_what_is_whole(desk: Desk) -> None:
    new_tail(desk)
    for n in range(3):
        desk.save(f"Patient {n}")
    [segment] = tail.segments(desk.profile.store_path)
    whole = segment.read_bytes()
    key, path = desk.session.store_key, desk.profile.store_path
    for length in range(len(whole)):
        segment.write_bytes(whole[:length])
        assert len(tail.read(path, key)) == sum(length >= end for end in ends(whole))
    segment.write_bytes(whole[:60] + bytes([whole[60] ^ 1]) + whole[61:])
    assert len(tail.read(path, key)) == 2
    assert tail.read(path, bytes(32)) == []


def ends(content: bytes) -> list[int]:
    found, at = [], 0
    while at < len(content):
        at += 4 + int.from_bytes(content[at : at + 4], "big")
        found.append(at)
    return found


def test_a_save_that_was_rolled_back_is_not_in_the_tail(desk: Desk) -> None:
    def fails(store: Store) -> None:
        with store.transaction():
            fields = {"name": "Never", "gender": "female"}
            write(store, [NewChange("patient", None, fields)], author=desk.session.staff, now=now())
            raise ValueError

    new_tail(desk)
    with pytest.raises(ValueError):
        desk.store.call(fails)
    desk.save()
    assert len(tail.read(desk.profile.store_path, desk.session.store_key)) == 1


def test_a_tail_that_cannot_be_written_keeps_nobody_from_saving(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> int:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "write", full)
    desk.save()
    assert desk.held() >= desk.promised
