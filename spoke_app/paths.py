"""Where this PC's files lie. A profile is one folder: one enrolled app with its store, seals, settings and log."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import appdirs

_NAME = "Spoke"


@dataclass(frozen=True)
class Profile:
    """The files of one enrolment. Nothing is made by naming them: `make` does."""

    dir: Path

    @property
    def store_path(self) -> Path:
        return self.dir / "store.db"

    @property
    def seals_path(self) -> Path:
        """Names, sealed store keys and the device's token, under the machine's protection."""
        return self.dir / "seals.json"

    @property
    def seals_lock_path(self) -> Path:
        """Held for a moment by whoever changes the seals: sign-in and exchange may do so at once."""
        return self.dir / "seals.lock"

    @property
    def machine_key_path(self) -> Path:
        """The machine's own key, where the system has no protection of its own to offer."""
        return self.dir / "machine.key"

    @property
    def settings_path(self) -> Path:
        return self.dir / "settings.json"

    @property
    def log_path(self) -> Path:
        return self.dir / "log" / "spoke.log"

    @property
    def lock_path(self) -> Path:
        """Held by the one window."""
        return self.dir / "window.lock"

    @property
    def exchange_lock_path(self) -> Path:
        """Held by whoever exchanges: window or command line."""
        return self.dir / "exchange.lock"

    @property
    def place_path(self) -> Path:
        """The centre's name, for the page before the sign-in."""
        return self.dir / "place.json"

    @property
    def wiping_path(self) -> Path:
        """The hub's order to destroy this PC's record, while it is carried out: who starts next finishes it."""
        return self.dir / "wiping.json"

    @property
    def wiped_path(self) -> Path:
        """That it was done, for whoever starts the app afterwards."""
        return self.dir / "wiped.json"

    def make(self) -> None:
        """Makes the folder, for this user alone where the system knows users' folders."""
        self.dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.log_path.parent.mkdir(exist_ok=True, mode=0o700)


def default_profile() -> Profile:
    """The PC's profile: shared by everyone who signs in to Windows on it, for staff share the PC; else the user's."""
    if sys.platform == "win32":
        return Profile(Path(os.environ.get("PROGRAMDATA", appdirs.site_data_dir(_NAME, appauthor=False))) / _NAME)
    return Profile(Path(appdirs.user_data_dir(_NAME, appauthor=False)))
