"""A prescription as the patient gets it on paper: Hindi first, English beneath, the parts of the day as pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno

from care_record.rules.age import age_text_parts, as_date
from care_record.signature import qr_text, verify_b64
from hub_server.review import answer, prescribing
from hub_server.review.case_words import entries
from hub_server.review.doctor import Doctor
from hub_server.review.lists import Entry, PickLists
from hub_server.review.medicine_view import pictures
from hub_server.review.signing import doctor_block
from hub_server.review.taker import known_of
from hub_server.store.cases import CaseFile
from hub_server.web.wording import Words

MOST_QR_BYTES = 2000
"""A longer slip makes a code that cheap phones cannot read; the number above still finds the record."""


@dataclass(frozen=True)
class Both:
    """The pages' words in the two languages of the paper."""

    hi: Words
    en: Words

    def __call__(self, key: str) -> str:
        """A heading: `दवाएँ · Medicines`."""
        return f"{self.hi(key)} · {self.en(key)}"


def preview(file: CaseFile, doctor: Doctor, values: Mapping[str, Any], lists: PickLists, at: str) -> dict[str, Any]:
    """The fields of a paper that is not signed yet, out of the form as it stands: (prescription, advice) as one."""
    fields = answer.advice_fields(values, lists, referral=file.referral.record, signed=at, saw=[])
    rows = [dict(row, dose=row["dose"].strip() or "–") for row in values["medicines"]]
    return {
        "advice": fields,
        "prescription": {
            "items": prescribing.items({"medicines": rows}, lists),
            "doctor": doctor_block(doctor, file),
            "signed": at,
        },
    }


def signed(file: CaseFile, record: str) -> dict[str, Any] | None:
    """The fields of a signed paper of this case; None if it has no such prescription."""
    every = file.own["prescription"]
    found = next((p for p in every if p.record == record), None)
    if found is None:
        return None
    fields = found.fields
    advice = next((a.fields for a in file.own["advice"] if a.record == fields.get("advice")), {})
    replaced = any(p.fields.get("amends") == record for p in every)
    cancelled = bool(fields.get("cancelled")) or any(p.fields.get("cancelled") == record for p in every)
    return {"advice": advice, "prescription": fields, "replaced": replaced, "cancelled": cancelled}


def paper_view(file: CaseFile, paper: Mapping[str, Any], lists: PickLists, both: Both) -> dict[str, Any]:
    """The values of the template."""
    rx, advice = paper["prescription"], paper["advice"]
    is_signed = bool(rx.get("signature"))
    return {
        "preview": not is_signed,
        "checked": is_signed and _checked(file, rx),
        "cancelled": bool(paper.get("cancelled")),
        "replaced": bool(paper.get("replaced")),
        "number": str(rx.get("number") or ""),
        "when": f"{both.hi.day_text(rx.get('signed'))}, {both.hi.clock(rx.get('signed'))}",
        "when_en": f"{both.en.day_text(rx.get('signed'))}, {both.en.clock(rx.get('signed'))}",
        "doctor": _doctor(file, rx),
        "patient": _patient(file, lists, rx, both),
        "diagnosis": _diagnosis(advice, lists),
        "items": [_item(item, lists, both) for item in entries(rx, "items")],
        "advice": str(advice.get("text") or ""),
        "tests": [str(e.get("text") or "") for e in entries(advice, "investigations")],
        "onward": _onward(advice),
        "follow_up": f"{both.hi.day_text(again)} · {both.en.day_text(again)}"
        if (again := advice.get("follow_up"))
        else "",
        "code": _code(rx) if is_signed else "",
        "heading": both,
        "hi": both.hi,
        "en": both.en,
    }


def _checked(file: CaseFile, rx: Mapping[str, Any]) -> bool:
    block = rx.get("doctor")
    signer = file.people.get(str(block.get("staff"))) if isinstance(block, dict) else None
    keys = signer.fields.get("keys") if signer else None
    known = [str(k) for k in keys] if isinstance(keys, list) else []
    return verify_b64(known, str(rx.get("slip") or ""), str(rx.get("signature") or ""))


