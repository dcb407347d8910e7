"""What is possible, what is computed, and how old somebody is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record.rules import age, vitals
from care_record.rules.problem import Problem

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("name", sorted(vitals.VITALS))
def test_the_limits_themselves_are_possible_and_beyond_them_is_not(name: str) -> None:
    vital = vitals.VITALS[name]
    assert vitals.check_vital(name, vital.low) is None
    assert vitals.check_vital(name, vital.high) is None
    for beyond in (vital.low - 0.1, vital.high + 0.1):
        problem = vitals.check_vital(name, beyond)
        assert problem == Problem(name, "impossible", f"{vital.low:g}-{vital.high:g} {vital.unit}")


@pytest.mark.parametrize("value", ["98", None, True, [], float("nan"), float("inf")])
def test_what_is_no_measure_is_refused(value: object) -> None:
    assert vitals.check_vital("pulse", value) is not None


def test_the_sickest_can_be_recorded() -> None:
    for name, value in (("respiratory_rate", 96), ("pulse", 240), ("spo2", 42), ("weight_kg", 0.8)):
        assert vitals.check_vital(name, value) is None


def test_a_meter_beyond_its_range() -> None:
    assert vitals.check_vital("sugar_mg_dl", "HI") is None
    assert vitals.check_vital("sugar_mg_dl", "LO") is None
    assert vitals.check_vital("pulse", "HI") is not None


def test_the_upper_pressure_is_the_greater() -> None:
    assert vitals.check_pressure(120, 80) is None
    assert vitals.check_pressure(120, None) is None
    problem = vitals.check_pressure(80, 120)
    assert problem is not None and problem.code == "pressure-order"
    assert vitals.check_pressure(80, 80) is not None
    impossible = vitals.check_pressure(400, 80)
    assert impossible is not None and impossible.field == "bp_systolic"


@given(st.decimals(25, 45, places=1))
def test_a_temperature_survives_the_way_to_fahrenheit_and_back(celsius: object) -> None:
    value = float(str(celsius))
    assert vitals.to_celsius(vitals.to_fahrenheit(value)) == pytest.approx(value, abs=0.06)


def test_computed_values() -> None:
    assert vitals.to_celsius(98.6) == 37.0
    assert vitals.bmi(61.5, 152) == 26.6
    assert vitals.bmi(61.5, 0) is None
    assert vitals.weeks_pregnant(DAY - timedelta(weeks=32, days=3), DAY) == 32
    assert vitals.weeks_pregnant(DAY + timedelta(days=1), DAY) is None
    assert vitals.weeks_pregnant(DAY - timedelta(days=321), DAY) is None


def test_the_last_period() -> None:
    assert vitals.check_lmp(DAY, DAY) is None
    assert vitals.check_lmp(DAY + timedelta(days=1), DAY) == Problem("lmp", "in-future")
    assert not vitals.lmp_doubtful(DAY - timedelta(days=320), DAY)
    assert vitals.lmp_doubtful(DAY - timedelta(days=321), DAY)


def told(value: float, unit: str, as_of: date = DAY) -> dict[str, object]:
    return {"age": {"value": value, "unit": unit, "as_of": as_of.isoformat()}}


@pytest.mark.parametrize(
    ("fields", "on", "shown"),
    [
        ({"birth_date": "2026-11-23"}, DAY, (0, "days")),
        ({"birth_date": "2026-10-27"}, DAY, (27, "days")),
        ({"birth_date": "2026-10-26"}, DAY, (4, "weeks")),
        ({"birth_date": "2026-08-23"}, DAY, (3, "months")),
        ({"birth_date": "2024-11-24"}, DAY, (23, "months")),
        ({"birth_date": "2024-11-23"}, DAY, (2, "years")),
        ({"birth_date": "1999-11-24"}, DAY, (26, "years")),
        ({"birth_date": "1999-11-23"}, DAY, (27, "years")),
        (told(27, "years"), DAY, (27, "years")),
        (told(27, "years"), date(2027, 11, 23), (28, "years")),
        (told(27, "years"), date(2027, 11, 20), (27, "years")),
        (told(2, "months"), DAY, (8, "weeks")),
        (told(11, "months"), date(2027, 11, 23), (23, "months")),
        (told(6, "weeks"), DAY, (6, "weeks")),
        (told(0, "years"), DAY, (0, "days")),
    ],
)
def test_the_age_as_shown(fields: dict[str, object], on: date, shown: tuple[int, str]) -> None:
    assert age.age_text_parts(fields, on) == shown


def test_told_months_meet_the_limits_of_breathing() -> None:
    assert age.age_days(told(2, "months"), DAY) == 60
    assert age.age_days(told(12, "months"), DAY) == 365
    assert age.age_days(told(1, "years"), DAY) == 365
    assert age.age_days(told(5, "years"), DAY) == 1826


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"birth_date": "2027-01-01"},
        {"birth_date": "1999"},
        {"birth_date": 7},
        {"age": 27},
        {"age": {"value": "27", "unit": "years", "as_of": "2026-11-23"}},
        {"age": {"value": -1, "unit": "years", "as_of": "2026-11-23"}},
        {"age": {"value": True, "unit": "years", "as_of": "2026-11-23"}},
        {"age": {"value": 27, "unit": "decades", "as_of": "2026-11-23"}},
        {"age": {"value": 27, "unit": ["years"], "as_of": "2026-11-23"}},
        {"age": {"value": 27, "unit": "years"}},
        {"age": {"value": 3, "unit": "days", "as_of": "2027-11-23"}},
    ],
)
def test_an_age_that_cannot_be_known(fields: dict[str, object]) -> None:
    assert age.age_days(fields, DAY) is None
    assert age.age_text_parts(fields, DAY) is None
    assert age.is_minor(fields, DAY) is None


def test_eighteen_is_of_age() -> None:
    assert age.is_minor({"birth_date": "2008-11-24"}, DAY) is True
    assert age.is_minor({"birth_date": "2008-11-23"}, DAY) is False


@given(st.integers(1, 100), st.integers(0, 40))
def test_a_told_age_grows_by_a_year_each_year(years: int, later: int) -> None:
    shown = age.age_text_parts(told(years, "years"), date(DAY.year + later, DAY.month, DAY.day))
    assert shown == (years + later, "years")
