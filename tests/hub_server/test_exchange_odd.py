"""Odd but well-formed things on the wire, and a hub that is busy or fails: nobody else is harmed, nothing is told."""

from __future__ import annotations

import gzip
import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from litestar.testing import TestClient

from hub_server.app import app_of
from hub_server.context import Services
from hub_server.exchange import Receiving, device_of
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_facility
from hub_server.services.staff import revoke_staff
from hub_server.store import tables as t
from hub_server.store.database import StoreError
from hub_server.store.writer import HubChange
from tests.helpers.hub import Centre, HubProcess
from tests.helpers.peer import Peer, line_of


def test_any_unicode_comes_back_byte_identical(centre: Centre) -> None:
    odd = ["\x00", "\x7f\x1b", "\u202eabc", "é vs e\u0301", "\U0001f469\u200d\u2695\ufe0f", "क्षत्रिय\u200d", "\ufeff"]
    patient = centre.patient(name="".join(odd), village=odd)
    fields = {"desk": centre.hub.desk(), "question": "\x00?", "urgency": "routine"}
    referral = centre.peer.save("referral", centre.cho, fields, patient=patient["record"])
    answer = centre.peer.exchange()
    assert answer.quarantined() == {}
    other = centre.another_pc()
    other.exchange()
    assert [other.held[change] for change in other.feed_ids[centre.feed]] == centre.peer.lines
    with centre.hub.services.store.read() as conn:
        queued = set(conn.scalars(sa.select(t.case_queue.c.referral)))
    assert referral["record"] in queued, "however odd, a doctor sees it"


def test_lines_that_no_database_would_like_stop_nobody(centre: Centre) -> None:
    patient = centre.patient()
    nul = centre.peer.change("note", "a\x00b", {"text": "x"}, patient=patient["record"])
    late = {**centre.peer.change("note", centre.cho, {"text": "x"}, patient=patient["record"]), "at": "\x00"}
    deep: Any = []
    for _ in range(500):
        deep = [deep]
    nested = centre.peer.change("note", centre.cho, {"text": deep}, patient=patient["record"])
    unknown = {**centre.peer.change("note", centre.cho, {}, patient=patient["record"]), "later": deep}
    odd = [nul, late, nested, unknown]
    centre.peer.lines += [line_of(change) for change in odd]
    huge = centre.peer.save("note", centre.cho, {"text": 10**300, "x": 1e300}, patient=patient["record"], v=2**60)
    good = centre.visit(patient)
    answer = centre.peer.exchange()
    assert answer.one("ack")["n"] == 7
    assert set(answer.quarantined().values()) == {"malformed"}
    assert len(answer.quarantined()) == len(odd)
    assert {huge["id"], good["id"]} <= set(answer.yours())


def test_odd_values_where_the_hub_looks_stop_nobody(centre: Centre) -> None:
    patient = centre.patient()
    values: list[Any] = ["\x00", "x" * 9000, "", 7, None, [], {}, ["x"]]
    for odd in values:
        entry = {"id": "e", "facility": odd, "by": odd}
        centre.peer.save("patient", centre.cho, {"share": [entry]}, record=patient["record"], base=[patient["id"]])
        centre.peer.save("patient", centre.cho, {"share": odd}, record=patient["record"], base=[patient["id"]])
        centre.peer.save("credential", centre.cho, {"staff": odd, "public_key": odd, "sealed": odd})
        for kind in ("referral", "case_event", "dispense", "audit", "stock"):
            fields = dict.fromkeys(("desk", "urgency", "referral", "event", "facility", "forwards", "answers"), odd)
            centre.peer.save(kind, centre.cho, fields, patient=patient["record"])
    good = centre.visit(patient)
    answer = centre.peer.exchange()
    assert answer.one("ack")["n"] == len(centre.peer.lines)
    assert good["id"] in answer.yours()


@pytest.mark.parametrize(
    "changed",
    [
        {"from_n": 0},
        {"from_n": 2**70},
        {"head": "zz"},
        {"chain": "\x00"},
        {"chain": ""},
        {"feeds": {"all": [2**70, "00" * 32]}},
        {"feeds": {"all": [-1, "00" * 32]}},
        {"feeds": {"all": [0, ""]}},
        {"feeds": []},
        {"request": ""},
    ],
    ids=repr,
)
def test_a_hello_of_another_shape_is_not_understood(centre: Centre, changed: dict[str, Any]) -> None:
    hello = line_of({"hello": {**centre.peer.hello(1), **changed}})
    answer = centre.peer.post_body(gzip.compress(hello + b'\n{"end":{"marks":0}}\n'))
    assert (answer.status, answer.problem["code"]) == (400, "malformed")


def test_a_device_may_name_itself_anything(centre: Centre) -> None:
    answer = centre.peer.exchange(app="1.0\x00\n" + "x" * 500, sent_at="yesterday", budget=-5)
    assert answer.status == 200


