"""The Today screen: what the doctors sent, what waits too long, the day's visits, and who should come."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from spoke_app.actions.cases import FROM_DOCTOR, open_rows, read_case
from spoke_app.actions.desk import Desk
from spoke_app.actions.drafts import open_drafts
from spoke_app.actions.patient_rows import local_time, row_of
from spoke_app.actions.views import Draft, FollowUpRow, PatientRow, TodayView, TodayVisit
from spoke_app.store.values import entries, text

MOST_FOLLOW_UPS = 100


def today(desk: Desk) -> TodayView:
    """Everything of the day, in one read."""
    now = desk.now()
    cases = open_rows(desk, now)
    drafts = open_drafts(desk)
    visits = [_draft_visit(desk, draft, now) for draft in drafts if draft.form == "visit"]
    return TodayView(
        day=now.date(),
        from_doctor=tuple(row for row in cases if row.receipt.state in FROM_DOCTOR),
        unanswered=tuple(row for row in cases if row.overdue),
        visits=(*visits, *_finished_visits(desk, now)),
        follow_ups=_follow_ups(desk, now),
        drafts=drafts,
        first_day=desk.store.value("SELECT 1 FROM patients LIMIT 1") is None,
    )


def _draft_visit(desk: Desk, draft: Draft, now: datetime) -> TodayVisit:
    """A visit that is not finished: still only a draft."""
    if draft.patient:
        patient = row_of(desk.store, draft.patient, now.date())
    else:
        patient = PatientRow("", draft.title, "", "", "", "", "", "", "", "", None)
    started = local_time(text(draft.values.get("started")), now) or draft.saved_at
    complaint = ", ".join(text(c.get("text")) for c in entries(draft.values.get("complaint")))
    return TodayVisit("", patient, started, complaint, "not_finished", None, draft.id)


def _finished_visits(desk: Desk, now: datetime) -> list[TodayVisit]:
    """Latest first."""
    rows = desk.store.rows(
        """SELECT v.record, v.patient, v.started, v.complaint, v.outcome,
           (SELECT c.referral FROM cases c WHERE c.visit = v.record LIMIT 1) AS referral
           FROM visits v WHERE v.day = ? ORDER BY v.started_ms DESC, v.record DESC""",
        (now.date().isoformat(),),
    )
    return [_visit(desk, row, now) for row in rows]


def _visit(desk: Desk, row: dict[str, Any], now: datetime) -> TodayVisit:
    case = read_case(desk.store, row["referral"]) if row["referral"] else None
    return TodayVisit(
        visit=row["record"],
        patient=row_of(desk.store, row["patient"], now.date()),
        started=local_time(row["started"], now) or now,
        complaint=row["complaint"],
        state=case.receipt.state if case else row["outcome"],
        referral=row["referral"],
        draft=None,
    )


def _follow_ups(desk: Desk, now: datetime) -> tuple[FollowUpRow, ...]:
    """Due today or before, longest due first."""
    rows = desk.store.rows(
        "SELECT record, patient, due, reason FROM follow_ups WHERE done = '' AND due <= ? AND due GLOB '????-??-??'"
        " ORDER BY due, record LIMIT ?",
        (now.date().isoformat(), MOST_FOLLOW_UPS),
    )
    return tuple(
        FollowUpRow(row["record"], row_of(desk.store, row["patient"], now.date()), due, row["reason"])
        for row in rows
        if (due := _date(row["due"])) is not None
    )


def _date(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
