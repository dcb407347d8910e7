"""What is wrong with a value: the one shape in which every rule answers.

`code` is stable and is what screens translate; `detail` is short and for people who read logs. Codes in use:
required, wrong-type, too-long, too-many, control-characters, not-in-list, impossible, bad-date, bad-time, bad-id,
bad-phone, bad-format, in-future, pressure-order, list-a-unseen, list-b-first, prohibited.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field. `field` is a path such as `phone` or `vitals.pulse`."""

    field: str
    code: str
    detail: str = ""
