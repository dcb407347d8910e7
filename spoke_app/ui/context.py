"""What every screen is handed when it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from spoke_app.local_time import local_now
from spoke_app.ui.models.picklists import relabelled
from spoke_app.ui.ports import (
    Ask,
    BackupControl,
    BoxAsk,
    ExchangeControl,
    Picklists,
    PinControl,
    QuietStatus,
    ScreenSettings,
    Status,
    StickControl,
    UpdateControl,
)
from spoke_app.ui.runner import Runner
from spoke_app.ui.theme import Theme, current_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from spoke_app.actions.views import Person, Place


@dataclass
class UiContext:
    """`clock` gives the aware time of now; `navigate` is a signal of each Screen, not here."""

    runner: Runner
    settings: ScreenSettings
    place: Place
    staff: Person
    picklists: Picklists = field(default_factory=Picklists)
    status: Status = field(default_factory=QuietStatus)
    ask: Ask = field(default_factory=BoxAsk)
    exchange: ExchangeControl = field(default_factory=ExchangeControl)
    stick: StickControl = field(default_factory=StickControl)
    backup: BackupControl = field(default_factory=BackupControl)
    updates: UpdateControl = field(default_factory=UpdateControl)
    pins: PinControl = field(default_factory=PinControl)
    clock: Callable[[], datetime] = local_now
    ground: QWidget | None = None
    """Where screens are made. To move one there afterwards costs as much as half its making."""

    @property
    def theme(self) -> Theme:
        """The application's theme of now."""
        return current_theme()

    @property
    def lang(self) -> str:
        """`en` or `hi`."""
        return self.settings.language

    def complaint(self, words: str) -> str:
        """A visit's complaints, those of the list in the language of now, whichever they were written in."""
        return relabelled(self.picklists.entries("complaints"), words, self.lang)

    def diagnosis(self, words: str) -> str:
        """A diagnosis or the reason to come again: likewise, as far as the list of conditions has it word for word."""
        return relabelled(self.picklists.entries("conditions"), words, self.lang)

    @property
    def hindi(self) -> bool:
        return self.settings.language == "hi"
