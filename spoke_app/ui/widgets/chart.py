"""A small chart of one vital over the visits: a line, rings, dashed limits with their number. No grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.label import Label


@dataclass(frozen=True)
class ChartPoint:
    """One measurement: the value, the words under it (`Jun`), whether it is flagged, whether it is of today."""

    value: float
    label: str
    flagged: bool = False
    today: bool = False


@dataclass(frozen=True)
class ChartSeries:
    """One line, oldest point first. `second` draws it in the lighter colour (lower blood pressure)."""

    points: tuple[ChartPoint, ...] = field(default=())
    second: bool = False


class Plot(QWidget):
    """The picture alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._series: tuple[ChartSeries, ...] = ()
        self._limits: tuple[float, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_series(self, series: Sequence[ChartSeries], limits: Sequence[float]) -> None:
        """Show these lines between these limits."""
        self._series = tuple(one for one in series if one.points)
        self._limits = tuple(limits)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        plot = 68 if len(self._series) > 1 else 34
        return QSize(theme.px(240), theme.px(plot) + QFontMetrics(theme.font("keycap")).height() + theme.px(18))

    def _range(self) -> tuple[float, float]:
        values = [point.value for one in self._series for point in one.points] + list(self._limits)
        low, high = min(values), max(values)
        room = (high - low) * 0.08 or 1.0
        return low - room, high + room

    def _spots(self, area: QRectF, points: Sequence[ChartPoint]) -> list[QPointF]:
        low, high = self._range()
        count = max(1, len(points) - 1)
        step = area.width() / count
        single = len(points) == 1
        return [
            QPointF(
                area.right() if single else area.left() + at * step,
                area.bottom() - (point.value - low) / (high - low) * area.height(),
            )
            for at, point in enumerate(points)
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._series:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("keycap"))
        line = QFontMetrics(theme.font("keycap")).height()
        area = QRectF(self.rect()).adjusted(theme.px(38), theme.px(6), -theme.px(14), -line - theme.px(10))
        self._paint_limits(painter, theme, area)
        for one in self._series:
            self._paint_line(painter, theme, area, one)
        self._paint_labels(painter, theme, area, line)

    def _paint_limits(self, painter: QPainter, theme: Theme, area: QRectF) -> None:
        low, high = self._range()
        for limit in self._limits:
            y = area.bottom() - (limit - low) / (high - low) * area.height()
            pen = QPen(QColor(theme.grey_line if not theme.high_contrast else theme.ink3), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right() + theme.px(8), y))
            painter.setPen(QColor(theme.ink2))
            room = QRectF(0, y - theme.px(10), theme.px(28), theme.px(20))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{limit:g}")

    def _paint_line(self, painter: QPainter, theme: Theme, area: QRectF, one: ChartSeries) -> None:
        colour = QColor(theme.second_line if one.second else theme.accent)
        spots = self._spots(area, one.points)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(spots))
        for spot, point in zip(spots, one.points, strict=True):
            if point.flagged:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.red))
                r = theme.px(6)
                corners = [QPointF(0, -r), QPointF(r, 0), QPointF(0, r), QPointF(-r, 0)]
                painter.drawPolygon(QPolygonF([spot + corner for corner in corners]))
                continue
            painter.setPen(QPen(colour, 2))
            painter.setBrush(colour if point.today else QColor(theme.surface))
            radius = theme.px(4 if point.today else 3)
            painter.drawEllipse(spot, radius, radius)

    def _paint_labels(self, painter: QPainter, theme: Theme, area: QRectF, line: int) -> None:
        points = max((one.points for one in self._series), key=len)
        painter.setPen(QColor(theme.ink2))
        metrics = QFontMetrics(theme.font("keycap"))
        taken = -1000.0
        spots = self._spots(area, points)
        # From the right: today's label is the one that must be there.
        free_until = float(self.width())
        for at in range(len(points) - 1, -1, -1):
            width = metrics.horizontalAdvance(points[at].label) + 2
            x = min(max(spots[at].x() - width / 2, 0.0), self.width() - width)
            if x + width > free_until or x < taken:
                continue
            free_until = x - theme.px(6)
            room = QRect(round(x), self.height() - line - 2, width + 2, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, points[at].label)


class Chart(QWidget):
    """Title, today's value at the right (red with an octagon if flagged), and the plot."""

    def __init__(
        self,
        title: str,
        series: Sequence[ChartSeries] = (),
        limits: Sequence[float] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._title = Label(title, "name")
        self._value = Label("", "body", "ink2")
        self._mark = IconMark("alert-octagon", theme.red, theme.px(17), 2.0)
        self._mark.hide()
        self._plot = Plot()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._mark)
        head.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(self._plot)
        self.set_series(series, limits)

    def set_title(self, title: str) -> None:
        self._title.setText(title)
        self.setAccessibleName(title)

    def set_value(self, text: str, flagged: bool = False) -> None:
        """Today's value beside the title."""
        self._value.setText(text)
        self._value.setProperty("strong", "true" if flagged else "false")
        self._value.set_tone("red" if flagged else "ink2")
        self._mark.setVisible(flagged)
        self.setAccessibleDescription(text)

    def set_series(self, series: Sequence[ChartSeries], limits: Sequence[float] = ()) -> None:
        """Show these measurements."""
        self._plot.set_series(series, limits)
