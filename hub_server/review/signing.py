"""From a checked answer form to signed records; and what came in since the doctor last looked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from care_record.clock import time_text
from care_record.ids import new_id
from care_record.kinds import check_record, tidy
from care_record.signature import b64, sign, slip_text
from hub_server.review import answer, prescribing
from hub_server.review.doctor import Doctor
from hub_server.review.flaw import Flaw
from hub_server.review.holding import current_advice, current_prescription
from hub_server.review.lists import PickLists
from hub_server.review.taker import known_of
from hub_server.store.cases import CaseFile
from hub_server.store.sessions import AnswerDraft
from hub_server.store.writer import HubChange

if TYPE_CHECKING:
    from care_record.fold import Folded

MOST_SAW = 200
"""Heads recorded in `saw`, the newest: a change has 64 KiB, and a 2G line carries it."""


def signed_changes(
    doctor: Doctor, file: CaseFile, values: dict[str, Any], lists: PickLists, key: bytes, at: datetime
) -> list[HubChange]:
    """The changes of an answer: the advice, and the prescription if medicines stand in it. `at` is Indian time.

    Of a case that is answered they are a correction: each names what it stands in place of. A prescription whose
    medicines were all taken out is cancelled.
    """
    referral, patient, signed = file.referral.record, file.patient.record, time_text(at)
    saw = heads(file, doctor.id)[-MOST_SAW:]
    advice = new_id()
    fields = answer.advice_fields(values, lists, referral=referral, signed=signed, saw=saw)
    corrected, replaced = current_advice(file), current_prescription(file)
    if corrected is not None:
        fields["amends"] = corrected.record
    changes = [HubChange("advice", advice, patient, tidy("advice", fields))]
    basis: dict[str, Any] = {
        "referral": referral,
        "advice": advice,
        "doctor": doctor_block(doctor, file),
        "signed": signed,
    }
    if items := prescribing.items(values, lists):
        cautions = prescribing.signed_cautions(values, lists, known_of(file, lists, at.date()))
        basis |= {"items": items} | ({"cautions": cautions} if cautions else {})
        basis |= {"amends": replaced.record} if replaced else {}
    elif replaced is not None:
        basis |= {"items": replaced.fields.get("items"), "cancelled": replaced.record}
    if "items" in basis:
        changes.append(_prescription(file, basis, key, at))
    return changes


def _prescription(file: CaseFile, fields: dict[str, Any], key: bytes, at: datetime) -> HubChange:
    record = new_id()
    code = str(file.desk.fields.get("code") or "HUB") if file.desk else "HUB"
    rx = tidy("prescription", fields | {"number": prescribing.prescription_number(code, at.date(), record)})
    rx["slip"] = slip_text(rx, file.patient.fields, rx["doctor"])
    rx["signature"] = b64(sign(key, rx["slip"].encode()))
    return HubChange("prescription", record, file.patient.record, rx)


def doctor_block(doctor: Doctor, file: CaseFile) -> dict[str, Any]:
    """Who prescribes, as a prescription holds it."""
    fields = doctor.staff.fields
    return {
        "staff": doctor.id,
        "name": doctor.name,
        "qualification": str(fields.get("qualification") or ""),
        "registration_no": str(fields.get("registration_no") or ""),
        "hub": str(file.desk.fields.get("name") or "") if file.desk else "",
    }


def _foreign(file: CaseFile, staff: str) -> list[Folded]:
    """The records that others wrote, in the order of time. What she wrote herself is no news to her."""
    return [r for r in file.records if not (r.author == staff and r.kind in ("case_event", "advice", "prescription"))]


def heads(file: CaseFile, staff: str) -> list[str]:
    return [head for r in _foreign(file, staff) for head in r.heads]


def news_for(file: CaseFile, draft: AnswerDraft | None, staff: str) -> tuple[Folded, ...]:
    """Records with a head that was not there when the page was shown to her."""
    if draft is None:
        return ()
    saw = set(draft.values.get("saw", ()))
    return tuple(r for r in _foreign(file, staff) if not saw.issuperset(r.heads))


def corrects_of(draft: AnswerDraft | None) -> str:
    """The answer that this draft is to correct; empty for a first answer."""
    return str(draft.values.get("corrects") or "") if draft else ""


def record_flaws(values: dict[str, Any], lists: PickLists, referral: str) -> list[Flaw]:
    """What the record's own rules say about the advice as it would be written."""
    fields = answer.advice_fields(values, lists, referral=referral, signed="2026-01-01T00:00:00+05:30", saw=[])
    found = check_record("advice", tidy("advice", fields))
    named = ("text", "follow_up")  # the form says it in its own words
    return [Flaw(p.field, "problem.refused", {"what": p.field, "why": p.code}) for p in found if p.field not in named]
