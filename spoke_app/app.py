"""The window put together: settings, languages, theme, sign-in, store thread, exchange manager, screens.

Nobody imports this module but the command line. What the sync manager tells from its own thread becomes Qt signals
here; the screens know nothing of store or network.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from spoke_app import later
from spoke_app.access.lock import FileLock
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.settings import Settings, load_settings, save_settings
from spoke_app.ui.collector import Collector
from spoke_app.ui.entrance import Entrance
from spoke_app.ui.exchange_bridge import ExchangeBridge
from spoke_app.ui.languages import Languages
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.main_window import MainWindow
from spoke_app.ui.runner import Runner
from spoke_app.ui.stick_bridge import StickBridge
from spoke_app.ui.theme import STYLE, STYLED, Theme

if TYPE_CHECKING:
    from spoke_app.actions.case_news import CaseNews
    from spoke_app.actions.views import Changed, ExchangeOverview, StickResult
    from spoke_app.entry import AtWork
    from spoke_app.store.store_thread import StoreThread
    from spoke_app.ui.case_news import NewsOfCases, Tray
    from spoke_app.ui.context import UiContext
    from spoke_app.ui.ports import Ask, Picklists
    from spoke_app.ui.sign_in.entry_page import EntryPage

log = logging.getLogger("spoke")


STATUS_DELAY_MS = 250
LATER_MS = 300
AHEAD_MS = 1000
"""After a page is there; then its own work is done, and nothing is heard yet."""


class Desktop(QObject):
    """The composition root's hands: it answers the window's signals."""

    def __init__(
        self,
        app: QApplication,
        profile: Profile,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = local_now,
        ask: Ask | None = None,
    ) -> None:
        super().__init__()
        self._collector = Collector(self)
        self._app = app
        self._profile = profile
        self._clock = clock
        self._ask = ask
        self._picklists: Picklists | None = None
        self._at_work: AtWork | None = None
        self._runner: Runner | None = None
        self._context: UiContext | None = None
        self._news: NewsOfCases | None = None
        self._tray: Tray | None = None
        self._log: logging.Handler | None = None
        self.settings = LiveSettings(settings, self._keep_settings, self)
        self.settings.language_changed.connect(self._language_changed)
        self.settings.look_changed.connect(self._look_changed)
        self.settings.changed.connect(self._settings_changed)
        self.entrance = Entrance(profile, self.settings, clock, self._open_store, self)
        self.entrance.shown.connect(self._show_entry)
        self.entrance.opened.connect(self._open_desk)
        self.entrance.joined_again.connect(self._joined_again)
        self.entrance.language_wanted.connect(self._other_language)
        self.exchange = ExchangeBridge(self)
        self.exchange.arrived.connect(self._news_came)
        self.exchange.state_changed.connect(self._exchange_moved)
        self.exchange.wiped.connect(self._wiped)
        self.exchange.join_wanted.connect(self._join_again)
        self.stick = StickBridge(self)
        self.stick.ended.connect(self._stick_ended)
        self._status_timer = QTimer(self, singleShot=True, interval=STATUS_DELAY_MS)
        self._status_timer.timeout.connect(self._ask_status)
        self._ahead_timer = QTimer(self, singleShot=True, interval=AHEAD_MS)
        self._ahead_timer.timeout.connect(self._get_ahead)
        self._languages = Languages(app)
        Theme(settings.text_size / 100, settings.high_contrast).apply(app)
        self._languages.use(settings.language)
        self.window = self._make_window()

    def _make_window(self) -> MainWindow:
        window = MainWindow(self._app, self._clock, lambda: self.settings.language)
        window.language_wanted.connect(self._other_language)
        window.lock_wanted.connect(self._lock)
        window.exchange_wanted.connect(self.exchange.now)
        return window

    def begin(self) -> None:
        """Show the window, then look who is there: what that needs is loaded after the first paint."""
        self.window.show()
        QTimer.singleShot(0, self.entrance.look)
        QTimer.singleShot(LATER_MS, self._start_log)
        self._ahead_timer.start()

    @Slot()
    def _start_log(self) -> None:
        from spoke_app.log import start_log  # with handlers, sockets and queues: not before the first page

        if self._log is None:
            self._log = start_log(self._profile.log_path)

    def end(self) -> None:
        """Stop exchanging, close the store; what was submitted before is still done."""
        self._runner = None
        self._status_timer.stop()
        self._ahead_timer.stop()
        if self._log is not None:
            from spoke_app.log import stop_log

            stop_log(self._log)
            self._log = None
        self.stick.stop()
        self.exchange.stop()
        self.entrance.close()
        if self._at_work is not None:
            self._at_work.store.close()
            self._at_work = None
        self._collector.stop()

    def _keep_settings(self, settings: Settings) -> None:
        self._profile.make()
        save_settings(self._profile.settings_path, settings)

    # Before the desk

    def _open_store(self) -> StoreThread | None:
        return self._at_work.store if self._at_work is not None else None

    @Slot(object)
    def _show_entry(self, page: EntryPage) -> None:
        if not self.entrance.standing.enrolled and self._at_work is not None:
            self._at_work.store.close()
            self._at_work = None
        self.window.show_entry(page)
        self.window.set_kept(self.entrance.standing.wiped is None)

    # The desk

    @Slot(object)
    def _open_desk(self, at_work: AtWork) -> None:
        from spoke_app.ui.context import UiContext
        from spoke_app.ui.ports import BoxAsk, Picklists
        from spoke_app.ui.screens import SCREENS

        self._at_work = at_work
        self._picklists = self._picklists or Picklists()
        runner = Runner(self._submit, self, later.trouble_code)
        runner.wrote.connect(self._wrote)
        runner.changed.connect(self._something_changed)
        self._runner = runner
        self._context = UiContext(
            runner=runner,
            settings=self.settings,
            place=at_work.desk.place,
            staff=at_work.desk.staff,
            picklists=self._picklists,
            status=self.window,
            ask=self._ask or BoxAsk(),
            exchange=self.exchange,
            stick=self.stick,
            clock=self._clock,
        )
        self._hear_news()
        self.window.open_desk(self._context, SCREENS)
        self._ahead_timer.start()
        self._status_timer.start()
        self.entrance.keep_place(at_work.desk.place)
        # The manager brings requests with it; let the desk be painted first.
        QTimer.singleShot(100, self._start_exchange)

    def _hear_news(self) -> None:
        """From now on; what came before stands on Today."""
        from spoke_app.ui.case_news import NewsOfCases, Tray

        self._news = NewsOfCases(lambda: self.settings.language, self)
        if self._tray is None:
            self._tray = Tray(self)
            self._tray.pressed.connect(self.come_forward)

    @Slot()
    def _start_exchange(self) -> None:
        if self._at_work is not None and not self.exchange.started:
            exchanger = later.exchanger(self._profile, self._at_work, self._clock)
            self.exchange.start(exchanger.manager, exchanger.close)
            self.stick.start(later.stick_work(exchanger))

    @Slot()
    def _get_ahead(self) -> None:
        self.window.get_ahead()

    def _submit(self, action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
        if self._at_work is None:
            raise RuntimeError("nobody is signed in")
        return self._at_work.submit(action, args)

    @Slot()
    def _lock(self) -> None:
        """Back to the sign-in. The store stays open and the exchange goes on; the next person opens her own desk."""
        self._runner = None
        self._context = None
        self.entrance.look()

    # What the hub decides about this PC

    @Slot()
    def _wiped(self) -> None:
        """The record of this PC is gone: back to the first page, which says so."""
        self._runner = None
        self._context = None
        self._status_timer.stop()
        self.stick.stop()
        self.exchange.stop()
        self.window.set_overview(None)
        self.window.set_exchanging(False)
        self.entrance.look()

    @Slot(str)
    def _join_again(self, code: str) -> None:
        if self._at_work is not None:
            self.entrance.join_again(self._at_work, code)

    @Slot(str)
    def _joined_again(self, code: str) -> None:
        self.exchange.joined_again.emit(code)
        if code:
            return
        self.exchange.now()
        self.window.notice(
            "done",
            lambda: (
                self.tr("This PC has joined again."),
                self.tr("Everything that was written here is sent anew; the hub keeps each thing once."),
            ),
        )
        self._status_timer.start()

    # News

    @Slot(object)
    def _wrote(self, changed: Changed) -> None:
        if changed.kinds - {"draft"}:
            self.exchange.poke()

    @Slot(object)
    def _something_changed(self, changed: Changed) -> None:
        if changed.kinds - {"draft"}:
            self._status_timer.start()

    @Slot(object)
    def _news_came(self, changed: Changed) -> None:
        if self._runner is not None:
            self._runner.changed.emit(changed)

    @Slot(object)
    def _stick_ended(self, result: StickResult) -> None:
        from spoke_app.actions.views import Changed

        if result.code == "wiped":
            self._wiped()
        elif result.kinds:
            self._news_came(Changed(result.kinds, result.ids))
        self._status_timer.start()

    @Slot()
    def _exchange_moved(self) -> None:
        self.window.set_exchanging(self.exchange.running)
        self._status_timer.start()

    @Slot()
    def _ask_status(self) -> None:
        from spoke_app.actions.case_news import case_news
        from spoke_app.actions.exchange_overview import exchange_overview

        if self._runner is not None:
            self._runner.run(exchange_overview, done=self._overview_came)
            self._runner.run(case_news, done=self._cases_came)

    @Slot(object)
    def _overview_came(self, overview: ExchangeOverview) -> None:
        if self._runner is None:
            return  # asked for before the desk was left
        self.window.set_overview(overview)

    @Slot(object)
    def _cases_came(self, cases: CaseNews) -> None:
        if self._runner is None or self._news is None or self._tray is None:
            return
        self.window.set_cases_to_do(cases.to_do)
        if self._news.hear(cases):
            self._say_news()
            if not self.window.isActiveWindow():
                self._tray.say(self._news.quiet_words())
        elif not cases.said:
            self._tray.quiet()

    def _say_news(self) -> None:
        if (news := self._news) is not None:
            self.window.notice("news", lambda: (news.words(), "", news.button()), news.way())

    # Language and look

    @Slot()
    def _other_language(self) -> None:
        self.settings.change(language="en" if self.settings.language == "hi" else "hi")

    @Slot()
    def _language_changed(self) -> None:
        said = self._news is not None and self.window.notice_words().strip() == self._news.words()
        self._languages.use(self.settings.language)
        if said:
            self._say_news()

    @Slot()
    def _settings_changed(self) -> None:
        if self._at_work is not None:
            self._at_work = self._at_work.with_settings(self.settings.now)

    @Slot()
    def _look_changed(self) -> None:
        # Measures are taken when widgets are made, so the window is made anew; forms have kept their drafts.
        QTimer.singleShot(0, self._rebuild)

    @Slot()
    def _rebuild(self) -> None:
        from spoke_app.ui.screens import SCREENS

        old, screen = self.window, self.window.current()
        Theme(self.settings.text_size / 100, self.settings.high_contrast).apply(self._app)
        self.window = self._make_window()
        self.window.setGeometry(old.geometry())
        if self._context is not None:
            self._context = replace(self._context, status=self.window)
            self.window.open_desk(self._context, SCREENS, screen.name if screen is not None else "today")
            self._status_timer.start()
            self._ahead_timer.start()
        else:
            self.entrance.show_again()
        self.window.setWindowState(old.windowState())
        self.window.show()
        old.hide()
        old.deleteLater()

    def come_forward(self) -> None:
        """Somebody started the app again."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.raise_()
        self.window.activateWindow()

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A bug: to the log without anybody's data, and to the person as a notice; the app lives on."""
        self._start_log()
        log.error("a bug", exc_info=(kind, error, trace))
        if self.window.at_desk():
            from spoke_app.ui.text import trouble_text

            self.window.notice("danger", lambda: trouble_text("bug"))


