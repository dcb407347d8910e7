"""What passes between a health centre and a doctor: referral, events, advice, prescription; and what is given out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from care_record.kinds.kind import CARE, DOCTOR, SPOKE, Kind
from care_record.kinds.types import Date, Entries, Exact, Id, ListOf, Number, Object, Text, Time, Truth, line, one_of
from care_record.kinds.visit import DIAGNOSES, DURATION
from care_record.rules.medicines import may_prescribe
from care_record.rules.problem import Problem

URGENCIES = ("routine", "urgent", "emergency")
EVENTS = ("opened", "question", "reply", "seen", "told", "given", "closed")
SEEN_LIVE = ("video", "phone", "in_person", "none")
MEDICINE_LISTS = ("O", "A", "B", "prohibited")

CONSENT = Object(
    {
        "given": one_of("yes"),
        "by": one_of("patient", "guardian"),
        "how": one_of("spoken", "written"),
        "told_limits": Truth(only=True),
        "witness": Id(),
        "at": Time(),
    },
    ("given", "by", "how", "told_limits", "witness", "at"),
)

REFERRAL = Kind(
    "referral",
    {
        "visit": Id(),
        "desk": Id(),
        "speciality": Exact(60),
        "urgency": one_of(*URGENCIES),
        "question": Text(),
        "consent": CONSENT,
        "reach": Object({"how": one_of("waits", "returns", "phone", "visit"), "when": line(80)}, ("how",)),
        "answers": Id(),
        "forwards": Id(),
        "withdrawn": Object({"reason": Text(400), "at": Time()}, ("reason", "at")),
    },
    ("visit", "desk", "speciality", "urgency", "question", "consent", "reach"),
    CARE,
)


def _words(fields: Mapping[str, Any]) -> list[Problem]:
    needs = fields.get("event") in ("question", "reply")
    return [Problem("text", "required")] if needs and not fields.get("text") else []


CASE_EVENT = Kind(
    "case_event",
    {"referral": Id(), "event": one_of(*EVENTS), "at": Time(), "text": Text(), "to": Id()},
    ("referral", "event", "at"),
    CARE,
    signed=True,
    rule=_words,
)

ADVICE = Kind(
    "advice",
    {
        "referral": Id(),
        "text": Text(),
        "consent_confirmed": Truth(only=True),
        "signed": Time(),
        "diagnosis": DIAGNOSES,
        "investigations": Entries(Object({"text": line(200)}, ("text",))),
        "follow_up": Date(),
        "refer_onward": Object({"to": line(200), "urgency": one_of(*URGENCIES), "reason": Text(400)}),
        "seen_live": one_of(*SEEN_LIVE),
        "saw": ListOf(Id()),
        "amends": Id(),
    },
    ("referral", "text", "consent_confirmed", "signed"),
    frozenset({DOCTOR}),
    signed=True,
)

PRESCRIBED = Object(
    {
        "generic": line(160),
        "form": line(60),
        "strength": line(80),
        "dose": line(80),
        "frequency": Exact(20),
        "route": line(40),
        "duration": DURATION,
        "instruction": Text(400),
        "instruction_hi": Text(400),
        "list": one_of(*MEDICINE_LISTS),
    },
    ("generic", "form", "dose", "frequency", "route", "list"),
)


def _no_prohibited(fields: Mapping[str, Any]) -> list[Problem]:
    items = fields.get("items")
    found: list[Problem] = []
    for place, item in enumerate(items if isinstance(items, list) else []):
        if not isinstance(item, dict):
            continue
        # Lists A and B depend on the advice beside it; prohibited is prohibited whatever that says.
        problem = may_prescribe(str(item.get("list") or "O"), seen_live=True, follow_up=True, refill=True)
        if problem:
            found.append(Problem(f"items.{place}.list", problem.code, problem.detail))
        generic = item.get("generic")
        if isinstance(generic, str) and generic != generic.upper():
            found.append(Problem(f"items.{place}.generic", "not-capitals"))
    return found


PRESCRIPTION = Kind(
    "prescription",
    {
        "referral": Id(),
        "advice": Id(),
        "number": Exact(60),
        "items": Entries(PRESCRIBED, least=1),
        "doctor": Object(
            {
                "staff": Id(),
                "name": line(120),
                "qualification": line(120),
                "registration_no": line(80),
                "hub": line(200),
            },
            ("staff", "name", "qualification", "registration_no"),
        ),
        "signed": Time(),
        "slip": Exact(8000),
        "signature": Exact(200, r"[A-Za-z0-9+/]{86}=="),
        "amends": Id(),
        "cancelled": Id(),
        # What the doctor was warned of and signed all the same, with her reason where it was grave.
        "cautions": Entries(
            Object(
                {"what": Exact(60), "about": line(400), "severity": one_of("grave", "note"), "reason": Text(400)},
                ("what", "about", "severity"),
            )
        ),
    },
    ("referral", "advice", "number", "items", "doctor", "signed", "slip", "signature"),
    frozenset({DOCTOR}),
    signed=True,
    rule=_no_prohibited,
)

DISPENSE = Kind(
    "dispense",
    {
        "visit": Id(),
        "prescription": Id(),
        "items": Entries(
            Object({"generic": line(160), "quantity": Number(), "unit": line(40)}, ("generic", "quantity"))
        ),
        "at": Time(),
        "standing_order": one_of("yes", "no"),
    },
    (("visit", "prescription"), "items", "at"),
    SPOKE,
    signed=True,
)

FOLLOW_UP = Kind(
    "follow_up",
    {"due": Date(), "reason": Text(400), "visit": Id(), "done": Id()},
    ("due", "reason"),
    CARE,
)

STOCK = Kind(
    "stock",
    {
        "facility": Id(),
        "items": Entries(
            Object(
                {"generic": line(160), "form": line(60), "strength": line(80), "quantity": Number()},
                ("generic", "quantity"),
            )
        ),
    },
    ("facility", "items"),
    SPOKE,
)
