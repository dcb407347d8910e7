"""A file that only one key opens: what an exchange by USB stick is carried in, either way.

    spoke-bundle 1 request LF | SHA-256 of the recipient's public key | HPKE box of the file's key | chunks

The box (RFC 9180 base mode: X25519, HKDF-SHA256, ChaCha20-Poly1305) holds a key made for this file alone and is bound
to the line and the hash before it. The chunks are a STREAM: each but the last 64 KiB, under ChaCha20-Poly1305 with its
number and whether it is the last as nonce; so chunks cannot be changed, moved, left out, added or cut off unseen, and
whoever reads or writes needs the memory of one. No files are opened here: pieces in, pieces out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

REQUEST = "request"
REPLY = "reply"
VERSION = 1
CHUNK = 64 * 1024
_MAGIC = b"spoke-bundle "
_LONGEST_LINE = 64
_HASH = 32
_KEY = 32
_TAG = 16
_BOX = 32 + _KEY + _TAG
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class BadBundle(Exception):
    """This file cannot be taken in; `code` is stable: `not-a-bundle`, `bundle-version`, `bundle-kind`,
    `bundle-damaged`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".rstrip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Head:
    """What a sealed file says openly: what it is, and the hash of the public key that it is sealed to."""

    kind: str
    recipient: bytes


def key_hash(public_key: bytes) -> bytes:
    """How a file names its recipient: nobody can seal to a key that only its hash is known of."""
    return sha256(public_key).digest()


def public_of(private: bytes) -> bytes:
    """The public half of an X25519 key, 32 raw bytes each."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(kind: str, public_key: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The sealed file's bytes, made while `pieces` come. ValueError if this is no public key."""
    secret = os.urandom(_KEY)
    head = _MAGIC + f"{VERSION} {kind}\n".encode() + key_hash(public_key)
    yield head + _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(public_key), info=head)
    cipher, number, rest = ChaCha20Poly1305(secret), 0, bytearray()
    for piece in pieces:
        rest += piece
        while len(rest) > CHUNK:
            yield cipher.encrypt(_nonce(number, last=False), bytes(rest[:CHUNK]), None)
            del rest[:CHUNK]
            number += 1
    yield cipher.encrypt(_nonce(number, last=True), bytes(rest), None)


class SealedReader:
    """Reads a sealed file out of pieces of any size: first its `head`, then `opened` with the key."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """BadBundle if it does not begin as a bundle of this version."""
        self._pieces = iter(pieces)
        self._rest = bytearray()
        line = self._line()
        words = line.split()
        if len(words) != 3 or not words[1].isdigit():
            raise BadBundle("not-a-bundle")
        if int(words[1]) != VERSION:
            raise BadBundle("bundle-version", words[1].decode())
        self._open = bytes(line) + b"\n" + self._exactly(_HASH)
        self.head = Head(words[2].decode("ascii", "replace"), self._open[-_HASH:])

    def opened(self, private: bytes) -> Iterator[bytes]:
        """What was sealed, piece by piece; each piece is proved when it comes, the whole only at the end.

        BadBundle `bundle-damaged` where it is not what was sealed to this key.
        """
        try:
            key = X25519PrivateKey.from_private_bytes(private)
            cipher = ChaCha20Poly1305(_SUITE.decrypt(self._exactly(_BOX), key, info=self._open))
        except (InvalidTag, ValueError):
            raise BadBundle("bundle-damaged", "the key") from None
        number, last = 0, False
        while not last:
            # A chunk is known to be the last by the end of the file, and proved to be by its nonce.
            self._fill(CHUNK + _TAG + 1)
            last = len(self._rest) <= CHUNK + _TAG
            box = bytes(self._rest[: CHUNK + _TAG])
            del self._rest[: CHUNK + _TAG]
            try:
                yield cipher.decrypt(_nonce(number, last=last), box, None)
            except (InvalidTag, ValueError):
                raise BadBundle("bundle-damaged", f"chunk {number}") from None
            number += 1

    def _line(self) -> bytes:
        self._fill(_LONGEST_LINE)
        line, end, _ = bytes(self._rest[:_LONGEST_LINE]).partition(b"\n")
        if not line.startswith(_MAGIC) or not end:
            raise BadBundle("not-a-bundle")
        del self._rest[: len(line) + 1]
        return line

    def _exactly(self, count: int) -> bytes:
        self._fill(count)
        if len(self._rest) < count:
            raise BadBundle("bundle-damaged", "the head")
        taken = bytes(self._rest[:count])
        del self._rest[:count]
        return taken

    def _fill(self, count: int) -> None:
        while len(self._rest) < count:
            piece = next(self._pieces, None)
            if piece is None:
                return
            self._rest += piece


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")
