"""What people type into a field of one line, as it is kept."""

from __future__ import annotations

_JOINERS = "\u200c\u200d"
"""Not seen themselves, but Hindi words are not written right without them."""


def one_line(text: str) -> str:
    """Without control characters and what turns the direction of writing, each gap one blank; nothing if all that is
    left can't be seen."""
    kept = "".join(" " if letter.isspace() else letter for letter in text if _stays(letter))
    plain = " ".join(kept.split())
    return plain if plain.strip(_JOINERS) else ""


def _stays(letter: str) -> bool:
    return letter.isprintable() or letter.isspace() or letter in _JOINERS
