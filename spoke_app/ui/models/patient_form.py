"""The patient form without its widgets: typed text to a record's fields and back, and what to say beside one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from care_record.rules.age import age_text_parts, is_minor
from care_record.rules.identity import check_abha, find_aadhaar, mask_aadhaar, normalise_phone
from care_record.rules.problem import Problem
from spoke_app.ui.models.age_typed import AgeTyped, read_age
from spoke_app.ui.models.notes import FieldNote, Values, changed_fields, entry, masked
from spoke_app.ui.models.spellings import other_script
from spoke_app.ui.models.typed import date_typed, digits, past_date, plain

GENDERS = ("female", "male", "other")
AGE_UNITS = ("years", "months", "weeks", "days")
RELATIONS = ("husband", "father", "mother", "wife", "son", "daughter", "guardian", "other")
BLOOD_GROUPS = ("A+", "A-", "B+", "B-", "AB+", "AB-", "O+", "O-")
TEXT_FIELDS = ("name", "name_other_script", "relative_name", "village", "address")
GUARDIANS = ("mother", "father", "husband", "wife", "guardian", "other")
MORE_FIELDS = ("address", "allergies", "conditions", "blood_group")
NOT_AADHAAR = frozenset({"abha", "phone", "guardian_phone"})
"""Here twelve digits may be something else: an ABHA number half typed, a phone with its country code."""

_ABHA_DIGITS, _PIN_DIGITS, _PHONE_DIGITS = 14, 6, 10
_NAME_LIMIT = 120
_DEVANAGARI = re.compile(r"[\u0900-\u097f]")


def empty_values(district: str = "", subdistrict: str = "") -> Values:
    """A form before the first key: the centre's own block and district are there already."""
    return {
        **dict.fromkeys((*TEXT_FIELDS, "gender", "age_value", "birth_date", "relation", "phone", "abha"), ""),
        **dict.fromkeys(("pin_code", "blood_group", "guardian_name", "guardian_relation", "guardian_phone"), ""),
        "age_unit": "years",
        "age_by": "age",
        "district": district,
        "subdistrict": subdistrict,
        "allergies": [],
        "conditions": [],
        "suggested": "",
        "spelled": {},
        "relation_by": "",
        "guardian_suggested": "",
    }


def carried_over(query: str) -> Values:
    """What was typed in the search box, where it belongs: a phone, an age, whose wife or child, a name."""
    text, found = plain(query), {}
    if not any(sign.isalpha() for sign in text):
        return {"phone": text} if text else {}
    if phone := re.search(r"(?<!\S)\+?\d[\d -]{8,}\d(?!\S)", text):
        found["phone"], text = phone.group(), text.replace(phone.group(), " ")
    if age := re.search(r"(?<!\S)\d{1,3}(?!\S)", text):
        found["age_value"], text = age.group(), text.replace(age.group(), " ")
    name, *whose = re.split(r"(?<!\S)[wsdc]/o\.?(?!\w)", text, maxsplit=1, flags=re.IGNORECASE)
    if whose and (relative := " ".join(whose[0].split())):
        found["relative_name"] = relative
    return {"name": " ".join(name.split()), **found}


def suggest_other_script(values: Values) -> str | None:
    """The new text of the other-script field after the name changed; `None` where a person has written it herself."""
    if values["name_other_script"] not in ("", values["suggested"]):
        return None
    return other_script(values["name"], values.get("spelled") or {})


def usual_relation(values: Values, on: date) -> str:
    """Whose name is asked for: a married woman's husband, else the father. `""` where a person has chosen herself."""
    if values["relation_by"] or not values["gender"]:
        return ""
    return "husband" if values["gender"] == "female" and not minor(values, on) else "father"


def minor(values: Values, on: date) -> bool:
    """Whether the age as typed asks for an adult beside the patient."""
    return is_minor(_age_fields(values, on), on) is True


def usual_guardian(values: Values, on: date) -> tuple[str, str] | None:
    """A minor's father or mother, once named, as the guardian (name, relation); None where it is not to be touched."""
    name, suggested = values["guardian_name"], values["guardian_suggested"]
    parent = values["relation"] in ("father", "mother", "guardian") and minor(values, on)
    wanted = values["relative_name"].strip() if parent else ""
    return None if name != suggested or wanted == suggested else (wanted, values["relation"])


