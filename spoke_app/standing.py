"""How a profile stands before anybody has signed in. Light on purpose: the first page waits for this import alone."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

from spoke_app import swap
from spoke_app.access import wipe
from spoke_app.access.roster import KnownPerson, is_enrolled, people
from spoke_app.access.wipe import Wiped as Wiped  # the pages name its type
from spoke_app.paths import Profile

if TYPE_CHECKING:
    from spoke_app.actions.views import Place

log = logging.getLogger("spoke.entry")


class KnownPlace(msgspec.Struct, frozen=True):
    """The centre as the sign-in page names it; `district` is the district's name."""

    name: str
    name_hi: str
    district: str


class Standing(msgspec.Struct, frozen=True):
    """`place` is known from the first exchange on."""

    enrolled: bool
    people: tuple[KnownPerson, ...] = ()
    place: KnownPlace | None = None
    wiped: Wiped | None = None
    """Set where the record of this PC was destroyed by the hub's order."""


def look(profile: Profile) -> Standing:
    """Whether this PC is enrolled, and who may sign in. Needs neither network nor store."""
    swap.finish(profile)
    wiped = wipe.finished(profile)
    if not is_enrolled(profile):
        return Standing(False, wiped=wiped)
    return Standing(True, people(profile), _place(profile))


def keep_place(profile: Profile, place: Place) -> None:
    """Note the centre's name, with its district's, for the sign-in page, which is shown before the store can be opened.

    No patient data.
    """
    from spoke_app.ui.models.places import load_places  # reads the list of districts: not before the first page

    district = load_places().district_name(place.district) if place.district else ""
    try:
        profile.place_path.write_bytes(msgspec.json.encode(KnownPlace(place.name, place.name_hi, district)))
    except OSError:
        log.warning("the centre's name was not kept")


def _place(profile: Profile) -> KnownPlace | None:
    try:
        return msgspec.json.decode(profile.place_path.read_bytes(), type=KnownPlace)
    except (OSError, msgspec.DecodeError):
        return None
