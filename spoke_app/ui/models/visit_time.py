"""When a visit took place: now, or as written on yesterday's paper. Day and time as typed, read and judged. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from spoke_app.actions.finish_visit import CLOCK_SLACK, LATE
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.typed import date_typed, past_date, plain

_YESTERDAY = frozenset({"yesterday", "kal", "कल"})
_TODAY = frozenset({"today", "aaj", "आज"})
_CLOCK = re.compile(r"(\d{1,2})(?:[:.\s]?(\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def typed_time(started: datetime) -> dict[str, str]:
    """A visit's time as the two fields show it."""
    return {"visit_day": date_typed(started.date()), "visit_time": f"{started.hour}:{started.minute:02d}"}


def begun(values: Values, now: datetime) -> datetime:
    """When the form was opened, in the PC's zone."""
    return datetime.fromisoformat(values["started"]) if values.get("started") else now


def is_altered(values: Values) -> bool:
    """Whether day or time were typed: else the visit began with its form."""
    return bool(values.get("visit_day", "").strip() or values.get("visit_time", "").strip())


def started_of(values: Values, now: datetime) -> datetime:
    """When the visit took place; what cannot be read counts as not typed."""
    opened = begun(values, now)
    if not is_altered(values):
        return opened
    day = day_typed(values["visit_day"], now.date()) or opened.date()
    clock = _clock(values["visit_time"])
    return datetime.combine(day, clock or opened.timetz().replace(tzinfo=None), tzinfo=now.tzinfo)


def time_notes(values: Values, now: datetime) -> tuple[FieldNote, ...]:
    """What is wrong with the time, or that it lies well back."""
    if not is_altered(values):
        return ()
    found: list[FieldNote] = []
    if values["visit_day"].strip() and day_typed(values["visit_day"], now.date()) is None:
        found.append(FieldNote("visit_day", "error", "date_unread"))
    if values["visit_time"].strip() and _clock(values["visit_time"]) is None:
        found.append(FieldNote("visit_time", "error", "time_unread"))
    if found:
        return tuple(found)
    started = started_of(values, now)
    if started > now + CLOCK_SLACK:
        ahead = "visit_day" if started.date() > now.date() else "visit_time"
        return (FieldNote(ahead, "error", "time_ahead"),)
    if is_late(started, now):
        return (FieldNote("visit_day", "caution", "late"),)
    return ()


def is_late(started: datetime, now: datetime) -> bool:
    """Whether it is written down so late that the record says so."""
    return now - started > LATE


def day_typed(text: str, today: date) -> date | None:
    """A day that is past or today, as typed: a date, `yesterday`, `today`, in Hindi too."""
    word = plain(text).lower()
    if word in _YESTERDAY:
        return today - timedelta(days=1)
    return today if word in _TODAY else past_date(text, today)


def _clock(text: str) -> time | None:
    """`10:30`, `10.30`, `1030`, `10`, `4 pm`."""
    found = _CLOCK.fullmatch(plain(text))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
