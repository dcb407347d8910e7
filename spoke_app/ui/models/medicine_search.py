"""Which medicines are meant by what was typed: by the beginnings of their words, in either script, or by the name that
health workers use for them (`also` in the list: iron, IFA, ORS). Never by letters in the middle of a word: *iron* is no
spironolactone. Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spoke_app.ui.models.picklists import Entry

MOST_FOUND = 10
_BETWEEN = re.compile(r"[\s,+/()-]+")


def find_medicines(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """Those with every typed word, the likeliest first: its own name begins so, else another of its words."""
    wanted = typed.strip().lower()
    parts = _words(wanted)
    if not parts:
        return []
    hits: list[tuple[int, int, Entry]] = []
    for at, entry in enumerate(entries):
        names = _names(entry)
        words = [word for name in names for word in _words(name)]
        if all(any(word.startswith(part) for word in words) for part in parts):
            hits.append((0 if any(name.startswith(wanted) for name in names) else 1, at, entry))
    return [entry for _, _, entry in sorted(hits, key=lambda hit: hit[:2])[:MOST_FOUND]]


def _names(entry: Entry) -> list[str]:
    also = [str(name) for name in entry.more.get("also") or ()]
    return [name.lower() for name in (entry.en, entry.hi, str(entry.more.get("generic") or ""), *also)]


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(text) if word]
