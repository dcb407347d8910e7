"""A short list below an input, to choose from by key. The cursor stays in the input, and nothing is chosen by itself.

Down walks into it, Enter or a digit takes a line, Esc closes it, and any other key goes on typing. It is no window of
its own: the keys of the screen (Ctrl Enter, Alt letters) work while it is open.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget

from spoke_app.ui.theme import current_theme

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SuggestList(QListView):
    """`asked` when Down is pressed while it is closed; `chosen` with the text that was taken."""

    asked = Signal()
    chosen = Signal(str)

    def __init__(self, edit: QLineEdit, *, digits: bool, below: QLineEdit | None = None) -> None:
        super().__init__(edit)
        self._edit, self._digits = edit, digits
        self._below = below or edit
        self._texts: tuple[str, ...] = ()
        self._lines = QStringListModel(self)
        self.setModel(self._lines)
        self.setObjectName(f"{edit.objectName()}.suggestions")
        self.setProperty("popup", "true")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.clicked.connect(self._clicked)
        edit.installEventFilter(self)
        self.hide()

    def offer(self, texts: Sequence[str]) -> None:
        """Show these lines below the input; none closes the list."""
        self._texts = tuple(texts)
        self._lines.setStringList([self._line(at, text) for at, text in enumerate(self._texts)])
        if not self._texts or not self._edit.hasFocus():
            self.hide()
            return
        self.setAccessibleName(self._edit.accessibleName())
        self.setCurrentIndex(QModelIndex())
        self._place()
        self.show()
        self.raise_()

    def _place(self) -> None:
        """Right below the input, or above it where the window ends."""
        window: QWidget = self._edit.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            above = self._edit.parentWidget()
            while above is not None and above is not window:
                # A page that scrolls takes the input along.
                above.installEventFilter(self)
                above = above.parentWidget()
        row = max(self.sizeHintForRow(0), current_theme().px(36))
        below = self._below.mapTo(window, QPoint(0, self._below.height() + 2))
        high = row * len(self._texts) + 12
        if below.y() + high > window.height():
            below = self._below.mapTo(window, QPoint(0, -high - 2))
        self.setGeometry(below.x(), below.y(), self._below.width(), high)

    def texts(self) -> tuple[str, ...]:
        """What is offered now."""
        return self._texts if self.isVisible() else ()

    def _line(self, at: int, text: str) -> str:
        return f"{at + 1}   {text}" if self._digits else text

    def _clicked(self, index: QModelIndex) -> None:
        self._take(index.row())

    def _take(self, at: int) -> None:
        text = self._texts[at]
        self.hide()
        self.chosen.emit(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is not self._edit:
            if kind in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
                self._place()
        elif kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.hide()
        elif kind in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._place()
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Esc would leave the form.
            if self.isVisible() and event.key() == Qt.Key.Key_Escape:
                event.accept()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain:
            return False
        if not self.isVisible():
            if event.key() == Qt.Key.Key_Down:
                self.asked.emit()
                return True
            return False
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        if event.key() in _ENTERS and self.currentIndex().isValid():
            self._take(self.currentIndex().row())
            return True
        digit = event.text()
        if self._digits and digit in tuple("123456789") and int(digit) <= len(self._texts):
            self._take(int(digit) - 1)
            return True
        return False

    def _step(self, by: int) -> None:
        at = self.currentIndex().row() + by
        index = self._lines.index(at % len(self._texts)) if at != -1 else QModelIndex()
        self.setCurrentIndex(index)
