"""The window. It only places screens: entry pages (sign-in, enrolment) or the desk with rail, notice and screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from spoke_app.ui.context import UiContext
from spoke_app.ui.rail import Rail, RailPlace
from spoke_app.ui.screen import Screen
from spoke_app.ui.status_bar import StatusBar
from spoke_app.ui.text import trouble_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.focus_ring import FocusRing
from spoke_app.ui.widgets.notice_bar import NoticeBar, NoticeKind

if TYPE_CHECKING:
    from spoke_app.actions.views import ExchangeOverview

RAIL = (
    RailPlace("today", "calendar-event", "T"),
    RailPlace("patients", "users", "P"),
    RailPlace("cases", "stethoscope", "C"),
    RailPlace("registers", "notebook", "R"),
    RailPlace("exchange", "transfer", "E"),
    RailPlace("settings", "settings", "S"),
)
ScreenMaker = Callable[[UiContext], Screen]


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
        self._makers: Mapping[str, ScreenMaker] = {}
        self._screens: dict[str, Screen] = {}
        self._context: UiContext | None = None
        self._rail: Rail | None = None
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
        self._entry: QWidget | None = None
        self._desk: QWidget | None = None
        self._stack = QStackedWidget()
        self._notice = NoticeBar("news", closable=True, parent=self)
        self._notice.hide()
        self._notice_room: QWidget = self._notice
        self._ring = FocusRing(app, self)
        self._keys()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.refresh_status)
        self._timer.start(10_000)
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

    # Entry pages

    def show_entry(self, page: QWidget) -> None:
        """Show a page before the desk: sign-in or enrolment. The desk, if one was open, is put away."""
        self._close_desk()
        self._drop_entry()
        self._entry = page
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self._status.set_at_desk(False)
        self.refresh_status()

    def _drop_entry(self) -> None:
        if self._entry is not None:
            self._pages.removeWidget(self._entry)
            self._entry.deleteLater()
            self._entry = None

    # The desk

    def open_desk(self, context: UiContext, makers: Mapping[str, ScreenMaker], first: str = "today") -> None:
        """Build rail and screens for a person. Screens are made when they are first opened."""
        self._close_desk()
        self._drop_entry()
        self._context, self._makers = context, makers
        context.runner.failed.connect(self._trouble)
        self._desk = QWidget()
        row = QHBoxLayout(self._desk)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        places = [place for place in RAIL if place.name in makers]
        self._rail = Rail(places, context.staff, context.lang)
        self._rail.chosen.connect(self._rail_chosen)
        self._rail.lock_wanted.connect(self._lock)
        row.addWidget(self._rail)
        side = QVBoxLayout()
        side.setSpacing(0)
        theme = current_theme()
        self._notice = NoticeBar("news", closable=True)
        self._notice.closed.connect(self._close_notice)
        self._notice_room = QWidget()
        room = QVBoxLayout(self._notice_room)
        room.setContentsMargins(theme.px(32), theme.px(12), theme.px(32), 0)
        room.addWidget(self._notice)
        self._notice_room.hide()
        self._stack = QStackedWidget()
        side.addWidget(self._notice_room)
        side.addWidget(self._stack, 1)
        row.addLayout(side, 1)
        self._pages.addWidget(self._desk)
        self._pages.setCurrentWidget(self._desk)
        self._status.set_at_desk(True)
        self.refresh_status()
        self.go(first)

    def _close_desk(self) -> None:
        if self._desk is None:
            return
        if self._context is not None:
            self._context.runner.failed.disconnect(self._trouble)
        self._pages.removeWidget(self._desk)
        self._desk.deleteLater()
        self._desk, self._rail, self._context = None, None, None
        self._screens.clear()
        self._makers = {}

    def at_desk(self) -> bool:
        """Whether somebody is signed in."""
        return self._desk is not None

    def current(self) -> Screen | None:
        """The screen in front."""
        screen = self._stack.currentWidget() if self._desk is not None else None
        return screen if isinstance(screen, Screen) else None

    def go(self, name: str, args: dict[str, Any] | None = None) -> bool:
        """Bring a screen to the front; False if the one in front may not be left or there is no such screen."""
        now = self.current()
        if self._context is None or name not in self._makers or (now is not None and not now.can_leave()):
            if self._rail is not None and now is not None:
                self._rail.light(now.rail or now.name)
            return False
        screen = self._screens.get(name)
        if screen is None:
            screen = self._makers[name](self._context)
            screen.navigate.connect(self._navigate)
            self._screens[name] = screen
            self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        if self._rail is not None:
            self._rail.light(screen.rail or screen.name)
        self._status.set_saved("")
        self.refresh_status()
        screen.opened(**(args or {}))
        return True

    def may_leave(self) -> bool:
        """Whether the screen in front agrees to be left (its draft is kept)."""
        now = self.current()
        return now is None or now.can_leave()

    def _navigate(self, name: str, args: dict[str, Any]) -> None:
        self.go(name, args)

    def _rail_chosen(self, name: str) -> None:
        self.go(name)

    # Keys

    def _new_visit(self) -> None:
        self.go("patients", {"new_visit": True})

    def _find(self) -> None:
        self.go("patients", {"find": True})

    def _exchange(self) -> None:
        if self._context is not None:
            self.exchange_wanted.emit()

    def _help(self) -> None:
        self.go("help")

    def _lock(self) -> None:
        if self._desk is not None and self.may_leave():
            self.lock_wanted.emit()

    def _back(self) -> None:
        now = self.current()
        if now is not None:
            now.back()

    # News

    def saved(self, text: str = "") -> None:
        """The words at the left end of the status bar."""
        self._status.set_saved(text)
        self.refresh_status()

    def notice(self, kind: str, lead: str, text: str = "") -> None:
        """A bar above the screen until it is closed or another one comes."""
        looks: dict[str, NoticeKind] = {"news": "news", "look": "look", "danger": "danger", "done": "done"}
        self._notice.show_notice(looks[kind], lead, text)
        self._notice_room.show()

    def _close_notice(self) -> None:
        self._notice_room.hide()

    def notice_words(self) -> str:
        """What the notice says now, `''` if none is shown."""
        return self._notice.words() if self._desk is not None and not self._notice_room.isHidden() else ""

    def _trouble(self, code: str) -> None:
        self.notice("danger", *trouble_text(code))

    # Status

    def set_overview(self, overview: ExchangeOverview | None) -> None:
        """What waits; also the rail's badge of the exchange."""
        self._status.set_overview(overview)
        if self._rail is not None and overview is not None:
            self._rail.set_badge("exchange", len(overview.attention), "amber")
        self.refresh_status()

    def set_cases_to_do(self, count: int) -> None:
        """The rail's badge of the cases."""
        if self._rail is not None:
            self._rail.set_badge("cases", count)

    def set_exchanging(self, running: bool) -> None:
        self._status.set_running(running)
        self.refresh_status()

    def refresh_status(self) -> None:
        """The status bar's words and time again."""
        self._status.refresh(self._clock(), self._language())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            if self._rail is not None:
                self._rail.retranslate(self._language())
            self.refresh_status()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_leave():
            event.ignore()
            return
        self._timer.stop()
        self.closing.emit()
        super().closeEvent(event)