def to_typed(fields: dict[str, Any], on: date) -> Values:
    """A patient's fields as they stand in the form. `on` is today: an age is shown as it is now."""
    values = empty_values()
    for name in (*TEXT_FIELDS, "gender", "relation", "abha", "pin_code", "blood_group", "district", "subdistrict"):
        values[name] = fields.get(name) or ""
    values["phone"] = phone_typed(fields.get("phone") or "")
    guardian = fields.get("guardian") or {}
    values["guardian_name"] = guardian.get("name") or ""
    values["guardian_relation"] = guardian.get("relation") or ""
    values["guardian_phone"] = phone_typed(guardian.get("phone") or "")
    for name in ("allergies", "conditions"):
        values[name] = [dict(item) for item in fields.get(name) or []]
    if birth := fields.get("birth_date"):
        values["age_by"] = "birth_date"
        values["birth_date"] = date_typed(date.fromisoformat(birth))
    elif parts := age_text_parts(fields, on):
        values["age_value"], values["age_unit"] = str(parts[0]), parts[1]
    return values


def to_fields(values: Values, on: date) -> dict[str, Any]:
    """The record's fields of what was typed; what is empty or cannot be read is left out. `on` dates an age."""
    typed, _ = masked(values, NOT_AADHAAR)
    if not typed["relative_name"].strip():
        typed["relation"] = ""
    fields: dict[str, Any] = {}
    for name in TEXT_FIELDS:
        fields[name] = typed[name].strip()
    for name in ("gender", "relation", "district", "subdistrict", "blood_group"):
        fields[name] = typed[name]
    fields["phone"] = normalise_phone(typed["phone"]) or ""
    fields["abha"] = _abha(typed["abha"])
    fields["pin_code"] = digits(typed["pin_code"]) if len(digits(typed["pin_code"])) == _PIN_DIGITS else ""
    fields["allergies"], fields["conditions"] = typed["allergies"], typed["conditions"]
    fields |= _age_fields(typed, on)
    guardian = {
        "name": typed["guardian_name"].strip(),
        "relation": typed["guardian_relation"],
        "phone": normalise_phone(typed["guardian_phone"]) or "",
    }
    fields["guardian"] = {key: value for key, value in guardian.items() if value}
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}


def edited_fields(start: Values, values: Values, on: date) -> dict[str, Any]:
    """What an edit changes: the form's `values` against what stood in it at the `start`."""
    return changed_fields(to_fields(start, on), to_fields(values, on))


def allergy_entry(text: str) -> dict[str, Any]:
    """`sulfa, rash` as an entry: what she does not bear, and what it does to her."""
    substance, _, reaction = text.partition(",")
    made = entry("", substance=substance.strip(), reaction=reaction.strip() or None)
    del made["text"]
    return made


def allergy_text(item: dict[str, Any]) -> str:
    return ", ".join(part for part in (item.get("substance"), item.get("reaction")) if part)


def notes(values: Values, on: date, leaving: Sequence[str] = ()) -> tuple[FieldNote, ...]:
    """What to say beside the fields as they stand. `leaving` names required fields that were left empty already."""
    found: list[FieldNote] = [
        FieldNote(name, "error", "missing") for name in missing(values, on) if name in leaving or "*" in leaving
    ]
    for name in ("phone", "guardian_phone"):
        found += _phone_notes(name, values[name])
    found += _age_notes(values, on) + _abha_notes(values["abha"])
    if minor(values, on) and not values["guardian_name"].strip():
        found.append(FieldNote("guardian_name", "hint", "guardian_wanted"))
    pin = digits(values["pin_code"])
    if values["pin_code"].strip() and len(pin) != _PIN_DIGITS:
        found.append(FieldNote("pin_code", "error", "pin_digits", (str(len(pin)),)))
    found += [FieldNote(n, "error", "too_long", (str(_NAME_LIMIT),)) for n in ("name",) if len(values[n]) > _NAME_LIMIT]
    found += [FieldNote(name, "caution", "aadhaar") for name in masked(values, NOT_AADHAAR)[1]]
    found += [FieldNote(n, "caution", "aadhaar") for n in ("abha", "phone") if is_aadhaar_in(n, values[n])]
    return tuple(found)


def missing(values: Values, on: date) -> tuple[str, ...]:
    """The fields that a patient needs and that are empty, in the form's order."""
    fields = to_fields(values, on)
    age = "birth_date" if values["age_by"] == "birth_date" else "age_value"
    need = [
        ("name", "name" in fields),
        ("gender", "gender" in fields),
        (age, bool(values[age].strip())),
        ("village", "village" in fields or "address" in fields),
    ]
    return tuple(name for name, there in need if not there)


