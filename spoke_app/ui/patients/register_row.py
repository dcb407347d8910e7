"""The last row of the list: nobody of these, so register a new patient with what was typed."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.label import Label


class _Place(QWidget):
    """A dashed disc where an avatar would be: somebody who is not here yet."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        side = current_theme().px(40)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.field_line), 1, Qt.PenStyle.DashLine))
        painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        size = theme.px(20)
        spot = QPoint((self.width() - size) // 2, (self.height() - size) // 2)
        painter.drawPixmap(spot, pixmap("user-plus", theme.accent, size))


class RegisterRow(QWidget):
    """`pressed` to go on to the new patient's form."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._title, self._sub = Label("", "name", wrap=True), Label("", "meta", "ink2", wrap=True)
        self._button = Button("", "secondary", key="Ctrl N", size="row", name="patients.new_patient")
        self._button.clicked.connect(self.pressed)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(10), theme.px(20), theme.px(10))
        row.setSpacing(theme.px(16))
        row.addWidget(_Place())
        row.addLayout(words, 1)
        row.addWidget(self._button)
        self.retranslate()

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._title.setText(self.tr("Somebody else? Register a new patient"))
        self._sub.setText(self.tr("What you typed goes into the form."))
        self._button.set_text(self.tr("New patient"))
