"""A hub that was restored from an older backup gets back from its PCs what it lost; the spokes are its last backup."""

from __future__ import annotations

import shutil
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import sqlalchemy as sa

from care_record.change import Change
from care_record.heal_wire import HealEnd, HealHello, Lacks, Whole, heal_message, parse_heal_request
from care_record.ids import new_id, new_token
from care_record.wire import AnswerEnd, Diverged, HubHello, LineReader, message
from hub_server.answer import Answering
from hub_server.context import Services, open_services
from hub_server.enrol import EnrolRequest, enrol, new_chain
from hub_server.exchange import Receiving, device_of
from hub_server.heal import Healing
from hub_server.problems import Problem
from hub_server.services.devices import make_enrol_code, revoke_device
from hub_server.services.places import add_desk, add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store.check import check
from hub_server.store.database import HubStore
from hub_server.store.writer import HubChange
from spoke_app.store import exchange_book as book
from spoke_app.store import feed_runs, own_chain, soundness
from spoke_app.store.database import Store, open_store
from spoke_app.store.journal import NewChange, write
from spoke_app.sync.engine import DONE, Clock, ExchangeResult, exchange
from spoke_app.sync.transport import Answer, NoConnection, Refusal
from tests.helpers.hub import HubProcess, init_store, start_serving, stop
from tests.helpers.pc import Pc as RealPc
from tests.spoke_app.sync.rig import FEED, Feed, Request, ScriptedHub, Spoke, foreign, gzipped

T = TypeVar("T")
KEY = bytes(32)
FAR = 1 << 40


class Pieces(Answer):
    """An answer as far as the line carries it."""

    def __init__(self, pieces: Iterator[bytes], wire: Wire) -> None:
        self._source = pieces
        self._wire = wire
        self.compressed = True

    def pieces(self) -> Iterator[bytes]:
        for piece in self._source:
            yield piece[: self._wire.down]
            self._wire.down -= len(piece)
            if self._wire.down <= 0:
                raise NoConnection("broken")


@dataclass
class Wire:
    """The line of one PC: cut after so many bytes of healings up or down, and what went over it."""

    town: Town
    token: str
    up: int = FAR
    down: int = FAR
    exchanges: int = 0
    healings: list[bytes] = field(default_factory=list)

    @contextmanager
    def exchange(self, body: bytes | Iterator[bytes], /) -> Iterator[Answer]:
        services = self.town.services
        self.exchanges += 1
        try:
            receiving = Receiving(services, device_of(services, f"Bearer {self.token}"), compressed=True)
            for piece in [body] if isinstance(body, bytes) else body:
                receiving.feed(piece)
            answering = Answering(services, receiving.finish())
        except Problem as problem:
            raise Refusal(problem.code, problem.status) from None
        yield Pieces(answering.pieces(), Wire(self.town, self.token))

    @contextmanager
    def heal(self, body: bytes, /) -> Iterator[Answer]:
        services = self.town.services
        self.healings.append(body)
        try:
            healing = Healing(services, device_of(services, f"Bearer {self.token}"), compressed=True)
            healing.feed(body[: self.up])
            self.up -= len(body)
            if self.up < 0:
                raise NoConnection("broken")
            answer = healing.finish()
        except Problem as problem:
            raise Refusal(problem.code, problem.status) from None
        yield Pieces(iter([answer]), self)

    def new_chain(self) -> str:
        services = self.town.services
        return new_chain(services, device_of(services, f"Bearer {self.token}"))


