"""Where this PC's files lie. A profile is one folder: one enrolled app with its store, seals, settings and log."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import appdirs

log = logging.getLogger("spoke.paths")

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
    def recovery_path(self) -> Path:
        """The store's key, sealed to the district's recovery key; it needs no protection of this machine's."""
        return self.dir / "recovery.json"

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
    def backups_dir(self) -> Path:
        """The daily copies of the store."""
        return self.dir / "backups"

    @property
    def restoring_path(self) -> Path:
        """That another store takes the place of this one: who starts next finishes it."""
        return self.dir / "restoring.json"

    @property
    def wiping_path(self) -> Path:
        """The hub's order to destroy this PC's record, while it is carried out: who starts next finishes it."""
        return self.dir / "wiping.json"

    @property
    def wiped_path(self) -> Path:
        """That it was done, for whoever starts the app afterwards."""
        return self.dir / "wiped.json"

    @property
    def updates_dir(self) -> Path:
        """A new version of the app, as far as it has come."""
        return self.dir / "updates"

    @property
    def shared(self) -> bool:
        """Whether it is the PC's own, which everybody who signs in to Windows on it works with."""
        return sys.platform == "win32" and self.dir == default_profile().dir

    def make(self) -> None:
        """Makes the folder where there is none: the PC's own for all its users, any other for this one. OSError."""
        from spoke_app.access import rights

        with contextlib.suppress(FileExistsError):
            rights.make_folder(self.dir)
            if self.shared:
                self._share()
        if not self.dir.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.dir))
        with contextlib.suppress(FileExistsError):
            rights.make_folder(self.log_path.parent)

    def _share(self) -> None:
        from spoke_app.access import rights

        try:
            rights.share(self.dir)
        except OSError as error:
            # Whoever made it works on; only a second user of the PC would be told that saving is not allowed here.
            log.warning("the data folder has no rights of its own: %s", type(error).__name__)


def default_profile() -> Profile:
    """The PC's profile: shared by everyone who signs in to Windows on it, for staff share the PC; else the user's."""
    if sys.platform == "win32":
        return Profile(Path(os.environ.get("PROGRAMDATA", appdirs.site_data_dir(_NAME, appauthor=False))) / _NAME)
    return Profile(Path(appdirs.user_data_dir(_NAME, appauthor=False)))
