"""Tabler outline icons (MIT), recoloured by text and rendered sharp at the size that is asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

STROKE = 1.75
WARNING_STROKE = 2.0


@cache
def _svg(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def pixmap(name: str, colour: str, size: int, stroke: float = STROKE) -> QPixmap:
    """An icon in one colour, `size` device-independent pixels wide and high."""
    ratio = max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
    key = f"spoke:{name}:{colour}:{size}:{stroke}:{ratio}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    # Qt draws `currentColor` black, so the colour goes into the text before it is parsed.
    text = _svg(name).replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


def icon(name: str, colour: str, size: int = 20, stroke: float = STROKE) -> QIcon:
    """The same as a QIcon, for Qt's own buttons and actions."""
    return QIcon(pixmap(name, colour, size, stroke))
