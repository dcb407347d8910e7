"""The days of a month as a row of bars: how much was written on each, and one of them to choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from spoke_app.ui.theme import Theme, current_theme

WEEK = 7


class DayBars(QWidget):
    """`chosen(day)` from 1, 0 for the whole month: arrows, Home, End and the mouse choose, the same day again or
    Backspace gives the month back. `leaving` when Enter goes on to the list."""

    chosen = Signal(int)
    leaving = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts: tuple[int, ...] = ()
        self._day = 0
        self._today = 0
        self._words: Callable[[int, int], str] = lambda day, count: f"{day}: {count}"
        self._label = ""
        self.setObjectName(name)
        self.setProperty("ring", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_words(self, label: str, words: Callable[[int, int], str]) -> None:
        """What it is called, and how a day with its count is said."""
        self._label, self._words = label, words
        self._name_it()

    def set_days(self, counts: Sequence[int], today: int) -> None:
        """How much each day has; `today` is 0 where it is in another month."""
        self._counts, self._today = tuple(counts), today
        self._day = min(self._day, len(self._counts))
        self._name_it()
        self.update()

    def set_day(self, day: int) -> None:
        """Choose silently; 0 is the whole month."""
        self._day = day
        self._name_it()
        self.update()

    def day(self) -> int:
        return self._day

    def column(self, day: int) -> QRect:
        """Where a day stands."""
        width = self.width() / max(1, len(self._counts))
        return QRect(round((day - 1) * width), 0, round(width), self.height())

    def _name_it(self) -> None:
        said = self._words(self._day, self._counts[self._day - 1]) if 0 < self._day <= len(self._counts) else ""
        self.setAccessibleName(f"{self._label}, {said}" if said else self._label)

    def _choose(self, day: int) -> None:
        if day != self._day and 0 <= day <= len(self._counts):
            self.set_day(day)
            self.chosen.emit(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        last = len(self._counts)
        start = self._day or self._today
        steps = {
            Qt.Key.Key_Left: max(1, start - 1) if self._day else start or last,
            Qt.Key.Key_Right: min(last, start + 1) if self._day else start or 1,
            Qt.Key.Key_Home: 1,
            Qt.Key.Key_End: last,
            Qt.Key.Key_Backspace: 0,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.leaving.emit()
        elif Qt.Key(key) in steps and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._choose(steps[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    def _day_at(self, event: QMouseEvent) -> int:
        if not self._counts:
            return 0
        day = int(event.position().x() * len(self._counts) / max(1, self.width())) + 1
        return min(len(self._counts), max(1, day))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and (day := self._day_at(event)):
            self._choose(0 if day == self._day else day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if day := self._day_at(event):
            QToolTip.showText(event.globalPosition().toPoint(), self._words(day, self._counts[day - 1]), self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(420), theme.px(84))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(240), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(theme.font("caption"))
        foot = self.height() - metrics.height() - theme.px(2)
        most = max(self._counts, default=0)
        head = metrics.height()
        for day, count in enumerate(self._counts, start=1):
            box = self.column(day)
            high = round((foot - head) * count / most) if most else 0
            self._paint_bar(painter, theme, box, foot, max(high, theme.px(3)) if count else 0, day)
            if day == self._day:
                room = QRect(box.center().x() - theme.px(24), foot - high - head, theme.px(48), head)
                self._paint_text(painter, theme, room, str(count), True)
            if self._is_labelled(day):
                room = QRect(box.center().x() - theme.px(16), foot + theme.px(2), theme.px(32), metrics.height())
                self._paint_text(painter, theme, room, str(day), day == (self._day or self._today))

    def _is_labelled(self, day: int) -> bool:
        """Each week's first day, the last one, today and the chosen one; none that would run into another."""
        marked = {self._day, self._today} - {0}
        if day in marked:
            return True
        near = any(abs(day - other) < 2 for other in marked)
        last = len(self._counts)
        return not near and (day == last or (day % WEEK == 1 and last - day >= 2))

    def _paint_bar(self, painter: QPainter, theme: Theme, box: QRect, foot: int, high: int, day: int) -> None:
        wide = max(theme.px(4), min(theme.px(14), round(box.width() * 0.6)))
        left = box.center().x() - wide // 2
        lit = day == (self._day or self._today)
        if not high:
            ground = theme.accent if day == self._day else theme.field_line if theme.high_contrast else theme.line
            painter.fillRect(QRect(left, foot - theme.line_width, wide, theme.line_width), QColor(ground))
            return
        bar = QRectF(left, foot - high, wide, high)
        painter.setPen(QPen(QColor(theme.accent), theme.line_width) if theme.high_contrast else Qt.PenStyle.NoPen)
        light = theme.surface if theme.high_contrast else theme.accent_line
        painter.setBrush(QColor(theme.accent if lit else light))
        painter.drawRoundedRect(bar, 2, 2)

    def _paint_text(self, painter: QPainter, theme: Theme, room: QRect, text: str, strong: bool) -> None:
        font = theme.font("caption")
        font.setWeight(font.Weight.DemiBold if strong else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink if strong else theme.ink3))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