class Pc:
    """A health centre's PC."""

    def __init__(self, town: Town, facility: str, cho: str, folder: Path) -> None:
        folder.mkdir()
        self.town, self.facility, self.cho, self.folder = town, facility, cho, folder
        self.store: Store = open_store(folder / "store.db", KEY)
        self.enrol()

    def enrol(self) -> None:
        """A device of the centre, over the store as it is."""
        token = new_token()
        self.wire = Wire(self.town, token)
        code = make_enrol_code(self.town.services, self.facility)["code"]
        answer = enrol(self.town.services, EnrolRequest(str(code), token))
        values = {"device": answer.device, "hub": answer.hub, "sign_key": answer.sign_key}
        with self.store.transaction():
            for key, value in (values | {"post_kind": "facility", "post_id": self.facility}).items():
                self.store.meta_set(key, value)
            known = own_chain.current_chain(self.store)
            own_chain.start_chain(self.store, answer.chain, now=self.town.now(), after_n=0 if known else None)

    def call(self, function: Callable[[Store], T], /) -> T:
        return function(self.store)

    def exchange(self, *, up: int = FAR, down: int = FAR) -> ExchangeResult:
        self.wire.up, self.wire.down = up, down
        self.wire.exchanges = 0
        self.wire.healings.clear()
        return exchange(self.call, self.wire, Clock(self.town.now, time.monotonic))

    def save(self, *changes: NewChange) -> list[Change]:
        return write(self.store, changes, author=self.cho, now=self.town.now())

    def patient(self, name: str = "Sunita Devi", **more: Any) -> Change:
        [change] = self.save(NewChange("patient", None, {"name": name, "gender": "female", **more}))
        return change

    def held(self) -> set[str]:
        return {row["id"] for row in self.store.rows("SELECT id FROM journal")}

    def feed(self) -> str:
        return f"facility:{self.facility}"


class Town:
    """A hub and its health centres in one process; the hub can be put back to a copy of its file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.time = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        self.file = folder / "hub.db"
        self._open(init_store(f"sqlite:///{self.file}"))
        self.desk = add_desk(self.services, {"code": "DH", "name": "Sadar Hospital", "specialities": ["medicine"]})
        papers = {"qualification": "MBBS", "registration_no": "BCMR 00001"}
        self.doctor = add_staff(self.services, NewStaff("Dr Nivedita Jha", "doctor", (self.desk,), extra=papers))
        self.pcs: list[Pc] = []

    def _open(self, store: HubStore) -> None:
        self.hub = store
        self.services: Services = open_services(store)

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time

    def facility(self, code: str) -> str:
        return add_facility(self.services, {"code": code, "name": f"HSC {code}", "district": "223"})

    def cho(self, facility: str) -> str:
        return add_staff(self.services, NewStaff("Kumari Anjali", "cho", (facility,)))

    def pc(self, facility: str, cho: str) -> Pc:
        self.pcs.append(Pc(self, facility, cho, self.folder / f"pc{len(self.pcs)}"))
        return self.pcs[-1]

    def hub_writes(self, *changes: HubChange) -> None:
        self.services.store.run(lambda conn: self.services.writer.write(conn, self.doctor, changes))

    def share(self, patient: str, to: Pc) -> None:
        entry = {"id": new_id(), "facility": to.facility, "by": self.doctor, "at": "2026-11-23T10:00:00Z"}
        self.hub_writes(HubChange("patient", patient, patient, {"share": [entry]}))

    def answered(self, pc: Pc, name: str = "Sunita Devi") -> None:
        """A new patient, and a doctor's advice that the PC has read."""
        patient = pc.patient(name)
        self.settle(pc, rounds=1)
        self.answer(patient.record)
        self.settle(pc, rounds=1)

    def answer(self, patient: str) -> None:
        self.hub_writes(HubChange("advice", None, patient, {"text": "rest", "signed": "2026-11-23T10:00:00Z"}))

    def backup(self) -> None:
        self.hub.close()
        shutil.copy(self.file, self.folder / "backup.db")
        self._open(HubStore(f"sqlite:///{self.file}"))

    def restore(self) -> None:
        self.hub.close()
        for stale in self.folder.glob("hub.db*"):
            stale.unlink()
        shutil.copy(self.folder / "backup.db", self.file)
        self._open(HubStore(f"sqlite:///{self.file}"))

    def at_hub(self, state: str | None = None) -> set[str]:
        with self.services.store.read() as conn:
            query = "SELECT id FROM changes" + (f" WHERE state = '{state}'" if state else "")
            return set(conn.execute(sa.text(query)).scalars())

    def settle(self, *pcs: Pc, rounds: int = 3) -> None:
        for _ in range(rounds):
            for pc in pcs or tuple(self.pcs):
                assert pc.exchange().outcome == DONE

    def converged(self, everything: set[str]) -> None:
        """C1 and C2: nothing that anybody held is missing, and everybody is where the hub is."""
        self.settle()
        assert everything <= self.at_hub("stored")
        assert self.at_hub("waiting") == set()
        with self.services.store.read() as conn:
            assert check(conn).wrong == ()
        for pc in self.pcs:
            assert feed_runs.open_run(pc.store) is None
            assert book.quarantined(pc.store) == []
            assert own_chain.waiting(pc.store) == 0
            assert soundness.check(pc.store).problems == []
            pc.exchange()
            assert (pc.wire.exchanges, pc.wire.healings) == (1, []), "once healed it costs nothing"
        for one, other in zip(self.pcs, self.pcs[1:], strict=False):
            if one.facility == other.facility:
                assert one.held() == other.held()

    def everything(self) -> set[str]:
        return self.at_hub().union(*(pc.held() for pc in self.pcs))

    def close(self) -> None:
        for pc in self.pcs:
            pc.store.close()
        self.hub.close()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.close()


