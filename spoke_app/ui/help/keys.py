"""Which key does what: the buttons of a page say it themselves; what no button says stands here, page by page."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from spoke_app.ui.screen import Screen
from spoke_app.ui.widgets.button import Button

_tr = QCoreApplication.translate


@dataclass(frozen=True)
class Key:
    """A key as its cap shows it, and what it does."""

    cap: str
    words: str


@dataclass(frozen=True)
class KeyGroup:
    title: str
    keys: tuple[Key, ...]


class KeysOfPage:
    """What the keys do on a page that lies under the help: its buttons, then what has no button."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def read(self) -> tuple[Key, ...]:
        """As the page stands now, in the language of now."""
        found: dict[str, Key] = {}
        self._screen.catch_up()
        for button in self._screen.findChildren(Button):
            face = button.face()
            if face.key and button.isVisibleTo(self._screen) and button.isEnabledTo(self._screen):
                cap = f"Alt {face.key}" if len(face.key) == 1 else face.key
                found.setdefault(cap, Key(cap, face.text or button.accessibleName()))
        for key in silent_keys(self._screen.name):
            found.setdefault(key.cap, key)
        return tuple(found.values())


def silent_keys(name: str) -> tuple[Key, ...]:
    """The keys of a screen that no button carries."""
    choose = Key("Up Down", _tr("HelpKeys", "Choose in the list while you type"))
    then_open = Key("Enter", _tr("HelpKeys", "Open what is chosen"))
    of_screen: dict[str, tuple[Key, ...]] = {
        "today": (choose, then_open),
        "patients": (
            choose,
            Key("Enter", _tr("HelpKeys", "New visit for who is chosen")),
            Key("PgDown", _tr("HelpKeys", "In an old visit: further down")),
            Key("PgUp", _tr("HelpKeys", "In an old visit: up again")),
        ),
        "new_patient": (
            Key("Alt B", _tr("HelpKeys", "Birth date instead of the age, and back")),
            Key("Alt M", _tr("HelpKeys", "More: address, allergies, conditions, guardian")),
        ),
        "visit": (
            Key("Alt N", _tr("HelpKeys", "No danger sign: each was looked for")),
            Key("Ctrl Up", _tr("HelpKeys", "The part before")),
            Key("F4", _tr("HelpKeys", "A ready text into the field of words")),
        ),
        "registers": tuple(Key(f"Alt {at}", words) for at, words in enumerate(_registers(), start=1)),
        "cases": (
            then_open,
            Key("Ctrl F", _tr("HelpKeys", "Find a case")),
            Key("Ctrl P", _tr("HelpKeys", "Print")),
        ),
    }
    return of_screen.get(name, ())


def _registers() -> tuple[str, ...]:
    return (
        _tr("HelpKeys", "OPD register"),
        _tr("HelpKeys", "Telemedicine register"),
        _tr("HelpKeys", "Medicines given"),
        _tr("HelpKeys", "Follow-ups due"),
    )


def moving_keys() -> tuple[Key, ...]:
    """How one gets about, the same on every page."""
    return (
        Key("Enter", _tr("HelpKeys", "On to the next field; press the button; open the row")),
        Key("Tab", _tr("HelpKeys", "On to the next field or button, also out of a text")),
        Key("Shift Tab", _tr("HelpKeys", "Back to the field before")),
        Key("Left Right", _tr("HelpKeys", "Choose between side by side")),
        Key("Space", _tr("HelpKeys", "Tick, or take the first choice")),
        Key("Backspace", _tr("HelpKeys", "In an empty line: take out the last entry")),
    )


def window_keys() -> tuple[Key, ...]:
    """The keys that work on every page."""
    return (
        Key("F1", _tr("HelpKeys", "Help for this page")),
        Key("F2", _tr("HelpKeys", "New visit")),
        Key("F3", _tr("HelpKeys", "Find a patient")),
        Key("F5", _tr("HelpKeys", "Exchange now")),
        Key("F8", _tr("HelpKeys", "English or Hindi")),
        Key("F12", _tr("HelpKeys", "Lock; what you typed is kept")),
        Key("Esc", _tr("HelpKeys", "Back; nothing is lost")),
    )


def rail_keys() -> tuple[Key, ...]:
    """The places at the left."""
    return (
        Key("Alt T", _tr("HelpKeys", "Today")),
        Key("Alt P", _tr("HelpKeys", "Patients")),
        Key("Alt C", _tr("HelpKeys", "Cases")),
        Key("Alt R", _tr("HelpKeys", "Registers")),
        Key("Alt E", _tr("HelpKeys", "Exchange")),
        Key("Alt S", _tr("HelpKeys", "Settings")),
    )


def form_keys() -> tuple[Key, ...]:
    """What the same key does wherever it is shown."""
    return (
        Key("Ctrl Enter", _tr("HelpKeys", "Finish what this page is for")),
        Key("Ctrl Down", _tr("HelpKeys", "The next part of a visit")),
        Key("Ctrl Up", _tr("HelpKeys", "The part before")),
        Key("Ctrl P", _tr("HelpKeys", "Print")),
        Key("Ctrl N", _tr("HelpKeys", "New patient, with what was typed")),
        Key("Ctrl S", _tr("HelpKeys", "Save only")),
    )


def all_keys() -> tuple[KeyGroup, ...]:
    """Every group, in the order of the page."""
    return (
        KeyGroup(_tr("HelpKeys", "Everywhere"), window_keys()),
        KeyGroup(_tr("HelpKeys", "The places at the left"), rail_keys()),
        KeyGroup(_tr("HelpKeys", "In a form"), moving_keys()),
        KeyGroup(_tr("HelpKeys", "On a page that has it"), form_keys()),
    )
