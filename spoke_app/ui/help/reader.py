"""A chapter of the guide as it is read: its text in the app's type, its pictures as wide as the page."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QImage, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from spoke_app.ui.help.guide import Chapter, folder
from spoke_app.ui.theme import current_theme

_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")


class Reader(QTextBrowser):
    """Arrow keys and Page Down scroll; Tab goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help.text")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(current_theme().px(20))

    def show_chapter(self, chapter: Chapter, wanted: str = "") -> None:
        """Show it from its top; the words of a search are marked, and the first of them is brought into view."""
        theme = current_theme()
        document = self.document()
        document.clear()
        document.setDefaultFont(theme.font("field"))
        for name in _PICTURE.findall(chapter.text):
            self._add_picture(document, name)
        document.setMarkdown(f"## {chapter.title}\n\n{chapter.text}")
        self.setAccessibleName(chapter.title)
        self._set_type()
        self._mark(wanted)

    def _add_picture(self, document: QTextDocument, name: str) -> None:
        picture = QImage.fromData((folder() / name).read_bytes())
        room = self.viewport().width() - 2 * round(document.documentMargin())
        if 0 < room < picture.width():
            picture = picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), picture)

    def _set_type(self) -> None:
        """The head as every head of a card; lines with room between them."""
        theme = current_theme()
        cursor = QTextCursor(self.document())
        head = QTextCharFormat()
        head.setFont(theme.font("section"))
        cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        cursor.mergeCharFormat(head)
        block = self.document().begin()
        while block.isValid():
            shape = block.blockFormat()
            shape.setTopMargin(0)
            shape.setBottomMargin(theme.px(10))
            shape.setLineHeight(135.0, 1)
            QTextCursor(block).setBlockFormat(shape)
            block = block.next()

    def _mark(self, wanted: str) -> None:
        found = []
        ground = QTextCharFormat()
        ground.setBackground(QColor(current_theme().mark))
        for word in wanted.split():
            at = self.document().find(word)
            while not at.isNull():
                one = QTextEdit.ExtraSelection()
                one.cursor, one.format = at, ground
                found.append(one)
                at = self.document().find(word, at)
        self.setExtraSelections(found)
        first = QTextCursor(self.document())
        if found:
            first.setPosition(min(one.cursor.selectionStart() for one in found))
        self.setTextCursor(first)
        self.ensureCursorVisible()
