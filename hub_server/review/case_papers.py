"""What belongs to the case beside the numbers: notes, questions and replies, results, medicines, pictures, consent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from care_record.fold import Folded
from hub_server.review.case_words import CaseWords, entries
from hub_server.times import IST
from hub_server.web.marks import Mark
from hub_server.web.wording import parse

LATE = timedelta(hours=4)
_TURN = {"question": "case.you_asked", "reply": "case.replied"}
_MOST_CORRECTIONS = 20
_MOST_AWAITED = 8


def talk(c: CaseWords) -> list[dict[str, str]]:
    """The doctor's questions and the centre's replies."""
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


def entered_late(c: CaseWords) -> bool:
    """Whether the visit was written down long after it took place: then its numbers are from memory or paper."""
    visit = c.file.visit
    started, written = (parse(visit.fields.get("started")), parse(visit.created_at)) if visit else (None, None)
    return started is not None and written is not None and written - started > LATE


def notes(c: CaseWords) -> list[dict[str, Any]]:
    """Each note as it stands now, with who wrote it, and below it what it corrected: nothing that was said is lost."""
    return corrected(c, c.file.own["note"])


def corrected(c: CaseWords, written: list[Folded]) -> list[dict[str, Any]]:
    """Notes in the order of time, those that were corrected below the one that corrects them. A note that
    countersigns another one is the doctor's, and says so."""
    by_id = {note.record: note for note in written}
    amended = {str(note.fields.get("amends")) for note in written if note.fields.get("amends") in by_id}
    shown = []
    for note in written:
        if note.record in amended and not _in_a_ring(note, by_id):
            continue
        old: list[dict[str, str]] = []
        following = by_id.get(str(note.fields.get("amends")))
        while following is not None and len(old) < _MOST_CORRECTIONS and following is not note:
            old.append({"text": _text(following), "by": _by(c, following)})
            following = by_id.get(str(following.fields.get("amends")))
        shown.append({"text": _text(note), "by": _by(c, note), "signed": bool(note.fields.get("signed")), "old": old})
    return shown


def _in_a_ring(note: Folded, by_id: Mapping[str, Folded]) -> bool:
    """Whether notes name each other in a circle, which no person writes: then all of them are shown."""
    seen: set[str] = set()
    following: Folded | None = note
    while following is not None and following.record not in seen:
        seen.add(following.record)
        following = by_id.get(str(following.fields.get("amends")))
    return following is not None


def _text(note: Folded) -> str:
    return str(note.fields.get("text") or "")


def _by(c: CaseWords, record: Folded) -> str:
    return c.by_and_when(record.author, record.fields.get("signed") or record.created_at)


def given(c: CaseWords, dispensed: list[Folded]) -> list[str]:
    """Medicines that the centre gave out: `PARACETAMOL 10 tablets · Monday 15:30`."""
    return [
        " · ".join(part for part in (_amount(item), c.words.moment(d.fields.get("at"), c.now)) if part)
        for d in dispensed
        for item in entries(d.fields, "items")
    ]


def _amount(item: Mapping[str, Any]) -> str:
    quantity = item.get("quantity")
    number = f"{quantity:g}" if isinstance(quantity, int | float) else ""
    return " ".join(part for part in (str(item.get("generic") or ""), number, str(item.get("unit") or "")) if part)


def results(c: CaseWords) -> list[dict[str, str]]:
    """What came of the tests, the newest first, each with the test that was ordered; then those still awaited."""
    ordered = {
        str(i.get("id")): str(i.get("text") or "")
        for advice in c.everything("advice")
        for i in entries(advice.fields, "investigations")
    }
    found, done = [], set()
    for result in reversed(c.everything("result")):
        fields = result.fields
        test = str(fields.get("investigation") or "")
        done.add(test)
        value = fields.get("value")
        number = f"{value:g} {fields.get('unit') or ''}".strip() if isinstance(value, int | float) else ""
        text = " – ".join(part for part in (number, str(fields.get("text") or "")) if part)
        when = c.words.moment(fields.get("at"), c.now)
        found.append({"test": ordered.get(test, ""), "text": text, "when": when, "state": "there"})
    waiting = [text for test, text in ordered.items() if test not in done and text]
    return found + [{"test": text, "text": "", "when": "", "state": "awaited"} for text in waiting[-_MOST_AWAITED:]]


