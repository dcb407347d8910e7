"""Releasing what was refused: on an administrator's word, and never what can be in no record."""

from __future__ import annotations

import json
import secrets
from typing import Any

import pytest
import requests

from care_record.chain import line_hash
from hub_server.services.devices import revoke_device
from hub_server.services.errors import AdminError
from hub_server.services.quarantine import list_quarantine, release
from hub_server.store import quarantine, records
from hub_server.store.check import check
from hub_server.store.writer import HubChange
from tests.helpers.hub import Centre, HubProcess, command
from tests.helpers.peer import Peer, line_of, uuid7


def test_a_released_change_reaches_everyone_and_leaves_the_list(hub: HubProcess, centre: Centre) -> None:
    patient = centre.patient()
    advice = centre.peer.save("advice", centre.cho, {"text": "rest"}, patient=patient["patient"])
    assert advice["id"] in centre.peer.exchange().quarantined()
    [entry] = [each for each in list_quarantine(hub.services) if each["id"] == advice["id"]]
    assert (entry["code"], entry["device"], entry["n"]) == ("role-may-not-write", centre.peer.device, 2)
    assert "line" not in entry
    release(hub.services, advice["id"])
    answer = centre.peer.exchange()
    assert answer.quarantined() == {}
    assert advice["id"] in answer.yours()


def test_a_released_line_sent_again_stays_released(hub: HubProcess, centre: Centre) -> None:
    patient = centre.patient()
    advice = centre.peer.save("advice", centre.cho, {"text": "rest"}, patient=patient["patient"])
    centre.peer.exchange()
    release(hub.services, advice["id"])
    centre.peer.new_chain()
    centre.peer.lines = [line_of(patient), line_of(advice)]
    assert centre.peer.exchange().quarantined() == {}
    assert centre.peer.feed_ids[centre.feed].count(advice["id"]) == 1


def test_what_a_revoked_device_sent_can_be_released(hub: HubProcess, centre: Centre) -> None:
    revoke_device(hub.services, centre.peer.device, wipe=False)
    patient = centre.patient()
    centre.peer.exchange()
    release(hub.services, patient["id"])
    colleague = centre.another_pc()
    colleague.exchange()
    assert patient["id"] in colleague.held


def test_released_for_a_foreign_patient_it_goes_to_the_patients_centre_alone(hub: HubProcess, centre: Centre) -> None:
    other = hub.centre()
    theirs = other.patient()
    visit = centre.visit(theirs)
    other.peer.exchange()
    centre.peer.exchange()
    release(hub.services, visit["id"])
    other.peer.exchange()
    assert visit["id"] in other.peer.held, "the patient's own centre reads it"
    centre.peer.exchange()
    assert theirs["id"] not in centre.peer.held, "and the foreign one reads nothing by it"


def test_lines_that_can_be_in_no_record_are_not_released(hub: HubProcess, centre: Centre) -> None:
    patient = centre.patient()
    centre.peer.exchange()
    other = centre.another_pc()
    other.lines.append(line_of({**patient, "set": {"name": "Another"}}))
    other.exchange()
    with pytest.raises(AdminError, match="same-id-other-bytes"):
        release(hub.services, patient["id"])
    with pytest.raises(AdminError, match="nothing in quarantine"):
        release(hub.services, json.loads(other.lines[0])["record"])


def test_a_line_that_can_be_in_no_record_keeps_no_other_of_its_id_back(hub: HubProcess, centre: Centre) -> None:
    patient = centre.patient()
    advice = centre.peer.save("advice", centre.cho, {"text": "rest"}, patient=patient["patient"])
    centre.peer.exchange()
    other = centre.another_pc()
    other.lines.append(line_of({**advice, "kind": "patient"}))
    other.exchange()
    codes = {each["code"] for each in list_quarantine(hub.services) if each["id"] == advice["id"]}
    assert codes == {"role-may-not-write", "record-mismatch"}
    release(hub.services, advice["id"])
    assert centre.peer.exchange().quarantined() == {}
    assert other.exchange().quarantined() == {advice["id"]: "record-mismatch"}


