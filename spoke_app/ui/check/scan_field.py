"""The field into which a USB scanner types, and where a picture or its file can be pasted or dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from spoke_app.actions.check_prescription import MOST_CHARACTERS
from spoke_app.ui.theme import current_theme

LINES = 4


def picture_in(data: QMimeData) -> QImage | None:
    """A picture that somebody copied or dragged, None if there is none."""
    image = data.imageData() if data.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None


def file_in(data: QMimeData) -> Path | None:
    """The first file of this PC among what was copied or dragged; addresses of the net are nobody's business here."""
    urls = data.urls() if data.hasUrls() else []
    return next((Path(url.toLocalFile()) for url in urls if url.isLocalFile()), None)


class ScanField(QPlainTextEdit):
    """`typed` after each change of the text; `picture` and `file` when those were pasted instead."""

    typed = Signal()
    picture = Signal(QImage)
    file = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setObjectName(name)
        self.setProperty("input", "area")
        self.setTabChangesFocus(True)  # Tab leaves the field, as everywhere
        self.setAcceptDrops(False)  # what is dropped is taken by the whole screen
        self.setFixedHeight(LINES * QFontMetrics(theme.font("field")).lineSpacing() + theme.px(22))
        self.textChanged.connect(self._changed)

    def _changed(self) -> None:
        if self.document().characterCount() > MOST_CHARACTERS + 2:
            self.clear()  # no code is that long: a held key, or a book that was pasted
        self.typed.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or source.hasUrls() or source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        image, path = picture_in(source), file_in(source)
        if path is not None:
            self.file.emit(path)
        elif image is not None:
            self.picture.emit(image)
        elif source.hasText():
            self.insertPlainText(source.text()[: MOST_CHARACTERS + 1])
