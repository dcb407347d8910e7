"""What a device obeys, and what it makes of a hub that is newer or older than itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from care_record.chain import wipe_bytes
from care_record.change import decode
from care_record.clock import clock_ms
from care_record.signature import b64, new_signing_key, sign
from care_record.wire import Quarantined
from spoke_app.store import exchange_book as book
from spoke_app.sync.transport import Refusal
from tests.spoke_app.sync.rig import DEVICE, HUB, START, Request, ScriptedHub, Spoke, end, foreign, gzipped


def shown(spoke: Spoke) -> set[str]:
    """The patients whom the screens show."""
    return {row["name"] for row in spoke.store.rows("SELECT name FROM patients")}


# -- wipe ----------------------------------------------------------------------------------------------------------


def ordered(hub: ScriptedHub, request: Request, *, key: bytes | None = None, number: str | None = None) -> bytes:
    """The hub's order to wipe, signed with this key for that request."""
    order = wipe_bytes(HUB, DEVICE, number or request.hello.request)
    return hub.hello(request, revoked=True, wipe=True, wipe_proof=b64(sign(key or hub.key, order)))


def test_an_order_to_wipe_counts_when_it_is_signed_and_nothing_waits(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.save()
    hub.script = lambda request: gzipped([ordered(hub, request), hub.ack(request), end()])

    def meanwhile() -> None:
        spoke.save("Meanwhile")

    hub.during = meanwhile
    assert not spoke.exchange_once().wipe, "a save that happened in between goes first"
    hub.during = lambda: None
    assert spoke.exchange().wipe


@pytest.mark.parametrize(
    "hello",
    [
        lambda hub, request: hub.hello(request, revoked=True, wipe=True),
        lambda hub, request: hub.hello(request, revoked=True, wipe=True, wipe_proof="?"),
        lambda hub, request: ordered(hub, request, key=new_signing_key()),
        lambda hub, request: ordered(hub, request, number="of yesterday"),
    ],
    ids=["no proof", "rubbish", "another's key", "a recording"],
)
def test_an_order_to_wipe_that_our_hub_did_not_sign_for_this_request_is_none(
    spoke: Spoke, hub: ScriptedHub, hello: Callable[[ScriptedHub, Request], bytes]
) -> None:
    hub.script = lambda request: gzipped([hello(hub, request), hub.ack(request), end()])
    result = spoke.exchange()
    assert (result.outcome, result.wipe) == ("done", False)


def test_an_order_to_wipe_in_an_answer_that_was_cut_is_none(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.script = lambda request: gzipped([ordered(hub, request), hub.ack(request)])
    result = spoke.exchange()
    assert (result.outcome, result.wipe) == ("broken", False)


# -- versions ------------------------------------------------------------------------------------------------------


def with_more(line: bytes) -> bytes:
    """A message of a newer hub: fields that this version does not know, in it and beside it."""
    whole = json.loads(line)
    for value in whole.values():
        if isinstance(value, dict):
            value["newer"] = {"deep": [1, 2.5, None]}
    return json.dumps({**whole, "since": "2.0"}).encode()


def test_fields_and_messages_of_a_newer_hub_are_passed_over(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.feed.lines += [foreign("Asha"), foreign("Usha")]
    change = spoke.save()
    unknown = [b'{"weather":{"rain":true}}', b"{}"]

    def newer(request: Request) -> bytes:
        *bodies, mark = hub.feed.page(0)
        said = end(quarantined=(Quarantined(change.id, "new-code", "why"),), quarantined_count=1)
        lines = [hub.hello(request), hub.ack(request)]
        lines = [with_more(line) for line in lines] + unknown + [*bodies, with_more(mark), *unknown, with_more(said)]
        return gzipped(lines)

    hub.script = newer
    result = spoke.exchange_once()
    assert (result.outcome, result.sent, result.received) == ("done", 1, 2)
    assert [each.code for each in book.quarantined(spoke.store)] == ["new-code"]


@pytest.mark.parametrize("first", [b'{"weather":{}}', b"{}", b"[]", b"null", b"7"])
def test_nothing_is_passed_over_before_the_hello(spoke: Spoke, hub: ScriptedHub, first: bytes) -> None:
    hub.script = lambda request: gzipped([first, hub.hello(request), hub.ack(request), end()])
    assert spoke.exchange_once().outcome == "not-our-hub"


@pytest.mark.parametrize("odd", [b"[]", b"null", b"7", b'"change"', b"<html>", b'{"a":'])
def test_what_is_no_message_of_any_version_ends_the_answer(spoke: Spoke, hub: ScriptedHub, odd: bytes) -> None:
    hub.script = lambda request: gzipped([hub.hello(request), hub.ack(request), odd, end()])
    assert spoke.exchange_once().outcome == "not-our-hub"


@pytest.mark.parametrize("protocol", [0, 2])
def test_an_answer_of_another_protocol_is_none(spoke: Spoke, hub: ScriptedHub, protocol: int) -> None:
    spoke.save()
    hub.script = lambda request: gzipped([hub.hello(request, protocol=protocol), hub.ack(request), end()])
    assert (spoke.exchange_once().outcome, spoke.waiting()) == ("not-our-hub", 1)


@pytest.mark.parametrize("code", ["device-unknown", "wrong-device", "upgrade-needed", "hub-too-old"])
def test_why_the_hub_refuses_stays_known_until_it_does_not(spoke: Spoke, hub: ScriptedHub, code: str) -> None:
    spoke.save()

    def refuse(request: Request) -> bytes:
        raise Refusal(code, 401)

    def cut(request: Request) -> bytes:
        return gzipped([])

    for script, known in ((refuse, code), (cut, code), (hub.plain, "")):
        hub.script = script
        spoke.exchange()
        assert book.refused_by_hub(spoke.store) == known
    assert spoke.waiting() == 0


# -- the clock -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "jumps",
    [
        ["2010-01-01T00:00:00+05:30", "2026-11-23T14:30:00+05:30"],
        ["2099-12-31T23:59:59+05:30", "2026-11-23T14:30:00+05:30"],
        ["1980-01-01T00:00:00+00:00", "2150-06-01T00:00:00+00:00", "1980-01-01T00:00:00+00:00"],
        ["2026-11-23T14:30:00+05:30"] * 3,
    ],
    ids=["an empty battery", "far ahead", "both ways", "standing still"],
)
def test_whatever_the_clock_does_saves_succeed_rise_and_are_exchanged(
    spoke: Spoke, hub: ScriptedHub, jumps: list[str]
) -> None:
    for moment in jumps:
        spoke.time = datetime.fromisoformat(moment)
        spoke.save("Sunita Devi")
        spoke.save("Ramesh Paswan")
        assert spoke.exchange().outcome == "done"
    lines = [decode(line) for line in spoke.own_lines()]
    clocks = [change.clock for request in hub.requests for change in map(decode, request.lines)]
    assert len(lines) == 2 * len(jumps)
    assert clocks == sorted(set(clocks))
    assert spoke.waiting() == 0


def test_a_clock_that_was_put_right_is_believed_again_after_one_exchange(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.time = START - timedelta(hours=2)
    spoke.exchange()
    assert not spoke.save().tz_ok
    spoke.time = START + timedelta(seconds=3)
    hub.time = spoke.time
    assert not spoke.save().tz_ok, "nobody has told this PC yet"
    spoke.exchange()
    assert spoke.save().tz_ok


def test_a_peer_a_year_ahead_poisons_nobody_even_when_this_pcs_clock_is_wrong(spoke: Spoke, hub: ScriptedHub) -> None:
    spoke.time = START + timedelta(days=4000)
    hub.feed.lines.append(foreign(at=START + timedelta(days=365)))
    hub.script = hub.news
    spoke.exchange()
    spoke.time = hub.time = START
    spoke.exchange()
    assert clock_ms(spoke.save().clock) < (START + timedelta(days=2)).timestamp() * 1000


# -- a long backlog ------------------------------------------------------------------------------------------------


def test_a_first_fill_says_how_far_it_is(spoke: Spoke, hub: ScriptedHub) -> None:
    hub.feed.lines += [foreign(f"Patient {at}") for at in range(4)]

    def some(request: Request, until: int, ahead: int) -> bytes:
        page = hub.feed.page(until - 2, until)
        return gzipped([hub.hello(request, ahead=ahead), hub.ack(request), *page, end(more=until < 4)])

    hub.script = lambda request: some(request, 2, 900)
    spoke.exchange_once()
    assert book.filling(spoke.store) == (2, 900)
    hub.script = lambda request: gzipped([hub.hello(request, ahead=898)])
    assert spoke.exchange_once().outcome == "broken"
    assert book.filling(spoke.store) == (2, 900), "a line that breaks does not begin anew"
    hub.script = lambda request: some(request, 4, 2)
    spoke.exchange_once()
    assert book.filling(spoke.store) is None


# -- more in quarantine than are named -----------------------------------------------------------------------------


def test_beyond_those_that_are_named_they_are_counted_and_come_back_when_they_are_taken_in(
    spoke: Spoke, hub: ScriptedHub
) -> None:
    changes = [spoke.save(f"Patient {at}") for at in range(4)]
    lines = spoke.own_lines()

    def told(names: list[int], count: int, page: list[bytes]) -> Callable[[Request], bytes]:
        asides = tuple(Quarantined(changes[at].id, "role-may-not-write") for at in names)
        said = end(quarantined=asides, quarantined_count=count)
        return lambda request: gzipped([hub.hello(request), hub.ack(request), *page, said])

    hub.script = told([0, 1], 4, [])
    spoke.exchange()
    assert (book.quarantined_count(spoke.store), book.all_sent(spoke.store)) == (4, False)
    assert shown(spoke) == {"Patient 2", "Patient 3"}
    hub.feed.lines.append(lines[0])
    hub.script = told([1, 2], 3, hub.feed.page(0))
    spoke.exchange()
    assert book.quarantined_count(spoke.store) == 3
    assert shown(spoke) == {"Patient 0", "Patient 3"}, "what the hub took in counts again"
    hub.script = told([], 0, [])
    spoke.exchange()
    assert (book.quarantined_count(spoke.store), book.all_sent(spoke.store)) == (0, True)
    assert len(shown(spoke)) == 4


def test_what_somebody_has_set_aside_needs_no_attention_and_stays_out_of_the_record(
    spoke: Spoke, hub: ScriptedHub
) -> None:
    change = spoke.save()
    refused = end(quarantined=(Quarantined(change.id, "role-may-not-write"),), quarantined_count=1)
    hub.script = lambda request: gzipped([hub.hello(request), hub.ack(request), refused])
    spoke.exchange()
    book.set_aside(spoke.store, change.id, staff="a", now=START)
    spoke.exchange()
    assert (book.needs_attention(spoke.store), book.all_sent(spoke.store), shown(spoke)) == ([], True, set())
    assert [each.id for each in book.quarantined(spoke.store)] == [change.id]
    hub.script = hub.plain
    spoke.exchange()
    assert shown(spoke) == {"Sunita Devi"}


def test_what_a_revoked_pc_writes_stays_in_its_own_record(spoke: Spoke, hub: ScriptedHub) -> None:
    change = spoke.save()
    refused = end(quarantined=(Quarantined(change.id, "device-revoked"),), quarantined_count=1)
    hub.script = lambda request: gzipped([hub.hello(request, revoked=True), hub.ack(request), refused])
    spoke.exchange()
    assert (len(book.needs_attention(spoke.store)), shown(spoke)) == (1, {"Sunita Devi"})
