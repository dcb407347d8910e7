"""The exchange as a device sees it: a peer that shares no code with the hub, a served hub, both databases."""

from __future__ import annotations

import gzip
import json
import secrets
import subprocess
import time
from typing import Any

import pytest
import requests
import sqlalchemy as sa

from hub_server.services.devices import list_devices, revoke_device
from hub_server.services.quarantine import list_quarantine
from hub_server.store import tables as t
from hub_server.store.writer import HubChange
from tests.helpers.hub import Centre, HubProcess
from tests.helpers.peer import Peer, gzip_by_line, line_of, sha256, uuid7


def lines_of(peer: Peer) -> list[str]:
    return [json.loads(line)["id"] for line in peer.lines]


@pytest.mark.parametrize("runs", [False, True])
def test_what_was_sent_is_acknowledged_and_comes_back_as_ones_own(centre: Centre, runs: bool) -> None:
    patient = centre.patient()
    centre.visit(patient, complaints=[{"id": uuid7(), "text": "खाँसी \U0001f912 cough"}])
    answer = centre.peer.exchange(runs=runs)
    assert [("own" in message, "yours" in message) for message in answer.messages].count((runs, not runs)) == 2 - runs
    assert answer.one("ack") == {"n": 2, "head": centre.peer.head(2).hex()}
    assert centre.peer.acked == 2
    assert answer.yours() == lines_of(centre.peer)
    assert answer.one("end") == {"more": False, "quarantined": [], "quarantined_count": 0, "lacks": []}


def test_another_pc_of_the_centre_gets_the_bytes_that_were_written(centre: Centre) -> None:
    patient = centre.patient(name="सुनीता  देवी", unknown_field={"x": [1, 2.50, None]})
    centre.peer.save("a_kind_of_tomorrow", centre.cho, {"y": 1}, patient=patient["patient"], future=True)
    centre.peer.exchange()
    other = centre.another_pc()
    other.exchange()
    assert [other.held[change] for change in lines_of(centre.peer)] == centre.peer.lines


def test_everyone_reads_staff_places_and_devices(hub: HubProcess, centre: Centre) -> None:
    other = hub.centre()
    other.peer.exchange()
    kinds = {json.loads(line)["kind"] for line in other.peer.held.values()}
    assert {"facility", "staff", "device"} <= kinds
    names = [json.loads(line)["set"].get("name") for line in other.peer.held.values()]
    assert names.count("peer") >= 2


def test_pages_are_taken_one_by_one(centre: Centre) -> None:
    for number in range(7):
        centre.patient(name=f"Patient {number}")
    answer = centre.peer.exchange(page=2)
    assert answer.one("ack")["n"] == 7


@pytest.mark.parametrize("part", [0.0, 0.1, 0.35, 0.6, 0.9, 0.999])
def test_a_cut_keeps_every_whole_page_and_nothing_else(centre: Centre, part: float) -> None:
    for _ in range(6):
        centre.patient(note=secrets.token_hex(400))
    request = centre.peer.request(page=2)
    centre.peer.send_cut(request, part)
    answer = centre.peer.exchange(page=2) if part == 0.0 else None
    got = answer or centre.peer.post_lines([line_of({"hello": centre.peer.hello(1)}), b'{"end":{"marks":0}}'])
    n = got.one("ack")["n"]
    assert n % 2 == 0
    assert got.one("ack")["head"] == centre.peer.head(n).hex()
    assert centre.peer.exchange().one("ack")["n"] == 6
    reader = centre.another_pc()
    reader.exchange()
    assert [c for c in reader.feed_ids[centre.feed] if c in reader.held] == lines_of(centre.peer)


