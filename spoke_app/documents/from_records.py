"""From the records (plain dicts of the records' fields) to a `PrescriptionPaper`, or a refusal.

The only way to a paper: drafts, unsigned, forged, cancelled and replaced prescriptions stop here. A field of a wrong
type, from a faulty peer, counts as missing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal

from care_record.signature import SLIP_VERSION, slip_text
from spoke_app.documents.paper import (
    Both,
    NotPrintable,
    PaperDiagnosis,
    PaperDoctor,
    PaperItem,
    PaperPatient,
    PrescriptionPaper,
)
from spoke_app.documents.words import is_devanagari, printable, with_title

Fields = Mapping[str, Any]
Signature = Literal["valid", "unknown_key", "invalid"]
NOTHING: Final = Both("")


@dataclass(frozen=True)
class Surroundings:
    """What stands on the paper and is in neither record: names in the other script, the place, who prints."""

    printed_at: datetime
    place: Both
    printed_by: Both
    printed_role: str
    doctor_name: Both = NOTHING
    """From the staff record; the name inside the signed prescription goes before it."""
    patient_age: str = ""
    """`'<value> <unit>'` on the day of signing."""
    address: Both = NOTHING
    weight_kg: float | None = None
    conditions: Mapping[str, Both] = field(default_factory=dict)
    """Names of conditions by ICD-10 code, for the diagnosis in Hindi."""


def paper_from_records(
    prescription: Fields,
    advice: Fields | None,
    patient: Fields,
    around: Surroundings,
    *,
    signature: str,
    cancelled: bool = False,
    replaced: bool = False,
) -> PrescriptionPaper:
    """`signature` is the outcome of checking it: 'valid', 'unknown_key' or 'invalid'. Raises `NotPrintable`."""
    _refuse_unprintable(prescription, signature, cancelled=cancelled, replaced=replaced)
    signed = moment_of(prescription.get("signed"))
    if signed is None:
        raise NotPrintable("unsigned")
    said = advice or {}
    text, come_at_once = split_advice(str(said.get("text") or ""))
    onward = as_mapping(said.get("refer_onward"))
    return PrescriptionPaper(
        number=str(prescription.get("number") or ""),
        signed=signed,
        signature_checked=signature == "valid",
        doctor=_doctor(as_mapping(prescription.get("doctor")), around),
        patient=_patient(patient, around),
        diagnosis=tuple(_diagnosis(entry, around) for entry in as_entries(said.get("diagnosis"))),
        items=tuple(item_of(entry) for entry in as_entries(prescription.get("items"))),
        advice=text,
        come_at_once=come_at_once,
        tests=tuple(printable(str(entry.get("text") or "")) for entry in as_entries(said.get("investigations"))),
        refer_onward=", ".join(str(onward[key]) for key in ("to", "reason") if onward.get(key)),
        follow_up=day_of(said.get("follow_up")),
        follow_up_place=around.place,
        slip=str(prescription["slip"]),
        signature=str(prescription["signature"]),
        printed_at=around.printed_at,
        printed_place=around.place,
        printed_by=around.printed_by,
        printed_role=around.printed_role,
        corrects=bool(prescription.get("amends")),
    )


def signature_state(prescription: Fields, signature: str) -> Signature:
    """The outcome of the check, and 'invalid' too where the record does not say what its signed slip says.

    The doctor signs the slip. Medicines, number and doctor beside it are printed, so they must be the slip's; the
    patient's line may differ, for a name can be corrected afterwards. A slip of a later version is left alone.
    """
    slip = str(prescription.get("slip") or "")
    if signature not in ("valid", "unknown_key"):
        return "invalid"
    if slip.startswith(f"{SLIP_VERSION}|"):
        fields = {**prescription, "items": as_entries(prescription.get("items"))}
        said = slip_text(fields, {}, as_mapping(prescription.get("doctor"))).split("\n")
        lines = slip.split("\n")
        if (lines[:1], lines[2:]) != (said[:1], said[2:]):
            return "invalid"
    return "valid" if signature == "valid" else "unknown_key"


def as_mapping(value: Any) -> Fields:
    return value if isinstance(value, Mapping) else {}


def as_entries(value: Any) -> list[Fields]:
    """The entries of a list field; what is no entry is passed over."""
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def moment_of(value: Any) -> datetime | None:
    """A time field; None if it cannot be read."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def day_of(value: Any) -> date | None:
    """A date field; None if it cannot be read."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def item_of(entry: Fields) -> PaperItem:
    """One entry of a prescription's `items`."""
    duration = as_mapping(entry.get("duration"))
    value = duration.get("value")
    return PaperItem(
        generic=printable(str(entry.get("generic") or "")).upper(),
        form=str(entry.get("form") or ""),
        strength=str(entry.get("strength") or ""),
        dose=str(entry.get("dose") or ""),
        frequency=str(entry.get("frequency") or "").upper(),
        route=str(entry.get("route") or ""),
        duration_value=value if isinstance(value, int) else None,
        duration_unit=str(duration.get("unit") or "days"),
        instruction=Both(str(entry.get("instruction") or ""), str(entry.get("instruction_hi") or "")),
    )


