"""Enrolment: one code, one device, the same answer again after a lost one, the same words for every wrong code."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
import requests

from hub_server.context import open_services
from hub_server.enrol import _free_letter
from hub_server.services.devices import make_enrol_code
from hub_server.times import utc_now
from tests.helpers.hub import Centre, HubProcess
from tests.helpers.peer import Peer


def ask(hub: HubProcess, code: str, token: str) -> requests.Response:
    body = {"code": code, "token": token, "name": "OPD desk", "app": "1.0", "os": "Windows 10"}
    return requests.post(f"{hub.url}/v1/devices", json=body, timeout=30)


def test_a_lost_answer_is_asked_for_again(hub: HubProcess) -> None:
    code, token = hub.code(hub.facility()), secrets.token_hex(32)
    first, again = ask(hub, code, token), ask(hub, code.lower().replace("-", " "), token)
    assert first.status_code == again.status_code == 201
    one, two = first.json(), again.json()
    assert {**one, "time": ""} == {**two, "time": ""}
    assert one["post"]["kind"] == "facility"


def test_wrong_used_and_expired_codes_get_the_same_words(hub: HubProcess) -> None:
    facility = hub.facility()
    used = hub.code(facility)
    assert ask(hub, used, secrets.token_hex(32)).status_code == 201
    yesterday = open_services(hub.services.store, now=lambda: utc_now() - timedelta(hours=73))
    expired = make_enrol_code(yesterday, facility)["code"]
    answers = [ask(hub, code, secrets.token_hex(32)) for code in (used, expired, "WRNG-WRNG-WRNG")]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1
    assert answers[0].json()["code"] == "bad-enrolment-code"


def test_devices_of_a_centre_have_different_letters(centre: Centre) -> None:
    letters = [centre.peer.enrolment["slip_letter"], *(centre.another_pc().enrolment["slip_letter"] for _ in range(2))]
    assert letters == ["A", "B", "C"]


def test_letters_do_not_end() -> None:
    used: set[str] = set()
    for _ in range(30):
        used.add(_free_letter(used))
    assert {"A", "Z", "AA", "AF"} <= used
    assert not used & {"I", "O"}


def test_the_device_is_announced_to_every_clinic_without_its_token(centre: Centre) -> None:
    centre.peer.exchange()
    lines = [json.loads(line) for line in centre.peer.held.values()]
    [device] = [line for line in lines if line["kind"] == "device" and line["set"].get("device") == centre.peer.device]
    assert device["set"]["post"] == centre.facility
    assert centre.peer.token not in json.dumps(lines)


@pytest.mark.parametrize("made", [secrets.token_hex, secrets.token_urlsafe], ids=["hex", "base64"])
def test_a_token_is_256_bits_however_they_are_written(hub: HubProcess, made: Callable[[int], str]) -> None:
    peer = Peer(hub.url)
    peer.token = made(32)
    peer.enrol(hub.code(hub.facility()))
    assert peer.exchange().status == 200


def test_a_token_of_another_shape_is_not_understood(hub: HubProcess) -> None:
    answer = ask(hub, hub.code(hub.facility()), "short")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_body_beyond_every_bound_is_too_large(hub: HubProcess) -> None:
    answer = requests.post(f"{hub.url}/v1/devices", json={"code": "x" * 100_000, "token": ""}, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_a_new_chain_needs_a_known_device(hub: HubProcess) -> None:
    peer = Peer(hub.url)
    answer = requests.post(f"{hub.url}/v1/chains", headers={"Authorization": f"Bearer {peer.token}"}, timeout=30)
    assert (answer.status_code, answer.json()["code"]) == (401, "device-unknown")
