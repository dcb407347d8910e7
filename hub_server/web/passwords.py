"""Which new passwords the pages take: long, not among the commonest, not the person's own names, no mere pattern.

Length and a list of the commonest are what NIST SP 800-63B asks for; kinds of characters are not counted.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise

LEAST, MOST = 10, 200
_FEWEST_SIGNS = 4
"""A password of fewer different characters is a pattern."""
_OWN_LEAST = 4
"""A name shorter than this may stand in a password."""
_LEET = str.maketrans({"@": "a", "4": "a", "3": "e", "1": "i", "!": "i", "0": "o", "5": "s", "$": "s", "7": "t"})


def normal(password: str) -> str:
    """The same text however a keyboard composed it."""
    return unicodedata.normalize("NFKC", password)


def weakness(password: str, names: tuple[str, ...]) -> str:
    """Why a new password is not taken: `short`, `long`, `common` or `own`; empty if it is. `names`: login and name."""
    typed = normal(password)
    if len(typed) < LEAST:
        return "short"
    if len(typed) > MOST:
        return "long"
    plain = typed.casefold()
    if plain in _commonest() or _bare(plain) in _bare_commonest() or _is_pattern(plain):
        return "common"
    return "own" if any(_is_mostly(plain, name) for name in names) else ""


def _is_pattern(plain: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return len(set(plain)) < _FEWEST_SIGNS or steps in ({1}, {-1})


def _is_mostly(plain: str, name: str) -> bool:
    """Whether little is left of the password without the name, or one of its words."""
    words = [word for word in (name.casefold(), *name.casefold().split()) if len(word) >= _OWN_LEAST]
    left = plain
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "")
    return left != plain and len(left) <= LEAST - _OWN_LEAST


def _bare(plain: str) -> str:
    """Without what is put before and behind, and letters for the signs that look like them."""
    return plain.strip("0123456789!@#$%^&*._- ").translate(_LEET)


@cache
def _commonest() -> frozenset[str]:
    return frozenset(files("hub_server.web").joinpath("common_passwords.txt").read_text("utf-8").split())


@cache
def _bare_commonest() -> frozenset[str]:
    """The words of the list alone: `password`, `welcome` with other digits are no better."""
    return frozenset(bare for word in _commonest() if len(bare := _bare(word)) >= _OWN_LEAST)
