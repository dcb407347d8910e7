"""Seeded chance: within `seeded` every id, token and request number comes out of the seed, so a history can be told
again byte for byte. Only where bytes are drawn is replaced, not what is done with them.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from unittest import mock

from care_record import ids


@contextmanager
def seeded(seed: int) -> Iterator[random.Random]:
    """Everything that is drawn in this block follows from `seed`."""
    chance = random.Random(seed)
    started_ns = 1_795_420_800_000_000_000

    def time_ns() -> int:
        nonlocal started_ns
        started_ns += 1_000_000
        return started_ns

    with (
        mock.patch.object(secrets, "randbits", chance.getrandbits),
        mock.patch.object(secrets, "choice", chance.choice),
        mock.patch.object(secrets, "token_bytes", lambda n=32: chance.randbytes(n)),
        mock.patch.object(secrets, "token_hex", lambda n=32: chance.randbytes(n).hex()),
        mock.patch.object(ids, "time", SimpleNamespace(time_ns=time_ns)),
    ):
        yield chance