def test_a_lost_answer_costs_nothing(centre: Centre) -> None:
    centre.visit(centre.patient())
    request = centre.peer.request()
    centre.peer.post_lines(request)
    centre.peer.acked, centre.peer.places = 0, {}
    again = centre.peer.post_lines(centre.peer.request())
    assert again.one("ack")["n"] == 2
    assert centre.peer.feed_ids[centre.feed].count(lines_of(centre.peer)[0]) == 2  # once per time it was asked for
    assert centre.peer.places[centre.feed][0] == 2


def test_a_page_whose_chain_does_not_fit_is_not_stored(centre: Centre) -> None:
    centre.patient()
    lines = centre.peer.request()
    wrong = line_of({"mark": {"n": 1, "head": "ab" * 32}})
    answer = centre.peer.post_lines([wrong if line.startswith(b'{"mark"') else line for line in lines])
    assert answer.one("ack") == {"n": 0, "head": "00" * 32}
    assert centre.peer.exchange().one("ack")["n"] == 1


def test_a_copy_gets_a_chain_of_its_own_and_everything_in_full(centre: Centre) -> None:
    centre.patient(name="Before the copy")
    centre.peer.exchange()
    copy = centre.another_pc()
    for name in ("token", "device", "chain", "hub", "sign_key", "acked"):
        setattr(copy, name, getattr(centre.peer, name))
    copy.lines = list(centre.peer.lines)
    original, twin = centre.patient(name="Original"), centre.patient(copy, name="Twin")
    centre.peer.exchange()
    answer = copy.exchange()
    assert answer.one("ack")["n"] == 2
    assert copy.acked == 1, "the hub holds something else in this chain"
    assert original["id"] in [change["id"] for change in answer.changes(centre.feed)], "not proved, so in full"
    copy.new_chain()
    assert copy.exchange().one("ack")["n"] == 1
    centre.peer.exchange()
    assert twin["id"] in centre.peer.held
    assert centre.peer.feed_ids[centre.feed] == copy.feed_ids[centre.feed]


def test_a_copy_is_told_when_even_its_proved_place_is_anothers(centre: Centre) -> None:
    centre.patient()
    centre.patient()
    centre.peer.exchange()
    copy = centre.another_pc()
    for name in ("token", "device", "chain", "hub", "sign_key"):
        setattr(copy, name, getattr(centre.peer, name))
    centre.patient(copy, name="Acknowledged by the hub that was, before it was restored")
    copy.acked = 1
    answer = copy.exchange()
    assert answer.one("hello")["parted"] is True
    assert answer.one("ack") == {"n": 2, "head": centre.peer.head(2).hex()}
    assert "parted" not in centre.peer.exchange().one("hello")
    copy.acked = 0
    assert "parted" not in copy.exchange().one("hello"), "from the start every chain fits"


def test_a_chain_that_the_hub_lost_is_sent_again(centre: Centre) -> None:
    centre.patient()
    centre.peer.chain = uuid7()
    assert centre.peer.exchange().one("ack")["n"] == 1


def test_another_devices_chain_is_refused(hub: HubProcess, centre: Centre) -> None:
    centre.peer.chain = hub.centre().peer.chain
    assert centre.peer.exchange().problem["code"] == "foreign-chain"


def test_a_chain_beyond_what_the_hub_holds_goes_back_to_where_they_agree(centre: Centre) -> None:
    centre.patient()
    centre.patient()
    centre.peer.acked = 1  # as if an earlier hub, now restored from a backup, had acknowledged it
    answer = centre.peer.exchange()
    assert answer.one("ack") == {"n": 0, "head": "00" * 32}
    assert centre.peer.exchange().one("ack")["n"] == 2


def test_a_place_that_the_feed_never_had_is_told(centre: Centre) -> None:
    centre.patient()
    centre.peer.exchange()
    centre.peer.places[centre.feed] = (9, bytes(31) + b"\x01")
    answer = centre.peer.exchange()
    [diverged] = [m["diverged"] for m in answer.messages if "diverged" in m]
    assert diverged["feed"] == centre.feed
    assert diverged["at"][0] == 1


