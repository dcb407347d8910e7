"""What a list shows when it has nothing: an icon, one sentence, the next step as a button."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.label import Label


class IconDisc(QWidget):
    """An icon on a tinted disc."""

    def __init__(self, icon: str, size: int, *, grey: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._grey = grey
        self.setFixedSize(size, size)

    def set_icon(self, icon: str, *, grey: bool = False) -> None:
        """Another icon."""
        self._icon, self._grey = icon, grey
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.width()
        painter.setPen(Qt.PenStyle.NoPen if not theme.high_contrast else QColor(theme.ink))
        painter.setBrush(QColor(theme.sunken if self._grey else theme.accent_tint))
        painter.drawEllipse(QRectF(1, 1, side - 2, side - 2))
        size = round(side * 0.5)
        spot = QPoint((side - size) // 2, (side - size) // 2)
        painter.drawPixmap(spot, pixmap(self._icon, theme.ink2 if self._grey else theme.accent, size))


class EmptyState(QWidget):
    """`pressed` when the button is used."""

    pressed = Signal()

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        button: str = "",
        *,
        key: str = "",
        name: str = "empty",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setObjectName(name)
        self._title = Label(title, "name", wrap=True)
        self._text = Label(text, "meta", "ink3", wrap=True)
        self.button = Button(button, "secondary", key=key, name=f"{name}.button")
        self.button.clicked.connect(self.pressed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16))
        row.setSpacing(theme.px(16))
        row.addWidget(IconDisc(icon, theme.px(56)))
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.set_texts(title, text, button)

    def set_texts(self, title: str, text: str = "", button: str = "") -> None:
        """Other words, for instance in another language."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.button.set_text(button)
        self.button.setVisible(bool(button))
