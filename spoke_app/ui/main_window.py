"""The window. It only places pages: sign-in or enrolment first, then somebody's desk; the status bar stays below."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from spoke_app.ui.status_bar import StatusBar
from spoke_app.ui.widgets.focus_ring import FocusRing

if TYPE_CHECKING:
    from datetime import datetime

    from spoke_app.actions.views import ExchangeOverview
    from spoke_app.ui.ahead import Ahead
    from spoke_app.ui.context import UiContext
    from spoke_app.ui.desk_page import DeskPage
    from spoke_app.ui.help.help_page import HelpPage
    from spoke_app.ui.ports import Way, Words
    from spoke_app.ui.screen import Screen
    from spoke_app.ui.screens import ScreenMaker
    from spoke_app.ui.sign_in.entry_page import EntryPage

STATUS_EVERY_MS = 10_000


class MainWindow(QWidget):
    """Global keys are signals; what they mean is decided by whoever made the window."""

    language_wanted = Signal()
    lock_wanted = Signal()
    exchange_wanted = Signal()
    closing = Signal()

    def __init__(
        self,
        app: QApplication,
        clock: Callable[[], datetime],
        language: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._language = language
        self._entry: QWidget | None = None
        self._over: HelpPage | None = None
        self._desk: DeskPage | None = None
        self._cover: QWidget | None = None
        """What lies over the desk of somebody who has left it locked; hers is below as it was."""
        self._cursor: QWidget | None = None
        self.ahead: Ahead | None = None
        self.setObjectName("window")
        self.setWindowTitle("Spoke")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._pages = QStackedWidget()
        self._status = StatusBar()
        self._status.language_wanted.connect(self.language_wanted)
        self._status.help_wanted.connect(self._help)
        column.addWidget(self._pages, 1)
        column.addWidget(self._status)
        self._ring = FocusRing(app, self)
        self._keys()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh_status)
        self._timer.start(STATUS_EVERY_MS)
        self.resize(1366, 768)
        self.refresh_status()

    def _keys(self) -> None:
        actions = {
            "F1": self._help,
            "F2": self._new_visit,
            "F3": self._find,
            "F5": self._exchange,
            "F8": self.language_wanted.emit,
            "F12": self._lock,
            "Esc": self._back,
        }
        for key, action in actions.items():
            QShortcut(QKeySequence(key), self).activated.connect(action)

    # Pages

    def show_entry(self, page: EntryPage) -> None:
        """Show a page before the desk: sign-in or enrolment. The desk, if one was open, is put away, unless it is
        covered."""
        self._put_away(desk=self._cover is None)
        self._entry = page
        self._show(page, at_desk=False)
        # What the page gave the cursor to before it had a window has lost it on the way here.
        page.take_cursor()

    def open_desk(self, context: UiContext, makers: Mapping[str, ScreenMaker], first: str = "today") -> None:
        """Show a person's desk. Its code is loaded now, not before somebody has signed in."""
        from spoke_app.ui.desk_page import DeskPage

        self._put_away()
        desk = DeskPage(context, makers)
        desk.lock_wanted.connect(self._lock)
        desk.moved.connect(self._moved)
        self._desk = desk
        self._show(desk, at_desk=True)
        desk.go(first)

    def cover(self) -> None:
        """The desk is left: what is typed is kept, and nothing of it is to be seen or reached until `uncover`."""
        if self._desk is None or self._cover is not None:
            return
        while (box := QApplication.activeModalWidget() or QApplication.activePopupWidget()) is not None:
            if not box.close():
                break
        self.keep()
        self._cursor = QApplication.focusWidget()
        self._cover = QWidget()
        self._show(self._cover, at_desk=False)

    def uncover(self) -> None:
        """She is back: her desk as she left it."""
        self._put_away(desk=False)
        self._cover, cover = None, self._cover
        if self._desk is None or cover is None:
            return
        self._pages.removeWidget(cover)
        cover.deleteLater()
        self._show(self._desk, at_desk=True)
        if self._cursor is not None and isValid(self._cursor) and self._desk.isAncestorOf(self._cursor):
            self._cursor.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up_covered(self) -> None:
        """Somebody else comes, or the record is gone: the desk below is put away with the next page."""
        if self._cover is not None:
            self._pages.removeWidget(self._cover)
            self._cover.deleteLater()
            self._cover = None

    def get_ahead(self) -> None:
        """Make ready what the person at the desk will open next, or before she signs in the code of it."""
        from spoke_app.ui.ahead import Ahead, code, screens

        desk = self._open_desk()
        self.ahead = Ahead(screens(desk), desk) if desk is not None else Ahead(code(), self)

    def _show(self, page: QWidget, *, at_desk: bool) -> None:
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self._status.set_at_desk(at_desk)
        self.refresh_status()

    def _put_away(self, *, desk: bool = True) -> None:
        for page in (self._entry, self._desk if desk else None, self._over):
            if page is not None:
                self._pages.removeWidget(page)
                page.deleteLater()
        self._entry, self._desk, self._over = None, None if desk else self._desk, None

    def at_desk(self) -> bool:
        """Whether somebody is signed in."""
        return self._open_desk() is not None

    def _open_desk(self) -> DeskPage | None:
        return self._desk if self._cover is None else None

    def current(self) -> Screen | None:
        """The screen in front."""
        desk = self._open_desk()
        return desk.current() if desk is not None else None

    def go(self, name: str, args: dict[str, Any] | None = None) -> bool:
        """Bring a screen to the front; False if that cannot be now."""
        desk = self._open_desk()
        return desk is not None and desk.go(name, args)

    def _moved(self) -> None:
        self.saved()

    # Keys

    def _new_visit(self) -> None:
        self.go("patients", {"new_visit": True})

    def _find(self) -> None:
        self.go("patients", {"find": True})

    def _exchange(self) -> None:
        if self.at_desk():
            self.exchange_wanted.emit()

    def _help(self) -> None:
        desk = self._open_desk()
        if desk is not None:
            desk.show_help()
        elif self._entry is not None and self._over is None:
            from spoke_app.ui.help.help_page import HelpPage

            self._over = HelpPage(self._language())
            self._over.closed.connect(self._back)
            self._pages.addWidget(self._over)
            self._pages.setCurrentWidget(self._over)
            self._over.open(tuple)

    def _close_help(self) -> None:
        """Before somebody has signed in help lies over the page; what was typed there is still there."""
        help_page, self._over = self._over, None
        if help_page is not None and self._entry is not None:
            self._pages.setCurrentWidget(self._entry)
            self._pages.removeWidget(help_page)
            help_page.deleteLater()

    def keep(self) -> None:
        """What is typed in the screen in front is kept now, as when it is left."""
        if self._desk is not None:
            self._desk.may_leave()

    def _lock(self) -> None:
        if self.at_desk():
            self.lock_wanted.emit()

    def _back(self) -> None:
        self._close_help()
        now = self.current()
        if now is not None:
            now.back()

    # News

    def saved(self, text: str = "") -> None:
        """The words at the left end of the status bar."""
        self._status.set_saved(text)
        self.refresh_status()

    def set_kept(self, kept: bool | None) -> None:
        """Whether there is a record on this PC, which the status bar may call saved; None where that is not known."""
        self._status.set_kept(kept)
        self.refresh_status()

    def not_saved(self, text: str) -> None:
        """Something typed is not on the disk: there too, until the next thing is saved."""
        self._status.set_saved(text, well=False)
        self.refresh_status()

    def notice(self, kind: str, words: Words, way: Way | None = None) -> None:
        """A bar above the screen until it is closed or another one comes; its button opens a screen."""
        if self._desk is not None:
            self._desk.notice(kind, words, way)

    def notice_words(self) -> str:
        """What the notice says now, `''` if none is shown."""
        return self._desk.notice_words() if self._desk is not None else ""

    def set_overview(self, overview: ExchangeOverview | None) -> None:
        """What waits; also the rail's badge of the exchange."""
        self._status.set_overview(overview)
        if self._desk is not None and overview is not None:
            self._desk.rail.set_badge("exchange", overview.attention_count + bool(overview.hub_says), "amber")
            self._desk.show_clock(overview.clock_offset_s)
        self.refresh_status()

    def set_cases_to_do(self, count: int) -> None:
        """The rail's badge of the cases."""
        if self._desk is not None:
            self._desk.rail.set_badge("cases", count)

    def set_exchanging(self, running: bool) -> None:
        """Whether an exchange is under way."""
        self._status.set_running(running)
        self.refresh_status()

    def refresh_status(self) -> None:
        """The status bar's words and time again."""
        self._status.refresh(self._clock(), self._language())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            if self._over is not None:
                self._over.retranslate(self._language())
            self.saved()  # what was said last was said in the other language

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._desk is not None and not self._desk.may_leave():
            event.ignore()
            return
        self._timer.stop()
        self.closing.emit()
        super().closeEvent(event)
