"""Loads the translations of a language; a file that is not there leaves the English words."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTranslator
from PySide6.QtWidgets import QApplication

FILES = {"hi": ("app_hi", "qt_hi"), "en": ("app_en",)}
"""English has a file too: it holds the plurals."""


class Languages(QObject):
    """Keeps the translators of the language of now installed."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []

    def use(self, language: str) -> None:
        """Change to a language; every window is told at once."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
            translator.deleteLater()
        self._installed.clear()
        for name in FILES.get(language, ()):
            path = files("translations") / f"{name}.qm"
            translator = QTranslator(self)
            if path.is_file() and translator.load(str(path)):
                self._app.installTranslator(translator)
                self._installed.append(translator)
        # Qt tells the windows only when a translator with words was installed, and then later, for each once more.
        for window in QApplication.topLevelWidgets():
            QCoreApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
        for handle in QApplication.allWindows():
            QCoreApplication.removePostedEvents(handle, QEvent.Type.LanguageChange.value)
