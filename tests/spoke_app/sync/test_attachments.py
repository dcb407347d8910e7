"""Attachments between real PCs and a real hub: resumed where the line broke, behind the text, believed when proved."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from care_record.attachment import MOST_BYTES, PIECE
from hub_server.store import tables as t
from spoke_app.store import attachments, soundness
from spoke_app.store import exchange_book as book
from spoke_app.store.journal import NewChange
from spoke_app.sync.attachments import MISSES, TEXT_EVERY_S, TEXT_FIRST, AttachmentQueue
from spoke_app.sync.engine import DONE, STOPPED, Clock, ExchangeResult
from spoke_app.sync.transport import Reply
from tests.helpers.fault_proxy import Fault, FaultProxy, html_answer
from tests.helpers.hub import HubProcess, served_hub
from tests.helpers.pc import CLOCK, Pc, now

HEAD_BYTES = 1500
"""At most so much of a request, and of its answer, is not the piece."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    with served_hub(f"sqlite:///{tmp_path_factory.mktemp('hub') / 'hub.db'}") as served:
        yield served


@dataclass
class Centre:
    """A health centre, its PCs, and the line between them and the hub."""

    hub: HubProcess
    folder: Path
    line: FaultProxy
    facility: str = ""
    cho: str = ""
    pcs: list[Pc] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.facility = self.hub.facility()
        self.cho = self.hub.person(self.facility)

    def pc(self) -> Pc:
        made = Pc(self.hub, self.facility, self.cho, self.folder / f"pc{len(self.pcs)}", self.line.url, stall=3.0)
        self.pcs.append(made)
        return made

    def forget(self) -> None:
        """The hub is restored from a backup of before any attachment."""
        with self.hub.services.store.begin() as conn:
            for table in (t.attachments, t.attachment_pieces, t.attachment_uploads):
                conn.execute(sa.delete(table))
            conn.execute(sa.update(t.attachment_names).values(there=False))


@pytest.fixture
def centre(hub: HubProcess, tmp_path: Path) -> Iterator[Centre]:
    with FaultProxy(hub.url) as line:
        made = Centre(hub, tmp_path, line)
        yield made
        for pc in made.pcs:
            pc.close()


def attach(pc: Pc, data: bytes, patient: str = "") -> str:
    """What `attach_file` writes."""
    patient = patient or pc.patient().record
    with pc.store.transaction():
        sha = attachments.keep(pc.store, data, now())
        fields = {"sha256": sha, "bytes": len(data), "media": "image/jpeg", "label": "Wound"}
        pc.save(NewChange("attachment", patient, fields))
    return sha


def queue(pc: Pc, **options: object) -> AttachmentQueue:
    return AttachmentQueue(pc.call, pc.transport, CLOCK, **options)  # type: ignore[arg-type]


def bring(pc: Pc) -> str:
    """The text, then the attachments."""
    assert pc.exchange().outcome == DONE
    return queue(pc).run()


def test_a_picture_goes_to_the_hub_and_from_there_to_the_other_pc(centre: Centre) -> None:
    one, two, data = centre.pc(), centre.pc(), os.urandom(3 * PIECE + 17)
    sha = attach(one, data)
    one.exchange()
    assert attachments.backlog(one.store) == attachments.Backlog(1, len(data), 0)
    assert not book.all_sent(one.store)
    assert queue(one).run() == DONE
    one.exchange()
    assert attachments.backlog(one.store) == attachments.Backlog(0, 0, 0)
    assert book.all_sent(one.store)
    two.exchange()
    assert attachments.backlog(two.store).missing == 1
    steps: list[ExchangeResult] = []
    assert queue(two, step=steps.append).run() == DONE
    assert attachments.read(two.store, sha) == data
    assert attachments.backlog(two.store) == attachments.Backlog(0, 0, 0)
    assert steps[-1].kinds == {"attachment"}
    assert len(steps[-1].ids) == 2
    assert soundness.check(two.store).whole


