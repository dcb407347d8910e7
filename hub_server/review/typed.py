"""Text and numbers as they come out of a posted form."""

from __future__ import annotations

from collections.abc import Mapping

_KEPT = "\n\t"
_DROPPED = dict.fromkeys(
    [
        *(c for c in range(0x20) if chr(c) not in _KEPT),
        *range(0x7F, 0xA0),
        0x200B,  # shown as nothing
        *range(0x202A, 0x202F),  # these make a line read otherwise than it was typed
        *range(0x2066, 0x206A),
        0xFEFF,
        0xFFFE,
        0xFFFF,
    ]
)
_JOINERS = "\u200c\u200d"
"""Devanagari needs them inside of words; alone they are nothing."""


def text_of(form: Mapping[str, str], name: str, most: int) -> str:
    """What was typed, cut at the limit, without characters that nobody sees; empty if nothing else is left."""
    text = form.get(name, "").translate(_DROPPED)[:most]
    return text if text.strip(_JOINERS + " \n\t\xa0") else text.strip(_JOINERS)


def number_of(text: str) -> int | None:
    """A whole number in Latin or Hindi digits, up to six of them; None if it is none."""
    plain = text.strip()
    return int(plain) if plain.isdecimal() and len(plain) <= 6 else None
