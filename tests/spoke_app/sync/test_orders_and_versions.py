"""What a device obeys, and what it makes of a hub that is newer or older than itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from care_record.chain import wipe_bytes
from care_record.signature import b64, new_signing_key, sign
from care_record.wire import AnswerEnd, Quarantined, message
from spoke_app.store import exchange_book as book
from spoke_app.sync.transport import Refusal
from tests.spoke_app.sync.rig import DEVICE, HUB, Request, ScriptedHub, Spoke, foreign, gzipped


@pytest.fixture
def hub() -> ScriptedHub:
    return ScriptedHub()


@pytest.fixture
def spoke(tmp_path: Path, hub: ScriptedHub) -> Iterator[Spoke]:
    spoke = Spoke(tmp_path, hub)
    yield spoke
    spoke.store.close()


def end(**said: object) -> bytes:
    return message(AnswerEnd(**({"more": False} | said)))  # type: ignore[arg-type]


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
