"""Whether this PC's way out has changed: a line that is there for ten seconds is not to pass unnoticed in a pause."""

from __future__ import annotations

import contextlib
import socket

_FAR_AWAY = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
"""Addresses that are nobody's: to ask which way leads there sends nothing."""


def way_out() -> str:
    """By which of its own addresses this PC would reach the world; `''` while there is no way. Sends nothing."""
    own: list[str] = []
    for family, address in _FAR_AWAY:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as line:
            line.connect((address, 9))
            own.append(str(line.getsockname()[0]))
    return " ".join(own)
