"""The Today screen: what the doctors sent, what waits too long, the day's visits, and who should come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from spoke_app.actions.cases import FROM_DOCTOR, case_rows, open_cases, read_cases
from spoke_app.actions.desk import Desk
from spoke_app.actions.drafts import count_put_away, open_drafts
from spoke_app.actions.follow_ups import due_now
from spoke_app.actions.patient_rows import local_time, nobody, patient_rows, row_of
from spoke_app.actions.views import CaseRow, Draft, TodayView, TodayVisit
from spoke_app.store.values import entries, text

MOST_CASES = 8
"""So many of each kind are shown on Today; the rest stands under Cases."""


def today(desk: Desk) -> TodayView:
    """Everything of the day, in one read."""
    now = desk.now()
    cases = open_cases(desk, now)
    from_doctor = [case.referral for case in cases if case.state in FROM_DOCTOR]
    unanswered = [case.referral for case in cases if case.late]
    shown = {row.referral: row for row in _rows(desk, [*from_doctor[:MOST_CASES], *unanswered[:MOST_CASES]], now)}
    drafts = open_drafts(desk)
    visits = [_draft_visit(desk, draft, now) for draft in drafts if draft.form == "visit"]
    follow_ups, follow_ups_count = due_now(desk)
    return TodayView(
        day=now.date(),
        from_doctor=tuple(shown[one] for one in from_doctor[:MOST_CASES] if one in shown),
        unanswered=tuple(shown[one] for one in unanswered[:MOST_CASES] if one in shown),
        visits=(*visits, *_finished_visits(desk, now)),
        follow_ups=follow_ups,
        drafts=drafts,
        first_day=desk.store.value("SELECT 1 FROM patients LIMIT 1") is None,
        from_doctor_count=len(from_doctor),
        unanswered_count=len(unanswered),
        follow_ups_count=follow_ups_count,
        put_away=count_put_away(desk),
    )


def _rows(desk: Desk, referrals: Sequence[str], now: datetime) -> list[CaseRow]:
    return case_rows(desk, read_cases(desk.store, referrals), now)


def _draft_visit(desk: Desk, draft: Draft, now: datetime) -> TodayVisit:
    """A visit that is not finished: still only a draft."""
    patient = row_of(desk.store, draft.patient, now.date()) if draft.patient else nobody("", draft.title)
    started = local_time(text(draft.values.get("started")), now) or draft.saved_at
    complaint = ", ".join(text(c.get("text")) for c in entries(draft.values.get("complaint")))
    return TodayVisit("", patient, started, complaint, "not_finished", None, draft.id)


def _finished_visits(desk: Desk, now: datetime) -> list[TodayVisit]:
    """Latest first."""
    day = now.date().isoformat()
    rows = desk.store.rows(
        "SELECT record, patient, started, complaint, outcome FROM visits WHERE day = ?"
        " ORDER BY started_ms DESC, record DESC",
        (day,),
    )
    cases = _cases_of_visits(desk, day)
    people = patient_rows(desk.store, [row["patient"] for row in rows], now.date())
    return [
        TodayVisit(
            visit=row["record"],
            patient=people.get(row["patient"]) or nobody(row["patient"]),
            started=local_time(row["started"], now) or now,
            complaint=row["complaint"],
            state=case["state"] if case else row["outcome"],
            referral=case["referral"] if case else None,
            draft=None,
        )
        for row in rows
        for case in [cases.get(row["record"])]
    ]


def _cases_of_visits(desk: Desk, day: str) -> dict[str, dict[str, Any]]:
    """The newest case of each visit of the day that was not withdrawn, else the newest, with its state."""
    rows = desk.store.rows(
        "SELECT visit, referral, state FROM cases WHERE visit IN (SELECT record FROM visits WHERE day = ?)"
        " ORDER BY state != 'withdrawn', referral",
        (day,),
    )
    waiting = [row["referral"] for row in rows if row["state"] == "saved"]
    reached = {case.referral.record: case.receipt.state for case in read_cases(desk.store, waiting)}
    return {row["visit"]: {**row, "state": reached.get(row["referral"], row["state"])} for row in rows}
