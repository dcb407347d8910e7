"""The shipped typeface and icons, as a paper needs them: Noto Sans Devanagari and Tabler outlines from resources/.

Papers are also made without a window, so they ask no theme; the window takes its typeface from here.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from PySide6.QtCore import QByteArray, QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtSvg import QSvgRenderer

FAMILY: Final = "Noto Sans Devanagari"
_FILES: Final = ("NotoSansDevanagari_400Regular.ttf", "NotoSansDevanagari_600SemiBold.ttf")


def load_typeface() -> None:
    """Register the two weights with Qt, for window and paper alike. Needs a QGuiApplication; twice is harmless."""
    app = QCoreApplication.instance()
    if app is None or app.property("spoke_fonts"):
        return
    app.setProperty("spoke_fonts", True)
    folder = files("resources") / "fonts"
    for name in _FILES:
        QFontDatabase.addApplicationFontFromData((folder / name).read_bytes())


def paper_font(pixels: float, *, bold: bool) -> QFont:
    """A font that is measured in the paper's own units and so is laid out alike on screen, in a PDF, on a printer."""
    font = QFont(FAMILY)
    font.setPixelSize(max(1, round(pixels)))
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@cache
def _svg(name: str) -> str:
    text = (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    # Tabler's invisible ground of 24 x 24 comes out as a frame in Qt's PDFs.
    return re.sub(r'<path stroke="none"[^>]*/>', "", text)


def icon_renderer(name: str, colour: str) -> QSvgRenderer:
    """The icon as vectors in one colour (Qt draws `currentColor` black, so it goes into the text)."""
    return QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
