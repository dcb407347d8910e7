"""The exchange on a USB stick against a real hub's store: alone, mixed with the line in every order, late, broken."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hub_server.context import Services, open_services
from hub_server.services.devices import revoke_device
from hub_server.services.quarantine import list_quarantine
from hub_server.store import chains
from hub_server.store.check import check as check_hub
from hub_server.store.database import HubStore
from spoke_app.store import bundle_book, own_chain, soundness
from spoke_app.store import exchange_book as book
from spoke_app.store.journal import NewChange, write
from spoke_app.sync import bundle
from spoke_app.sync.bundle import BundleError, Progress
from tests.helpers.hub import init_store
from tests.helpers.stick import Pc, Town


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Services]:
    store = init_store(f"sqlite:///{tmp_path / 'hub.db'}")
    yield open_services(store)
    store.close()


@pytest.fixture
def town(hub: Services, tmp_path: Path) -> Town:
    return Town(hub, tmp_path)


@pytest.fixture
def pc(town: Town) -> Pc:
    return town.pc()


def agree(town: Town, *pcs: Pc) -> None:
    """Nothing waits, every PC holds the same changes at the same places, and all books are sound."""
    held = [pc.held() for pc in pcs]
    assert all(each == held[0] for each in held)
    assert [pc.waiting() for pc in pcs] == [0] * len(pcs)
    assert len({tuple(sorted(pc.places().items())) for pc in pcs}) == 1
    for pc in pcs:
        assert soundness.check(pc.store).whole
    with town.services.store.read() as conn:
        assert check_hub(conn).wrong == ()


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(BundleError) as caught:
        act()
    return caught.value.reason


# -- the whole way -----------------------------------------------------------------------------------------------


def test_a_stick_there_and_back_is_an_exchange(town: Town, pc: Pc) -> None:
    patients = [pc.save(f"Patient {n}") for n in range(3)]
    reply = pc.at_hub(pc.export())
    assert (pc.exported.changes, pc.imported.changes, pc.imported.refused) == (3, 3, "")
    assert pc.waiting() == 3, "on a stick is not at the hub"
    result = pc.take(reply)
    assert (result.outcome, result.sent, result.more) == ("done", 3, False)
    assert {patient.id for patient in patients} <= set(pc.held())
    assert result.received > 0, "facility and staff came"
    assert book.all_sent(pc.store)
    agree(town, pc)
    assert [row.detail for row in book.history(pc.store)] == ["usb"]


def test_another_pc_s_changes_come_by_stick(town: Town, pc: Pc) -> None:
    other = town.pc()
    saved = other.save("Rajesh Paswan")
    other.live()
    assert pc.round_trip().outcome == "done"
    assert saved.id in pc.held()
    agree(town, pc, other)


def test_a_long_backlog_both_ways_is_one_stick(town: Town, pc: Pc) -> None:
    """Many pages each way, and never `more`."""
    other = town.pc()
    patient = other.save("Rajesh Paswan")
    for n in range(900):
        other.save(patient=patient.record, note=f"visit {n} {'x' * (n % 50)}")
    assert other.round_trip().sent == 901
    first = pc.save("Sunita Devi")
    for n in range(450):
        pc.save(patient=first.record, note=f"visit {n}")
    result = pc.round_trip()
    assert (result.outcome, result.sent, result.received >= 901) == ("done", 451, True)
    assert other.round_trip().received == 451
    agree(town, pc, other)


def test_nothing_to_send_still_asks_for_news(town: Town, pc: Pc) -> None:
    other = town.pc()
    pc.live()
    other.save()
    other.live()
    assert (pc.round_trip().received, pc.exported.changes) == (1, 0)


def test_saved_after_the_export_it_goes_with_the_next(town: Town, pc: Pc) -> None:
    pc.save("First")
    file = pc.export()
    pc.save("Second")
    assert pc.take(pc.at_hub(file)).sent == 1
    assert pc.waiting() == 1
    assert pc.round_trip().sent == 1
    agree(town, pc)


# -- in every order ----------------------------------------------------------------------------------------------


class Story:
    """Two sticks and a line, in some order. Each step can always be done."""

    def __init__(self, town: Town, pc: Pc, other: Pc) -> None:
        self.town, self.pc, self.other = town, pc, other
        self.sticks = {name: pc.folder / f"{name}.spoke" for name in "AB"}
        self.replies = {name: pc.folder / f"{name}-reply.spoke" for name in "AB"}

    def step(self, what: str) -> None:
        act, name = what[0], what[1:]
        if act == "e":
            self.pc.save(f"Before {name}")
            self.pc.export(self.sticks[name])
        elif act == "h":
            self.other.save(f"Elsewhere before {name}")
            self.other.live()
            shutil.copy(self.pc.at_hub(self.sticks[name]), self.replies[name])
        elif act == "r":
            assert self.pc.take(self.replies[name]).outcome == "done"
        else:
            self.pc.save("Before the line")
            self.pc.live(cut=int(name) if name else None)


def _orders() -> list[tuple[str, ...]]:
    """Every order of two sticks' ways (out, at the hub, back) and of the line between them."""
    found = []
    for order in set(itertools.permutations("AAABBB")):
        counts = {"A": 0, "B": 0}
        steps = []
        for name in order:
            steps.append("ehr"[counts[name]] + name)
            counts[name] += 1
        found.append(tuple(steps))
    return sorted(found)


