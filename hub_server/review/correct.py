"""Correcting an answer that was sent: nothing of it changes, a new answer is written that names it.

The form begins with what was sent, and is from then on a draft like any other; the patient's consent is asked anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from care_record.fold import Folded
from hub_server.context import Services
from hub_server.review import answer, prescribing
from hub_server.review.case_view import entries
from hub_server.review.doctor import Doctor
from hub_server.review.holding import at_desk, current_advice, current_prescription
from hub_server.review.lists import PickLists
from hub_server.review.signing import corrects_of, heads
from hub_server.store import cases, sessions

if TYPE_CHECKING:
    from sqlalchemy import Connection


def begin(services: Services, lists: PickLists, doctor: Doctor, referral: str, today: date) -> bool:
    """Take an answered case in hand again, with its answer in the form. False if it is not at a desk of hers, has no
    answer, or is with a colleague. A correction that was begun before goes on as it was typed."""

    def work(conn: Connection) -> bool:
        if not at_desk(conn, referral, doctor):
            return False
        file = cases.case(conn, referral)
        sent = current_advice(file) if file else None
        if file is None or sent is None or file.referral.fields.get("withdrawn"):
            return False
        if sessions.claim(conn, referral, doctor.id, services.now()).staff != doctor.id:
            return False
        before = sessions.draft_of(conn, referral, doctor.id)
        if corrects_of(before) != sent.record:
            values = values_of(sent, current_prescription(file), lists, today)
            rev = int(before.values.get("rev", 0)) + 1 if before else 0
            values |= {"corrects": sent.record, "saw": heads(file, doctor.id), "typed": True, "rev": rev}
            sessions.keep_draft(conn, referral, doctor.id, values, services.now())
        return True

    return services.store.run(work)


def leave(services: Services, doctor: Doctor, referral: str) -> None:
    """Drop a correction that was begun: what was sent stands."""

    def work(conn: Connection) -> None:
        if corrects_of(sessions.draft_of(conn, referral, doctor.id)):
            sessions.drop_draft(conn, referral, doctor.id)
            sessions.release(conn, referral, doctor.id)

    services.store.run(work)


def values_of(sent: Folded, prescription: Folded | None, lists: PickLists, today: date) -> dict[str, Any]:
    """The form's values out of an answer and its prescription. A day to be seen again that is over is left out."""
    fields = sent.fields
    onward = fields.get("refer_onward")
    onward = onward if isinstance(onward, dict) else {}
    again = str(fields.get("follow_up") or "")[:10]
    return answer.empty_values() | {
        "advice": str(fields.get("text") or ""),
        "diagnoses": [
            {"text": str(d.get("text") or ""), "icd10": str(d.get("icd10") or "")} for d in entries(fields, "diagnosis")
        ],
        "investigations": "\n".join(str(i.get("text") or "") for i in entries(fields, "investigations")),
        "follow_up": again if again >= today.isoformat() else "",
        "seen_live": fields.get("seen_live") in ("video", "in_person"),
        "seen_how": "in_person" if fields.get("seen_live") == "in_person" else "video",
        **{f"onward_{part}": str(onward.get(part) or "") for part in ("to", "urgency", "reason")},
        "medicines": [
            _row(n, item, lists)
            for n, item in enumerate(entries(prescription.fields, "items") if prescription else (), 1)
        ],
    }


def _row(n: int, item: Mapping[str, Any], lists: PickLists) -> dict[str, Any]:
    """The form's row of a prescribed medicine. One that is no longer in the list stands there by its name: it is
    refused at signing, and the doctor sees why."""
    said = {part: str(item.get(part) or "") for part in ("generic", "form", "strength", "dose", "frequency", "route")}
    same = (said["generic"].upper(), said["form"], said["strength"])
    medicine = next((m for m in lists.medicines if (m.generic.upper(), m.form, m.strength) == same), None)
    duration = item.get("duration")
    length = duration if isinstance(duration, dict) else {}
    instruction = str(item.get("instruction") or "")
    known = next((i.code for i in lists.instructions if i.en == instruction), "")
    typed = {
        f"medicine_{n}_code": medicine.code if medicine else said["generic"],
        f"medicine_{n}_dose": said["dose"],
        f"medicine_{n}_frequency": said["frequency"],
        f"medicine_{n}_route": said["route"],
        f"medicine_{n}_duration": str(length.get("value") or ""),
        f"medicine_{n}_duration_unit": str(length.get("unit") or "days"),
        f"medicine_{n}_instruction": known,
        f"medicine_{n}_own_en": "" if known else instruction,
        f"medicine_{n}_own_hi": "" if known else str(item.get("instruction_hi") or ""),
    }
    return prescribing.read_rows(typed)[0]
