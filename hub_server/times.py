"""The hub's times: UTC, as RFC 3339 text to the millisecond, which sorts as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Now = Callable[[], datetime]
IST = timezone(timedelta(hours=5, minutes=30), "IST")


def utc_now() -> datetime:
    """The wall clock, the default of every `now` that is handed down."""
    return datetime.now(UTC)


def utc_text(moment: datetime) -> str:
    """`2026-11-23T11:35:13.123Z`. ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a time without offset")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_time(text: str) -> datetime:
    """The time in RFC 3339 text. ValueError if it is none or has no offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without offset")
    return moment


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970, as clocks and ids use them."""
    return int(moment.timestamp() * 1000)


def ist_day(moment: datetime) -> date:
    """The day it is in India, where all who use the hub are."""
    return moment.astimezone(IST).date()
