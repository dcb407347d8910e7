"""From the records of a visit (plain dicts of the records' fields) to a `VisitPaper`.

A field of a wrong type, from a faulty peer, counts as missing: a paper must come out also of such a record.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from care_record.rules.age import age_days, age_text_parts
from care_record.rules.red_flags import flags, number
from care_record.rules.vitals import VITALS
from spoke_app.documents.from_records import (
    NOTHING,
    Fields,
    as_entries,
    as_mapping,
    day_of,
    latest_weight,
    moment_of,
    split_advice,
    two_scripts,
)
from spoke_app.documents.paper import Both, PaperDiagnosis, PaperPatient
from spoke_app.documents.visit_paper import (
    PaperConsent,
    PaperReferral,
    PaperVisit,
    PaperVital,
    Standing,
    VisitPaper,
)
from spoke_app.documents.visit_words import DURATIONS, FLAGS, HISTORY, SUGAR_KINDS
from spoke_app.documents.visit_words import VITALS as LABELS
from spoke_app.documents.words import FORMS, printable, with_title

_IN_ORDER: Final = (
    "pulse", "temperature_f", "respiratory_rate", "spo2", "sugar_mg_dl", "haemoglobin_g_dl", "weight_kg", "height_cm",
    "muac_cm", "waist_cm",
)  # fmt: skip


@dataclass(frozen=True)
class VisitRecords:
    """What of the record goes on the papers of one visit: each record's fields."""

    patient: Fields
    visit: Fields
    started: datetime
    notes: Sequence[Fields] = ()
    dispenses: Sequence[Fields] = ()
    follow_up: Fields | None = None
    referral: Fields | None = None
    referral_id: str = ""
    advice: Fields | None = None
    standing: Standing = "here"


@dataclass(frozen=True)
class VisitSurroundings:
    """What stands on the papers and is in none of the records: names in both scripts, words of the lists."""

    place: Both
    place_code: str
    place_more: Both
    printed_at: datetime
    printed_by: Both
    printed_role: str
    written_by: Both = NOTHING
    written_role: str = ""
    witness: Both = NOTHING
    doctor: Both = NOTHING
    desk: Both = NOTHING
    desk_contact: str = ""
    address: Both = NOTHING
    specialities: Mapping[str, Both] = field(default_factory=dict)
    complaints: Mapping[str, Both] = field(default_factory=dict)
    """By the text in either language, lower case."""
    danger_signs: Mapping[str, Both] = field(default_factory=dict)
    conditions: Mapping[str, Both] = field(default_factory=dict)
    """By ICD-10 code."""


def visit_paper(found: VisitRecords, around: VisitSurroundings) -> VisitPaper:
    """The paper of a visit; with its referral, if it has one."""
    advice = found.advice or {}
    said, come_at_once = split_advice(str(advice.get("text") or ""))
    due, onward = found.follow_up or {}, as_mapping(advice.get("refer_onward"))
    return VisitPaper(
        place=around.place,
        place_more=around.place_more,
        patient=_patient(found, around),
        phone=_phone(found.patient),
        guardian=_guardian(found.patient),
        conditions=_texts(found.patient.get("conditions")),
        medicines=_texts(found.patient.get("medicines")),
        visit=_visit(found, around),
        follow_up=day_of(advice.get("follow_up")) or day_of(due.get("due")),
        follow_up_reason="" if advice.get("follow_up") else printable(str(due.get("reason") or "")),
        advice=said,
        come_at_once=come_at_once,
        doctor=with_title(around.doctor) if found.advice is not None else NOTHING,
        tests=_texts(advice.get("investigations")),
        refer_onward=printable(", ".join(str(onward[key]) for key in ("to", "reason") if onward.get(key))),
        referral=_referral(found, around) if found.referral is not None else None,
        printed_at=around.printed_at,
        printed_by=around.printed_by,
        printed_role=around.printed_role,
    )


