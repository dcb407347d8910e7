"""Setting aside a change that the hub keeps in quarantine: looked at by a named person, who lets it rest there."""

from __future__ import annotations

from spoke_app.actions.desk import Desk
from spoke_app.actions.views import Changed
from spoke_app.store import exchange_book


def set_aside(desk: Desk, change: str) -> Changed:
    """It leaves *needs attention*, not the store: released at the hub, it is back in its record."""
    exchange_book.set_aside(desk.store, change, staff=desk.staff.id, now=desk.now())
    [record] = exchange_book.records_of(desk.store, [change]) or [change]
    return Changed(frozenset({"quarantine"}), frozenset({record}))
