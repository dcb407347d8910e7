"""One box for the age: what people type is understood, and what cannot be meant is refused with why."""

from __future__ import annotations

from datetime import date

import pytest

from spoke_app.ui.models.age_typed import read_age

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "value", "unit", "about"),
    [
        ("60", 60, "years", False),
        ("६०", 60, "years", False),
        ("~60", 60, "years", True),
        ("about 60", 60, "years", True),
        ("लगभग ६०", 60, "years", True),
        ("60+", 60, "years", True),
        ("60 y", 60, "years", False),
        ("27 साल", 27, "years", False),
        ("5m", 5, "months", False),
        ("5 महीने", 5, "months", False),
        ("2.5 y", 30, "months", False),
        ("2,5 y", 30, "months", False),
        ("1y 6m", 18, "months", False),
        ("1 year 6 months", 18, "months", False),
        ("42.5", 42, "years", False),
        ("10 days", 10, "days", False),
        ("0 d", 0, "days", False),
        ("1.5 m", 46, "days", False),
        ("6 weeks", 6, "weeks", False),
        ("1990", 36, "years", True),
        ("3/2025", 20, "months", True),
        ("3/1990", 36, "years", True),
    ],
)
def test_an_age_that_was_told(typed: str, value: int, unit: str, about: bool) -> None:
    read = read_age(typed, "years", TODAY)
    assert read is not None and (read.value, read.unit, read.about, read.born) == (value, unit, about, None)


@pytest.mark.parametrize("typed", ["12/3/1990", "12-3-90", "12.3.1990", "1990-03-12", "१२/३/१९९०"])
def test_only_a_whole_date_is_a_birth_date(typed: str) -> None:
    read = read_age(typed, "years", TODAY)
    assert read is not None and read.born == date(1990, 3, 12) and read.value is None


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("old", "age_unread"),
        ("60 q", "age_unread"),
        ("5m x", "age_unread"),
        ("~", "age_unread"),
        ("-5", "age_unread"),
        ("200", "too_old"),
        ("1/1/1850", "too_old"),
        ("2030", "date_ahead"),
        ("1/1/2030", "date_ahead"),
        ("12/2027", "date_ahead"),
        ("31/2/2020", "date_unread"),
        ("13/2020", "date_unread"),
        ("0", "age_small"),
        ("2026", "age_small"),
        ("5000 days", "age_unit"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_why(typed: str, why: str) -> None:
    read = read_age(typed, "years", TODAY)
    assert read is not None and (read.problem, read.value, read.born) == (why, None, None)


def test_a_bare_number_counts_in_the_chosen_unit_and_a_typed_one_overrides_it() -> None:
    plain, named = read_age("5", "months", TODAY), read_age("5 days", "months", TODAY)
    assert plain is not None and (plain.unit, plain.named) == ("months", False)
    assert named is not None and (named.unit, named.named) == ("days", True)
    assert read_age("  ", "years", TODAY) is None
