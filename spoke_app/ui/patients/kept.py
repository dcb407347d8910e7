"""In the form's head: when its draft was kept last."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.ui.text import time_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.label import Label


class KeptMark(QWidget):
    """A pencil and `Draft kept 11:44`; nothing before the first key, and no time while something newer is not kept."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._at = ""
        self._typing = False
        self._mark = IconMark("pencil", theme.ink3, theme.px(16))
        self._text = Label("", "meta", "ink3")
        self._text.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self._mark)
        row.addWidget(self._text)
        self.clear()

    def clear(self) -> None:
        self._at, self._typing = "", False
        self._text.setText("")
        self._mark.hide()

    def show_typing(self) -> None:
        """Something was typed that is kept in a moment."""
        self._at, self._typing = "", True
        self._mark.show()
        self.retranslate()

    def show_kept(self, moment: datetime) -> None:
        self._at, self._typing = time_text(moment), False
        self._mark.show()
        self.retranslate()

    def show_failed(self) -> str:
        """Say that it could not be kept, and give the words."""
        self._at, self._typing = "", False
        words = self.tr("The draft could not be kept")
        self._text.setText(words)
        return words

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        if self._at:
            self._text.setText(self.tr("Draft kept {0}").format(self._at))
        elif self._typing:
            self._text.setText(self.tr("Every field is kept as you type"))
