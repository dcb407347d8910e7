"""The settings as they are now: kept in their file, and told to whoever must follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from spoke_app.settings import Settings


class LiveSettings(QObject):
    """`language_changed` and `look_changed` after a change; `save` puts the settings into their file."""

    language_changed = Signal()
    look_changed = Signal()
    changed = Signal()
    not_kept = Signal()

    def __init__(
        self,
        settings: Settings,
        save: Callable[[Settings], None] = lambda settings: None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = settings
        self._save = save

    @property
    def now(self) -> Settings:
        """All of them."""
        return self._now

    @property
    def language(self) -> str:
        return self._now.language

    @property
    def text_size(self) -> int:
        return self._now.text_size

    @property
    def high_contrast(self) -> bool:
        return self._now.high_contrast

    @property
    def paper(self) -> str:
        return self._now.paper

    @property
    def attachments(self) -> str:
        return self._now.attachments

    @property
    def temperature_unit(self) -> str:
        return self._now.temperature_unit

    def change(self, **values: Any) -> None:
        """Set some. They take effect even if the disk does not keep them; then `not_kept` says so."""
        before, self._now = self._now, replace(self._now, **values)
        if self._now == before:
            return
        try:
            self._save(self._now)
        except OSError:
            self.not_kept.emit()
        self.changed.emit()
        if self._now.language != before.language:
            self.language_changed.emit()
        if (self._now.text_size, self._now.high_contrast) != (before.text_size, before.high_contrast):
            self.look_changed.emit()
