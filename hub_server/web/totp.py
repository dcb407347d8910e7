"""Codes of six digits from a secret and the clock (RFC 6238 with SHA-1, 30 seconds: what every authenticator app
knows), and the one-time codes on paper for who has lost the phone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

STEP_S = 30
DIGITS = 6
_AROUND = 1
"""Steps before and after now whose codes are taken as well: a phone's clock may be a little off."""
_SECRET_BYTES = 20
RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
"""Without what looks alike on paper."""
_GROUPS, _GROUP = 3, 4


def new_secret() -> bytes:
    """160 random bits, as RFC 4226 recommends for SHA-1."""
    return secrets.token_bytes(_SECRET_BYTES)


def typed_secret(secret: bytes) -> str:
    """The secret in base32, in groups of four for whoever types it."""
    text = base64.b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, hub: str, login: str) -> str:
    """What the QR code holds: `otpauth://…`, as authenticator apps read it."""
    text = base64.b32encode(secret).decode("ascii").rstrip("=")
    issuer = quote(hub, safe="")
    return f"otpauth://totp/{issuer}:{quote(login, safe='')}?secret={text}&issuer={issuer}"


def step_at(now: datetime) -> int:
    """The step of this moment, counted from 1970."""
    return int(now.timestamp()) // STEP_S


def code(secret: bytes, step: int) -> str:
    """The code of a step: six digits."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def matching_step(secret: bytes, typed: str, now: datetime) -> int | None:
    """The step whose code was typed, if it is of now or next to it."""
    digits = "".join(typed.split())
    found = None
    for step in _around(now):
        if hmac.compare_digest(code(secret, step).encode(), digits.encode()):
            found = step
    return found


def _around(now: datetime) -> Iterator[int]:
    middle = step_at(now)
    yield from range(middle - _AROUND, middle + _AROUND + 1)


def new_recovery_codes() -> list[str]:
    """Ten codes such as `k7mp-2xqd-h9wt`: 59 random bits each."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def hashed_code(typed: str, staff: str) -> str:
    """A code on paper as the hub keeps it, however it was typed; each person's differ."""
    plain = "".join(sign for sign in typed.lower() if sign.isalnum())
    return hashlib.sha256(f"recovery {staff} {plain}".encode()).hexdigest()
