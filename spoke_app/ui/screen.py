"""The base of every screen: what the main window may ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from spoke_app.ui.context import UiContext

if TYPE_CHECKING:
    from spoke_app.actions.views import Changed


BACK = "back"
"""`navigate` to what lay below, as it was left: only for a screen that was laid over another one."""


class Screen(QWidget):
    """Override `opened`, `retranslate`, and where needed `can_leave`, `back`, `data_changed`, `new_patient_text`.

    `navigate(name, args)` asks the window for another screen: today patients new_patient visit cases case
    registers exchange settings. `args` are handed to its `opened`.
    """

    navigate = Signal(str, dict)
    name = ""
    rail = ""
    """Which rail item is lit while this screen is shown; `''` means its own name."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent if parent is not None else context.ground)
        self.context = context
        self._other_language = False
        self.setObjectName(self.name)
        self.setProperty("ground", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        context.runner.changed.connect(self._changed)

    def opened(self, **args: Any) -> None:
        """The screen was brought to the front, with what the caller handed over: load what it shows."""

    def can_leave(self) -> bool:
        """Whether another screen may be opened now. Save drafts here; say why not if not."""
        return True

    def back(self) -> None:
        """Esc: by default to Today."""
        self.navigate.emit("today", {})

    def retranslate(self) -> None:
        """Set every text again: called when the language changed."""

    def data_changed(self, changed: Changed) -> None:
        """Something was written or arrived while this screen is in front: load again what it touches."""

    @Slot(object)
    def _changed(self, changed: Changed) -> None:
        if self.isVisible():
            self.data_changed(changed)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            # Behind another screen nobody reads it: all screens at once would hold up the one that is looked at.
            self._other_language = self.parentWidget() is not None and self.isHidden()
            if not self._other_language:
                self.retranslate()
        super().changeEvent(event)

    def catch_up(self) -> None:
        """Its words in the language of now, if they were left as they were while it lay behind another screen."""
        if self._other_language:
            self._other_language = False
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        self.catch_up()
        super().showEvent(event)
