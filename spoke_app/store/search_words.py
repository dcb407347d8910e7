"""The words of the search index that begin in a certain way.

FTS5 answers a beginning of more than three letters by putting together all places of all words that begin so, before
it looks at the other words of the query: among 100,000 patients most of a search. The few words that there mostly are,
named one by one, are only read as far as the others agree.
"""

from __future__ import annotations

import re

from spoke_app.store.database import Store

MOST_WORDS = 6
"""More than so many are left to FTS5."""
_BEGINNING = re.compile(r'"([^\W\d]{4,})"\*')
_AFTER = "\x01"
"""Before every letter: what follows a word and all its places."""
_BEYOND = "\U0010ffff"


def spelled_out(store: Store, match: str) -> str:
    """The same query of `patient_search`, with such words for its beginnings."""
    if not _BEGINNING.search(match):
        return match
    store.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab('main', 'patient_search', 'instance')"
    )
    return _BEGINNING.sub(lambda found: _choice(store, found[1]), match)


def _choice(store: Store, beginning: str) -> str:
    words: list[str] = []
    at = beginning
    while len(words) <= MOST_WORDS:
        word = store.value(
            "SELECT term FROM temp.search_words WHERE term >= ? AND term < ? LIMIT 1", (at, beginning + _BEYOND)
        )
        if word is None:
            break
        words.append(f'"{word}"')
        at = word + _AFTER
    if not words:
        return f'"{beginning}"'
    return f'"{beginning}"*' if len(words) > MOST_WORDS else f"({' OR '.join(words)})"