def test_a_restored_hub_gets_back_what_everybody_wrote(town: Town) -> None:
    here, there = town.facility("A"), town.facility("B")
    a, b = town.pc(here, town.cho(here)), town.pc(there, town.cho(there))
    first = a.patient()
    town.settle()
    town.backup()
    cho = town.cho(here)
    second = town.pc(here, cho)
    patient = second.patient("Rekha Kumari")
    town.settle()
    town.share(patient.record, b)
    town.settle()
    b.save(NewChange("note", patient.record, {"text": "seen at the other centre"}))
    town.answer(patient.record)
    town.answer(first.record)
    town.settle()
    everything = town.everything()
    town.pcs.remove(second)  # the PC that registered her burnt down
    second.store.close()
    town.restore()
    assert not everything <= town.at_hub()
    town.converged(everything)
    with town.services.store.read() as conn:
        row = conn.execute(sa.text(f"SELECT * FROM subjects WHERE subject = '{patient.record}'")).one()
    assert row.first_facility == here


def test_a_hub_that_grew_otherwise_since_keeps_both(town: Town) -> None:
    here = town.facility("A")
    a, b = town.pc(here, town.cho(here)), town.pc(here, town.cho(here))
    a.patient("Before")
    town.settle()
    town.backup()
    a.patient("Only the lost hub had it")
    town.settle()
    town.answered(a)
    town.settle()
    everything = town.everything()
    town.restore()
    for i in range(40):
        b.patient(f"After the restore {i}")
    town.settle(b)
    town.converged(town.everything() | everything)


def test_only_a_replaced_pc_has_the_run(town: Town) -> None:
    """Its enrolment was lost with the rest: it is a device of its centre again, with a new id and the same store."""
    here = town.facility("A")
    town.backup()
    pc = town.pc(here, town.cho(here))
    for i in range(120):
        pc.patient(f"Patient {i}")
    town.answered(pc)
    everything = town.everything()
    town.restore()
    assert pc.exchange().outcome == "device-unknown"
    pc.enrol()
    town.converged(everything)


def test_restored_twice_it_is_healed_twice(town: Town) -> None:
    here = town.facility("A")
    pc = town.pc(here, town.cho(here))
    town.settle()
    town.backup()
    town.answered(pc)
    town.answered(pc)
    everything = town.everything()
    town.restore()
    pc.exchange(up=0)  # the places agree again, the healing breaks
    assert feed_runs.open_run(pc.store) is not None
    town.restore()
    pc.exchange()
    town.restore()
    town.converged(everything)