def test_feeds_of_others_are_not_read_by_naming_them(hub: HubProcess, centre: Centre) -> None:
    other = hub.centre()
    theirs = other.patient()
    other.peer.exchange()
    answer = centre.peer.exchange(feeds={other.feed: [0, "00" * 32]})
    assert theirs["id"] not in [change["id"] for change in answer.changes()]
    assert all(message.get("feed") != other.feed for message in answer.messages)


def test_the_answer_to_an_emergency_comes_before_the_backlog(hub: HubProcess, centre: Centre) -> None:
    for _ in range(60):
        centre.patient(note=secrets.token_hex(300))
    patient = centre.patient()
    visit = centre.visit(patient)
    fields = {"desk": hub.desk(), "urgency": "emergency", "question": "?", "visit": visit["record"]}
    referral = centre.peer.save("referral", centre.cho, fields, patient=patient["record"])
    centre.peer.exchange()
    advice = HubChange("advice", None, patient["record"], {"referral": referral["record"], "text": "send her now"})
    [written] = hub.services.store.run(lambda conn: hub.services.writer.write(conn, "doctor", [advice]))
    replaced = centre.another_pc()
    answer = replaced.exchange(budget=1)
    assert [message["early"]["id"] for message in answer.messages if "early" in message] == [written.id]
    assert len(answer.changes()) == 1
    while replaced.exchange().one("end")["more"]:
        pass
    assert written.id in replaced.held


# -- in this process: a hub that is busy, or breaks ----------------------------------------------------------------


@pytest.fixture
def device(services: Services) -> dict[str, Any]:
    place = add_facility(services, {"code": "PAR", "name": "HSC", "district": "223"})
    code = make_enrol_code(services, place)["code"]
    with TestClient(app_of(services)) as client:
        token = secrets.token_hex(32)
        told: dict[str, Any] = client.post("/v1/devices", json={"code": code, "token": token}).json()
    return {**told, "token": token}


def ask(services: Services, device: dict[str, Any]) -> Any:
    hello = {
        "protocol": 1,
        "request": "r",
        "device": device["device"],
        "chain": device["chain"],
        "from_n": 1,
        "head": "00" * 32,
        "feeds": {},
    }
    body = gzip.compress(line_of({"hello": hello}) + b"\n")
    headers = {"Authorization": f"Bearer {device['token']}", "Content-Encoding": "gzip"}
    with TestClient(app_of(services)) as client:
        return client.post("/v1/exchange", content=body, headers=headers)


def test_too_many_at_once_are_told_to_come_again(services: Services, device: dict[str, Any]) -> None:
    full = replace(services, config=replace(services.config, most_exchanges=0))
    answer = ask(full, device)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert int(answer.headers["Retry-After"]) > 0


def test_a_store_that_fails_is_busy_and_tells_nothing(
    services: Services, device: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_work: object, **_how: object) -> Iterator[None]:
        raise StoreError("disk full at /secret")

    monkeypatch.setattr(services.store, "run", fail)
    answer = ask(services, device)
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert "secret" not in answer.text


def test_a_bug_is_answered_without_its_words(
    services: Services, device: dict[str, Any], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_work: object, **_how: object) -> None:
        raise LookupError("Sunita Devi")

    monkeypatch.setattr(services.store, "run", fail)
    answer = ask(services, device)
    assert (answer.status_code, answer.json()["code"]) == (500, "failed")
    assert "Sunita" not in answer.text + caplog.text
    assert "LookupError" in caplog.text


def test_an_urgent_change_is_stored_as_soon_as_it_came(services: Services, device: dict[str, Any]) -> None:
    """On a line that hangs after it, and on a hub that is killed while it does."""
    peer = Peer("")
    peer.device, peer.chain = device["device"], device["chain"]
    urgent = line_of(peer.change("patient", "someone", {"name": "Emergency"}))
    receiving = Receiving(services, device_of(services, f"Bearer {device['token']}"), compressed=False)
    receiving.feed(line_of({"hello": peer.hello(1)}) + b'\n{"early":' + urgent + b"}\n")
    with services.store.read() as conn:
        held = {bytes(line) for line in conn.scalars(sa.select(t.changes.c.line))}
    assert urgent in held


def test_another_encoding_is_not_understood(services: Services, device: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {device['token']}", "Content-Encoding": "br"}
    with TestClient(app_of(services)) as client:
        answer = client.post("/v1/exchange", content=b"x", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_an_author_who_left_is_taken_and_flagged(hub: HubProcess, centre: Centre) -> None:
    revoke_staff(hub.services, centre.cho)
    patient = centre.patient()
    assert centre.peer.exchange().quarantined() == {}
    with hub.services.store.read() as conn:
        flag = conn.scalar(sa.select(t.changes.c.flag).where(t.changes.c.id == patient["id"]))
    assert flag == "author-no-longer-here"
    assert json.loads(centre.peer.held[patient["id"]])["id"] == patient["id"]
