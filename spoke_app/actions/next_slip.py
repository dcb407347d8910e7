"""The slip number that the next new patient will get, to be shown in the form before it is saved."""

from __future__ import annotations

from spoke_app.actions.desk import Desk
from spoke_app.store import slip_numbers


def next_slip(desk: Desk) -> str:
    """Not reserved: the number is given when the patient is saved."""
    return slip_numbers.peek(desk.store)
