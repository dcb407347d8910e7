"""Which words of a found patient the typed words have hit, also across scripts and spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from care_record.rules.identity import ascii_digits
from care_record.rules.names import search_key

_NUMBER = re.compile(r"(?:[a-z]{1,3}-?)?\+?\d[\d\s().-]*", re.IGNORECASE)
_COUNTRY = ("0091", "91", "0")


def marks(query: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Beginnings of words to mark: what was typed where it stands there letter by letter, else the whole word.

    `sunita` marks `Sunita`, and all of `Suneeta` and of `सुनीता`, for they sound alike.
    """
    typed = [token for token in ascii_digits(query).lower().split() if token]
    keys = [(token, search_key(token)) for token in typed]
    found: dict[str, None] = {}
    for text in texts:
        for word in text.split():
            for token, key in keys:
                if word.lower().startswith(token):
                    found[token] = None
                elif len(key) > 1 and search_key(word).startswith(key):
                    found[word] = None
    return tuple(found)


def hit_by_number(query: str, number: str, *, inside: bool = False) -> bool:
    """Whether digits of the typed text are the beginning of a slip's number, or stand anywhere `inside` a phone."""
    wanted = _bare(number)
    for match in _NUMBER.finditer(ascii_digits(query)):
        typed = _bare(match.group())
        ways = {typed, *(typed.removeprefix(code) for code in _COUNTRY if inside and len(typed) > 10)}
        if inside and any(len(way) > 2 and way in wanted for way in ways):
            return True
        if not inside and typed and (wanted.startswith(typed) or _short(wanted).startswith(_short(typed))):
            return True
    return False


def _bare(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())


def _short(slip: str) -> str:
    """Without the PC's letter and the zeros before the number."""
    return slip.lstrip("abcdefghijklmnopqrstuvwxyz").lstrip("0")
