"""Every screen without a mouse: all that can be typed in or chosen has a name, Tab comes to it and leaves it, one sees
where the cursor is, no key means two things, help knows every key, and Esc takes nothing away that was typed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from spoke_app.actions.drafts import open_drafts
from spoke_app.ui.help.keys import silent_keys
from spoke_app.ui.main_window import MainWindow
from spoke_app.ui.rail import Rail
from spoke_app.ui.screens import SCREENS
from spoke_app.ui.status_bar import StatusBar
from spoke_app.ui.theme import Theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.focus_ring import FocusRing
from spoke_app.ui.widgets.search_box import SearchBox
from tests.spoke_app.ui.every_screen import STATES, State, WholeDesk, every_state, inputs

MOST_STOPS = 400


@pytest.fixture
def desk(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[WholeDesk]:
    Theme().apply(qapp)
    made = WholeDesk(tmp_path, qapp, qtbot)
    yield made
    made.close()


def called(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName() or widget.accessibleName()}"


def test_no_screen_is_forgotten() -> None:
    assert set(STATES) == set(SCREENS)


def test_everything_that_takes_words_or_a_choice_has_a_name(desk: WholeDesk) -> None:
    nameless = []
    for language in ("en", "hi"):
        desk.speak(language)
        for state in every_state():
            desk.go(state)
            for widget in inputs(desk.window):
                read = QAccessible.queryAccessibleInterface(widget)
                named = read is not None and read.text(QAccessible.Text.Name).strip()
                if not named or read.role() == QAccessible.Role.NoRole:
                    nameless.append(f"{state} {language}: {called(widget)}")
    desk.speak("en")
    assert not nameless, "\n".join(nameless)


def stops(desk: WholeDesk, key: Qt.Key) -> list[QWidget]:
    """Where Tab (or Shift Tab) comes to, from the cursor once around."""
    seen: list[QWidget] = []
    while (here := QApplication.focusWidget()) is not None and here not in seen and len(seen) < MOST_STOPS:
        seen.append(here)
        QTest.keyClick(here, key)
    return seen


def in_its_group(widget: QWidget, reached: set[QWidget]) -> bool:
    """Of a choice Tab comes to one, and the arrow keys to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and group.exclusive() and any(one in reached for one in group.buttons())


def by_key_alone(widget: QWidget) -> bool:
    """The bar at the foot, the lock (F12) and the index of the visit (Ctrl Down, Ctrl Up) stay out of Tab's way."""
    name = widget.objectName()
    own = name in ("rail.lock", "visit.next_part") or name.startswith("visit.part.")
    return own or isinstance(widget.parentWidget(), StatusBar)


def shows_the_cursor(window: MainWindow, widget: QWidget, known: dict[str, bool]) -> bool:
    """A ring around it, or its own border: the pixels with the cursor are others than those without."""
    if any(ring.isVisible() for ring in window.findChildren(FocusRing)):
        return True
    if isinstance(widget, QAbstractButton | QAbstractItemView | QTextEdit):
        return False
    kind = f"{type(widget).__name__} {widget.property('input')}"
    if kind not in known:
        framed = widget.parentWidget() if widget.property("input") == "bare" else widget
        assert framed is not None
        widget.setFocus()
        lit = framed.grab().toImage()
        widget.clearFocus()
        known[kind] = framed.grab().toImage() != lit
        widget.setFocus()
    return known[kind]