def follow_ups(c: CaseWords) -> list[dict[str, Any]]:
    """When the patient was to be seen again, and whether she was; the newest first."""
    today = c.now.astimezone(IST).date().isoformat()
    shown = []
    for each in reversed(c.everything("follow_up")):
        due, done = str(each.fields.get("due") or ""), bool(each.fields.get("done"))
        state = "done" if done else "overdue" if due and due < today else "due"
        mark = {
            "done": Mark("good", "circle-check", c.words("follow.done")),
            "overdue": Mark("abnormal", "alert-triangle", c.words("follow.overdue")),
            "due": Mark("", "clock", c.words("follow.due")),
        }[state]
        shown.append({"when": c.words.day_text(due), "reason": str(each.fields.get("reason") or ""), "mark": mark})
    return shown


def stock(c: CaseWords) -> dict[str, Any] | None:
    """What medicines the centre has, by name, and when it wrote that down; None if it keeps no list."""
    if not c.file.stock:
        return None
    newest = c.file.stock[0]
    items = sorted(entries(newest.fields, "items"), key=lambda item: str(item.get("generic") or "").casefold())
    return {
        "when": c.words.moment(newest.updated_at, c.now),
        "rows": [
            {
                "name": str(item.get("generic") or ""),
                "form": " ".join(str(item[part]) for part in ("form", "strength") if item.get(part)),
                "quantity": f"{item['quantity']:g}" if isinstance(item.get("quantity"), int | float) else "–",
                "none": item.get("quantity") == 0,
            }
            for item in items
        ],
    }


def pictures(c: CaseWords) -> list[dict[str, Any]]:
    """Photos and reports; the text comes before them, so that some may be on their way."""
    return [
        {
            "label": str(each.fields.get("label") or ""),
            "record": each.record,
            "page": f"/review/cases/{c.file.referral.record}/pictures/{each.record}",
            "url": f"/review/cases/{c.file.referral.record}/attachments/{each.record}",
            "there": each.fields.get("sha256") in c.pictures,
            "image": str(each.fields.get("media")).startswith("image/"),
            "by": c.by_and_when(each.author, each.fields.get("taken") or each.created_at),
        }
        for each in c.file.own["attachment"]
    ]


def consent(c: CaseWords) -> dict[str, Any]:
    """Who consented, how, before whom; or that nothing of it is written."""
    said = c.file.referral.fields.get("consent")
    if not isinstance(said, dict) or said.get("given") != "yes":
        return {"ok": False, "text": c.words("case.consent_missing")}
    by, how = (c.words.known(f"consent.{said.get(part)}") for part in ("by", "how"))
    parts = (c.words("case.consent_given", by=by, how=how), c.by_and_when(said.get("witness"), said.get("at")))
    return {"ok": True, "text": " · ".join(part for part in parts if part)}


def reach(c: CaseWords) -> str:
    """How and when the answer reaches the patient."""
    said = c.file.referral.fields.get("reach")
    if not isinstance(said, dict):
        return ""
    how, when = str(said.get("how")), str(said.get("when") or "")
    if how == "returns" and not when:
        return c.words("reach.returns.plain")
    text = c.words.known(f"reach.{how}", how, when=c.words.day_text(when))
    return text if how == "returns" or not when else f"{text} · {when}"


def withdrawn(c: CaseWords) -> str:
    """Why the centre took the case back, if it did."""
    said = c.file.referral.fields.get("withdrawn")
    if not isinstance(said, dict):
        return ""
    return c.words("case.withdrawn", reason=said.get("reason") or "")
