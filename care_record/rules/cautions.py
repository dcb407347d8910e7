"""What to look at before a medicine is given: allergy, the same twice, pregnancy, breast-feeding, age, interactions.

For the doctor's review: a caution forbids nothing (the lists do that) and its absence promises nothing. All facts are
data (`resources/cautions.json`), each with the source where a doctor reads more. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from care_record.rules.names import search_key, skeleton

Severity = Literal["grave", "note"]
LOCAL = frozenset({"skin", "eye", "ear", "nasal", "mouth", "vaginal", "inhaled"})
"""Routes by which little reaches the blood: only allergy and the same twice matter there."""
_BETWEEN = re.compile(r"\s*[+/()]\s*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class _Class(msgspec.Struct, frozen=True):
    code: str
    en: str
    hi: str
    source: str
    members: tuple[str, ...]
    also: tuple[str, ...] = ()


class Entry(msgspec.Struct, frozen=True):
    """One fact: `one` (and `other`) are an ingredient in capitals or the code of a class; an age in days."""

    code: str
    what: Literal["pregnancy", "breast_feeding", "child", "interaction", "cross"]
    one: str
    severity: Severity
    en: str
    hi: str
    source: str
    other: str = ""
    under_days: int = 0


class CautionList(msgspec.Struct, frozen=True):
    """The file `resources/cautions.json`."""

    version: int
    source: str
    made_of: dict[str, tuple[str, ...]]
    classes: tuple[_Class, ...]
    entries: tuple[Entry, ...]

    def ingredients(self, generic: str) -> frozenset[str]:
        """`A + B`, `NAME (A + B)`, `INSULIN, SOLUBLE` and `CO-TRIMOXAZOLE` as what is in them, in capitals."""
        parts = (part.split(",")[0].strip() for part in _BETWEEN.split(generic.upper()))
        return frozenset(one for part in parts if part for one in self.made_of.get(part, (part,)))

    def classes_of(self, ingredient: str) -> frozenset[str]:
        """The codes of the classes that hold this ingredient."""
        return frozenset(c.code for c in self.classes if ingredient in c.members)

    def named_class(self, code: str) -> _Class | None:
        return next((c for c in self.classes if c.code == code), None)


def load_cautions(text: str) -> CautionList:
    """The list. ValueError (msgspec's) if the text is none."""
    return msgspec.json.decode(text, type=CautionList)


@dataclass(frozen=True)
class Remedy:
    """A medicine on the form or one that the patient has: its ingredients, and how it is taken."""

    generic: str
    ingredients: frozenset[str]
    route: str = "oral"

    @property
    def local(self) -> bool:
        return self.route in LOCAL


@dataclass(frozen=True)
class Taker:
    """What is known of the patient. `age_days` None: unknown; `allergies`: as written, in either script."""

    age_days: int | None = None
    pregnant: bool = False
    breast_feeding: bool = False
    allergies: tuple[str, ...] = ()
    taking: tuple[Remedy, ...] = ()


@dataclass(frozen=True)
class Caution:
    """One thing to look at. `key` names it for good while the same medicines stand there; `other`: what it is about
    beside the medicine (the allergy as written, the second medicine); `taken`: whether she has that one already."""

    key: str
    what: str
    severity: Severity
    medicine: str
    other: str = ""
    taken: bool = False
    en: str = ""
    hi: str = ""
    source: str = ""


@dataclass(frozen=True)
class Vocabulary:
    """Finds ingredients and classes in free text. `names`: other ways to write an ingredient (Hindi, short forms)."""

    cautions: CautionList
    names: dict[str, frozenset[str]] = field(default_factory=dict)

    def ingredients_in(self, text: str) -> frozenset[str]:
        """The ingredients that a free text names, in either script, spelling apart."""
        return frozenset(i for name, meant in self._table() if _names(text, name) for i in meant)

    def classes_in(self, text: str) -> frozenset[str]:
        """The classes that a free text names, or whose member it names."""
        own = {c.code for c in self.cautions.classes if any(_names(text, word) for word in (c.en, c.hi, *c.also))}
        return frozenset(own.union(*(self.cautions.classes_of(i) for i in self.ingredients_in(text))))

    def _table(self) -> Iterator[tuple[str, frozenset[str]]]:
        yield from self.names.items()
        for name, meant in self.cautions.made_of.items():
            yield name, frozenset(meant)
        for each in self.cautions.classes:
            for member in each.members:
                yield member, frozenset({member})
        for entry in self.cautions.entries:
            for name in (entry.one, entry.other):
                if name and name == name.upper():
                    yield name, frozenset({name})


def _names(text: str, name: str) -> bool:
    """Whether the words of the name stand in the text one after the other; short ones by letter, others by sound."""
    have, want = _keys(text), _keys(name)
    return bool(want) and any(have[at : at + len(want)] == want for at in range(len(have) - len(want) + 1))


def _keys(text: str) -> list[str]:
    words: list[str] = _WORD.findall(text.casefold()) if text.isascii() else re.split(r"[\s,;.+/()-]+", text.casefold())
    return [_sound(word) for word in words if word]


def _sound(word: str) -> str:
    """A long word by its consonants (paracitamol), a middling one by its sound, a short one by its letters."""
    if word.isascii() and len(word) < 5:
        return word
    key = search_key(word)
    return skeleton(word) if len(key) > 6 else key


# ---- the cautions ---------------------------------------------------------------------------------------------


def cautions_of(remedies: Sequence[Remedy], taker: Taker, vocabulary: Vocabulary) -> tuple[Caution, ...]:
    """All that is to be looked at, the grave ones first, then in the order of the medicines. Each key once."""
    facts = vocabulary.cautions
    found: dict[str, Caution] = {}
    for place, remedy in enumerate(remedies):
        for caution in (
            *_allergies(remedy, taker, vocabulary),
            *_twice(remedy, remedies[:place], taker.taking),
            *_alone(remedy, taker, facts),
            *_pairs(remedy, remedies[:place], taker.taking, facts),
        ):
            found.setdefault(caution.key, caution)
    return tuple(sorted(found.values(), key=lambda c: c.severity != "grave"))


def _key(*parts: str) -> str:
    return "-".join(re.sub(r"[^a-z0-9]+", "_", part.lower()).strip("_") for part in parts if part)[:120]


def _meant(name: str, ingredients: Collection[str], facts: CautionList) -> bool:
    """Whether an entry's name, an ingredient or a class, is among these ingredients."""
    return name in ingredients or any(name in facts.classes_of(i) for i in ingredients)


def _allergies(remedy: Remedy, taker: Taker, vocabulary: Vocabulary) -> Iterator[Caution]:
    facts = vocabulary.cautions
    own = frozenset().union(*(facts.classes_of(i) for i in remedy.ingredients))
    for written in taker.allergies:
        exact = remedy.ingredients & vocabulary.ingredients_in(written)
        classes = vocabulary.classes_in(written)
        shared = own & {c for c in classes if c in _ALLERGENS}
        if exact or shared:
            what = sorted(exact or shared)[0]
            group = None if exact else facts.named_class(what)
            source = group.source if group else ""
            en, hi = (f"It belongs to: {group.en}.", f"यह इसी वर्ग की है: {group.hi}।") if group else ("", "")
            yield Caution(
                _key("allergy", what, remedy.generic),
                "allergy",
                "grave",
                remedy.generic,
                written,
                False,
                en,
                hi,
                source,
            )
            continue
        for entry in facts.entries:
            if entry.what == "cross" and entry.one in classes and entry.other in own:
                yield _of(entry, remedy.generic, written, "allergy")


_ALLERGENS = frozenset(
    {"penicillins", "cephalosporins", "sulfonamides", "nsaids", "macrolides", "quinolones", "nitroimidazoles",
     "tetracyclines", "azoles", "ace", "arb", "statins"}
)  # fmt: skip
"""Classes by chemistry: who is allergic to one member may be to all. Not those by use, such as sedatives."""


def _of(entry: Entry, generic: str, other: str = "", what: str = "", *, taken: bool = False) -> Caution:
    key = _key(entry.code, generic, other if entry.other else "")
    return Caution(key, what or entry.what, entry.severity, generic, other, taken, entry.en, entry.hi, entry.source)


def _twice(remedy: Remedy, before: Iterable[Remedy], taking: Iterable[Remedy]) -> Iterator[Caution]:
    for others, taken in ((before, False), (taking, True)):
        for other in others:
            same = remedy.ingredients & other.ingredients
            if same and remedy.local == other.local and (not remedy.local or remedy.route == other.route):
                what = sorted(same)[0]
                key = _key("duplicate", what, remedy.generic, "taken" if taken else other.generic)
                yield Caution(key, "duplicate", "note", remedy.generic, other.generic, taken, what)


def _alone(remedy: Remedy, taker: Taker, facts: CautionList) -> Iterator[Caution]:
    if remedy.local:
        return
    applies: dict[str, Callable[[Entry], bool]] = {
        "pregnancy": lambda _: taker.pregnant,
        "breast_feeding": lambda _: taker.breast_feeding,
        "child": lambda e: taker.age_days is not None and taker.age_days < e.under_days,
    }
    told: set[str] = set()
    # The narrowest age first: what is forbidden under 1 year need not be said again as a hint under 12.
    for entry in sorted(facts.entries, key=lambda e: e.under_days):
        rule = applies.get(entry.what)
        mark = f"{entry.what} {entry.one}"
        if rule and mark not in told and rule(entry) and _meant(entry.one, remedy.ingredients, facts):
            told.add(mark)
            yield _of(entry, remedy.generic)


def _pairs(remedy: Remedy, before: Iterable[Remedy], taking: Iterable[Remedy], facts: CautionList) -> Iterator[Caution]:
    if remedy.local:
        return
    for others, taken in ((before, False), (taking, True)):
        for other in others:
            if other.local:
                continue
            for entry in facts.entries:
                if entry.what == "interaction" and (
                    _crosses(entry.one, entry.other, remedy, other, facts)
                    or _crosses(entry.other, entry.one, remedy, other, facts)
                ):
                    yield _of(entry, remedy.generic, other.generic, taken=taken)


def _crosses(one: str, other: str, first: Remedy, second: Remedy, facts: CautionList) -> bool:
    """Whether the two medicines are the pair, by different ingredients."""
    mine = {i for i in first.ingredients if _meant(one, (i,), facts)}
    theirs = {i for i in second.ingredients if _meant(other, (i,), facts)}
    return any(a != b for a in mine for b in theirs)
