"""The pure models behind the visit's page: time as typed, doses, screening, who may be proposed."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from care_record.rules.child_dose import Dose, dose_of
from spoke_app.actions.begin_visit import AnsweredCase, Screened
from spoke_app.actions.views import DeskChoice
from spoke_app.ui.models import visit_form
from spoke_app.ui.models.referral_proposal import follows, proposed_desk
from spoke_app.ui.models.screening_form import is_due, score_of, screening_of
from spoke_app.ui.models.visit_time import is_late, started_of, time_notes
from spoke_app.ui.models.vital_signs import About, gestation, in_celsius, red_flags, to_vitals, vital_notes
from spoke_app.ui.ports import Picklists

IST = timezone(timedelta(hours=5, minutes=30))
NOW = datetime(2026, 11, 23, 11, 52, tzinfo=IST)
TODAY = NOW.date()


def typed(**values: Any) -> dict[str, Any]:
    return {**visit_form.empty_values(), "started": NOW.isoformat(), **values}


def aged(days: int, gender: str = "female") -> About:
    return About({"gender": gender, "birth_date": (TODAY - timedelta(days=days)).isoformat()}, TODAY)


# Time


@pytest.mark.parametrize(
    ("day", "clock", "wanted"),
    [
        ("", "", "2026-11-23T11:52"),
        ("yesterday", "10:30", "2026-11-22T10:30"),
        ("कल", "4 pm", "2026-11-22T16:00"),
        ("22/11/26", "1030", "2026-11-22T10:30"),
        ("", "9", "2026-11-23T09:00"),
        ("21.11.2026", "", "2026-11-21T11:52"),
        ("२२/११/२०२६", "१०:३०", "2026-11-22T10:30"),
        ("today", "12 am", "2026-11-23T00:00"),
    ],
)
def test_day_and_time_as_they_are_typed(day: str, clock: str, wanted: str) -> None:
    values = typed(visit_day=day, visit_time=clock)
    assert started_of(values, NOW).isoformat().startswith(wanted)
    assert not [note for note in time_notes(values, NOW) if note.tone == "error"]


@pytest.mark.parametrize(
    ("day", "clock", "field", "code"),
    [
        ("32/1/2026", "", "visit_day", "date_unread"),
        ("", "25:00", "visit_time", "time_unread"),
        ("", "13 pm", "visit_time", "time_unread"),
        ("24/11/2026", "", "visit_day", "time_ahead"),
        ("", "11:58", "visit_time", "time_ahead"),
        ("yesterday", "", "visit_day", "late"),
    ],
)
def test_what_is_wrong_with_a_time(day: str, clock: str, field: str, code: str) -> None:
    [note] = time_notes(typed(visit_day=day, visit_time=clock), NOW)
    assert (note.field, note.code) == (field, code)


def test_late_is_more_than_four_hours() -> None:
    assert not is_late(NOW - timedelta(hours=4), NOW) and is_late(NOW - timedelta(hours=4, minutes=1), NOW)


# Vitals


@pytest.mark.parametrize(("typed_text", "kept"), [("38", 100.4), ("38 c", 100.4), ("100.4F", 100.4), ("३८", 100.4)])
def test_a_temperature_in_either_unit(typed_text: str, kept: float) -> None:
    assert to_vitals(typed(temperature_f=typed_text), aged(9000))["temperature_f"] == kept
    assert in_celsius(typed_text, celsius=False) is (float(kept) != 100.4 or "F" not in typed_text)


def test_bmi_has_its_word_for_grown_ups_alone() -> None:
    values = typed(weight_kg="61.5", height_cm="152")
    assert vital_notes(values, aged(9000), {})["height_cm"].detail == ("26.6", "obese")
    assert vital_notes(values, aged(16 * 365), {})["height_cm"].detail == ("26.6",)
    assert vital_notes({**values, "pregnant": "yes"}, aged(9000), {})["height_cm"].detail == ("26.6",)


def test_gestation_in_weeks_and_days() -> None:
    assert gestation(typed(pregnant="yes", lmp="10/4/2026"), aged(9000)) == (32, 3, date(2027, 1, 15))
    assert gestation(typed(pregnant="no", lmp="10/4/2026"), aged(9000)) is None
    old = typed(pregnant="yes", lmp=(TODAY - timedelta(days=321)).strftime("%d/%m/%Y"))
    assert gestation(old, aged(9000)) is None and vital_notes(old, aged(9000), {})["lmp"].code == "lmp_old"


@pytest.mark.parametrize(
    ("days", "group"),
    [(0, "infant"), (59, "infant"), (60, "child"), (1825, "child"), (1826, "adult"), (30_000, "adult")],
)
def test_the_group_of_an_age(days: int, group: str) -> None:
    assert group in aged(days, "male").groups and len(aged(days, "male").groups) == 2


def test_the_arm_is_measured_from_six_to_59_months() -> None:
    assert [aged(days).wants_muac for days in (182, 183, 1825, 1826)] == [False, True, True, False]


def test_an_unknown_age_asks_for_all_but_the_newborns_signs() -> None:
    assert About({"gender": "male"}, TODAY).groups == {"all", "child", "adult"}


def test_severe_wasting_is_a_flag_of_the_form() -> None:
    found = red_flags(typed(weight_kg="7.2", height_cm="76"), aged(540, "male"))
    assert [flag.code for flag in found] == ["wasting_severe"]


# Screening


def test_a_screening_is_due_after_a_year() -> None:
    assert is_due(None, TODAY)
    assert is_due(Screened(TODAY - timedelta(days=365), 3), TODAY)
    assert not is_due(Screened(TODAY - timedelta(days=364), 3), TODAY)


def test_the_waist_among_the_vitals_counts() -> None:
    answers = {
        "screen_tobacco": "never",
        "screen_alcohol_daily": "no",
        "screen_active_150": "yes",
        "screen_family": "no",
    }
    about = aged(31 * 366)
    assert score_of(typed(**answers), about) is None and screening_of(typed(**answers), about) is None
    found = screening_of(typed(**answers, waist_cm="91"), about)
    assert found is not None and (found["form"], found["score"], found["answers"]["waist_cm"]) == ("cbac", 3, 91)


# Doses


DOSES = Picklists().entries("doses")
SYRUP = {"generic": "PARACETAMOL", "strength": "125 mg/5 mL"}


@pytest.mark.parametrize(
    ("item", "days", "weight", "dose"),
    [
        (SYRUP, 500, 8.0, Dose("80", "120", "3.2", "4.8", 4)),
        ({"generic": "PARACETAMOL", "strength": "100 mg/mL"}, 500, 5.0, Dose("50", "75", "0.5", "0.8", 4)),
        ({"generic": "PARACETAMOL", "strength": "500 mg"}, 4000, 30.0, Dose("300", "450", most_a_day=4)),
        (SYRUP, 500, None, None),
        (SYRUP, 12 * 365, 40.0, None),
        (SYRUP, None, 8.0, None),
        ({"generic": "ZINC SULPHATE", "strength": "20 mg"}, 182, None, Dose("10", "10", days="10-14")),
        ({"generic": "ZINC SULPHATE", "strength": "20 mg"}, 183, None, Dose("20", "20", days="10-14")),
        ({"generic": "ZINC SULPHATE", "strength": "20 mg"}, 1826, None, None),
        ({"generic": "AMOXICILLIN", "strength": "250 mg"}, 500, 8.0, None),
    ],
)
def test_a_dose_only_where_a_source_is_named(
    item: dict[str, Any], days: int | None, weight: float | None, dose: Dose | None
) -> None:
    assert dose_of([entry.more for entry in DOSES], item, days, weight) == dose


def test_an_unknown_list_of_doses_gives_no_hint() -> None:
    assert dose_of(({"generic": "PARACETAMOL"},), SYRUP, 500, 8.0) is None


# Referral


DESKS = tuple(DeskChoice("d", "Hub", "", one) for one in ("gynaecology", "medicine", "paediatrics"))


@pytest.mark.parametrize(
    ("about", "values", "wanted"),
    [
        (aged(9000), {}, ("", "")),
        (aged(9000), {"pregnant": "yes"}, ("d|gynaecology", "flags")),
        (aged(500), {}, ("d|paediatrics", "flags")),
        (aged(9000), {"spo2": "85"}, ("d|medicine", "flags")),
        (aged(9000), {"danger_signs": ["severe_chest_pain"]}, ("d|medicine", "flags")),
        (aged(9000), {"temperature_f": "101"}, ("", "")),
    ],
)
def test_what_the_flags_propose(about: About, values: dict[str, Any], wanted: tuple[str, str]) -> None:
    assert proposed_desk(typed(**values), about, DESKS, None) == wanted


def test_the_desk_that_answered_goes_before_the_flags() -> None:
    answered = AnsweredCase("r", "d", "medicine", "Dr Priya Sinha", "", TODAY - timedelta(days=90))
    values = typed(pregnant="yes", follows=True)
    assert proposed_desk(values, aged(9000), DESKS, answered) == ("d|medicine", "same")
    assert proposed_desk({**values, "follows": False}, aged(9000), DESKS, answered) == ("d|gynaecology", "flags")
    assert follows(answered, TODAY) and not follows(answered, TODAY + timedelta(days=1)) and not follows(None, TODAY)


def test_a_single_desk_is_the_only_one() -> None:
    assert proposed_desk(typed(), aged(9000), DESKS[:1], None) == ("d|gynaecology", "only")
