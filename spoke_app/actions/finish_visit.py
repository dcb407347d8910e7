"""Finishing a visit: visit, note, and what came of it - medicines given here, or a referral - in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from care_record.clock import time_text
from care_record.ids import new_id
from care_record.kinds import check_record
from care_record.kinds.types import is_empty
from care_record.rules.age import as_date
from care_record.rules.problem import Problem
from spoke_app.actions.attach_file import attachment_change, attachment_fields, missing_problems
from spoke_app.actions.desk import Desk, changed
from spoke_app.actions.referral_rules import referral_problems
from spoke_app.actions.refused import refuse, refuse_if
from spoke_app.actions.typed import tidied
from spoke_app.actions.views import Attachment, Changed
from spoke_app.store import drafts, records, same_person
from spoke_app.store.journal import NewChange
from spoke_app.store.values import mapping

LATE = timedelta(hours=4)
"""A visit that is written down later than this after it took place says so."""
CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True)
class VisitForm:
    """A visit as filled in. `fields` are those of `care_record.kinds.visit`; `treat` {items, standing_order};
    `refer` {desk, speciality, urgency, question, consent, reach, answers?}; `follow_up` {due, reason}; `screening`
    {form, answers, score}; `guardian` {name, relation}: the adult named now for a minor, kept in the patient's record
    over `heads`, those that the form was opened with."""

    patient: str
    started: datetime
    mode: str = "spoke"
    fields: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    sign_note: bool = False
    treat: dict[str, Any] | None = None
    refer: dict[str, Any] | None = None
    follow_up: dict[str, Any] | None = None
    attachments: tuple[Attachment, ...] = ()
    screening: dict[str, Any] | None = None
    guardian: dict[str, str] | None = None
    heads: tuple[str, ...] = ()


@dataclass
class _Plan:
    """What finishing will write, gathered before anything is written."""

    desk: Desk
    form: VisitForm
    now: datetime
    visit: str
    patient: dict[str, Any]
    """The patient's fields, as they are once this is saved."""
    changes: list[NewChange] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    masked: set[str] = field(default_factory=set)

    @property
    def late(self) -> bool:
        """Whether this is written down well after it took place: what was done then, was done at that time."""
        return self.now - self.form.started > LATE

    def add(self, kind: str, fields: Mapping[str, Any], *, record: str | None = None, prefix: str = "") -> None:
        """Plans one new record. Problems get the prefix; a `visit`'s own fields stand bare."""
        clean, masked = tidied(kind, fields)
        clean = {name: value for name, value in clean.items() if not is_empty(value) or name == "danger_signs"}
        self.masked |= masked
        self.problems += [Problem(f"{prefix}{p.field}", p.code, p.detail) for p in check_record(kind, clean)]
        self.changes.append(NewChange(kind, self.form.patient, clean, record=record))


def finish_visit(desk: Desk, form: VisitForm, draft: str | None = None) -> tuple[Changed, str]:
    """Writes everything and drops the draft; gives what changed and the visit's id. Raises Refused, naming fields:
    those of the visit as they are, others under `note.`, `treat.`, `referral.`, `follow_up.`, `screening.`,
    `guardian.`"""
    form = replace(form, patient=same_person.root(desk.store, form.patient))
    patient = records.folded(desk.store, form.patient)
    if patient is None or patient.kind != "patient":
        raise refuse("patient", "unknown", form.patient)
    now = desk.now()
    plan = _Plan(desk, form, now, new_id(round(now.timestamp() * 1000)), dict(patient.fields))
    _plan_guardian(plan)
    _plan_visit(plan)
    _plan_note(plan)
    _plan_treatment(plan)
    _plan_referral(plan)
    _plan_follow_up(plan)
    _plan_attachments(plan)
    _plan_screening(plan)
    refuse_if(plan.problems)
    with desk.store.transaction():
        _note_follow_ups_done(plan)
        written = desk.write(plan.changes)
        if draft:
            drafts.remove(desk.store, draft)
    return changed(written, drafts=bool(draft), masked=plan.masked), plan.visit


def _plan_guardian(plan: _Plan) -> None:
    """The adult who came with a minor, for the patient's record as well."""
    named = plan.form.guardian
    if named is None:
        return
    guardian = {**mapping(plan.patient.get("guardian")), **named}
    clean, masked = tidied("patient", {"guardian": guardian})
    plan.masked |= masked
    plan.patient |= clean
    plan.problems += [
        Problem(f"guardian.{name}", "required") for name in ("name", "relation") if is_empty(guardian.get(name))
    ]
    plan.problems += [p for p in check_record("patient", plan.patient) if p.field.startswith("guardian")]
    who = plan.form.patient
    plan.changes.append(NewChange("patient", who, clean, record=who, base=plan.form.heads))


