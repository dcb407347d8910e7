"""The paper as it will come out of the printer, page by page, with the choice of size and language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QRectF, QSize, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.documents.laid_out import LaidOut
from spoke_app.documents.paper import Lang, PaperSize
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.choice import Segments
from spoke_app.ui.widgets.label import Label

WIDTH = 346

BuildPaper = Callable[[Lang, PaperSize], LaidOut]
"""Lays a paper out for a language and a size."""


class Preview(QWidget):
    """One page of the document, as large as the column allows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: LaidOut | None = None
        self._page = 0
        self.setObjectName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    def show_page(self, document: LaidOut | None, page: int) -> None:
        self._document, self._page = document, page
        self.setAccessibleName(" ".join(document.texts()[page]) if document else "")
        self.update()

    def sizeHint(self) -> QSize:
        width = current_theme().px(WIDTH)
        return QSize(width, round(width * 1.42))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(240), current_theme().px(300))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._document is None:
            return
        sheet = self._document.sheet
        scale = min((self.width() - 2) / sheet.width_mm, (self.height() - 2) / sheet.height_mm)
        width, height = sheet.width_mm * scale, sheet.height_mm * scale
        area = QRectF((self.width() - width) / 2, 1, width, height)
        painter = QPainter(self)
        self._document.paint_preview(painter, area, self._page)
        painter.setPen(QPen(QColor(current_theme().line), current_theme().line_width))
        painter.drawRect(area)


class PaperView(QWidget):
    """The preview with its choices; `document()` is what Print and Save as PDF use. `name` begins the names of its
    parts."""

    changed = Signal()

    def __init__(self, size: str, lang: Lang, parent: QWidget | None = None, *, name: str = "case") -> None:
        super().__init__(parent)
        theme = current_theme()
        self._paper: BuildPaper | None = None
        self._document: LaidOut | None = None
        self._page = 0
        self._preview = Preview(f"{name}.paper")
        self._size = Segments("", f"{name}.paper_size", [("A5", "A5"), ("A4", "A4")])
        self._lang = Segments("", f"{name}.paper_lang", [("en", "English"), ("hi", "हिन्दी")])
        self._lang.set_value(lang)
        self._before = Button("", "quiet", "chevron-left", size="row", name=f"{name}.page_before")
        self._after = Button("", "quiet", "chevron-right", size="row", name=f"{name}.page_after")
        self._count = Label("", "meta", "ink2")
        pages = QHBoxLayout()
        pages.addStretch(1)
        for widget in (self._before, self._count, self._after):
            pages.addWidget(widget)
        pages.addStretch(1)
        choices = QHBoxLayout()
        choices.setSpacing(theme.px(8))
        choices.addWidget(self._size, 3)
        choices.addWidget(self._lang, 5)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._preview, 1)
        column.addLayout(pages)
        column.addLayout(choices)
        self._size.changed.connect(self._chosen)
        self._lang.changed.connect(self._chosen)
        self._before.clicked.connect(self._turn_back)
        self.set_size(size)
        self._after.clicked.connect(self._turn)

    def set_paper(self, paper: BuildPaper | None) -> None:
        """Show this one, from its first page."""
        self._paper, self._page = paper, 0
        self._build()

    def document(self) -> LaidOut | None:
        """As laid out for the chosen size and language."""
        return self._document

    def set_size(self, size: str) -> None:
        """The size that the settings say, until another is chosen here."""
        self._size.set_value("A4" if size == "A4" else "A5")
        self._build()

    def set_sizes(self, sizes: Sequence[PaperSize]) -> None:
        """Another paper may come in other sizes."""
        self._size.set_options([(size, size) for size in sizes])
        if not self._size.value():
            self._size.set_value(sizes[0])

    def set_language(self, lang: Lang) -> None:
        """Follow the screen's language."""
        self._lang.set_value(lang)
        self._build()

    def retranslate(self) -> None:
        self._size.setAccessibleName(self.tr("Paper"))
        self._lang.setAccessibleName(self.tr("Language of the paper"))
        self._before.setAccessibleName(self.tr("Page before"))
        self._after.setAccessibleName(self.tr("Next page"))
        self._show()

    @Slot()
    def _chosen(self) -> None:
        self._page = 0
        self._build()
        self.changed.emit()

    def _build(self) -> None:
        self._document = None
        if self._paper is not None:
            lang, size = cast(Lang, self._lang.value()), cast(PaperSize, self._size.value())
            self._document = self._paper(lang, size)
        self._show()

    @Slot()
    def _turn(self) -> None:
        self._page += 1
        self._show()

    @Slot()
    def _turn_back(self) -> None:
        self._page -= 1
        self._show()

    def _show(self) -> None:
        pages = len(self._document.pages) if self._document else 0
        self._page = max(0, min(self._page, pages - 1))
        self._preview.show_page(self._document, self._page)
        for widget in (self._before, self._after, self._count):
            widget.setVisible(pages > 1)
        self._before.setEnabled(self._page > 0)
        self._after.setEnabled(self._page < pages - 1)
        self._count.setText(self.tr("Page {0} of {1}").format(self._page + 1, pages))