@pytest.mark.parametrize("order", _orders(), ids="-".join)
def test_two_sticks_in_every_order_make_no_doubles(town: Town, pc: Pc, order: tuple[str, ...]) -> None:
    other = town.pc()
    story = Story(town, pc, other)
    for step in order:
        story.step(step)
    pc.live()
    other.live()
    agree(town, pc, other)


@pytest.mark.parametrize("at", range(4))
@pytest.mark.parametrize("cut", ["", "300", "700"])
def test_the_line_between_any_two_steps_of_a_stick(town: Town, pc: Pc, at: int, cut: str) -> None:
    other = town.pc()
    story = Story(town, pc, other)
    steps = ["eA", "hA", "rA"]
    steps.insert(at, "l" + cut)
    for step in steps:
        story.step(step)
    pc.round_trip()
    other.live()
    agree(town, pc, other)


def test_a_late_reply_never_takes_back_what_newer_ones_proved(town: Town, pc: Pc) -> None:
    other = town.pc()
    pc.save()
    reply = pc.at_hub(pc.export())
    other.save("Rajesh Paswan")
    other.live()
    pc.save("Gulshan Ara")
    pc.live()
    before = (pc.places(), pc.waiting(), len(pc.held()))
    result = pc.take(reply)
    assert (result.outcome, result.sent, result.received) == ("done", 0, 0)
    assert (pc.places(), pc.waiting(), len(pc.held())) == before
    assert pc.store.value("SELECT count(*) FROM feed_runs") == 0, "no hub was restored"
    assert book.all_sent(pc.store)


def test_a_reply_goes_on_where_a_broken_line_stopped(town: Town, pc: Pc) -> None:
    """The line brought some pages of what the reply has as well: the rest of the reply counts."""
    other = town.pc()
    patient = other.save("Rajesh Paswan")
    for _ in range(300):
        other.save(patient=patient.record, note=os.urandom(150).hex())
    other.live()
    reply = pc.at_hub(pc.export())
    pc.live(cut=20_000)
    before = len(pc.held())
    assert before > 100
    assert pc.take(reply).received == len(other.held()) - before
    assert len(other.held()) - before < 301
    agree(town, pc, other)


def test_the_same_stick_twice_at_the_hub(town: Town, pc: Pc) -> None:
    pc.save()
    file = pc.export()
    first, second = pc.at_hub(file), pc.at_hub(file)
    assert pc.imported.changes == 1
    assert pc.take(second).sent == 1
    assert refused(lambda: pc.take(first)) == "bundle-known"
    agree(town, pc)


def test_the_same_reply_twice(town: Town, pc: Pc) -> None:
    pc.save()
    reply = pc.at_hub(pc.export())
    pc.take(reply)
    before = pc.held(), pc.places()
    assert refused(lambda: pc.take(reply)) == "bundle-known"
    assert (pc.held(), pc.places()) == before
    assert pc.store.value("SELECT private FROM bundles") is None, "its key is gone"


