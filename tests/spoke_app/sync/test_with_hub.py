"""The exchange against the real hub, over lines that break at every place, for PCs that are copied and restored."""

from __future__ import annotations

import secrets
import shutil
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest

from care_record.change import Change
from care_record.ids import new_id, new_token
from hub_server.context import open_services
from hub_server.services.quarantine import list_quarantine, release
from spoke_app.store import exchange_book as book
from spoke_app.store import own_chain, records, soundness
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange, write
from spoke_app.store.store_thread import StoreThread
from spoke_app.sync.engine import DONE, Clock, ExchangeResult, exchange, exchange_once
from spoke_app.sync.transport import Transport
from tests.helpers.fault_proxy import Fault, FaultProxy, html_answer
from tests.helpers.hub import HubProcess, init_store, served_hub, start_serving, stop
from tests.helpers.pc import become

T = TypeVar("T")
KEY = bytes(32)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


class Pc:
    """A health centre's PC whose line to the hub can be broken."""

    def __init__(self, folder: Path, line: FaultProxy, token: str, cho: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.line = line
        self.token = token
        self.cho = cho
        self.store: Store = open_store(folder / "store.db", KEY)
        self.transport = Transport(line.url, token, stall=2.0)

    def call(self, function: Callable[[Store], T], /) -> T:
        return function(self.store)

    def clock(self) -> Clock:
        return Clock(lambda: datetime.now().astimezone(), time.monotonic)

    def exchange(self, fault: Fault | None = None) -> ExchangeResult:
        self.line.fault = fault or Fault()
        return exchange(self.call, self.transport, self.clock())

    def once(self, fault: Fault) -> ExchangeResult:
        self.line.fault = fault
        return exchange_once(self.call, self.transport, self.clock())

    def save(self, name: str = "Sunita Devi", author: str | None = None, **more: str) -> Change:
        fields = {"name": name, "gender": "female", "village": "Parsarma", **more}
        new = [NewChange("patient", None, fields)]
        [change] = write(self.store, new, author=author or self.cho, now=datetime.now().astimezone())
        return change

    def held(self) -> dict[str, bytes]:
        return {row["id"]: bytes(row["line"]) for row in self.store.rows("SELECT id, line FROM journal")}

    def shown(self) -> list[dict[str, object]]:
        columns = "record, kind, patient, fields, heads, conflicts, created_at, updated_at, author, last_clock"
        return self.store.rows(f"SELECT {columns} FROM records WHERE kind != 'credential' ORDER BY record")

    def waiting(self) -> int:
        return own_chain.waiting(self.store)

    def copy(self, folder: Path) -> Pc:
        """The disk as it is now, in another machine."""
        folder.mkdir(parents=True)
        self.store.copy_to(folder / "store.db")
        return Pc(folder, self.line, self.token, self.cho)

    def close(self) -> None:
        self.transport.close()
        self.store.close()


class Town:
    """One health centre and its PCs on one hub."""

    def __init__(self, hub: HubProcess, folder: Path) -> None:
        self.hub = hub
        self.folder = folder
        self.line = FaultProxy(hub.url)
        self.facility = hub.facility()
        self.cho = hub.person(self.facility)
        self.pcs: list[Pc] = []

    def pc(self) -> Pc:
        """A new enrolled PC of the centre."""
        pc = Pc(self.folder / f"pc{len(self.pcs)}", self.line, new_token(), self.cho)
        answer = pc.transport.enrol(self.hub.code(self.facility), pc.token, "PC", "0.1.0", "test")
        become(pc.store, answer)
        self.pcs.append(pc)
        return pc

    def copy(self, pc: Pc) -> Pc:
        copy = pc.copy(self.folder / f"copy{len(self.pcs)}")
        self.pcs.append(copy)
        return copy

    def settle(self) -> None:
        """With a good line everybody comes to the same state, and nothing waits."""
        for _ in range(3):
            for pc in self.pcs:
                assert pc.exchange().outcome == DONE
        first = self.pcs[0]
        for pc in self.pcs:
            assert pc.waiting() == 0
            assert pc.held() == first.held()
            assert pc.shown() == first.shown()
            assert soundness.check(pc.store).problems == []


@pytest.fixture
def town(hub: HubProcess, tmp_path: Path) -> Iterator[Town]:
    town = Town(hub, tmp_path)
    yield town
    for pc in town.pcs:
        pc.close()
    town.line.close()


def test_what_one_pc_saves_the_other_reads(town: Town) -> None:
    a, b = town.pc(), town.pc()
    saved = [a.save("Sunita Devi"), b.save("रमेश")]
    town.settle()
    assert {change.id for change in saved} <= set(a.held())
    assert book.all_sent(a.store)


def test_nothing_to_do_is_one_small_request(town: Town) -> None:
    pc = town.pc()
    pc.save()
    pc.exchange()
    pc.exchange()
    result = pc.exchange()
    assert (result.sent, result.received) == (0, 0)
    assert town.line.up <= 700
    assert town.line.down <= 700


def test_one_note_is_one_request(town: Town) -> None:
    pc = town.pc()
    patient = pc.save()
    pc.exchange()
    new = [NewChange("note", patient.record, {"text": "Cough for three days, no fever.", "visit": new_id()})]
    write(pc.store, new, author=pc.cho, now=datetime.now().astimezone())
    requests: list[ExchangeResult] = []
    town.line.fault = Fault()
    exchange(pc.call, pc.transport, pc.clock(), step=requests.append)
    assert [(each.outcome, each.sent, each.received) for each in requests] == [(DONE, 1, 0)]
    assert book.all_sent(pc.store)


def test_cut_on_the_way_up_at_every_so_many_bytes(town: Town) -> None:
    a, b = town.pc(), town.pc()
    for i in range(250):
        a.save(f"Patient {i}")
    with a.store.transaction():
        book.set_link(a.store, book.Link(budget=1 << 20))
    cut, before = 200, 250
    while a.waiting():
        a.once(Fault(cut_up=cut))
        assert a.waiting() <= before
        cut, before = cut + 900, a.waiting()
        if cut > 40_000:
            break
    town.settle()
    assert len([row for row in b.shown() if row["kind"] == "patient"]) == 250


def test_cut_on_the_way_down_at_every_so_many_bytes(town: Town) -> None:
    a, b = town.pc(), town.pc()
    for i in range(250):
        a.save(f"Patient {i}")
    a.exchange()
    feed = book.feeds(b.store)[0]
    with b.store.transaction():
        book.set_link(b.store, book.Link(budget=1 << 20))
    cut, place = 100, 0
    while place < 250:
        b.once(Fault(cut_down=cut))
        assert book.place(b.store, feed).seq >= place
        place, cut = book.place(b.store, feed).seq, cut + 700
        assert len(b.held()) >= place
    town.settle()


def test_an_emergency_gets_through_a_line_that_breaks_before_its_turn(town: Town) -> None:
    a, b = town.pc(), town.pc()
    a.exchange()
    for i in range(300):
        a.save(f"Patient {i}")
    patient = a.save("Emergency")
    fields = {"desk": new_id(), "speciality": "medicine", "urgency": "emergency", "question": "What now?"}
    new = [NewChange("referral", patient.record, fields)]
    write(a.store, new, author=a.cho, now=datetime.now().astimezone())
    a.once(Fault(cut_up=2500))
    assert a.waiting() == 302
    # The hub may still be busy with what came before the cut.
    assert any(b.exchange().outcome == DONE and patient.id in b.held() for _ in range(200))
    town.settle()


def test_every_answer_lost_still_what_went_out_counts(town: Town) -> None:
    a = town.pc()
    a.exchange()
    for i in range(5):
        a.save(f"Patient {i}")
    result = a.once(Fault(cut_down=0))
    assert (result.outcome, a.waiting()) == ("broken", 5)
    assert book.link(a.store).ask_first
    result = a.exchange()
    assert (result.outcome, result.sent, a.waiting()) == (DONE, 5, 0)
    town.settle()


def test_yesterdays_answer_changes_nothing(town: Town) -> None:
    a = town.pc()
    a.exchange()
    a.save()
    a.exchange()
    recorded = bytes(town.line.answer)
    assert recorded.startswith(b"HTTP/1.1 200")
    waits = a.save()
    before = a.held()
    result = a.exchange(Fault(answer=recorded))
    assert (result.outcome, a.waiting(), a.held()) == ("not-our-hub", 1, before)
    assert own_chain.is_waiting(a.store, waits.id)
    town.settle()


@pytest.mark.parametrize("status", ["200 OK", "204 No Content", "302 Found", "500 Oops"])
def test_a_captive_portal_changes_nothing(town: Town, status: str) -> None:
    a = town.pc()
    a.save()
    result = a.exchange(Fault(answer=html_answer(status)))
    assert (result.outcome, a.waiting()) == ("not-our-hub", 1)
    assert a.exchange().sent == 1


def test_a_silent_line_is_given_up(town: Town) -> None:
    a = town.pc()
    a.transport = Transport(town.line.url, a.token, stall=0.3)
    a.save()
    assert a.exchange(Fault(mute=True)).outcome == "stalled"
    assert a.waiting() == 1


def test_what_the_hub_refuses_is_set_aside_and_everything_else_goes_on(town: Town, hub: HubProcess) -> None:
    a, b = town.pc(), town.pc()
    foreign_cho = hub.person(hub.facility())
    a.exchange()
    good, bad, after = a.save("Before"), a.save("By a stranger", author=foreign_cho), a.save("After")
    result = a.exchange()
    assert (result.outcome, a.waiting()) == (DONE, 0)
    [aside] = book.quarantined(a.store)
    assert (aside.id, aside.record) == (bad.id, bad.record)
    assert aside.code
    assert not book.all_sent(a.store)
    assert records.folded(a.store, bad.record) is None
    b.exchange()
    assert {good.id, after.id} <= set(b.held())
    assert bad.id not in b.held()
    assert bad.id in {each["id"] for each in list_quarantine(hub.services)}
    release(hub.services, bad.id)
    town.settle()
    assert book.quarantined(a.store) == []
    assert records.folded(a.store, bad.record) is not None


def test_a_copied_disk_gets_a_new_chain_and_nothing_is_lost(town: Town) -> None:
    a = town.pc()
    a.save("Proved")
    a.exchange()
    a.save("Before the copy, unsent")
    twin = town.copy(a)
    for i in range(3):
        a.save(f"On the first {i}")
        twin.save(f"On the second {i}")
    a.exchange()
    chain = own_chain.current_chain(twin.store)
    twin.exchange()
    moved = own_chain.current_chain(twin.store)
    assert chain is not None and moved is not None
    assert moved.chain != chain.chain
    town.settle()
    names = {str(row["fields"]) for row in a.shown() if row["kind"] == "patient"}
    assert len(names) == 8
    settled = own_chain.current_chain(twin.store)
    assert settled is not None and settled.chain == moved.chain


def test_a_pc_restored_from_its_backup_gets_its_own_later_changes_back(town: Town) -> None:
    a = town.pc()
    a.save("Before the backup")
    a.exchange()
    backup = a.copy(town.folder / "backup")
    for i in range(4):
        a.save(f"After the backup {i}")
    a.exchange()
    later = a.held()
    town.pcs.remove(a)
    a.close()
    town.pcs.append(backup)
    new = backup.save("After the restore")
    town.settle()
    assert {*later, new.id} <= set(backup.held())
    assert {change: backup.held()[change] for change in later} == later


def test_hub_away_and_back_and_restored(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    store = init_store(url)
    process, address = start_serving(url)
    hub = HubProcess(address, url, open_services(store), process)
    town = Town(hub, tmp_path)
    a, b = town.pc(), town.pc()
    a.save("First")
    town.settle()
    assert stop(process) == 0
    (tmp_path / "backup").mkdir()
    for file in tmp_path.glob("hub.db*"):
        shutil.copy(file, tmp_path / "backup" / file.name)
    a.save("While the hub is away")
    assert a.exchange().outcome in ("broken", "unreachable")
    process, town.line = _again(town, url)
    a.save("Seen by the hub alone before it fails")
    town.settle()
    assert stop(process) == 0
    for file in tmp_path.glob("hub.db*"):
        file.unlink()
    for file in (tmp_path / "backup").iterdir():
        shutil.copy(file, tmp_path / file.name)
    process, town.line = _again(town, url)
    b.save("After the restore")
    town.settle()
    assert len([row for row in b.shown() if row["kind"] == "patient"]) == 4
    for pc in town.pcs:
        pc.close()
    assert stop(process) == 0
    store.close()
    town.line.close()


def _again(town: Town, url: str) -> tuple[subprocess.Popen[str], FaultProxy]:
    process, address = start_serving(url)
    town.line.close()
    line = FaultProxy(address)
    for pc in town.pcs:
        pc.transport.close()
        pc.line, pc.transport = line, Transport(line.url, pc.token, stall=2.0)
    return process, line


def test_other_peoples_ids_are_no_way_in(town: Town) -> None:
    a = town.pc()
    stranger = Pc(town.folder / "stranger", town.line, new_token(), new_id())
    with stranger.store.transaction():
        for key in ("device", "hub", "sign_key", "post_kind", "post_id"):
            stranger.store.meta_set(key, a.store.meta_get(key))
        own_chain.start_chain(stranger.store, new_id(), now=datetime.now().astimezone())
    assert stranger.exchange().outcome == "device-unknown"
    assert stranger.held() == {}
    stranger.close()


def test_memory_is_bounded_by_the_page_not_by_the_backlog(town: Town) -> None:
    a, b = town.pc(), town.pc()
    a.exchange()  # what is loaded with the first exchange of a process is not the backlog's
    with a.store.transaction():
        for i in range(1200):
            a.save(f"Patient {i}", note=secrets.token_hex(2000))
    for pc in (a, b):
        with pc.store.transaction():
            book.set_link(pc.store, book.Link(budget=1 << 20))
        pc.transport.close()
        pc.transport = Transport(town.hub.url, pc.token)  # the line between keeps what it carries
        tracemalloc.start()
        try:
            assert pc.exchange().outcome == DONE
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert most < 2_500_000
    assert len(b.held()) >= 1200


def test_saving_waits_for_no_exchange(town: Town) -> None:
    a = town.pc()
    path = a.folder / "store.db"
    a.exchange()
    a.store.close()
    town.line.fault = Fault(mute=True)
    hanging = StoreThread(lambda: open_store(path, KEY))
    done: list[ExchangeResult] = []
    transport = Transport(town.line.url, a.token, stall=1.5)
    exchanging = threading.Thread(target=lambda: done.append(exchange(hanging.call, transport, a.clock())))
    exchanging.start()
    new = [NewChange("patient", None, {"name": "Sunita Devi", "gender": "female", "village": "Parsarma"})]
    for _ in range(20):
        hanging.call(lambda store: write(store, new, author=a.cho, now=datetime.now().astimezone()))
    assert exchanging.is_alive()
    assert hanging.call(own_chain.waiting) == 20
    exchanging.join(20)
    assert [result.outcome for result in done] == ["stalled"]
    hanging.close()
    transport.close()
    a.store = open_store(path, KEY)
    town.settle()
