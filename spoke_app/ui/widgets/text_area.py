"""A labelled input of several lines."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.field import FieldFrame


class _Area(QPlainTextEdit):
    left = Signal()

    def __init__(self, name: str, label: str, lines: int) -> None:
        super().__init__()
        theme = current_theme()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setProperty("input", "area")
        # Tab leaves the field, as everywhere else in the form.
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * QFontMetrics(theme.font("field")).lineSpacing() + theme.px(22))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class TextArea(FieldFrame):
    """`changed` is emitted while a person types, not by `set_text`."""

    changed = Signal(str)
    left = Signal()

    def __init__(
        self,
        label: str,
        name: str,
        *,
        lines: int = 3,
        optional: bool = False,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.edit = _Area(name, label, lines)
        super().__init__(label, (self.edit,), optional=optional, parent=parent)
        self.edit.setPlaceholderText(placeholder)
        self.setFocusProxy(self.edit)
        self.edit.textChanged.connect(self._typed)
        self.edit.left.connect(self.left)

    def text(self) -> str:
        """The text, trimmed."""
        return self.edit.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Fill it silently."""
        if text != self.edit.toPlainText():
            with QSignalBlocker(self.edit):
                self.edit.setPlainText(text)

    def set_placeholder(self, text: str) -> None:
        self.edit.setPlaceholderText(text)

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self.edit.setAccessibleName(label)

    def _typed(self) -> None:
        self.changed.emit(self.edit.toPlainText())
