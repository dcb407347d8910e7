"""Two PCs of one centre without a line: both correct the same man's phone number, and each learns of an allergy.

When the line is back both numbers are kept and shown, side by side, on both PCs; the allergies, which do not
contradict each other, are simply both there. One decision on one PC settles it on the other.
"""

from __future__ import annotations

from tests.stories import town
from tests.stories.desk import Desk

MAN = "Ramesh Paswan"
HERE, THERE = "94310 55278", "94310 55728"


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


def exchange(*desks: Desk) -> None:
    """F5, one after the other; each waits until its exchange has ended whole with nothing left to send."""
    for desk in desks:
        desk.press("Alt+E")
        desk.there("exchange.now")
        desk.press("F5")
        desk.see("Nothing waits", within=120)


def part(hub: town.Hub, desk: Desk, other: Desk) -> None:
    """While the hub does not answer, both PCs write; then all meet. Leaves both on their Exchange screens."""
    exchange(desk)
    exchange(other)
    hub.stop()
    correct(desk, HERE, "Penicillin, rash")
    correct(other, THERE, "Dust, sneezing")
    hub.start()
    exchange(desk, other, desk)
    for one in (desk, other):
        one.press("Alt+E")
        one.see("Two people wrote different things", within=120)


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
