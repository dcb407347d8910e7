"""The ways to write a name in the other script: of a list of common names first, then by rule. To be chosen from.

Each word of a name has its ways, the likeliest first; a person's choice for a word is remembered in the form, so that
it stays while she types on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from care_record.rules.devanagari import colloquial, has_devanagari
from care_record.rules.names import search_key, to_devanagari

MOST = 6
"""As many as are shown, and have a digit."""
_WAYS_OF_A_WORD = 4
_DEVANAGARI_SWAPS = (
    *(("ी", "ि"), ("ि", "ी"), ("ू", "ु"), ("ु", "ू"), ("न्", "ं"), ("श", "स"), ("स", "श")),
    *(("त", "ट"), ("द", "ड"), ("व", "ब"), ("ज", "ज़")),
)
_LATIN_SWAPS = (
    ("i(?=[^aeiou])", "ee"),
    ("u(?=[^aeiou])", "oo"),
    ("v", "w"),
    ("sh", "s"),
    ("j(?=a)", "z"),
    ("u$", "oo"),
)
_BEFORE = {
    "ram": "राम",
    "raj": "राज",
    "shiv": "शिव",
    "hari": "हरि",
    "lal": "लाल",
    "phul": "फूल",
    "jai": "जय",
    "jay": "जय",
}
_BEFORE |= {"dev": "देव", "dharm": "धर्म", "chandra": "चंद्र", "krishna": "कृष्ण", "bhag": "भाग", "ganga": "गंगा"}


@dataclass(frozen=True)
class _Name:
    hi: tuple[str, ...]
    en: tuple[str, ...]


@cache
def _known() -> dict[str, _Name]:
    """Common names by their key; every spelling of either script leads to it."""
    names: dict[str, _Name] = {}
    text = (files("resources") / "names.json").read_text(encoding="utf-8")
    for item in json.loads(text)["entries"]:
        name = _Name((item["hi"], *item.get("hi_also", ())), (item["en"], *item.get("en_also", ())))
        for spelling in (*name.hi, *name.en):
            names.setdefault(search_key(spelling), name)
    return names


@cache
def word_ways(word: str) -> tuple[str, ...]:
    """The ways to write one word in the other script, the likeliest first."""
    known = _known().get(search_key(word))
    if known:
        return (known.en if has_devanagari(word) else known.hi)[:_WAYS_OF_A_WORD]
    told = colloquial(word).capitalize() if has_devanagari(word) else _joined(word) or to_devanagari(word)
    # A swap that no longer sounds like the name is another name.
    key = search_key(told)
    return tuple(dict.fromkeys([told, *(way for way in _swapped(told) if search_key(way) == key)]))[:_WAYS_OF_A_WORD]


def _joined(word: str) -> str:
    """`Ramchandar` as राम and what follows: a joint that the rules for single sounds do not see."""
    low = word.lower()
    for end in range(len(low) - 3, 2, -1):
        if low[:end] in _BEFORE:
            return _BEFORE[low[:end]] + to_devanagari(low[end:])
    return ""


def _swapped(word: str) -> list[str]:
    """The word with one sound written as its neighbour: a long vowel for a short one, and such."""
    if not has_devanagari(word):
        return [re.sub(find, put, word.lower(), count=1).capitalize() for find, put in _LATIN_SWAPS]
    return [word.replace(one, other, 1) for one, other in _DEVANAGARI_SWAPS if one in word]


def other_script(name: str, chosen: Mapping[str, str]) -> str:
    """The name in the script that it was not typed in: a suggestion, with the ways `chosen` for its words."""
    return " ".join(chosen.get(word.lower()) or word_ways(word)[0] for word in _words(name))


def name_ways(name: str, chosen: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Whole names to choose from: the likeliest of every word, then other ways of one word at a time."""
    words = _words(name)
    if not words:
        return ()
    ways = [[*([chosen[w.lower()]] if chosen and w.lower() in chosen else []), *word_ways(w)] for w in words]
    best = [of_word[0] for of_word in ways]
    found = [" ".join(best)]
    for rank in range(1, _WAYS_OF_A_WORD + 1):
        for at, of_word in enumerate(ways):
            if rank < len(of_word):
                found.append(" ".join([*best[:at], of_word[rank], *best[at + 1 :]]))
    return tuple(dict.fromkeys(found))[:MOST]


def choices_in(name: str, written: str) -> dict[str, str]:
    """Which way was chosen for each word: the words of `name` beside those of what was `written`."""
    words, ways = _words(name), written.split()
    return {word.lower(): way for word, way in zip(words, ways, strict=True)} if len(words) == len(ways) else {}


def _words(name: str) -> Sequence[str]:
    """The words that have letters; a point or a digit alone has no other script."""
    return [word for word in name.replace(".", " ").split() if any(sign.isalpha() for sign in word)]
