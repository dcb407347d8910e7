"""A person's whole record: who belongs to it, the family, and everything that happened, newest first, page by page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Literal

from care_record.fold import Folded
from care_record.rules.age import as_date
from care_record.rules.red_flags import Flag
from spoke_app.actions.cases import Case, read_cases
from spoke_app.actions.desk import Desk
from spoke_app.actions.family import Relative, family
from spoke_app.actions.open_patient import open_patient, visit_row
from spoke_app.actions.patient_rows import local_time, patient_row, person
from spoke_app.actions.results import OrderedTest, TestResult, ordered_of, results_of
from spoke_app.actions.views import PatientRow, PatientView, Person
from spoke_app.store import records, same_person
from spoke_app.store.values import entries, text

PAGE = 30
"""So many visits are read at a time."""
EventKind = Literal["visit", "answer", "result", "follow_up", "dispense", "screening"]


@dataclass(frozen=True)
class Event:
    """One line of the timeline. `state` is a visit's outcome or its case's state, a follow-up's `done`, `late` or
    `due`; `words` what was measured, prescribed or given."""

    id: str
    kind: EventKind
    at: datetime
    patient: str
    """The record it stands in: another one than the person's, where two were joined."""
    title: str = ""
    words: tuple[str, ...] = ()
    state: str = ""
    flags: tuple[Flag, ...] = ()
    vitals: dict[str, Any] = field(default_factory=dict)
    referral: str = ""
    visit: str = ""
    differs: bool = False
    late: bool = False
    result: TestResult | None = None
    who: Person | None = None


@dataclass(frozen=True)
class JoinedRecord:
    """A record that was found to be the same person. `heads` are the base of parting it again."""

    row: PatientRow
    visits: int


@dataclass(frozen=True)
class RecordView:
    """The record, opened. `events` reach back to the oldest visit that was read; `visits` counts them all."""

    patient: PatientView
    joined: tuple[JoinedRecord, ...]
    relatives: tuple[Relative, ...]
    events: tuple[Event, ...]
    visits: int
    tests: tuple[OrderedTest, ...]

    @property
    def awaited(self) -> tuple[OrderedTest, ...]:
        """Tests that were ordered and have no result."""
        return tuple(test for test in self.tests if not test.results)


def open_record(desk: Desk, patient: str, most: int = PAGE) -> RecordView:
    """The newest `most` visits and what came since the oldest of them. Raises Refused if the patient is unknown."""
    desk.require("see", "patient")
    view = open_patient(desk, patient)
    desk.note("record-opened", patient)
    stays, *others = same_person.group(desk.store, patient)
    timeline = _Timeline(desk, view)
    return RecordView(
        patient=view,
        joined=tuple(_joined(desk, view, one) for one in others),
        relatives=family(desk, stays),
        events=timeline.events((stays, *others), most),
        visits=timeline.visits,
        tests=ordered_of(desk, stays),
    )


def _joined(desk: Desk, view: PatientView, record: str) -> JoinedRecord:
    row = desk.store.row("SELECT * FROM patients WHERE record = ?", (record,))
    count = desk.store.value("SELECT count(*) FROM visits WHERE patient = ?", (record,))
    return JoinedRecord(patient_row(row, desk.now().date()) if row else view.row, int(count))