def test_the_budget_bounds_an_answer_and_says_that_there_is_more(centre: Centre) -> None:
    for _ in range(120):
        centre.patient(note=secrets.token_hex(500))
    centre.peer.exchange()
    reader = centre.another_pc()
    first = reader.exchange(budget=1)
    assert first.one("end")["more"] is True
    assert len(first.changes() + first.changes("none")) == 1, "never under one change"
    rounds = 1
    while reader.exchange(budget=16 * 1024).one("end")["more"]:
        rounds += 1
    assert rounds > 3
    assert reader.places[centre.feed][0] == 120


def test_nothing_to_do_is_one_small_answer(centre: Centre) -> None:
    centre.patient()
    centre.peer.exchange()
    centre.peer.exchange()
    body = gzip.compress(b"\n".join(centre.peer.request()) + b"\n")
    headers = {"Authorization": f"Bearer {centre.peer.token}", "Content-Encoding": "gzip"}
    url = f"{centre.peer.url}/v1/exchange"
    with requests.post(url, data=body, headers=headers, stream=True, timeout=30) as answer:
        raw = answer.raw.read(decode_content=False)
        head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    assert len(raw) + head + 20 <= 700


def test_an_urgent_change_is_stored_ahead_of_its_turn(centre: Centre) -> None:
    patient = centre.patient()
    for _ in range(3):
        centre.patient(note=secrets.token_hex(2000))
    urgent = centre.visit(patient)
    request = centre.peer.request(page=1, early=[patient, urgent])
    hello_and_early = request[:3] + [b'{"mark":{"n":0,"head":"' + b"00" * 32 + b'"}}']
    answer = centre.peer.post_lines([*hello_and_early, b'{"end":{"marks":1}}'])
    assert answer.one("ack")["n"] == 0
    assert {urgent["id"], patient["id"]} == {change["id"] for change in answer.changes(centre.feed)}
    assert centre.peer.exchange().one("ack")["n"] == 5
    assert centre.peer.places[centre.feed][0] == 5, "nothing twice"


# -- refusals ---------------------------------------------------------------------------------------------------------


def test_one_bad_change_never_stops_the_others(centre: Centre) -> None:
    centre.patient()
    centre.peer.lines.append(b"<html>not a change</html>")
    centre.peer.lines.append(b'{"v":1}')
    big = centre.patient(note="x" * 70_000)
    good = centre.patient()
    answer = centre.peer.exchange()
    assert answer.one("ack")["n"] == 5
    assert answer.quarantined() == {
        sha256(b"<html>not a change</html>").hex(): "not-json",
        sha256(b'{"v":1}').hex(): "malformed",
        sha256(line_of(big)).hex(): "too-large",
    }
    assert good["id"] in answer.yours()
    assert centre.peer.exchange().quarantined() == answer.quarantined(), "told in every answer"


def test_a_foreign_patient_is_refused_and_unreadable(hub: HubProcess, centre: Centre) -> None:
    other = hub.centre()
    theirs = other.patient()
    other.peer.exchange()
    mine = centre.visit(theirs)
    rewritten = centre.peer.save("patient", centre.cho, {"name": "Stolen"}, record=theirs["record"])
    answer = centre.peer.exchange()
    assert answer.quarantined() == {mine["id"]: "foreign-patient", rewritten["id"]: "foreign-patient"}
    other.peer.exchange()
    assert mine["id"] not in other.peer.held
    assert theirs["id"] not in centre.peer.held


def test_nobody_becomes_a_doctor_by_a_line_of_her_own(hub: HubProcess, centre: Centre) -> None:
    doctor = hub.person(hub.desk(), "doctor")
    patient = centre.patient()
    promoted = centre.peer.save("staff", centre.cho, {"role": "doctor"}, record=centre.cho)
    advice = centre.peer.save("advice", centre.cho, {"text": "rest"}, patient=patient["patient"])
    borrowed = centre.peer.save("advice", doctor, {"text": "rest"}, patient=patient["patient"])
    code = centre.peer.exchange().quarantined()
    assert code == {
        promoted["id"]: "role-may-not-write",
        advice["id"]: "role-may-not-write",
        borrowed["id"]: "author-not-here",
    }


