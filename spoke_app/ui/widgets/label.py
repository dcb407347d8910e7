"""Text on a screen: a QLabel whose font and colour come from its role and tone."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

Role = Literal["caption", "label", "meta", "body", "field", "name", "section", "patient", "title", "big"]
Ink = Literal["ink", "ink2", "ink3", "accent", "red", "amber", "green", "white"]

MOST_ASKED = 44
"""Average characters for which a line of text asks at least."""


def plain(text: str) -> str:
    """Text for a tip or a box of Qt's own, which would read what looks like markup as such, and load what it names."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


class Label(QLabel):
    """Plain text (never rich text, so nothing typed by a person is read as markup). One line that has not the room
    ends in an ellipsis: no name, however long, makes the window wider."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        tone: Ink = "ink",
        *,
        wrap: bool = False,
        strong: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setProperty("strong", "true" if strong else "false")
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        # Qt's own hint is the height at the narrowest width, which makes pages scroll that need not.
        if self.wordWrap():
            metrics = self.fontMetrics()
            return QSize(min(self.sizeHint().width(), 6 * metrics.averageCharWidth()), metrics.height())
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), MOST_ASKED * self.fontMetrics().averageCharWidth()), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        if self.wordWrap() or self.fontMetrics().horizontalAdvance(self.text()) <= room.width():
            super().paintEvent(event)
            return
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter = QPainter(self)
        self.style().drawItemText(
            painter, room, self.alignment(), self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )

    def set_tone(self, tone: Ink) -> None:
        """Another colour, at once."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            repolish(self)


class Rule(QFrame):
    """A thin line between parts; upright on request."""

    def __init__(self, upright: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("frame", "upright" if upright else "rule")


def repolish(widget: QWidget) -> None:
    """Make the stylesheet look again at a widget's properties. One that was never shown has not been looked at yet."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