def run_window(profile: Profile, lang: str | None, started: Callable[[Desktop], object] | None = None) -> int:
    """Open the window on a profile; `lang` overrides the language that was set. Gives the exit code.

    `started` is called once the window is shown, before the event loop (the stories' player sits down there).
    """
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeMenuBar)
    # Asked for here, the style costs nothing; asked for with setStyle, its Python class is built at every start.
    app = QApplication([sys.argv[0], "-style", STYLE])
    app.setProperty(STYLED, True)
    app.setApplicationName("Spoke")
    lock = FileLock(profile.lock_path)
    try:
        mine = lock.take()
    except OSError:
        mine = True
    if not mine:
        from spoke_app.ui.single_instance import knock

        return 0 if knock(profile.dir) else 1
    settings = load_settings(profile.settings_path)
    if lang in ("hi", "en"):
        settings = replace(settings, language="hi" if lang == "hi" else "en")
    desktop = Desktop(app, profile, settings)
    before = sys.excepthook
    sys.excepthook = desktop.report
    desktop.begin()
    if started is not None:
        started(desktop)
    QTimer.singleShot(LATER_MS, lambda: _open_door(profile, desktop))
    try:
        return app.exec()
    finally:
        sys.excepthook = before
        desktop.end()
        lock.release()


def _open_door(profile: Profile, desktop: Desktop) -> None:
    from spoke_app.ui.single_instance import Door

    door = Door(profile.dir, desktop)
    door.knocked.connect(desktop.come_forward)
