"""Calls into what is loaded only when it is first wanted: on the worker thread, while a person reads or types.

The first page of the window waits for nothing but the names (`standing`). Store, exchange and crypto come behind these.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from spoke_app.access.sign_in import Session
    from spoke_app.actions.desk import Desk
    from spoke_app.bring_back import BroughtBack, Restored
    from spoke_app.entry import AtWork
    from spoke_app.headless import Exchanger
    from spoke_app.paths import Profile
    from spoke_app.standing import Standing
    from spoke_app.store.backup import Header
    from spoke_app.store.database import Store
    from spoke_app.ui.backup_bridge import BackupWork, Keeper
    from spoke_app.ui.pin_bridge import PinWork
    from spoke_app.ui.stick_bridge import StickWork
    from spoke_app.updates import UpdateWork


def join(profile: Profile, hub: str, code: str) -> Standing:
    """See `entry.join`."""
    from spoke_app import entry

    return entry.join(profile, hub, code)


def fetch_people(profile: Profile) -> Standing:
    """See `entry.fetch_people`."""
    from spoke_app import entry

    return entry.fetch_people(profile)


def join_again(profile: Profile, at_work: AtWork, code: str, clock: Callable[[], datetime]) -> None:
    """See `entry.join_again`."""
    from spoke_app import entry

    entry.join_again(profile, at_work.store, code, clock)


def enter(*args: Any) -> AtWork:
    """See `entry.enter`."""
    from spoke_app import entry

    return entry.enter(*args)


def way_out() -> str:
    """See `sync.network.way_out`."""
    from spoke_app.sync import network

    return network.way_out()


def trouble_code(error: BaseException) -> str | None:
    """See `entry.trouble_code`."""
    from spoke_app import entry

    return entry.trouble_code(error)


def stick_work(exchanger: Exchanger) -> StickWork:
    """Exports and imports by USB stick, as the window runs them in a thread."""
    from spoke_app.sticks import work

    return lambda what, file, stopped, step: work(exchanger, what, file, stopped, step)


def exchanger(profile: Profile, at_work: AtWork, now: Callable[[], datetime]) -> Exchanger:
    """This PC's exchange over an open store; brings requests."""
    from spoke_app.headless import Exchanger

    return Exchanger(profile, at_work.store, at_work.session.store_key, now=now)


def pin_work(profile: Profile, at_work: AtWork, clock: Callable[[], datetime]) -> PinWork:
    """A new PIN, as the window has it changed in a thread."""
    from spoke_app import entry

    return lambda old, new: entry.change_own_pin(profile, at_work, clock, old, new)


def note_signed_out(staff: str, now: datetime, store: Store) -> None:
    """Somebody left her desk; on the store thread."""
    from spoke_app.store import trail

    trail.note(store, staff, "signed-out", now=now)


def busy(desk: Desk, exchanger: Exchanger) -> bool:
    """Whether something waits for an exchange, or an answer is awaited; on the store thread."""
    return exchanger.busy(desk.store)


def update_work(profile: Profile, clock: Callable[[], datetime]) -> UpdateWork:
    """New versions of the app, as the window shows and installs them."""
    from spoke_app.updates import UpdateWork, folder_of

    return UpdateWork(folder_of(profile), clock)


def repair(profile: Profile, session: Session, clock: Callable[[], datetime]) -> BroughtBack:
    """See `bring_back.repair`."""
    from spoke_app import bring_back

    return bring_back.repair(profile, session, now=clock())


def look_at_backup(file: Path) -> Header:
    """What a backup says openly."""
    from spoke_app.store.backup import BackupFile

    return BackupFile(file).header


def restore(
    profile: Profile,
    file: Path,
    key_file: Path | None,
    passphrase: str,
    clock: Callable[[], datetime],
    replace: bool,
    stopped: Callable[[], bool],
    step: Callable[[int, int], None],
) -> Restored:
    """See `bring_back.restore`; this window is the one that is open."""
    from spoke_app import bring_back
    from spoke_app.backup_commands import secret_of

    secret = secret_of(key_file, passphrase)
    return bring_back.restore(
        profile, file, secret, now=clock(), replace=replace, window=False, stopped=stopped, step=step
    )


def backup_work(profile: Profile, at_work: AtWork, now: Callable[[], datetime]) -> BackupWork:
    """Backups on a stick, as the window runs them in a thread."""

    def work(file: Path, passphrase: str, stopped: Callable[[], bool], step: Callable[[int, int], None]) -> str:
        from spoke_app.back_up import back_up

        try:
            given = (profile, at_work.store, at_work.session, file, passphrase)
            back_up(*given, now=now(), stopped=stopped, step=step)
        except Exception as error:
            code = trouble_code(error)
            if code is None:
                logging.getLogger("spoke.backup").exception("a backup failed")
            return code or "bug"
        return "done"

    return work


def daily_copies(
    profile: Profile, at_work: AtWork, now: Callable[[], datetime]
) -> Callable[[Callable[[str], None]], Keeper]:
    """The daily copies, as the window keeps them going."""

    def keeper(told: Callable[[str], None]) -> Keeper:
        from spoke_app.back_up import DailyCopies

        return DailyCopies(profile, at_work.store, at_work.session.store_key, now, told)

    return keeper