def test_a_record_keeps_its_kind_and_patient(centre: Centre) -> None:
    one, two = centre.patient(), centre.patient()
    visit = centre.visit(one)
    other_patient = centre.peer.save("visit", centre.cho, {}, record=visit["record"], patient=two["patient"])
    other_kind = centre.peer.save("note", centre.cho, {}, record=visit["record"], patient=one["patient"])
    answer = centre.peer.exchange()
    assert answer.quarantined() == {other_patient["id"]: "record-mismatch", other_kind["id"]: "record-mismatch"}


def test_same_id_with_other_bytes_is_refused_and_the_first_stays(centre: Centre) -> None:
    patient = centre.patient()
    centre.peer.exchange()
    other = centre.another_pc()
    other.lines.append(line_of({**patient, "set": {**patient["set"], "name": "Another"}}))
    answer = other.exchange()
    assert answer.one("ack")["n"] == 1
    assert answer.quarantined() == {patient["id"]: "same-id-other-bytes"}
    assert other.held[patient["id"]] == centre.peer.lines[0]


def test_a_credential_is_its_own_persons(hub: HubProcess, centre: Centre) -> None:
    colleague = hub.person(centre.facility)
    made = centre.peer.save("credential", centre.cho, {"staff": centre.cho, "public_key": "x", "sealed": {}})
    changed = centre.peer.save("credential", colleague, {"public_key": "y"}, record=made["record"], base=[made["id"]])
    forged = centre.peer.save("credential", centre.cho, {"staff": colleague, "public_key": "z", "sealed": {}})
    answer = centre.peer.exchange()
    assert answer.quarantined() == {changed["id"]: "role-may-not-write", forged["id"]: "role-may-not-write"}


def test_what_a_revoked_pc_noted_is_kept_as_it_is(centre: Centre, hub: HubProcess) -> None:
    peer = centre.peer
    revoke_device(hub.services, peer.device, wipe=False)
    noted = peer.save(
        "audit", centre.cho, {"what": "record-opened", "who": centre.cho, "at": "2026-11-23T10:00:00+05:30"}
    )
    assert peer.exchange().one("end")["quarantined"] == []
    with hub.services.store.read() as conn:
        assert conn.scalar(sa.select(t.changes.c.state).where(t.changes.c.id == noted["id"])) == "stored"
        assert conn.scalar(sa.select(t.feed_entries.c.seq).where(t.feed_entries.c.id == noted["id"])) is None


def test_an_audit_line_goes_up_into_no_feed(centre: Centre) -> None:
    audit = centre.peer.save("audit", centre.cho, {"what": "opened", "who": centre.cho})
    answer = centre.peer.exchange()
    assert answer.one("ack")["n"] == 1
    assert audit["id"] not in centre.peer.held
    assert answer.quarantined() == {}


# -- not yet known is not refused -------------------------------------------------------------------------------------


def test_a_visit_waits_for_its_patient(centre: Centre) -> None:
    patient = centre.peer.change("patient", centre.cho, {"name": "Later", "gender": "female"})
    visit = centre.visit(patient)
    answer = centre.peer.exchange()
    assert answer.one("ack")["n"] == 1
    assert answer.quarantined() == {}
    assert visit["id"] not in centre.peer.held
    centre.peer.lines.append(line_of(patient))
    centre.peer.exchange()
    assert centre.peer.feed_ids[centre.feed] == [patient["id"], visit["id"]]


