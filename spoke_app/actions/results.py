"""Results of tests: those that a doctor ordered and that are awaited, and those that the centre measured by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from care_record.clock import time_text
from care_record.fold import Folded
from care_record.kinds import check_record
from care_record.rules.age import as_date
from care_record.rules.problem import Problem
from spoke_app.actions.attach_file import attachment_change, attachment_fields, missing_problems
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.patient_rows import local_time, nobody, patient_rows, person
from spoke_app.actions.refused import refuse, refuse_if
from spoke_app.actions.typed import filled, tidied
from spoke_app.actions.views import Attachment, Changed, PatientRow, Person
from spoke_app.store import attachments, ordered_tests, records, same_person
from spoke_app.store.journal import NewChange
from spoke_app.store.values import text

AWAITED_DAYS = 90
"""A test that nobody brought a result of for so long is no longer asked for."""
_NOON = 12


@dataclass(frozen=True)
class TestResult:
    """One result. `value` with its `unit`, or words in `text`; both may be there."""

    __test__ = False

    id: str
    patient: str
    at: datetime
    text: str
    value: float | None
    unit: str
    test: str
    """Which ordered test it belongs to, `''` if nobody ordered it."""
    test_name: str
    referral: str
    attachment: str
    by: Person | None
    attachment_is_pdf: bool = False


@dataclass(frozen=True)
class OrderedTest:
    """A test that a doctor asked for, and what came of it so far."""

    id: str
    text: str
    patient: PatientRow
    referral: str
    ordered: date
    results: tuple[TestResult, ...] = ()


@dataclass(frozen=True)
class ResultForm:
    """A result as typed. Without `investigation` its `text` begins with what was tested."""

    patient: str
    on: date
    text: str = ""
    value: float | None = None
    unit: str = ""
    investigation: str = ""
    referral: str = ""
    attachment: Attachment | None = None


def awaited_results(desk: Desk) -> tuple[OrderedTest, ...]:
    """Tests ordered in the last 90 days without a result, the oldest first; of an answer that was corrected only what
    the correction asks for."""
    since = (desk.now().date() - timedelta(days=AWAITED_DAYS)).isoformat()
    rows = ordered_tests.awaited(desk.store, since)
    amended = ordered_tests.amended(desk.store, [row["patient"] for row in rows])
    return _ordered(desk, [row for row in rows if row["advice"] not in amended], {})


def ordered_of(desk: Desk, patient: str, referral: str = "") -> tuple[OrderedTest, ...]:
    """What was ordered for a person, in one case or in all, with the results that came; the oldest first."""
    people = same_person.group(desk.store, patient)
    rows = [row for one in people for row in ordered_tests.of_patient(desk.store, one)]
    if not rows:
        return ()
    amended = ordered_tests.amended(desk.store, people)
    results: dict[str, list[TestResult]] = {}
    for result in results_of(desk, patient):
        results.setdefault(result.test, []).append(result)
    wanted = [
        row
        for row in rows
        if (not referral or row["referral"] == referral) and (row["advice"] not in amended or row["test"] in results)
    ]
    return _ordered(desk, wanted, results)


def results_of(desk: Desk, patient: str) -> tuple[TestResult, ...]:
    """Every result of a person, the oldest first."""
    found = [
        result
        for one in same_person.group(desk.store, patient)
        for result in records.of_patient(desk.store, one, "result")
    ]
    shown = [_shown(desk, result) for result in found]
    return tuple(sorted(shown, key=lambda result: result.at))


def add_result(desk: Desk, form: ResultForm) -> Changed:
    """Writes a result, and the photo or PDF of it, in one transaction. Raises Refused with the fields of `result`.

    One that belongs to a case stays with that case's record; any other goes to the record that stays.
    """
    wanted = ordered_tests.by_id(desk.store, form.investigation) if form.investigation else None
    if form.investigation and wanted is None:
        raise refuse("investigation", "unknown", form.investigation)
    patient = wanted["patient"] if wanted else same_person.root(desk.store, form.patient)
    found = records.folded(desk.store, patient)
    if found is None or found.kind != "patient":
        raise refuse("patient", "unknown", patient)
    fields = _fields(desk, form, wanted)
    clean, masked = tidied("result", filled(fields))
    problems = [*check_record("result", clean), *_day_problems(form.on, desk.now().date())]
    if wanted is None and not clean.get("text"):
        problems.append(Problem("text", "required"))
    changes = [NewChange("result", patient, clean)]
    if form.attachment is not None:
        problems += missing_problems(desk, form.attachment.sha)
        place = {"referral": fields["referral"]} if fields["referral"] else {}
        changes.append(attachment_change(patient, attachment_fields(form.attachment) | place))
    refuse_if(problems)
    return changed(desk.write(changes), masked=masked)


def _fields(desk: Desk, form: ResultForm, wanted: dict[str, Any] | None) -> dict[str, Any]:
    now = desk.now()
    noon = datetime(form.on.year, form.on.month, form.on.day, _NOON, tzinfo=now.tzinfo)
    return {
        "text": form.text,
        "value": form.value,
        "unit": form.unit if form.value is not None else "",
        "at": time_text(now if form.on == now.date() else noon),
        "investigation": form.investigation,
        "referral": wanted["referral"] if wanted else form.referral,
        "attachment": form.attachment.sha if form.attachment is not None else "",
    }


def _day_problems(on: date, today: date) -> list[Problem]:
    return [Problem("at", "in-future", on.isoformat())] if on > today else []


def _ordered(
    desk: Desk, rows: Sequence[dict[str, Any]], results: dict[str, list[TestResult]]
) -> tuple[OrderedTest, ...]:
    today = desk.now().date()
    people = patient_rows(desk.store, [row["patient"] for row in rows], today)
    return tuple(
        OrderedTest(
            id=row["test"],
            text=row["text"],
            patient=people.get(row["patient"]) or nobody(row["patient"]),
            referral=row["referral"],
            ordered=as_date(row["day"]) or today,
            results=tuple(results.get(row["test"], ())),
        )
        for row in rows
    )


def _shown(desk: Desk, result: Folded) -> TestResult:
    fields = result.fields
    now = desk.now()
    value = fields.get("value")
    test = text(fields.get("investigation"))
    wanted = ordered_tests.by_id(desk.store, test) if test else None
    return TestResult(
        id=result.record,
        patient=result.patient or "",
        at=local_time(text(fields.get("at")), now) or local_time(result.created_at, now) or now,
        text=text(fields.get("text")),
        value=float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None,
        unit=text(fields.get("unit")),
        test=test,
        test_name=wanted["text"] if wanted else "",
        referral=text(fields.get("referral")),
        attachment=text(fields.get("attachment")),
        by=person(desk.store, result.author),
        attachment_is_pdf=attachments.media_of(desk.store, text(fields.get("attachment"))) == "application/pdf",
    )