@pytest.mark.parametrize("by", ["the hub", "the first centre"])
def test_what_was_written_upon_a_lost_share_is_taken_in(town: Town, by: str) -> None:
    """The note never stood in a feed: nobody proves it, and until the share is back it is a foreign patient's."""
    here, there = town.facility("A"), town.facility("B")
    a, b = town.pc(here, town.cho(here)), town.pc(there, town.cho(there))
    patient = a.patient()
    town.settle()
    town.backup()
    if by == "the hub":
        town.share(patient.record, b)
    else:
        entry = {"id": new_id(), "facility": there, "by": a.cho, "at": "2026-11-23T10:00:00Z"}
        a.save(NewChange("patient", patient.record, {"share": [entry]}, patient.record, (patient.id,)))
    town.settle()
    b.save(NewChange("note", patient.record, {"text": "seen here, while the line was down"}))
    everything = town.everything()
    town.restore()
    town.settle(b, a)
    town.converged(everything)


def test_what_somebody_wrote_whose_new_post_was_lost_is_taken_in(town: Town) -> None:
    here, there = town.facility("A"), town.facility("B")
    cho = town.cho(there)
    pc = town.pc(here, town.cho(here))
    town.settle()
    town.backup()
    posts = [{"id": there, "from": "2025-01-01"}, {"id": here, "from": "2026-11-23"}]
    town.hub_writes(HubChange("staff", cho, None, {"posts": posts}))
    town.settle()
    pc.cho = cho
    pc.patient("Registered by her")
    everything = town.everything()
    town.restore()
    town.converged(everything)


@pytest.mark.parametrize("way", ["up", "down"])
def test_cut_at_every_so_many_bytes_it_goes_on(town: Town, way: str) -> None:
    here = town.facility("A")
    pc = town.pc(here, town.cho(here))
    town.settle()
    town.backup()
    for i in range(10):
        town.answered(pc, f"Patient {i}")
    everything = town.everything()
    town.restore()
    with pc.store.transaction():
        book.set_link(pc.store, book.Link(budget=600))
    cut, there = 0, 0
    while (outcome := pc.exchange(**{way: cut}).outcome) != DONE:
        assert outcome == "broken"
        assert len(town.at_hub()) >= there
        there, cut = len(town.at_hub()), cut + 150
    assert cut > 700
    town.converged(everything)


def test_thousands_of_lines_go_in_bounded_pieces(town: Town) -> None:
    here = town.facility("A")
    pc = town.pc(here, town.cho(here))
    town.settle()
    town.backup()
    patient = pc.patient().record
    town.settle()
    town.hub_writes(*[HubChange("note", None, patient, {"text": new_id() * 8}) for _ in range(2000)])
    town.settle()
    everything = town.everything()
    town.restore()
    with pc.store.transaction():
        book.set_link(pc.store, book.Link(budget=16 * 1024))
    tracemalloc.start()
    try:
        assert pc.exchange().outcome == DONE
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    sizes = [len(body) for body in pc.wire.healings]
    assert len(sizes) >= 4
    assert max(sizes) < 100_000 < sum(sizes)
    assert most < 16_000_000
    town.converged(everything)


def test_a_revoked_pc_does_not_heal(town: Town) -> None:
    here = town.facility("A")
    pc, other = town.pc(here, town.cho(here)), town.pc(here, town.cho(here))
    town.settle()
    town.backup()
    town.answered(pc)
    town.restore()
    device = pc.store.meta_get("device")
    pc.exchange(up=0)
    assert feed_runs.open_run(pc.store) is not None
    revoke_device(town.services, device, wipe=False)
    before = town.at_hub()
    assert pc.exchange().outcome == DONE
    assert pc.wire.healings == []
    with pc.store.transaction():
        pc.store.meta_set("revoked", "")  # one that would not believe it
    with pytest.raises(Refusal, match="device-revoked"), pc.wire.heal(_hello_only(pc)):
        pass
    assert town.at_hub() == before
    assert other.exchange().outcome == DONE


def _hello_only(pc: Pc) -> bytes:
    hello = HealHello(protocol=1, request="r", device=pc.store.meta_get("device"), feed=pc.feed())
    return gzipped([heal_message(hello), heal_message(HealEnd(0))])


