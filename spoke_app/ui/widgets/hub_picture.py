"""The hub and its spokes, painted: the mark beside the name, the dark panel of the sign-in, the first day's picture."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spoke_app.ui.theme import current_theme


def _at(centre: QPointF, radius: float, degrees: float) -> QPointF:
    angle = math.radians(degrees)
    return QPointF(centre.x() + radius * math.cos(angle), centre.y() + radius * math.sin(angle))


class Logo(QWidget):
    """A hub with eight spokes."""

    def __init__(self, size: int, *, on_dark: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on_dark = on_dark
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = self.width() / 2
        centre = QPointF(half, half)
        spokes = QColor("#8FC3D3" if self._on_dark else theme.accent)
        for turn in range(8):
            far = half * (0.86 if turn % 2 == 0 else 0.82)
            painter.setPen(QPen(spokes, max(1.5, half * 0.11)))
            painter.drawLine(_at(centre, half * 0.45, turn * 45), _at(centre, far, turn * 45))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(spokes)
            painter.drawEllipse(_at(centre, far, turn * 45), half * 0.14, half * 0.14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF" if self._on_dark else theme.deep))
        painter.drawEllipse(centre, half * 0.33, half * 0.33)


class HubPanel(QWidget):
    """The dark side of the sign-in: rings of centres round one hub, this centre's line drawn bright."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.deep))
        centre = QPointF(self.width() * 0.524, self.height() * 0.683)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        unit = self.height() / 732
        painter.setPen(QPen(QColor("#16475A"), 1))
        for ring in (92, 164, 240, 324, 420):
            painter.drawEllipse(centre, ring * unit, ring * unit)
        # Golden-angle steps spread the centres evenly without a visible pattern, the same at every start.
        for n in range(1, 64):
            radius = (84 + 66 * math.sqrt(n)) * unit * (0.66 + 0.34 * ((n * 7) % 11) / 10)
            angle = n * 137.508
            spot = _at(centre, radius, angle)
            if spot.y() < self.height() * 0.33:
                continue  # the names stand there
            big = n % 3 == 0
            painter.setPen(QPen(QColor("#134658"), 1))
            painter.drawLine(_at(centre, 36 * unit, angle), spot)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#4C97AE" if big else "#2A687C"))
            size = (4.5 if big else 2.8) * unit
            painter.drawEllipse(spot, size, size)
        self._paint_hub(painter, centre, unit)

    def _paint_hub(self, painter: QPainter, centre: QPointF, unit: float) -> None:
        theme = current_theme()
        here = _at(centre, 164 * unit, -35.5)
        painter.setPen(QPen(QColor("#E3F1F5"), 2))
        painter.drawLine(_at(centre, 26 * unit, -35.5), here)
        painter.setBrush(QColor(theme.deep))
        painter.drawEllipse(here, 11 * unit, 11 * unit)
        painter.setPen(QPen(QColor("#9CC7D4"), 2))
        painter.drawEllipse(centre, 26 * unit, 26 * unit)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawEllipse(here, 5 * unit, 5 * unit)
        painter.setBrush(QColor("#D5E8EE"))
        painter.drawEllipse(centre, 12 * unit, 12 * unit)


class FirstDayPicture(QWidget):
    """A hub to which one of twelve places is joined: this one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current_theme().px(160), current_theme().px(156))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self.width() / 2, self.height() / 2 + 4)
        far = self.height() * 0.41
        for turn in range(1, 12):
            angle = -90 + turn * 30
            dots = QPen(QColor(theme.grey_line), 2)
            dots.setDashPattern([1, 2])
            painter.setPen(dots)
            painter.drawLine(_at(centre, far * 0.4, angle), _at(centre, far - 8, angle))
            painter.setPen(QPen(QColor(theme.grey_line), 1.5))
            painter.setBrush(QColor(theme.surface))
            painter.drawEllipse(_at(centre, far, angle), 5, 5)
        painter.setPen(QPen(QColor(theme.accent), 2))
        painter.drawLine(_at(centre, 22, -90), _at(centre, far - 10, -90))
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(_at(centre, far, -90), 7.5, 7.5)
        painter.setBrush(QColor(theme.accent_tint))
        painter.drawEllipse(QRectF(centre.x() - 18, centre.y() - 18, 36, 36))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent))
        painter.drawEllipse(centre, 7, 7)
