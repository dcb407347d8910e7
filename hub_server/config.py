"""What an operator may set, with the bounds that protect the hub from whatever calls it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from care_record.wire import MAX_REQUEST_LINE, PAGE_BYTES


@dataclass(frozen=True)
class Rate:
    """So many calls a second in the long run, and so many at once."""

    per_second: float
    burst: float


@dataclass(frozen=True)
class Config:
    """Bounds and times of one hub process. Bytes and seconds."""

    most_body: int = 8 * 1024 * 1024
    """Compressed bytes of one exchange's request."""
    most_inflated: int = 64 * 1024 * 1024
    """The same, decompressed."""
    most_line: int = MAX_REQUEST_LINE
    """A line longer than a change may be goes aside with its bytes; one beyond this ends the request."""
    most_page: int = PAGE_BYTES + MAX_REQUEST_LINE
    """Bytes before a mark."""
    most_run: int = 512 * 1024
    """Bytes of whole pages that came together and are stored together."""
    most_budget: int = 4 * 1024 * 1024
    """Compressed bytes of one answer, whatever the device asks for."""
    most_exchanges: int = 32
    """At once; further ones are told to come again."""
    most_attachments: int = 16
    """Pieces of attachments that come in at once, beside the exchanges: pictures never take their place."""
    stall_s: float = 60.0
    """Give a request up when no byte of it has moved for so long."""
    code_lifetime: timedelta = timedelta(hours=72)
    free_failures: int = 3
    """So many wrong codes from one address are nothing unusual; from then on each doubles the wait before an answer."""
    longest_wait_s: float = 8.0
    refuse_after: int = 20
    """So many wrong codes from one address within the hour: 429."""
    refuse_sign_in_after: int = 100
    """So many wrong passwords from one address within the hour, maybe a whole hospital: no more tries there."""
    most_of_device: int = 4
    """Exchanges of one device at once, in one process: it should have one, but may not have noticed the end of others
    on a bad line."""
    device_rate: Rate = Rate(5, 2000)
    """Far beyond what an app needs that takes its feeds for the first time; one gone wild meets it within a minute."""
    address_rate: Rate = Rate(100, 10_000)
    """All machines behind one address together."""
