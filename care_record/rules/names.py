"""Names that are the same name: one search key for every spelling in either script.

Sunita, Suneeta and सुनीता have the key `sunita`. Devanagari becomes Latin, then what ears do not tell apart is folded:
sh/s, v/w, ee/i, oo/u, aspirates, chh/ch, x/ksh, ph/f, z/j, a final h, doubled letters and the unspoken `a`. The
skeleton goes further (consonants only, b and v alike: Bijay, Vijay): a second net, with more false friends.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from care_record.rules import devanagari

MAX_NAME = 240
"""Characters of a name that count: no name that anyone sends makes the search slow."""

_ABBREVIATED = {"md": "mohamad", "mohd": "mohamad", "mohammad": "mohamad", "mohammed": "mohamad", "muhammad": "mohamad",
                "mohamed": "mohamad", "muhammed": "mohamad", "kr": "kumar", "km": "kumari", "pd": "prasad"}  # fmt: skip
_TITLES = frozenset({"dr", "smt", "shri", "sri", "mr", "mrs", "ms", "डॉ", "श्री", "श्रीमती", "श्रीमति"})
_FOLDS = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"chh", "ch"),
        (r"ksh|kch|x", "ks"),
        (r"sh", "s"),
        (r"ph", "f"),
        (r"ck", "k"),
        (r"c(?!h)", "k"),
        (r"([bdgjkt])h", r"\1"),
        (r"q", "k"),
        (r"w", "v"),
        (r"z", "j"),
        (r"ee|ii|ie(?=[^aeiou]|$)", "i"),
        (r"oo|uu", "u"),
        (r"a{2,}", "a"),
        (r"(?:ai|ay|ei|ey)(?=[^aeiouy]|$)", "e"),
        (r"au|ou", "o"),
        (r"(?<=[aeiou])y(?=[^aeiou]|$)", "i"),
        (r"iy(?=[aeiou])", "i"),
        (r"y(?=[^aeiou]|$)", "i"),
        (r"m(?=[bfp])", "n"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)h$", ""),
    )
)
_COMMON = """
सुनीता सीता गीता रीता अनीता ममता सरिता कविता सविता बबीता संगीता रीना मीना बीना टीना नीलम
पूनम पूजा आरती भारती पार्वती सरस्वती लक्ष्मी दुर्गा राधा मीरा शांति कांति मालती सावित्री
गायत्री कौशल्या सुमित्रा उर्मिला प्रमिला निर्मला शकुंतला कमला विमला सुशीला रामवती फूलमती
फूलो लालमुनि मुनिया चंपा रेखा रेणु रंजू मंजू अंजू संजू अंजलि प्रियंका ज्योति किरण सुमन
कुसुम शोभा आशा उषा निशा नेहा स्नेहा रूबी जूली खुशबू काजल शबनम रुखसाना नूरजहाँ सलमा शाहीन
परवीन खातून बेगम फातिमा आयशा नाज़िया ज़रीना राम श्याम मोहन सोहन मनोज विनोद प्रमोद अशोक
दिनेश रमेश सुरेश महेश गणेश राजेश मुकेश राकेश उमेश नरेश अवधेश कमलेश मिथिलेश संजय विजय अजय
जय अमित सुमित रोहित मोहित राहुल रवि राजू राज राजकुमार रामकुमार बिंदेश्वर रामेश्वर
कामेश्वर जगदीश हरि शंकर शिव विष्णु कृष्ण कृष्णा गोपाल श्रवण लक्ष्मण भरत अर्जुन भोला लालू
नीतीश चंदन चंद्र रंजन निरंजन पंकज नीरज धीरज सूरज धर्मेंद्र जितेंद्र सुरेंद्र महेंद्र
राजेंद्र वीरेंद्र नरेंद्र उपेंद्र देवेंद्र रामसागर सागर आरव आदित्य अंकित आकाश विकास
प्रकाश सुभाष अनिल सुनील कपिल बबलू गुड्डू पप्पू छोटू सोनू मोनू मोहम्मद इरफ़ान सलीम रहीम
करीम अब्दुल अली हुसैन अंसारी आलम ख़ान शेख़ मंसूर नसीम शमीम देवी कुमार कुमारी यादव सिंह
पासवान मंडल महतो साह साहनी सहनी गुप्ता झा मिश्रा मिश्र पांडे पांडेय तिवारी चौधरी ठाकुर
राय शर्मा वर्मा सिन्हा प्रसाद दास राम ऋषिदेव मुखिया मेहता मोची माँझी मांझी पंडित केवट
बिंद धानुक कुशवाहा पटेल रजक बैठा शाह लाल नारायण
"""
_SOUNDS = {
    "chh": "छ", "ksh": "क्ष", "sh": "श", "ch": "च", "kh": "ख", "gh": "घ", "jh": "झ", "th": "थ", "dh": "ध", "ph": "फ",
    "bh": "भ", "gy": "ज्ञ", "k": "क", "g": "ग", "j": "ज", "t": "त", "d": "द", "n": "न", "p": "प", "b": "ब", "m": "म",
    "y": "य", "r": "र", "l": "ल", "v": "व", "w": "व", "s": "स", "h": "ह", "f": "फ़", "z": "ज़",
    "q": "क़", "x": "क्स", "c": "क",
}  # fmt: skip
_VOWEL_SOUNDS = {
    "aa": ("आ", "ा"), "ai": ("ऐ", "ै"), "au": ("औ", "ौ"), "ee": ("ई", "ी"), "ii": ("ई", "ी"), "oo": ("ऊ", "ू"),
    "ou": ("औ", "ौ"), "a": ("अ", ""), "i": ("इ", "ि"), "u": ("उ", "ु"), "e": ("ए", "े"), "o": ("ओ", "ो"),
}  # fmt: skip
_SOUND = re.compile("|".join(sorted([*_SOUNDS, *_VOWEL_SOUNDS], key=len, reverse=True)))


def _words(name: str) -> list[str]:
    """The words of a name, small, without points and titles of either script."""
    text = (
        unicodedata.normalize("NFC", name[:MAX_NAME])
        .casefold()
        .replace("'", "")
        .replace("’", "")
        .replace("\u200d", "")
        .replace("\u200c", "")
    )
    # Vowel signs are marks, not letters, to a regular expression: keep whatever Unicode calls a letter or a mark.
    spaced = "".join(c if unicodedata.category(c)[0] in "LM" else " " for c in text)
    words = spaced.split()
    return [w for w in words if w not in _TITLES] or words


def _latin(word: str) -> str:
    if devanagari.has_devanagari(word):
        return devanagari.letters(word)
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c))


def _fold(latin: str) -> str:
    """The key of one word in Latin letters; a word of another script as it is."""
    word = _ABBREVIATED.get(latin, latin)
    for pattern, instead in _FOLDS:
        word = pattern.sub(instead, word)
    word = devanagari.drop_unspoken(word)
    return re.sub(r"(?<=[^aeiou][^aeiou])a$", "", word)  # krishna and krishn, gupta and gupt


def search_key(name: str) -> str:
    """The words of a name as a key: equal for spellings of one name, tokens in the order of the name."""
    return " ".join(filter(None, (_fold(_latin(w)) for w in _words(name))))


def skeleton(name: str) -> str:
    """The consonants of the key, a first vowel as `a`, b and v alike: one short token for each word."""
    return " ".join(_bones(word) for word in search_key(name).split())


def _bones(word: str) -> str:
    first = "a" if word[0] in "aeiou" else ""
    bones = first + re.sub(r"[aeiouy]", "", word).replace("v", "b")
    return re.sub(r"(.)\1+", r"\1", bones) or word


def initials(name: str) -> str:
    """What an avatar shows: first letters of the first and the last word; in Devanagari the first syllable."""
    words = _words(name)
    if not words:
        return ""
    if devanagari.has_devanagari(words[0]):
        return devanagari.first_syllable(words[0])
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def transliterate_to_latin(text: str) -> str:
    """A name in Devanagari as it is usually written in Latin letters, each word with a capital; the rest unchanged."""

    def word(match: re.Match[str]) -> str:
        return devanagari.colloquial(match.group()).capitalize()

    return devanagari.WORD.sub(word, text)


@cache
def _common() -> dict[str, str]:
    table: dict[str, str] = {}
    for word in _COMMON.split():
        table.setdefault(search_key(word), word)
    return table


_LONG_AT_THE_END = {"a": ("आ", "ा"), "i": ("ई", "ी"), "u": ("ऊ", "ू"), "ai": ("आई", "ाई")}
"""A name's last vowel is long: Munia, Devi, Renu, Lakshmi Bai."""


def to_devanagari(latin: str) -> str:
    """A suggestion for a name's other script: common names as they are written, others by sound; to be checked."""
    if devanagari.has_devanagari(latin):
        return latin
    return " ".join(_common().get(search_key(word)) or _by_sound(_latin(word)) for word in _words(latin))


def _by_sound(word: str) -> str:
    out: list[str] = []
    after_consonant = False
    for match in _SOUND.finditer(word):
        sound = match.group()
        last = match.end() == len(word)
        if sound in _VOWEL_SOUNDS:
            letter, sign = _VOWEL_SOUNDS[sound]
            if last and out:
                letter, sign = _LONG_AT_THE_END.get(sound, (letter, sign))
            out.append(sign if after_consonant else letter)
            after_consonant = False
        else:
            if after_consonant:
                out.append("्")
            out.append(_SOUNDS[sound])
            after_consonant = True
    return "".join(out)