def test_what_waits_is_judged_when_its_patient_turns_out_to_be_foreign(hub: HubProcess, centre: Centre) -> None:
    other = hub.centre()
    patient = other.peer.change("patient", other.cho, {"name": "Theirs", "gender": "female"})
    visit = centre.visit(patient)
    assert centre.peer.exchange().quarantined() == {}
    other.peer.lines.append(line_of(patient))
    other.peer.exchange()
    assert centre.peer.exchange().quarantined() == {visit["id"]: "foreign-patient"}


def test_an_edit_waits_for_the_record_that_it_edits(centre: Centre) -> None:
    patient = centre.patient()
    first = centre.peer.change("visit", centre.cho, {"mode": "spoke"}, patient=patient["patient"])
    edit = centre.visit(patient, record=first["record"])
    centre.peer.lines[-1] = line_of(
        {**edit, "record": first["record"], "base": [first["id"]], "set": {"mode": "field"}}
    )
    centre.peer.exchange()
    assert edit["id"] not in centre.peer.held
    centre.peer.lines.append(line_of(first))
    centre.peer.exchange()
    assert centre.peer.feed_ids[centre.feed][-2:] == [first["id"], edit["id"]]


def test_a_change_waits_for_its_author(hub: HubProcess, centre: Centre) -> None:
    stranger = uuid7()
    patient = centre.peer.save("patient", stranger, {"name": "By a newcomer", "gender": "male"})
    visit = centre.visit(patient)
    assert centre.peer.exchange().quarantined() == {}

    fields = {
        "name": "Newcomer",
        "role": "cho",
        "posts": [{"id": centre.facility, "from": "2026-11-23"}],
        "active": True,
    }
    services = hub.services
    services.store.run(
        lambda conn: services.writer.write(conn, services.identity.hub, [HubChange("staff", stranger, None, fields)])
    )
    centre.peer.exchange()
    assert centre.peer.feed_ids[centre.feed] == [patient["id"], visit["id"]]


# -- shares -----------------------------------------------------------------------------------------------------------


def share(facility: str) -> dict[str, Any]:
    return {"share": [{"id": uuid7(), "facility": facility, "by": "x", "at": "2026-11-23T10:00:00Z"}]}


def test_a_share_brings_the_whole_history_and_what_follows(hub: HubProcess, centre: Centre) -> None:
    other = hub.centre()
    patient = centre.patient()
    visit = centre.visit(patient)
    centre.peer.exchange()
    given = centre.peer.save(
        "patient", centre.cho, share(other.facility), record=patient["record"], base=[patient["id"]]
    )
    centre.peer.exchange()
    other.peer.exchange()
    assert other.peer.feed_ids[other.feed] == [patient["id"], visit["id"], given["id"]]
    theirs = other.visit(patient)
    assert other.peer.exchange().quarantined() == {}
    centre.peer.exchange()
    assert theirs["id"] in centre.peer.held


def test_only_the_first_centre_gives_a_patient_away(hub: HubProcess, centre: Centre) -> None:
    other, third = hub.centre(), hub.centre()
    patient = centre.patient(**share(other.facility))
    centre.peer.exchange()
    other.peer.exchange()
    assert patient["id"] in other.peer.held
    onward = other.peer.save(
        "patient", other.cho, share(third.facility), record=patient["record"], base=[patient["id"]]
    )
    assert other.peer.exchange().quarantined() == {onward["id"]: "may-not-share"}


# -- refusals of the whole exchange -----------------------------------------------------------------------------------


def test_an_unknown_token_is_told_to_enrol(centre: Centre) -> None:
    centre.peer.token = secrets.token_hex(32)
    answer = centre.peer.exchange()
    assert (answer.status, answer.problem["code"]) == (401, "device-unknown")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_later_protocol_is_told_to_upgrade(centre: Centre) -> None:
    answer = centre.peer.post_lines(centre.peer.request(protocol=2))
    assert (answer.status, answer.problem["code"], answer.problem["protocol"]) == (426, "upgrade-needed", [1])


