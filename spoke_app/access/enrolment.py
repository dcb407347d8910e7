"""Making this PC a device of its health centre: a one-time code becomes a token, a chain and an empty store.

The order of writing is what makes it safe to break off anywhere: token and store key lie on the disk before the code
is spent, so that a lost answer, or a power cut after it, is mended by asking again with the same code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import msgspec

from care_record.ids import new_token
from spoke_app.access import wipe
from spoke_app.access.keys import new_store_key
from spoke_app.access.lock import FileLock
from spoke_app.access.roster import is_enrolled
from spoke_app.access.seals import Pending, Seals, change_seals, read_seals
from spoke_app.paths import Profile
from spoke_app.store import exchange_book, own_chain
from spoke_app.store.database import Store, WrongKey, open_store
from spoke_app.sync.transport import STALL_SECONDS, Enrolled, Health

__all__ = [
    "AlreadyEnrolled",
    "AnotherHub",
    "AnotherPost",
    "Asks",
    "Enrolment",
    "enrol",
    "enrol_again",
    "hub_of",
    "is_enrolled",
]

T = TypeVar("T")


class AlreadyEnrolled(Exception):
    """This profile has an enrolment; another one needs its store opened (`enrol_again`) or another folder."""


class AnotherHub(Exception):
    """What is at this address is a hub, but not the one whose record this store holds."""


class AnotherPost(Exception):
    """The code is for another health centre: a store belongs to one for ever."""


class Asks(Protocol):
    """As much of `sync.transport.Transport` as an enrolment needs."""

    def health(self) -> Health: ...

    def enrol(
        self, code: str, token: str, name: str, app: str, os_name: str, *, former: str = "", post: str = ""
    ) -> Enrolled: ...


class Call(Protocol):
    """Runs a function over the store, on the thread that owns it."""

    def __call__(self, function: Callable[[Store], T], /) -> T: ...


@dataclass(frozen=True)
class Enrolment:
    """One attempt: where the hub is, the code from its administrator, and how this PC calls itself."""

    hub_url: str
    code: str
    name: str
    app: str
    os_name: str


def enrol(profile: Profile, transport: Asks, wanted: Enrolment, *, now: datetime) -> Enrolled:
    """Enrols a new PC. Raises what the transport raises (`Refusal`, `NoConnection`), AlreadyEnrolled, StoreErrors.

    One at a time: the installer's command and the window's first start may both set about it.
    """
    profile.make()
    lock = FileLock(profile.exchange_lock_path)
    lock.wait(2 * STALL_SECONDS)
    try:
        return _enrol(profile, transport, wanted, now)
    finally:
        lock.release()


def _enrol(profile: Profile, transport: Asks, wanted: Enrolment, now: datetime) -> Enrolled:
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
    wipe.forget(profile)
    return answer


def enrol_again(profile: Profile, call: Call, transport: Asks, wanted: Enrolment, *, now: datetime) -> Enrolled:
    """A new enrolment for a store that exists, for the hub has lost or revoked this device: the store is kept and all
    its lines are sent anew. The network is asked outside of `call`, so saving goes on meanwhile.

    Raises AlreadyEnrolled where the hub has done neither; AnotherHub and AnotherPost, and then nothing has changed.
    """
    former, hub, post = call(_who_was)
    if transport.health().hub != hub:
        raise AnotherHub
    seals = change_seals(profile, lambda seals: _with_pending(seals, wanted))
    answer = _ask(transport, seals, wanted, former, post)
    if answer.hub != hub:
        raise AnotherHub
    if answer.post.get("id") != post:
        raise AnotherPost
    call(lambda store: _note(store, answer, wanted, now))
    _finish(profile)
    return answer


def _who_was(store: Store) -> tuple[str, str, str]:
    """(device, hub, post) as they were until now."""
    if not exchange_book.may_enrol_again(store):
        raise AlreadyEnrolled
    return store.meta_get("device"), store.meta_get("hub"), store.meta_get("post_id")


def hub_of(profile: Profile) -> tuple[str, str]:
    """The hub's address and the device's token, '' and '' before the enrolment."""
    seals = read_seals(profile)
    return seals.hub_url, seals.token


def _with_pending(seals: Seals, wanted: Enrolment) -> Seals:
    pending = seals.pending
    if pending is not None and (pending.hub_url, _letters(pending.code)) == (wanted.hub_url, _letters(wanted.code)):
        return seals
    return msgspec.structs.replace(seals, pending=Pending(wanted.hub_url, wanted.code, new_token()))


def _letters(code: str) -> str:
    """A code as the hub compares it: typed with other hyphens it is the same, and asks with the same token."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _with_store_key(seals: Seals) -> Seals:
    return seals if seals.store_key else msgspec.structs.replace(seals, store_key=new_store_key().hex())


def _ask(transport: Asks, seals: Seals, wanted: Enrolment, former: str = "", post: str = "") -> Enrolled:
    if seals.pending is None:
        raise ValueError("nothing was prepared")
    token = seals.pending.token
    return transport.enrol(wanted.code, token, wanted.name, wanted.app, wanted.os_name, former=former, post=post)


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
        exchange_book.enrolled_anew(store)
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
