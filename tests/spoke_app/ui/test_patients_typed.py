"""What people type becomes values: digits of either script, dates day first, durations in either language."""

from __future__ import annotations

from datetime import date

import pytest

from spoke_app.ui.models.typed import a_date, a_due_date, number, number_text, past_date, split_duration

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98.6", 98.6),
        ("98,6", 98.6),
        ("१०४", 104),
        (" 61.0 ", 61),
        ("9 8", None),
        ("", None),
        ("12a", None),
        ("1e3", None),
    ],
)
def test_numbers(text: str, value: float | None) -> None:
    assert number(text) == value


def test_number_text_is_what_one_would_type() -> None:
    assert [number_text(value) for value in (61.5, 152.0, 88, "HI", None)] == ["61.5", "152", "88", "HI", ""]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3/11/1999", date(1999, 11, 3)),
        ("03-11-1999", date(1999, 11, 3)),
        ("3.11.99", date(2099, 11, 3)),
        ("1999-11-03", date(1999, 11, 3)),
        ("३/११/१९९९", date(1999, 11, 3)),
        ("31/2/2020", None),
        ("11/1999", None),
        ("3/11/199", None),
    ],
)
def test_dates_are_read_day_first(text: str, value: date | None) -> None:
    assert a_date(text) == value


def test_a_birth_date_with_two_digits_lies_behind() -> None:
    assert past_date("3/11/68", TODAY) == date(1968, 11, 3)
    assert past_date("3/11/24", TODAY) == date(2024, 11, 3)
    assert past_date("3/11/2068", TODAY) == date(2068, 11, 3)


def test_a_due_date_is_a_date_or_a_stretch_from_today() -> None:
    assert a_due_date("7", TODAY) == date(2026, 11, 30)
    assert a_due_date("2 weeks", TODAY) == date(2026, 12, 7)
    assert a_due_date("१ महीने", TODAY) == date(2026, 12, 23)
    assert a_due_date("30/11/2026", TODAY) == date(2026, 11, 30)
    assert a_due_date("soon", TODAY) is None


@pytest.mark.parametrize(
    ("text", "rest", "value", "unit"),
    [
        ("fever 3 days", "fever", 3, "days"),
        ("fever for 1 week", "fever", 1, "weeks"),
        ("bukhar 2 din se", "bukhar", 2, "days"),
        ("बुखार ३ दिन से", "बुखार", 3, "days"),
        ("सिरदर्द 1 हफ़्ते", "सिरदर्द", 1, "weeks"),
        ("2d", "", 2, "days"),
    ],
)
def test_a_duration_is_split_from_its_complaint(text: str, rest: str, value: int, unit: str) -> None:
    assert split_duration(text) == (rest, {"value": value, "unit": unit})


def test_a_complaint_without_duration_stays_whole() -> None:
    assert split_duration("pain in 2 joints") == ("pain in 2 joints", None)
    assert split_duration("vitamin B 12") == ("vitamin B 12", None)


@pytest.mark.parametrize("typed", ["²", "²/1/2020", "9" * 5000 + "/1/2020", "9" * 5000, "①/2/2020"])
def test_a_sign_that_only_looks_like_a_number_is_no_date(typed: str) -> None:
    today = date(2026, 11, 24)
    assert (a_date(typed), a_due_date(typed, today), past_date(typed, today)) == (None, None, None)
