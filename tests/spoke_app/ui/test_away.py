"""A desk that is left: locked by hand or by itself, nothing of it to be seen, and there again for who left it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from hub_server.context import open_services
from hub_server.services.devices import make_enrol_code
from hub_server.services.staff import NewStaff, add_staff
from spoke_app import entry
from spoke_app.app import Desktop
from spoke_app.paths import Profile
from spoke_app.settings import Settings
from spoke_app.ui.idle import LOCK_AFTER_S, IdleWatch
from spoke_app.ui.patients.new_patient import NewPatientScreen
from spoke_app.ui.sign_in.sign_in_screen import SignInScreen
from spoke_app.ui.today.today_screen import TodayScreen
from tests.spoke_app.ui.test_desktop import PIN, Bench, Centre

OTHER_PIN = "730164"
NAME = "Phulmati Devi"


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Centre, Profile]]:
    """A PC on which two colleagues sign in."""
    centre = Centre(tmp_path_factory.mktemp("centre"))
    services = open_services(centre._store)
    add_staff(services, NewStaff("Rekha Kumari", "anm", (centre.facility,), pin=OTHER_PIN))
    profile = Profile(tmp_path_factory.mktemp("joined"))
    entry.join(profile, centre.url, str(make_enrol_code(services, centre.facility)["code"]))
    yield centre, profile
    centre.close()


@pytest.fixture
def bench(qtbot: QtBot, qapp: QApplication, two: tuple[Centre, Profile]) -> Iterator[Bench]:
    desktop = Desktop(qapp, two[1], Settings(language="en"))
    desktop.begin()
    made = Bench(qtbot, desktop)
    sign_in(made, "Kumari Anjali", PIN)
    yield made
    desktop.window.close()
    desktop.end()
    desktop.window.deleteLater()


def sign_in(bench: Bench, name: str, pin: str) -> None:
    """With the keyboard alone: the arrows choose the name while the cursor stays in the PIN."""
    page = bench.shown(SignInScreen)
    for _ in range(3):
        if name in page._pin_label.text():
            break
        bench.qtbot.keyClick(page.pin, Qt.Key.Key_Down)
    else:
        for _ in range(3):
            bench.qtbot.keyClick(page.pin, Qt.Key.Key_Up)
    assert name in page._pin_label.text()
    bench.qtbot.keyClicks(page.pin, pin)
    bench.qtbot.keyClick(page.pin, Qt.Key.Key_Return)
    bench.until(lambda: bench.desktop.window.at_desk())


def begun_form(bench: Bench) -> tuple[NewPatientScreen, QLineEdit]:
    bench.desktop.window.go("new_patient", {})
    form = bench.shown(NewPatientScreen)
    name = form.findChild(QLineEdit, "new_patient.name")
    assert name is not None
    name.setFocus()
    name.clear()
    bench.qtbot.keyClicks(name, NAME)
    return form, name


def to_be_seen(window: QWidget) -> str:
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    fields = [field.text() for field in window.findChildren(QLineEdit) if field.isVisible()]
    return " ".join([window.windowTitle(), *labels, *fields])


def test_who_comes_back_finds_her_form_and_her_cursor_and_nobody_saw_it_meanwhile(bench: Bench) -> None:
    window = bench.desktop.window
    form, name = begun_form(bench)
    bench.qtbot.keyClick(window, Qt.Key.Key_F12)
    assert not name.isVisible()  # at once, before the page with the names is read from the disk
    bench.shown(SignInScreen)
    assert NAME not in to_be_seen(window)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F5, Qt.Key.Key_Escape):
        bench.qtbot.keyClick(window, key)
    bench.qtbot.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert not window.at_desk() and not form.isVisible() and window.current() is None
    sign_in(bench, "Kumari Anjali", PIN)
    assert bench.shown(NewPatientScreen) is form
    assert (name.text(), QApplication.focusWidget()) == (NAME, name)


def test_a_colleague_gets_her_own_desk_and_the_form_waits_as_a_draft(bench: Bench) -> None:
    window = bench.desktop.window
    form, _ = begun_form(bench)
    gone: list[bool] = []
    form.destroyed.connect(lambda: gone.append(True))
    bench.qtbot.keyClick(window, Qt.Key.Key_F12)
    sign_in(bench, "Rekha Kumari", OTHER_PIN)
    bench.shown(TodayScreen)
    bench.until(lambda: gone == [True])
    bench.qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert isinstance(window.current(), TodayScreen)
    bench.qtbot.keyClick(window, Qt.Key.Key_F12)
    sign_in(bench, "Kumari Anjali", PIN)
    today = bench.shown(TodayScreen)
    bench.until(lambda: NAME in to_be_seen(today))


def test_what_was_copied_from_the_record_does_not_stay_in_the_clipboard(bench: Bench) -> None:
    _, name = begun_form(bench)
    name.selectAll()
    bench.qtbot.keyClick(name, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == NAME
    bench.qtbot.keyClick(bench.desktop.window, Qt.Key.Key_F12)
    assert QApplication.clipboard().text() == ""
    sign_in(bench, "Kumari Anjali", PIN)
    name.selectAll()
    bench.qtbot.keyClick(name, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == NAME
    bench.desktop.end()
    assert QApplication.clipboard().text() == ""


def holders(key: bytes) -> list[str]:
    """What in this process leads to the key, of which this is a copy. Bytes are not tracked, whoever holds them is."""
    gc.collect()
    found = []
    for thing in gc.get_objects():
        if any(isinstance(held, bytes) and held == key and held is not key for held in gc.get_referents(thing)):
            found.append(type(thing).__name__)
    return found


def test_when_nothing_waits_the_record_is_closed_and_its_key_gone_until_somebody_signs_in(bench: Bench) -> None:
    desktop = bench.desktop
    form, name = begun_form(bench)
    at_work = desktop._at_work
    assert at_work is not None
    key = bytes(bytearray(at_work.session.store_key))
    del at_work
    assert holders(key)
    bench.until(lambda: desktop.exchange.started)
    bench.qtbot.keyClick(desktop.window, Qt.Key.Key_F12)
    bench.until(lambda: desktop._at_work is None)
    assert not desktop.exchange.started
    assert holders(key) == []
    assert name.text() == NAME
    asked = desktop._submit(lambda desk: "done", ())  # a covered desk asks for something
    sign_in(bench, "Kumari Anjali", PIN)
    bench.until(lambda: asked.done() and asked.result() == "done")
    assert bench.shown(NewPatientScreen) is form
    bench.until(lambda: desktop.exchange.started)


def test_what_waits_for_the_hub_still_goes_after_the_desk_is_left(bench: Bench, two: tuple[Centre, Profile]) -> None:
    from spoke_app.store import own_chain
    from spoke_app.store.journal import NewChange, write

    desktop, centre = bench.desktop, two[0]
    bench.until(lambda: desktop.exchange.started and not desktop.exchange.running)
    at_work = desktop._at_work
    assert at_work is not None
    fields = {"name": "Kamli Devi", "gender": "female", "village": "Barail"}
    [change] = at_work.store.call(
        lambda store: write(store, [NewChange("patient", None, fields)], author=at_work.session.staff,
                            now=datetime.now().astimezone())
    )  # fmt: skip
    assert at_work.store.call(own_chain.waiting) > 0
    bench.qtbot.keyClick(desktop.window, Qt.Key.Key_F12)
    bench.shown(SignInScreen)
    assert desktop._at_work is at_work
    desktop.exchange.now()
    bench.until(lambda: desktop._at_work is None)
    with centre._store.read() as conn:
        from hub_server.store import records

        assert records.folded(conn, change.record) is not None


def test_a_box_that_asks_something_is_not_left_over_the_sign_in(bench: Bench) -> None:
    window, seen = bench.desktop.window, []
    begun_form(bench)
    box = QMessageBox(QMessageBox.Icon.Question, "?", f"Discard the form of {NAME}?", parent=window)

    def leave() -> None:
        seen.append(box.isVisible())
        bench.desktop._lock()

    QTimer.singleShot(0, leave)
    box.exec()
    assert seen == [True]
    bench.shown(SignInScreen)
    assert not box.isVisible()


class Hands:
    """A watch whose clocks stand still until they are moved."""

    def __init__(self, app: QApplication) -> None:
        self.now, self.wall, self.told = 1000.0, 5000.0, 0
        self.watch = IdleWatch(app, monotonic=lambda: self.now, wall=lambda: self.wall)
        self.watch.left.connect(self._left)
        self.watch.begin()

    def _left(self) -> None:
        self.told += 1

    def after(self, seconds: float, *, asleep: float = 0.0) -> int:
        self.now += seconds
        self.wall += seconds + asleep
        self.watch.look()
        return self.told


@pytest.fixture
def hands(qapp: QApplication) -> Iterator[Hands]:
    made = Hands(qapp)
    yield made
    made.watch.stop()
    qapp.removeEventFilter(made.watch)


def test_five_minutes_without_a_hand_are_leaving(hands: Hands) -> None:
    assert hands.after(LOCK_AFTER_S - 1) == 0
    assert hands.after(1) == 1


@pytest.mark.parametrize(
    "touch",
    [
        lambda widget: QTest.keyClick(widget, Qt.Key.Key_A),
        lambda widget: QTest.mouseClick(widget, Qt.MouseButton.LeftButton),
        lambda widget: QApplication.sendEvent(widget, QInputMethodEvent()),
    ],
)
def test_a_key_a_click_and_hindi_typing_are_work(
    hands: Hands, qtbot: QtBot, touch: Callable[[QWidget], object]
) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    hands.after(LOCK_AFTER_S - 1)
    touch(field)
    assert hands.after(LOCK_AFTER_S - 1) == 0
    assert hands.after(1) == 1


def test_a_pc_that_slept_was_left(hands: Hands) -> None:
    """Its monotonic clock may stand still meanwhile; a wall clock that is set back is no work."""
    assert hands.after(5, asleep=LOCK_AFTER_S) == 1


def test_a_clock_that_was_set_back_hides_nobodys_leaving(hands: Hands) -> None:
    assert hands.after(10, asleep=-timedelta(days=400).total_seconds()) == 0
    assert hands.after(LOCK_AFTER_S) == 1


def test_the_desk_locks_itself(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    _, name = begun_form(bench)
    watch = bench.desktop._idle
    watch._touched -= LOCK_AFTER_S
    watch.look()
    bench.shown(SignInScreen)
    assert not name.isVisible()
    assert not watch._timer.isActive()  # nobody to lock out
    sign_in(bench, "Kumari Anjali", PIN)
    assert watch._timer.isActive()


def test_the_text_size_changed_over_a_locked_desk_shows_nothing_of_it(bench: Bench, tmp_path: Path) -> None:
    begun_form(bench)
    old = bench.desktop.window
    bench.qtbot.keyClick(old, Qt.Key.Key_F12)
    bench.shown(SignInScreen)
    bench.desktop.settings.change(text_size=125)
    bench.until(lambda: bench.desktop.window is not old)
    assert NAME not in to_be_seen(bench.desktop.window)
    sign_in(bench, "Kumari Anjali", PIN)
    today = bench.shown(TodayScreen)
    bench.until(lambda: NAME in to_be_seen(today))
    bench.desktop.settings.change(text_size=100)
    bench.until(lambda: bench.desktop.window.at_desk())
