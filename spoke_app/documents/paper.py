"""What stands on a prescription, as plain values: nothing of Qt, nothing of the store.

A paper is made by `from_records.paper_from_records` and by nothing else in the app: that function refuses drafts,
unsigned, cancelled and replaced prescriptions, so whatever has become a `PrescriptionPaper` may be printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from care_record.signature import qr_text

Lang = Literal["en", "hi"]
PaperSize = Literal["A6", "A5", "A4"]


class NotPrintable(Exception):
    """The prescription may not be put on paper. `code` is stable; the screen has the sentence for it."""

    def __init__(self, code: Literal["unsigned", "invalid", "cancelled", "replaced", "empty"]) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Both:
    """A text in English and in Hindi. Where only one is known, it stands for both."""

    en: str
    hi: str = ""

    def first(self, lang: Lang) -> str:
        return (self.hi or self.en) if lang == "hi" else (self.en or self.hi)

    def other(self, lang: Lang) -> str:
        """The text in the other language, or '' where it would only repeat the first."""
        other = self.en if lang == "hi" else self.hi
        return "" if other == self.first(lang) else other

    def __bool__(self) -> bool:
        return bool(self.en or self.hi)


@dataclass(frozen=True)
class PaperDoctor:
    name: Both
    qualification: str
    registration_no: str
    hub: Both
    contact: str = ""


@dataclass(frozen=True)
class PaperPatient:
    name: Both
    age: str
    """`'<value> <unit>'`, unit years/months/weeks/days, as on the day of signing; '' if unknown."""
    gender: str
    relation: str
    relative: str
    address: Both
    slip_no: str
    weight_kg: float | None = None
    allergies: tuple[str, ...] = ()
    allergies_asked: bool = False
    """True where the record says that there are none; otherwise the line is left out rather than made up."""


@dataclass(frozen=True)
class PaperDiagnosis:
    text: Both
    icd10: str = ""


@dataclass(frozen=True)
class PaperItem:
    """One medicine. `generic` is in capitals, `frequency` a code (OD, BD, TDS, QID, HS, SOS, WEEKLY, STAT)."""

    generic: str
    form: str
    strength: str
    dose: str
    frequency: str
    route: str
    duration_value: int | None
    duration_unit: str
    instruction: Both


@dataclass(frozen=True)
class PrescriptionPaper:
    number: str
    signed: datetime
    signature_checked: bool
    """Whether this PC has the doctor's key and the signature agreed with it."""
    doctor: PaperDoctor
    patient: PaperPatient
    diagnosis: tuple[PaperDiagnosis, ...]
    items: tuple[PaperItem, ...]
    advice: Both
    come_at_once: Both
    tests: tuple[str, ...]
    refer_onward: str
    follow_up: date | None
    follow_up_place: Both
    slip: str
    signature: str
    printed_at: datetime
    printed_place: Both
    printed_by: Both
    printed_role: str
    corrects: bool = False
    """True where it replaces an earlier prescription."""

    @property
    def code_text(self) -> str:
        """What the QR holds: the signed slip, and the signature over it."""
        return qr_text(self.slip, self.signature)
