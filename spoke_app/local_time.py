"""The time of this PC. Whatever shows or notes the time takes it through a `clock` that defaults to this."""

from __future__ import annotations

from datetime import datetime


def local_now() -> datetime:
    """This PC's time with its zone."""
    return datetime.now().astimezone()
