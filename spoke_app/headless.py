"""Puts the app together as far as it needs no window: profile, key, store thread, exchange and its manager.

The command line works on this alone; `app.py` puts the window on top.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from spoke_app import swap
from spoke_app.access import enrolment, sign_in, wipe
from spoke_app.access.lock import FileLock, Held
from spoke_app.actions.desk import Desk
from spoke_app.actions.make_desk import make_desk
from spoke_app.bring_back import open_record
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.settings import load_settings
from spoke_app.store import attachments, own_chain, trail
from spoke_app.store import exchange_book as book
from spoke_app.store.database import Store
from spoke_app.store.store_thread import StoreThread
from spoke_app.sync.attachments import TEXT_FIRST, AttachmentQueue
from spoke_app.sync.bundle import BundleError, Exported, Progress, export, take_reply
from spoke_app.sync.engine import DONE, STOPPED, WIPED, Clock, ExchangeResult, exchange, together
from spoke_app.sync.manager import ExchangeManager, Listener
from spoke_app.sync.transport import STALL_SECONDS, Enrolled, Transport
from spoke_app.sync.update import UpdateTurn
from spoke_app.sync.update_folder import UpdateFolder
from spoke_app.updates import folder_of
from spoke_app.version import VERSION

LOOK_AGAIN_S = 0.05
UPGRADE_NEEDED = "upgrade-needed"
ELSEWHERE = "elsewhere"
"""Outcome when another process of this PC exchanges just now."""


class NotEnrolled(Exception):
    """This profile belongs to no health centre yet."""


class SignInNeeded(Exception):
    """Someone has signed in on this PC before: from then on a person's PIN opens the store."""


class NoSuchPerson(Exception):
    """Nobody of this name can sign in here."""


def open_key(profile: Profile, staff: str | None, pin: str | None, *, now: datetime) -> sign_in.Session:
    """The store's key, by a person's name (or id) and PIN, or before the first sign-in by this machine alone.

    Raises NotEnrolled, SignInNeeded, NoSuchPerson, WipedByTheHub, and what `access.sign_in` raises.
    """
    swap.finish(profile)
    wiped = wipe.finished(profile)
    if wiped is not None and not enrolment.is_enrolled(profile):
        raise wipe.WipedByTheHub(wiped)
    if not enrolment.is_enrolled(profile):
        raise NotEnrolled
    if staff is None or pin is None:
        key = sign_in.before_first_sign_in(profile)
        if key is None:
            raise SignInNeeded
        return sign_in.Session("", key)
    wanted = staff.strip().casefold()
    for person in sign_in.people(profile):
        if wanted in (person.id, person.name.casefold(), person.name_hi.casefold()):
            return sign_in.sign_in(profile, person.id, pin, now=now)
    raise NoSuchPerson


