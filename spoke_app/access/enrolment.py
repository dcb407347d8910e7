"""Making this PC a device of its health centre: a one-time code becomes a token, a chain and an empty store.

The order of writing is what makes it safe to break off anywhere: token and store key lie on the disk before the code
is spent, so that a lost answer, or a power cut after it, is mended by asking again with the same code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import msgspec

from care_record.ids import new_token
from spoke_app.access.keys import new_store_key
from spoke_app.access.roster import is_enrolled
from spoke_app.access.seals import Pending, Seals, change_seals, read_seals
from spoke_app.paths import Profile
from spoke_app.store import exchange_book, own_chain
from spoke_app.store.database import Store, WrongKey, open_store
from spoke_app.sync.transport import Enrolled

__all__ = ["AlreadyEnrolled", "Asks", "Enrolment", "enrol", "enrol_again", "hub_of", "is_enrolled"]


class AlreadyEnrolled(Exception):
    """This profile has an enrolment; another one needs its store opened (`enrol_again`) or another folder."""


class Asks(Protocol):
    """As much of `sync.transport.Transport` as an enrolment needs."""

    def enrol(self, code: str, token: str, name: str, app: str, os_name: str) -> Enrolled: ...


@dataclass(frozen=True)
class Enrolment:
    """One attempt: where the hub is, the code from its administrator, and how this PC calls itself."""

    hub_url: str
    code: str
    name: str
    app: str
    os_name: str


def enrol(profile: Profile, transport: Asks, wanted: Enrolment, *, now: datetime) -> Enrolled:
    """Enrols a new PC. Raises what the transport raises (`Refusal`, `NoConnection`), AlreadyEnrolled, StoreErrors."""
    if is_enrolled(profile):
        raise AlreadyEnrolled
    if profile.store_path.exists() and not read_seals(profile).store_key:
        # What opened this store is lost: said before the code is spent, and the store stays as it is.
        raise WrongKey(profile.store_path.name)
    seals = change_seals(profile, lambda seals: _with_store_key(_with_pending(seals, wanted)))
    answer = _ask(transport, seals, wanted)
    store = open_store(profile.store_path, bytes.fromhex(seals.store_key))
    try:
        _note(store, answer, wanted, now)
    finally:
        store.close()
    _finish(profile)
    return answer


def enrol_again(profile: Profile, store: Store, transport: Asks, wanted: Enrolment, *, now: datetime) -> Enrolled:
    """A new enrolment for a store that exists, for the hub has lost this device: everything is sent anew."""
    seals = change_seals(profile, lambda seals: _with_pending(seals, wanted))
    answer = _ask(transport, seals, wanted)
    _note(store, answer, wanted, now)
    _finish(profile)
    return answer


def hub_of(profile: Profile) -> tuple[str, str]:
    """The hub's address and the device's token, '' and '' before the enrolment."""
    seals = read_seals(profile)
    return seals.hub_url, seals.token


def _with_pending(seals: Seals, wanted: Enrolment) -> Seals:
    pending = seals.pending
    if pending is not None and (pending.hub_url, pending.code) == (wanted.hub_url, wanted.code):
        return seals
    return msgspec.structs.replace(seals, pending=Pending(wanted.hub_url, wanted.code, new_token()))


def _with_store_key(seals: Seals) -> Seals:
    return seals if seals.store_key else msgspec.structs.replace(seals, store_key=new_store_key().hex())


def _ask(transport: Asks, seals: Seals, wanted: Enrolment) -> Enrolled:
    if seals.pending is None:
        raise ValueError("nothing was prepared")
    return transport.enrol(wanted.code, seals.pending.token, wanted.name, wanted.app, wanted.os_name)


def _note(store: Store, answer: Enrolled, wanted: Enrolment, now: datetime) -> None:
    """Who this device is, in one transaction; an answer that was noted already changes nothing."""
    with store.transaction():
        for key, value in {
            "device": answer.device,
            "hub": answer.hub,
            "hub_key": answer.hub_key,
            "sign_key": answer.sign_key,
            "hub_url": wanted.hub_url,
            "post_kind": str(answer.post["kind"]),
            "post_id": str(answer.post["id"]),
            "slip_letter": answer.slip_letter,
            "device_name": wanted.name,
        }.items():
            store.meta_set(key, value)
        known = own_chain.current_chain(store)
        if known is None or known.chain != answer.chain:
            # A hub that lost this device was restored to before it: nothing that it once acknowledged is sure.
            own_chain.start_chain(store, answer.chain, now=now, after_n=0 if known else None)
            exchange_book.set_link(store, exchange_book.Link())  # what went ahead early did so on the old chain


def _finish(profile: Profile) -> None:
    change_seals(profile, _enrolled)


def _enrolled(seals: Seals) -> Seals:
    if seals.pending is None:
        raise ValueError("nothing was prepared")
    return msgspec.structs.replace(seals, hub_url=seals.pending.hub_url, token=seals.pending.token, pending=None)
