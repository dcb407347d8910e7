"""The pick lists of the answer form, out of `resources/`: conditions, medicines, frequencies, instructions.

The state's health department may change those files without a release; an entry's extra fields are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, TypeVar

from care_record.rules.cautions import CautionList, Vocabulary, load_cautions
from care_record.rules.medicines import Medicine, load_medicines
from care_record.rules.names import search_key

T = TypeVar("T")

HITS = 8
ROUTES = (
    "oral",
    "mouth",
    "skin",
    "eye",
    "ear",
    "nasal",
    "inhaled",
    "intramuscular",
    "intravenous",
    "subcutaneous",
    "intradermal",
    "under the tongue",
    "rectal",
    "vaginal",
)
"""As the medicine list has them; the words for them stand in the strings."""


@dataclass(frozen=True)
class Entry:
    """One entry of a list. `icd10` means something for conditions only: their code, unless the entry has both."""

    code: str
    en: str
    hi: str
    icd10: str = ""

    def name(self, lang: str) -> str:
        return (self.hi if lang == "hi" else "") or self.en


@dataclass(frozen=True)
class AdviceTemplate:
    """Sentences to put into the advice, and the title by which the doctor chooses them, in both languages."""

    code: str
    title: str
    title_hi: str
    en: str
    hi: str

    def name(self, lang: str) -> str:
        return (self.title_hi if lang == "hi" else "") or self.title


@dataclass(frozen=True)
class PickLists:
    """The lists as read at start, and the search in them."""

    conditions: tuple[Entry, ...]
    medicines: tuple[Medicine, ...]
    frequencies: tuple[Entry, ...]
    instructions: tuple[Entry, ...]
    complaints: Mapping[str, Entry]
    danger_signs: Mapping[str, Entry]
    specialities: Mapping[str, Entry]
    vocabulary: Vocabulary
    """What speaks against a medicine, and the names of medicines in free text."""
    doses: Sequence[Mapping[str, Any]]
    """Doses by a child's weight or age."""
    patterns: Mapping[str, Mapping[str, int]]
    """By the code of a frequency: how often it is morning, noon, evening and night."""
    investigations: tuple[Entry, ...]
    advice_templates: tuple[AdviceTemplate, ...]

    def find_medicines(self, typed: str) -> list[Medicine]:
        """Medicines by the start of the generic name, or of a word in it; any spelling, either script."""
        return _best(self.medicines, typed, lambda m: (m.generic, m.en, m.hi, *m.also, m.strength))

    def find_conditions(self, typed: str) -> list[Entry]:
        """Conditions by name in either language, or by the start of the ICD-10 code."""
        return _best(self.conditions, typed, lambda c: (c.en, c.hi, c.icd10))

    def medicine(self, code: str) -> Medicine | None:
        return next((m for m in self.medicines if m.code == code), None)

    def condition(self, code: str) -> Entry | None:
        """By ICD-10 code or own code."""
        return next((c for c in self.conditions if code and code in (c.icd10, c.code)), None)

    def condition_named(self, text: str) -> Entry | None:
        """The condition whose English or Hindi name is exactly this."""
        wanted = text.strip().casefold()
        return next((c for c in self.conditions if wanted in (c.en.casefold(), c.hi.casefold())), None)

    def frequency(self, code: str) -> Entry | None:
        return next((f for f in self.frequencies if f.code == code), None)

    def instruction(self, code: str) -> Entry | None:
        return next((i for i in self.instructions if i.code == code), None)


def _best(entries: Sequence[T], typed: str, texts: Callable[[T], tuple[str, ...]]) -> list[T]:
    """Entries that hold every word typed; those that begin with it first, else the list's own order."""
    plain = " ".join(typed.casefold().split())[:80]
    key = search_key(plain)
    if not plain:
        return []
    ranked: list[tuple[int, int, T]] = []
    for place, entry in enumerate(entries):
        rank = _rank(plain, key, texts(entry))
        if rank is not None:
            ranked.append((rank, place, entry))
    return [entry for _, _, entry in sorted(ranked, key=lambda r: r[:2])[:HITS]]


def _rank(plain: str, key: str, texts: tuple[str, ...]) -> int | None:
    lowered = " ".join(texts).casefold()
    if any(text.casefold().startswith(plain) for text in texts):
        return 0
    words = lowered.replace("+", " ").split()
    if all(any(word.startswith(part) for word in words) for part in plain.split()):
        return 1
    # Doctors say ORS: the first letters of the words.
    if len(plain) > 1 and any(_letters(text).startswith(plain) for text in texts):
        return 1
    keys = search_key(lowered).split()
    # The key drops digits, so that `B34` would be any B.
    if (
        key
        and not any(c.isdigit() for c in plain)
        and all(any(word.startswith(part) for word in keys) for part in key.split())
    ):
        return 2
    return None


def _letters(text: str) -> str:
    return "".join(word[0] for word in text.casefold().replace("+", " ").split())


def _entries(name: str) -> list[dict[str, Any]]:
    text = files("resources").joinpath(f"{name}.json").read_text("utf-8")
    return [e for e in json.loads(text)["entries"] if isinstance(e, dict)]


def _read(name: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(str(e["code"]), str(e.get("en") or e["code"]), str(e.get("hi") or ""), str(e.get("icd10") or e["code"]))
        for e in _entries(name)
    )


def _by_code(name: str) -> Mapping[str, Entry]:
    return {entry.code: entry for entry in _read(name)}


def _vocabulary(medicines: Sequence[Medicine]) -> Vocabulary:
    """The names by which people know a medicine: each of its ingredients, its Hindi name, its short forms."""
    cautions: CautionList = load_cautions(files("resources").joinpath("cautions.json").read_text("utf-8"))
    names: dict[str, frozenset[str]] = {}
    for m in medicines:
        ingredients = cautions.ingredients(m.generic)
        names |= {i.casefold(): frozenset({i}) for i in ingredients}
        hindi = m.hi.removesuffix(m.strength).strip().removesuffix(m.form_hi).strip()
        names |= {name.casefold(): ingredients for name in (hindi, *m.also) if name}
    return Vocabulary(cautions, names)


def load_lists() -> PickLists:
    """All lists out of the package `resources`."""
    medicines = load_medicines(files("resources").joinpath("medicines.json").read_text("utf-8"))
    return PickLists(
        conditions=_read("conditions"),
        medicines=medicines,
        frequencies=_read("frequencies"),
        instructions=_read("instructions"),
        complaints=_by_code("complaints"),
        danger_signs=_by_code("danger_signs"),
        specialities=_by_code("specialities"),
        vocabulary=_vocabulary(medicines),
        doses=_entries("doses"),
        patterns={str(e["code"]): e["pattern"] for e in _entries("frequencies") if isinstance(e.get("pattern"), dict)},
        investigations=_read("investigations"),
        advice_templates=tuple(
            AdviceTemplate(*(str(e.get(part) or "") for part in ("code", "title", "title_hi", "en", "hi")))
            for e in _entries("advice_templates")
        ),
    )
