"""A case in words: what the doctor reads, in the order in which she needs it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from care_record.fold import Folded
from care_record.rules.age import age_text_parts
from care_record.rules.red_flags import Flag
from care_record.rules.vitals import VITALS, bmi
from hub_server.review.lists import PickLists
from hub_server.review.queue_view import complaint_text, flag_mark, urgency_mark
from hub_server.review.trend import trend
from hub_server.store.cases import CaseFile, case_flags, person_name, visit_day
from hub_server.web.marks import Mark
from hub_server.web.wording import Words, initials, parse

LATE = timedelta(hours=4)

_SHOWN = (
    "temperature_f",
    "pulse",
    "bp",
    "spo2",
    "respiratory_rate",
    "haemoglobin_g_dl",
    "sugar_mg_dl",
    "weight_kg",
    "height_cm",
    "bmi",
    "waist_cm",
    "muac_cm",
    "lmp",
)
_TURN = {"question": "case.you_asked", "reply": "case.replied"}
_SAID = {
    "fever": "flag.fever",
    "high_fever": "flag.fever",
    "fast_breathing": "flag.fast",
    "sugar_very_high": "flag.very_high",
}


@dataclass(frozen=True)
class CaseWords:
    """Everything needed to put a case into words."""

    file: CaseFile
    words: Words
    lists: PickLists
    now: datetime
    pictures: frozenset[str] = frozenset()

    def name_of(self, staff: str | None) -> str:
        return person_name(self.file.people, staff, self.words.lang)


def case_view(c: CaseWords) -> dict[str, Any]:
    """The values of the case pane's template."""
    file, words = c.file, c.words
    visit = file.visit.fields if file.visit else {}
    flags = case_flags(file.patient, file.visit)
    return {
        "referral": file.referral.record,
        "strip": _strip(c),
        "question": file.referral.fields.get("question"),
        "talk": _talk(c),
        "complaint": complaint_text(entries(visit, "complaints"), words, c.lists) or words("complaint.none"),
        "danger": [flag_mark(vars(f), words, c.lists).text for f in flags if f.vital == "danger_signs"],
        "visit_when": words.moment(visit.get("started"), c.now),
        "entered_late": _entered_late(c),
        "vitals": _vitals(visit, flags, words),
        "chart": trend([*reversed(file.visits), *([file.visit] if file.visit else [])], flags, words),
        "notes": [str(n.fields.get("text") or "") for n in file.own["note"]],
        "examination": visit.get("examination"),
        "provisional": ", ".join(str(p.get("text") or "") for p in entries(visit, "provisional")),
        "background": _background(c, visit),
        "blocks": _blocks(c),
        "pictures": _pictures(c),
        "consent": _consent(c),
        "reach": _reach(c),
        "earlier": _earlier(c),
        "earlier_visits": _earlier_visits(c),
        "conflicts": _conflicts(c),
        "withdrawn": _withdrawn(c),
        "steps": [
            {"state": s.state, "name": words(f"step.{s.name}"), "when": words.moment(s.at, c.now) if s.at else ""}
            for s in file.receipt.steps
        ],
    }