class Exchanger:
    """This PC's exchange with its hub, over an open store; for the command line and for the window's manager."""

    def __init__(
        self,
        profile: Profile,
        store: StoreThread,
        store_key: bytes,
        *,
        now: Callable[[], datetime] = local_now,
        monotonic: Callable[[], float] = time.monotonic,
        updates: UpdateFolder | None = None,
    ) -> None:
        """`updates`: else what this build says of new versions of itself."""
        self._profile = profile
        self._updates = updates or folder_of(profile)
        self._store = store
        self._key = store_key
        self._clock = Clock(now, monotonic)
        self._lock = FileLock(profile.exchange_lock_path)
        self._hub = enrolment.hub_of(profile)
        self._transport = Transport(*self._hub)
        self._asked_for_attachments = threading.Event()

    def run(
        self,
        stopped: Callable[[], bool] = lambda: False,
        step: Callable[[ExchangeResult], None] = lambda result: None,
    ) -> ExchangeResult:
        """Exchanges until neither side has more, then sends and fetches attachments while nothing else waits. Blocks.

        How it ended is the text's: attachments that could not go wait for the next time.
        """
        self._look_for_a_new_enrolment()
        result, sent = self._exchange_text(stopped, step), set[str]()
        while result.outcome == DONE and self._bring_attachments(sent, stopped, step):
            result = together(result, self._exchange_text(stopped, step))
        return result

    def put_on_stick(self, file: Path, stopped: Callable[[], bool], step: Callable[[Progress], None]) -> Exported:
        """Writes what waits to a file for the hub. Blocks. What `bundle.export` raises, and Held."""
        token = enrolment.hub_of(self._profile)[1]
        with self._between_exchanges(stopped):
            self._store.call(partial(self._move_trail, all_of_it=False))
            return export(self._store.call, token, file, self._clock, app=VERSION, stopped=stopped, step=step)

    def take_from_stick(
        self, file: Path, stopped: Callable[[], bool], step: Callable[[Progress], None]
    ) -> ExchangeResult:
        """Takes in the hub's reply. Blocks. What `bundle.take_reply` raises, and Held."""
        with self._between_exchanges(stopped):
            return self._ended(take_reply(self._store.call, file, self._clock, stopped=stopped, step=step))

    @contextmanager
    def _between_exchanges(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """No exchange over the line meanwhile, of this process or another; one under way has time to end."""
        lock = FileLock(self._profile.exchange_lock_path)  # of its own: this process exchanges in another thread
        until = time.monotonic() + 2 * STALL_SECONDS
        while not lock.take():
            if stopped():
                raise BundleError(STOPPED)
            if time.monotonic() > until:
                raise Held(self._profile.exchange_lock_path.name)
            time.sleep(LOOK_AGAIN_S)
        try:
            yield
        finally:
            lock.release()

    def take_attachments(self) -> None:
        """Someone asked for an exchange: the next one brings attachments too, whatever the settings say."""
        self._asked_for_attachments.set()

    def _exchange_text(self, stopped: Callable[[], bool], step: Callable[[ExchangeResult], None]) -> ExchangeResult:
        """Exchanges until neither side has more, then brings this PC's sign-in list up to date. Entries of the trail go
        behind all that, and all of them before the record is destroyed."""
        result = self._exchange(stopped, step)
        while result.outcome == DONE and self._store.call(partial(self._move_trail, all_of_it=result.wipe)):
            result = together(result, self._exchange(stopped, step))
        return self._ended(result)

    def _exchange(self, stopped: Callable[[], bool], step: Callable[[ExchangeResult], None]) -> ExchangeResult:
        return exchange(self._store.call, self._transport, self._clock, app=VERSION, stopped=stopped, step=step)

    def _move_trail(self, store: Store, *, all_of_it: bool) -> bool:
        now = self._clock.now()
        return (all_of_it or trail.is_due(store, now)) and trail.move(store, now=now) > 0

    def _ended(self, result: ExchangeResult) -> ExchangeResult:
        """What an answer leaves to do: an order to wipe, new people."""
        if result.wipe and self._store.end_after(lambda store: wipe.order(self._profile, store, now=self._clock.now())):
            wipe.finished(self._profile)
            self._key = b""
            return replace(result, outcome=WIPED)
        if result.outcome != STOPPED:
            self._store.call(lambda store: sign_in.refresh_seals(self._profile, store, self._key))
        return result

    def _bring_attachments(
        self, sent: set[str], stopped: Callable[[], bool], step: Callable[[ExchangeResult], None]
    ) -> bool:
        """A turn of the queue, if there may be one; True when the text goes next: because something was saved, or to
        hear from the hub that it holds what was sent."""
        if not self._attachments_flow():
            return False
        if self._asked_for_attachments.is_set():
            self._store.call(attachments.ask_again)
        queue = AttachmentQueue(self._store.call, self._transport, self._clock, stopped=stopped, step=step)
        outcome = queue.run()
        if outcome == TEXT_FIRST:
            return True
        if outcome == DONE:
            self._asked_for_attachments.clear()
        new = queue.sent - sent
        sent |= new
        return outcome == DONE and bool(new)

    def look_for_update(
        self, result: ExchangeResult, stopped: Callable[[], bool], step: Callable[[], None] = lambda: None
    ) -> str:
        """After an exchange that ended whole, or that the hub refuses to an app as old as this: a turn of asking for a
        new version and of downloading it. Blocks until `stopped`; how it ended."""
        refused = result.outcome == UPGRADE_NEEDED
        if not (refused or result.outcome == DONE) or not self._updates.key:
            return DONE
        turn = UpdateTurn(
            self._updates,
            self._transport,
            self._clock,
            self._store.call(lambda store: store.meta_get("hub")),
            alone=self._alone_with_updates,
            always=load_settings(self._profile.settings_path).attachments == "always",
            # What waits for a hub that takes nothing from this version waits for the new one.
            waits=lambda: not refused and self._store.call(self._waits),
            stopped=stopped,
            step=step,
        )
        return turn.run()

    @contextmanager
    def _alone_with_updates(self) -> Iterator[bool]:
        lock = FileLock(self._updates.turn_path)
        mine = lock.take()
        try:
            yield mine
        finally:
            lock.release()

    def _waits(self, store: Store) -> bool:
        return own_chain.waiting(store) > 0 or (attachments.any_waits(store) and self._attachments_flow())

    def _attachments_flow(self) -> bool:
        return (
            self._asked_for_attachments.is_set() or load_settings(self._profile.settings_path).attachments == "always"
        )

    def busy(self, store: Store) -> bool:
        """Whether something waits to be sent, or an answer is awaited."""
        return self._waits(store) or book.answer_awaited(store)

    def _look_for_a_new_enrolment(self) -> None:
        """This PC may have been enrolled again, from the window or by a command, since the last exchange."""
        hub = enrolment.hub_of(self._profile)
        if hub != self._hub:
            self._transport.close()
            self._hub, self._transport = hub, Transport(*hub)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether no other process of this PC exchanges; if so none will until the end of the block."""
        mine = self._lock.take()
        try:
            yield mine
        finally:
            if mine:
                self._lock.release()

    def now(self) -> ExchangeResult:
        """`run`, once, with all attachments, unless another process is at it."""
        self.take_attachments()
        with self.alone() as alone:
            return self.run() if alone else ExchangeResult(ELSEWHERE)

    def manager(self, listener: Listener, step: Callable[[ExchangeResult], None]) -> ExchangeManager:
        """Exchanges when they are due, in a thread of its own, from its `start` on. `step` hears of each request in
        that thread: with what came, views may refresh while a first fill goes on."""
        return ExchangeManager(
            lambda stopped: self.run(stopped, step),
            listener,
            busy=lambda: self._store.call(self.busy),
            alone=self.alone,
            abort=lambda: self._transport.abort(),
            asked=self.take_attachments,
            behind=lambda result, stopped: self._look_for_update_and_tell(result, stopped, step),
        )

    def _look_for_update_and_tell(
        self, result: ExchangeResult, stopped: Callable[[], bool], step: Callable[[ExchangeResult], None]
    ) -> None:
        self.look_for_update(result, stopped, lambda: step(ExchangeResult(DONE)))

    def close(self) -> None:
        self._transport.close()


def enrol_again(
    profile: Profile, store: StoreThread, transport: Transport, wanted: enrolment.Enrolment, *, now: datetime
) -> Enrolled:
    """`enrolment.enrol_again` while nobody exchanges: waits for an exchange under way, at most so long that a dead line
    has been given up. Held if even then another one runs."""
    lock = FileLock(profile.exchange_lock_path)
    lock.wait(2 * STALL_SECONDS)
    try:
        return enrolment.enrol_again(profile, store.call, transport, wanted, now=now)
    finally:
        lock.release()


@dataclass
class Opened:
    """An open profile. Use as a context manager."""

    profile: Profile
    session: sign_in.Session
    store: StoreThread
    now: Callable[[], datetime] = field(default=local_now)

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()

    def exchanger(self) -> Exchanger:
        return Exchanger(self.profile, self.store, self.session.store_key, now=self.now)

    def desk(self, store: Store) -> Desk:
        """The actions' context, for the person who signed in; on the store thread. SignInNeeded without a person."""
        if not self.session.staff:
            raise SignInNeeded
        return make_desk(store, self.session.staff, self.now, load_settings(self.profile.settings_path))


def open_profile(
    profile: Profile, staff: str | None, pin: str | None, *, now: Callable[[], datetime] = local_now
) -> Opened:
    """Signs in and opens the store. Raises what `open_key` raises, and StoreErrors."""
    session = open_key(profile, staff, pin, now=now())
    return Opened(profile, session, open_record(profile, session, now), now)
