"""What lies beside the store under the machine's protection: people's names and seals, and the device's token.

It is read before the store can be opened, so that people sign in offline. The file is replaced at once, never written
over: a power cut leaves the old one or the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from care_record.signature import b64, unb64
from spoke_app.access.keys import MachineKeyLost, MachineProtection, machine_protection
from spoke_app.access.lock import FileLock
from spoke_app.paths import Profile
from spoke_app.whole_file import read_whole, write_whole


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """One person: the private key sealed by her PIN, and the store's key sealed to her public key."""

    staff: str
    name: str
    name_hi: str
    role: str
    public_key: str
    sealed: dict[str, Any]
    store_key: str


class Tries(msgspec.Struct, frozen=True):
    """Wrong PINs in a row, and when the last one was (seconds since 1970)."""

    wrong: int = 0
    last: float = 0.0


class Failed(msgspec.Struct, frozen=True):
    """A wrong PIN that the trail has not heard of yet: whose, and when."""

    staff: str
    at: str


class Pending(msgspec.Struct, frozen=True):
    """An enrolment whose answer has not come: asked for again with the same code and token."""

    hub_url: str
    code: str
    token: str


class Seals(msgspec.Struct, frozen=True, kw_only=True):
    """`store_key` (hex) stands here only while nobody of this PC can sign in yet."""

    hub_url: str = ""
    token: str = ""
    store_key: str = ""
    pending: Pending | None = None
    people: tuple[Seal, ...] = ()
    last_sign_in: dict[str, str] = {}
    tries: dict[str, Tries] = {}
    failed: tuple[Failed, ...] = ()


class _File(msgspec.Struct):
    version: int
    protected: str


def read_seals(profile: Profile) -> Seals:
    """The seals; empty ones where there are none yet. MachineKeyLost if they do not open on this machine."""
    try:
        raw = read_whole(profile.seals_path)
    except FileNotFoundError:
        return Seals()
    try:
        box = unb64(msgspec.json.decode(raw, type=_File).protected)
        return msgspec.json.decode(_protection(profile).unprotect(box), type=Seals)
    except (msgspec.DecodeError, ValueError) as error:
        raise MachineKeyLost(str(error)) from error


def change_seals(profile: Profile, change: Callable[[Seals], Seals]) -> Seals:
    """Applies `change` to the seals as they are now, alone, and gives the result. OSError if they cannot be written."""
    profile.make()
    lock = FileLock(profile.seals_lock_path)
    lock.wait()
    try:
        before = read_seals(profile)
        after = change(before)
        if after != before:
            _write(profile, after)
        return after
    finally:
        lock.release()


def _write(profile: Profile, seals: Seals) -> None:
    box = _protection(profile).protect(msgspec.json.encode(seals))
    write_whole(profile.seals_path, msgspec.json.encode(_File(1, b64(box))))


def _protection(profile: Profile) -> MachineProtection:
    return machine_protection(profile.machine_key_path)
