"""What is said when a doctor has answered or asks: once for each, quietly, in the language of now.

In the window the patient is named; the message of the system's tray, which others may see, names nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QSystemTrayIcon

from spoke_app.ui.icons import icon
from spoke_app.ui.text import names_for
from spoke_app.ui.theme import current_theme

if TYPE_CHECKING:
    from spoke_app.actions.case_news import CaseNews, Said


class NewsOfCases(QObject):
    """`hear` tells it how things stand; the first time only to know what is new from then on."""

    def __init__(self, language: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._known: set[str] | None = None
        self._new: tuple[Said, ...] = ()

    def hear(self, news: CaseNews) -> bool:
        """Whether something has come that nobody was told of."""
        new = tuple(said for said in news.said if self._known is not None and said.moved not in self._known)
        self._known = {said.moved for said in news.said}
        self._new = new or self._new
        return bool(new)

    def words(self) -> str:
        """For the window: `A doctor has answered about Sunita Devi.`"""
        if len(self._new) != 1:
            return self.tr("%n answer(s) and questions have come from the doctors.", "", len(self._new))
        [said] = self._new
        name = names_for(said.name, said.name_other, self._language())[0] or self.tr("a patient")
        if said.question:
            return self.tr("A doctor has a question about {name}.").format(name=name)
        return self.tr("A doctor has answered about {name}.").format(name=name)

    def quiet_words(self) -> str:
        """The same without a name."""
        if len(self._new) != 1:
            return self.words()
        if self._new[0].question:
            return self.tr("A doctor has a question. Please open Spoke.")
        return self.tr("A doctor has answered. Please open Spoke.")

    def way(self) -> tuple[str, dict[str, str]]:
        """The screen that shows it, and what that is handed."""
        if len(self._new) == 1:
            return "case", {"referral": self._new[0].referral}
        return "cases", {"which": "to_do"}

    def button(self) -> str:
        return self.tr("Open")


class Tray(QObject):
    """A message beside the system's clock, where there is such a place and the window is not in front."""

    pressed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None

    def say(self, text: str) -> None:
        if self._icon is None and QSystemTrayIcon.isSystemTrayAvailable():
            self._icon = QSystemTrayIcon(icon("message-check", current_theme().accent, 32), self)
            self._icon.messageClicked.connect(self.pressed)
            self._icon.activated.connect(self._activated)
        if self._icon is not None:
            self._icon.setToolTip(text)
            self._icon.show()
            self._icon.showMessage("Spoke", text, self._icon.icon())

    def quiet(self) -> None:
        """Nothing new any more."""
        if self._icon is not None:
            self._icon.hide()

    @Slot()
    def _activated(self) -> None:
        self.pressed.emit()
