"""What the actions hand to the screens: plain values, no store objects.

Times are aware `datetime`s in the PC's zone; dates are `date`; ids are UUIDv7 text. A screen shows these
and sends back plain dicts of the records' fields; it never sees SQL or a change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from care_record.case import Receipt
from care_record.rules.red_flags import Flag

FormKind = Literal["patient", "visit"]
CaseFilter = Literal["current", "to_do", "closed"]


@dataclass(frozen=True)
class Changed:
    """What one write touched: the views that show any of these refresh."""

    kinds: frozenset[str]
    ids: frozenset[str] = frozenset()
    masked: frozenset[str] = frozenset()
    """Fields in which an Aadhaar number was typed: only its last four digits were kept."""


@dataclass(frozen=True)
class Person:
    """A member of staff as shown in the sign-in list and in the rail."""

    id: str
    name: str
    name_hi: str
    role: str
    last_sign_in: datetime | None = None


@dataclass(frozen=True)
class Place:
    """The health centre that this PC belongs to."""

    id: str
    name: str
    name_hi: str
    district: str
    subdistrict: str
    code: str = ""


@dataclass(frozen=True)
class PatientRow:
    """One line of a patient list."""

    id: str
    name: str
    name_other: str
    gender: str
    age: str
    """Computed at the moment of the query as `'<value> <unit>'` with unit years/months/weeks/days; `''` if unknown."""
    village: str
    relative: str
    relation: str
    slip_no: str
    phone: str
    last_seen: date | None
    deceased: date | None = None
    abha: str = ""
    also: str = ""
    """The names in records that were joined with this one, where a list was asked for."""


@dataclass(frozen=True)
class FoundPatients:
    rows: tuple[PatientRow, ...]
    total: int
    query: str
    many: bool = False
    """There are `total` or more: nobody counts on."""


@dataclass(frozen=True)
class VisitRow:
    """An earlier visit in a patient's timeline."""

    id: str
    started: datetime
    title: str
    outcome: str
    vitals: dict[str, Any]
    flags: tuple[Flag, ...]
    history: dict[str, Any] = field(default_factory=dict)
    """As asked then: the next visit's form brings it forward."""
    differs: bool = False
    """Two people wrote different things into it."""


@dataclass(frozen=True)
class PatientView:
    """A patient's record, opened."""

    row: PatientRow
    fields: dict[str, Any]
    heads: tuple[str, ...]
    """The record's heads when it was opened: the `base` of what is saved from this form."""
    conflicts: tuple[str, ...]
    flagged: tuple[str, ...]
    visits: tuple[VisitRow, ...]
    open_cases: int


@dataclass(frozen=True)
class Likeness:
    """A patient already registered who may be the one now being typed in, and why."""

    row: PatientRow
    agrees: tuple[str, ...]
    """Codes out of: name, age, relative, village, phone, abha."""
    differs: tuple[tuple[str, str], ...]
    """(code, the other's value)"""
    score: float


@dataclass(frozen=True)
class Attachment:
    """A photo or PDF as a form has it. `sha` is what its bytes go by; `taken` when it was attached (RFC 3339)."""

    sha: str
    bytes: int
    media: str
    label: str
    taken: str


@dataclass(frozen=True)
class Draft:
    """A form as typed so far. `values` is the form's own flat dict: field name -> as typed."""

    id: str
    form: FormKind
    patient: str | None
    title: str
    author: str
    focus: str
    """Name of the field that had the cursor."""
    saved_at: datetime
    values: dict[str, Any] = field(default_factory=dict)
    heads: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class TodayVisit:
    visit: str
    patient: PatientRow
    started: datetime
    complaint: str
    state: str
    """not_finished, treated, left, cancelled, or a state of `care_record.case`"""
    referral: str | None
    draft: str | None


@dataclass(frozen=True)
class CaseRow:
    """One case, its receipt and what is to be done about it."""

    referral: str
    patient: PatientRow
    complaint: str
    desk: str
    speciality: str
    urgency: str
    receipt: Receipt
    doctor: str
    last_word: str
    """The doctor's question or advice in short, else ''."""
    overdue: bool
    doctor_hi: str = ""
    reach: str = ""
    """How the patient is reached with the answer: waits, returns, phone, visit."""
    reach_when: str = ""
    contact: str = ""
    """How the desk is telephoned."""
    desk_hi: str = ""


@dataclass(frozen=True)
class FollowUpRow:
    id: str
    patient: PatientRow
    due: date
    reason: str