def test_another_devices_name_is_refused(hub: HubProcess, centre: Centre) -> None:
    answer = centre.peer.post_lines(centre.peer.request(device=hub.centre().peer.device))
    assert (answer.status, answer.problem["code"]) == (403, "wrong-device")


@pytest.mark.parametrize(
    "body", [b"<html>captive portal</html>", b"", gzip.compress(b"<html></html>\n", mtime=0), b"\x1f\x8b\x08"]
)
def test_rubbish_is_no_exchange(centre: Centre, body: bytes) -> None:
    answer = centre.peer.post_body(body)
    assert (answer.status, answer.problem["code"]) == (400, "malformed")


@pytest.mark.parametrize("bomb", [b"\n" * 200_000_000, b"x" * 3_000_000], ids=["empty lines", "one long line"])
def test_a_bomb_is_too_large(centre: Centre, bomb: bytes) -> None:
    hello = line_of({"hello": centre.peer.hello(1)}) + b"\n"
    answer = centre.peer.post_body(gzip.compress(hello + bomb))
    assert (answer.status, answer.problem["code"]) == (413, "too-large")


def test_a_page_without_end_is_too_large(centre: Centre) -> None:
    hello = line_of({"hello": centre.peer.hello(1)})
    answer = centre.peer.post_body(gzip_by_line([hello, *[b'{"x":1}'] * 500]))
    assert (answer.status, answer.problem["code"]) == (413, "too-large")


def test_rubbish_after_whole_pages_costs_only_itself(centre: Centre) -> None:
    centre.patient()
    late = centre.patient()
    request = centre.peer.request(page=1)
    answer = centre.peer.post_lines([*request[:3], b'{"hello":"again"}', *request[3:]])
    assert answer.one("ack")["n"] == 1
    assert late["id"] not in answer.yours()


def test_strict_headers_on_every_answer(centre: Centre) -> None:
    url = centre.peer.url
    for answer in (requests.get(f"{url}/v1/health", timeout=30), requests.get(f"{url}/v1/nothing", timeout=30)):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Content-Security-Policy" in answer.headers
        assert "server" not in answer.headers


def test_a_revoked_device_reads_nothing_and_loses_nothing(hub: HubProcess, centre: Centre) -> None:
    centre.patient()
    centre.peer.exchange()
    revoke_device(hub.services, centre.peer.device, wipe=True)
    late = centre.patient()
    centre.peer.places = {}
    answer = centre.peer.exchange()
    assert answer.one("hello")["revoked"] is True
    assert answer.one("hello")["wipe"] is True
    assert answer.one("ack")["n"] == 2
    assert answer.changes() == []
    assert answer.quarantined() == {late["id"]: "device-revoked"}


def test_health_and_the_description_for_programmers(hub: HubProcess) -> None:
    health = requests.get(f"{hub.url}/v1/health", timeout=30).json()
    assert health["hub"] == hub.services.identity.hub
    assert health["protocol"] == [1]
    paths = requests.get(f"{hub.url}/v1/openapi/openapi.json", timeout=30).json()["paths"]
    assert {"/v1/health", "/v1/devices", "/v1/chains", "/v1/exchange"} <= set(paths)


def test_the_hub_follows_a_devices_clock_and_version(hub: HubProcess, centre: Centre) -> None:
    ahead = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3600))
    centre.peer.exchange(sent_at=ahead, app="1.4.0")
    [device] = [each for each in list_devices(hub.services) if each["id"] == centre.peer.device]
    assert 3500 < device["clock_ahead_s"] < 3700
    assert device["app"] == "1.4.0"
    assert device["last_seen"]


