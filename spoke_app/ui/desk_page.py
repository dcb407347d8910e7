"""The desk of somebody who is signed in: rail, a room for news, and the screens, each made when first opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from spoke_app.ui.clock_words import clock_banner
from spoke_app.ui.context import UiContext
from spoke_app.ui.rail import Rail, RailPlace
from spoke_app.ui.screen import BACK, Screen
from spoke_app.ui.screens import ScreenMaker
from spoke_app.ui.text import trouble_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.notice_bar import NoticeBar, NoticeKind

if TYPE_CHECKING:
    from spoke_app.actions.views import Changed
    from spoke_app.ui.ports import Way, Words

HELP = "help"
RAIL = (
    RailPlace("today", "calendar-event", "T"),
    RailPlace("patients", "users", "P"),
    RailPlace("cases", "stethoscope", "C"),
    RailPlace("registers", "notebook", "R"),
    RailPlace("exchange", "transfer", "E"),
    RailPlace("settings", "settings", "S"),
)


@dataclass
class Below:
    """The screen over which help lies, where its cursor was, and what was written meanwhile."""

    screen: Screen
    cursor: QWidget | None
    news: Changed | None = None

    def hear(self, changed: Changed) -> None:
        """Kept until the screen is back: hidden, it does not look."""
        old = self.news
        self.news = (
            changed if old is None else replace(changed, kinds=old.kinds | changed.kinds, ids=old.ids | changed.ids)
        )


class DeskPage(QWidget):
    """`moved` after another screen came to the front."""

    lock_wanted = Signal()
    moved = Signal()

    def __init__(self, context: UiContext, makers: Mapping[str, ScreenMaker], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._context = context
        self._makers = makers
        self._screens: dict[str, Screen] = {}
        self._below: Below | None = None
        context.runner.changed.connect(self._changed)
        context.runner.failed.connect(self._trouble)
        self.rail = Rail([place for place in RAIL if place.name in makers], context.staff, context.lang)
        self.rail.chosen.connect(self._rail_chosen)
        self.rail.lock_wanted.connect(self.lock_wanted)
        self._notice = NoticeBar("news", key="Alt O", closable=True)
        self._notice.closed.connect(self._close_notice)
        self._notice.pressed.connect(self._follow_notice)
        self._kind: NoticeKind = "news"
        self._words: Words = tuple
        self._way: Way | None = None
        self._passing = False
        """What is done and said is gone with the next screen."""
        self._notice_room = QWidget()
        room = QVBoxLayout(self._notice_room)
        room.setContentsMargins(theme.page_edge, theme.px(12), theme.page_edge, theme.px(4))
        room.addWidget(self._notice)
        self._notice_room.hide()
        self._clock_bar = NoticeBar("look", name="clock_banner")
        self._clock_room = QWidget()
        clock_room = QVBoxLayout(self._clock_room)
        clock_room.setContentsMargins(theme.page_edge, theme.px(12), theme.page_edge, theme.px(4))
        clock_room.addWidget(self._clock_bar)
        self._clock_room.hide()
        self._clock_offset: float | None = None
        self._stack = QStackedWidget()
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self._clock_room)
        side.addWidget(self._notice_room)
        side.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(side, 1)

    def current(self) -> Screen | None:
        """The screen in front."""
        screen = self._stack.currentWidget()
        return screen if isinstance(screen, Screen) else None

    def may_leave(self) -> bool:
        """Whether the screen in front agrees to be left (its draft is kept)."""
        now = self._below.screen if self._below is not None else self.current()
        return now is None or now.can_leave()

    def go(self, name: str, args: dict[str, Any] | None = None) -> bool:
        """Bring a screen to the front; False if the one in front may not be left or there is no such screen."""
        now = self.current()
        if name not in self._makers or not self.may_leave():
            if now is not None:
                self.rail.light(now.rail or now.name)
            return False
        self._below = None
        self._show_screen(name, args or {})
        return True

    def _show_screen(self, name: str, args: dict[str, Any]) -> None:
        screen = self._screens.get(name) or self._made(name)
        if self._passing and not self._notice_room.isHidden():
            self._close_notice()
        self._stack.setCurrentWidget(screen)
        self.rail.light(screen.rail or screen.name)
        self.moved.emit()
        screen.opened(**args)

    def _made(self, name: str) -> Screen:
        screen = self._makers[name](replace(self._context, ground=self._stack))
        screen.navigate.connect(self._navigate)
        self._screens[name] = screen
        self._stack.addWidget(screen)
        return screen

    def prepare(self, name: str) -> Iterator[None]:
        """Make a screen that will be asked for, in steps."""
        if name not in self._screens and name in self._makers:
            self._made(name)
            yield

    def show_help(self) -> None:
        """Lay the help over the screen in front; Esc takes it away again, and everything is as it was."""
        from spoke_app.ui.help.keys import KeysOfPage

        now = self.current()
        if now is None or now.name == HELP:
            return
        keys = KeysOfPage(now)
        self._below = Below(now, QApplication.focusWidget())
        self._show_screen(HELP, {"keys": keys})

    def _take_away(self) -> None:
        """The screen below comes back without being opened anew: it only hears what was written meanwhile."""
        below, self._below = self._below, None
        if below is None:
            self.go("today")
            return
        self._stack.setCurrentWidget(below.screen)
        self.rail.light(below.screen.rail or below.screen.name)
        self.moved.emit()
        if below.cursor is not None and isValid(below.cursor) and below.screen.isAncestorOf(below.cursor):
            below.cursor.setFocus(Qt.FocusReason.OtherFocusReason)
        if below.news is not None:
            below.screen.data_changed(below.news)

    @Slot(object)
    def _changed(self, changed: Changed) -> None:
        if self._below is not None:
            self._below.hear(changed)

    def _navigate(self, name: str, args: dict[str, Any]) -> None:
        if name == BACK:
            self._take_away()
        else:
            self.go(name, args)

    def _rail_chosen(self, name: str) -> None:
        self.go(name)

    def notice(self, kind: str, words: Words, way: Way | None = None) -> None:
        """A bar above the screen until it is closed or another one comes; its button goes that way."""
        looks: dict[str, NoticeKind] = {"news": "news", "look": "look", "danger": "danger", "done": "done"}
        self._way, self._passing = way, kind == "done"
        self._kind, self._words = looks[kind], words
        self._notice.show_notice(looks[kind], *words())
        if current_theme().folded:
            self._clock_room.hide()
        self._notice_room.show()

    def notice_words(self) -> str:
        """What the notice says now, `''` if none is shown."""
        return "" if self._notice_room.isHidden() else self._notice.words()

    def show_clock(self, offset_s: float | None) -> None:
        """A banner over every screen while this PC's clock is wrong; it goes by itself."""
        self._clock_offset = offset_s
        said = clock_banner(offset_s, self._context.clock(), self._context.lang)
        if said is not None:
            self._clock_bar.show_notice("look", *said)
        # In large text there is no room for two bars: the window would grow beyond the screen. News go before.
        room = not current_theme().folded or self._notice_room.isHidden()
        self._clock_room.setVisible(said is not None and room)

    def clock_words(self) -> str:
        """What the clock's banner says, `''` if it is not shown."""
        return "" if self._clock_room.isHidden() else self._clock_bar.words()

    def _close_notice(self) -> None:
        self._notice_room.hide()
        self.show_clock(self._clock_offset)

    def _follow_notice(self) -> None:
        if self._way is not None and self.go(self._way[0], dict(self._way[1])):
            self._close_notice()

    def _trouble(self, code: str) -> None:
        self.notice("danger", lambda: trouble_text(code))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.rail.retranslate(self._context.lang)
            if not self._notice_room.isHidden():
                self._notice.show_notice(self._kind, *self._words())
            self.show_clock(self._clock_offset)