def case_number(centre: str, on: date, referral: str) -> str:
    """The centre, the day and six letters out of the record's random bits, as prescriptions are numbered: two PCs
    without a line never print the same one."""
    try:
        tail = uuid.UUID(referral).int & (1 << 30) - 1
    except ValueError:
        return ""
    letters = base64.b32encode((tail << 2).to_bytes(4, "big")).decode()[:6]
    return "-".join(part for part in (centre, f"{on:%Y%m%d}", letters) if part)


def _patient(found: VisitRecords, around: VisitSurroundings) -> PaperPatient:
    fields = found.patient
    allergies = as_entries(fields.get("allergies"))
    parts = age_text_parts(fields, found.started.date())
    place = str(fields.get("village") or fields.get("address") or "")
    return PaperPatient(
        name=two_scripts(str(fields.get("name") or ""), str(fields.get("name_other_script") or "")),
        age=f"{parts[0]} {parts[1]}" if parts else "",
        gender=str(fields.get("gender") or ""),
        relation=str(fields.get("relation") or ""),
        relative=printable(str(fields.get("relative_name") or "")),
        address=around.address or Both(place),
        slip_no=str(fields.get("slip_no") or ""),
        weight_kg=latest_weight([(found.started, as_mapping(found.visit.get("vitals")))], found.started),
        allergies=tuple(_with_reaction(entry) for entry in allergies),
        allergies_asked=isinstance(fields.get("allergies"), list),
    )


def _with_reaction(allergy: Fields) -> str:
    substance, reaction = (printable(str(allergy.get(name) or "")) for name in ("substance", "reaction"))
    return f"{substance} ({reaction})" if reaction else substance


def _phone(patient: Fields) -> str:
    """'94310 22447', as it is dialled."""
    digits = str(patient.get("phone") or "").removeprefix("+91")
    return f"{digits[:5]} {digits[5:]}" if len(digits) == 10 else digits


def _guardian(patient: Fields) -> str:
    guardian = as_mapping(patient.get("guardian"))
    return printable(str(guardian.get("name") or ""))


def _texts(entries: Any) -> tuple[str, ...]:
    texts = (printable(str(entry.get("text") or entry.get("code") or "")) for entry in as_entries(entries))
    return tuple(text for text in texts if text)


def _visit(found: VisitRecords, around: VisitSurroundings) -> PaperVisit:
    fields = found.visit
    signs = fields.get("danger_signs")
    codes = [sign for sign in signs if isinstance(sign, str)] if isinstance(signs, list) else []
    history = as_mapping(fields.get("history"))
    return PaperVisit(
        started=found.started,
        complaints=tuple(_complaint(entry, around) for entry in as_entries(fields.get("complaints"))),
        vitals=_vitals(found),
        danger_signs=tuple(around.danger_signs.get(code, Both(code)) for code in codes),
        danger_looked_for=isinstance(signs, list),
        history=tuple((words, printable(str(history[name]))) for name, words in HISTORY.items() if history.get(name)),
        examination=printable(str(fields.get("examination") or "")),
        notes=tuple(text for note in found.notes if (text := printable(str(note.get("text") or "")))),
        provisional=tuple(_diagnosis(entry, around) for entry in as_entries(fields.get("provisional"))),
        given=tuple(_given(entry) for given in found.dispenses for entry in as_entries(given.get("items"))),
        outcome=str(fields.get("outcome") or ""),
        written_by=around.written_by,
        written_role=around.written_role,
    )


def _complaint(entry: Fields, around: VisitSurroundings) -> Both:
    text = printable(str(entry.get("text") or entry.get("code") or ""))
    words = around.complaints.get(text.lower(), Both(text))
    duration = as_mapping(entry.get("duration"))
    value, unit = number(duration.get("value")), str(duration.get("unit") or "")
    if value is None or unit not in DURATIONS:
        return words
    long = DURATIONS[unit][0 if value == 1 else 1]
    english = f"{words.first('en')}, {long.en.format(f'{value:g}')}"
    return Both(english, f"{words.first('hi')}, {long.hi.format(f'{value:g}')}")