@pytest.mark.parametrize("cut", [1, 700, PIECE // 2, PIECE + 900, 2 * PIECE, 3 * PIECE - 5000])
def test_a_cut_on_the_way_up_costs_no_more_than_what_was_on_the_line(centre: Centre, cut: int) -> None:
    pc, data = centre.pc(), os.urandom(3 * PIECE)
    sha = attach(pc, data)
    pc.exchange()
    centre.line.fault = Fault(cut_up=cut, reset=True)
    assert queue(pc).run() in ("broken", "unreachable")
    assert attachments.backlog(pc.store).waiting == 1
    centre.line.fault = Fault()
    assert bring(pc) == DONE
    # What the hub had taken in is not sent again: at most the piece that was under way (the hub may still have held on
    # to it when it was asked), and heads of requests.
    gone = max(0, cut - PIECE - 3 * HEAD_BYTES)
    assert centre.line.up <= len(data) - gone + PIECE + 8 * HEAD_BYTES
    other = centre.pc()
    assert bring(other) == DONE
    assert attachments.read(other.store, sha) == data


@pytest.mark.parametrize("cut", [1, 700, 20_000, PIECE + 2000, 3 * PIECE - 5000])
def test_a_cut_on_the_way_down_keeps_every_byte_that_came(centre: Centre, cut: int) -> None:
    one, two, data = centre.pc(), centre.pc(), os.urandom(3 * PIECE)
    sha = attach(one, data)
    assert bring(one) == DONE
    two.exchange()
    centre.line.fault = Fault(cut_down=cut)
    assert queue(two).run() in ("broken", "unreachable", "not-our-hub")
    came = two.store.value("SELECT came FROM attachments WHERE sha = ?", (sha,)) or 0
    assert came >= cut - 4 * HEAD_BYTES
    centre.line.fault = Fault()
    assert queue(two).run() == DONE
    assert centre.line.down <= len(data) - came + 5 * HEAD_BYTES
    assert attachments.read(two.store, sha) == data


def test_a_line_that_is_cut_again_and_again_gets_there(centre: Centre) -> None:
    one, data = centre.pc(), os.urandom(4 * PIECE)
    attach(one, data)
    one.exchange()
    total = 0
    for _ in range(20):
        centre.line.fault = Fault(cut_up=PIECE + PIECE // 3, reset=True)
        if queue(one).run() == DONE:
            break
        total += centre.line.up
    assert attachments.backlog(one.store).waiting == 0
    # 1.3 times, and a piece more each time that the hub, asked at once, had not yet taken in what came before the cut.
    assert total <= 3 * len(data)


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_strangers_answer_changes_nothing(centre: Centre, way: str) -> None:
    one, two, data = centre.pc(), centre.pc(), os.urandom(2 * PIECE)
    sha = attach(one, data)
    pc = one if way == "up" else two
    if way == "up":
        one.exchange()
    else:
        assert bring(one) == DONE
        two.exchange()
    whole = b"HTTP/1.1 204 No Content\r\nUpload-Offset: %d\r\nUpload-Length: %d\r\n" % (len(data), len(data))
    lies = [
        html_answer(),
        html_answer("404 Not Found"),
        html_answer("204 No Content"),
        whole + b"\r\n",
        whole + b"Spoke-Hub: another\r\nSpoke-Request: abc\r\n\r\n",
        whole + b"Spoke-Hub: %b\r\nSpoke-Request: yesterdays\r\n\r\n" % one.store.meta_get("hub").encode(),
    ]
    before = pc.store.rows("SELECT * FROM attachments")
    for lie in lies:
        centre.line.fault = Fault(answer=lie)
        assert queue(pc).run() == "not-our-hub"
    assert pc.store.rows("SELECT sha, whole, at_hub FROM attachments") == [
        {name: row[name] for name in ("sha", "whole", "at_hub")} for row in before
    ]
    centre.line.fault = Fault()
    assert queue(pc).run() == DONE
    assert attachments.read(pc.store, sha) == data


def test_a_restored_hub_asks_again_and_gets_everything(centre: Centre) -> None:
    one, two = centre.pc(), centre.pc()
    patient = one.patient().record
    shas = {attach(one, os.urandom(300), patient) for _ in range(19)}
    assert bring(one) == DONE
    assert bring(two) == DONE
    centre.forget()
    assert not attachments.any_waits(one.store)
    for _ in range(4):  # it names a few at a time
        assert bring(one) == DONE
    with centre.hub.services.store.read() as conn:
        assert set(conn.scalars(sa.select(t.attachments.c.sha).where(t.attachments.c.sha.in_(shas)))) == shas
    one.exchange()
    assert book.all_sent(one.store)


def test_when_the_pc_that_took_it_is_lost_another_one_of_the_centre_brings_it(centre: Centre) -> None:
    one, two, data = centre.pc(), centre.pc(), os.urandom(3000)
    sha = attach(one, data)
    assert bring(one) == DONE
    assert bring(two) == DONE
    centre.forget()
    assert bring(two) == DONE
    third = centre.pc()
    assert bring(third) == DONE
    assert attachments.read(third.store, sha) == data


def test_what_is_not_at_the_hub_yet_is_asked_for_ever_more_rarely(centre: Centre) -> None:
    one, two = centre.pc(), centre.pc()
    patient = one.patient().record
    for _ in range(MISSES + 2):
        attach(one, os.urandom(100), patient)
    one.exchange()
    two.exchange()
    moment = now()
    asked: list[int] = []
    for minutes in (0, 1, 2, 6, 7, 20):
        clock = Clock(lambda minutes=minutes: moment + timedelta(minutes=minutes), CLOCK.monotonic)  # type: ignore[misc]
        counted = _Counted(two)
        assert AttachmentQueue(two.call, counted, clock).run() == DONE
        asked.append(counted.requests)
    assert asked[:3] == [MISSES, 2, 0]
    assert 0 < asked[3] <= MISSES
    two.call(attachments.ask_again)  # somebody presses *Exchange now*
    assert bring(one) == DONE
    for _ in range(2):
        assert queue(two).run() == DONE
    assert attachments.backlog(two.store).missing == 0
    jumped = Clock(lambda: moment - timedelta(days=4000), CLOCK.monotonic)
    attach(one, b"later", patient)
    one.exchange()
    two.exchange()
    for clock in (CLOCK, jumped):  # a clock that was years ahead keeps nothing back
        counted = _Counted(two)
        AttachmentQueue(two.call, counted, clock).run()
        assert counted.requests == 1


class _Counted:
    """The line, which counts requests and lets a test act before one."""

    def __init__(self, pc: Pc, before: Callable[[int], None] = lambda number: None) -> None:
        self._pc = pc
        self._before = before
        self.requests = 0

    def attachment(
        self, method: str, sha: str, headers: dict[str, str], body: bytes = b"", /
    ) -> AbstractContextManager[Reply]:
        self.requests += 1
        self._before(self.requests)
        assert not self._pc.store.db.conn.in_transaction
        return self._pc.transport.attachment(method, sha, headers, body)


def test_what_is_saved_during_a_long_upload_goes_first(centre: Centre) -> None:
    pc, data = centre.pc(), os.urandom(5 * PIECE)
    attach(pc, data)
    pc.exchange()
    line = _Counted(pc, lambda number: None if number != 3 else (pc.patient("Rekha Kumari"), None)[1])
    assert AttachmentQueue(pc.call, line, CLOCK).run() == TEXT_FIRST
    assert line.requests == 3
    assert bring(pc) == DONE
    assert attachments.backlog(pc.store).waiting == 0


def test_a_doctors_answer_does_not_wait_for_a_long_upload(centre: Centre) -> None:
    pc, ticks = centre.pc(), [0.0]
    attach(pc, os.urandom(5 * PIECE))
    pc.exchange()

    def later(_: int) -> None:
        ticks[0] += TEXT_EVERY_S / 3 + 1

    line = _Counted(pc, later)
    assert AttachmentQueue(pc.call, line, replace(CLOCK, monotonic=lambda: ticks[0])).run() == TEXT_FIRST
    assert line.requests == 3


def test_it_ends_at_the_next_piece_when_the_app_does(centre: Centre) -> None:
    pc = centre.pc()
    attach(pc, os.urandom(5 * PIECE))
    pc.exchange()
    line = _Counted(pc)
    assert AttachmentQueue(pc.call, line, CLOCK, stopped=lambda: line.requests >= 2).run() == STOPPED
    assert line.requests == 2


def test_a_whole_of_another_hash_is_thrown_away(centre: Centre) -> None:
    one, two, data = centre.pc(), centre.pc(), os.urandom(PIECE + 50)
    sha = attach(one, data)
    assert bring(one) == DONE
    two.exchange()
    with centre.hub.services.store.begin() as conn:
        upload = conn.scalar(sa.select(t.attachments.c.upload).where(t.attachments.c.sha == sha))
        piece = sa.and_(t.attachment_pieces.c.upload == upload, t.attachment_pieces.c.n == 1)
        conn.execute(sa.update(t.attachment_pieces).where(piece).values(data=b"x" * 50))
    assert queue(two).run() == DONE
    assert attachments.read(two.store, sha) is None
    assert two.store.value("SELECT count(*) FROM attachment_pieces") == 0
    assert attachments.backlog(two.store).missing == 1


def test_one_that_the_hub_does_not_take_never_stops_the_others(centre: Centre) -> None:
    pc = centre.pc()
    bad, good = attach(pc, b"bad"), attach(pc, b"good")
    pc.exchange()
    with centre.hub.services.store.begin() as conn:
        conn.execute(sa.delete(t.attachment_names).where(t.attachment_names.c.sha == bad))
    assert queue(pc).run() == DONE
    assert pc.store.rows("SELECT sha, at_hub FROM attachments ORDER BY at_hub") == [
        {"sha": bad, "at_hub": 0},
        {"sha": good, "at_hub": 1},
    ]


def test_an_emergency_goes_before_what_was_taken_earlier(centre: Centre) -> None:
    pc = centre.pc()
    early = attach(pc, b"early")
    urgent = pc.patient("Rekha Kumari").record
    pc.save(NewChange("referral", urgent, {"desk": centre.hub.desk(), "speciality": "medicine",
                                           "urgency": "emergency", "question": "What now?"}))  # fmt: skip
    late = attach(pc, b"late", urgent)
    order: list[str] = []
    while (one := attachments.to_send(pc.store)) is not None:
        order.append(one.sha)
        attachments.note_at_hub(pc.store, one.sha)
    assert order == [late, early]


def test_a_change_in_quarantine_keeps_its_picture_back(centre: Centre, hub: HubProcess) -> None:
    pc = centre.pc()
    stranger = hub.person(hub.facility())
    patient = pc.patient().record
    pc.cho = stranger
    attach(pc, b"data", patient)
    assert pc.exchange().outcome == DONE
    assert book.quarantined_count(pc.store) == 1
    assert attachments.to_send(pc.store) is None
    assert attachments.read(pc.store, hashlib.sha256(b"data").hexdigest()) == b"data"


def test_memory_is_bounded_by_the_piece_both_ways(centre: Centre) -> None:
    one, two = centre.pc(), centre.pc()
    for pc in (one, two):
        pc.move_to(centre.hub.url)  # the broken line keeps in memory what passed
    data = os.urandom(MOST_BYTES // 8)
    sha = attach(one, data)
    one.exchange()
    tracemalloc.start()
    try:
        assert queue(one).run() == DONE
        two.exchange()
        assert queue(two).run() == DONE
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert attachments.read(two.store, sha) == data
    assert most < len(data) // 2


def test_one_connection_serves_all_pieces(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    import urllib3.connection

    opened: list[object] = []
    connect = urllib3.connection.HTTPConnection.connect
    monkeypatch.setattr(
        urllib3.connection.HTTPConnection, "connect", lambda self: (opened.append(self), connect(self))[1]
    )
    one, two = centre.pc(), centre.pc()
    attach(one, os.urandom(4 * PIECE))
    opened.clear()
    assert bring(one) == DONE
    assert bring(two) == DONE
    assert len(opened) <= 2
