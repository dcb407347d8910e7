"""The patient's strip, which stays on the screen: who, how old at the visit, and what must not be missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from care_record.call import room_address
from care_record.rules.age import age_text_parts
from hub_server.review.case_words import CaseWords, entries, vitals_of
from hub_server.review.queue_view import flag_mark, urgency_mark
from hub_server.store.cases import case_flags, visit_day
from hub_server.web.marks import Mark
from hub_server.web.wording import Words, initials

_FLAGS = 2
"""So many critical flags stay in sight; all of them stand at their values."""


def strip(c: CaseWords) -> dict[str, Any]:
    """The values of the strip."""
    file, words, person = c.file, c.words, c.file.patient.fields
    name = str(person.get("name") or "")
    weight = vitals_of(file.visit).get("weight_kg")
    guardian = person.get("guardian")
    age = age_text_parts(person, visit_day(file.visit, file.referral))
    place = words.named(file.facility.fields if file.facility else None)
    meta = [
        words.age(age, short=False),
        words.known(f"gender.{person.get('gender')}"),
        f"{weight:g} kg" if isinstance(weight, int | float) else "",
        str(person.get("village") or person.get("address") or ""),
        _relation(person, words),
        f"{words('patient.guardian')}: {guardian.get('name')}" if isinstance(guardian, dict) else "",
        str(person.get("phone") or ""),
        _sender(c),
    ]
    short = (words.age_gender(age, person.get("gender")), meta[2], place)
    return {
        "name": name,
        "other_name": person.get("name_other_script"),
        "initials": initials(name),
        "meta": " · ".join(part for part in meta if part),
        "meta_short": " · ".join(part for part in short if part),
        "chips": [*_chips(c)],
        "call_url": call_url(c),
    }


def allergy_text(entry: Mapping[str, Any]) -> str:
    """`Penicillin – rash (severe)`."""
    text = " – ".join(str(entry[name]) for name in ("substance", "reaction") if entry.get(name))
    return f"{text} ({entry['severity']})" if entry.get("severity") else text


def _relation(person: Mapping[str, Any], words: Words) -> str:
    name = person.get("relative_name")
    if not name:
        return ""
    return words.known(f"relation.{person.get('relation')}", words("relation.other", name=name), name=name)


def _sender(c: CaseWords) -> str:
    sender, place = c.file.referral.author, c.words.named(c.file.facility.fields if c.file.facility else None)
    name = c.said_by(sender)
    if not name:
        return place
    return c.words("patient.sent_by", name=name, place=place) if place else c.words("patient.sent_by_one", name=name)


def _chips(c: CaseWords) -> Iterable[Mark]:
    words, person, vitals = c.words, c.file.patient.fields, vitals_of(c.file.visit)
    yield urgency_mark(str(c.file.referral.fields.get("urgency")), words)
    substances = [str(a.get("substance") or "") for a in entries(person, "allergies")]
    if any(substances):
        what = ", ".join(dict.fromkeys(filter(None, substances)))
        yield Mark("critical", "alert-octagon", words("patient.allergy", what=what))
    else:
        yield Mark("", "info-circle", words("patient.no_allergy"))
    grave = [flag for flag in case_flags(c.file.patient, c.file.visit) if flag.level == "critical"]
    yield from (flag_mark(vars(flag), words, c.lists) for flag in grave[:_FLAGS])
    if vitals.get("pregnant") == "yes":
        yield Mark("abnormal", "alert-triangle", words("patient.pregnant"))
    elif vitals.get("pregnant") == "no":
        yield Mark("", "check", words("patient.not_pregnant"))
    if person.get("deceased"):
        yield Mark("", "info-circle", words("patient.deceased", date=words.day_text(person["deceased"])))


def call_url(c: CaseWords) -> str:
    """The meeting room of this case at the desk's own meeting server; empty where the desk has none."""
    base = c.file.desk.fields.get("call_base_url") if c.file.desk else None
    return room_address(base, c.file.referral.record, str(c.file.referral.patient)) or ""
