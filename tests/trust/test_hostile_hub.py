"""A2 by field: a hub that lies in any part of its answer brings a PC no line that it did not sign, and harms none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from care_record.wire import AnswerEnd, message
from spoke_app.store import own_chain, soundness
from tests.spoke_app.sync.rig import FEED, Request, ScriptedHub, Spoke, foreign, gzipped
from tests.trust.doors import ODD, line_of, spoilt

MESSAGES = ("hello", "ack", "change", "mark", "end")


@pytest.fixture
def hub() -> ScriptedHub:
    made = ScriptedHub()
    made.feed.lines = [foreign("Patient 1"), foreign("Patient 2")]
    return made


@pytest.fixture
def spoke(tmp_path: Path, hub: ScriptedHub) -> Iterator[Spoke]:
    made = Spoke(tmp_path, hub)
    yield made
    made.store.close()


def answer_of(hub: ScriptedHub, request: Request) -> list[bytes]:
    page = hub.feed.page(request.hello.feeds[FEED][0]) if request.hello.feeds[FEED][0] < 2 else []
    return [hub.hello(request), hub.ack(request), *page, message(AnswerEnd(more=False))]


@pytest.mark.parametrize("name", MESSAGES)
def test_every_field_of_an_answer(spoke: Spoke, hub: ScriptedHub, name: str) -> None:
    """The first of these messages, with each of its fields spoilt in each way; then a good answer mends everything."""
    own = {spoke.save(f"Own {n}").id for n in range(3)}
    signed = {json.loads(line)["id"] for line in hub.feed.lines}
    seen: dict[str, Any] = {"count": 0, "all": None}

    def answer(request: Request) -> bytes:
        lines = answer_of(hub, request)
        at = next(n for n, line in enumerate(lines) if name in json.loads(line))
        if seen["all"] is None:
            seen["all"] = [each for each in spoilt(json.loads(lines[at])) if line_of(each) != lines[at]]
        bad = list(lines)
        # The request's number is this one's: else it is no answer to it, and nothing else would be looked at.
        made = seen["all"][seen["count"]]
        if name == "hello" and isinstance(made, dict) and isinstance(made.get("hello"), dict):
            said = made["hello"].get("request")
            made = {**made, "hello": {**made["hello"], "request": said if said in ODD else request.hello.request}}
        bad[at] = line_of(made)
        return gzipped(bad)

    hub.script = answer
    while seen["all"] is None or seen["count"] < len(seen["all"]):
        result = spoke.exchange_once()
        assert not result.wipe and spoke.store.meta_get("revoked") in (None, "0", "", "1")
        seen["count"] += 1
        assert spoke.held() <= own | signed, "nothing but its own and what the hub signed"
        assert own <= spoke.held()
        state = own_chain.current_chain(spoke.store)
        assert state is not None and state.acked_head == own_chain.head_at(spoke.store, state.chain, state.acked_n)
    assert seen["count"] > 25
    hub.script = hub.news
    assert spoke.exchange().outcome == "done"
    assert (spoke.waiting(), spoke.place()) == (0, 2)
    assert spoke.held() == own | signed
    assert soundness.check(spoke.store).whole


def test_numbers_and_nesting_without_end(spoke: Spoke, hub: ScriptedHub) -> None:
    own = spoke.save("Own").id
    odd = [b"[" * 200_000, b'{"ack":{"n":' + b"9" * 200_000 + b"}}", b'{"hello":' * 20_000, b"\xff" * 1000, b"NaN"]
    for bad in odd:
        for at in (0, 1, 2):

            def answer(request: Request, bad: bytes = bad, at: int = at) -> bytes:
                lines = answer_of(hub, request)
                return gzipped([*lines[:at], bad, *lines[at:]])

            hub.script = answer
            assert spoke.exchange_once().outcome != "done"
            assert spoke.held() == {own} and spoke.place() == 0
    hub.script = hub.news
    assert spoke.exchange().outcome == "done"
