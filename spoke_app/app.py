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
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from spoke_app import front_door, later
from spoke_app.access.lock import FileLock
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.settings import Settings, load_settings, save_settings
from spoke_app.ui.backup_bridge import BackupBridge
from spoke_app.ui.clipboard import Copied
from spoke_app.ui.collector import Collector
from spoke_app.ui.entrance import Entrance
from spoke_app.ui.exchange_bridge import ExchangeBridge
from spoke_app.ui.idle import IdleWatch
from spoke_app.ui.languages import Languages
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.main_window import MainWindow
from spoke_app.ui.pin_bridge import PinBridge
from spoke_app.ui.runner import Runner
from spoke_app.ui.stick_bridge import StickBridge
from spoke_app.ui.theme import STYLE, STYLED, Theme
from spoke_app.ui.update_bridge import UpdateBridge
from spoke_app.ui.worker import settle_with

if TYPE_CHECKING:
    from spoke_app.actions.case_news import CaseNews
    from spoke_app.actions.views import Changed, ExchangeOverview, StickResult
    from spoke_app.entry import AtWork
    from spoke_app.headless import Exchanger
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
        self._ended = False
        self._runner: Runner | None = None
        self._context: UiContext | None = None
        self._news: NewsOfCases | None = None
        self._tray: Tray | None = None
        self._log: logging.Handler | None = None
        self._left = ""
        """Who has left her desk locked."""
        self._held: list[tuple[Callable[..., Any], tuple[Any, ...], Future[Any]]] = []
        """What a covered desk asked for while the record was closed."""
        self._exchanger: Exchanger | None = None
        self._copied = Copied(self)
        self._idle = IdleWatch(app, self)
        self._idle.left.connect(self._lock)
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
        self.backup = BackupBridge(self)
        self.backup.restore_wanted.connect(self._restore)
        self.backup.copied.connect(self._copied_today)
        self.stick = StickBridge(self)
        self.stick.ended.connect(self._stick_ended)
        self.updates = UpdateBridge(self)
        self.updates.started.connect(self._make_room)
        self.updates.failed.connect(self._not_installed)
        self.pins = PinBridge(self)
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

    @Slot()
    def keep_forms(self) -> None:
        """What is typed just now becomes a draft: Windows is about to end the session, or the installer the app."""
        if self._runner is not None:
            self.window.keep()

    @Slot()
    def end(self) -> None:
        """Stop exchanging, close the store; what was submitted before is still done. Safe to call again."""
        self.keep_forms()
        self._copied.forget()
        self._ended = True
        self._runner = None
        self._status_timer.stop()
        self._ahead_timer.stop()
        if self._log is not None:
            from spoke_app.log import stop_log

            stop_log(self._log)
            self._log = None
        self.stick.stop()
        self.pins.stop()
        self.backup.stop()
        self.updates.stop()
        self.exchange.stop()
        self.entrance.close()
        if self._at_work is not None:
            if not self._left:
                self._at_work.store.submit(partial(later.note_signed_out, self._at_work.session.staff, self._clock()))
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
        if not self.entrance.standing.enrolled:
            self._left = ""
            self.window.give_up_covered()
            if self._at_work is not None:
                self._at_work.store.close()
                self._at_work = None
        self.window.show_entry(page)
        damaged = page.objectName() == "repair"
        self.window.set_kept(None if damaged else self.entrance.standing.wiped is None)

    # The desk

    @Slot(object)
    def _open_desk(self, at_work: AtWork) -> None:
        from spoke_app.ui.context import UiContext
        from spoke_app.ui.ports import BoxAsk, Picklists
        from spoke_app.ui.screens import SCREENS

        self._at_work = at_work
        self.pins.start(later.pin_work(self._profile, at_work, self._clock))
        self._idle.begin()
        if self._left and self._left == at_work.session.staff:
            self._come_back(at_work)
            return
        self._left, self._held = "", []
        self.window.give_up_covered()
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
            backup=self.backup,
            updates=self.updates,
            pins=self.pins,
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
            exchanger = self._exchanger = later.exchanger(self._profile, self._at_work, self._clock)
            self.exchange.start(exchanger.manager, exchanger.close)
            self.stick.start(later.stick_work(exchanger))
            at_work = self._at_work
            given = (self._profile, at_work, self._clock)
            self.backup.start(later.backup_work(*given), later.daily_copies(*given))
            self.updates.start(later.update_work(self._profile, self._clock))

    @Slot()
    def _get_ahead(self) -> None:
        self.window.get_ahead()

    def _submit(self, action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
        if self._ended:
            return Future()  # Windows lets the window live for a moment yet; nothing is done for it any more
        if self._at_work is not None:
            return self._at_work.submit(action, args)
        if not self._left:
            if self._runner is None:
                return Future()  # the desk was left for a backup to be restored; what it still asks for is nobody's
            raise RuntimeError("nobody is signed in")
        future: Future[Any] = Future()
        self._held.append((action, args, future))
        return future

    # Left and come back to

    @Slot()
    def _lock(self) -> None:
        """Back to the sign-in. Her desk lies covered until she is back or somebody else comes. The exchange goes on
        while something waits for it; then the record is closed, and its key is out of memory."""
        self._idle.stop()
        if self._at_work is None or not self.window.at_desk():
            return
        self._left = self._at_work.session.staff
        self._at_work.store.submit(partial(later.note_signed_out, self._left, self._clock()))
        self._copied.forget()
        self.window.cover()
        self.entrance.look()
        self._rest_if_done()

    def _come_back(self, at_work: AtWork) -> None:
        self._left, held, self._held = "", self._held, []
        for action, args, future in held:
            settle_with(future, at_work.submit(action, args))
        self.window.uncover()
        self._status_timer.start()
        QTimer.singleShot(100, self._start_exchange)

    def _rest_if_done(self) -> None:
        if self._left and self._runner is not None and self._at_work is not None and self._exchanger is not None:
            self._runner.run(later.busy, self._exchanger, done=self._rest)

    @Slot(object)
    def _rest(self, busy: bool) -> None:
        """Nobody is here and nothing waits: without its key the record is noise until somebody signs in."""
        working = self.exchange.running or bool(self.stick.running) or self.backup.running or self.entrance.entering
        if busy or working or not self._left or self._at_work is None:
            return
        self.stick.stop()
        self.pins.stop()
        self.backup.stop()
        self.updates.stop()
        self.exchange.stop()
        self._at_work.store.close()
        self._at_work = self._exchanger = None

    # What the hub decides about this PC

    @Slot()
    def _wiped(self) -> None:
        """The record of this PC is gone: back to the first page, which says so."""
        self._leave_for_good()
        self.entrance.look()

    def _leave_for_good(self) -> None:
        self._left = ""
        self._idle.stop()
        self.window.give_up_covered()
        self._runner = None
        self._context = None
        self._status_timer.stop()
        self.stick.stop()
        self.pins.stop()
        self.backup.stop()
        self.exchange.stop()
        self.window.set_overview(None)
        self.window.set_exchanging(False)

    @Slot()
    def _restore(self) -> None:
        """A backup is to take this record's place: the desk is left, and the record closed."""
        self.keep_forms()
        self._leave_for_good()
        if self._at_work is not None:
            self._at_work.store.close()
            self._at_work = self._exchanger = None
        self.entrance.restore(self._ask)

    @Slot(str)
    def _copied_today(self, problem: str) -> None:
        if problem and self.window.at_desk():
            from spoke_app.ui.models.backup_words import copy_trouble

            self.window.notice("danger", lambda: copy_trouble(problem))

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
        if not self.exchange.running:
            self.updates.look()
            self._rest_if_done()

    @Slot()
    def _make_room(self) -> None:
        """The installer runs: what is typed is kept, and the app goes out of its way."""
        self.window.close()

    @Slot(str)
    def _not_installed(self, code: str) -> None:
        from spoke_app.ui.installing import failure_text

        self.window.notice("danger", lambda: failure_text(code))

    @Slot()
    def _ask_status(self) -> None:
        from spoke_app.actions.case_news import case_news
        from spoke_app.actions.exchange_overview import exchange_overview

        if self._runner is not None and self._at_work is not None:
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
        if self._left:  # a desk below the sign-in is not made anew: her drafts are kept
            self._left, self._context, self._held = "", None, []
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
    settings = load_settings(profile.settings_path)
    if lang in ("hi", "en"):
        settings = replace(settings, language="hi" if lang == "hi" else "en")
    lock = FileLock(profile.lock_path)
    code = _come_in(app, profile, settings, lock)
    if code is not None:
        return code
    desktop = Desktop(app, profile, settings)
    before = sys.excepthook
    sys.excepthook = desktop.report
    # Windows may end the process as soon as it has told it to quit: what must be closed is closed then.
    app.aboutToQuit.connect(desktop.end)
    app.commitDataRequest.connect(desktop.keep_forms, Qt.ConnectionType.DirectConnection)
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


def _come_in(app: QApplication, profile: Profile, settings: Settings, lock: FileLock) -> int | None:
    """None once the profile is ours, else the exit code: 0 where it is open already and has come forward."""
    try:
        why = front_door.take(profile, lock, _knock)
        if why is None:
            return None
        from spoke_app.ui.turned_away import TurnedAway

        again = partial(front_door.take, profile, lock, _knock, patience=0.0)
        return None if TurnedAway(app, profile, settings, why, again).wait() else 1
    except front_door.OpenAlready:
        return 0


def _knock(folder: Path) -> bool:
    from spoke_app.ui.single_instance import knock  # brings Qt's network: only who finds the lock taken needs it

    return knock(folder)


def _open_door(profile: Profile, desktop: Desktop) -> None:
    from spoke_app.ui.single_instance import Door

    door = Door(profile.dir, desktop)
    door.knocked.connect(desktop.come_forward)
