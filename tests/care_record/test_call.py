"""The meeting room of a case: the same on both sides, found by nobody else, and never over an open line."""

from __future__ import annotations

import re

import pytest

from care_record.call import is_meeting_base, room_address, room_name
from care_record.ids import new_id

REFERRAL, PATIENT = "01935c3e-0000-7000-8000-00003fffffff", "01935c3e-1111-7000-8000-00003fffffff"


def test_the_room_is_the_same_wherever_it_is_worked_out() -> None:
    assert room_name(REFERRAL, PATIENT) == "spoke-qyyzxqxu67dsmvx5ymyftigeas"
    assert room_address("https://meet.example.org", REFERRAL, PATIENT) == (
        "https://meet.example.org/spoke-qyyzxqxu67dsmvx5ymyftigeas"
    )


def test_the_room_says_nothing_of_the_case_and_needs_both_ids() -> None:
    names = {room_name(REFERRAL, PATIENT), room_name(REFERRAL, new_id()), room_name(new_id(), PATIENT)}
    assert len(names) == 3
    for name in names:
        assert re.fullmatch(r"spoke-[a-z2-7]{26}", name)
        assert not {REFERRAL[:8], PATIENT[-8:]} & {name[i : i + 8] for i in range(len(name))}


@pytest.mark.parametrize(
    ("base", "address"),
    [
        ("https://meet.example.org/", "https://meet.example.org/"),
        ("https://meet.example.org:8443", "https://meet.example.org:8443/"),
        ("https://8x8.example/vpaas-magic-cookie-1f2e/", "https://8x8.example/vpaas-magic-cookie-1f2e/"),
        ("HTTPS://meet.example.org", "HTTPS://meet.example.org/"),
    ],
)
def test_any_meeting_server_over_https_will_do(base: str, address: str) -> None:
    assert room_address(base, REFERRAL, PATIENT) == address + room_name(REFERRAL, PATIENT)


@pytest.mark.parametrize(
    "base",
    [
        "",
        None,
        7,
        ["https://meet.example.org"],
        "http://meet.example.org",
        "javascript:alert(1)",
        "https://",
        "https:///room",
        "https://somebody@meet.example.org",
        "https://meet.example.org/?room=",
        "https://meet.example.org/#x",
        "https://meet.example.org/a b",
        'https://meet.example.org/"onclick="',
        "https://meet.example.org\\@evil.example",
        "https://meet.example.org\n",
        "https://मिलें.example",
        "https://[::1",
        "https://meet.example.org:99999",
        "https://meet.example.org/" + "x" * 400,
    ],
)
def test_what_is_no_plain_https_address_opens_nothing(base: object) -> None:
    assert room_address(base, REFERRAL, PATIENT) is None
    assert not isinstance(base, str) or not is_meeting_base(base)