def two_of_one_id(hub: HubProcess, centre: Centre) -> dict[str, Any]:
    """The same PC, copied, wrote two lines under one id, which both could be released; what the first one says."""
    patient = centre.patient()
    centre.peer.exchange()
    advice = centre.peer.save("advice", centre.cho, {"text": "rest"}, patient=patient["patient"])
    centre.peer.exchange()
    centre.peer.new_chain()
    centre.peer.lines = [line_of(patient), line_of({**advice, "set": {"text": "walk"}})]
    centre.peer.exchange()
    return advice


def test_of_several_lines_of_an_id_the_one_that_is_named_is_released(hub: HubProcess, centre: Centre) -> None:
    advice = two_of_one_id(hub, centre)
    told = command("quarantine", "release", advice["id"], "--json", store=hub.store_url)
    assert told.returncode == 1 and "several lines" in told.stderr and "--line" in told.stderr
    first, second = json.loads(told.stdout)
    assert {first["code"], second["code"]} == {"role-may-not-write"} and first["sha"] != second["sha"]
    assert [first, second] == [each for each in list_quarantine(hub.services) if each["id"] == advice["id"]]
    sent = {line_hash(line_of({**advice, "set": {"text": text}})).hex()[:16]: text for text in ("rest", "walk")}
    assert set(sent) == {first["sha"], second["sha"]}
    plain = command("quarantine", "release", advice["id"], store=hub.store_url)
    assert plain.returncode == 1 and f"sha={first['sha']}" in plain.stdout and f"sha={second['sha']}" in plain.stdout
    for odd in ("zz", "f" * 64, second["sha"] + "0000"):
        wrong = command("quarantine", "release", advice["id"], "--line", odd, store=hub.store_url)
        assert wrong.returncode == 1 and "begins with" in wrong.stderr
    done = command("quarantine", "release", advice["id"], "--line", second["sha"][:8].upper(), store=hub.store_url)
    assert (done.returncode, done.stderr) == (0, "")
    with hub.services.store.read() as conn:
        taken = records.folded(conn, advice["record"])
    assert taken is not None and taken.fields["text"] == sent[second["sha"]]
    # What is left of it can be in no record any more.
    late = command("quarantine", "release", advice["id"], store=hub.store_url)
    assert late.returncode == 1 and "same-id-other-bytes" in late.stderr


def test_a_line_that_several_pcs_sent_is_one(hub: HubProcess, centre: Centre) -> None:
    patient = centre.patient()
    advice = centre.peer.save("advice", centre.cho, {"text": "rest"}, patient=patient["patient"])
    centre.peer.exchange()
    other = centre.another_pc()
    other.lines.append(line_of(advice))
    other.exchange()
    assert [each["id"] for each in list_quarantine(hub.services)].count(advice["id"]) == 2
    done = command("quarantine", "release", advice["id"], "--json", store=hub.store_url)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"id": advice["id"]})
    assert centre.peer.exchange().quarantined() == other.exchange().quarantined() == {}


def test_the_hub_only_kinds_stay_the_hubs(hub: HubProcess, centre: Centre) -> None:
    promoted = centre.peer.save("staff", centre.cho, {"role": "doctor"}, record=centre.cho)
    centre.peer.exchange()
    with pytest.raises(AdminError, match="role-may-not-write"):
        release(hub.services, promoted["id"])
    assert promoted["id"] in centre.peer.exchange().quarantined()
    with hub.services.store.read() as conn:
        assert check(conn).wrong == ()


def enrolled_again(hub: HubProcess, centre: Centre, code: str, **more: str) -> requests.Response:
    """What a PC sends that the hub has revoked."""
    body = {"code": code, "token": secrets.token_hex(32), **more}
    return requests.post(f"{hub.url}/v1/devices", json=body, timeout=30)


