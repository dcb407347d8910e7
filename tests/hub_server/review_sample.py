"""A served hub with doctors, desks and cases for the tests of the review pages."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from care_record.clock import time_text
from care_record.fold import Folded
from care_record.ids import new_id
from hub_server.context import Services
from hub_server.services.places import add_desk, add_facility
from hub_server.services.staff import NewStaff, add_staff
from hub_server.store import records
from hub_server.store.writer import HubChange
from hub_server.times import IST
from tests.helpers.hub import served_hub

PASSWORD = "a-long-password-for-tests"
VISIT_AGO = timedelta(minutes=10)
"""Before now, by a clock in India as the centre's PC has it."""


@dataclass
class ReviewHub:
    """The hub's address, its store opened beside it, and who and what is in it."""

    url: str
    services: Services
    process: subprocess.Popen[str]
    medicine: str
    surgery: str
    centre: str
    cho: str
    doctors: dict[str, str] = field(default_factory=dict)

    def write(self, author: str, *changes: HubChange) -> None:
        """Write records as the hub does; for a CHO, what her device would have sent."""
        self.services.store.run(lambda conn: self.services.writer.write(conn, author, changes))

    def person(self, **fields: Any) -> str:
        """A patient of the centre."""
        patient = new_id()
        known = {
            "name": "Sunita Devi",
            "name_other_script": "सुनीता देवी",
            "gender": "female",
            "birth_date": "1999-04-02",
            "village": "Barail",
            "relation": "husband",
            "relative_name": "Manoj Yadav",
        }
        self.write(self.cho, HubChange("patient", patient, None, known | fields))
        return patient

    def visit(self, patient: str, days_ago: int = 0, **fields: Any) -> str:
        """A visit of the patient at the centre."""
        visit = new_id()
        started = time_text(datetime.now(IST) - timedelta(days=days_ago) - VISIT_AGO)
        known = {
            "started": started,
            "mode": "spoke",
            "complaints": [{"id": new_id(), "text": "Weakness", "duration": {"value": 2, "unit": "months"}}],
        }
        self.write(self.cho, HubChange("visit", visit, patient, known | fields))
        return visit

    def refer(self, patient: str, visit: str, **fields: Any) -> str:
        """A case at the desk of medicine."""
        referral = new_id()
        known = {
            "visit": visit,
            "desk": self.medicine,
            "speciality": "medicine",
            "urgency": "routine",
            "question": "Which iron dose, and can she be treated at home?",
            "consent": {
                "given": "yes",
                "by": "patient",
                "how": "spoken",
                "told_limits": True,
                "witness": self.cho,
                "at": time_text(datetime.now(UTC)),
            },
            "reach": {"how": "waits"},
        }
        self.write(self.cho, HubChange("referral", referral, patient, known | fields))
        return referral

    def case(self, **referral: Any) -> str:
        """A whole simple case: a patient, a visit, and the question about her."""
        patient = self.person()
        vitals = {"temperature_f": 101.2, "pulse": 102, "bp_systolic": 104, "bp_diastolic": 66, "spo2": 98}
        visit = self.visit(patient, vitals=vitals | {"haemoglobin_g_dl": 8.6, "weight_kg": 46, "pregnant": "no"})
        return self.refer(patient, visit, **referral)

    def records(self, referral: str, kind: str) -> list[Folded]:
        """The records of a kind that name this case."""
        with self.services.store.read() as conn:
            head = records.folded(conn, referral)
            assert head is not None and head.patient is not None
            found = records.records_of(conn, head.patient, {kind})
        return [r for r in found if r.fields.get("referral") == referral]

    def add_doctor(self, login: str, desks: list[str]) -> None:
        """One more doctor, at these desks."""
        papers = {"qualification": "MBBS", "registration_no": f"BCMR-{login}"}
        new = NewStaff(f"Dr {login}", "doctor", tuple(desks), None, login, PASSWORD, papers)
        self.doctors[login] = add_staff(self.services, new)

    def reply(self, referral: str, text: str) -> None:
        """The centre's reply to a question back."""
        with self.services.store.read() as conn:
            head = records.folded(conn, referral)
        assert head is not None
        fields = {"referral": referral, "event": "reply", "at": time_text(datetime.now(UTC)), "text": text}
        self.write(self.cho, HubChange("case_event", None, head.patient, fields))


def _doctor(services: Services, name: str, login: str, desk: str, name_hi: str) -> str:
    papers = {"qualification": "MBBS, MD", "registration_no": f"BCMR-{login}", "name_hi": name_hi}
    return add_staff(services, NewStaff(name, "doctor", (desk,), None, login, PASSWORD, papers))


def _populated(url: str, services: Services, process: subprocess.Popen[str]) -> ReviewHub:
    desk = {"code": "MED", "name": "General Medicine, Supaul", "name_hi": "सामान्य रोग, सुपौल", "district": "217"}
    medicine = add_desk(services, desk | {"specialities": ["medicine"]})
    surgery = add_desk(services, desk | {"code": "SUR", "name": "Surgery, Supaul", "specialities": ["surgery"]})
    place = {"code": "HSC1", "name": "HSC Parsarma", "name_hi": "एचएससी परसरमा", "district": "217"}
    centre = add_facility(services, place)
    cho = add_staff(services, NewStaff("Kumari Anjali", "cho", (centre,), extra={"name_hi": "कुमारी अंजलि"}))
    hub = ReviewHub(url, services, process, medicine, surgery, centre, cho)
    hub.doctors = {
        "nivedita": _doctor(services, "Dr Nivedita Jha", "nivedita", medicine, "डॉ निवेदिता झा"),
        "imran": _doctor(services, "Dr Imran Alam", "imran", medicine, "डॉ इमरान आलम"),
        "surgeon": _doctor(services, "Dr Rekha Sinha", "surgeon", surgery, "डॉ रेखा सिन्हा"),
    }
    return hub


@contextmanager
def review_hub(folder: Path) -> Iterator[ReviewHub]:
    """A hub process of its own on SQLite, stopped at the end."""
    with served_hub(f"sqlite:///{folder / 'hub.db'}", "--behind-proxy", "127.0.0.1") as served:
        yield _populated(served.url, served.services, served.process)
