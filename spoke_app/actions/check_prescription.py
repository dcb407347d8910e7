"""Checking a paper prescription by its code, without a network: whose signature it is, and what was signed.

Every device has the public keys of all the service's doctors (`staff` records go to all of them), so a prescription of
any hospital and any health centre can be checked. A doctor who joined after this PC's last exchange is unknown here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from care_record.fold import Folded
from care_record.rules.age import as_date
from care_record.rules.identity import ascii_digits
from care_record.signature import SLIP_VERSION, Slip, read_qr, read_slip, verify_b64
from spoke_app.actions.desk import Desk
from spoke_app.store import records
from spoke_app.store.database import Store
from spoke_app.store.values import entries, text

MOST_CHARACTERS = 8_400
"""A slip has 8,000 at most, its signature 88: whatever is longer is none of ours."""
ANY_ZONE = timedelta(hours=15)
"""The slip's time is that of a clock on the wall somewhere on earth."""
_PATIENT_SLIP = re.compile(r"[A-Z]{1,3}-\d{4,8}", re.IGNORECASE)
_LATER_VERSION = re.compile(r"SPOKE\d{1,4}\|")

Verdict = Literal[
    "genuine", "replaced", "cancelled", "changed", "other_doctor", "unknown_doctor", "newer", "patient_slip", "foreign"
]
Note = Literal["left", "not_in_post", "future"]


@dataclass(frozen=True)
class Checked:
    """`slip` is what the code says, trusted only where the verdict is one of the first three."""

    verdict: Verdict
    slip: Slip | None = None
    notes: tuple[Note, ...] = ()
    doctor: str = ""
    """Whose key it is, as the staff record names her; '' where nobody's is known."""
    doctor_hi: str = ""
    referral: str = ""
    """The case, if it is on this PC."""
    found: str = ""
    """The number of the newer prescription, or of the patient's slip."""


def check_prescription(desk: Desk, scanned: str) -> Checked:
    """What is to be thought of a code's text. Never raises for anything that a code can hold."""
    said = _tidied(scanned) if len(scanned) <= MOST_CHARACTERS else ""
    number = ascii_digits(said)
    if _PATIENT_SLIP.fullmatch(number):
        return Checked("patient_slip", found=number.upper())
    parts = read_qr(said)
    if parts is None:
        newer = _LATER_VERSION.match(said) and not said.startswith(f"{SLIP_VERSION}|")
        return Checked("newer" if newer else "foreign")
    signed, signature, staff = parts
    slip = read_slip(signed)
    doctor = records.folded(desk.store, staff) if staff else None
    keys = _keys(doctor)
    if doctor is None or not keys:
        return Checked("unknown_doctor", slip)
    known = Checked(
        "changed", slip, doctor=text(doctor.fields.get("name")), doctor_hi=text(doctor.fields.get("name_hi"))
    )
    if slip is None or not verify_b64(keys, signed, signature):
        return known
    if _another(slip.registration_no, doctor):
        return replace(known, verdict="other_doctor")
    return _genuine(desk, signed, slip, replace(known, verdict="genuine", notes=_notes(desk, slip, doctor)))


def _tidied(scanned: str) -> str:
    """One kind of line end, whichever the scanner has; no halves of characters, which nothing could encode."""
    whole = scanned.encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\r", "\n").strip()


def _genuine(desk: Desk, signed: str, slip: Slip, checked: Checked) -> Checked:
    """Whether the record on this PC knows more of it: a newer one, or that it was cancelled."""
    mine = _on_this_pc(desk.store, signed, slip)
    if mine is None:
        return checked
    referral = text(mine.fields.get("referral"))
    others = [p for p in records.of_patient(desk.store, mine.patient or "", "prescription") if p.record != mine.record]
    if any(p.fields.get("cancelled") == mine.record for p in others):
        return replace(checked, verdict="cancelled", referral=referral)
    newer = [p for p in others if p.fields.get("amends") == mine.record and p.fields.get("signed")]
    if newer:
        number = text(newer[-1].fields.get("number"))
        return replace(checked, verdict="replaced", referral=referral, found=number)
    return replace(checked, referral=referral)


def _keys(doctor: Folded | None) -> list[str]:
    published = doctor.fields.get("keys") if doctor is not None and doctor.kind == "staff" else None
    return [key for key in published if isinstance(key, str)] if isinstance(published, list) else []


def _another(registration_no: str, signer: Folded) -> bool:
    """A key holds for its owner alone: nobody signs in another doctor's name, and no health worker as a doctor."""
    published = " ".join(text(signer.fields.get("registration_no")).split())
    if not published:
        return text(signer.fields.get("role")) != "doctor"
    return published.casefold() != registration_no.casefold()


def _notes(desk: Desk, slip: Slip, doctor: Folded) -> tuple[Note, ...]:
    """What is worth a look although the signature holds."""
    notes: list[Note] = []
    day = as_date(slip.signed[:10])
    if doctor.fields.get("active") is False:
        notes.append("left")
    elif day is not None and not any(_covers(post, day.isoformat()) for post in _posts(doctor)):
        notes.append("not_in_post")
    if day is not None and day > desk.now().date() + timedelta(days=1):
        notes.append("future")
    return tuple(notes)


def _posts(doctor: Folded) -> list[dict[str, Any]]:
    posts = doctor.fields.get("posts")
    always: list[dict[str, Any]] = [{} for post in posts if isinstance(post, str)] if isinstance(posts, list) else []
    return [*always, *entries(posts)]


def _covers(post: dict[str, Any], day: str) -> bool:
    since, until = text(post.get("from")), text(post.get("to"))
    return (not since or since <= day) and (not until or day <= until)


def _on_this_pc(store: Store, signed: str, slip: Slip) -> Folded | None:
    """This very prescription, if the record has it: ids grow with time, so those of about that day are looked at."""
    try:
        moment = datetime.fromisoformat(slip.signed).replace(tzinfo=UTC)
        first, last = (_id_at(moment + step) for step in (-ANY_ZONE, ANY_ZONE))
    except (ValueError, OverflowError):
        return None
    rows = store.rows(
        "SELECT record FROM records WHERE record >= ? AND record < ? AND kind = 'prescription'", (first, last)
    )
    found = records.several(store, [row["record"] for row in rows])
    return next((one for one in found.values() if one.fields.get("slip") == signed), None)


def _id_at(moment: datetime) -> str:
    """The beginning of ids that were made at that time (UUIDv7: 48 bits of milliseconds)."""
    digits = f"{max(0, round(moment.timestamp() * 1000)):012x}"
    return f"{digits[:8]}-{digits[8:12]}"
