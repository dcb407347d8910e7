"""The disc with a person's first letters; in Devanagari the first syllable."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTextBoundaryFinder
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoke_app.ui.theme import Theme, current_theme

_TITLES = frozenset({"md", "dr", "smt", "shri", "sri", "mr", "mrs", "ms", "kum"})
VIRAMA = "\u094d"


def first_syllable(word: str) -> str:
    """The first written syllable of a word (a consonant cluster stays whole)."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, word)
    end = finder.toNextBoundary()
    while 0 < end < len(word) and word[end - 1] == VIRAMA:
        end = finder.toNextBoundary()
    return word[:end] if end > 0 else word[:1]


def initials(name: str) -> str:
    """Two letters in Latin script (first and last name), one syllable otherwise."""
    words = [word for word in name.split() if word.strip(".").lower() not in _TITLES] or name.split()
    if not words:
        return ""
    if not words[0][0].isascii():
        return first_syllable(words[0])
    last = words[-1][0] if len(words) > 1 and words[-1][0].isascii() else ""
    return (words[0][0] + last).upper()


def paint_avatar(painter: QPainter, theme: Theme, rect: QRect, name: str) -> None:
    """Paint the disc into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    contrast = theme.high_contrast
    painter.setPen(QPen(QColor(theme.ink), 2) if contrast else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.avatar))
    painter.drawEllipse(QRectF(rect).adjusted(1, 1, -1, -1) if contrast else QRectF(rect))
    painter.setPen(QColor(theme.accent_pressed if not contrast else theme.ink))
    painter.setFont(theme.font("name"))
    painter.drawText(rect.adjusted(0, 1, 0, 0), Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class Avatar(QWidget):
    """The disc alone, 40 wide."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        """Another person."""
        self._name = name
        self.update()

    def sizeHint(self) -> QSize:
        side = current_theme().px(40)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), current_theme(), self.rect(), self._name)