def test_a_pc_enrolled_again_sees_what_was_refused_under_any_id_it_had(hub: HubProcess, centre: Centre) -> None:
    patient = centre.patient()
    centre.peer.save("advice", centre.cho, {"text": "rest"}, patient=patient["patient"])
    centre.peer.exchange()
    former, ids = centre.peer.device, []
    for _ in range(2):
        answer = enrolled_again(hub, centre, hub.code(centre.facility), former=former, post=centre.facility)
        former = answer.json()["device"]
        ids.append(former)
    stranger = enrolled_again(hub, centre, hub.code(hub.facility()), former=former).json()["device"]
    with hub.services.store.read() as conn:
        assert [quarantine.count(conn, device) for device in (*ids, centre.peer.device, stranger)] == [1, 1, 1, 0]
        [kept] = quarantine.listed(conn, ids[-1], 100)
        assert (kept.code, kept.device) == ("role-may-not-write", centre.peer.device)


def test_what_was_refused_under_two_ids_of_a_pc_is_told_once(hub: HubProcess, centre: Centre) -> None:
    """Sent by the revoked PC, then once more as the one enrolled anew: it is one change that needs attention."""
    peer = centre.peer
    patient = centre.patient()
    peer.exchange()
    revoke_device(hub.services, peer.device, wipe=False)
    change = peer.save("advice", centre.cho, {"text": "rest"}, patient=patient["patient"])
    assert peer.exchange().quarantined() == {change["id"]: "device-revoked"}
    peer.token = secrets.token_hex(32)
    code, former = hub.code(centre.facility), peer.device
    told = enrolled_again(hub, centre, code, former=former, post=centre.facility, token=peer.token).json()
    peer.device, peer.chain, peer.acked = told["device"], told["chain"], 0
    end = peer.exchange().one("end")
    assert [(each["id"], each["code"]) for each in end["quarantined"]] == [(change["id"], "role-may-not-write")]
    assert end["quarantined_count"] == 1


def test_what_rests_on_a_share_that_rested_on_a_post_is_taken_with_it(hub: HubProcess, centre: Centre) -> None:
    """A restored hub may hear of all three the wrong way round."""
    elsewhere = hub.facility()
    colleague, cho = Peer(hub.url, hub.code(elsewhere)), hub.person(elsewhere)
    patient = centre.patient()
    centre.peer.exchange()
    shared = [{"id": uuid7(), "facility": elsewhere}]
    share = centre.peer.save("patient", cho, {"share": shared}, record=patient["record"], base=[patient["id"]])
    assert centre.peer.exchange().quarantined() == {share["id"]: "author-not-here"}
    visit = colleague.save("visit", cho, {"mode": "spoke"}, patient=patient["record"])
    assert colleague.exchange().quarantined() == {visit["id"]: "foreign-patient"}
    posts = {"posts": [{"id": elsewhere}, {"id": centre.facility}]}
    with hub.services.store.begin() as conn:
        hub.services.writer.write(conn, hub.services.identity.hub, [HubChange("staff", cho, None, posts)])
    assert centre.peer.exchange().quarantined() == {}
    assert colleague.exchange().quarantined() == {}
    with hub.services.store.read() as conn:
        assert check(conn).wrong == ()


def test_another_posts_code_is_refused_and_not_used_up(hub: HubProcess, centre: Centre) -> None:
    elsewhere = hub.facility()
    code = hub.code(elsewhere)
    refused = enrolled_again(hub, centre, code, former=centre.peer.device, post=centre.facility)
    assert (refused.status_code, refused.json()["code"]) == (403, "other-post")
    assert enrolled_again(hub, centre, code, post=elsewhere).status_code == 201


def test_what_a_revoked_pc_sent_counts_once_it_comes_from_somebody_who_may(hub: HubProcess, centre: Centre) -> None:
    revoke_device(hub.services, centre.peer.device, wipe=False)
    patient = centre.patient()
    assert patient["id"] in centre.peer.exchange().quarantined()
    colleague = centre.another_pc()
    colleague.lines.append(line_of(patient))
    colleague.exchange()
    assert centre.peer.exchange().quarantined() == {}
    assert [each for each in list_quarantine(hub.services) if each["id"] == patient["id"]] == []
