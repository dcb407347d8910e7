"""Identifiers: UUIDv7 for changes and records, hex for devices and tokens."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
import uuid

ID_SHAPE = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
DEVICE_SHAPE = "[0-9a-f]{8,32}"
_UUID, _DEVICE = re.compile(ID_SHAPE), re.compile(DEVICE_SHAPE)


def new_id(now_ms: int | None = None) -> str:
    """A new UUIDv7 (RFC 9562) as lower-case text; `now_ms` is milliseconds since 1970, else the system's clock.

    Uniqueness rests on 74 random bits, never on the clock, which may be wrong or stand still.
    """
    ms = time.time_ns() // 1_000_000 if now_ms is None else now_ms
    value = (ms & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))


def derived_id(of: str, purpose: str) -> str:
    """The id of the one record that follows from another (ids of `new_id`): two PCs that make it make the same."""
    random = int.from_bytes(hashlib.sha256(f"{purpose}:{of}".encode()).digest()[:10])
    ms = uuid.UUID(of).int >> 80
    value = ms << 80 | 0x7 << 76 | (random >> 68) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return str(uuid.UUID(int=value))


def is_id(value: object) -> bool:
    """Whether `value` is a UUID as lower-case text with hyphens."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def new_device_id() -> str:
    """A new device identity: 16 lower-case hex digits."""
    return secrets.token_hex(8)


def is_device_id(value: object) -> bool:
    """Whether `value` is 8 to 32 lower-case hex digits."""
    return isinstance(value, str) and _DEVICE.fullmatch(value) is not None


def new_token() -> str:
    """256 random bits as 64 hex digits: a device's secret for the hub."""
    return secrets.token_hex(32)
