"""The meeting room of a case: an address that the doctor's page and the health centre's app work out alike.

Nothing about the room is sent. Its name follows from the ids of the referral and of the patient, 148 random bits that
only those who hold the record know, and which never stand together in an address, a log or on paper: whoever knows
one of them does not find the room, and the room's name tells nothing of the case.
"""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

_LETTERS = 26
"""Of 5 bits each: 130, more than anybody can try."""
_LONGEST = 400


def room_name(referral: str, patient: str) -> str:
    """The room of this case: small letters and digits, as every meeting server takes them."""
    digest = hashlib.sha256(f"spoke-room:{referral}:{patient}".encode()).digest()
    return "spoke-" + base64.b32encode(digest).decode("ascii").lower()[:_LETTERS]


def room_address(base: object, referral: str, patient: str) -> str | None:
    """The room's address below the desk's meeting server (`call_base_url`: Jitsi or alike).

    None where the base is no plain https address: calls go over no open line, and an address with a user, a query or
    a part after `#` is not one that a room's name can be put behind.
    """
    if not isinstance(base, str) or not is_meeting_base(base):
        return None
    return f"{base.rstrip('/')}/{room_name(referral, patient)}"


def is_meeting_base(base: str) -> bool:
    """Whether rooms can be opened below this address."""
    if len(base) > _LONGEST or not base.isascii() or not base.isprintable() or set(base) & set(" \"'<>\\^`{|}?#@"):
        return False
    try:
        parts = urlsplit(base)
        return parts.scheme == "https" and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
