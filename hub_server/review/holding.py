"""A case in one doctor's hands: what must hold before she may write upon it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from hub_server.review.doctor import Doctor, Signing
from hub_server.store import cases, records, sessions
from hub_server.store.cases import CaseFile

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from care_record.fold import Folded


def at_desk(conn: Connection, referral: str, doctor: Doctor) -> bool:
    """Whether the case lies at a desk of hers."""
    head = records.folded(conn, referral)
    return head is not None and head.kind == "referral" and head.fields.get("desk") in doctor.desks


def current_advice(file: CaseFile) -> Folded | None:
    """The answer that counts: the newest, for a correction comes after what it corrects."""
    return file.own["advice"][-1] if file.own["advice"] else None


def current_prescription(file: CaseFile) -> Folded | None:
    """The prescription that counts: the newest that is no cancellation, unless it was cancelled."""
    every = file.own["prescription"]
    last = next((p for p in reversed(every) if not p.fields.get("cancelled")), None)
    if last is None or any(p.fields.get("cancelled") == last.record for p in every):
        return None
    return last


def passed_on(file: CaseFile) -> bool:
    """Whether the case was forwarded to another desk: it is answered there."""
    return any(r.fields.get("forwards") == file.referral.record for r in file.referrals)


def is_over(conn: Connection, referral: str, corrects: str = "") -> bool:
    """Whether nothing is to be written upon this case: withdrawn, forwarded, or answered by another answer than the
    one that is to be corrected."""
    head = records.folded(conn, referral)
    if head is None or head.patient is None or head.fields.get("withdrawn"):
        return True
    every = records.records_of(conn, head.patient, {"advice", "referral"})
    if any(r.fields.get("forwards") == referral for r in every):
        return True
    answers = [r for r in every if r.kind == "advice" and r.fields.get("referral") == referral]
    last = max(answers, key=lambda r: r.last_clock, default=None)
    return last is not None and last.record != corrects


def hold(
    conn: Connection, now: datetime, doctor: Doctor, referral: str, corrects: str = ""
) -> tuple[CaseFile | None, Signing | None]:
    """The case with this doctor's claim on it, or why it cannot be answered. Locks the claim's row.

    `corrects` is the answer that hers is to correct: then the case may be answered, by that answer and no newer one.
    """
    if not at_desk(conn, referral, doctor):
        return None, None
    claim = sessions.claim(conn, referral, doctor.id, now)
    file = cases.case(conn, referral)
    if file is None:
        return None, None
    answer = current_advice(file)
    if file.referral.fields.get("withdrawn") or passed_on(file) or (answer and answer.record != corrects):
        sessions.release(conn, referral, doctor.id)
        if answer is not None:
            return file, Signing(answered=True)
        return file, Signing(passed_on=passed_on(file), withdrawn=not passed_on(file))
    if claim.staff != doctor.id:
        return file, Signing(lost_to=claim)
    return file, None
