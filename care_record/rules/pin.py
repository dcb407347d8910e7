"""Which PINs are taken: six digits that nobody tries first. Others' scripts may still give a first PIN of any kind."""

from __future__ import annotations

from itertools import pairwise

from care_record.rules.identity import ascii_digits

DIGITS = 6
FEWEST_DIFFERENT = 4


def pin_problem(pin: str, old: str = "") -> str:
    """Why it is not taken as a new PIN: `six-digits`, `too-simple`, `same-pin`; '' if it is."""
    typed = ascii_digits(pin)
    if len(typed) != DIGITS or not typed.isascii() or not typed.isdigit():
        return "six-digits"
    if old and typed == ascii_digits(old):
        return "same-pin"
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(typed)}
    halves = typed[:3] == typed[3:] or typed[:2] == typed[2:4] == typed[4:]
    if len(set(typed)) < FEWEST_DIFFERENT or halves or steps in ({1}, {9}):
        return "too-simple"
    return ""
