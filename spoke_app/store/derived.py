"""Keys derived from the store's key, each for one purpose, and boxes closed with them."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY = 32
_NONCE = 12


def derived(key: bytes, purpose: bytes) -> bytes:
    """32 bytes that say nothing about the store's key."""
    return HKDF(SHA256(), _KEY, salt=None, info=purpose).derive(key)


class Box:
    """Closes and opens small pieces: a nonce, then ChaCha20-Poly1305."""

    def __init__(self, key: bytes, purpose: bytes) -> None:
        self._purpose = purpose
        self._cipher = ChaCha20Poly1305(derived(key, purpose))

    def seal(self, content: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, content, self._purpose)

    def open(self, sealed: bytes) -> bytes | None:
        """None for what was not closed with this key, or is torn."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._purpose)
        except (InvalidTag, ValueError):
            return None
