"""What a line of free words is looked up by: entries of a list in both languages, their codes, and durations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from care_record.rules.names import search_key

Entry = tuple[str, str, str]
"""(code, English, Hindi)"""
MOST_SHOWN = 9
"""As many as there are digits to take one by."""
_NUMBER = re.compile(r"^(?P<what>.*?[^\s\d])\s*(?P<value>\d{1,3})\s*(?P<unit>[^\W\d_]\S*)$")
_ONLY_DURATION = re.compile(r"^(?P<value>\d{1,3})\s*(?P<unit>[^\W\d_]\S*)$")
_UNITS = {
    "h": "hours",
    "hour": "hours",
    "hours": "hours",
    "ghante": "hours",
    "घंटा": "hours",
    "घंटे": "hours",
    "d": "days",
    "day": "days",
    "days": "days",
    "din": "days",
    "दिन": "days",
    "w": "weeks",
    "week": "weeks",
    "weeks": "weeks",
    "hafte": "weeks",
    "हफ्ते": "weeks",
    "हफ़्ते": "weeks",
    "सप्ताह": "weeks",
    "m": "months",
    "month": "months",
    "months": "months",
    "mahine": "months",
    "महीने": "months",
    "माह": "months",
    "y": "years",
    "year": "years",
    "years": "years",
    "saal": "years",
    "साल": "years",
    "वर्ष": "years",
}


def split_duration(text: str) -> tuple[str, tuple[int, str] | None]:
    """`headache 2 days` -> (`headache`, (2, `days`)); without a duration the text as it is."""
    found = _NUMBER.match(text.strip())
    if found is None or found["unit"].lower() not in _UNITS:
        return text.strip(), None
    return found["what"].strip(" ,"), (int(found["value"]), _UNITS[found["unit"].lower()])


def only_duration(text: str) -> tuple[int, str] | None:
    """`3 days`, `3d`, `3 दिन` and nothing else."""
    found = _ONLY_DURATION.match(text.strip())
    if found is None or found["unit"].lower() not in _UNITS:
        return None
    return int(found["value"]), _UNITS[found["unit"].lower()]


@dataclass(frozen=True)
class _Sought:
    """One entry of the list as it is looked for: by both names, by code, and as it sounds."""

    entry: Entry
    names: tuple[str, str]
    sounds: str

    def rank(self, wanted: str, sound: str) -> int | None:
        """0 for a name or code that begins so, 1 for a word within, 2 for any place or the same sound."""
        if any(name.startswith(wanted) for name in self.names) or self.entry[0].lower().startswith(wanted):
            return 0
        if any(f" {wanted}" in name for name in self.names):
            return 1
        if any(wanted in name for name in self.names) or (len(sound) > 2 and sound in self.sounds):
            return 2
        return None


class Suggestions:
    """The list, made ready for searching when something is typed for the first time."""

    def __init__(self, entries: Sequence[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self._sought: list[_Sought] = []

    def best(self, wanted: str) -> list[Entry]:
        """The entries that fit best, in the order of the list among equals."""
        wanted = wanted.lower()
        if not wanted or only_duration(wanted):
            return []
        if not self._sought:
            self._sought = [
                _Sought(entry, (entry[1].lower(), entry[2].lower()), search_key(entry[2])) for entry in self.entries
            ]
        sound = search_key(wanted)
        ranked = [(rank, one.entry) for one in self._sought if (rank := one.rank(wanted, sound)) is not None]
        return [entry for _, entry in sorted(ranked, key=lambda pair: pair[0])[:MOST_SHOWN]]
