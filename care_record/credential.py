"""How secrets are kept: a person's key pair sealed by a PIN, and secrets sealed to a public key.

A credential is an X25519 key pair whose private half is sealed by Argon2id of the PIN; it travels to the PCs of the
person's post. Each PC seals its store's key to every such public key, so anyone of the post can open it offline. A PIN
of six digits can be guessed by whoever holds the credential and patience: the seals beside the store are therefore also
under the machine's own protection, which is not this module's business.

Seals: an ephemeral X25519 key, HKDF-SHA256 bound to both public keys, ChaCha20-Poly1305.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from care_record.rules.identity import ascii_digits
from care_record.signature import b64, unb64

_SEAL_INFO = b"spoke seal 1"
_WRAP_AAD = b"spoke wrap 1"
_KEY = 32
_TAG = 16
_MAX_T, _MAX_M_KIB = 16, 1024 * 1024
"""A credential comes over the wire: one that asks for more work than this is refused, not tried."""


class WrongPin(Exception):
    """The PIN or password does not open this."""


class BadSeal(Exception):
    """This is no seal of ours, is damaged, or is sealed to someone else."""


@dataclass(frozen=True)
class Cost:
    """How much work one guess is: passes over the memory, and memory in KiB."""

    t: int
    m_kib: int


STANDARD = Cost(t=3, m_kib=64 * 1024)


def _stretch(password: str, salt: bytes, cost: Cost) -> bytes:
    # A PIN typed on a Hindi keyboard, or a password composed in another way, is the same one.
    typed = ascii_digits(unicodedata.normalize("NFKC", password)).encode()
    kdf = Argon2id(salt=salt, length=_KEY, iterations=cost.t, lanes=1, memory_cost=cost.m_kib)
    return kdf.derive(typed)


def _bound(cost: Cost) -> bytes:
    return _WRAP_AAD + f" {cost.t} {cost.m_kib}".encode()


def wrap(secret: bytes, password: str, cost: Cost = STANDARD) -> dict[str, Any]:
    """The secret sealed by a password: a JSON object with salt and parameters in it."""
    salt, nonce = os.urandom(16), os.urandom(12)
    box = ChaCha20Poly1305(_stretch(password, salt, cost)).encrypt(nonce, secret, _bound(cost))
    return {
        "kdf": "argon2id",
        "t": cost.t,
        "m_kib": cost.m_kib,
        "salt": b64(salt),
        "nonce": b64(nonce),
        "box": b64(box),
    }


def _read(sealed: Mapping[str, Any]) -> tuple[Cost, bytes, bytes, bytes]:
    t, m_kib = sealed.get("t"), sealed.get("m_kib")
    if sealed.get("kdf") != "argon2id" or type(t) is not int or type(m_kib) is not int:
        raise BadSeal("not a seal by PIN")
    if not (1 <= t <= _MAX_T and 8 <= m_kib <= _MAX_M_KIB):
        raise BadSeal("cost out of bounds")
    try:
        salt, nonce, box = (unb64(str(sealed.get(name))) for name in ("salt", "nonce", "box"))
    except ValueError as error:
        raise BadSeal("not base64") from error
    if len(salt) < 8 or len(nonce) != 12 or len(box) < _TAG:
        raise BadSeal("wrong lengths")
    return Cost(t, m_kib), salt, nonce, box


def unwrap(sealed: Mapping[str, Any], password: str) -> bytes:
    """The secret again. WrongPin if the password is another (or the box tampered with), BadSeal if it is no seal."""
    cost, salt, nonce, box = _read(sealed)
    try:
        return ChaCha20Poly1305(_stretch(password, salt, cost)).decrypt(nonce, box, _bound(cost))
    except InvalidTag as error:
        raise WrongPin from error


def make_credential(pin: str, cost: Cost = STANDARD) -> tuple[str, dict[str, Any]]:
    """A new key pair: (public key in base64, private half sealed by the PIN), the fields of a `credential` record."""
    private = X25519PrivateKey.generate()
    return b64(private.public_key().public_bytes_raw()), wrap(private.private_bytes_raw(), pin, cost)


def open_credential(sealed: Mapping[str, Any], pin: str) -> bytes:
    """The private key, 32 raw bytes. Takes as long as the cost in it says. WrongPin, BadSeal."""
    return unwrap(sealed, pin)


def change_pin(sealed: Mapping[str, Any], pin: str, new_pin: str, cost: Cost = STANDARD) -> dict[str, Any]:
    """The same private key under a new PIN: what was sealed to its public key stays readable. WrongPin, BadSeal."""
    return wrap(open_credential(sealed, pin), new_pin, cost)


def new_key_pair() -> tuple[bytes, bytes]:
    """(private, public) X25519 keys, 32 raw bytes each: a hub's, or a one-time pair of an export."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def _shared(private: X25519PrivateKey, public: X25519PublicKey, ephemeral: bytes, recipient: bytes) -> ChaCha20Poly1305:
    secret = private.exchange(public)
    return ChaCha20Poly1305(HKDF(SHA256(), _KEY, salt=None, info=_SEAL_INFO + ephemeral + recipient).derive(secret))


def seal_to(public_key: bytes, secret: bytes) -> bytes:
    """The secret readable only by the holder of the private key. BadSeal if this is no public key."""
    ephemeral = X25519PrivateKey.generate()
    mine = ephemeral.public_key().public_bytes_raw()
    try:
        box = _shared(ephemeral, X25519PublicKey.from_public_bytes(public_key), mine, public_key)
    except ValueError as error:
        raise BadSeal("not a public key") from error
    # The key is used once, so a constant nonce is safe.
    return mine + box.encrypt(bytes(12), secret, None)


def open_seal(private: bytes, sealed: bytes) -> bytes:
    """What was sealed to this key. BadSeal if it was sealed to another one, or is damaged."""
    if len(sealed) < _KEY + _TAG:
        raise BadSeal("too short")
    mine = sealed[:_KEY]
    try:
        key = X25519PrivateKey.from_private_bytes(private)
        box = _shared(key, X25519PublicKey.from_public_bytes(mine), mine, key.public_key().public_bytes_raw())
        return box.decrypt(bytes(12), sealed[_KEY:], None)
    except (InvalidTag, ValueError) as error:
        raise BadSeal("does not open with this key") from error
