"""The way in: the page before the desk that fits how this PC stands, and what is asked for there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from spoke_app import installed, later
from spoke_app.paths import Profile
from spoke_app.standing import Standing, keep_place, look
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.runner import Runner
from spoke_app.ui.sign_in.sign_in_screen import SignInScreen
from spoke_app.ui.worker import Worker

if TYPE_CHECKING:
    from spoke_app.actions.views import Place
    from spoke_app.entry import AtWork
    from spoke_app.store.store_thread import StoreThread
    from spoke_app.ui.ports import Ask
    from spoke_app.ui.sign_in.bringing_back import BringingBack
    from spoke_app.ui.sign_in.enrol_screen import EnrolScreen
    from spoke_app.ui.sign_in.entry_page import EntryPage
    from spoke_app.ui.sign_in.self_join import SelfJoin

PATIENCE_S = 3.0


class Entrance(QObject):
    """`shown(page)` when a page is to be seen, `opened(AtWork)` when somebody has signed in, `joined_again(code)` with
    `''` or the stable code of why not. What takes long is done in a thread of its own, one after the other."""

    shown = Signal(object)
    opened = Signal(object)
    joined_again = Signal(str)
    language_wanted = Signal()

    def __init__(
        self,
        profile: Profile,
        settings: LiveSettings,
        clock: Callable[[], datetime],
        store: Callable[[], StoreThread | None],
        parent: QObject | None = None,
    ) -> None:
        """`store` gives the one that is open already, when the next person signs in."""
        super().__init__(parent)
        self._profile = profile
        self._settings = settings
        self._clock = clock
        self._store = store
        self._worker = Worker("entry")
        self._runner = Runner(self._submit, self, later.trouble_code)
        self.standing = Standing(False)
        self.page: EnrolScreen | SignInScreen | None = None
        self._self_join: SelfJoin | None = None
        self._in_trouble = False
        self.back: BringingBack | None = None
        self._entering: Future[Any] | None = None
        """Somebody's sign-in, until the desk is hers."""

    def close(self) -> None:
        """What was begun is still done, but for what waits for the network: that may break off anywhere."""
        if self._self_join is not None:
            self._self_join.stop()
        entering, self._entering = self._entering, None
        if entering is not None and not entering.cancel():
            with suppress(Exception):  # a store that was opened for nobody
                entering.result().store.close()
        if self.back is not None:
            self.back.stop()
        self._worker.close(PATIENCE_S)

    @property
    def entering(self) -> bool:
        """Whether somebody's PIN is being looked at."""
        return self._entering is not None

    def _submit(self, action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
        future = self._worker.submit(action, *args)
        if action is later.enter:
            self._entering = future
        return future

    # Pages

    def look(self) -> None:
        """See how this PC stands now, and show the page for it."""
        self._runner.run(look, self._profile, done=self._show, failed=self._look_failed)

    def show_again(self) -> None:
        """The page made anew: in another size or contrast."""
        self._show(self.standing)

    @Slot(object)
    def _show(self, standing: Standing) -> None:
        self.standing = standing
        if standing.enrolled and self._self_join is not None:
            self._self_join.stop()
        page = self._sign_in_page(standing) if standing.people else self._enrol_page(standing)
        page.language_wanted.connect(self.language_wanted)
        self.page = page
        self.shown.emit(page)

    def _sign_in_page(self, standing: Standing) -> SignInScreen:
        page = SignInScreen(self._settings, standing.place, standing.people, self._clock)
        page.sign_in_wanted.connect(self._sign_in)
        return page

    def _enrol_page(self, standing: Standing) -> EnrolScreen:
        from spoke_app.ui.sign_in.enrol_screen import EnrolScreen

        page = EnrolScreen(self._settings)
        page.enrol_wanted.connect(self._enrol)
        page.people_wanted.connect(self._fetch_people)
        page.restore_wanted.connect(self.restore)
        if standing.enrolled:
            page.show_joined()
        if standing.wiped is not None:
            page.show_wiped(standing.wiped)
        self._begin_with_what_was_installed(page, standing)
        return page

    @Slot(object)
    def _look_failed(self, error: BaseException) -> None:
        self._in_trouble = True
        self._show(Standing(False))
        self._in_trouble = False
        self._enrol_failed(error)

    # Joining by itself

    def _begin_with_what_was_installed(self, page: EnrolScreen, standing: Standing) -> None:
        given = installed.read()
        anew = standing.wiped is not None  # then the code that came with the installer is a used one
        page.form.fill(given.hub_url, "" if anew else given.enrol_code)
        if self._self_join is not None:
            if not self._self_join.over:
                page.typed.connect(self._joins_by_hand)
                page.show_by_itself(trying=self._self_join.trying)
        elif given.enrols and not (standing.enrolled or anew or self._in_trouble):
            from spoke_app.ui.sign_in.self_join import SelfJoin

            page.typed.connect(self._joins_by_hand)
            self._self_join = SelfJoin(later.way_out, self)
            self._self_join.wanted.connect(self._join_by_itself)
            QTimer.singleShot(0, self._self_join.begin)

    @Slot()
    def _join_by_itself(self) -> None:
        page = self._enrol_page_shown()
        if page is not None:
            given = installed.read()
            page.show_by_itself(trying=True)
            self._enrol(given.hub_url, given.enrol_code)

    @Slot()
    def _joins_by_hand(self) -> None:
        page = self._enrol_page_shown()
        if self._self_join is not None and page is not None:
            self._self_join.stop()
            page.show_by_hand()

    def _enrol_page_shown(self) -> EnrolScreen | None:
        return None if isinstance(self.page, SignInScreen) else self.page

    # Joining

    @Slot(str, str)
    def _enrol(self, hub: str, code: str) -> None:
        self._runner.run(later.join, self._profile, hub, code, done=self._show, failed=self._enrol_failed)

    @Slot()
    def _fetch_people(self) -> None:
        self._runner.run(later.fetch_people, self._profile, done=self._show, failed=self._enrol_failed)

    @Slot(object)
    def _enrol_failed(self, error: BaseException) -> None:
        page, code = self._enrol_page_shown(), later.trouble_code(error) or ""
        if page is None:
            return
        if self._self_join is not None and not self._self_join.over and self._self_join.failed(code):
            page.show_by_itself(trying=False)
        else:
            page.refuse(code)

    def join_again(self, at_work: AtWork, code: str) -> None:
        """A new code for a PC that the hub has lost or revoked, while somebody works on it."""
        self._runner.run(
            later.join_again,
            self._profile,
            at_work,
            code,
            self._clock,
            done=self._joined_again,
            failed=self._not_joined_again,
        )

    @Slot(object)
    def _joined_again(self, _: object) -> None:
        self.joined_again.emit("")

    @Slot(object)
    def _not_joined_again(self, error: BaseException) -> None:
        self.joined_again.emit(later.trouble_code(error) or "bug")

    # Signing in

    @Slot(str, str)
    def _sign_in(self, staff: str, pin: str) -> None:
        self._runner.run(
            later.enter,
            self._profile,
            staff,
            pin,
            self._clock,
            self._settings.now,
            self._store(),
            done=self._signed_in,
            failed=self._sign_in_failed,
        )

    @Slot(object)
    def _signed_in(self, at_work: AtWork) -> None:
        self.page = self._entering = None
        self.opened.emit(at_work)

    @Slot(object)
    def _sign_in_failed(self, error: BaseException) -> None:
        self._entering = None
        session = getattr(error, "session", None)
        if session is not None:  # her PIN was right, and the record does not open
            self.page = None
            self._bring_back().offer_repair(session, self.standing.place, later.trouble_code(error) or "")
        elif isinstance(self.page, SignInScreen):
            seconds = float(getattr(error, "seconds", 0.0))
            self.page.refuse(later.trouble_code(error) or "", seconds)

    # Bringing a record back

    @Slot()
    def restore(self, ask: Ask | None = None) -> None:
        """Another PC's backup is to become this PC's record. `ask`: who asks for files, if not boxes."""
        if self._self_join is not None:
            self._self_join.stop()
        self.page = None
        self._bring_back().offer_restore(ask)

    def _bring_back(self) -> BringingBack:
        from spoke_app.ui.sign_in.bringing_back import BringingBack

        if self.back is None:
            self.back = BringingBack(self._profile, self._settings, self._clock, self._runner, self)
            self.back.shown.connect(self._show_bringing_back)
            self.back.left.connect(self.look)
        return self.back

    @Slot(object)
    def _show_bringing_back(self, page: EntryPage) -> None:
        page.language_wanted.connect(self.language_wanted)
        self.shown.emit(page)

    def keep_place(self, place: Place) -> None:
        """Remember where this is, for the next sign-in."""
        self._worker.submit(keep_place, self._profile, place)
