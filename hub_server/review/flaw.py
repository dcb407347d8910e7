"""What stands between the answer form and a signature."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Flaw:
    """What stands between the form and a signature: the input's name, the words' key, and what to put into them."""

    field: str
    key: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
