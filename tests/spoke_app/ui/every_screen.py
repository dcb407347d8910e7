"""Every screen of the app in its main states, in one real window over a real store: what the walking tests walk over.

A new screen needs its entry in `STATES`, or those tests fail. All people are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from care_record.clock import time_text
from care_record.ids import new_id
from spoke_app.actions.compare_record import compare_record
from spoke_app.actions.drafts import save_draft
from spoke_app.actions.exchange_overview import exchange_overview
from spoke_app.settings import Settings
from spoke_app.store.journal import NewChange
from spoke_app.ui.context import UiContext
from spoke_app.ui.languages import Languages
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.main_window import MainWindow
from spoke_app.ui.screens import SCREENS
from spoke_app.ui.theme import Theme
from tests.spoke_app.ui.case_room import CHO, PLACE, TODAY, CaseRoom, at

WIDE, HIGH = 1366, 696
"""What is left of 1366 x 768 beside the title bar and the taskbar."""


class WholeDesk:
    """The window over a morning's cases (`full`) or over a PC's first day; another text size makes it anew."""

    def __init__(self, folder: Path, app: QApplication, qtbot: QtBot, *, full: bool = True) -> None:
        self.app, self._qtbot = app, qtbot
        self.room = CaseRoom(folder)
        self.cases: dict[str, str] = {}
        self.patient = self.visit = ""
        if full:
            self._fill()
        self.settings = LiveSettings(Settings(language="en"))
        self._languages = Languages(app)
        self._languages.use("en")
        self.window = self._open_window()

    def _fill(self) -> None:
        self.cases = self.room.full_list()
        self.patient = self.room.patients[self.cases["sunita"]]
        for day, pressure in (("3", 142), ("12", 150), ("24", 168)):
            visit = {
                "started": time_text(at(day, "11:00")),
                "mode": "spoke",
                "complaints": [{"id": new_id(), "text": "headache"}],
                "vitals": {"temperature_f": 101.2, "bp_systolic": pressure, "bp_diastolic": 95, "weight_kg": 46},
                "outcome": "treated",
            }
            self.visit = self.room.write(at(day, "11:00"), CHO.id, "visit", self.patient, visit)
        due = {"due": "2026-11-21", "reason": "घाव की पट्टी", "status": "due"}
        self.room.write(at("24", "11:00"), CHO.id, "follow_up", self.patient, due)
        self.room.act(save_draft, "visit", None, self.patient, "Sunita Devi", "pulse", {"pulse": "104"})
        base = self.room.act(compare_record, self.patient).heads
        for village in ("Sonpur", "Maner"):
            change = NewChange("patient", self.patient, {"village": village}, record=self.patient, base=base)
            self.room.act(lambda desk, new=change: desk.write([new]))

    def _open_window(self) -> MainWindow:
        window = MainWindow(self.app, lambda: TODAY, lambda: self.settings.language)
        self._qtbot.addWidget(window)
        context = UiContext(self.room.runner, self.settings, PLACE, CHO, ask=self.room.ask, clock=lambda: TODAY)
        window.resize(WIDE, HIGH)
        window.open_desk(replace(context, status=window), SCREENS)
        window.show()
        window.activateWindow()
        window.set_overview(self.room.act(exchange_overview))
        return window

    def enlarge(self, per_cent: int, *, high_contrast: bool = False) -> None:
        """The window made anew in another text size."""
        old = self.window
        Theme(per_cent / 100, high_contrast).apply(self.app)
        self.window = self._open_window()
        old.hide()

    def speak(self, language: str) -> None:
        self.settings.change(language=language)
        self._languages.use(language)
        self.settle()

    def settle(self) -> None:
        """Nothing is asked of the store any more, and everything has its place."""
        for _ in range(2):
            self._qtbot.waitUntil(lambda: not self.room.runner.busy, timeout=30_000)
            for _ in range(3):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
                QCoreApplication.processEvents()

    def go(self, state: State) -> None:
        """Bring a screen to the front and into this state."""
        self.window.activateWindow()
        assert self.window.go(state.screen, state.args(self)), state
        self.settle()
        if state.then is not None:
            state.then(self)
            self.settle()

    def there(self, name: str) -> None:
        """Wait for a widget to be seen."""

        def seen() -> bool:
            return any(widget.isVisible() for widget in self.window.findChildren(QWidget, name))

        self._qtbot.waitUntil(seen, timeout=30_000)

    def put(self, name: str, text: str) -> None:
        """Type into a field of the screen in front, or choose in it."""
        widget = self.window.findChild(QWidget, name)
        assert widget is not None and widget.isVisible(), name
        widget.setFocus()
        if isinstance(widget, QComboBox):
            widget.setCurrentIndex(widget.findData(text))
            widget.activated.emit(widget.currentIndex())
        elif isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.selectAll()
            QTest.keyClicks(widget, text)
        else:
            assert isinstance(widget, QAbstractButton), name
            widget.click()

    def close(self) -> None:
        self.window.hide()
        self.room.close()


@dataclass(frozen=True)
class State:
    """A screen and what it shows: `args` are what it is opened with, `then` is done on it."""

    screen: str
    title: str = ""
    args: Callable[[WholeDesk], dict[str, Any]] = lambda desk: {}
    then: Callable[[WholeDesk], None] | None = None

    def __str__(self) -> str:
        return f"{self.screen} {self.title}".strip()


def _case(name: str) -> Callable[[WholeDesk], dict[str, Any]]:
    return lambda desk: {"referral": desk.cases[name]}


def _of_patient(desk: WholeDesk) -> dict[str, Any]:
    return {"patient": desk.patient}


def _old_visit(desk: WholeDesk) -> dict[str, Any]:
    return {"patient": desk.patient, "visit": desk.visit}


def _press(name: str) -> Callable[[WholeDesk], None]:
    return lambda desk: desk.put(name, "")


def _searched(text: str) -> Callable[[WholeDesk], dict[str, Any]]:
    return lambda desk: {"text": text}


def _new_patient_with_an_error(desk: WholeDesk) -> None:
    desk.put("new_patient.name", "Suneeta Devi")
    desk.put("new_patient.gender.female", "")
    desk.put("new_patient.age_value", "27")
    desk.put("new_patient.village", "Barail")
    desk.put("new_patient.phone", "94310 2447")
    desk.put("new_patient.more", "")
    desk.there("new_patient.same.1")


def _red_flag_and_refer(desk: WholeDesk) -> None:
    desk.put("visit.temperature_f", "104")
    desk.put("visit.weight_kg", "615")
    desk.put("visit.bp_systolic", "186")
    desk.put("visit.bp_diastolic", "112")
    desk.put("visit.outcome.referred", "")
    desk.put("visit.question", "Which first dose before the ambulance?")


def _treat(desk: WholeDesk) -> None:
    desk.put("visit.outcome.treated", "")


STATES: dict[str, tuple[State, ...]] = {
    "today": (State("today"),),
    "follow_ups": (State("follow_ups"), State("follow_ups", "another day", then=_press("follow_ups.move"))),
    "drafts": (State("drafts"),),
    "patients": (
        State("patients", "seen last"),
        State("patients", "found", _searched("sunita")),
        State("patients", "nobody", _searched("xylophone")),
        State("patients", "record", _of_patient),
        State("patients", "an old visit, a note begun", _old_visit, _press("record.note_add")),
        State("patients", "a result", _of_patient, _press("record.result")),
        State("patients", "to know", _of_patient, _press("record.facts")),
        State("patients", "the same person", _of_patient, _press("record.join")),
        State("patients", "a death", _of_patient, _press("record.died")),
    ),
    "new_patient": (
        State("new_patient"),
        State("new_patient", "with a likely duplicate and an error", then=_new_patient_with_an_error),
        State("new_patient", "correcting", _of_patient),
    ),
    "visit": (
        State("visit", "new", _of_patient),
        State("visit", "red flag, referred", _of_patient, _red_flag_and_refer),
        State("visit", "treated", _of_patient, _treat),
    ),
    "cases": (State("cases"),),
    "case": (
        *(State("case", name, _case(name)) for name in ("sunita", "dinesh", "phulo", "lalita")),
        State("case", "refer again", _case("sunita"), _press("case.again")),
        State("case", "withdraw", _case("phulo"), _press("case.withdraw")),
    ),
    "paper": (
        State("paper", "visit slip", lambda desk: {"visit": desk.visit, "kind": "visit"}),
        State("paper", "referral slip", lambda desk: {"referral": desk.cases["lalita"], "kind": "referral"}),
    ),
    "check": (State("check"),),
    "registers": tuple(
        State("registers", which, lambda desk, which=which: {"register": which})  # type: ignore[misc]
        for which in ("opd", "telemedicine", "medicines", "follow_ups")
    ),
    "exchange": (State("exchange"),),
    "conflict": (State("conflict", "two villages", lambda desk: {"record": desk.patient}),),
    "settings": (State("settings"),),
    "help": (State("help"),),
}

FIRST_DAY: tuple[State, ...] = tuple(
    State(screen, "first day")
    for screen in ("today", "follow_ups", "drafts", "patients", "cases", "registers", "exchange", "settings")
)
"""The states of a PC without any patient."""


def every_state() -> Iterator[State]:
    """The states of every screen there is; a screen without one is a KeyError."""
    for screen in SCREENS:
        yield from STATES[screen]


def inputs(window: QWidget) -> list[QWidget]:
    """Everything on the screen that takes words or a choice and can be used now."""
    kinds = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractButton, QAbstractItemView)
    return [
        widget
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds) and not isinstance(widget, QHeaderView)
        if widget.isVisible() and widget.isEnabled() and widget.window() is window
    ]
