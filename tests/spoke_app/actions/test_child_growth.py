"""Growth by WHO's tables: the values that WHO prints, and whom the tables are for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from spoke_app.actions.child_growth import BANDS, growth_of, weight_bands

TODAY = date(2026, 11, 23)


def born(days_ago: int, gender: str = "male") -> dict[str, Any]:
    return {"gender": gender, "birth_date": (TODAY - timedelta(days=days_ago)).isoformat()}


def found(fields: dict[str, Any], **vitals: float) -> dict[str, Any]:
    return {one.indicator: (one.z, one.word) for one in growth_of(fields, vitals, TODAY)}


def test_the_bands_are_those_that_who_prints() -> None:
    """Weight for age of a boy of one year and a girl of two, WHO Child Growth Standards (2006), z-score tables."""
    boy, girl = dict(weight_bands("male", 365))[365], dict(weight_bands("female", 731))[731]
    assert boy == pytest.approx((6.9, 7.7, 9.6, 12.0), abs=0.06)
    assert girl == pytest.approx((8.1, 9.0, 11.5, 14.8), abs=0.06)
    assert len(boy) == len(BANDS)


def test_a_weight_on_a_band_has_its_z_score() -> None:
    for z, weight in zip(BANDS, dict(weight_bands("female", 500))[500], strict=True):
        assert found(born(500, "female"), weight_kg=weight)["weight_for_age"][0] == z


def test_words_for_a_wasted_child() -> None:
    child = found(born(540), weight_kg=7.1, height_cm=76, muac_cm=11.2)
    assert child["weight_for_height"][1] == "severely_wasted" and child["muac"] == (None, "severely_thin")
    assert child["weight_for_age"][1] == "severely_underweight"


@pytest.mark.parametrize(("days", "judged"), [(0, True), (1825, True), (1826, False)])
def test_until_the_fifth_birthday(days: int, judged: bool) -> None:
    assert bool(found(born(days), weight_kg=18 if days else 3.2)) is judged


def test_the_arm_counts_from_six_months() -> None:
    assert "muac" not in found(born(182), muac_cm=11) and "muac" in found(born(183), muac_cm=11)


def test_an_age_in_years_tells_no_weight_for_age() -> None:
    told = {"gender": "female", "age": {"value": 3, "unit": "years", "as_of": "2026-11-23"}}
    assert set(found(told, weight_kg=10, height_cm=90, muac_cm=14)) == {"weight_for_height", "muac"}


def test_no_tables_for_another_gender_or_an_unknown_age() -> None:
    assert found(born(300, "other"), weight_kg=7) == {} and found({"gender": "male"}, weight_kg=7) == {}
