"""Hash chains: a device's journal, and the hub's feeds. Heads let both sides prove that nothing is missing."""

from __future__ import annotations

import hashlib

ZERO = bytes(32)
"""`h(0)` of every chain and `f(0)` of every feed."""


def line_hash(line: bytes) -> bytes:
    """SHA-256 of a change's line, without its newline."""
    return hashlib.sha256(line).digest()


def extend(head: bytes, line: bytes) -> bytes:
    """`h(n) = SHA-256(h(n-1) || line(n))`: the head of a device's chain after one more line."""
    return hashlib.sha256(head + line).digest()


def feed_extend(head: bytes, line_sha: bytes) -> bytes:
    """`f(s) = SHA-256(f(s-1) || SHA-256(line(s)))`: the head of a feed; `line_sha` is `line_hash(line)`."""
    return hashlib.sha256(head + line_sha).digest()


def mark_bytes(hub: str, feed: str, seq: int, head: bytes) -> bytes:
    """Exactly what the hub signs (Ed25519) at a mark: hub, feed, seq and head, each on a line of its own."""
    return f"{hub}\n{feed}\n{seq}\n{head.hex()}".encode()


def wipe_bytes(hub: str, device: str, request: str) -> bytes:
    """What the hub signs when it orders a device to destroy its key, in the answer to this very request."""
    return "\n".join((hub, "wipe", device, request)).encode()


def erased_bytes(hub: str, change: str, sha: bytes) -> bytes:
    """What the hub signs to say that it has erased a change's body: without that, whoever stands in the line could
    keep a body from its reader, whose feed would still prove right."""
    return f"{hub}\nerased\n{change}\n{sha.hex()}".encode()