# -- answers that are none -----------------------------------------------------------------------------------------


@pytest.fixture
def spoke(tmp_path: Path, hub: ScriptedHub) -> Iterator[Spoke]:
    """A PC whose hub has lost the last three places of its feed."""
    made = Spoke(tmp_path, hub)
    hub.script = hub.news
    lines = [foreign(f"Patient {i}") for i in range(6)]
    for count in (3, 6):
        hub.feed.lines[:] = lines[:count]
        made.exchange()
    hub.feed = Feed(FEED, hub.key, lines[:3])
    hub.script = lambda request: _restored(hub, request)
    yield made
    made.store.close()


def _restored(hub: ScriptedHub, request: Request) -> bytes:
    seq, head = request.hello.feeds[FEED]
    if seq > len(hub.feed.lines) or hub.feed.head(seq).hex() != head:
        newest = (len(hub.feed.lines), hub.feed.head(len(hub.feed.lines)).hex())
        diverged = [message(Diverged(FEED, newest)), message(AnswerEnd(more=False))]
        return gzipped([hub.hello(request), hub.ack(request), *diverged])
    return hub.news(request)


def told(_: ScriptedHub, body: bytes, *answer: bytes, **hello: str) -> bytes:
    """An answer to this healing."""
    first = parse_heal_request(next(iter(LineReader().feed(body))))
    assert isinstance(first, HealHello)
    said: dict[str, Any] = {"hub": "hub-1", "request": first.request, "time": "2026-11-23T09:00:00Z", **hello}
    return gzipped([heal_message(HubHello(protocol=1, **said)), *answer])


def lacks(until: int, *seqs: int, took: int = 0) -> bytes:
    return heal_message(Lacks(until, took, seqs))


END = heal_message(HealEnd(1))
ODD: dict[str, Callable[[ScriptedHub, bytes], bytes]] = {
    "a portal's page": lambda hub, body: b"<html>sign in</html>",
    "nothing": lambda hub, body: b"",
    "another hub": lambda hub, body: told(hub, body, lacks(6), END, hub="hub-2"),
    "yesterday's answer": lambda hub, body: told(hub, body, lacks(6), END, request="0"),
    "another page": lambda hub, body: told(hub, body, lacks(5), END),
    "places of no page": lambda hub, body: told(hub, body, lacks(6, 3), END),
    "cut short": lambda hub, body: told(hub, body, lacks(6)),
    "cut in the middle": lambda hub, body: told(hub, body, lacks(6), END)[:-20],
    "an end before its time": lambda hub, body: told(hub, body, END),
    "more than was asked": lambda hub, body: told(hub, body, lacks(6), lacks(6), END),
    "more after the end": lambda hub, body: told(hub, body, lacks(6), END, END),
    "two hellos": lambda hub, body: told(
        hub, body, heal_message(HubHello(hub="hub-1", request="", time="", protocol=1))
    ),
    "rubbish": lambda hub, body: told(hub, body, b'{"change":{}}'),
    "a bomb": lambda hub, body: told(hub, body, b"\n" * 5_000_000),
}


@pytest.mark.parametrize("odd", list(ODD))
def test_what_is_no_answer_changes_nothing(spoke: Spoke, hub: ScriptedHub, odd: str) -> None:
    hub.healing = lambda body: ODD[odd](hub, body)
    assert spoke.exchange().outcome in ("not-our-hub", "broken")
    run = feed_runs.open_run(spoke.store)
    assert run is not None
    assert (run.feed, run.place.seq) == (FEED, 3)
    assert spoke.store.row("SELECT asked, brought, quiet FROM feed_runs") == {"asked": 0, "brought": 0, "quiet": 0}


def test_a_hub_that_lacks_what_it_was_given_is_none(spoke: Spoke, hub: ScriptedHub) -> None:
    asked: list[bytes] = []

    def always(body: bytes) -> bytes:
        asked.append(body)
        return told(hub, body, lacks(6, 4, 5, 6), END)

    hub.healing = always
    assert spoke.exchange().outcome == "not-our-hub"
    assert len(asked) == 2
    assert feed_runs.open_run(spoke.store) is not None