@dataclass(frozen=True)
class TodayView:
    day: date
    from_doctor: tuple[CaseRow, ...]
    unanswered: tuple[CaseRow, ...]
    visits: tuple[TodayVisit, ...]
    follow_ups: tuple[FollowUpRow, ...]
    drafts: tuple[Draft, ...]
    first_day: bool
    """True while this PC has no patient at all."""
    from_doctor_count: int = 0
    """How many there are in all; the tuple has the first of them, as for the two below."""
    unanswered_count: int = 0
    follow_ups_count: int = 0
    put_away: int = 0
    """Forms that were put away and can be brought back."""


@dataclass(frozen=True)
class CasesView:
    rows: tuple[CaseRow, ...]
    current: int
    to_do: int
    closed: int
    words: str = ""
    """What the rows were found by."""


@dataclass(frozen=True)
class PrescriptionView:
    id: str
    fields: dict[str, Any]
    signature: Literal["valid", "unknown_key", "invalid"]
    cancelled: bool
    amended_by: str | None


@dataclass(frozen=True)
class Forwarding:
    """A doctor sent the case on to another desk: who, with which word, and to which desk; `away`: from here."""

    doctor: Person | None
    word: str
    desk: str
    desk_hi: str
    away: bool


@dataclass(frozen=True)
class CaseView:
    """A case, opened: what was asked, what was answered, what to print."""

    row: CaseRow
    patient: PatientView
    question: str
    advice: dict[str, Any] | None
    prescription: PrescriptionView | None
    doctor: Person | None
    conversation: tuple[tuple[str, str, datetime], ...]
    """(who's name, text, when), oldest first"""
    late_news: int
    """Changes of this patient that the doctor had not seen when the answer was written."""
    forwarded: tuple[Forwarding, ...] = ()
    """How it came to this desk, oldest first, and at the end where it went from here."""


@dataclass(frozen=True)
class DeskChoice:
    """A hub desk and speciality that this centre may refer to."""

    desk: str
    desk_name: str
    desk_name_hi: str
    speciality: str


@dataclass(frozen=True)
class WaitingRow:
    patient_name: str
    what: tuple[str, ...]
    """Kinds of record that wait, e.g. ('visit', 'note', 'referral')."""
    count: int
    bytes: int
    since: datetime
    patient_name_other: str = ""
    """The name in the other script, if the record has it."""


@dataclass(frozen=True)
class AttentionRow:
    record: str
    kind: str
    patient_name: str
    reason: Literal["conflict", "quarantine", "flagged"]
    code: str
    detail: str
    patient_name_other: str = ""
    change: str = ""
    """Of what is in quarantine: which change."""


@dataclass(frozen=True)
class ExchangeRow:
    """One past exchange. `outcome` is 'whole', 'broken', 'refused', 'no_connection' or 'attention'."""

    started: datetime
    outcome: str
    sent: int
    received: int
    bytes: int
    seconds: float
    by_stick: bool = False


@dataclass(frozen=True)
class OpenStick:
    """What was put on a USB stick and has no reply yet: when, and how many changes of it still wait."""

    since: datetime
    waiting: int


@dataclass(frozen=True)
class StickResult:
    """How an export to or import from a USB stick ended. `code`: `done`, `stopped`, or a stable word for why not."""

    what: Literal["export", "import"]
    code: str
    sent: int = 0
    """Changes on the stick, or acknowledged by the reply."""
    received: int = 0
    kinds: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


HubSays = Literal["", "revoked", "device-unknown", "upgrade-needed", "hub-too-old"]


@dataclass(frozen=True)
class ExchangeOverview:
    """For the Exchange screen and the status bar."""

    waiting: int
    waiting_bytes: int
    waiting_rows: tuple[WaitingRow, ...]
    attention: tuple[AttentionRow, ...]
    history: tuple[ExchangeRow, ...]
    last_whole: datetime | None
    last_tried: datetime | None
    all_sent: bool
    clock_offset_s: float | None
    """Hub's clock minus this PC's, seconds; None until the hub was heard."""
    hub: str
    hub_hears: bool
    """Whether the last attempt reached the hub."""
    no_line: str = ""
    """If not: the stable word of why."""
    waiting_people: int = 0
    """For how many patients something waits; `waiting_rows` has the first of them."""
    attention_count: int = 0
    """How many things need attention; `attention` has the first of them."""
    hub_says: HubSays = ""
    """Why the hub no longer works with this PC; `''` while it does."""
    fetching: tuple[int, int] | None = None
    """While a long backlog is fetched: changes held, and about how many there are in all."""
    pictures: int = 0
    """So many photos and PDFs wait to be sent, beside what is in `waiting`."""
    picture_bytes: int = 0
    """What is left of them."""
    pictures_missing: int = 0
    """So many of this centre's are not on this PC yet."""
    sticks: tuple[OpenStick, ...] = ()
    """Exports without a reply, the latest first."""
