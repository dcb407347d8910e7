"""Notes that a paper or a register was printed or saved, for the trail."""

from __future__ import annotations

from typing import Literal

from spoke_app.actions.desk import Desk

Deed = Literal["paper-printed", "paper-saved", "register-printed", "register-saved"]


def note_paper(desk: Desk, deed: Deed, record: str = "") -> None:
    """`record`: the visit or referral that the paper is of; a register is of none."""
    desk.note(deed, record)
