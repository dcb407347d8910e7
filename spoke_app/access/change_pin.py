"""Her own new PIN: the same private key under another PIN, so nothing that was sealed to her is sealed anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from care_record.credential import wrap
from care_record.rules.pin import pin_problem
from spoke_app.access.seals import Seals, change_seals
from spoke_app.access.sign_in import NotHere, open_private
from spoke_app.paths import Profile
from spoke_app.store import journal, records, trail
from spoke_app.store.database import Store
from spoke_app.store.journal import NewChange

T = TypeVar("T")
Call = Callable[[Callable[[Store], Any]], Any]
"""Runs a function over the store, on its thread."""


class WeakPin(Exception):
    """A PIN that is not taken; `code` says why (`care_record.rules.pin`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def change_pin(profile: Profile, call: Call, staff: str, old: str, new: str, *, now: datetime) -> None:
    """From its return on the new PIN opens this PC and the old one does not; her other PCs follow with the exchange.

    Raises WrongPin and TooSoon as a sign-in does, WeakPin, NotHere, StoreErrors. Blocks for two Argon2 runs: not for
    the screen's thread or the store's. Cut off between its two writes the old PIN opens this PC until the next
    exchange, and the new one from then on: she knows both.
    """
    if problem := pin_problem(new, old):
        raise WeakPin(problem)
    own, private = open_private(profile, staff, old, now=now)
    sealed = wrap(private, new)
    call(lambda store: _write(store, staff, own.public_key, sealed, now))

    def renewed(seals: Seals) -> Seals:
        mine = tuple(msgspec.structs.replace(one, sealed=sealed) if one.staff == staff else one for one in seals.people)
        others = {one: tries for one, tries in seals.tries.items() if one != staff}
        return msgspec.structs.replace(seals, people=mine, tries=others)

    change_seals(profile, renewed)


def _write(store: Store, staff: str, public_key: str, sealed: dict[str, Any], now: datetime) -> None:
    for credential in records.of_no_patient(store, "credential"):
        if credential.fields.get("staff") == staff and credential.fields.get("public_key") == public_key:
            break
    else:
        raise NotHere(staff)
    with store.transaction():
        change = NewChange("credential", None, {"sealed": sealed}, credential.record, tuple(credential.heads))
        journal.write(store, [change], author=staff, now=now)
        trail.note(store, staff, "pin-changed", now=now)
