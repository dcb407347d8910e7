"""The lists of `resources/` as the forms use them: an entry's text in the language of now, found by either."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

_NUKTA = "\u093c"


@dataclass(frozen=True)
class Entry:
    """One entry of a list. `more` has what else it says: `icd10`, a medicine's form and strength."""

    code: str
    en: str
    hi: str
    more: dict[str, Any] = field(default_factory=dict)


def read_entries(text: str) -> tuple[Entry, ...]:
    """The entries of a list file, in its order."""
    entries = json.loads(text)["entries"]
    return tuple(
        Entry(
            code=item["code"],
            en=item["en"],
            hi=item.get("hi") or item["en"],
            more={key: value for key, value in item.items() if key not in ("code", "en", "hi")},
        )
        for item in entries
    )


def entry_text(entry: Entry, language: str) -> str:
    """The entry in the language of now."""
    return entry.hi if language == "hi" else entry.en


def text_of(entries: Sequence[Entry], code: str, language: str) -> str:
    """A code's text; a code that the list does not have shows itself."""
    return next((entry_text(entry, language) for entry in entries if entry.code == code), code)


def find_entry(entries: Sequence[Entry], text: str) -> Entry | None:
    """The entry whose text in either language is what was typed, in capitals or not, its nuktas written or not."""
    wanted = _plain(text)
    return next((entry for entry in entries if wanted in (_plain(entry.en), _plain(entry.hi))), None)


@lru_cache(maxsize=4096)  # every row of a list asks for all entries
def _plain(text: str) -> str:
    """`बुख़ार` as most people type it: the dot below is a letter's own only in careful writing."""
    return " ".join(text.lower().replace(_NUKTA, "").split())


def relabelled(entries: Sequence[Entry], words: str, language: str) -> str:
    """Several texts between commas, each in the language of now if the list has it, else as it was written.

    An entry may hold commas itself: the longest run of parts that the list knows counts.
    """
    parts = [part.strip() for part in words.split(",")]
    said: list[str] = []
    while parts:
        runs = (", ".join(parts[:end]) for end in range(len(parts), 0, -1))
        run, entry = next(((run, entry) for run in runs if (entry := find_entry(entries, run))), (parts[0], None))
        said.append(entry_text(entry, language) if entry else run)
        parts = parts[run.count(",") + 1 :]
    return ", ".join(said)


def as_choices(entries: Sequence[Entry]) -> list[tuple[str, str, str]]:
    """(code, English, Hindi), as a token field takes them."""
    return [(entry.code, entry.en, entry.hi) for entry in entries]
