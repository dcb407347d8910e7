"""At 1366 x 768, in both languages and at every text size, every word of every screen has its room.

Measured with the fonts that are drawn: labels, buttons, choices, chips, ticks, hints, notices, the bars. A label that
ends in an ellipsis on purpose gives the whole of it in a tip; rows of lists are painted and do the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.ui.rail import RailItem
from spoke_app.ui.status_bar import StatusItem
from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.field import HintLine
from spoke_app.ui.widgets.focus_ring import FocusRing
from spoke_app.ui.widgets.key_cap import key_cap_size
from spoke_app.ui.widgets.tick import Tick
from tests.spoke_app.ui.every_screen import FIRST_DAY, HIGH, WIDE, State, WholeDesk, every_state

SLACK = 2
"""Pixels by which rounding may be off."""


def words(font_of: QWidget, text: str) -> int:
    return font_of.fontMetrics().horizontalAdvance(text)


def _cut_label(label: QLabel) -> str:
    room, text = label.contentsRect(), label.text()
    if not text or label.toolTip() == text:
        return ""
    metrics = label.fontMetrics()
    if not label.wordWrap():
        need = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
        high = metrics.height()
        return f"wants {need} x {high}" if need > room.width() + SLACK or high > label.height() + SLACK else ""
    longest = max((metrics.horizontalAdvance(word) for word in text.split()), default=0)
    if longest > room.width() + SLACK:
        return f"its longest word wants {longest}"
    box = QRect(0, 0, room.width(), 10_000)
    high = metrics.boundingRect(box, Qt.TextFlag.TextWordWrap | label.alignment(), text).height()
    return f"wants {high} of height" if high > label.height() + SLACK else ""


def _cut_button(button: QPushButton) -> str:
    theme = current_theme()
    if isinstance(button, Button):
        face = button.face()
        tail = theme.px(8) + key_cap_size(theme, face.key).width() if face.key else 0
        mark = theme.px(20) + (theme.px(10) if face.text else 0) if face.icon else 0
        need = QFontMetrics(theme.font("button")).horizontalAdvance(face.text) + tail + mark + 2 * theme.px(6)
        return f"wants {need}" if need > button.width() + SLACK else ""
    font = button.font()
    font.setBold(button.isChecked())
    need = QFontMetrics(font).horizontalAdvance(button.text()) + 2 * theme.px(8)
    if not button.icon().isNull():
        need += button.iconSize().width() + 4
    return f"wants {need}" if need > button.width() + SLACK else ""


def _cut_line(edit: QLineEdit) -> str:
    if edit.text() or not edit.placeholderText():
        return ""
    need = words(edit, edit.placeholderText())
    margins = edit.textMargins()
    room = edit.contentsRect().width() - margins.left() - margins.right()
    return f"its placeholder wants {need}" if need > room + SLACK and not edit.toolTip() else ""


def cut(widget: QWidget) -> str:
    """Why a text of this widget cannot be read whole; `''` if it can."""
    if isinstance(widget, QLabel):
        return _cut_label(widget)
    if isinstance(widget, Tick | HintLine):
        need = widget.heightForWidth(widget.width())
        return f"wants {need} of height" if need > widget.height() + SLACK else ""
    if isinstance(widget, QPushButton):
        return _cut_button(widget)
    if isinstance(widget, Chip | StatusItem):
        need = widget.sizeHint().width()
        return f"wants {need}" if need > widget.width() + SLACK else ""
    if isinstance(widget, RailItem):
        theme = current_theme()
        room = widget.width() - 4 if theme.folded else widget.width() - theme.px(46 + 18) - theme.px(20)
        font = theme.font("body")
        font.setBold(widget.isChecked())
        need = QFontMetrics(font).horizontalAdvance(widget.text())
        return f"wants {need} of {room}" if need > room + SLACK else ""
    if isinstance(widget, QComboBox):
        need = words(widget, widget.currentText())
        room = widget.width() - current_theme().px(44)
        return f"wants {need}" if need > room + SLACK and widget.toolTip() != widget.currentText() else ""
    return _cut_line(widget) if isinstance(widget, QLineEdit) else ""


def _said(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else widget.accessibleName()


def _outside(widget: QWidget) -> bool:
    """Whether it stands beyond its parent; what scrolls and what is a window of its own does not count."""
    parent = widget.parentWidget()
    if parent is None or widget.isWindow() or isinstance(widget, FocusRing):
        return False
    if isinstance(parent.parentWidget(), QAbstractScrollArea) or isinstance(parent, QAbstractScrollArea):
        return False
    return not parent.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry())


def wrong(window: QWidget) -> Iterator[str]:
    """What cannot be read or seen on the screen as it stands."""
    if window.width() > WIDE or window.height() > HIGH:
        yield f"the window has grown to {window.width()} x {window.height()}"
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not window or widget.width() <= 0:
            continue
        at = widget.mapTo(window, QPoint(0, 0))
        who = f"{type(widget).__name__} {widget.objectName()} {_said(widget)!r:.60} at {at.toTuple()}"
        if why := cut(widget):
            yield f"{who}: {widget.width()} x {widget.height()}, {why}"
        if _outside(widget):
            yield f"{who}: {widget.geometry().getRect()} outside {type(widget.parentWidget()).__name__}"
        if isinstance(widget, QAbstractScrollArea) and widget.horizontalScrollBar().maximum() > 0:
            yield f"{who}: scrolls sideways by {widget.horizontalScrollBar().maximum()}"


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    Theme().apply(qapp)


def _found(desk: WholeDesk, states: Iterable[State]) -> Iterator[str]:
    every = tuple(states)
    for language in ("en", "hi"):
        desk.speak(language)
        for state in every:
            desk.go(state)
            yield from (f"{state} {language}: {what}" for what in wrong(desk.window))
    desk.speak("en")


@pytest.mark.parametrize("size", [100, 125, 150])
def test_of_a_morning(size: int, tmp_path: Path, app: QApplication, qtbot: QtBot) -> None:
    Theme(size / 100).apply(app)
    desk = WholeDesk(tmp_path, app, qtbot)
    try:
        found = list(_found(desk, every_state()))
    finally:
        desk.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("size", [100, 150])
def test_of_a_first_day(size: int, tmp_path: Path, app: QApplication, qtbot: QtBot) -> None:
    Theme(size / 100).apply(app)
    desk = WholeDesk(tmp_path, app, qtbot, full=False)
    try:
        found = list(_found(desk, FIRST_DAY))
    finally:
        desk.close()
    assert not found, "\n".join(found)