class _Timeline:
    """Gathers a person's events out of all records that are hers."""

    def __init__(self, desk: Desk, view: PatientView) -> None:
        self._desk = desk
        self._view = view
        self._now = desk.now()
        self.visits = 0

    def events(self, people: tuple[str, ...], most: int) -> tuple[Event, ...]:
        found = self._visits(people, most)
        since = min((event.at for event in found), default=None) if self.visits > len(found) else None
        others = [event for one in people for event in self._others(one)]
        others += [self._result(result) for result in results_of(self._desk, people[0])]
        found += [event for event in others if since is None or event.at >= since]
        return tuple(sorted(found, key=lambda event: (event.at, event.id), reverse=True))

    def _visits(self, people: tuple[str, ...], most: int) -> list[Event]:
        marks = ", ".join("?" * len(people))
        store = self._desk.store
        self.visits = int(store.value(f"SELECT count(*) FROM visits WHERE patient IN ({marks})", people))
        rows = store.rows(
            f"SELECT record, patient FROM visits WHERE patient IN ({marks}) ORDER BY started_ms DESC, record LIMIT ?",
            (*people, most),
        )
        folded = records.several(store, [row["record"] for row in rows])
        cases = self._cases(people)
        return [self._visit(folded[row["record"]], cases) for row in rows if row["record"] in folded]

    def _cases(self, people: tuple[str, ...]) -> dict[str, Case]:
        """By visit; the newest where a visit was referred twice."""
        marks = ", ".join("?" * len(people))
        rows = self._desk.store.rows(f"SELECT referral FROM cases WHERE patient IN ({marks}) ORDER BY moved_at", people)
        cases = read_cases(self._desk.store, [row["referral"] for row in rows])
        return {text(case.referral.fields.get("visit")): case for case in cases}

    def _visit(self, visit: Folded, cases: dict[str, Case]) -> Event:
        row = visit_row(visit, self._view.fields, self._now)
        case = cases.get(visit.record)
        return Event(
            id=visit.record,
            kind="visit",
            at=row.started,
            patient=visit.patient or "",
            title=row.title,
            state=case.receipt.state if case else row.outcome,
            flags=row.flags,
            vitals=row.vitals,
            referral=case.referral.record if case else "",
            differs=row.differs,
            late=visit.fields.get("entered_late") is True,
        )

    def _others(self, patient: str) -> list[Event]:
        kinds = ("advice", "prescription", "follow_up", "dispense", "screening")
        found = records.of_patient(self._desk.store, patient, *kinds)
        medicines = {
            text(one.fields.get("advice")): [text(item.get("generic")) for item in entries(one.fields.get("items"))]
            for one in found
            if one.kind == "prescription" and not one.fields.get("cancelled")
        }
        events = []
        for one in found:
            if one.kind == "advice" and text(one.fields.get("signed")):
                events.append(self._answer(one, medicines.get(one.record, [])))
            elif one.kind == "follow_up":
                events.append(self._follow_up(one))
            elif one.kind == "dispense" and text(one.fields.get("prescription")):
                events.append(self._dispense(one))
            elif one.kind == "screening":
                score = one.fields.get("score")
                events.append(self._plain(one, "screening", "at", title=str(score) if isinstance(score, int) else ""))
        return events

    def _plain(self, found: Folded, kind: EventKind, when: str, **more: Any) -> Event:
        at = local_time(text(found.fields.get(when)), self._now) or local_time(found.created_at, self._now)
        return Event(found.record, kind, at or self._now, found.patient or "", **more)

    def _answer(self, advice: Folded, medicines: list[str]) -> Event:
        named = [text(one.get("text")) for one in entries(advice.fields.get("diagnosis"))]
        title = "; ".join(name for name in named if name) or text(advice.fields.get("text"))
        return self._plain(
            advice,
            "answer",
            "signed",
            title=title,
            words=tuple(medicine for medicine in medicines if medicine),
            referral=text(advice.fields.get("referral")),
            who=person(self._desk.store, advice.author),
        )

    def _follow_up(self, found: Folded) -> Event:
        due = as_date(found.fields.get("due")) or self._now.date()
        done = text(found.fields.get("done"))
        # One that was closed without a visit names itself.
        visit = done if done != found.record else ""
        return Event(
            id=found.record,
            kind="follow_up",
            at=datetime.combine(due, time(0, 0), self._now.tzinfo),
            patient=found.patient or "",
            title=text(found.fields.get("reason")),
            state="done" if done else _standing(due, self._now.date()),
            visit=visit or text(found.fields.get("visit")),
        )

    def _dispense(self, found: Folded) -> Event:
        given = tuple(text(item.get("generic")) for item in entries(found.fields.get("items")))
        return self._plain(found, "dispense", "at", words=given)

    def _result(self, result: TestResult) -> Event:
        return Event(
            id=result.id,
            kind="result",
            at=result.at,
            patient=result.patient,
            title=result.test_name or result.text,
            referral=result.referral,
            result=result,
            who=result.by,
        )


def _standing(due: date, today: date) -> str:
    return "late" if due < today else "due"
