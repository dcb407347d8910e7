"""A value in large letters, with a bar under what the other versions say differently."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoke_app.ui.theme import FontRole, current_theme

SHORT, MIDDLE = 24, 90
"""Up to so many letters a value is shown big, or as large as a patient's name."""


class ValueText(QWidget):
    """Wraps at words; as high as its text."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._text = ""
        self._spans: tuple[tuple[int, int], ...] = ()
        self._quiet = False
        self._letters = 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_value(self, text: str, spans: Sequence[tuple[int, int]], *, letters: int, quiet: bool = False) -> None:
        """`spans` are underlined; `quiet` is for words that stand for no value. All versions are written as large as
        the longest of them, of so many `letters`, allows."""
        self._text, self._spans, self._quiet, self._letters = text, tuple(spans), quiet, letters
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        return self._text

    def _role(self) -> FontRole:
        if self._letters <= SHORT:
            return "big"
        return "patient" if self._letters <= MIDDLE else "field"

    def _bar(self) -> int:
        return current_theme().px(3 if self._role() == "big" else 2)

    def _paragraphs(self, width: float) -> list[tuple[QTextLayout, int, float]]:
        """Each paragraph laid out, where it begins in the text, and how far down it stands."""
        laid: list[tuple[QTextLayout, int, float]] = []
        start, down = 0, 0.0
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        for part in self._text.split("\n"):
            layout = QTextLayout(part or " ", current_theme().font(self._role()))
            layout.setTextOption(option)
            layout.beginLayout()
            height = 0.0
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(40.0, width))
                line.setPosition(QPointF(0, height))
                height += line.height() + self._bar()
            layout.endLayout()
            laid.append((layout, start, down))
            start, down = start + len(part) + 1, down + height
        return laid

    def heightForWidth(self, width: int) -> int:
        layout, _, down = self._paragraphs(width)[-1]
        last = layout.lineAt(layout.lineCount() - 1)
        return round(down + last.y() + last.height() + self._bar() + 3)

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        width = min(420, round(QFontMetricsF(current_theme().font(self._role())).horizontalAdvance(self._text)) + 4)
        return QSize(max(80, width), self.heightForWidth(max(80, width)))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, current_theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setPen(QColor(theme.ink2 if self._quiet else theme.ink))
        for layout, start, down in self._paragraphs(self.width()):
            layout.draw(painter, QPointF(0, down))
            for at in range(layout.lineCount()):
                line = layout.lineAt(at)
                end = line.textStart() + line.textLength()
                for first, last in self._spans:
                    left, right = max(first - start, line.textStart()), min(last - start, end)
                    if left >= right:
                        continue
                    x = line.cursorToX(left)[0]  # type: ignore[index]
                    width = line.cursorToX(right)[0] - x  # type: ignore[index]
                    y = down + line.y() + line.height() - 1
                    painter.fillRect(QRectF(x, y, width, self._bar()), QColor(theme.amber_field))
