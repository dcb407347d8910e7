"""The district's recovery key: its file opens with its passphrase alone, and what was sealed to it opens with it."""

from __future__ import annotations

import json

import pytest

from care_record.credential import open_seal, seal_to
from care_record.recovery import BadSeal, WrongPin, make_recovery_key, open_recovery_key
from care_record.signature import unb64

PASSPHRASE = "पीपल के नीचे चार बकरियाँ"


@pytest.fixture(scope="module")
def made() -> tuple[str, bytes]:
    return make_recovery_key(PASSPHRASE)


def test_what_was_sealed_to_it_opens_with_its_file_and_passphrase(made: tuple[str, bytes]) -> None:
    public, file = made
    sealed = seal_to(unb64(public), b"the store's key")
    assert open_seal(open_recovery_key(file, PASSPHRASE), sealed) == b"the store's key"
    with pytest.raises(WrongPin):
        open_recovery_key(file, PASSPHRASE + "!")


def test_a_short_passphrase_makes_none() -> None:
    with pytest.raises(ValueError, match="at least 12 characters"):
        make_recovery_key("  short one ")


@pytest.mark.parametrize("damage", ["cut", "no json", "later", "another public key", "other cost", "more"])
def test_another_file_is_none_and_never_works_for_long(made: tuple[str, bytes], damage: str) -> None:
    content = json.loads(made[1])
    changed = {
        "cut": made[1][:-20],
        "no json": b"\xff\xfe",
        "later": json.dumps(content | {"spoke_recovery_key": 2}).encode(),
        "another public key": json.dumps(content | {"public": make_recovery_key("x" * 12)[0]}).encode(),
        "other cost": json.dumps(content | {"sealed": content["sealed"] | {"t": 10**9}}).encode(),
        "more": json.dumps(content | {"private": "…"}).encode(),
    }
    with pytest.raises(BadSeal):
        open_recovery_key(changed[damage], PASSPHRASE)
