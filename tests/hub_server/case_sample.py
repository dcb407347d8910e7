"""A case with everything that a doctor may have to read, for the tests of the case page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from care_record.clock import time_text
from care_record.ids import new_id
from hub_server.store import records
from hub_server.store.writer import HubChange
from hub_server.times import ist_day
from tests.hub_server.review_sample import VISIT_AGO, ReviewHub


@dataclass(frozen=True)
class WholeCase:
    """The ids of what the tests look for."""

    referral: str
    patient: str
    visit: str
    other: str
    earlier: str
    photo: str
    lost: str
    report: str


def write(hub: ReviewHub, kind: str, patient: str | None, author: str = "", **fields: Any) -> str:
    """One record; its id."""
    record = new_id()
    hub.write(author or hub.cho, HubChange(kind, record, patient, fields))
    return record


def ago(**delta: float) -> str:
    """A time before now, as a record holds it."""
    return time_text(datetime.now(UTC) - timedelta(**delta))


def day(days: int) -> str:
    """A date so many days from that of a visit that is written now."""
    return ist_day(datetime.now(UTC) - VISIT_AGO + timedelta(days=days)).isoformat()


def whole_case(hub: ReviewHub) -> WholeCase:
    """A pregnant woman with all of it: history, trends, corrections, joined record, conflicts, results, pictures."""
    allergies = [{"id": new_id(), "substance": "Penicillin", "reaction": "rash", "severity": "severe"}]
    patient = hub.person(allergies=allergies, phone="+919876543210", blood_group="B+", slip_no="B-0123")
    for days, haemoglobin, systolic in ((300, 11.2, 112), (160, 10.4, 118), (60, 9.3, 134)):
        vitals = {"haemoglobin_g_dl": haemoglobin, "bp_systolic": systolic, "bp_diastolic": 76, "weight_kg": 46}
        hub.visit(patient, days, vitals=vitals)
    earlier_visit = hub.visit(patient, 30, vitals={"bp_systolic": 142, "bp_diastolic": 92})
    earlier = hub.refer(patient, earlier_visit, question="Is her pressure too high?")
    test = new_id()
    write(
        hub,
        "advice",
        patient,
        hub.doctors["imran"],
        referral=earlier,
        text="Less salt, see again in a month.",
        consent_confirmed=True,
        signed=ago(days=29),
        diagnosis=[{"id": new_id(), "text": "Gestational hypertension", "icd10": "O13"}],
        investigations=[{"id": test, "text": "Urine for protein"}, {"id": new_id(), "text": "Platelet count"}],
    )
    write(hub, "result", patient, text="trace", at=ago(days=20), investigation=test, referral=earlier)
    write(hub, "follow_up", patient, due=day(-2), reason="Measure the pressure again")
    other = hub.person(name="Suneeta Devi", village="Barail", slip_no="C-0007", **_known(patient))
    hub.visit(other, 90, complaints=[{"id": new_id(), "text": "Itching after cotrimoxazole"}])
    vitals = {"temperature_f": 99.1, "pulse": 96, "bp_systolic": 164, "bp_diastolic": 112, "spo2": 97}
    vitals |= {"haemoglobin_g_dl": 8.6, "weight_kg": 47, "height_cm": 151, "pregnant": "yes", "lmp": day(-240)}
    history = {"tobacco": "chews khaini", "obstetric": "second pregnancy"}
    visit = hub.visit(patient, vitals=vitals, history=history, danger_signs=["convulsions"])
    first = write(hub, "note", patient, visit=visit, text="No swelling of the feet.", signed=ago(minutes=9))
    second = "Swelling of both feet since a week; seen again."
    write(hub, "note", patient, visit=visit, text=second, signed=ago(minutes=5), amends=first)
    items = [{"id": new_id(), "generic": "PARACETAMOL", "quantity": 10, "unit": "tablets"}]
    write(hub, "dispense", patient, visit=visit, items=items, at=ago(minutes=4))
    answers = {"tobacco": "daily", "alcohol_daily": "no", "active_150": "no", "family": "yes", "waist_cm": 86}
    write(hub, "screening", patient, form="cbac", answers=answers, score=7, at=ago(days=30))
    referral = hub.refer(patient, visit, urgency="urgent", question="She had a fit. What first?")
    _differ(hub, patient)
    photo, lost = (_named(hub, patient, visit, label, "image/png") for label in ("Both feet", "Urine strip"))
    return WholeCase(
        referral, patient, visit, other, earlier, photo, lost, _named(hub, patient, visit, "Lab", "application/pdf")
    )


def _known(patient: str) -> dict[str, Any]:
    told = [{"id": new_id(), "substance": "Cotrimoxazole", "reaction": "itching"}]
    return {"same_as": patient, "allergies": told}


def _differ(hub: ReviewHub, patient: str) -> None:
    """Two people write another phone number, neither knowing of the other."""
    with hub.services.store.read() as conn:
        base = records.changes_of(conn, patient)[-1].id
    for author, phone in ((hub.cho, "+919800000001"), (hub.doctors["surgeon"], "+919800000002")):
        hub.write(author, HubChange("patient", patient, patient, {"phone": phone}, base=(base,)))


def _named(hub: ReviewHub, patient: str, visit: str, label: str, media: str) -> str:
    sha = new_id().replace("-", "") * 2
    return write(
        hub, "attachment", patient, visit=visit, sha256=sha, bytes=1000, media=media, label=label, taken=ago(minutes=8)
    )
