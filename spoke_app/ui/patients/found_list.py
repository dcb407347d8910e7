"""The list of found patients: as high as its rows while there is room, scrolling when there is not."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.list_view import ListView


class FoundList(ListView):
    """Never takes more height than its rows need."""

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        height = sum(self.sizeHintForRow(at) for at in range(len(self.rows())))
        return QSize(current_theme().px(300), max(1, height))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(160), min(self.sizeHint().height(), current_theme().px(64)))
