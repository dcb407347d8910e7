"""The visit's screen over a real clinic, typed into and clicked in tests."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from spoke_app.ui.visit.visit import VisitScreen
from tests.spoke_app.ui.clinic import Clinic


def shown(clinic: Clinic, qtbot: QtBot, **args: Any) -> VisitScreen:
    screen = VisitScreen(clinic.context())
    qtbot.addWidget(screen)
    screen.resize(1158, 732)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.opened(**args)
    qtbot.waitUntil(lambda: screen.page.isVisible() and not clinic.runner.busy)
    return screen


def named(screen: QWidget, field: str) -> Any:
    return screen.findChild(QWidget, f"visit.{field}")


def fill(screen: VisitScreen, qtbot: QtBot, **fields: str) -> None:
    for field, text in fields.items():
        named(screen, field).setFocus()
        qtbot.keyClicks(named(screen, field), text)


def press(screen: VisitScreen, field: str) -> None:
    button = named(screen, field)
    assert isinstance(button, QAbstractButton)
    button.click()


def complain(screen: VisitScreen, qtbot: QtBot, text: str) -> None:
    fill(screen, qtbot, complaint=text)
    qtbot.keyClick(named(screen, "complaint"), Qt.Key.Key_Return)
