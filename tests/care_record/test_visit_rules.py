"""What the visit's form computes: CBAC's score, the word of a z-score, BMI and the dates of a pregnancy."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from care_record.rules import cbac
from care_record.rules.growth import arm_word, z_word
from care_record.rules.red_flags import FIVE_YEARS_DAYS, Flag, fast_breathing_limit, flags, urgency
from care_record.rules.vitals import bmi_word, due_date, lmp_doubtful, weeks_pregnant

NOTHING: dict[str, Any] = {
    "tobacco": "never",
    "alcohol_daily": "no",
    "active_150": "yes",
    "family": "no",
    "waist_cm": 80,
}


@pytest.mark.parametrize(
    ("years", "points"), [(29, 0), (30, 1), (39, 1), (40, 2), (49, 2), (50, 3), (59, 3), (60, 4), (95, 4)]
)
def test_points_of_the_age(years: int, points: int) -> None:
    assert cbac.score(NOTHING, years, "female") == points


@pytest.mark.parametrize(
    ("gender", "waist", "points"),
    [
        ("female", 80, 0),
        ("female", 81, 1),
        ("female", 90, 1),
        ("female", 91, 2),
        ("male", 90, 0),
        ("male", 91, 1),
        ("male", 100, 1),
        ("male", 101, 2),
        ("other", 85, 1),
    ],
)
def test_points_of_the_waist(gender: str, waist: int, points: int) -> None:
    assert cbac.score({**NOTHING, "waist_cm": waist}, 30, gender) == 1 + points


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ({"tobacco": "past"}, 1),
        ({"tobacco": "daily"}, 2),
        ({"alcohol_daily": "yes"}, 1),
        ({"active_150": "no"}, 1),
        ({"family": "yes"}, 2),
    ],
)
def test_points_of_the_answers(answer: dict[str, Any], points: int) -> None:
    assert cbac.score(NOTHING | answer, 30, "female") == 1 + points


def test_more_than_four_is_a_priority_and_four_is_not() -> None:
    assert not cbac.is_priority(4) and cbac.is_priority(5)
    worst = {"tobacco": "daily", "alcohol_daily": "yes", "active_150": "no", "family": "yes", "waist_cm": 120}
    assert cbac.score(worst, 60, "male") == 12


def test_no_score_while_an_answer_is_missing() -> None:
    assert cbac.missing({"family": "no", "waist_cm": True}) == ("tobacco", "alcohol_daily", "active_150", "waist_cm")
    assert cbac.score({**NOTHING, "tobacco": "often"}, 40, "male") is None


@pytest.mark.parametrize(
    ("z", "word", "grade"),
    [
        (-6.1, "check", "abnormal"),
        (-3.01, "severely_underweight", "critical"),
        (-3, "underweight", "abnormal"),
        (-2.01, "underweight", "abnormal"),
        (-2, "normal", "good"),
        (3, "normal", "good"),
    ],
)
def test_the_word_of_a_weight_for_age(z: float, word: str, grade: str) -> None:
    assert z_word("weight_for_age", z) == (word, grade)


def test_the_words_of_height_and_of_weight_for_height() -> None:
    assert [z_word("height_for_age", z)[0] for z in (-3.2, -2.5, 0)] == ["severely_stunted", "stunted", "normal"]
    words = [z_word("weight_for_height", z)[0] for z in (-5.1, -3.2, -2.5, 2, 2.1, 3.1)]
    assert words == ["check", "severely_wasted", "wasted", "normal", "overweight", "obese"]


def test_the_arm() -> None:
    assert [arm_word(arm)[0] for arm in (11.4, 11.5, 12.4, 12.5)] == ["severely_thin", "thin", "thin", "normal"]


def test_bmi_by_the_limits_for_asian_indians() -> None:
    found = [bmi_word(index) for index in (18.4, 18.5, 22.9, 23, 24.9, 25)]
    assert found == ["thin", "normal", "normal", "overweight", "overweight", "obese"]


def test_the_dates_of_a_pregnancy() -> None:
    assert due_date(date(2026, 4, 14)) == date(2027, 1, 19)
    lmp = date(2026, 1, 1)
    assert weeks_pregnant(lmp, date(2026, 11, 17)) == 45 and not lmp_doubtful(lmp, date(2026, 11, 17))
    assert weeks_pregnant(lmp, date(2026, 11, 18)) is None and lmp_doubtful(lmp, date(2026, 11, 18))


def test_the_young_infant_ends_with_the_59th_day_and_the_child_with_the_fifth_birthday() -> None:
    assert [fast_breathing_limit(days) for days in (59, 60, 364, 365, FIVE_YEARS_DAYS - 1, FIVE_YEARS_DAYS)] == [
        60, 50, 50, 40, 40, 30,
    ]  # fmt: skip


def test_whatever_is_critical_is_at_least_urgent() -> None:
    """A red notice never says that the urgency is now routine."""
    worst = {"muac_cm": 11, "pulse": 260, "temperature_f": 104, "sugar_mg_dl": 400, "haemoglobin_g_dl": 5, "spo2": 80}
    for days in (10, 400, 12_000):
        for flag in flags(worst, days, "male"):
            assert flag.level != "critical" or urgency((flag,)) != "routine", flag
    assert urgency((Flag("wasting_severe", "weight_kg", "critical", ""),)) == "urgent"
    assert urgency((Flag("muac_low", "muac_cm", "abnormal", "12"),)) == "routine"
