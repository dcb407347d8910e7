"""A morning without a mouse: a new patient and a known one, from the list of people to the sent referral.

Every key goes to whatever has the cursor. `Keyboard` counts; words are what has to be typed in any case.
"""

from __future__ import annotations

from pathlib import Path

from tests.stories import town
from tests.stories.desk import Desk
from tests.stories.keyboard import Keyboard

NEW_AT_MOST, KNOWN_AT_MOST = 120, 60
"""Keys beside the words; a chord counts as each key it is made of."""


def test_a_new_and_a_known_patient(tmp_path: Path) -> None:
    hub = town.Hub(f"sqlite:///{tmp_path / 'hub.db'}", tmp_path)
    hub.furnish()
    hub.start()
    desk = Desk(tmp_path / "parsarma")
    try:
        desk.open()
        join(Keyboard(desk), hub)
        new, known = Keyboard(desk), Keyboard(desk)
        register(new)
        intake(new)
        refer(new)
        desk.see("Visit saved; the referral goes with the next exchange")
        Keyboard(desk).keys("F8")
        desk.see("मदद", "status.help")
        known_patient(known)
        desk.see("विज़िट सहेजी")
        Keyboard(desk).keys("F8")
        look_around(Keyboard(desk))
    finally:
        desk.close()
        hub.stop()
    for who, keyboard in (("new", new), ("known", known)):
        keys = f"{keyboard.strokes} keys in {len(keyboard.pressed)} strokes"
        print(f"{who} patient: {keys} beside {keyboard.typed} characters of words: {' '.join(keyboard.pressed)}")
    assert new.strokes <= NEW_AT_MOST
    assert known.strokes <= KNOWN_AT_MOST


def join(keyboard: Keyboard, hub: town.Hub) -> None:
    """Enrolment and sign-in; the cursor is where one types first."""
    keyboard.at("enrol.hub", within=60)
    keyboard.words(hub.url)
    keyboard.keys("Return")
    keyboard.at("enrol.code")
    keyboard.words(hub.enrol_code("parsarma"))
    keyboard.keys("Return")
    keyboard.at("sign_in.pin", within=60)
    while keyboard.desk.ask("current", name="sign_in.people").split(",")[0] != town.CHO:
        keyboard.keys("Down")
    keyboard.words(town.PIN)
    keyboard.keys("Return")
    keyboard.desk.there("today.new_visit", within=60)


def register(keyboard: Keyboard) -> None:
    """Nobody is found under this name, so Enter opens the form with it."""
    keyboard.keys("F2")
    keyboard.at("patients.search")
    keyboard.words("Sunita Devi")
    keyboard.keys("Return")
    keyboard.at("new_patient.gender.female")
    keyboard.keys("Space", "Return")
    keyboard.at("new_patient.age_value")
    keyboard.words("27")
    keyboard.keys("Return", "Return", "Return")
    keyboard.at("new_patient.relative_name")
    keyboard.words("Manoj Yadav")
    keyboard.keys("Return")
    keyboard.at("new_patient.phone")
    keyboard.words("9431022471")
    keyboard.keys("Return")
    keyboard.at("new_patient.village")
    keyboard.words("Barail")
    keyboard.keys("Ctrl+Return")
    keyboard.at("visit.complaint")


def intake(keyboard: Keyboard) -> None:
    """Complaint, vitals, no danger sign, the note."""
    keyboard.words("Weakness 2 months")
    keyboard.keys("Return")
    keyboard.keys("Ctrl+Down")
    for name, value in (
        ("temperature_f", "99.4"),
        ("pulse", "102"),
        ("bp_systolic", "104"),
        ("bp_diastolic", "66"),
        ("respiratory_rate", "18"),
        ("spo2", "98"),
    ):
        keyboard.at(f"visit.{name}")
        keyboard.words(value)
        keyboard.keys("Return")
    keyboard.keys("Ctrl+Down")
    keyboard.keys("Alt+N")
    keyboard.at("visit.danger_none")
    keyboard.keys("Ctrl+Down", "Ctrl+Down", "Ctrl+Down", "Ctrl+Down")
    keyboard.at("visit.provisional")
    keyboard.keys("Return")
    keyboard.at("visit.note")
    keyboard.words("Tired for 2 months. Pale, chest clear.")


def refer(keyboard: Keyboard) -> None:
    """The desk from its list, the question, the consent that was spoken."""
    keyboard.keys("Ctrl+Down")
    keyboard.at("visit.outcome.treated")
    keyboard.keys("Right", "Return")
    keyboard.at("visit.desk")
    keyboard.keys("Down", "Return", "Return")
    keyboard.at("visit.question")
    keyboard.words("Which iron dose, and can she be treated at home?")
    keyboard.keys("Tab")
    keyboard.at("visit.consent")
    keyboard.keys("Space", "Ctrl+Return")
    keyboard.at("today.search")


def known_patient(keyboard: Keyboard) -> None:
    """She comes again: found by a few letters, seen, referred; the same keys in Hindi."""
    keyboard.keys("F2")
    keyboard.at("patients.search")
    keyboard.words("sunit")
    keyboard.keys("Return")
    keyboard.at("visit.complaint")
    intake(keyboard)
    refer(keyboard)


def look_around(keyboard: Keyboard) -> None:
    """Every place of the rail by its letter, help and back, the language, and the lock."""
    desk = keyboard.desk
    for letter, there in (
        ("P", "patients.search"),
        ("C", "cases.list"),
        ("E", "exchange.now"),
        ("T", "today.new_visit"),
    ):
        keyboard.keys(f"Alt+{letter}")
        desk.there(there)
    keyboard.keys("F1")
    keyboard.at("help.search")
    keyboard.keys("Esc")
    keyboard.at("today.search")
    keyboard.keys("F12")
    keyboard.at("sign_in.pin", within=60)
