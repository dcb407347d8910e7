"""The way in: the page before the desk that fits how this PC stands, and what is asked for there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from spoke_app import later
from spoke_app.paths import Profile
from spoke_app.standing import Standing, keep_place, look
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.runner import Runner
from spoke_app.ui.sign_in.sign_in_screen import SignInScreen

if TYPE_CHECKING:
    from spoke_app.actions.views import Place
    from spoke_app.entry import AtWork
    from spoke_app.store.store_thread import StoreThread
    from spoke_app.ui.sign_in.enrol_screen import EnrolScreen


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
        self._pool = ThreadPoolExecutor(1, "entry")
        self._runner = Runner(self._submit, self, later.trouble_code)
        self.standing = Standing(False)
        self.page: EnrolScreen | SignInScreen | None = None

    def close(self) -> None:
        """What was begun is still done."""
        self._pool.shutdown(wait=True)

    def _submit(self, action: Callable[..., Any], args: tuple[Any, ...]) -> Future[Any]:
        return self._pool.submit(action, *args)

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
        if standing.enrolled:
            page.show_joined()
        if standing.wiped is not None:
            page.show_wiped(standing.wiped)
        return page

    @Slot(object)
    def _look_failed(self, error: BaseException) -> None:
        self._show(Standing(False))
        self._enrol_failed(error)

    # Joining

    @Slot(str, str)
    def _enrol(self, hub: str, code: str) -> None:
        self._runner.run(later.join, self._profile, hub, code, done=self._show, failed=self._enrol_failed)

    @Slot()
    def _fetch_people(self) -> None:
        self._runner.run(later.fetch_people, self._profile, done=self._show, failed=self._enrol_failed)

    @Slot(object)
    def _enrol_failed(self, error: BaseException) -> None:
        page = self.page
        if page is not None and not isinstance(page, SignInScreen):
            page.refuse(later.trouble_code(error) or "")

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
        self.page = None
        self.opened.emit(at_work)

    @Slot(object)
    def _sign_in_failed(self, error: BaseException) -> None:
        if isinstance(self.page, SignInScreen):
            seconds = float(getattr(error, "seconds", 0.0))
            self.page.refuse(later.trouble_code(error) or "", seconds)

    def keep_place(self, place: Place) -> None:
        """Remember where this is, for the next sign-in."""
        self._pool.submit(keep_place, self._profile, place)
