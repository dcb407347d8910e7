"""What somebody copied out of the record does not stay in the clipboard when she has gone."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication


class Copied(QObject):
    """Knows whether what lies in the clipboard was copied while a window of ours was in front: not every system says
    whose it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours = False
        QGuiApplication.clipboard().dataChanged.connect(self._changed)

    @Slot()
    def _changed(self) -> None:
        self._ours = QGuiApplication.focusWindow() is not None

    def forget(self) -> None:
        """Empty it, unless another program filled it."""
        if self._ours:
            QGuiApplication.clipboard().clear()
            self._ours = False
