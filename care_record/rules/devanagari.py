"""Devanagari to colloquial Latin and back, as names are written in Bihar: सुनीता is Sunita, not Sunītā.

`letters` keeps every inherent vowel but the last; `colloquial` also drops those that are not spoken (कमला: Kamla).
"""

from __future__ import annotations

import re
import unicodedata

_CONSONANTS = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j", "झ": "jh", "ञ": "n",
    "ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t", "थ": "th", "द": "d", "ध": "dh", "न": "n",
    "प": "p", "फ": "ph", "ब": "b", "भ": "bh", "म": "m", "य": "y", "र": "r", "ल": "l", "ळ": "l", "व": "v",
    "श": "sh", "ष": "sh", "स": "s", "ह": "h",
}  # fmt: skip
_WITH_NUKTA = {"क": "q", "ख": "kh", "ग": "g", "ज": "z", "झ": "z", "ड": "r", "ढ": "rh", "फ": "f", "य": "y"}
_VOWELS = {
    "अ": "a", "आ": "a", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e", "ऐ": "ai", "ओ": "o", "औ": "au",
    "ऑ": "o", "ऍ": "e", "ऎ": "e", "ऒ": "o",
}  # fmt: skip
_SIGNS = {
    "ा": "a", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "ai", "ो": "o", "ौ": "au", "ॉ": "o",
    "ॅ": "e", "ॆ": "e", "ॊ": "o",
}  # fmt: skip
_VIRAMA, _NUKTA = "्", "़"
_NASALS = "ंँ"
_LIPS = "पफबभम"
_KEEPS_LAST = "यरलवणनम"
"""A last consonant that, joined to the one before, keeps its vowel: कृष्ण Krishna, मिश्र Mishra; but वसन्त Vasant."""
_WHOLE = {
    "सिंह": "singh", "मो": "md", "डॉ": "dr", "चौधरी": "chaudhary", "पासवान": "paswan", "राय": "rai", "खातून": "khatoon",
    "पूनम": "poonam", "मीना": "meena", "रीना": "reena", "गीता": "geeta", "नीलम": "neelam", "इरफान": "irfan",
}  # fmt: skip
"""Written otherwise than the rules say."""
WORD = re.compile(r"[\u0900-\u097f]+")
_SYLLABLE = re.compile(
    rf"(?:[क-ह]{_NUKTA}?{_VIRAMA})*[क-ह]{_NUKTA}?(?:[ा-ौॅॆॊॉृ]|{_VIRAMA})?[{_NASALS}ः]?|[अ-औ][{_NASALS}ः]?"
)

_INHERENT = "ə"
_ONE = "(?:chh|[bcdgjkprstz]h|[b-df-hj-np-tv-z])"
"""One spoken consonant in Latin letters."""


def has_devanagari(text: str) -> bool:
    """Whether any letter of the text is Devanagari."""
    return WORD.search(text) is not None


def first_syllable(word: str) -> str:
    """The first written syllable of a Devanagari word with its signs, as for an avatar: कुमारी कु."""
    match = _SYLLABLE.match(unicodedata.normalize("NFC", word))
    return match.group() if match else word[:1]


def _consonant(word: str, i: int) -> tuple[str, int]:
    """Latin of the consonant at `i`, and where the next sign stands."""
    here = word[i]
    if word[i : i + 3] == "ज्ञ":
        return "gy", i + 3
    if i + 1 < len(word) and word[i + 1] == _NUKTA:
        return _WITH_NUKTA.get(here, _CONSONANTS[here]), i + 2
    if here == "व" and i and word[i - 1] == _VIRAMA:
        return "w", i + 1  # सरस्वती Saraswati, रामेश्वर Rameshwar
    return _CONSONANTS[here], i + 1


def _nasal(word: str, i: int) -> str:
    return "m" if i + 1 < len(word) and word[i + 1] in _LIPS else "n"


def _keeps_vowel(word: str, consonant_at: int, end: int) -> bool:
    """Whether a consonant without a vowel sign speaks its inherent `a`: not at the end of a word of several letters."""
    if end < len(word) and word[end] not in "ःऽ":
        return True
    if consonant_at == 0:
        return True
    before = word[consonant_at - 2 : consonant_at]
    joined = len(before) == 2 and before[1] == _VIRAMA
    return joined and word[consonant_at] in _KEEPS_LAST and before[0] not in "नमण"


def _spoken_or_not(word: str) -> str:
    """Latin with every inherent vowel marked as `ə`."""
    out: list[str] = []
    i = 0
    while i < len(word):
        here = word[i]
        if here in _CONSONANTS:
            latin, end = _consonant(word, i)
            out.append(latin)
            if end < len(word) and word[end] in _SIGNS:
                out.append(_SIGNS[word[end]])
                end += 1
            elif end < len(word) and word[end] == _VIRAMA:
                end += 1
            elif _keeps_vowel(word, i, end):
                out.append(_INHERENT)
            i = end
            continue
        if here in _NASALS:
            out.append(_nasal(word, i))
        elif here == "ः":
            out.append("h")
        else:
            out.append(_VOWELS.get(here, ""))
        i += 1
    return "".join(out)


def _drop(latin: str, vowel: str) -> str:
    """Without that vowel between single consonants inside a word; from left to right, so compounds break at a joint."""
    unspoken = re.compile(rf"(?<=[aeiou{_INHERENT}])({_ONE}){vowel}(?={_ONE}[aeiou{_INHERENT}])")
    while (match := unspoken.search(latin)) is not None:
        latin = latin[: match.end(1)] + latin[match.end() :]
    return latin


def letters(word: str) -> str:
    """One Devanagari word in Latin letters, every inner inherent vowel written: कमला kamala, राम ram."""
    word = unicodedata.normalize("NFC", word)
    return _WHOLE.get(word) or _spoken_or_not(word).replace(_INHERENT, "a")


def colloquial(word: str) -> str:
    """One Devanagari word as people write it in Latin, small letters: कमला kamla, सुनीता sunita, रामवती ramvati."""
    word = unicodedata.normalize("NFC", word)
    return _WHOLE.get(word) or _drop(_spoken_or_not(word), _INHERENT).replace(_INHERENT, "a")


def drop_unspoken(latin: str) -> str:
    """Latin without any `a` that could be unspoken: kamala kamla, rajakumar rajkumar.

    Latin does not write the length of an `a`, so this is for comparing names, both sides alike.
    """
    return _drop(latin, "a")
