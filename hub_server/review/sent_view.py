"""The answer as it was sent, in words: advice, prescription, and whether its signature holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from care_record.fold import Folded
from care_record.signature import verify_b64
from hub_server.review.case_view import CaseWords, entries


def sent_view(c: CaseWords) -> list[dict[str, Any]]:
    """The signed answers of the case, the newest first, with their prescriptions."""
    every = c.file.own["advice"]
    later = {str(a.fields.get("amends")): a for a in every}
    return [_sent(c, advice, later.get(advice.record)) for advice in reversed(every)]


def _sent(c: CaseWords, advice: Folded, later: Folded | None) -> dict[str, Any]:
    """`later` is the answer that corrects this one."""
    words, fields = c.words, advice.fields
    diagnoses = [f"{d.get('text')} {d.get('icd10') or ''}".strip() for d in entries(fields, "diagnosis")]
    return {
        "by": words("sent.by", name=c.name_of(advice.author), time=words.moment(fields.get("signed"), c.now)),
        "diagnosis": ", ".join(diagnoses),
        "corrects": isinstance(fields.get("amends"), str),
        "corrected": words(
            "sent.corrected", name=c.name_of(later.author), time=words.moment(later.fields.get("signed"), c.now)
        )
        if later
        else "",
        "text": str(fields.get("text") or ""),
        "onward": _onward(c, fields.get("refer_onward")),
        "investigations": "\n".join(str(i.get("text") or "") for i in entries(fields, "investigations")),
        "follow_up": words.day_text(fields["follow_up"]) if fields.get("follow_up") else "",
        "seen_live": words.known(f"seen.{fields.get('seen_live') or 'none'}"),
        "prescriptions": [
            _prescription(c, p)
            for p in c.file.own["prescription"]
            if p.fields.get("advice") == advice.record and not p.fields.get("cancelled")
        ],
    }


def _onward(c: CaseWords, onward: object) -> str:
    """Where the patient is sent on to, how soon and why."""
    if not isinstance(onward, dict):
        return ""
    urgency = c.words.known(f"urgency.{onward['urgency']}", str(onward["urgency"])) if onward.get("urgency") else ""
    return " · ".join(part for part in (str(onward.get("to") or ""), urgency, str(onward.get("reason") or "")) if part)


def _state(c: CaseWords, prescription: Folded) -> str:
    """Whether it counts no more, in words; empty for the one that counts."""
    for other in c.file.own["prescription"]:
        if other.fields.get("cancelled") == prescription.record:
            return c.words("sent.rx_cancelled")
        if other.fields.get("amends") == prescription.record:
            return c.words("sent.rx_replaced", number=other.fields.get("number") or "")
    return ""


def _prescription(c: CaseWords, prescription: Folded) -> dict[str, Any]:
    fields = prescription.fields
    doctor = fields.get("doctor")
    block: Mapping[str, Any] = doctor if isinstance(doctor, dict) else {}
    signer = c.file.people.get(str(block.get("staff")))
    keys = signer.fields.get("keys") if signer else None
    names = (block.get("name"), block.get("qualification"), block.get("hub"))
    return {
        "state": _state(c, prescription),
        "title": c.words("sent.prescription", number=fields.get("number") or ""),
        "rows": [_sent_item(c, item) for item in entries(fields, "items")],
        "doctor": " · ".join(
            [*(str(n) for n in names if n), c.words("sent.registration", no=block.get("registration_no") or "")]
        ),
        "cautions": [
            " - ".join(filter(None, (str(e.get("about") or ""), str(e.get("reason") or ""))))
            for e in entries(fields, "cautions")
        ],
        "paper": f"/review/cases/{c.file.referral.record}/prescriptions/{prescription.record}",
        "verified": verify_b64(
            [str(k) for k in keys] if isinstance(keys, list) else [],
            str(fields.get("slip") or ""),
            str(fields.get("signature") or ""),
        ),
    }


def _sent_item(c: CaseWords, item: Mapping[str, Any]) -> dict[str, str]:
    code = str(item.get("frequency") or "")
    frequency = c.lists.frequency(code)
    hindi = c.words.lang == "hi" and item.get("instruction_hi")
    return {
        "generic": str(item.get("generic") or ""),
        "form": str(item.get("form") or ""),
        "strength": str(item.get("strength") or ""),
        "dose": str(item.get("dose") or ""),
        "code": code,
        "frequency": frequency.name(c.words.lang) if frequency else code,
        "route": c.words.known(f"route.{item.get('route')}", str(item.get("route") or "")),
        "duration": c.words.amount(item.get("duration")),
        "instruction": str(hindi or item.get("instruction") or ""),
    }
