"""The district's recovery key: what opens a health centre's store or a backup when the PC that could is gone.

A key pair whose private half the district keeps in a file under a passphrase, on no PC of a centre and not at the hub.
The public half goes to every PC (kind `recovery`), which seals its store's key to it. The passphrase is all that
protects the file: the longer, the better.
"""

from __future__ import annotations

from typing import Any

import msgspec

from care_record.credential import BadSeal, WrongPin, make_credential, open_credential
from care_record.sealed_file import public_of
from care_record.signature import b64

__all__ = ["SHORTEST_PASSPHRASE", "BadSeal", "WrongPin", "make_recovery_key", "open_recovery_key"]

SHORTEST_PASSPHRASE = 12
"""Characters."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    spoke_recovery_key: int
    public: str
    sealed: dict[str, Any]


def make_recovery_key(passphrase: str) -> tuple[str, bytes]:
    """A new one: public key in base64, content of the key file. ValueError for a passphrase that is too short."""
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise ValueError(f"a passphrase of at least {SHORTEST_PASSPHRASE} characters")
    public, sealed = make_credential(passphrase)
    return public, msgspec.json.format(msgspec.json.encode(_File(1, public, sealed))) + b"\n"


def open_recovery_key(file: bytes, passphrase: str) -> bytes:
    """The private key out of a key file, 32 raw bytes. WrongPin for another passphrase, BadSeal for another file."""
    try:
        found = msgspec.json.decode(file, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadSeal("no recovery key file") from error
    if found.spoke_recovery_key != 1:
        raise BadSeal("of a later version")
    private = open_credential(found.sealed, passphrase)
    if b64(public_of(private)) != found.public:
        raise BadSeal("its public key is another one")
    return private
