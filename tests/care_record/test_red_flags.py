"""Red flags by age, gender and pregnancy, and the urgency that follows from them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_record.rules.red_flags import FLAG_CODES, Flag, flags, urgency

ADULT = 30 * 365


def codes(vitals: dict[str, Any], age_days: int | None = ADULT, gender: str = "female", **more: Any) -> list[str]:
    return [flag.code for flag in flags(vitals, age_days, gender, **more)]


@pytest.mark.parametrize(
    ("age_days", "rate", "fast"),
    [
        (0, 59, False),
        (0, 60, True),
        (59, 59, False),
        (59, 60, True),
        (60, 49, False),
        (60, 50, True),
        (364, 49, False),
        (364, 50, True),
        (365, 39, False),
        (365, 40, True),
        (1825, 39, False),
        (1825, 40, True),
        (1826, 29, False),
        (1826, 30, True),
        (ADULT, 24, False),
        (None, 30, True),
    ],
)
def test_breathing_is_fast_from_the_limit_of_the_age(age_days: int | None, rate: int, fast: bool) -> None:
    assert ("fast_breathing" in codes({"respiratory_rate": rate}, age_days)) is fast


@pytest.mark.parametrize(
    ("upper", "lower", "pregnant", "expected"),
    [
        (139, 89, "no", []),
        (140, 80, "no", ["bp_high"]),
        (120, 90, "no", ["bp_high"]),
        (179, 109, "no", ["bp_high"]),
        (180, 80, "no", ["bp_critical"]),
        (150, 110, "no", ["bp_critical"]),
        (168, 112, "yes", ["bp_critical_pregnancy"]),
        (160, 90, "yes", ["bp_critical_pregnancy"]),
        (159, 109, "yes", ["bp_high_pregnancy"]),
        (160, 90, "unknown", ["bp_high"]),
        (88, 60, "no", ["bp_low"]),
        (90, 60, "no", []),
    ],
)
def test_pressure(upper: int, lower: int, pregnant: str, expected: list[str]) -> None:
    assert codes({"bp_systolic": upper, "bp_diastolic": lower, "pregnant": pregnant}) == expected


def test_a_small_child_has_a_low_pressure_by_nature() -> None:
    assert codes({"bp_systolic": 85, "bp_diastolic": 50}, age_days=700) == []


@pytest.mark.parametrize(
    ("vitals", "expected"),
    [
        ({"spo2": 94}, []),
        ({"spo2": 93}, ["spo2_low"]),
        ({"spo2": 90}, ["spo2_low"]),
        ({"spo2": 89}, ["spo2_critical"]),
        ({"pulse": 120}, []),
        ({"pulse": 121}, ["pulse_high"]),
        ({"pulse": 50}, []),
        ({"pulse": 49}, ["pulse_low"]),
        ({"temperature_f": 100.3}, []),
        ({"temperature_f": 100.4}, ["fever"]),
        ({"temperature_f": 102.9}, ["fever"]),
        ({"temperature_f": 103}, ["high_fever"]),
        ({"temperature_f": 94.9}, ["temperature_low"]),
        ({"sugar_mg_dl": 125, "sugar_kind": "fasting"}, []),
        ({"sugar_mg_dl": 126, "sugar_kind": "fasting"}, ["sugar_high"]),
        ({"sugar_mg_dl": 199, "sugar_kind": "random"}, []),
        ({"sugar_mg_dl": 200, "sugar_kind": "random"}, ["sugar_high"]),
        ({"sugar_mg_dl": 299}, ["sugar_high"]),
        ({"sugar_mg_dl": 300}, ["sugar_very_high"]),
        ({"sugar_mg_dl": "HI"}, ["sugar_very_high"]),
        ({"sugar_mg_dl": "LO"}, ["sugar_low"]),
        ({"sugar_mg_dl": 69}, ["sugar_low"]),
        ({"haemoglobin_g_dl": 12}, []),
        ({"haemoglobin_g_dl": 11.9}, ["hb_low"]),
        ({"haemoglobin_g_dl": 6.9}, ["hb_severe"]),
        ({"haemoglobin_g_dl": 11, "pregnant": "yes"}, []),
        ({"haemoglobin_g_dl": 9.2, "pregnant": "yes"}, ["hb_low_pregnancy"]),
    ],
)
def test_the_other_vitals_of_a_woman(vitals: dict[str, Any], expected: list[str]) -> None:
    assert codes(vitals) == expected


def test_a_mans_haemoglobin_has_its_own_limit() -> None:
    assert codes({"haemoglobin_g_dl": 12.5}, gender="male") == ["hb_low"]


@pytest.mark.parametrize(("age_days", "pulse", "high"), [(30, 180, False), (30, 181, True), (3000, 141, True)])
def test_a_childs_pulse_is_faster(age_days: int, pulse: int, high: bool) -> None:
    assert ("pulse_high" in codes({"pulse": pulse}, age_days)) is high


def test_fever_of_a_young_infant_is_critical() -> None:
    (flag,) = flags({"temperature_f": 99.5}, 20, "male")
    assert (flag.code, flag.level) == ("fever", "critical")
    assert urgency((flag,)) == "emergency"


@pytest.mark.parametrize(("age_days", "arm", "expected"), [(400, 12.4, ["muac_low"]), (100, 11, []), (ADULT, 11, [])])
def test_the_arm_counts_from_six_months_to_five_years(age_days: int, arm: float, expected: list[str]) -> None:
    assert codes({"muac_cm": arm}, age_days) == expected


@pytest.mark.parametrize(
    ("vitals", "signs", "expected"),
    [
        ({}, [], "routine"),
        ({"bp_systolic": 150, "bp_diastolic": 90}, [], "routine"),
        ({"haemoglobin_g_dl": 8.6}, [], "routine"),
        ({"sugar_mg_dl": 248}, [], "routine"),
        ({"temperature_f": 103.2}, [], "urgent"),
        ({"pulse": 128}, [], "urgent"),
        ({"spo2": 92}, [], "urgent"),
        ({"spo2": 88}, [], "emergency"),
        ({"bp_systolic": 168, "bp_diastolic": 112, "pregnant": "yes"}, [], "emergency"),
        ({}, ["convulsions"], "emergency"),
    ],
)
def test_urgency(vitals: dict[str, Any], signs: list[str], expected: str) -> None:
    assert urgency(flags(vitals, ADULT, "female", signs)) == expected


def test_the_gravest_comes_first_and_shows_its_value() -> None:
    found = flags(
        {"haemoglobin_g_dl": 9.2, "bp_systolic": 168, "bp_diastolic": 112, "pregnant": "yes"}, ADULT, "female"
    )
    assert [(f.code, f.value) for f in found] == [("bp_critical_pregnancy", "168/112"), ("hb_low_pregnancy", "9.2")]


VALUES = st.one_of(st.none(), st.text(max_size=5), st.integers(), st.floats(), st.booleans(), st.lists(st.integers()))
NAMES = ["bp_systolic", "bp_diastolic", "spo2", "pulse", "respiratory_rate", "temperature_f", "sugar_mg_dl", "muac_cm",
         "haemoglobin_g_dl", "pregnant", "sugar_kind"]  # fmt: skip


@given(st.dictionaries(st.sampled_from(NAMES), VALUES), st.one_of(st.none(), st.integers(-5, 50_000)), st.text())
def test_whatever_a_peer_sent_nothing_raises(vitals: dict[str, Any], age_days: int | None, gender: str) -> None:
    found = flags(vitals, age_days, gender)
    assert all(isinstance(flag, Flag) and flag.code in FLAG_CODES for flag in found)
    assert urgency(found) in ("routine", "urgent", "emergency")


@given(st.integers(0, 36_500), st.integers(4, 120), st.integers(4, 120))
def test_breathing_faster_is_never_less_of_a_flag(age_days: int, one: int, other: int) -> None:
    slow, fast = sorted((one, other))
    if codes({"respiratory_rate": slow}, age_days):
        assert codes({"respiratory_rate": fast}, age_days)
