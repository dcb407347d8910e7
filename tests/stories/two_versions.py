"""Two PCs of one centre without a line: both correct the same man's phone number, and each learns of an allergy.

When the line is back both numbers are kept and shown, side by side, on both PCs; the allergies, which do not
contradict each other, are simply both there. One decision on one PC settles it on the other.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from tests.stories import town
from tests.stories.desk import Desk, DeskError

MAN = "Ramesh Paswan"
HERE, THERE = "94310 55278", "94310 55728"
TOLD = "Two people wrote different things"


def correct(desk: Desk, phone: str, allergy: str) -> None:
    """The record is opened, the phone typed anew, an allergy added."""
    desk.press("Alt+P")
    desk.type("patients.search", MAN)
    desk.pick("patients.list", MAN)
    desk.see("Edit", "patients.edit")
    desk.click("patients.edit")
    desk.there("new_patient.phone")
    desk.type("new_patient.phone", phone)
    desk.press("Alt+M")
    desk.type("new_patient.allergies", allergy)
    desk.press("Return", "new_patient.allergies")
    desk.click("new_patient.save")
    desk.there("patients.search")


def meet(desks: Sequence[Desk], ready: Callable[[Desk], None]) -> None:
    """F5 on every PC until each is `ready`, which raises DeskError while it is not: who sends first does not matter."""
    until = time.monotonic() + 120
    waiting = list(desks)
    while waiting:
        for desk in desks:
            desk.press("F5")
        for desk in list(waiting):
            try:
                ready(desk)
            except DeskError:
                if time.monotonic() > until:
                    raise
            else:
                waiting.remove(desk)


def knows_the_man(desk: Desk) -> None:
    """He is found here."""
    desk.there("patients.list", within=3)


def is_told(desk: Desk) -> None:
    """The Exchange screen says that two people differ."""
    desk.see(TOLD, within=3)


def is_settled(desk: Desk) -> None:
    """It says so no more."""
    if any(TOLD in said for said in desk.read()):
        raise DeskError(f"{TOLD} stands there still")


def part(hub: town.Hub, desk: Desk, other: Desk) -> None:
    """While the hub does not answer, both PCs write; then all meet. Leaves both on their Exchange screens."""
    for one in (desk, other):
        one.press("Alt+P")
        one.type("patients.search", MAN)
    meet((desk, other), knows_the_man)
    hub.stop()
    correct(desk, HERE, "Penicillin, rash")
    correct(other, THERE, "Dust, sneezing")
    hub.start()
    for one in (desk, other):
        one.press("Alt+E")
        one.there("exchange.now")
    meet((desk, other), is_told)


def compare(desk: Desk) -> None:
    """From the Exchange screen to the versions."""
    desk.press("Alt+E")
    desk.pick("exchange.attention", MAN, open=True)
    desk.there("conflict.use.1")
    desk.see(HERE)
    desk.see(THERE)


def decide(desk: Desk) -> None:
    """By keyboard: the first version, saved."""
    desk.press("Alt+1")
    desk.press("Ctrl+Return")
    desk.there("exchange.now")
