"""A chapter of the guide as it is read: its text in the app's type, its pictures as wide as the page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QFont, QImage, QTextBlock, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget

from spoke_app.ui.help.guide import Chapter, folder
from spoke_app.ui.theme import current_theme

_PER_CENT_OF_LINE = 1
"""`QTextBlockFormat.LineHeightTypes.ProportionalHeight`, which the call wants as a number."""


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
        document = self.document()
        document.setDefaultFont(current_theme().font("field"))
        document.setMarkdown(f"## {chapter.title}\n\n{chapter.text}")
        self.setAccessibleName(chapter.title)
        block = document.begin()
        while block.isValid():
            self._set_type(block)
            block = block.next()
        self._mark(wanted)

    def _set_type(self, block: QTextBlock) -> None:
        """Room between lines; heads and strong words in the weight that the typeface has, and nothing slanted: its
        letters have no slanted shape."""
        theme = current_theme()
        shape = block.blockFormat()
        is_head = shape.headingLevel() > 0
        shape.setTopMargin(0)
        shape.setBottomMargin(theme.px(10))
        shape.setLineHeight(135.0, _PER_CENT_OF_LINE)
        QTextCursor(block).setBlockFormat(shape)
        parts = block.begin()
        while not parts.atEnd():
            fragment = parts.fragment()
            look = fragment.charFormat()
            face = QTextCharFormat()
            if is_head:
                face.setFont(theme.font("patient"))
            elif look.fontWeight() > QFont.Weight.Normal:
                face.setFontWeight(QFont.Weight.DemiBold)
            elif look.fontItalic():
                face.setFontItalic(False)
                face.setForeground(QColor(theme.accent))
            cursor = QTextCursor(block)
            cursor.setPosition(fragment.position())
            cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(face)
            parts += 1

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

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture from the guide's own folder, no wider than the page; from anywhere else nothing."""
        file = folder() / (name.toString() if isinstance(name, QUrl) else name)
        if kind != QTextDocument.ResourceType.ImageResource.value or not file.is_file():
            return None
        picture = QImage.fromData(file.read_bytes())
        room = self.viewport().width() - 2 * round(self.document().documentMargin())
        if 0 < room < picture.width():
            return picture.scaledToWidth(room, Qt.TransformationMode.SmoothTransformation)
        return picture
