"""A chart of one vital over time: what is normal drawn pale, flagged points as red diamonds, read with the arrow keys.

The words of the chosen measurement stand at the right of the title; a screen reader hears them, and all of them when
the cursor comes to the chart.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.ui.record.trends import Reading, Trend
from spoke_app.ui.record.words import full_day
from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.label import Label, plain

HEIGHT = 84
_LEFT, _RIGHT = 40, 14


def _range(trend: Trend) -> tuple[float, float]:
    """From the lowest to the highest of what is drawn, with some room."""
    values = [value for reading in trend.readings for value in reading.values] + list(trend.limits)
    low, high = min(values), max(values)
    room = (high - low) * 0.12 or 1.0
    return low - room, high + room


class TrendPlot(QWidget):
    """The picture alone. `set_trend` shows another; Left and Right choose a measurement."""

    def __init__(self, owner: TrendChart) -> None:
        super().__init__(owner)
        self._owner = owner
        self._trend: Trend | None = None
        self._low_high = (0.0, 1.0)
        self.chosen = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_trend(self, trend: Trend) -> None:
        """Show it, the newest measurement chosen."""
        self._trend = trend
        self._low_high = _range(trend)
        self.chosen = len(trend.readings) - 1
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(240), theme.px(HEIGHT) + QFontMetrics(theme.font("keycap")).height())

    def readings(self) -> tuple[Reading, ...]:
        return self._trend.readings if self._trend is not None else ()

    def choose(self, at: int) -> None:
        """Choose a measurement by its place, the oldest is 0."""
        count = len(self.readings())
        if count:
            self.chosen = min(max(at, 0), count - 1)
            self._owner.show_chosen()
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        count = len(self.readings())
        steps = {
            Qt.Key.Key_Left: self.chosen - 1,
            Qt.Key.Key_Right: self.chosen + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        at = steps.get(Qt.Key(event.key()))
        if at is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self.choose(at)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spots = self._spots(0)
        if spots:
            x = event.position().x()
            self.choose(min(range(len(spots)), key=lambda at: abs(spots[at].x() - x)))
        super().mousePressEvent(event)

    # Painting

    def _area(self) -> QRectF:
        theme = current_theme()
        line = QFontMetrics(theme.font("keycap")).height()
        edges = (theme.px(_LEFT), theme.px(8), -theme.px(_RIGHT), -line - theme.px(10))
        return QRectF(self.rect()).adjusted(*edges)

    def _y(self, area: QRectF, value: float) -> float:
        low, high = self._low_high
        return area.bottom() - (value - low) / (high - low) * area.height()

    def _spots(self, which: int) -> list[QPointF]:
        """Where the measurements are: their days apart as in life."""
        readings, area = self.readings(), self._area()
        if not readings:
            return []
        first, last = readings[0].at, readings[-1].at
        span = (last - first).total_seconds()
        return [
            QPointF(
                area.right() if not span else area.left() + (one.at - first).total_seconds() / span * area.width(),
                self._y(area, one.values[min(which, len(one.values) - 1)]),
            )
            for one in readings
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        trend = self._trend
        if trend is None or not trend.readings:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("keycap"))
        area = self._area()
        self._paint_normal(painter, theme, area, trend)
        self._paint_chosen(painter, theme, area)
        for which in reversed(range(len(trend.readings[0].values))):
            self._paint_line(painter, theme, trend, which)
        self._paint_days(painter, theme, area, trend)

    def _paint_normal(self, painter: QPainter, theme: Theme, area: QRectF, trend: Trend) -> None:
        """What is normal, pale; its limits dashed, with their numbers."""
        low, high = self._low_high
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.green_tint))
        for bottom, top in trend.bands:
            y = self._y(area, high if top is None else min(top, high))
            room = QRectF(area.left(), y, area.width() + theme.px(8), self._y(area, max(bottom or low, low)) - y)
            painter.drawRect(room)
        if not trend.limits:
            self._paint_scale(painter, theme, area, trend)
        for limit in trend.limits:
            y = self._y(area, limit)
            painter.setPen(QPen(QColor(theme.green_line), theme.line_width, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right() + theme.px(8), y))
            painter.setPen(QColor(theme.ink2))
            room = QRectF(0, y - theme.px(10), theme.px(_LEFT - 8), theme.px(20))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{limit:g}")

    def _paint_scale(self, painter: QPainter, theme: Theme, area: QRectF, trend: Trend) -> None:
        """The lowest and the highest, where nothing says what is normal."""
        values = [value for reading in trend.readings for value in reading.values]
        painter.setPen(QColor(theme.ink2))
        for value in {min(values), max(values)}:
            room = QRectF(0, self._y(area, value) - theme.px(10), theme.px(_LEFT - 8), theme.px(20))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{value:g}")

    def _paint_chosen(self, painter: QPainter, theme: Theme, area: QRectF) -> None:
        if not self.hasFocus() or not 0 <= self.chosen < len(self.readings()):
            return
        x = self._spots(0)[self.chosen].x()
        painter.setPen(QPen(QColor(theme.ink3), theme.line_width))
        painter.drawLine(QPointF(x, area.top() - theme.px(6)), QPointF(x, area.bottom() + theme.px(4)))

    def _paint_line(self, painter: QPainter, theme: Theme, trend: Trend, which: int) -> None:
        colour = QColor(theme.second_line if which else theme.accent)
        spots = self._spots(which)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(spots))
        for at, (spot, reading) in enumerate(zip(spots, trend.readings, strict=True)):
            if reading.flag:
                painter.setPen(QPen(QColor(theme.red), theme.line_width))
                painter.setBrush(QColor(theme.red if reading.critical else theme.surface))
                r = theme.px(6 if reading.critical else 5)
                corners = [QPointF(0, -r), QPointF(r, 0), QPointF(0, r), QPointF(-r, 0)]
                painter.drawPolygon(QPolygonF([spot + corner for corner in corners]))
                continue
            painter.setPen(QPen(colour, 2))
            painter.setBrush(colour if at == self.chosen else QColor(theme.surface))
            painter.drawEllipse(spot, theme.px(3), theme.px(3))

    def _paint_days(self, painter: QPainter, theme: Theme, area: QRectF, trend: Trend) -> None:
        """The first and the last day, and the chosen one if there is room between."""
        painter.setPen(QColor(theme.ink2))
        metrics = QFontMetrics(theme.font("keycap"))
        spots = self._spots(0)
        taken: list[QRect] = []
        last = len(trend.readings) - 1
        for at in dict.fromkeys((last, 0, self.chosen)):
            words = full_day(trend.readings[at].at.date(), self._owner.lang)
            width = metrics.horizontalAdvance(words) + 2
            x = round(min(max(spots[at].x() - width / 2, 0.0), self.width() - width))
            room = QRect(x, self.height() - metrics.height() - 2, width, metrics.height())
            if not any(room.adjusted(-6, 0, 6, 0).intersects(other) for other in taken):
                painter.drawText(room, Qt.AlignmentFlag.AlignLeft, words)
                taken.append(room)


class TrendChart(QWidget):
    """Title, the chosen measurement (with an octagon if it was critical), what is normal, and the plot."""

    def __init__(self, name: str, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.lang = lang
        self.setObjectName(f"record.chart.{name}")
        self._title = Label("", "name")
        self._value = Label("", "body", "ink2")
        self._flag = Label("", "meta", "red", wrap=True)
        self._day = Label("", "meta", "ink2")
        self._normal = Label("", "caption", "ink3", wrap=True)
        self._mark = IconMark("alert-octagon", theme.red, theme.px(17), 2.0)
        self.plot = TrendPlot(self)
        self.plot.setObjectName(f"record.chart.{name}.plot")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._mark)
        head.addWidget(self._value)
        below = QHBoxLayout()
        below.addWidget(self._flag, 1)
        below.addWidget(self._day)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self.plot)
        column.addWidget(self._normal)

    def set_trend(self, trend: Trend, lang: str) -> None:
        """Show it."""
        self.lang = lang
        self._title.setText(trend.title)
        self._normal.setText(trend.normal)
        self._normal.setVisible(bool(trend.normal))
        self.plot.set_trend(trend)
        said = [f"{full_day(one.at.date(), lang)}: {one.words} {one.flag}".strip() for one in trend.readings]
        self.plot.setAccessibleName(trend.title)
        self.plot.setToolTip(plain("\n".join(said[-12:])))
        self.show_chosen()

    def show_chosen(self) -> None:
        """The words of the measurement that is chosen."""
        readings, at = self.plot.readings(), self.plot.chosen
        if not 0 <= at < len(readings):
            return
        one = readings[at]
        day = full_day(one.at.date(), self.lang)
        self._value.setText(one.words)
        self._value.setProperty("strong", "true" if one.flag else "false")
        self._value.set_tone("red" if one.flag else "ink2")
        self._mark.setVisible(one.critical)
        self._flag.setText(one.flag)
        self._day.setText(day)
        place = self.tr("{0} of {1}; Left and Right for the others").format(at + 1, len(readings))
        self.plot.setAccessibleDescription(". ".join(part for part in (one.words, one.flag, day, place) if part))
