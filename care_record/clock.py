"""The hybrid logical clock: orders what is shown, and never goes back on one device.

Text form: 13 digits of milliseconds since 1970, 4 hex digits of counter, 8 hex digits of the device, sortable
as text (`1764053110123-0000-9f3a61c2`). No change is ever discarded by it.
"""

from __future__ import annotations

import re
from datetime import datetime

CLOCK_SHAPE = r"(\d{13})-([0-9a-f]{4})-([0-9a-f]{8})"
_CLOCK = re.compile(CLOCK_SHAPE)
_MAX_COUNTER = 0xFFFF
_MAX_MS = 9_999_999_999_999
MAX_AHEAD_MS = 24 * 3600 * 1000
"""A clock further than this ahead of the hub's time is not adopted from others."""


def is_clock(value: object) -> bool:
    """Whether `value` has the text form of a clock."""
    return isinstance(value, str) and _CLOCK.fullmatch(value) is not None


def clock_ms(value: str) -> int:
    """The milliseconds part of a clock text. ValueError if it is none."""
    match = _CLOCK.fullmatch(value)
    if match is None:
        raise ValueError(f"not a clock: {value[:40]!r}")
    return int(match[1])


def time_text(moment: datetime) -> str:
    """RFC 3339 with offset, to the millisecond. ValueError for a naive time."""
    if moment.tzinfo is None:
        raise ValueError("a time without offset")
    return moment.isoformat(timespec="milliseconds")


class HybridClock:
    """One device's clock. Not thread-safe: it belongs to the thread that writes the journal."""

    def __init__(self, device: str, last: str = "") -> None:
        self._device8 = device[:8]
        self._ms, self._counter = 0, 0
        if last:
            self._ms, self._counter = clock_ms(last), int(last[14:18], 16)

    @property
    def last(self) -> str:
        """The last clock given or adopted, to be stored with the journal."""
        return f"{self._ms:013d}-{self._counter:04x}-{self._device8}"

    def tick(self, now_ms: int) -> str:
        """The clock of a new change; greater than every earlier one, whatever `now_ms` says."""
        now_ms = min(max(now_ms, 0), _MAX_MS)
        if now_ms > self._ms:
            self._ms, self._counter = now_ms, 0
        elif self._counter < _MAX_COUNTER:
            self._counter += 1
        else:
            self._ms, self._counter = self._ms + 1, 0
        return self.last

    def adopt(self, other: str, trusted_now_ms: int) -> bool:
        """Move on to a clock seen in another's change; False if it is too far ahead of `trusted_now_ms`."""
        ms, counter = clock_ms(other), int(other[14:18], 16)
        if ms > trusted_now_ms + MAX_AHEAD_MS:
            return False
        if (ms, counter) > (self._ms, self._counter):
            self._ms, self._counter = ms, counter
        return True