def test_tab_comes_everywhere_and_leaves_again(desk: WholeDesk) -> None:
    wrong: list[str] = []
    known: dict[str, bool] = {}
    for state in every_state():
        desk.go(state)
        wanted = [widget for widget in inputs(desk.window) if not by_key_alone(widget)]
        wanted[0].setFocus()
        assert QApplication.focusWidget() is wanted[0], f"{state}: {called(wanted[0])} takes no cursor"
        forth = stops(desk, Qt.Key.Key_Tab)
        reached = set(forth)
        wrong += [
            f"{state}: Tab never comes to {called(widget)}"
            for widget in wanted
            if widget.isVisible() and widget not in reached and not in_its_group(widget, reached)
        ]
        back = set(stops(desk, Qt.Key.Key_Backtab))
        wrong += [f"{state}: Shift Tab never comes to {called(widget)}" for widget in forth if widget not in back]
        for widget in forth:
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if not shows_the_cursor(desk.window, widget, known):
                wrong.append(f"{state}: nothing shows that the cursor is at {called(widget)}")
    assert not wrong, "\n".join(wrong)


def live_shortcuts(window: MainWindow) -> list[QShortcut]:
    """The keys that work on the screen as it stands."""
    return [
        shortcut
        for shortcut in window.findChildren(QShortcut)
        if shortcut.isEnabled()
        and isinstance(owner := shortcut.parent(), QWidget)
        and owner.isVisible()
        and owner.isEnabled()
    ]


def test_no_key_means_two_things(desk: WholeDesk) -> None:
    ambiguous = []
    for state in every_state():
        desk.go(state)
        keys = Counter(shortcut.key().toString() for shortcut in live_shortcuts(desk.window))
        ambiguous += [f"{state}: {key} {count} times" for key, count in keys.items() if count > 1]
    assert not ambiguous, "\n".join(ambiguous)


def test_help_knows_every_key(desk: WholeDesk) -> None:
    """A key that no button carries stands in help's own list of that screen."""
    secret = set()
    for state in every_state():
        desk.go(state)
        told = {QKeySequence(key.cap.replace(" ", "+")).toString() for key in silent_keys(state.screen)}
        for shortcut in live_shortcuts(desk.window):
            owner, key = shortcut.parent(), shortcut.key().toString()
            if not isinstance(owner, Button | Rail | MainWindow) and key not in told:
                secret.add(f"{state.screen}: {key}")
    assert not secret, "\n".join(sorted(secret))


def typed_in(widget: QLineEdit | QPlainTextEdit) -> str:
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else widget.text()


def fields(desk: WholeDesk) -> list[QLineEdit | QPlainTextEdit]:
    """The text fields in front; a search is no record, and Esc may empty it."""
    return [
        widget
        for widget in inputs(desk.window)
        if isinstance(widget, QLineEdit | QPlainTextEdit)
        and not isinstance(widget, SearchBox)
        and not widget.isReadOnly()
        and not isinstance(widget.parentWidget(), QComboBox)
    ]


def again(desk: WholeDesk, state: State) -> None:
    """The way back: a form's draft, else the screen as it was opened."""
    drafts = desk.room.act(open_drafts)
    if state.screen in ("visit", "new_patient"):
        desk.window.go(state.screen, {"draft": drafts[0].id})
    else:
        desk.window.go(state.screen, state.args(desk))
        desk.settle()
        if state.then is not None:
            state.then(desk)
    desk.settle()


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)")  # a list of suggestions opens
@pytest.mark.parametrize("screen", ["new_patient", "visit", "case", "conflict", "exchange"])
def test_esc_takes_nothing_away(screen: str, desk: WholeDesk) -> None:
    lost = []
    for state in STATES[screen]:
        desk.go(state)
        written: dict[str, str] = {}
        for widget in fields(desk):
            if widget.objectName() and not typed_in(widget):
                widget.setFocus()
                QTest.keyClicks(widget, "12")
                written[widget.objectName()] = typed_in(widget)
        QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Escape)
        desk.settle()
        if written:
            again(desk, state)
            shown = {widget.objectName(): widget for widget in fields(desk)}
            lost += [
                f"{state}: {name}"
                for name, text in written.items()
                if name not in shown or (typed_in(shown[name]) or shown[name].accessibleDescription())[:2] != text[:2]
            ]
    assert not lost, "\n".join(lost)
