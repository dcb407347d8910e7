"""A child's weight over the visits, between the lines of WHO's standard: median, two and three deviations below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.actions.child_growth import BANDS, weight_bands
from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.widgets.label import Label

_AHEAD_DAYS = 90
_MONTH_DAYS = 30.4375


@dataclass(frozen=True)
class Weight:
    """One weighing: the age in days and the weight in kg; `today` for the one that is being typed."""

    days: int
    kg: float
    today: bool = False


class _Plot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._weights: tuple[Weight, ...] = ()
        self._bands: tuple[tuple[int, tuple[float, ...]], ...] = ()
        self._month = "{0}"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_weights(self, gender: str, weights: Sequence[Weight], month: str) -> None:
        self._weights, self._month = tuple(weights), month
        last = max((one.days for one in weights), default=0)
        self._bands = weight_bands(gender, min(1826, last + _AHEAD_DAYS)) if weights else ()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(240), theme.px(132) + QFontMetrics(theme.font("keycap")).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bands:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("keycap"))
        line = QFontMetrics(theme.font("keycap")).height()
        area = QRectF(self.rect()).adjusted(theme.px(4), theme.px(6), -theme.px(30), -line - theme.px(8))
        self._paint_bands(painter, theme, area)
        self._paint_weights(painter, theme, area)
        self._paint_months(painter, theme, area, line)

    def _spot(self, area: QRectF, days: float, kg: float) -> QPointF:
        lowest = min([bands[0] for _, bands in self._bands] + [one.kg for one in self._weights]) - 0.5
        highest = max([bands[-1] for _, bands in self._bands] + [one.kg for one in self._weights]) + 0.5
        last = self._bands[-1][0] or 1
        return QPointF(
            area.left() + days / last * area.width(),
            area.bottom() - (kg - lowest) / (highest - lowest) * area.height(),
        )

    def _paint_bands(self, painter: QPainter, theme: Theme, area: QRectF) -> None:
        colours = {-3: theme.red, -2: theme.amber, 0: theme.green, 2: theme.amber}
        ends: list[float] = []
        for at, z in enumerate(BANDS):
            style = Qt.PenStyle.SolidLine if z == 0 else Qt.PenStyle.DashLine
            painter.setPen(QPen(QColor(colours[z]), 1, style))
            spots = [self._spot(area, day, weights[at]) for day, weights in self._bands]
            painter.drawPolyline(QPolygonF(spots))
            ends.append(spots[-1].y())
        self._paint_names(painter, theme, area.right() + theme.px(4), ends)

    def _paint_names(self, painter: QPainter, theme: Theme, left: float, ends: Sequence[float]) -> None:
        """The lines' z-scores at their ends, the lowest in its place and those above kept apart."""
        painter.setPen(QColor(theme.ink2))
        below = float(self.height())
        for z, end in zip(BANDS, ends, strict=True):
            middle = min(end, below - theme.px(13))
            below = middle
            room = QRectF(left, middle - theme.px(10), theme.px(26), theme.px(20))
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{z:+d}" if z else "0")

    def _paint_weights(self, painter: QPainter, theme: Theme, area: QRectF) -> None:
        spots = [self._spot(area, one.days, one.kg) for one in self._weights]
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawPolyline(QPolygonF(spots))
        for spot, one in zip(spots, self._weights, strict=True):
            painter.setBrush(QColor(theme.accent if one.today else theme.surface))
            radius = theme.px(4 if one.today else 3)
            painter.drawEllipse(spot, radius, radius)

    def _paint_months(self, painter: QPainter, theme: Theme, area: QRectF, line: int) -> None:
        last = self._bands[-1][0]
        months = max(1, round(last / _MONTH_DAYS))
        step = next(step for step in (1, 2, 3, 6, 12) if months / step <= 5 or step == 12)
        painter.setPen(QColor(theme.ink2))
        for month in range(0, months + 1, step):
            x = area.left() + min(month * _MONTH_DAYS, last) / last * area.width()
            text = self._month.format(month) if month + step > months else str(month)
            width = QFontMetrics(theme.font("keycap")).horizontalAdvance(text) + 2
            left = min(max(0.0, x - width / 2), self.width() - width)
            painter.drawText(QRectF(left, self.height() - line - 2, width, line), Qt.AlignmentFlag.AlignLeft, text)


class GrowthChart(QWidget):
    """Title, today's weight at the right, and the plot."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._title, self._value = Label("", "name"), Label("", "body", "ink2")
        self._plot = _Plot()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addLayout(head)
        column.addWidget(self._plot)

    def show_weights(self, gender: str, weights: Sequence[Weight], value: str) -> None:
        """The weighings, the youngest age first."""
        self._title.setText(self.tr("Weight for age"))
        self._value.setText(value)
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(value)
        self._plot.set_weights(gender, weights, self.tr("{0} months"))
