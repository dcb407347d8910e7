"""What a browser says that it takes: the `Accept` and `Accept-Encoding` headers."""

from __future__ import annotations

_NEVER = ("q=0", "q=0.0", "q=0.00", "q=0.000")


def takes(accepted: str, name: str) -> bool:
    """Whether the header names this one, and not to refuse it. `*` is nobody's name."""
    for each in accepted.lower().split(","):
        named, _, weight = each.partition(";")
        if named.strip() == name:
            return weight.replace(" ", "") not in _NEVER
    return False
