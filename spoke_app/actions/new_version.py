"""A new version of the app as the screens show it, and whether this is a moment to install it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from spoke_app.actions.desk import Desk
from spoke_app.actions.patient_rows import local_time
from spoke_app.store import drafts

IN_HAND = timedelta(minutes=30)
"""A form in which somebody typed so lately is in hand: a patient may be sitting before her."""


@dataclass(frozen=True)
class NewVersion:
    """`offers`: whether this build takes new versions at all; `starts`: whether it can start an installer here.
    `version` is '' where nothing newer is known; `bytes` of which `came` are here; `ready`: it can be installed;
    `wanted`: somebody asked for it; `room`: the disk has room for the rest; `put_off`: not today."""

    offers: bool
    starts: bool = False
    version: str = ""
    notes: str = ""
    notes_hi: str = ""
    bytes: int = 0
    came: int = 0
    ready: bool = False
    wanted: bool = False
    room: bool = True
    put_off: bool = False
    file: str = ""


def form_in_hand(desk: Desk) -> bool:
    """Whether anybody of this PC has a form in hand, which an installation would come in the middle of."""
    now = desk.now()
    saved = [local_time(draft.saved_at, now) for draft in drafts.all_open(desk.store)]
    return any(moment is None or moment >= now - IN_HAND for moment in saved)
