"""The app's picture in the taskbar, on the desktop and in the installer: its own mark on a dark tile."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.hub_picture import Logo

_ROUND = 0.22
_AIR = 0.1
"""Corner and margin as parts of the side; at the smallest sizes the mark needs all of it."""


def tile(size: int) -> QPixmap:
    """The picture at `size` pixels."""
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    air = round(size * _AIR) if size > 24 else 0
    mark = Logo(size - 2 * air, on_dark=True)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(current_theme().deep))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * _ROUND, size * _ROUND)
    mark.render(painter, QPoint(air, air), renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.end()
    return picture


def draw(folder: Path, sizes: Sequence[int]) -> None:
    """A PNG of each size. Needs a process of its own: there is one application in each."""
    application = QApplication([])
    for size in sizes:
        if not tile(size).save(str(folder / f"{size}.png")):
            raise OSError(f"no picture could be written to {folder}")
    application.quit()


if __name__ == "__main__":
    draw(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]])
