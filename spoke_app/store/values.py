"""Reading values that may be of any type: a faulty or newer peer's are kept, but must not break a list."""

from __future__ import annotations

from typing import Any


def text(value: Any) -> str:
    """The value if it is text, else ''."""
    return value if isinstance(value, str) else ""


def entries(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; [] for anything else."""
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}
