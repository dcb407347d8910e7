"""The one focus ring of the app: 2 px of ink, 2 px outside whatever button, list or page of text has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractScrollArea, QApplication, QTextEdit, QWidget
from shiboken6 import isValid

from spoke_app.ui.theme import current_theme


def _wants_ring(widget: QWidget) -> bool:
    """What is painted by itself and has no border of its own says so with the property `ring`."""
    return isinstance(widget, QAbstractButton | QAbstractItemView | QTextEdit) or bool(widget.property("ring"))


class FocusRing(QWidget):
    """Inputs show focus by their own border; what has none (buttons, ticks, rail items, lists) gets this ring."""

    def __init__(self, app: QApplication, parent: QWidget) -> None:
        super().__init__(parent)
        self._on: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        # The one that had it may be gone with its page.
        if self._on is not None and isValid(self._on):
            self._on.removeEventFilter(self)
        self._on = None
        if new is not None and _wants_ring(new) and new.window() is self.window():
            self._on = new
            self.setParent(self._room_for(new))
            new.installEventFilter(self)
            self._follow()
        else:
            self._home()

    def _room_for(self, button: QWidget) -> QWidget:
        """The nearest widget around it that has room for the ring; a scroll area's inside, so that it scrolls along."""
        out = 2 + current_theme().focus_width
        around = button.parentWidget()
        while around is not None and not around.isWindow():
            spot = button.mapTo(around, QPoint(0, 0))
            box = QRect(spot, button.size()).adjusted(-out, -out, out, out)
            outer = around.parentWidget()
            if around.rect().contains(box) or outer is None or isinstance(outer.parentWidget(), QAbstractScrollArea):
                return around
            around = outer
        return around or self.window()

    def _home(self) -> None:
        window = self.window()
        self.hide()
        if self.parentWidget() is not window and window is not self:
            self.setParent(window)

    def _follow(self) -> None:
        if self._on is None or not isValid(self._on):
            return
        out = 2 + current_theme().focus_width
        parent = self.parentWidget()
        if parent is None or not parent.isAncestorOf(self._on):
            return
        box = QRect(self._on.mapTo(parent, QPoint(0, 0)), self._on.size())
        self.setGeometry(box.adjusted(-out, -out, out, out))
        self.setVisible(self._on.isVisible())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._on and event.type() in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
            QEvent.Type.Hide,
        ):
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = theme.focus_width
        # A list is as large as a field is small: it shows focus in the colour of a field's border.
        colour = theme.ink if isinstance(self._on, QAbstractButton) else theme.accent
        painter.setPen(QPen(QColor(colour), width))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 10, 10)