def test_a_plain_body_and_one_without_a_last_line_end_are_understood(centre: Centre) -> None:
    """Whoever writes another client may begin with `curl --data-binary`."""
    centre.patient()
    url, bearer = f"{centre.peer.url}/v1/exchange", {"Authorization": f"Bearer {centre.peer.token}"}
    request = centre.peer.request()
    plain = requests.post(url, data=b"\n".join(request[:-1]), headers=bearer, timeout=30)
    assert plain.headers["Content-Type"] == "application/x-ndjson"
    assert json.loads(plain.content.splitlines()[1]) == {"ack": {"n": 1, "head": centre.peer.head(1).hex()}}
    centre.peer.acked = 1
    centre.patient()
    members = b"".join(gzip.compress(line + b"\n") for line in centre.peer.request())
    assert centre.peer.post_body(members).one("ack")["n"] == 2


def test_the_answer_is_gzip_whatever_is_asked_for(centre: Centre) -> None:
    headers = {"Authorization": f"Bearer {centre.peer.token}", "Accept-Encoding": "identity"}
    body = line_of({"hello": centre.peer.hello(1)})
    with requests.post(f"{centre.peer.url}/v1/exchange", data=body, headers=headers, stream=True, timeout=30) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert json.loads(gzip.decompress(answer.raw.read(decode_content=False)).splitlines()[0])["hello"]["hub"]


def test_a_new_pc_is_told_how_much_lies_ahead_and_a_small_backlog_is_not_worth_a_word(centre: Centre) -> None:
    for _ in range(150):
        centre.patient()
    centre.peer.exchange()
    new = centre.another_pc()
    assert new.exchange().one("hello")["ahead"] >= 150
    while new.exchange().one("end")["more"]:
        pass
    assert "ahead" not in new.exchange().one("hello")


@pytest.mark.parametrize("size", [64 * 1024 + 1, 256 * 1024 + 1, 1024 * 1024])
def test_a_line_however_long_never_stops_the_others(hub: HubProcess, centre: Centre, size: int) -> None:
    centre.patient()
    centre.peer.lines.append(b'{"id":"' + b"x" * (size - 9) + b'"}')
    centre.patient()
    answer = centre.peer.exchange()
    assert (answer.one("ack")["n"], list(answer.quarantined().values())) == (3, ["too-large"])
    [kept] = [each for each in list_quarantine(hub.services) if each["device"] == centre.peer.device]
    assert (kept["n"], kept["bytes"]) == (2, size)


def test_a_line_without_end_ends_the_request(centre: Centre) -> None:
    centre.peer.lines.append(b"x" * (1024 * 1024 + 1))
    answer = centre.peer.post_lines(centre.peer.request())
    assert (answer.status, answer.problem["code"]) == (413, "too-large")


@pytest.mark.parametrize("more", [0, 1])
def test_a_line_over_64_kib_goes_aside_and_the_chain_moves_on(centre: Centre, more: int) -> None:
    empty = len(line_of(centre.peer.change("patient", centre.cho, {"note": "", "name": "x"})))
    longest = centre.peer.save("patient", centre.cho, {"note": "x" * (64 * 1024 - empty + more), "name": "x"})
    assert len(centre.peer.lines[-1]) == 64 * 1024 + more
    centre.patient()
    answer = centre.peer.exchange()
    assert answer.one("ack")["n"] == 2
    assert set(answer.quarantined().values()) == ({"too-large"} if more else set())
    assert (longest["id"] in answer.yours()) is not bool(more)


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101])
def test_the_hubs_pages_hold_a_hundred_changes_at_most(centre: Centre, count: int) -> None:
    for _ in range(count):
        centre.patient()
    centre.peer.exchange()
    reader = centre.another_pc()
    answer = reader.exchange()
    own = [
        index
        for index, message in enumerate(answer.messages)
        if centre.feed in message.get("mark", {}).get("feeds", {})
    ]
    assert len(own) == -(-count // 100)
    assert len(answer.changes(centre.feed)) == count


def test_the_server_serves_on_after_all_this(hub: HubProcess) -> None:
    assert isinstance(hub.process, subprocess.Popen)
    assert hub.process.poll() is None
    with hub.services.store.read() as conn:
        assert conn.execute(t.feeds.select()).first() is not None