def split_advice(text: str) -> tuple[Both, Both]:
    """The doctor's text as (advice, 'come at once if'), each sorted by the script of its lines.

    Templates of the hub write both languages, one below the other, and begin a warning with these words.
    """
    parts: dict[tuple[bool, bool], list[str]] = {}
    for line in (printable(line) for line in text.splitlines()):
        if not line:
            continue
        warning = re.match(r"(?i)(?:come (?:back )?at once if|तुरंत आएँ)\s*[:,]?\s*(?:यदि|अगर)?\s*", line)
        body = line[warning.end() :] if warning else line
        parts.setdefault((warning is not None, is_devanagari(line)), []).append(body[:1].upper() + body[1:])

    def both(warning: bool) -> Both:
        return Both("\n".join(parts.get((warning, False), ())), "\n".join(parts.get((warning, True), ())))

    return both(False), both(True)


def two_scripts(name: str, other: str) -> Both:
    """A name and the same name in the other script, whichever way round they were typed."""
    if is_devanagari(name):
        return Both(other, name)
    return Both(name, other)


def _refuse_unprintable(prescription: Fields, signature: str, *, cancelled: bool, replaced: bool) -> None:
    if not (prescription.get("signed") and prescription.get("signature") and prescription.get("slip")):
        raise NotPrintable("unsigned")
    if signature_state(prescription, signature) == "invalid":
        raise NotPrintable("invalid")
    if cancelled or prescription.get("cancelled"):
        raise NotPrintable("cancelled")
    if replaced:
        raise NotPrintable("replaced")
    if not as_entries(prescription.get("items")):
        raise NotPrintable("empty")


def _doctor(doctor: Fields, around: Surroundings) -> PaperDoctor:
    signed_name = two_scripts(str(doctor.get("name") or ""), "")
    name = Both(signed_name.en or around.doctor_name.en, signed_name.hi or around.doctor_name.hi)
    return PaperDoctor(
        name=with_title(name),
        qualification=printable(str(doctor.get("qualification") or "")),
        registration_no=printable(str(doctor.get("registration_no") or "")),
        hub=two_scripts(printable(str(doctor.get("hub") or "")), str(doctor.get("hub_hi") or "")),
        contact=printable(str(doctor.get("contact") or "")),
    )


def _patient(patient: Fields, around: Surroundings) -> PaperPatient:
    allergies = as_entries(patient.get("allergies"))
    return PaperPatient(
        name=two_scripts(str(patient.get("name") or ""), str(patient.get("name_other_script") or "")),
        age=around.patient_age,
        gender=str(patient.get("gender") or ""),
        relation=str(patient.get("relation") or ""),
        relative=printable(str(patient.get("relative_name") or "")),
        address=around.address or Both(str(patient.get("village") or patient.get("address") or "")),
        slip_no=str(patient.get("slip_no") or ""),
        weight_kg=around.weight_kg,
        allergies=tuple(printable(str(entry.get("substance") or "")) for entry in allergies),
        allergies_asked=isinstance(patient.get("allergies"), list),
    )


def _diagnosis(entry: Fields, around: Surroundings) -> PaperDiagnosis:
    code, text = str(entry.get("icd10") or ""), printable(str(entry.get("text") or ""))
    known = around.conditions.get(code)
    # The list's Hindi name stands only beside the list's own English name: the doctor's finer words are not replaced.
    hindi = known.hi if known is not None and known.en.casefold() == text.casefold() else ""
    return PaperDiagnosis(Both(text, hindi), code)


def latest_weight(visits: Sequence[tuple[datetime, Fields]], signed: datetime) -> float | None:
    """The weight of the last visit of the 90 days before signing: an older one is no dose for a child."""
    for started, vitals in sorted(visits, key=lambda visit: visit[0], reverse=True):
        weight = vitals.get("weight_kg")
        if weight is not None and started <= signed and (signed - started).days <= 90:
            return float(weight)
    return None
