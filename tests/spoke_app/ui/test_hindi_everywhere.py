"""Every screen in Hindi, in all its states: no English word stands there but what somebody wrote, names and codes.

Read are labels, buttons, fields, lists with their painted rows, chips, tips and what a screen reader says.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.store.database import Store
from spoke_app.ui.case_news import NewsOfCases
from spoke_app.ui.cases.paper_view import Preview
from spoke_app.ui.theme import Theme
from spoke_app.ui.widgets.field import HintLine
from spoke_app.ui.widgets.list_view import ListView
from tests.spoke_app.ui.every_screen import FIRST_DAY, STATES, WholeDesk, every_state

WORD = re.compile(r"[A-Za-z]{2,}")
KEYS = {
    *("Alt", "Ctrl", "Enter", "Esc", "Shift", "Space", "Backspace", "Tab"),
    *("Down", "Up", "Left", "Right", "Home", "End", "PgUp", "PgDn"),
}
CODES = {
    *(
        "ABHA",
        "ABDM",
        "ANM",
        "BMI",
        "BP",
        "CBAC",
        "CHO",
        "OpenSSL",
        "Python",
        "Qt",
        "HI",
        "ICD",
        "ID",
        "IFA",
        "LMP",
        "LO",
        "MUAC",
        "ORS",
        "PDF",
        "PIN",
    ),
    *("PNG", "JPG", "JPEG", "QR", "SpO", "TB", "USB", "CSV", "HIV", "ECG", "WHO", "MB", "KB", "JSON", "Excel", "AB"),
    *("cm", "dL", "kg", "mg", "mL", "ml", "mmHg", "mcg", "bpm", "kB"),
    *("OD", "BD", "TDS", "QID", "SOS", "HS", "TAB", "CAP", "SYP", "INJ"),
    *("Spoke", "English", "https", "http"),
}
"""Abbreviations and units that are written so in Hindi, too; the app's name; the other language's own name."""

ON_PURPOSE = {"visit.consent_text_en", "settings.licences"}
"""The consent in English beside the Hindi one, and the names of licences. A paper (`Preview`) is in two languages."""
EXAMPLES = {"sunita", "suneeta", "xylophone"}
"""Names in the hint of the search, and what these tests type."""


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[WholeDesk]:
    Theme().apply(qapp)
    made = WholeDesk(tmp_path, qapp, qtbot)
    yield made
    made.speak("en")
    made.close()


def written(desk: WholeDesk) -> set[str]:
    """The words that people wrote: all that the journal holds, and the names of places."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for item in value.values():
                yield from texts(item)
        elif isinstance(value, list):
            for item in value:
                yield from texts(item)

    def read(store: Store) -> list[dict[str, Any]]:
        return [json.loads(row["line"]) for row in store.rows("SELECT line FROM journal")]

    places = (Path(__file__).parents[3] / "resources" / "lgd-bihar.csv").read_text(encoding="utf-8")
    found = {word for fields in desk.room.thread.call(read) for text in texts(fields) for word in WORD.findall(text)}
    return EXAMPLES | {word.lower() for word in found} | {word.lower() for word in WORD.findall(places)}


def row_texts(row: Any) -> Iterator[str]:
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        if field.name in ("id", "icon", "right_icon", "note_icon", "marks") or field.name.endswith("tone"):
            continue
        if isinstance(value, str):
            yield value
        elif dataclasses.is_dataclass(value):
            yield str(getattr(value, "text", ""))
        elif field.name == "columns":
            yield from (column[0] for column in value)


def shown(window: QWidget) -> set[str]:
    texts: set[str] = set()
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, Preview) or widget.objectName() in ON_PURPOSE:
            continue
        texts |= {widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()}
        if isinstance(widget, QLabel | QAbstractButton | HintLine):
            texts.add(widget.text())
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            texts.add(widget.placeholderText())
        if isinstance(widget, QComboBox):
            texts |= {widget.itemText(at) for at in range(widget.count())}
        if isinstance(widget, ListView):
            for row in widget.rows():
                texts |= set(row_texts(row)) if dataclasses.is_dataclass(row) else set()
    return texts


def english(texts: set[str], known: set[str]) -> set[str]:
    """Texts with a Latin word that nobody wrote and that is no code, no key and no name of a person's script."""
    left = set()
    for text in texts:
        words = set(WORD.findall(re.sub(r"&\w+;|<[^>]*>", " ", text)))
        if {word for word in words - CODES - KEYS if word.lower() not in known}:
            left.add(text)
    return left


def test_no_english_is_left_on_any_screen(desk: WholeDesk) -> None:
    known = written(desk)
    left: dict[str, set[str]] = {}
    for state in every_state():
        desk.speak("en")
        desk.go(state)
        desk.speak("hi")
        assert any("\u0900" <= sign <= "\u097f" for text in shown(desk.window) for sign in text), state
        if english_here := english(shown(desk.window), known):
            left[str(state)] = english_here
    assert left == {}


def test_what_lies_over_a_screen_or_above_it_changes_with_it(desk: WholeDesk) -> None:
    known = written(desk)
    desk.go(next(state for state in STATES["case"] if state.title == "sunita"))
    QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_F1)
    desk.settle()
    assert "Given to the patient" in shown(desk.window)
    desk.speak("hi")
    assert english(shown(desk.window), known) == set()
    desk.speak("en")
    desk.go(STATES["today"][0])
    news = NewsOfCases(lambda: desk.settings.language)
    desk.window.notice("news", lambda: (news.words(), "", news.button()))
    desk.speak("hi")
    assert desk.window.notice_words() == news.words() != ""
    assert english(shown(desk.window), known) == set()


def test_people_named_in_a_question_change_with_it(desk: WholeDesk) -> None:
    desk.go(next(state for state in STATES["follow_ups"] if state.title == "another day"))
    desk.speak("hi")
    assert "सुनीता देवी कब आएँ?" in shown(desk.window)
    desk.speak("en")
    desk.go(next(state for state in STATES["patients"] if state.title == "the same person"))
    desk.put("join.search", "yadav")
    found = desk.window.findChild(ListView, "join.list")
    assert found is not None
    desk.there("join.stays")
    desk.settle()
    before = [row.name for row in found.rows()]
    desk.speak("hi")
    assert before and [row.beside for row in found.rows()] == before
    assert english({text for row in found.rows() for text in row_texts(row)}, written(desk)) == set()


def test_none_on_the_first_day(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> None:
    Theme().apply(qapp)
    desk = WholeDesk(tmp_path, qapp, qtbot, full=False)
    try:
        known = written(desk)
        desk.speak("hi")
        left = {}
        for state in FIRST_DAY:
            desk.go(state)
            if english_here := english(shown(desk.window), known):
                left[str(state)] = english_here
        assert left == {}
    finally:
        desk.speak("en")
        desk.close()