def _doctor(file: CaseFile, rx: Mapping[str, Any]) -> dict[str, str]:
    block = rx.get("doctor")
    known = (
        {name: str(block.get(name) or "") for name in ("name", "qualification", "registration_no", "hub")}
        if (isinstance(block, dict))
        else dict.fromkeys(("name", "qualification", "registration_no", "hub"), "")
    )
    contact = file.desk.fields.get("contact") if file.desk else ""
    return known | {"contact": str(contact or "")}


def _patient(file: CaseFile, lists: PickLists, rx: Mapping[str, Any], both: Both) -> dict[str, str]:
    person = file.patient.fields
    on = as_date(str(rx.get("signed") or "")[:10])
    age = age_text_parts(person, on) if on else None
    gender = person.get("gender")
    lines = [
        ", ".join(filter(None, (words.age(age, short=False), words.known(f"gender.{gender}"))))
        for words in (both.hi, both.en)
    ]
    known = known_of(file, lists, on) if on else None
    return {
        "name": str(person.get("name") or ""),
        "other": str(person.get("name_other_script") or ""),
        "age": " · ".join(lines),
        "place": " · ".join(str(person[part]) for part in ("village", "address", "slip_no") if person.get(part)),
        "allergies": ", ".join(known.taker.allergies) if known else "",
        "weight": f"{known.weight:g} kg" if known and known.weight else "",
    }


def _diagnosis(advice: Mapping[str, Any], lists: PickLists) -> str:
    named = []
    for each in entries(advice, "diagnosis"):
        text, code = str(each.get("text") or ""), str(each.get("icd10") or "")
        entry = lists.condition_named(text)
        hindi = f"{entry.hi} / " if entry and entry.hi and entry.hi != text else ""
        named.append(f"{hindi}{text}" + (f" ({code})" if code else ""))
    return "; ".join(named)


def _onward(advice: Mapping[str, Any]) -> str:
    onward = advice.get("refer_onward")
    return " · ".join(str(onward[p]) for p in ("to", "reason") if onward.get(p)) if isinstance(onward, dict) else ""


def _item(item: Mapping[str, Any], lists: PickLists, both: Both) -> dict[str, Any]:
    medicine = next(
        (m for m in lists.medicines if m.generic == item.get("generic") and m.form == item.get("form")), None
    )
    code, dose = str(item.get("frequency") or ""), str(item.get("dose") or "")
    frequency = lists.frequency(code) or Entry(code, code, code)
    route = str(item.get("route") or "")
    forms = (medicine.form_hi if medicine else "", str(item.get("form") or ""))
    return {
        "generic": str(item.get("generic") or ""),
        "form": " · ".join(filter(None, (*forms, str(item.get("strength") or ""), code))),
        "duration": both.hi.amount(item.get("duration")),
        "duration_en": both.en.amount(item.get("duration")),
        "pictures": pictures(code, dose, lists, both.hi),
        "take": _take(
            _amount(dose, forms[0]), frequency.hi, both.hi.known(f"route.{route}", route), item.get("instruction_hi")
        ),
        "take_en": _take(
            _amount(dose, forms[1]), frequency.en, both.en.known(f"route.{route}", route), item.get("instruction")
        ),
    }


def _amount(dose: str, form: str) -> str:
    """`1` says nothing alone: `1 गोली`. A dose with its own unit stays as the doctor wrote it."""
    return f"{dose} {form}" if dose.replace("/", "").replace(".", "").isdigit() and form else dose


def _take(*parts: object) -> str:
    return ", ".join(str(part) for part in parts if part)


def _code(rx: Mapping[str, Any]) -> str:
    """The signed slip as a QR code: SVG without styles or scripts of its own; empty if it is too long for one."""
    text = qr_text(str(rx.get("slip") or ""), str(rx.get("signature") or ""))
    if len(text.encode()) > MOST_QR_BYTES:
        return ""
    out = io.BytesIO()
    segno.make(text, error="l", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return out.getvalue().decode()