def entries(fields: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The entries of a list field that are what they should be."""
    value = fields.get(name)
    return [e for e in value if isinstance(e, dict)] if isinstance(value, list) else []


# ---- who ------------------------------------------------------------------------------------------------------


def _strip(c: CaseWords) -> dict[str, Any]:
    file, words, person = c.file, c.words, c.file.patient.fields
    vitals = _vitals_of(file.visit)
    name = str(person.get("name") or "")
    weight = vitals.get("weight_kg")
    guardian = person.get("guardian")
    age = age_text_parts(person, visit_day(file.visit, file.referral))
    age_gender = words.age_gender(age, person.get("gender"))
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
    return {
        "name": name,
        "other_name": person.get("name_other_script"),
        "initials": initials(name),
        "meta": " · ".join(part for part in meta if part),
        "meta_short": " · ".join(part for part in (age_gender, meta[2], place) if part),
        "chips": _strip_chips(c, vitals),
        "call_url": _call_url(file),
    }


def _vitals_of(visit: Folded | None) -> dict[str, Any]:
    value = visit.fields.get("vitals") if visit else None
    return value if isinstance(value, dict) else {}


def _relation(person: Mapping[str, Any], words: Words) -> str:
    name = person.get("relative_name")
    if not name:
        return ""
    return words.known(f"relation.{person.get('relation')}", words("relation.other", name=name), name=name)


def _sender(c: CaseWords) -> str:
    sender, place = c.file.referral.author, c.words.named(c.file.facility.fields if c.file.facility else None)
    role = c.file.people[sender].fields.get("role") if sender in c.file.people else None
    name = c.name_of(sender)
    if name and role:
        name = f"{name} ({c.words.known(f'role.{role}', str(role))})"
    if not name:
        return place
    return c.words("patient.sent_by", name=name, place=place) if place else c.words("patient.sent_by_one", name=name)


def _strip_chips(c: CaseWords, vitals: Mapping[str, Any]) -> list[Mark]:
    words, person = c.words, c.file.patient.fields
    chips = [urgency_mark(str(c.file.referral.fields.get("urgency")), words)]
    substances = [str(a.get("substance") or "") for a in entries(person, "allergies")]
    if any(substances):
        chips.append(
            Mark("critical", "alert-octagon", words("patient.allergy", what=", ".join(filter(None, substances))))
        )
    else:
        chips.append(Mark("", "info-circle", words("patient.no_allergy")))
    if vitals.get("pregnant") == "yes":
        chips.append(Mark("abnormal", "alert-triangle", words("patient.pregnant")))
    elif vitals.get("pregnant") == "no":
        chips.append(Mark("", "check", words("patient.not_pregnant")))
    if person.get("deceased"):
        chips.append(Mark("", "info-circle", words("patient.deceased", date=words.day_text(person["deceased"]))))
    return chips


def _call_url(file: CaseFile) -> str:
    """The meeting room of this case at the place's own meeting server; the room's name cannot be guessed."""
    for place in (file.facility, file.desk):
        base = str((place.fields.get("call_base_url") if place else "") or "")
        if urlsplit(base).scheme == "https":
            return f"{base.rstrip('/')}/spoke-{file.referral.record}"
    return ""


def _entered_late(c: CaseWords) -> bool:
    """Whether the visit was written down long after it took place: then its numbers are from memory or paper."""
    visit = c.file.visit
    started, written = (parse(visit.fields.get("started")), parse(visit.created_at)) if visit else (None, None)
    return started is not None and written is not None and written - started > LATE


# ---- what -----------------------------------------------------------------------------------------------------


def _talk(c: CaseWords) -> list[dict[str, str]]:
    return [
        {
            "who": c.words(
                "case.you_asked" if e.fields["event"] == "question" else "case.replied", name=c.name_of(e.author)
            ),
            "when": c.words.moment(e.fields.get("at"), c.now),
            "text": str(e.fields.get("text") or ""),
        }
        for e in c.file.own["case_event"]
        if e.fields.get("event") in _TURN
    ]


def _vitals(visit: Mapping[str, Any], flags: Iterable[Flag], words: Words) -> list[dict[str, str]]:
    vitals = visit.get("vitals")
    if not isinstance(vitals, dict):
        return []
    by_vital = {flag.vital: flag for flag in flags}
    shown = []
    for name in _SHOWN:
        value, unit = _value(name, vitals, words)
        if value:
            flag = by_vital.get(name)
            shown.append(
                {
                    "name": words(f"vital.{name}") + _kind(name, vitals, words),
                    "value": value,
                    "unit": unit,
                    "level": flag.level if flag else "",
                    "said": flag_word(flag, words) if flag else "",
                }
            )
    return shown


def _kind(name: str, vitals: Mapping[str, Any], words: Words) -> str:
    kind = vitals.get("sugar_kind") if name == "sugar_mg_dl" else None
    said = words.known(f"sugar.{kind}") if kind else ""
    return f" ({said})" if said else ""


def _value(name: str, vitals: Mapping[str, Any], words: Words) -> tuple[str, str]:
    if name == "bp":
        pair = [vitals.get("bp_systolic"), vitals.get("bp_diastolic")]
        return ("/".join("–" if v is None else f"{v}" for v in pair), "mmHg") if any(pair) else ("", "")
    if name == "bmi":
        weight, height = vitals.get("weight_kg"), vitals.get("height_cm")
        if isinstance(weight, int | float) and isinstance(height, int | float):
            index = bmi(weight, height)
            return (f"{index:.1f}", "kg/m²") if index is not None else ("", "")
        return "", ""
    value = vitals.get(name)
    if value is None:
        return "", ""
    if name == "lmp":
        return words.day_text(value), ""
    unit = VITALS[name].unit if name in VITALS else ""
    return (f"{value:g}" if isinstance(value, int | float) else str(value)), unit


def flag_word(flag: Flag, words: Words) -> str:
    """The word beside a flagged value: never the colour alone."""
    if flag.code in _SAID:
        return words(_SAID[flag.code])
    for part in ("critical", "high", "low"):
        if flag.code.removesuffix("_pregnancy").endswith(part):
            return words(f"flag.{part}")
    return words("flag.critical" if flag.level == "critical" else "flag.abnormal")


def _background(c: CaseWords, visit: Mapping[str, Any]) -> list[dict[str, str]]:
    words, person = c.words, c.file.patient.fields
    history = visit.get("history")
    told = history if isinstance(history, dict) else {}
    parts = [
        (words("case.conditions"), ", ".join(str(e.get("text") or "") for e in entries(person, "conditions"))),
        (words("case.medicines_now"), ", ".join(str(e.get("text") or "") for e in entries(person, "medicines"))),
        *((words(f"case.history.{name}"), str(told.get(name) or "")) for name in
          ("past", "surgical", "family", "tobacco", "alcohol", "obstetric", "immunisation")),
    ]  # fmt: skip
    return [{"title": title, "text": text} for title, text in parts if text]


def _blocks(c: CaseWords) -> list[dict[str, Any]]:
    words, own = c.words, c.file.own
    given = [
        f"{i.get('generic', '')} {i.get('quantity', '')} {i.get('unit') or ''}".strip()
        for d in own["dispense"]
        for i in entries(d.fields, "items")
    ]
    results = [
        f"{r.fields.get('text') or ''} {r.fields.get('value', '')} {r.fields.get('unit') or ''}".strip()
        for r in own["result"]
    ]
    blocks = (("case.given", given), ("case.results", results))
    return [{"title": words(key), "lines": lines} for key, lines in blocks if lines]


def _pictures(c: CaseWords) -> list[dict[str, Any]]:
    """Photos and reports; the text comes before them, so that some may be on their way."""
    return [
        {
            "label": str(each.fields.get("label") or ""),
            "url": f"/review/cases/{c.file.referral.record}/attachments/{each.record}",
            "there": each.fields.get("sha256") in c.pictures,
            "image": str(each.fields.get("media")).startswith("image/"),
        }
        for each in c.file.own["attachment"]
    ]


def _consent(c: CaseWords) -> dict[str, Any]:
    consent = c.file.referral.fields.get("consent")
    if not isinstance(consent, dict) or consent.get("given") != "yes":
        return {"ok": False, "text": c.words("case.consent_missing")}
    by, how = (c.words.known(f"consent.{consent.get(part)}") for part in ("by", "how"))
    when = c.words.moment(consent.get("at"), c.now)
    text = c.words("case.consent_given", by=by, how=how)
    witness = c.name_of(consent.get("witness"))
    return {"ok": True, "text": " · ".join(part for part in (text, witness, when) if part)}


def _reach(c: CaseWords) -> str:
    reach = c.file.referral.fields.get("reach")
    if not isinstance(reach, dict):
        return ""
    how, when = str(reach.get("how")), str(reach.get("when") or "")
    if how == "returns" and not when:
        return c.words("reach.returns.plain")
    said = c.words.known(f"reach.{how}", how, when=c.words.day_text(when))
    return said if how == "returns" or not when else f"{said} · {when}"


def _withdrawn(c: CaseWords) -> str:
    withdrawn = c.file.referral.fields.get("withdrawn")
    if not isinstance(withdrawn, dict):
        return ""
    return c.words("case.withdrawn", reason=withdrawn.get("reason") or "")


def _earlier(c: CaseWords) -> list[dict[str, str]]:
    by_referral = {r.fields.get("referral"): r for r in c.file.records if r.kind == "advice"}
    shown = []
    for referral in c.file.referrals:
        advice = by_referral.get(referral.record)
        shown.append(
            {
                "referral": referral.record,
                "when": c.words.day_text(referral.created_at),
                "text": str(referral.fields.get("question") or ""),
                "answer": f"{c.name_of(advice.author)}: {advice.fields.get('text') or ''}" if advice else "",
            }
        )
    return shown


def _earlier_visits(c: CaseWords) -> list[dict[str, str]]:
    return [
        {
            "when": c.words.day_text(v.fields.get("started")),
            "text": complaint_text(entries(v.fields, "complaints"), c.words, c.lists) or c.words("complaint.none"),
        }
        for v in c.file.visits[:8]
    ]


def _conflicts(c: CaseWords) -> list[str]:
    said = []
    for record in (c.file.patient, c.file.visit, c.file.referral):
        for conflict in record.conflicts if record else ():
            values = " / ".join(_candidate(candidate.value) for candidate in conflict.candidates)
            said.append(c.words("case.conflict", what=f"{conflict.path}: {values}"))
    return said


def _candidate(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("substance") or value.get("text") or ", ".join(str(v) for v in value.values()))
    return "–" if value is None else str(value)
