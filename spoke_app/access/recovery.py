"""The store's key sealed to the district's recovery key, in a file beside the store.

Whoever has the disk of a PC that is gone and the district's key file with its passphrase opens the record again; either
of them alone is worth nothing. So the file needs no protection of the machine's, and outlives the machine.
"""

from __future__ import annotations

import logging

import msgspec

from care_record.credential import BadSeal
from care_record.signature import unb64
from spoke_app.access.keys import open_store_key, seal_store_key
from spoke_app.paths import Profile
from spoke_app.store import records
from spoke_app.store.database import Store
from spoke_app.store.values import text
from spoke_app.whole_file import read_whole, write_whole

log = logging.getLogger("spoke.recovery")


class RecoverySeal(msgspec.Struct, frozen=True):
    """`seal` opens with the private half of `key`, the district's public recovery key in base64."""

    version: int
    key: str
    seal: str


def recovery_key(store: Store) -> str:
    """The district's newest public recovery key, in base64; '' if none has come."""
    made = sorted(records.of_no_patient(store, "recovery"), key=lambda record: record.last_clock)
    return text(made[-1].fields.get("key")) if made else ""


def read_seal(file: bytes) -> RecoverySeal:
    """The seal out of a `recovery.json`. BadSeal if it is none of ours."""
    try:
        found = msgspec.json.decode(file, type=RecoverySeal)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadSeal("no recovery seal") from error
    if found.version != 1:
        raise BadSeal("of a later version")
    return found


def open_with_recovery_key(private: bytes, found: RecoverySeal) -> bytes:
    """The store's key. BadSeal if it was sealed to another recovery key, or is damaged."""
    return open_store_key(private, found.seal)


def keep_seal(profile: Profile, store: Store, store_key: bytes) -> None:
    """Make the file what it should be by what the hub says now; a file that is right is left as it is. OSError."""
    wanted = recovery_key(store)
    if not wanted:
        return  # none was ever made: they are replaced, never taken back
    try:
        if read_seal(read_whole(profile.recovery_path)).key == wanted:
            return
    except (FileNotFoundError, BadSeal):
        pass
    try:
        unb64(wanted)
        seal = seal_store_key(store_key, wanted)
    except (BadSeal, ValueError):
        log.warning("the district's recovery key is none")
        return
    write_whole(profile.recovery_path, msgspec.json.encode(RecoverySeal(1, wanted, seal)))
