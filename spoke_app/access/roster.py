"""Who can sign in on this PC, read from the seals alone: the first page is shown before store and crypto are loaded."""

from __future__ import annotations

from datetime import datetime

import msgspec

from spoke_app.access.seals import read_seals
from spoke_app.paths import Profile


class KnownPerson(msgspec.Struct, frozen=True):
    """Someone who can sign in on this PC."""

    id: str
    name: str
    name_hi: str
    role: str
    last_sign_in: datetime | None = None


def is_enrolled(profile: Profile) -> bool:
    """Whether this profile belongs to a health centre. MachineKeyLost if the seals do not open on this machine."""
    return bool(read_seals(profile).token)


def people(profile: Profile) -> tuple[KnownPerson, ...]:
    """Who can sign in here, who did last first. Needs neither store nor network."""
    seals = read_seals(profile)
    found = [
        KnownPerson(one.staff, one.name, one.name_hi, one.role, _time(seals.last_sign_in.get(one.staff, "")))
        for one in seals.people
    ]
    by_name = sorted(found, key=lambda one: one.name.casefold())
    return tuple(sorted(by_name, key=lambda one: one.last_sign_in.timestamp() if one.last_sign_in else 0, reverse=True))


def _time(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None