def _plan_visit(plan: _Plan) -> None:
    form = plan.form
    fields = {**form.fields, "started": time_text(form.started), "mode": form.mode}
    if form.refer is not None:
        fields["outcome"] = "referred"
    elif form.treat is not None:
        fields["outcome"] = "treated"
    if plan.late:
        fields["entered_late"] = True
    plan.add("visit", fields, record=plan.visit)
    outcome = fields.get("outcome")
    if is_empty(outcome):
        plan.problems.append(Problem("outcome", "required"))
    if outcome == "referred" and form.refer is None:
        plan.problems.append(Problem("referral.desk", "required"))
    if form.refer is not None and form.treat is not None:
        plan.problems.append(Problem("outcome", "not-in-list", "treated or referred"))
    if is_empty(fields.get("complaints")) and outcome in ("treated", "referred") and fields.get("reason") is None:
        plan.problems.append(Problem("complaints", "required"))
    if outcome in ("left", "cancelled") and is_empty(fields.get("outcome_reason")):
        plan.problems.append(Problem("outcome_reason", "required"))
    if form.started > plan.now + CLOCK_SLACK:
        plan.problems.append(Problem("started", "in-future", time_text(form.started)))


def _plan_note(plan: _Plan) -> None:
    if plan.form.note.strip():
        signed = {"signed": time_text(plan.now)} if plan.form.sign_note else {}
        plan.add("note", {"visit": plan.visit, "text": plan.form.note, **signed}, prefix="note.")
    elif plan.form.sign_note:
        plan.problems.append(Problem("note", "required"))


def _plan_treatment(plan: _Plan) -> None:
    treat = plan.form.treat
    if treat is None or is_empty(treat.get("items")):
        return
    at = time_text(plan.form.started if plan.late else plan.now)
    given = {**treat, "visit": plan.visit, "at": at, "items": _with_ids(treat["items"])}
    plan.add("dispense", given, prefix="treat.")


def _plan_referral(plan: _Plan) -> None:
    refer = plan.form.refer
    if refer is None:
        return
    fields: dict[str, Any] = {**refer, "visit": plan.visit}
    consent = fields.get("consent")
    if isinstance(consent, dict):
        fields["consent"] = {"witness": plan.desk.staff.id, "at": time_text(plan.now), **consent}
    plan.add("referral", fields, prefix="referral.")
    plan.problems += [
        Problem(f"referral.{p.field}", p.code, p.detail)
        for p in referral_problems(plan.desk, plan.patient, fields, plan.form.started.date())
    ]


def _plan_follow_up(plan: _Plan) -> None:
    wanted = plan.form.follow_up
    if wanted is None:
        return
    reason = str(wanted.get("reason") or "").strip() or _complaint(plan.form.fields)
    plan.add("follow_up", {**wanted, "reason": reason, "visit": plan.visit}, prefix="follow_up.")
    due = as_date(wanted.get("due"))
    if due is not None and due < plan.now.date():
        plan.problems.append(Problem("follow_up.due", "in-past", due.isoformat()))


def _plan_attachments(plan: _Plan) -> None:
    for taken in plan.form.attachments:
        change = attachment_change(plan.form.patient, {**attachment_fields(taken), "visit": plan.visit})
        found = [*missing_problems(plan.desk, taken.sha), *check_record("attachment", change.set)]
        plan.problems += [Problem("attachments", problem.code, problem.detail) for problem in found]
        plan.changes.append(change)


def _plan_screening(plan: _Plan) -> None:
    if plan.form.screening is not None:
        plan.add("screening", {**plan.form.screening, "at": time_text(plan.form.started)}, prefix="screening.")


def _note_follow_ups_done(plan: _Plan) -> None:
    """She came and was seen: what was due for her by the day of this visit is done by it."""
    if plan.form.fields.get("outcome") in ("left", "cancelled"):
        return
    people = same_person.group(plan.desk.store, plan.form.patient)
    due = plan.desk.store.rows(
        "SELECT record, patient FROM follow_ups"
        f" WHERE patient IN ({', '.join('?' * len(people))}) AND done = '' AND due <= ?",
        (*people, plan.form.started.date().isoformat()),
    )
    for row in due:
        heads = records.heads(plan.desk.store, row["record"])
        done = {"done": plan.visit}
        plan.changes.append(NewChange("follow_up", row["patient"], done, record=row["record"], base=heads))


def _with_ids(items: Any) -> Any:
    if not isinstance(items, list):
        return items
    return [{"id": new_id(), **item} if isinstance(item, dict) else item for item in items]


def _complaint(fields: Mapping[str, Any]) -> str:
    complaints = fields.get("complaints")
    words = [c.get("text") for c in complaints if isinstance(c, dict)] if isinstance(complaints, list) else []
    return ", ".join(str(word) for word in words if word)
