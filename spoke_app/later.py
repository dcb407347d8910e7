"""Calls into what is loaded only when it is first wanted: on the worker thread, while a person reads or types.

The first page of the window waits for nothing but the names (`standing`). Store, exchange and crypto come behind these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from spoke_app.entry import AtWork
    from spoke_app.headless import Exchanger
    from spoke_app.paths import Profile
    from spoke_app.standing import Standing
    from spoke_app.ui.stick_bridge import StickWork


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
