"""New versions of the app as the window shows and installs them: calls that may block for a moment, without Qt."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from spoke_app import installer
from spoke_app.actions.new_version import NewVersion
from spoke_app.build_record import program_folder, read_record
from spoke_app.paths import Profile
from spoke_app.sync.update_folder import UpdateFolder, is_release

STARTED = "started"

log = logging.getLogger("spoke.update")


def folder_of(profile: Profile) -> UpdateFolder:
    """Where this profile's new versions come to, and whose this build takes: nobody's where it was given no key."""
    record = read_record(program_folder())
    return UpdateFolder(profile.updates_dir, record.release_key if record is not None else "")


class UpdateWork:
    """What the window does with new versions. `starts`: whether there is an installer to start here."""

    def __init__(
        self,
        folder: UpdateFolder,
        clock: Callable[[], datetime],
        *,
        starts: bool = sys.platform == "win32",
        start: Callable[[BinaryIO, Path], None] = installer.start,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._starts = starts
        self._start = start

    def look(self) -> NewVersion:
        """What there is. Never fails."""
        found = self._folder.found()
        if found is None:
            return NewVersion(offers=bool(self._folder.key), starts=self._starts)
        return NewVersion(
            offers=True,
            starts=self._starts,
            version=found.release.version,
            notes=found.release.notes,
            notes_hi=found.release.notes_hi,
            bytes=found.release.bytes,
            came=found.came,
            ready=found.ready,
            wanted=found.wanted,
            room=found.room,
            put_off=found.later == self._clock().date().isoformat(),
            file=str(self._folder.installer(found.release)),
        )

    def tidy(self) -> NewVersion:
        """Remove what an upgrade has left behind, then look."""
        try:
            self._folder.tidy()
        except OSError as error:
            log.warning("what an upgrade left could not be removed: %s", type(error).__name__)
        return self.look()

    def want(self) -> NewVersion:
        """Somebody asked for it. OSError on a full disk."""
        self._folder.want()
        return self.look()

    def put_off(self) -> NewVersion:
        """Not today. OSError on a full disk."""
        self._folder.put_off(self._clock().date())
        return self.look()

    def install(self) -> str:
        """Starts the installer on what is verified once more, right now: `started`, or why not: `gone`, `altered`,
        `not-started`."""
        found = self._folder.found()
        if found is None or not found.ready:
            return "gone"
        path = self._folder.installer(found.release)
        try:
            with installer.held(path) as file:
                good = is_release(file, found.release)
                if good:
                    self._start(file, path)
        except (OSError, installer.NotStarted) as error:
            log.error("the installer did not start: %s", type(error).__name__)
            return "not-started"
        if not good:
            log.error("version %s was altered after it had come: thrown away", found.release.version)
            self._folder.refuse(found.release, self._clock().date())
            return "altered"
        log.info("version %s is being installed", found.release.version)
        return STARTED
