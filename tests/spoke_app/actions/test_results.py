"""Results of tests: awaited until one is there, kept with the case that asked, or with the person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from care_record.ids import new_id
from spoke_app.actions.refused import Refused
from spoke_app.actions.register_patient import register_patient
from spoke_app.actions.results import ResultForm, add_result, awaited_results, ordered_of, results_of
from spoke_app.store import migrations, soundness
from spoke_app.store.journal import NewChange
from tests.helpers.spoke import Spoke, patient_fields, refer

TODAY = date(2026, 11, 23)


def ordered(spoke: Spoke, *tests: str, referral: str = "", **more: Any) -> tuple[str, str, list[str], str]:
    """A case in which the doctor asks for tests: patient, referral, the tests' ids, the advice."""
    if referral:
        patient = str(spoke.store.value("SELECT patient FROM cases WHERE referral = ?", (referral,)))
    else:
        _, patient = register_patient(spoke.desk, patient_fields())
        referral = refer(spoke, patient)
    wanted = [{"id": new_id(), "text": test} for test in tests]
    advice = new_id()
    fields = {
        "referral": referral,
        "text": "Iron.",
        "consent_confirmed": True,
        "signed": spoke.clock().isoformat(),
        "investigations": wanted,
        **more,
    }
    line = spoke.hub.line("advice", fields, now=spoke.clock(), record=advice, patient=patient, author=spoke.doctor)
    spoke.receive(line)
    return patient, referral, [one["id"] for one in wanted], advice


def test_an_ordered_test_is_awaited_until_its_result_is_there(spoke: Spoke) -> None:
    patient, referral, [haemoglobin, urine], _ = ordered(spoke, "Haemoglobin", "Urine albumin")
    assert [(one.id, one.text, one.ordered) for one in awaited_results(spoke.desk)] == [
        (haemoglobin, "Haemoglobin", TODAY),
        (urine, "Urine albumin", TODAY),
    ]
    form = ResultForm(patient, TODAY, value=9.2, unit="g/dL", investigation=haemoglobin)
    assert add_result(spoke.desk, form).kinds == {"result"}
    assert [one.id for one in awaited_results(spoke.desk)] == [urine]
    [done, still] = ordered_of(spoke.desk, patient, referral)
    assert [(r.value, r.unit, r.test_name, r.referral) for r in done.results] == [
        (9.2, "g/dL", "Haemoglobin", referral)
    ]
    assert still.results == ()
    assert soundness.check(spoke.store).problems == []


def test_a_result_that_nobody_ordered_is_kept_with_the_patient(spoke: Spoke) -> None:
    _, patient = register_patient(spoke.desk, patient_fields())
    yesterday = TODAY - timedelta(days=1)
    add_result(spoke.desk, ResultForm(patient, yesterday, text="Malaria rapid test: negative"))
    [found] = results_of(spoke.desk, patient)
    assert (found.text, found.at.date(), found.test) == ("Malaria rapid test: negative", yesterday, "")


def test_a_corrected_answer_awaits_only_what_it_asks_for(spoke: Spoke) -> None:
    _, referral, _, advice = ordered(spoke, "Haemoglobin", "X-ray chest")
    ordered(spoke, "Haemoglobin", referral=referral, amends=advice)
    assert [one.text for one in awaited_results(spoke.desk)] == ["Haemoglobin"]


def test_after_ninety_days_it_is_no_longer_asked_for_but_still_taken(spoke: Spoke) -> None:
    patient, _, [test], _ = ordered(spoke, "Haemoglobin")
    spoke.clock.forward(days=91)
    assert awaited_results(spoke.desk) == ()
    add_result(spoke.desk, ResultForm(patient, spoke.clock().date(), text="10", investigation=test))
    assert len(ordered_of(spoke.desk, patient)[0].results) == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, "text"),
        ({"value": 9.0}, "unit"),
        ({"value": 9.0, "unit": "g/dL"}, "text"),
        ({"text": "Hb 9", "on": TODAY + timedelta(days=1)}, "at"),
        ({"text": "Hb 9", "investigation": "nobody asked"}, "investigation"),
    ],
)
def test_what_is_missing_is_named(spoke: Spoke, more: dict[str, Any], field: str) -> None:
    _, patient = register_patient(spoke.desk, patient_fields())
    with pytest.raises(Refused) as caught:
        add_result(spoke.desk, ResultForm(patient, **{"on": TODAY, **more}))
    assert field in [problem.field for problem in caught.value.problems]
    assert results_of(spoke.desk, patient) == ()


def test_a_result_of_a_joined_record_stays_with_its_case_and_is_seen_on_both(spoke: Spoke) -> None:
    patient, _, [test], _ = ordered(spoke, "Haemoglobin")
    _, stays = register_patient(spoke.desk, patient_fields("Suneeta Devi"))
    spoke.desk.write([NewChange("patient", patient, {"same_as": stays}, record=patient)])
    assert [one.patient.id for one in awaited_results(spoke.desk)] in ([patient], [stays])
    add_result(spoke.desk, ResultForm(stays, TODAY, text="9.2", investigation=test))
    spoke.clock.forward(minutes=1)
    add_result(spoke.desk, ResultForm(patient, TODAY, text="Sugar 110"))
    assert [(one.patient, one.text) for one in results_of(spoke.desk, patient)] == [
        (patient, "9.2"),
        (stays, "Sugar 110"),
    ]


def test_a_store_from_before_is_filled_as_a_replay_fills_it(spoke: Spoke) -> None:
    _, _, [haemoglobin, _], _ = ordered(spoke, "Haemoglobin", "X-ray chest")
    add_result(spoke.desk, ResultForm(new_patient(spoke), TODAY, text="9.2", investigation=haemoglobin))
    tables = ("ordered_tests", "test_results")
    shown = {table: spoke.store.rows(f"SELECT * FROM {table}") for table in tables}
    for table in tables:
        spoke.store.execute(f"DELETE FROM {table}")
        [fill] = [sql for sql in migrations.MIGRATIONS[6] if sql.startswith(f"INSERT INTO {table}")]
        spoke.store.execute(fill)
        assert spoke.store.rows(f"SELECT * FROM {table}") == shown[table] != []


def new_patient(spoke: Spoke) -> str:
    return register_patient(spoke.desk, patient_fields("Geeta Devi"))[1]