def _diagnosis(entry: Fields, around: VisitSurroundings) -> PaperDiagnosis:
    code, text = str(entry.get("icd10") or ""), printable(str(entry.get("text") or ""))
    known = around.conditions.get(code)
    same = known is not None and text.casefold() in (known.en.casefold(), known.hi.casefold())
    return PaperDiagnosis(known if same and known is not None else Both(text), code)


def _given(entry: Fields) -> tuple[str, Both]:
    """('PARACETAMOL', '9 tablets' / '9 गोलियाँ')."""
    count = number(entry.get("quantity"))
    quantity = f"{count:g}" if count is not None else ""
    unit = printable(str(entry.get("unit") or ""))
    one, many = FORMS.get(unit.lower(), (Both(unit), Both(unit)))
    words = one if count == 1 else many
    said = [f"{quantity} {text}".strip() for text in (words.first("en"), words.first("hi"))]
    return printable(str(entry.get("generic") or "")), Both(*said)


def _vitals(found: VisitRecords) -> tuple[PaperVital, ...]:
    vitals = as_mapping(found.visit.get("vitals"))
    age, gender = age_days(found.patient, found.started.date()), str(found.patient.get("gender") or "")
    raised = {flag.vital: FLAGS[flag.code] for flag in flags(vitals, age, gender, ()) if flag.code in FLAGS}
    shown: list[PaperVital] = []
    upper, lower = number(vitals.get("bp_systolic")), number(vitals.get("bp_diastolic"))
    if upper is not None or lower is not None:
        pair = "/".join("-" if value is None else f"{value:g}" for value in (upper, lower))
        shown.append(PaperVital(LABELS["bp"], f"{pair} mmHg", raised.get("bp", NOTHING)))
    for name in _IN_ORDER:
        if value := _measured(name, vitals.get(name)):
            label = SUGAR_KINDS.get(str(vitals.get("sugar_kind")), LABELS[name]) if "sugar" in name else LABELS[name]
            shown.append(PaperVital(label, value, raised.get(name, NOTHING)))
    return (*shown, *_pregnancy(vitals))


def _measured(name: str, value: Any) -> str:
    """'104 /min'; a glucose meter's HI and LO as they are."""
    amount = number(value)
    if amount is None:
        return value if isinstance(value, str) and value in ("HI", "LO") else ""
    text = f"{amount:g} {VITALS[name].unit}"
    return f"{text} ({(amount - 32) / 1.8:.1f} °C)" if name == "temperature_f" else text


def _pregnancy(vitals: Fields) -> list[PaperVital]:
    if vitals.get("pregnant") != "yes":
        return []
    day = day_of(vitals.get("lmp"))
    found = [PaperVital(LABELS["pregnant"], "", NOTHING)]
    return [*found, PaperVital(LABELS["lmp"], f"{day:%d.%m.%Y}", NOTHING)] if day else found


def _referral(found: VisitRecords, around: VisitSurroundings) -> PaperReferral:
    fields = found.referral or {}
    speciality = str(fields.get("speciality") or "")
    reach = as_mapping(fields.get("reach"))
    return PaperReferral(
        number=case_number(around.place_code, found.started.date(), found.referral_id),
        urgency=str(fields.get("urgency") or "routine"),
        desk=around.desk,
        contact=printable(around.desk_contact),
        speciality=around.specialities.get(speciality, Both(speciality)),
        question=printable(str(fields.get("question") or "")),
        consent=_consent(as_mapping(fields.get("consent")), around),
        standing=found.standing,
        reach=str(reach.get("how") or ""),
        reach_when=printable(str(reach.get("when") or "")),
    )


def _consent(consent: Fields, around: VisitSurroundings) -> PaperConsent | None:
    if consent.get("given") != "yes":
        return None
    who, how = str(consent.get("by") or ""), str(consent.get("how") or "")
    at = moment_of(consent.get("at"))
    local = at.astimezone(around.printed_at.tzinfo) if at else None
    return PaperConsent(who, how, around.witness, local)