def test_a_hub_that_always_lacks_something_else_is_none(spoke: Spoke, hub: ScriptedHub) -> None:
    asked: list[bytes] = []

    def turning(body: bytes) -> bytes:
        asked.append(body)
        lines = [parse_heal_request(line) for line in LineReader().feed(body)]
        sent = isinstance(lines[2], Whole)
        return told(hub, body, lacks(6, 5 if sent else 4), END)

    hub.healing = turning
    assert spoke.exchange().outcome == "not-our-hub"
    assert len(asked) < 1000


@pytest.mark.parametrize(
    ("code", "status", "outcome"),
    [
        ("not-found", 404, DONE),
        ("not-proved", 403, DONE),
        ("busy", 503, "busy"),
        ("too-many-requests", 429, "too-many-requests"),
    ],
)
def test_a_hub_that_refuses_is_asked_again_another_time(
    spoke: Spoke, hub: ScriptedHub, code: str, status: int, outcome: str
) -> None:
    def refuse(body: bytes) -> bytes:
        raise Refusal(code, status, retry_after=7.0 if outcome != DONE else None)

    hub.healing = refuse
    result = spoke.exchange()
    assert (result.outcome, result.retry_after) == (outcome, 7.0 if outcome != DONE else None)
    assert feed_runs.open_run(spoke.store) is not None
    hub.healing = lambda body: told(hub, body, lacks(6), END)
    assert spoke.exchange().outcome == DONE
    assert feed_runs.open_run(spoke.store) is None


def test_a_run_under_anothers_signature_is_not_sent(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.healing = lambda body: b""
    assert spoke.exchange().outcome == "not-our-hub"
    with spoke.store.transaction():
        spoke.store.execute("UPDATE feed_marks SET signature = zeroblob(64) WHERE feed LIKE ?", (f"{FEED}@%",))
    asked: list[bytes] = []
    hub.healing = lambda body: asked.append(body) or b""  # type: ignore[func-returns-value]
    assert spoke.exchange().outcome == DONE
    assert asked == []
    assert feed_runs.open_run(spoke.store) is None


# -- a hub as it is served -----------------------------------------------------------------------------------------


def test_a_served_hub_is_restored_and_healed(tmp_path: Path) -> None:
    url, kept = f"sqlite:///{tmp_path / 'hub.db'}", tmp_path / "kept.db"
    store = init_store(url)
    process, address = start_serving(url)
    hub = HubProcess(address, url, open_services(store), process)
    facility = hub.facility()
    a, b = (RealPc(hub, facility, hub.person(facility), tmp_path / name, address) for name in ("a", "b"))
    a.patient("Before the backup")
    for pc in (a, b):
        assert pc.exchange().outcome == DONE
    with store.engine.connect() as conn:
        conn.exec_driver_sql("COMMIT")
        conn.exec_driver_sql(f"VACUUM INTO '{kept}'")
    for i in range(150):
        a.patient(f"Patient {i}")
    late = hub.person(facility)
    for pc in (a, b):
        assert pc.exchange().outcome == DONE
    everything = a.held() | b.held()
    a.close()  # lost together with the hub's disk
    assert stop(process) == 0
    store.close()
    for stale in tmp_path.glob("hub.db*"):
        stale.unlink()
    kept.rename(tmp_path / "hub.db")
    process, address = start_serving(url)
    b.move_to(address)
    assert [b.exchange().outcome for _ in range(2)] == [DONE, DONE]
    assert feed_runs.open_run(b.store) is None
    assert stop(process) == 0
    store = HubStore(url)
    with store.read() as conn:
        rows = conn.execute(sa.text("SELECT id, line, record FROM changes WHERE state = 'stored'")).all()
        assert check(conn).wrong == ()
    assert {row.id: bytes(row.line) for row in rows}.items() >= everything.items()
    assert late in {row.record for row in rows}
    b.close()
    store.close()
