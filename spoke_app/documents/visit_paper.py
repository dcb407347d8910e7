"""What stands on the papers of a visit (referral slip, visit slip), as plain values.

Both are made of one `VisitPaper` by `visit_from_records`; the referral slip needs its `referral`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from spoke_app.documents.paper import Both, PaperDiagnosis, PaperPatient

Standing = Literal["here", "at_hub", "answered", "withdrawn"]
"""Where the referral was when the slip was made: still on this PC, with the doctors, answered, taken back."""


@dataclass(frozen=True)
class PaperVital:
    """One measured value with its unit; `flag` says what is out of the ordinary, empty where nothing is."""

    label: Both
    value: str
    flag: Both


@dataclass(frozen=True)
class PaperConsent:
    """Who agreed, how it was said, before whom; `who` is patient or guardian, `how` spoken or written."""

    who: str
    how: str
    witness: Both
    at: datetime | None


@dataclass(frozen=True)
class PaperReferral:
    number: str
    """Of the case: the centre's code, the day, six letters out of the record's id."""
    urgency: str
    desk: Both
    contact: str
    speciality: Both
    question: str
    consent: PaperConsent | None
    standing: Standing
    reach: str
    """How the patient hears the answer: waits, returns, phone, visit; '' if unknown."""
    reach_when: str


@dataclass(frozen=True)
class PaperVisit:
    started: datetime
    complaints: tuple[Both, ...]
    """Each with its duration."""
    vitals: tuple[PaperVital, ...]
    danger_signs: tuple[Both, ...]
    danger_looked_for: bool
    """True where the record says that there is none; otherwise the line is left out rather than made up."""
    history: tuple[tuple[Both, str], ...]
    examination: str
    notes: tuple[str, ...]
    provisional: tuple[PaperDiagnosis, ...]
    given: tuple[tuple[str, Both], ...]
    """Medicine and quantity."""
    outcome: str
    written_by: Both
    written_role: str


@dataclass(frozen=True)
class VisitPaper:
    place: Both
    place_more: Both
    """The sub-district and district, where they are known."""
    patient: PaperPatient
    phone: str
    guardian: str
    conditions: tuple[str, ...]
    medicines: tuple[str, ...]
    visit: PaperVisit
    follow_up: date | None
    follow_up_reason: str
    advice: Both
    """What the doctor wrote, where an answer has come."""
    come_at_once: Both
    doctor: Both
    tests: tuple[str, ...]
    """What the doctor ordered."""
    refer_onward: str
    """Where else the doctor sends her, and why."""
    referral: PaperReferral | None
    printed_at: datetime
    printed_by: Both
    printed_role: str

    @property
    def code_text(self) -> str:
        """What the QR holds: the number on the patient's slip and nothing else. The find box finds her by it, and who
        finds the paper on the road learns nothing from it."""
        return self.patient.slip_no