# -- what is not ours --------------------------------------------------------------------------------------------


def test_a_reply_for_another_pc(town: Town, pc: Pc) -> None:
    other = town.pc()
    other.save()
    reply = other.at_hub(other.export())
    assert refused(lambda: pc.take(reply)) == "bundle-unknown"
    assert (pc.places(), book.history(pc.store)) == ({f"facility:{town.facility}": 0, "all": 0}, [])


def test_the_request_itself_is_no_reply_and_a_letter_is_no_bundle(pc: Pc, tmp_path: Path) -> None:
    pc.save()
    assert refused(lambda: pc.take(pc.export())) == "bundle-kind"
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"PK\x03\x04" + bytes(4000))
    assert refused(lambda: pc.take(letter)) == "not-a-bundle"
    newer = tmp_path / "newer"
    newer.write_bytes(pc.at_hub(pc.export()).read_bytes().replace(b"spoke-bundle 1", b"spoke-bundle 2", 1))
    assert refused(lambda: pc.take(newer)) == "bundle-version"


def test_a_reply_from_before_a_new_enrolment(pc: Pc) -> None:
    reply = pc.at_hub(pc.export())
    pc.store.meta_set("device", "ffffffffffffffff")
    assert refused(lambda: pc.take(reply)) == "bundle-former"


def test_only_the_latest_ten_open_sticks_are_remembered(pc: Pc) -> None:
    replies = [pc.at_hub(pc.export()) for _ in range(bundle_book.KEPT + 1)]
    assert refused(lambda: pc.take(replies[0])) == "bundle-unknown"
    assert len(bundle_book.on_sticks(pc.store)) == bundle_book.KEPT
    assert [pc.take(reply).outcome for reply in replies[1:]] == ["done"] * bundle_book.KEPT


# -- damage ------------------------------------------------------------------------------------------------------


def _busy_reply(town: Town, pc: Pc) -> Path:
    other = town.pc()
    patient = other.save("Rajesh Paswan")
    for _ in range(250):
        other.save(patient=patient.record, note=os.urandom(400).hex())
    other.live()
    pc.save()
    return pc.at_hub(pc.export())


