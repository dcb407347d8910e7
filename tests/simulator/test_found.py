"""Histories that once broke an invariant: each stays, with what it found."""

from __future__ import annotations

import pytest

from tests.simulator.__main__ import parsed
from tests.simulator.history import tell

FOUND = {
    "a restored hub took the centre that gave a patient's lines back for the one that registered her": (
        40102,
        "save,35207,56678,34195 copy_disk,60784,32324,43220 restore_pc,55470,50982,8917 share,19782,7565,47360"
        " exchange,2510,62092,45752 copy_disk,19411,34447,3069 restore_pc,702,12611,39342 exchange,5416,32806,29545"
        " save,16226,24529,3319 restore_hub,10144,58699,21274 exchange,3651,11703,24735"
        " restore_hub,63192,60302,43264 share,64547,37974,30283",
    ),
}


@pytest.mark.parametrize("what", FOUND)
def test_what_a_history_found_stays_mended(what: str) -> None:
    seed, steps = FOUND[what]
    failure = tell(seed, [parsed(step) for step in steps.split()])
    assert failure is None, str(failure)
