"""F8 in the middle of work: every screen stands in the other language at once, as far as words are the app's own."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from care_record.clock import time_text
from care_record.ids import new_id
from spoke_app.actions.compare_record import compare_record
from spoke_app.actions.exchange_overview import exchange_overview
from spoke_app.settings import Settings
from spoke_app.store.journal import NewChange
from spoke_app.ui.context import UiContext
from spoke_app.ui.languages import Languages
from spoke_app.ui.live_settings import LiveSettings
from spoke_app.ui.main_window import MainWindow
from spoke_app.ui.screens import SCREENS
from spoke_app.ui.theme import Theme
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.field import HintLine
from tests.spoke_app.ui.case_room import CHO, PLACE, TODAY, CaseRoom, at
from translations import refresh

DATA = {"Fever", "Patient"}
"""Words of the app that people also type."""


def english_only() -> set[str]:
    """The sources whose Hindi is something else and that hold no placeholder: on a Hindi screen none may stand."""
    tree = ET.parse(Path(refresh.__file__).with_name("app_hi.ts"))
    pairs = ((m.findtext("source") or "", m.findtext("translation") or "") for m in tree.iter("message"))
    return {source for source, hindi in pairs if source != hindi and "{" not in source and "%n" not in source} - DATA


def shown_texts(window: QWidget) -> set[str]:
    """Everything that can be read on the screen or is said by a screen reader, outside painted lists."""
    texts: set[str] = set()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible():
            continue
        texts.add(widget.accessibleName())
        if isinstance(widget, QLabel | QAbstractButton):
            texts.add(widget.text())
        if isinstance(widget, QLineEdit):
            texts.add(widget.placeholderText())
        if isinstance(widget, Chip):
            texts.add(widget.accessibleName())
    return texts


class Desk:
    """The whole window over a morning's cases, with a language that can be changed."""

    def __init__(self, folder: Path, app: QApplication, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.room = CaseRoom(folder)
        self.cases = self.room.full_list()
        self.patient = self.room.patients[self.cases["sunita"]]
        visit = {
            "started": time_text(at("24", "11:00")),
            "mode": "spoke",
            "complaints": [{"id": new_id(), "text": "cut on the hand"}],
            "vitals": {"temperature_f": 101.2, "bp_systolic": 150, "bp_diastolic": 95},
            "outcome": "treated",
        }
        due = {"due": "2026-11-21", "reason": "घाव की पट्टी", "status": "due"}
        self.room.write(at("24", "11:00"), CHO.id, "visit", self.patient, visit)
        self.room.write(at("24", "11:00"), CHO.id, "follow_up", self.patient, due)
        self.two_versions()
        self.settings = LiveSettings(Settings())
        self._languages = Languages(app)
        self._languages.use("en")
        self.window = MainWindow(app, lambda: TODAY, lambda: self.settings.language)
        qtbot.addWidget(self.window)
        context = UiContext(self.room.runner, self.settings, PLACE, CHO, clock=lambda: TODAY)
        self.window.open_desk(context, SCREENS)
        self.window.show()
        self.window.set_overview(self.room.act(exchange_overview))

    def two_versions(self) -> None:
        """Two people wrote another village, neither knowing of the other."""
        base = self.room.act(compare_record, self.patient).heads
        for village in ("Sonpur", "Maner"):
            change = NewChange("patient", self.patient, {"village": village}, record=self.patient, base=base)
            self.room.act(lambda desk, new=change: desk.write([new]))

    def open(self, screen: str, args: dict[str, Any]) -> None:
        self.speak("en")
        assert self.window.go(screen, args)
        self._qtbot.waitUntil(lambda: not self.room.runner.busy)

    def speak(self, language: str) -> None:
        self.settings.change(language=language)
        self._languages.use(language)
        self._qtbot.waitUntil(lambda: not self.room.runner.busy)
        # What was made anew stands in the place of what goes before the next paint.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def close(self) -> None:
        self._languages.use("")  # the screens load again, in the words of the code
        self._qtbot.waitUntil(lambda: not self.room.runner.busy)
        self.room.close()


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    Theme().apply(qapp)
    made = Desk(tmp_path, qapp, qtbot)
    yield made
    made.close()


def test_every_screen_follows_at_once(desk: Desk) -> None:
    english = english_only()
    screens: list[tuple[str, dict[str, Any]]] = [
        ("today", {}),
        ("patients", {}),
        ("patients", {"patient": desk.patient}),
        ("new_patient", {}),
        ("visit", {"patient": desk.patient}),
        ("cases", {}),
        *(("case", {"referral": desk.cases[name]}) for name in ("sunita", "dinesh", "phulo", "lalita")),
        ("exchange", {}),
        ("conflict", {"record": desk.patient}),
        ("settings", {}),
        ("help", {}),
    ]
    left = {}
    for screen, args in screens:
        desk.open(screen, args)
        assert shown_texts(desk.window) & english, f"{screen} shows no word of the app in English"
        desk.speak("hi")
        if stayed := shown_texts(desk.window) & english:
            left[f"{screen} {args}"] = stayed
    assert left == {}


def test_what_is_half_typed_and_the_cursor_stay(desk: Desk, qtbot: QtBot) -> None:
    desk.open("new_patient", {})
    desk.window.activateWindow()
    name = desk.window.findChild(QLineEdit, "new_patient.name")
    age = desk.window.findChild(QLineEdit, "new_patient.age_value")
    assert name is not None and age is not None
    age.setFocus()
    qtbot.keyClicks(age, "5m")
    name.setFocus()
    qtbot.keyClicks(name, "Suneeta De")
    name.setCursorPosition(3)
    for language, said in (("hi", "5 माह"), ("en", "5 months")):
        desk.speak(language)
        assert (name.text(), name.cursorPosition(), name.hasFocus()) == ("Suneeta De", 3, True)
        assert age.text() == "5m"
        hints = {hint.text() for hint in desk.window.findChildren(HintLine) if hint.isVisible()}
        assert said in hints
    qtbot.keyClicks(name, "e")
    assert name.text() == "Suneeeta De"
