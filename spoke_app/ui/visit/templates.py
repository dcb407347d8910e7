"""Sentences for examination and note: a button with its key, a list to choose from by digit, undone by Ctrl Z."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from spoke_app.ui.models.picklists import Entry, entry_text
from spoke_app.ui.models.vital_signs import About
from spoke_app.ui.widgets.button import Button

KEY = "F4"
_DIGITS = 9
_SHOWN = 70
"""Letters of a sentence in the list: the rest is seen once it stands in the field."""


class TemplateButton(Button):
    """Offers those of `entries` that fit the patient, in the language of now, for one text field.

    The page has the key: it opens the list of the part that the cursor is in.
    """

    def __init__(
        self, entries: Sequence[Entry], area: QPlainTextEdit, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__("", "quiet", "notebook", KEY, size="row", name=name, parent=parent)
        self._entries, self._area = tuple(entries), area
        self._fitting: tuple[Entry, ...] = self._entries
        self.language = "en"
        self.clicked.connect(self.offer)

    def fits(self, about: About) -> None:
        self._fitting = tuple(entry for entry in self._entries if about.fits(entry.more.get("of")))

    @Slot()
    def offer(self) -> None:
        """Open the list under the button; the cursor goes back into the field."""
        menu = QMenu(self)
        menu.setAccessibleName(self.accessibleName())
        for at, entry in enumerate(self._fitting):
            text = entry_text(entry, self.language)
            digit = f"&{at + 1}   " if at < _DIGITS else "     "
            shown = text if len(text) <= _SHOWN else text[:_SHOWN].rsplit(" ", 1)[0] + " …"
            menu.addAction(digit + shown.replace("&", "&&")).setData(text)
        menu.triggered.connect(self._chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])

    @Slot(QAction)
    def _chosen(self, action: QAction) -> None:
        self.insert(str(action.data()))

    def insert(self, text: str) -> None:
        """Put a sentence in at the cursor, on a line of its own: one step to undo."""
        self._area.setFocus()
        cursor = self._area.textCursor()
        before = self._area.toPlainText()[: cursor.selectionStart()]
        cursor.insertText(f"\n{text}" if before and not before.endswith("\n") else text)
        self._area.setTextCursor(cursor)

    def retranslate(self) -> None:
        self.set_text(self.tr("Insert a sentence"))
