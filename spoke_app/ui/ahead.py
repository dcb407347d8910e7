"""Makes ready what will be opened next: the code of the screens, then the large screens themselves.

A little at a time on the event loop, between two keys, so that nobody waits for it; and when somebody opens a screen
for the first time, most of the work is done.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from spoke_app.ui.desk_page import DeskPage

EVERY_MS = 25
"""Between two steps: a key that was pressed meanwhile has its turn."""
FIRST = ("spoke_app.ui.desk_page", "spoke_app.ui.today.today_screen", "spoke_app.ui.patients.patients")
PACKAGES = ("spoke_app.actions", "spoke_app.documents", "spoke_app.ui")
SCREENS = ("patients", "visit", "new_patient", "cases", "case")
"""In the order in which a morning asks for them."""


class Ahead(QObject):
    """Takes one step after the other, until there is none left or its parent is gone."""

    def __init__(self, steps: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    @property
    def under_way(self) -> bool:
        return self._timer.isActive()

    @Slot()
    def _step(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()


def code() -> Iterator[None]:
    """Loads the modules that the desk and its screens are made of."""
    for name in (*FIRST, *_modules()):
        if name not in sys.modules:
            import_module(name)
            yield


def _modules() -> Iterator[str]:
    for package in PACKAGES:
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not module.ispkg:
                yield module.name


def screens(desk: DeskPage) -> Iterator[None]:
    """Makes the large ones."""
    yield from code()
    for name in SCREENS:
        yield from desk.prepare(name)