def test_a_reply_cut_at_many_bytes_keeps_whole_pages_and_can_come_again(town: Town, pc: Pc, tmp_path: Path) -> None:
    whole = _busy_reply(town, pc).read_bytes()
    broken = tmp_path / "broken"
    seen = set()
    for cut in sorted([0, 5, 40, 100, 140, 200, len(whole) - 1, *range(300, len(whole), len(whole) // 12)]):
        broken.write_bytes(whole[:cut])
        try:
            outcome = pc.take(broken).outcome
        except BundleError as error:
            outcome = error.reason
        assert outcome in ("bundle-damaged", "not-a-bundle"), cut
        seen.add(pc.places()[f"facility:{town.facility}"])
        assert soundness.check(pc.store).whole
        assert not book.all_sent(pc.store)
    assert len(seen) > 1, "some pages were taken from a broken file"
    broken.write_bytes(whole)
    assert pc.take(broken).outcome == "done"
    agree(town, pc)


def test_a_flipped_byte_changes_nothing_behind_it(town: Town, pc: Pc, tmp_path: Path) -> None:
    whole = _busy_reply(town, pc).read_bytes()
    broken = tmp_path / "broken"
    for at in (30, 60, 130, 300, len(whole) // 2, len(whole) - 1):
        data = bytearray(whole)
        data[at] ^= 0x10
        broken.write_bytes(bytes(data))
        try:
            outcome = pc.take(broken).outcome
        except BundleError as error:
            outcome = error.reason
        assert outcome in ("bundle-damaged", "bundle-unknown"), at
        assert soundness.check(pc.store).whole
    broken.write_bytes(whole)
    assert pc.take(broken).outcome == "done"
    agree(town, pc)


def test_a_full_stick_leaves_no_file_and_no_open_request(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    pc.save()

    def full(file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            pc.export(pc.folder / "full.spoke")
    assert [path.name for path in pc.folder.iterdir() if "full" in path.name] == []
    assert bundle_book.on_sticks(pc.store) == []


def test_no_stick_there(pc: Pc) -> None:
    with pytest.raises(FileNotFoundError):
        pc.export(pc.folder / "no" / "such" / "folder" / "x.spoke")
    with pytest.raises(FileNotFoundError):
        pc.take(pc.folder / "nothing.spoke")


def test_stopped_it_leaves_no_file(pc: Pc) -> None:
    pc.save()
    file = pc.folder / "stopped.spoke"
    assert refused(lambda: bundle.export(pc.call, pc.token, file, pc.clock(), stopped=lambda: True)) == "stopped"
    assert not file.exists()
    assert not file.with_name("stopped.spoke.part").exists()
    reply = pc.at_hub(pc.export())
    assert bundle.take_reply(pc.call, reply, pc.clock(), stopped=lambda: True).outcome == "stopped"
    assert pc.take(reply).outcome == "done"


def test_an_older_export_is_replaced_only_by_a_whole_one(pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    pc.save()
    file = pc.export(pc.folder / "weekly.spoke")
    before = file.read_bytes()
    assert refused(lambda: bundle.export(pc.call, pc.token, file, pc.clock(), stopped=lambda: True)) == "stopped"
    assert file.read_bytes() == before
    pc.export(file)
    assert pc.take(pc.at_hub(file)).sent == 1


def test_progress_ends_at_all(pc: Pc) -> None:
    for n in range(150):
        pc.save(f"Patient {n}")
    steps: list[Progress] = []
    file = pc.folder / "x.spoke"
    bundle.export(pc.call, pc.token, file, pc.clock(), step=steps.append)
    assert len(steps) > 1
    assert (steps[-1].done, steps[-1].all) == (150, 150)
    back: list[Progress] = []
    bundle.take_reply(pc.call, pc.at_hub(file), pc.clock(), step=back.append)
    assert back[-1].done == back[-1].all


# -- a hub or a PC that was restored -----------------------------------------------------------------------------


def test_a_hub_that_was_restored_gets_it_all_again_by_stick(town: Town, pc: Pc, tmp_path: Path) -> None:
    pc.save("Before the backup")
    pc.round_trip()
    town.services.store.close()
    shutil.copy(tmp_path / "hub.db", tmp_path / "backup.db")
    pc.save("After the backup")
    pc.round_trip()
    town.services.store.close()
    for left in tmp_path.glob("hub.db*"):
        left.unlink()
    shutil.copy(tmp_path / "backup.db", tmp_path / "hub.db")
    store = HubStore(f"sqlite:///{tmp_path / 'hub.db'}")
    try:
        town.services = pc.services = open_services(store)
        pc.save("After the restore")
        outcomes = [pc.round_trip().outcome for _ in range(4)]
        assert outcomes[0] == "next-stick"
        assert outcomes[-1] == "done"
        agree(town, pc)
        with store.read() as conn:
            names = check_hub(conn).changes
        assert names >= 3
    finally:
        store.close()


def test_a_late_reply_of_a_hub_that_was_is_not_taken_for_the_present_one(town: Town, pc: Pc, tmp_path: Path) -> None:
    """Its pages begin where our place is, but on another run: only the signed head tells."""
    other = town.pc()
    other.live()
    pc.live()
    town.services.store.close()
    shutil.copy(tmp_path / "hub.db", tmp_path / "backup.db")
    file = pc.export()
    for n in range(3):
        other.save(f"Before the restore {n}")
    other.live()
    late = pc.at_hub(file)
    town.services.store.close()
    for left in tmp_path.glob("hub.db*"):
        left.unlink()
    shutil.copy(tmp_path / "backup.db", tmp_path / "hub.db")
    store = HubStore(f"sqlite:///{tmp_path / 'hub.db'}")
    try:
        town.services = pc.services = pc.line.services = open_services(store)
        new = town.pc()
        new.save("After the restore")
        new.live()
        pc.live()
        before = pc.places()
        assert pc.take(late).outcome == "done"
        assert pc.places() == before
        assert soundness.check(pc.store).whole
        new.save("And again")
        new.live()
        pc.live()
        new.live()
        agree_on_places(pc, new)
    finally:
        store.close()


@contextmanager
def restored(town: Town, folder: Path, *pcs: Pc) -> Iterator[None]:
    """Meanwhile the hub is as it was when `backup.db` was copied."""
    town.services.store.close()
    for left in folder.glob("hub.db*"):
        left.unlink()
    shutil.copy(folder / "backup.db", folder / "hub.db")
    store = HubStore(f"sqlite:///{folder / 'hub.db'}")
    town.services = open_services(store)
    for pc in pcs:
        pc.services = pc.line.services = town.services
    try:
        yield
    finally:
        store.close()


def backup(town: Town, folder: Path) -> None:
    town.services.store.close()
    shutil.copy(folder / "hub.db", folder / "backup.db")


def live_until_the_ack(pc: Pc) -> None:
    """The line breaks behind the ack, before the answer's end."""
    before = own_chain.current_chain(pc.store)
    for cut in range(100, 1000, 10):
        assert pc.live(cut).outcome != "done"
        if own_chain.current_chain(pc.store) != before:
            return
    raise AssertionError("no cut lies behind the ack")


def test_an_older_reply_s_ack_is_not_taken_for_what_a_restored_hub_holds(town: Town, pc: Pc, tmp_path: Path) -> None:
    pc.live()
    backup(town, tmp_path)
    pc.save("First")
    pc.save("Second")
    late = pc.at_hub(pc.export())
    pc.live()
    assert pc.waiting() == 0
    with restored(town, tmp_path, pc):
        live_until_the_ack(pc)
        assert pc.waiting() == 2
        assert pc.take(late).outcome == "done"
        assert pc.waiting() == 2
        assert not book.all_sent(pc.store)
        pc.live()
        assert pc.waiting() == 0
        agree(town, pc)


def test_an_older_reply_does_not_stand_for_the_end_of_an_exchange_that_broke(town: Town, pc: Pc) -> None:
    """What became of the lines that were acknowledged then, quarantine for one, nobody has heard yet."""
    pc.live()
    older = pc.at_hub(pc.export())
    notice = [NewChange("notice", None, {"text": "Camp on Monday"})]
    write(pc.store, notice, author=pc.cho, now=pc.time)  # which a health centre may not write
    live_until_the_ack(pc)
    assert pc.waiting() == 0
    assert not book.all_sent(pc.store)
    assert pc.take(older).outcome == "done"
    assert not book.all_sent(pc.store)
    pc.live()
    assert book.quarantined_count(pc.store) == 1


@pytest.mark.parametrize("grown", [False, True])
def test_a_late_reply_gives_back_what_the_hub_lost_since(town: Town, pc: Pc, tmp_path: Path, grown: bool) -> None:
    """Nobody else holds it any more: not the hub that was restored, nor the PC that wrote it."""
    other, new = town.pc(), town.pc()
    for each in (other, new, pc):
        each.live()
    backup(town, tmp_path)
    file = pc.export()
    lost = [other.save(f"Before the restore {n}") for n in range(250)]
    other.live()
    late = pc.at_hub(file)
    with restored(town, tmp_path, pc, new):
        if grown:
            new.save("After the restore")
            new.live()
            pc.live()
        assert pc.take(late).outcome == "done"
        pc.live()
        pc.live()
        new.live()
        agree(town, pc, new)
        assert {change.id for change in lost} <= set(new.held())
        assert pc.store.value("SELECT count(*) FROM feed_runs") == 0


def agree_on_places(*pcs: Pc) -> None:
    assert len({tuple(sorted(pc.places().items())) for pc in pcs}) == 1


def test_a_restored_pc_goes_on_with_a_chain_of_its_own(town: Town, pc: Pc, tmp_path: Path) -> None:
    pc.save("First")
    pc.live()
    copy = pc.copy(tmp_path / "copy")
    pc.save("On the PC")
    pc.live()
    copy.save("On the restored one")
    assert copy.round_trip().outcome == "next-stick"
    assert (copy.round_trip().outcome, copy.waiting()) == ("done", 0)
    pc.live()
    agree(town, pc, copy)


def test_a_revoked_pc_reads_nothing_and_loses_nothing(town: Town, pc: Pc) -> None:
    pc.save("Before")
    pc.live()
    other = town.pc()
    other.save("Not for the revoked one")
    other.live()
    revoke_device(town.services, str(pc.store.meta_get("device")), wipe=False)
    saved, clock = pc.save("After"), pc.store.meta_get("clock_offset_ms")
    result = pc.round_trip()
    assert (result.outcome, result.sent, result.received) == ("done", 1, 0)
    assert pc.store.meta_get("revoked") == "1"
    assert pc.store.meta_get("clock_offset_ms") == clock
    assert [row["id"] for row in list_quarantine(town.services)] == [saved.id]
    assert [each.id for each in book.quarantined(pc.store)] == [saved.id]


def test_a_wipe_is_ordered_by_stick_as_well(town: Town, pc: Pc) -> None:
    pc.save()
    revoke_device(town.services, str(pc.store.meta_get("device")), wipe=True)
    file = pc.export()
    pc.save("After the export")
    assert not pc.take(pc.at_hub(file)).wipe, "one change is on no stick yet"
    assert pc.round_trip().wipe


def test_a_device_that_the_hub_does_not_know_is_told_by_the_reply(town: Town, pc: Pc) -> None:
    pc.token = "x" * 43
    reply = pc.at_hub(pc.export())
    assert pc.imported.refused == "device-unknown"
    assert pc.take(reply).outcome == "device-unknown"
    assert book.refused_by_hub(pc.store) == "device-unknown"


def test_the_reply_says_what_is_in_quarantine_and_an_older_one_does_not_unsay_it(town: Town, pc: Pc) -> None:
    pc.live()
    old = pc.at_hub(pc.export())
    notice = [NewChange("notice", None, {"text": "Camp on Monday"})]
    [bad] = write(pc.store, notice, author=pc.cho, now=pc.time)  # which a health centre may not write
    assert pc.round_trip().sent == 1
    assert [each.id for each in book.quarantined(pc.store)] == [bad.id]
    assert not book.all_sent(pc.store)
    assert pc.take(old).outcome == "done"
    assert [each.id for each in book.quarantined(pc.store)] == [bad.id]
    assert not book.all_sent(pc.store)


def test_a_stick_says_nothing_of_the_clock(town: Town, pc: Pc) -> None:
    pc.round_trip()
    assert pc.store.meta_get("clock_offset_ms") == ""
    with town.services.store.read() as conn:
        from hub_server.store.devices import by_id

        device = by_id(conn, str(pc.store.meta_get("device")))
    assert device is not None
    assert device.offset_s is None
    assert device.last_seen is not None


def test_open_sticks_are_shown_while_they_matter(pc: Pc) -> None:
    pc.live()
    pc.save()
    pc.export()
    assert [each.waiting for each in bundle_book.on_sticks(pc.store)] == [1]
    pc.live()
    assert bundle_book.on_sticks(pc.store) == [], "the line was faster"


def test_places_that_were_left_do_not_diverge(town: Town, pc: Pc) -> None:
    """The hub did not know where the stick asked from; since then the line has agreed on another place."""
    pc.save()
    pc.live()
    feed = f"facility:{town.facility}"
    known = book.place(pc.store, feed)
    move = "UPDATE feed_places SET seq = ?, head = ? WHERE feed = ?"
    pc.store.execute(move, (known.seq, bytes(32), feed))
    file = pc.export()
    pc.store.execute(move, (known.seq, known.head, feed))
    assert pc.take(pc.at_hub(file)).outcome == "done"
    assert book.place(pc.store, feed) == known
    assert not book.link(pc.store).going_back


def test_the_hub_holds_the_chain_as_the_line_would_have_made_it(town: Town, pc: Pc) -> None:
    pc.save()
    pc.round_trip()
    with town.services.store.read() as conn:
        held = chains.place_of(conn, str(pc.store.value("SELECT chain FROM chains")))
    assert (held.n, held.head) == (1, pc.store.value("SELECT acked_head FROM chains"))
