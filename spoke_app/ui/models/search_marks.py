"""Which words of a found patient the typed words have hit, also across scripts and spellings."""

from __future__ import annotations

from collections.abc import Iterable

from care_record.rules.names import search_key


def marks(query: str, texts: Iterable[str]) -> tuple[str, ...]:
    """Beginnings of words to mark: what was typed where it stands there letter by letter, else the whole word.

    `sunita` marks `Sunita`, and all of `Suneeta` and of `सुनीता`, for they sound alike.
    """
    typed = [token for token in query.lower().split() if token]
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
