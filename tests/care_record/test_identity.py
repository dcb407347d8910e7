"""Telephone, ABHA and Aadhaar."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record.rules import identity

# Made up for these tests: they only satisfy the check digit.
AADHAAR = "234567890124"


@pytest.mark.parametrize(
    "typed",
    [
        "9876543210",
        "09876543210",
        "919876543210",
        "+919876543210",
        "0091 98765 43210",
        "+91-98765-43210",
        "+91 098765 43210",
        " 98765 43210 ",
        "(98765) 43210",
        "९८७६५४३२१०",
        "+९१ ९८७६५ ४३२१०",
    ],
)
def test_a_phone_in_every_form_people_write(typed: str) -> None:
    assert identity.normalise_phone(typed) == "+919876543210"
    assert identity.phone_problem(typed) is None


@pytest.mark.parametrize(
    "typed", ["987654321", "98765432101", "5876543210", "+447700900123", "phone", "+91", "0612 222"]
)
def test_what_is_no_mobile_number(typed: str) -> None:
    assert identity.normalise_phone(typed) is None
    problem = identity.phone_problem(typed)
    assert problem is not None and problem.code == "bad-phone"


def test_no_phone_is_no_problem() -> None:
    assert identity.phone_problem("  ") is None


def test_a_number_that_begins_like_the_country_code() -> None:
    assert identity.normalise_phone("9198765432") == "+919198765432"


@given(st.text())
def test_a_phone_is_normal_or_refused(typed: str) -> None:
    phone = identity.normalise_phone(typed)
    assert phone is None or (len(phone) == 13 and identity.normalise_phone(phone) == phone)


def test_abha_is_warned_about_never_refused() -> None:
    assert identity.check_abha("91-7361-1234-5675") == ("91736112345675", True)
    assert identity.check_abha("91 7361 1234 5671") == ("91736112345671", True)
    assert [warning for _, warning in (identity.check_abha(f"9173611234567{d}") for d in range(10))].count(False) == 1
    assert identity.check_abha("९१-७३६१-१२३४-५६७५")[0] == "91736112345675"
    assert identity.check_abha("917361123456") == (None, False)


def test_verhoeff_knows_its_own_example() -> None:
    assert identity.verhoeff("2363")
    assert not identity.verhoeff("2364")


@given(st.integers(2, 9), st.integers(0, 10**10 - 1), st.integers(0, 11), st.integers(1, 9))
def test_verhoeff_sees_every_single_wrong_digit(first: int, middle: int, place: int, shift: int) -> None:
    body = f"{first}{middle:010d}"
    number = next(body + str(d) for d in range(10) if identity.verhoeff(body + str(d)))
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not identity.verhoeff(wrong)


@pytest.mark.parametrize("written", [AADHAAR, "2345 6789 0124", "2345-6789-0124", "२३४५ ६७८९ ०१२४"])
def test_an_aadhaar_number_is_found_wherever_it_is_typed(written: str) -> None:
    text = f"Her card is {written}, she says."
    assert identity.find_aadhaar(text) == written
    assert identity.mask_aadhaar(text) == "Her card is XXXX-XXXX-0124, she says."


@pytest.mark.parametrize(
    "text",
    [
        "234567890125",
        "1345 6789 0124",
        "BP 168/112, weight 61.5",
        "91-7361-1234-5675",
        "+919876543210",
        "9876543210",
        "0192f0a1-7c3e-7abc-9def-234567890124",
        "sha 1234567890124",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert identity.find_aadhaar(text) is None
    assert identity.mask_aadhaar(text) == text


def test_a_phone_with_its_country_code_is_no_aadhaar_number() -> None:
    phone = next(f"9198765432{n:02d}" for n in range(100) if identity.verhoeff(f"9198765432{n:02d}"))
    assert identity.find_aadhaar(phone) is None


@given(st.text())
def test_masking_twice_is_masking_once(text: str) -> None:
    once = identity.mask_aadhaar(text)
    assert identity.find_aadhaar(once) is None
    assert identity.mask_aadhaar(once) == once
