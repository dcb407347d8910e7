"""Who should come again: due, late and later; done, moved to another day, refused; and the day that a doctor named.

A follow-up that was closed without a visit names itself in `done`, and says in its reason how it ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from care_record.fold import Folded
from care_record.ids import derived_id
from care_record.kinds import check_record
from care_record.rules.age import as_date
from spoke_app.actions.cases import Case
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.patient_rows import nobody, patient_rows
from spoke_app.actions.refused import refuse, refuse_if
from spoke_app.actions.views import Changed, FollowUpRow
from spoke_app.store import records
from spoke_app.store.journal import NewChange
from spoke_app.store.values import entries, text

FollowUpFilter = Literal["all", "late", "today", "week", "later"]
WEEK = timedelta(days=7)
MOST_TODAY = 8
MOST_LISTED = 300
LONGEST_REASON = 400
_DATED = "done = '' AND due GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"


@dataclass(frozen=True)
class FollowUpsView:
    """The first 300 of those asked for, longest due first, and how many there are of each."""

    rows: tuple[FollowUpRow, ...]
    counts: dict[FollowUpFilter, int]


def due_now(desk: Desk) -> tuple[tuple[FollowUpRow, ...], int]:
    """The first of those due today or before, longest due first; and how many there are."""
    until = desk.now().date().isoformat()
    count = desk.store.value(f"SELECT count(*) FROM follow_ups WHERE {_DATED} AND due <= ?", (until,))
    return _rows(desk, "due <= ?", (until,), MOST_TODAY), int(count)


def list_follow_ups(desk: Desk, which: FollowUpFilter = "all") -> FollowUpsView:
    """Those that are open: late ones, today's, those of the next seven days, later ones, or all."""
    today = desk.now().date()
    day, week = today.isoformat(), (today + WEEK).isoformat()
    within: dict[FollowUpFilter, tuple[str, tuple[str, ...]]] = {
        "all": ("1", ()),
        "late": ("due < ?", (day,)),
        "today": ("due = ?", (day,)),
        "week": ("due > ? AND due <= ?", (day, week)),
        "later": ("due > ?", (week,)),
    }
    counts = {
        name: int(desk.store.value(f"SELECT count(*) FROM follow_ups WHERE {_DATED} AND {where}", values))
        for name, (where, values) in within.items()
    }
    return FollowUpsView(_rows(desk, *within[which], MOST_LISTED), counts)


def _rows(desk: Desk, where: str, values: tuple[str, ...], most: int) -> tuple[FollowUpRow, ...]:
    rows = desk.store.rows(
        f"SELECT record, patient, due, reason FROM follow_ups WHERE {_DATED} AND {where} ORDER BY due, record LIMIT ?",
        (*values, most),
    )
    people = patient_rows(desk.store, [row["patient"] for row in rows], desk.now().date())
    return tuple(
        FollowUpRow(row["record"], people.get(row["patient"]) or nobody(row["patient"]), due, row["reason"])
        for row in rows
        if (due := as_date(row["due"])) is not None
    )


def close_follow_up(desk: Desk, follow_up: str, words: str) -> Changed:
    """Ends one without a visit; `words` say how (done by phone, refused) and stand behind its reason. One that is
    done already, here or elsewhere, stays as it is."""
    found = _found(desk, follow_up)
    if text(found.fields.get("done")):
        return Changed(frozenset())
    reason = f"{text(found.fields.get('reason'))} ({words})"[:LONGEST_REASON]
    return _write(desk, found, {"done": follow_up, "reason": reason})


def move_follow_up(desk: Desk, follow_up: str, due: date) -> Changed:
    """Another day. Raises Refused for one that is past."""
    if due < desk.now().date():
        raise refuse("due", "in-past", due.isoformat())
    return _write(desk, _found(desk, follow_up), {"due": due.isoformat()})


def put_back_follow_up(desk: Desk, before: FollowUpRow) -> Changed:
    """Undoes what was just done to it: as it stood in the list."""
    fields = {"due": before.due.isoformat(), "reason": before.reason, "done": None}
    return _write(desk, _found(desk, before.id), fields)


def _found(desk: Desk, follow_up: str) -> Folded:
    found = records.folded(desk.store, follow_up)
    if found is None or found.kind != "follow_up":
        raise refuse("follow_up", "unknown", follow_up)
    return found


def _write(desk: Desk, found: Folded, fields: dict[str, Any]) -> Changed:
    refuse_if(check_record("follow_up", {**found.fields, **{k: v for k, v in fields.items() if v is not None}}))
    change = NewChange("follow_up", found.patient, fields, record=found.record, base=found.heads)
    return changed(desk.write([change]))


def doctors_follow_up(desk: Desk, case: Case) -> list[NewChange]:
    """The day that the newest answer names, as the case's one follow-up: nothing where it names none.

    Its id follows from the referral's, so that two PCs that read the answer at the same time write one record.
    """
    advice = case.answers[-1].fields if case.answers else {}
    due = as_date(advice.get("follow_up"))
    if due is None:
        return []
    record = derived_id(case.referral.record, "follow_up")
    there = records.folded(desk.store, record)
    if there is not None and text(there.fields.get("due")) == due.isoformat():
        return []
    fields: dict[str, Any] = {"due": due.isoformat(), "reason": _reason(case, advice)}
    if there is None:
        visit = text(case.referral.fields.get("visit"))
        return [NewChange("follow_up", case.referral.patient, {**fields, "visit": visit}, record=record)]
    # A corrected answer with another day: also where the day of before was kept.
    return [NewChange("follow_up", case.referral.patient, {**fields, "done": None}, record=record, base=there.heads)]


def _reason(case: Case, advice: dict[str, Any]) -> str:
    """The diagnosis and the tests that were ordered, else what the doctor was asked."""
    named = [text(entry.get("text")) for entry in entries(advice.get("diagnosis"))]
    tests = [text(entry.get("text")) for entry in entries(advice.get("investigations"))]
    said = "; ".join(part for part in (*named, *tests) if part)
    return (said or text(case.referral.fields.get("question")) or text(advice.get("text")))[:LONGEST_REASON]
