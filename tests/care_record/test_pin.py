"""Which PINs are taken."""

from __future__ import annotations

import pytest

from care_record.rules.pin import pin_problem


@pytest.mark.parametrize("pin", ["482913", "730164", "112358", "201407", "४८२९१३"])
def test_a_pin_without_a_pattern_is_taken(pin: str) -> None:
    assert pin_problem(pin) == ""


@pytest.mark.parametrize(
    "pin",
    ["000000", "111222", "121212", "123456", "234567", "987654", "123123", "990099", "112233", "789012", "४५६७८९"],
)
def test_what_is_guessed_first_is_not(pin: str) -> None:
    assert pin_problem(pin) == "too-simple"


@pytest.mark.parametrize("pin", ["", "48291", "4829133", "48291a", "48 913", "½½½½½½", "-48291"])
def test_it_has_six_digits(pin: str) -> None:
    assert pin_problem(pin) == "six-digits"


def test_it_is_a_new_one() -> None:
    assert pin_problem("482913", "४८२९१३") == "same-pin"
