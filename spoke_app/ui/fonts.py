"""The one typeface of the app: Noto Sans Devanagari (Latin and Devanagari in one file), shipped in resources/."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase

FAMILY = "Noto Sans Devanagari"
FILES = ("NotoSansDevanagari_400Regular.ttf", "NotoSansDevanagari_600SemiBold.ttf")


def load_fonts() -> None:
    """Register the two weights with Qt. Needs a QGuiApplication; calling it twice is harmless."""
    app = QCoreApplication.instance()
    if app is None or app.property("spoke_fonts"):
        return
    app.setProperty("spoke_fonts", True)
    folder = files("resources") / "fonts"
    for name in FILES:
        QFontDatabase.addApplicationFontFromData((folder / name).read_bytes())
