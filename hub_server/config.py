"""What an operator may set, with the bounds that protect the hub from whatever calls it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from care_record.wire import MAX_PAGE


@dataclass(frozen=True)
class Config:
    """Bounds and times of one hub process. Bytes and seconds."""

    most_body: int = 8 * 1024 * 1024
    """Compressed bytes of one exchange's request."""
    most_inflated: int = 64 * 1024 * 1024
    """The same, decompressed."""
    most_page: int = MAX_PAGE
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
    enrol_free_failures: int = 3
    """So many wrong codes from one address are nothing unusual; from then on each doubles the wait before an answer."""
    enrol_longest_wait_s: float = 8.0
    enrol_refuse_after: int = 20
    """So many wrong codes from one address within the hour: 429."""
