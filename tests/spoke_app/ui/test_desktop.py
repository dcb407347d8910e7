"""The window put together: a PC joins its centre, a person signs in, works, locks; against a real hub."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from care_record.ids import new_id
from hub_server.context import open_services
from hub_server.services.devices import make_enrol_code
from hub_server.services.places import add_facility
from hub_server.services.staff import NewStaff, add_staff
from spoke_app import entry
from spoke_app.actions.views import Changed
from spoke_app.app import Desktop
from spoke_app.local_time import local_now
from spoke_app.paths import Profile
from spoke_app.settings import Settings, load_settings
from spoke_app.store import journal
from spoke_app.store.database import Store
from spoke_app.store.journal import NewChange
from spoke_app.ui.cases.case_screen import CaseScreen
from spoke_app.ui.exchange.exchange_screen import ExchangeScreen
from spoke_app.ui.patients.new_patient import NewPatientScreen
from spoke_app.ui.settings.settings_screen import SettingsScreen
from spoke_app.ui.sign_in.enrol_screen import EnrolScreen
from spoke_app.ui.sign_in.sign_in_screen import SignInScreen
from spoke_app.ui.today.today_screen import TodayScreen
from tests.helpers.hub import init_store, start_serving, stop

PIN = "482913"
PATIENCE_MS = 20_000
W = TypeVar("W", bound=QWidget)


class Centre:
    """A hub with one health centre, one CHO and an unused enrolment code."""

    def __init__(self, folder: Path) -> None:
        self.store_url = url = f"sqlite:///{folder / 'hub.db'}"
        self._store = init_store(url)
        services = open_services(self._store)
        place = {"code": "HSC1", "name": "Health Sub-Centre Parsarma", "district": "223"}
        self.facility = add_facility(services, place)
        self.cho = add_staff(services, NewStaff("Kumari Anjali", "cho", (self.facility,), pin=PIN))
        self.code = str(make_enrol_code(services, self.facility)["code"])
        self._process, self.url = start_serving(url)

    def close(self) -> None:
        stop(self._process)
        self._store.close()


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    made = Centre(tmp_path_factory.mktemp("centre"))
    yield made
    made.close()


class Bench:
    """The desktop under test and how to look at it."""

    def __init__(self, qtbot: QtBot, desktop: Desktop) -> None:
        self.qtbot = qtbot
        self.desktop = desktop

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=PATIENCE_MS)

    def shown(self, kind: type[W]) -> W:
        """Wait until a page of this kind is in front."""

        def found() -> W | None:
            return next((page for page in self.desktop.window.findChildren(kind) if page.isVisible()), None)

        self.until(lambda: found() is not None)
        page = found()
        assert page is not None
        return page

    def sign_in(self) -> TodayScreen:
        page = self.shown(SignInScreen)
        self.qtbot.keyClicks(page.pin, PIN)
        self.qtbot.keyClick(page.pin, Qt.Key.Key_Return)
        return self.shown(TodayScreen)


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Bench]:
    desktop = Desktop(qapp, Profile(tmp_path / "profile"), Settings(language="en"))
    desktop.begin()
    made = Bench(qtbot, desktop)
    yield made
    desktop.window.close()
    desktop.end()
    desktop.window.deleteLater()


@pytest.fixture(scope="module")
def joined(centre: Centre, tmp_path_factory: pytest.TempPathFactory) -> Profile:
    """A profile that has joined the centre, for the tests that begin at the sign-in."""
    from spoke_app import entry

    services = open_services(centre._store)
    code = str(make_enrol_code(services, centre.facility)["code"])
    profile = Profile(tmp_path_factory.mktemp("joined"))
    standing = entry.join(profile, centre.url, code)
    assert [person.name for person in standing.people] == ["Kumari Anjali"]
    return profile


@pytest.fixture
def at_work(qtbot: QtBot, qapp: QApplication, joined: Profile) -> Iterator[Bench]:
    desktop = Desktop(qapp, joined, Settings(language="en"))
    desktop.begin()
    made = Bench(qtbot, desktop)
    made.sign_in()
    yield made
    desktop.window.close()
    desktop.end()
    desktop.window.deleteLater()


def test_a_new_pc_joins_and_the_first_day_begins(bench: Bench, centre: Centre) -> None:
    enrol = bench.shown(EnrolScreen)
    bench.qtbot.keyClicks(enrol.form.hub.edit, centre.url)
    bench.qtbot.keyClicks(enrol.form.code.edit, "WRONG-CODE")
    bench.qtbot.keyClick(enrol.form.code.edit, Qt.Key.Key_Return)
    bench.until(lambda: "wrong, used or too old" in enrol.form.notice.words())
    assert bench.desktop.window.focusWidget() is enrol.form.code.edit
    bench.desktop.settings.change(language="hi")
    assert "यह कोड ग़लत है" in enrol.form.notice.words()
    bench.desktop.settings.change(language="en")
    enrol.form.code.edit.clear()
    bench.qtbot.keyClicks(enrol.form.code.edit, centre.code)
    bench.qtbot.keyClick(enrol.form.code.edit, Qt.Key.Key_Return)
    page = bench.shown(SignInScreen)
    assert [row.name for row in page.list.rows()] == ["Kumari Anjali"]
    today = bench.sign_in()
    bench.until(lambda: today._first_day.isVisible())


def test_a_hub_that_is_not_there_is_said_in_plain_words(bench: Bench) -> None:
    enrol = bench.shown(EnrolScreen)
    bench.qtbot.keyClicks(enrol.form.hub.edit, "http://127.0.0.1:9")
    bench.qtbot.keyClicks(enrol.form.code.edit, "ABCD-EFGH")
    bench.qtbot.keyClick(enrol.form.code.edit, Qt.Key.Key_Return)
    bench.until(lambda: "The hub does not answer" in enrol.form.notice.words())
    assert enrol.form.button.isEnabled()


def test_a_wrong_pin_is_refused_and_the_cursor_is_back(qtbot: QtBot, qapp: QApplication, joined: Profile) -> None:
    desktop = Desktop(qapp, joined, Settings(language="en"))
    desktop.begin()
    bench = Bench(qtbot, desktop)
    page = bench.shown(SignInScreen)
    qtbot.keyClicks(page.pin, "000000")
    qtbot.keyClick(page.pin, Qt.Key.Key_Return)
    bench.until(lambda: page.said() == "This PIN is not right.")
    assert page.pin.text() == ""
    desktop.window.close()
    desktop.end()


def test_every_screen_of_the_rail_opens_by_its_key(at_work: Bench) -> None:
    window = at_work.desktop.window
    for key, name in (("P", "patients"), ("C", "cases"), ("E", "exchange"), ("S", "settings"), ("T", "today")):
        at_work.qtbot.keyClick(window, Qt.Key(ord(key)), Qt.KeyboardModifier.AltModifier)
        at_work.until(lambda wanted=name: (screen := window.current()) is not None and screen.name == wanted)  # type: ignore[misc]
    at_work.qtbot.keyClick(window, Qt.Key.Key_F1)
    at_work.until(lambda: (screen := window.current()) is not None and screen.name == "help")
    at_work.qtbot.keyClick(window, Qt.Key.Key_Escape)
    at_work.until(lambda: (screen := window.current()) is not None and screen.name == "today")


def test_f8_changes_the_language_at_once(at_work: Bench) -> None:
    at_work.qtbot.keyClick(at_work.desktop.window, Qt.Key.Key_F8)
    assert at_work.desktop.settings.language == "hi"
    today = at_work.shown(TodayScreen)
    assert any("\u0900" <= letter <= "\u097f" for letter in today._day.text())
    assert load_settings(at_work.desktop._profile.settings_path).language == "hi"
    at_work.qtbot.keyClick(at_work.desktop.window, Qt.Key.Key_F8)


def test_text_size_changes_without_a_restart(at_work: Bench) -> None:
    at_work.desktop.window.go("settings")
    settings = at_work.shown(SettingsScreen)
    before = at_work.desktop.window
    button = settings.text_size.segments.findChild(QWidget, "settings.text_size.150")
    assert button is not None
    at_work.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    at_work.until(lambda: at_work.desktop.window is not before)
    again = at_work.shown(SettingsScreen)
    assert again.context.theme.scale == 1.5
    at_work.desktop.settings.change(text_size=100)
    at_work.until(lambda: at_work.shown(SettingsScreen).context.theme.scale == 1.0)


def test_f5_exchanges_and_says_so(at_work: Bench) -> None:
    at_work.qtbot.keyClick(at_work.desktop.window, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    screen = at_work.shown(ExchangeScreen)
    at_work.until(lambda: bool(screen.history.rows()) and not at_work.desktop.exchange.running)
    before = len(screen.history.rows())
    at_work.qtbot.keyClick(at_work.desktop.window, Qt.Key.Key_F5)
    at_work.until(lambda: len(screen.history.rows()) > before)
    assert screen.history.rows()[0].name == "Whole"


def test_f2_begins_a_visit_where_its_key_is_shown_on_a_button_too(at_work: Bench) -> None:
    at_work.qtbot.keyClick(at_work.desktop.window, Qt.Key.Key_F2)
    at_work.until(lambda: (screen := at_work.desktop.window.current()) is not None and screen.name == "patients")


def test_an_answer_that_comes_is_said_once_counted_and_opened_by_key(at_work: Bench) -> None:
    desktop = at_work.desktop
    at_work.until(lambda: desktop._news is not None and desktop._news._known is not None)
    assert desktop._at_work is not None
    referral = desktop._at_work.store.call(_answered_case)
    desktop._news_came(Changed(frozenset({"advice"})))
    at_work.until(lambda: "A doctor has answered about Kamli Devi." in desktop.window.notice_words())
    assert desktop._news is not None
    assert "Kamli" not in desktop._news.quiet_words()
    at_work.qtbot.keyClick(desktop.window, Qt.Key.Key_F8)
    at_work.until(lambda: "Kamli Devi के बारे में" in desktop.window.notice_words())
    at_work.qtbot.keyClick(desktop.window, Qt.Key.Key_F8)
    at_work.until(lambda: "A doctor has answered" in desktop.window.notice_words())
    at_work.qtbot.keyClick(desktop.window, Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    screen = at_work.shown(CaseScreen)
    at_work.until(lambda: screen._page is not None and screen._page.view.row.referral == referral)
    assert desktop.window.notice_words() == ""
    at_work.until(lambda: desktop._runner is not None and not desktop._runner.busy)


def _answered_case(store: Store) -> str:
    """As it lies in the record after an exchange."""
    now, doctor, patient, referral = datetime.now().astimezone(), new_id(), new_id(), new_id()
    age = {"value": 30, "unit": "years", "as_of": "2026-11-01"}
    person = {"name": "Kamli Devi", "gender": "female", "village": "Barail", "age": age}
    asked = {"urgency": "routine", "question": "What now?", "reach": {"how": "waits"}}
    said = {"referral": referral, "text": "Rest.", "consent_confirmed": True, "signed": now.isoformat()}
    journal.write(
        store,
        [
            NewChange("patient", patient, person, record=patient),
            NewChange("referral", patient, asked, record=referral),
            NewChange("advice", patient, said),
        ],
        author=doctor,
        now=now,
    )
    return referral


def test_f12_locks_and_the_next_sign_in_finds_the_same_store(at_work: Bench) -> None:
    at_work.qtbot.keyClick(at_work.desktop.window, Qt.Key.Key_F12)
    page = at_work.shown(SignInScreen)
    assert page._place_name.text() == "Health Sub-Centre Parsarma"
    at_work.sign_in()


def test_every_input_and_button_has_a_name_to_be_read(at_work: Bench) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit

    for name in ("today", "exchange", "settings", "help"):
        at_work.desktop.window.go(name)
        screen = at_work.desktop.window.current()
        assert screen is not None
        for kind in (QLineEdit, QComboBox, QPlainTextEdit, QAbstractButton):
            for widget in screen.findChildren(kind):
                if widget.isVisible():
                    assert widget.accessibleName(), (name, widget.objectName())


def test_when_windows_ends_the_session_what_was_just_typed_is_kept_and_the_end_comes_at_once(
    qtbot: QtBot, qapp: QApplication, joined: Profile
) -> None:
    desktop = Desktop(qapp, joined, Settings(language="en"))
    desktop.begin()
    pc = Bench(qtbot, desktop)
    pc.sign_in()
    desktop.window.go("new_patient", {})
    form = pc.shown(NewPatientScreen)
    name = form.findChild(QWidget, "new_patient.name")
    assert name is not None
    qtbot.keyClicks(name, "Phulmati")  # its draft is due in a third of a second
    began = time.monotonic()
    desktop.keep_forms()
    desktop.end()
    desktop.end()
    assert time.monotonic() - began < 5
    desktop.window.close()
    desktop.window.deleteLater()
    at_work = entry.enter(joined, desktop.entrance.standing.people[0].id, PIN, local_now, Settings(), None)
    kept = at_work.store.call(lambda store: store.rows("SELECT * FROM drafts WHERE discarded_at IS NULL"))
    at_work.store.close()
    assert any("Phulmati" in str(row) for row in kept), kept
