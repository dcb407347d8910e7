"""The window of a start that may not have the profile: it says why, and tries again when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from spoke_app.local_time import local_now
from spoke_app.ui.languages import Languages
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.main_window import MainWindow
from spoke_app.ui.sign_in.stopped_screen import StoppedScreen
from spoke_app.ui.theme import Theme

if TYPE_CHECKING:
    from spoke_app.front_door import InTheWay
    from spoke_app.paths import Profile
    from spoke_app.settings import Settings


class TurnedAway(QObject):
    """`wait` blocks in an event loop of its own until the profile can be had, or the person gives up."""

    def __init__(
        self,
        app: QApplication,
        profile: Profile,
        settings: Settings,
        why: InTheWay,
        again: Callable[[], InTheWay | None],
    ) -> None:
        """`again` tries to take the profile, briefly; None once that is done."""
        super().__init__()
        self._app, self._profile, self._again = app, profile, again
        self._why: InTheWay | None = why
        self._loop = QEventLoop(self)
        self._languages = Languages(app)
        self.settings = LiveSettings(settings, parent=self)  # not kept: the folder is somebody else's just now
        self.settings.language_changed.connect(self._language_changed)
        self.settings.look_changed.connect(self._look_changed)
        self._apply_look()
        self._languages.use(self.settings.language)
        self.window = MainWindow(app, local_now, lambda: self.settings.language)
        self.window.set_kept(None)
        self.window.language_wanted.connect(self._other_language)
        self.window.closing.connect(self._loop.quit)
        self._show()

    def wait(self) -> bool:
        """Whether the profile is ours in the end."""
        quits = self._app.quitOnLastWindowClosed()
        self._app.setQuitOnLastWindowClosed(False)  # else the window that follows this one would end at once
        try:
            self.window.show()
            self._loop.exec()
        finally:
            self.window.hide()
            self.window.deleteLater()
            self._languages.use("")
            self._app.setQuitOnLastWindowClosed(quits)
        return self._why is None

    def _show(self) -> None:
        if self._why is None:
            self._loop.quit()
            return
        page = StoppedScreen(self.settings, self._profile.dir, self._why.code, self._why.user)
        page.language_wanted.connect(self._other_language)
        page.again.connect(self._try)
        page.given_up.connect(self.window.close)
        self.window.show_entry(page)

    @Slot()
    def _try(self) -> None:
        self._why = self._again()
        self._show()

    @Slot()
    def _other_language(self) -> None:
        self.settings.change(language="en" if self.settings.language == "hi" else "hi")

    @Slot()
    def _language_changed(self) -> None:
        self._languages.use(self.settings.language)

    @Slot()
    def _look_changed(self) -> None:
        QTimer.singleShot(0, self._look_again)

    @Slot()
    def _look_again(self) -> None:
        self._apply_look()
        self._show()

    def _apply_look(self) -> None:
        Theme(self.settings.text_size / 100, self.settings.high_contrast).apply(self._app)
