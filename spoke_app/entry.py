"""What happens before the desk, as plain calls that block: enrolment, sign-in, opening the store. No window here.

The window runs them on a worker thread and shows what they return or, in words, what they raise.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from spoke_app.access.change_pin import WeakPin, change_pin
from spoke_app.access.enrolment import AlreadyEnrolled, AnotherHub, AnotherPost
from spoke_app.access.keys import MachineKeyLost
from spoke_app.access.lock import Held
from spoke_app.access.sign_in import NotHere, Session, TooSoon, WrongPin, note_sign_in, sign_in
from spoke_app.actions.desk import Desk
from spoke_app.actions.make_desk import make_desk
from spoke_app.actions.read_register import BadFile
from spoke_app.bring_back import StoreThere, open_record
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.standing import Standing, look
from spoke_app.store.backup import BackupError
from spoke_app.store.errors import NO_ROOM, StoreError
from spoke_app.store.store_thread import StoreThread


@dataclass(frozen=True)
class AtWork:
    """Somebody signed in: the open store and the context of the actions, which lives on the store thread."""

    session: Session
    store: StoreThread
    desk: Desk

    def submit(self, action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
        """Run an action on the store thread."""
        return self.store.submit(lambda store: action(self.desk, *args))

    def with_settings(self, settings: Settings) -> AtWork:
        """The same, with other settings."""
        return replace(self, desk=replace(self.desk, settings=settings))


def join(profile: Profile, hub: str, code: str) -> Standing:
    """Enrol this PC (again, where the hub has lost it before anybody could sign in) and exchange once, so that its
    people can sign in. Raises what `trouble_code` names."""
    from spoke_app import commands  # brings requests: only who enrols or exchanges waits for that

    with suppress(AlreadyEnrolled):
        commands.enrol(profile, hub, code, None)
    return look(profile)


class HubRefuses(Exception):
    """The hub does not take this PC as it is; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fetch_people(profile: Profile) -> Standing:
    """Exchange again before anybody can sign in: the first one did not bring the people. HubRefuses where no second
    try will, either."""
    from spoke_app import commands
    from spoke_app.store.exchange_book import REFUSED_ALTOGETHER

    outcome = commands.exchange(profile, commands.NOBODY).data["outcome"]
    if outcome in REFUSED_ALTOGETHER:
        raise HubRefuses(outcome)
    return look(profile)


def join_again(profile: Profile, store: StoreThread, code: str, clock: Callable[[], datetime]) -> None:
    """A new code for a PC that the hub has lost or revoked, while somebody works on: the store is kept and all of it
    goes out anew. Raises what `trouble_code` names."""
    from spoke_app.access.enrolment import hub_of
    from spoke_app.commands import enrolment_of
    from spoke_app.headless import enrol_again
    from spoke_app.sync.transport import Transport

    hub_url, _ = hub_of(profile)
    transport = Transport(hub_url)
    try:
        enrol_again(profile, store, transport, enrolment_of(hub_url, code, None), now=clock())
    finally:
        transport.close()


def enter(
    profile: Profile,
    staff: str,
    pin: str,
    clock: Callable[[], datetime],
    settings: Settings,
    opened: StoreThread | None,
) -> AtWork:
    """Sign in and open the store, or take the one open already. Raises WrongPin, TooSoon, NotHere or a StoreError."""
    session = sign_in(profile, staff, pin, now=clock())
    store = opened
    if store is None:
        store = open_record(profile, session, clock)
    else:
        store.submit(lambda open_now: note_sign_in(profile, open_now, session.staff, clock()))
    try:
        desk = store.call(lambda open_now: make_desk(open_now, session.staff, clock, settings))
    except BaseException:
        if opened is None:
            store.close()
        raise
    return AtWork(session, store, desk)


def change_own_pin(
    profile: Profile, at_work: AtWork, clock: Callable[[], datetime], old: str, new: str
) -> tuple[str, float]:
    """A new PIN for who is signed in; blocks. Gives `''` or the stable code of why not, and seconds to wait."""
    try:
        change_pin(profile, at_work.store.call, at_work.session.staff, old, new, now=clock())
    except WeakPin as error:
        return error.code, 0.0
    except Exception as error:
        code = trouble_code(error)
        if code is None:
            raise
        return code, float(getattr(error, "seconds", 0.0))
    return "", 0.0


def trouble_code(error: BaseException) -> str | None:
    """The stable code of an error of the surroundings; None for a bug."""
    if isinstance(error, StoreError | BackupError):
        return error.code
    if isinstance(error, TooSoon):
        return "too-soon"
    if isinstance(error, HubRefuses):
        return error.code
    words: dict[type[BaseException], str] = {
        WrongPin: "wrong-pin",
        NotHere: "no-such-person",
        AlreadyEnrolled: "already-enrolled",
        AnotherHub: "other-hub",
        AnotherPost: "other-post",
        Held: "elsewhere",
        MachineKeyLost: "machine-key",
        StoreThere: "store-there",
        BadFile: "bad-file",
    }
    for kind, code in words.items():
        if isinstance(error, kind):
            return code
    # The exchange's errors carry a stable word; asking for it here does not load the transport.
    reason = getattr(error, "reason", None)
    if type(error).__module__.startswith("spoke_app.sync") and isinstance(reason, str):
        return reason
    if isinstance(error, OSError):
        return "disk-full" if error.errno in NO_ROOM else "read-only"
    return None