def is_aadhaar_in(name: str, text: str) -> bool:
    """Whether a number field holds an Aadhaar number where an ABHA number or a phone was meant."""
    number_there = find_aadhaar(text)
    return (
        name in NOT_AADHAAR and number_there is not None and normalise_phone(text) is None and len(digits(text)) == 12
    )


def without_aadhaar(text: str) -> str:
    """A number field that held an Aadhaar number: its last four digits."""
    return mask_aadhaar(text)


def refused_notes(problems: Sequence[Problem]) -> tuple[FieldNote, ...]:
    """What an action would not write, at the fields of the form."""
    named = {"age": "age_value", "name_other_script": "name_other_script"}
    codes = {"required": "missing", "bad-phone": "phone_start", "in-future": "date_ahead"}
    codes |= {"too-long": "too_long", "too-large": "too_large"}
    found = []
    for problem in problems:
        head, _, rest = problem.field.partition(".")
        field = f"guardian_{rest}" if head == "guardian" and rest else named.get(head, head)
        found.append(FieldNote(field, "error", codes.get(problem.code, "not_taken"), (str(_NAME_LIMIT),)))
    return tuple(found)


def phone_typed(e164: str) -> str:
    """An Indian number as people write it (`94310 22471`); any other as it is."""
    if e164.startswith("+91") and len(e164) == 13:
        return f"{e164[3:8]} {e164[8:]}"
    return e164


def _phone_notes(name: str, text: str) -> list[FieldNote]:
    if not text.strip() or normalise_phone(text) is not None or is_aadhaar_in(name, text):
        return []
    signs = digits(text)
    if len(signs) > _PHONE_DIGITS and signs[0] == "0":
        signs = signs[1:]
    elif len(signs) > _PHONE_DIGITS and signs.startswith("91"):
        signs = signs[2:]
    if len(signs) < _PHONE_DIGITS:
        return [FieldNote(name, "error", "phone_short", (str(len(signs)),))]
    if len(signs) > _PHONE_DIGITS:
        return [FieldNote(name, "error", "phone_long", (str(len(signs)),))]
    return [FieldNote(name, "error", "phone_start", (signs[0],))]


def _age_notes(values: Values, on: date) -> list[FieldNote]:
    field, read = ("birth_date", values["birth_date"]), age_of(values, on)
    if values["age_by"] != "birth_date":
        field = ("age_value", values["age_value"])
    if read is None:
        return []
    if read.problem:
        return [FieldNote(field[0], "error", read.problem, (read.detail,))]
    if read.born is not None:
        value, unit = age_text_parts({"birth_date": read.born.isoformat()}, on) or (0, "days")
        return [FieldNote(field[0], "hint", "born_said", (read.born.isoformat(), str(value), unit))]
    code = "age_about" if read.about else "age_said"
    year = str(on.year - (read.value or 0)) if read.unit == "years" else ""
    return [FieldNote(field[0], "hint", code, (str(read.value), read.unit, year))]


def age_of(values: Values, on: date) -> AgeTyped | None:
    """The age or birth date as typed, understood; None while nothing stands there."""
    if values["age_by"] != "birth_date":
        return read_age(values["age_value"], values["age_unit"], on)
    if not values["birth_date"].strip():
        return None
    born = past_date(values["birth_date"], on)
    return AgeTyped(problem="date_unread") if born is None else read_age(date_typed(born), "years", on)


def _abha_notes(text: str) -> list[FieldNote]:
    if not text.strip() or is_aadhaar_in("abha", text):
        return []
    signs = digits(text)
    if len(signs) != _ABHA_DIGITS:
        return [FieldNote("abha", "error", "abha_digits", (str(len(signs)),))]
    return [FieldNote("abha", "caution", "abha_check")] if check_abha(text)[1] else []


def _abha(text: str) -> str:
    return (check_abha(text)[0] or "") if len(digits(text)) == _ABHA_DIGITS else ""


def _age_fields(values: Values, on: date) -> dict[str, Any]:
    read = age_of(values, on)
    if read is None or read.problem:
        return {}
    if read.born is not None:
        return {"birth_date": read.born.isoformat()}
    return {"age": {"value": read.value, "unit": read.unit, "as_of": on.isoformat()}}
