"""What is known of a case's patient when a medicine is chosen: what speaks against one, and what the lists allow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from care_record.rules.age import age_days, as_date
from care_record.rules.cautions import Remedy, Taker
from hub_server.review.case_words import entries
from hub_server.review.lists import PickLists
from hub_server.store.cases import CaseFile, visit_day

if TYPE_CHECKING:
    from care_record.fold import Folded

_DAYS = {"hours": 1, "days": 1, "weeks": 7, "months": 31, "years": 366}
_NURSING = re.compile(r"breast[- ]?fe(?:e)?d|lactat|nursing mother|स्तनपान|दूध पिला", re.IGNORECASE)
"""There is no field for it: health officers write it into the history or the question."""
_NOT_NURSING = re.compile(r"\b(?:not|no longer|stopped)\s+(?:breast|lactat)", re.IGNORECASE)


@dataclass(frozen=True)
class Known:
    """Of the patient: `weight` in kg; `follow_up`: the case follows one of hers that was answered; `had`: the generic
    names on earlier prescriptions of the hub, which may be given again."""

    taker: Taker
    weight: float | None
    follow_up: bool
    had: frozenset[str]


def known_of(file: CaseFile, lists: PickLists, today: date) -> Known:
    """All of it out of the patient's records, as they stand at the hub."""
    person, visit = file.patient.fields, file.visit.fields if file.visit else {}
    vitals = visit.get("vitals")
    measured = vitals if isinstance(vitals, dict) else {}
    weight = measured.get("weight_kg")
    earlier = list(_standing(file))
    taker = Taker(
        age_days=age_days(person, visit_day(file.visit, file.referral)),
        pregnant=measured.get("pregnant") == "yes",
        breast_feeding=_nursing(file),
        allergies=tuple(
            text
            for told in (person, *(r.fields for r in file.joined))
            for a in entries(told, "allergies")
            if (text := str(a.get("substance") or "").strip())
        ),
        taking=(*_told(file, lists), *_running(earlier, lists, today)),
    )
    had = frozenset(str(i.get("generic") or "").upper() for p in earlier for i in entries(p.fields, "items"))
    number = float(weight) if isinstance(weight, int | float) and not isinstance(weight, bool) else None
    return Known(taker, number, _follows(file), had)


def _follows(file: CaseFile) -> bool:
    """Whether the case names an earlier one of the same patient, and that one has an answer: its word alone is not
    enough for list B."""
    before = file.referral.fields.get("answers")
    named = any(r.record == before for r in file.referrals)
    return named and any(r.kind == "advice" and r.fields.get("referral") == before for r in file.records)


def _standing(file: CaseFile) -> Iterator[Folded]:
    """The prescriptions of the patient's other cases that nothing has cancelled or replaced."""
    every = [r for r in (*file.records, *file.elsewhere) if r.kind == "prescription"]
    gone = {str(p.fields.get(name)) for p in every for name in ("amends", "cancelled") if p.fields.get(name)}
    for each in every:
        other = each.fields.get("referral") != file.referral.record
        if other and each.record not in gone and not each.fields.get("cancelled"):
            yield each


def _told(file: CaseFile, lists: PickLists) -> Iterator[Remedy]:
    """What she said that she takes: a free text each."""
    for person in (file.patient, *file.joined):
        for each in entries(person.fields, "medicines"):
            text = str(each.get("text") or "")
            if ingredients := lists.vocabulary.ingredients_in(text):
                yield Remedy(text, ingredients)


def _running(earlier: Iterable[Folded], lists: PickLists, today: date) -> Iterator[Remedy]:
    """What an earlier prescription gives her until today or longer."""
    for prescription in earlier:
        begun = as_date(str(prescription.fields.get("signed") or "")[:10])
        for item in entries(prescription.fields, "items"):
            long = item.get("duration")
            value = long.get("value") if isinstance(long, dict) else None
            if begun is None or not isinstance(long, dict) or not isinstance(value, int | float) or value > 10_000:
                continue
            if begun + timedelta(days=int(value * _DAYS.get(str(long.get("unit")), 1))) >= today:
                generic = str(item.get("generic") or "").upper()
                yield Remedy(generic, lists.vocabulary.cautions.ingredients(generic), str(item.get("route") or "oral"))


def _nursing(file: CaseFile) -> bool:
    visit = file.visit.fields if file.visit else {}
    history = visit.get("history")
    told = history.values() if isinstance(history, dict) else ()
    texts = [*told, visit.get("examination"), file.referral.fields.get("question")]
    texts += [n.fields.get("text") for n in file.own["note"]]
    said = " ".join(str(text) for text in texts if text)
    return bool(_NURSING.search(said)) and not _NOT_NURSING.search(said)
