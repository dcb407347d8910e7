"""The pages before the desk that bring a record back: a damaged one out of what is left, or another PC's backup."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from spoke_app import later
from spoke_app.paths import Profile
from spoke_app.standing import KnownPlace
from spoke_app.ui.ports import Ask, BoxAsk, ScreenSettings
from spoke_app.ui.runner import Runner
from spoke_app.ui.sign_in.repair_screen import RepairScreen
from spoke_app.ui.sign_in.restore_screen import RestoreScreen


class BringingBack(QObject):
    """`shown(page)` when one is to be seen, `left` when how this PC stands is to be looked at again."""

    shown = Signal(object)
    left = Signal()
    _stepped = Signal(object, object)

    def __init__(
        self, profile: Profile, settings: ScreenSettings, clock: Callable[[], datetime], runner: Runner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._profile, self._settings, self._clock, self._runner = profile, settings, clock, runner
        self._session: Any = None
        self._stopped = threading.Event()
        self.page: RepairScreen | RestoreScreen | None = None
        self._stepped.connect(self._on_step, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def stop(self) -> None:
        """A restoration under way is given up: nothing has happened then."""
        self._stopped.set()

    def offer_repair(self, session: Any, place: KnownPlace | None, code: str) -> None:
        """The record did not open for this person, whose key is the right one."""
        self._session = session
        page = RepairScreen(self._settings, place, code)
        page.repair_wanted.connect(self._repair)
        page.done_with.connect(self._leave)
        self._show(page)

    def offer_restore(self, ask: Ask | None = None) -> None:
        """A backup is to be chosen."""
        page = RestoreScreen(self._settings, ask or BoxAsk())
        page.chosen.connect(self._look_at)
        page.restore_wanted.connect(self._restore)
        page.cancelled.connect(self.stop)
        page.given_up.connect(self._leave)
        page.done_with.connect(self._leave)
        self._show(page)

    def _show(self, page: RepairScreen | RestoreScreen) -> None:
        self.page = page
        self.shown.emit(page)

    @Slot()
    def _leave(self) -> None:
        self.page = self._session = None
        self.left.emit()

    @Slot()
    def _repair(self) -> None:
        self._runner.run(
            later.repair, self._profile, self._session, self._clock, done=self._repaired, failed=self._refused
        )

    @Slot(object)
    def _repaired(self, told: Any) -> None:
        if isinstance(self.page, RepairScreen):
            self.page.show_back(told.copy, told.put_back, told.visits)

    @Slot(object)
    def _look_at(self, file: Path) -> None:
        self._runner.run(later.look_at_backup, file, done=self._found, failed=self._refused)

    @Slot(object)
    def _found(self, header: Any) -> None:
        if isinstance(self.page, RestoreScreen):
            self.page.show_found(header)

    @Slot(object, object, str)
    def _restore(self, file: Path, key_file: Path | None, passphrase: str, replace: bool = False) -> None:
        self._stopped.clear()
        given = (self._profile, file, key_file, passphrase, self._clock, replace)
        how = (self._stopped.is_set, self._stepped.emit)
        self._runner.run(later.restore, *given, *how, done=self._restored, failed=self._refused)

    @Slot(object, object)
    def _on_step(self, done: int, all_: int) -> None:
        if isinstance(self.page, RestoreScreen):
            self.page.show_step(done, all_)

    @Slot(object)
    def _restored(self, _: object) -> None:
        if isinstance(self.page, RestoreScreen):
            self.page.show_restored()

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        code, page = later.trouble_code(error) or "", self.page
        if code == "store-there" and isinstance(page, RestoreScreen):
            file, key_file, passphrase = page.again()
            if file is not None and page.agrees(other=bool(getattr(error, "other", True))):
                self._restore(file, key_file, passphrase, True)
                return
            self._leave()
        elif page is not None:
            page.refuse(code)
