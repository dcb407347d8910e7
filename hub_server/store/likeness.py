"""What speaks for two patients' records being one person's: a card of each, the blocks it stands in, and points.

Weights are ours: an ABHA number or a birth date is seldom shared, a phone is a family's, a name half a village's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from care_record.fold import Folded
from care_record.kinds import readable
from care_record.rules.age import age_days, as_date
from care_record.rules.names import search_key, skeleton

LEAST = 6
"""Points from which on two records are proposed as one person."""
RULED_OUT = -1000
_YEAR = 365.25


@dataclass(frozen=True)
class Card:
    """What of a patient is compared. Keys are search keys of `care_record.rules.names`, dates ISO texts; `born` is
    by the age that was told where there is no birth date."""

    patient: str
    facility: str | None
    name_key: str
    other_key: str
    gender: str
    birth_date: str | None
    born: str | None
    relative_key: str
    village_key: str
    phone: str
    abha: str
    same_as: str


def card_of(record: Folded, facility: str | None, today: date) -> Card:
    """The card of a patient's record, whatever a faulty peer put into it."""
    fields = readable("patient", record.fields)

    def text(name: str) -> str:
        return str(fields.get(name) or "").replace("\0", "")

    born = as_date(fields.get("birth_date"))
    days = age_days(fields, today)
    return Card(
        patient=record.record,
        facility=facility,
        name_key=_key(text("name")),
        other_key=_key(text("name_other_script")),
        gender=text("gender"),
        birth_date=born.isoformat() if born else None,
        born=(today - timedelta(days=days)).isoformat() if days is not None and _counts(days, today) else None,
        relative_key=_key(text("relative_name")),
        village_key=_key(text("village")),
        phone=text("phone"),
        abha=text("abha"),
        same_as=text("same_as"),
    )


def _counts(days: int, today: date) -> bool:
    return days < today.toordinal()


def blocks(card: Card) -> set[str]:
    """Where the card is looked for: the same ABHA number, or the sound of the first name with the phone, the village
    or the relative's first name."""
    found = {f"abha|{card.abha}"} if card.abha else set()
    places = {
        "phone": card.phone,
        "village": _bones(card.village_key, 2),
        "relative": _bones(card.relative_key, 1),
    }
    for name in {_bones(card.name_key, 1), _bones(card.other_key, 1)} - {""}:
        found |= {f"{what}|{name}|{value}" for what, value in places.items() if value}
    return found


def points(one: Card, other: Card, today: date) -> int:
    """How much speaks for one person; RULED_OUT or less by another gender, age or ABHA number."""
    if one.abha and other.abha and one.abha != other.abha:
        return RULED_OUT
    if {one.gender, other.gender} == {"male", "female"}:
        return RULED_OUT
    score = 6 if one.abha and one.abha == other.abha else 0
    score += 3 if one.phone and one.phone == other.phone else 0
    score += _name_points(one, other) + _born_points(one, other, today)
    if one.relative_key and other.relative_key:
        score += _alike(one.relative_key, other.relative_key, (3, 2, -3))
    if one.village_key and other.village_key:
        score += _alike(one.village_key, other.village_key, (2, 2, -2))
    return score


def _name_points(one: Card, other: Card) -> int:
    mine, theirs = {one.name_key, one.other_key} - {""}, {other.name_key, other.other_key} - {""}
    if mine & theirs:
        return 3
    return 2 if {_skeleton(name) for name in mine} & {_skeleton(name) for name in theirs} else 1


def _born_points(one: Card, other: Card, today: date) -> int:
    if one.birth_date and one.birth_date == other.birth_date:
        return 3
    mine, theirs = as_date(one.born), as_date(other.born)
    if mine is None or theirs is None:
        return 0
    apart, age = abs((mine - theirs).days), (today - min(mine, theirs)).days
    if apart > max(3 * _YEAR, 0.08 * age):  # what health workers guess of an age, as the app allows it
        return RULED_OUT
    return 1 if apart <= _YEAR else 0


def ages(one: Card, other: Card) -> str:
    """`same`, `near` or `differs`; `one` if the other is not known."""
    mine, theirs = as_date(one.born), as_date(other.born)
    if mine is None or theirs is None:
        return "one"
    if one.birth_date and one.birth_date == other.birth_date:
        return "same"
    apart = abs((mine - theirs).days)
    if apart <= _YEAR / 12:
        return "same"
    return "near" if apart <= 3 * _YEAR else "differs"


def keys(one: str, other: str) -> str:
    """The same of two search keys: `near` if they sound alike or begin with the same word."""
    if not one or not other:
        return "one"
    if one == other:
        return "same"
    return "near" if _bones(one, 9) == _bones(other, 9) or one.split()[0] == other.split()[0] else "differs"


def _alike(one: str, other: str, given: tuple[int, int, int]) -> int:
    """Points for the same, for nearly the same, and for something else."""
    return dict(zip(("same", "near", "differs"), given, strict=True))[keys(one, other)]


def _bones(key: str, words: int) -> str:
    return " ".join(_skeleton(key).split()[:words])


_skeleton = lru_cache(maxsize=20_000)(skeleton)
_key = lru_cache(maxsize=20_000)(search_key)
"""The same few names and villages come again and again."""


def fields_of(card: Card) -> dict[str, Any]:
    """The card as a row."""
    return dict(card.__dict__)
