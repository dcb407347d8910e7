"""Where the parts of the visit's screen stand: strip above, index, page and history in the middle, action bar below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spoke_app.ui.context import UiContext
from spoke_app.ui.visit.foot import VisitFoot
from spoke_app.ui.visit.index import PartIndex, PartPicker
from spoke_app.ui.visit.page import VisitPage
from spoke_app.ui.visit.side import VisitSide
from spoke_app.ui.visit.top import VisitTop


class VisitRoom(QWidget):
    """The widgets, made and placed; who fills them is elsewhere."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = context.theme
        # Each with its parent from the start: to move a tree of a hundred widgets costs as much as to make it.
        self.top = VisitTop(context, self)
        self.index, self.picker = PartIndex(self), PartPicker(self)
        self.page = VisitPage(context, self)
        self.side = VisitSide(context)
        self.foot = VisitFoot(self)
        self.side_room = self._side_room(min(theme.px(290), 360))
        middle = QHBoxLayout()
        edge = theme.page_edge
        middle.setContentsMargins(edge, 0, edge, 0)
        middle.setSpacing(0)
        self.index.setContentsMargins(0, theme.px(16), 0, 0)
        middle.addWidget(self.index)
        middle.addSpacing(0 if theme.folded else theme.px(20))
        page = QVBoxLayout()
        page.setSpacing(0)
        page.addSpacing(theme.px(14) if theme.folded else 0)
        page.addWidget(self.picker)
        page.addWidget(self.page, 1)
        middle.addLayout(page, 1)
        middle.addSpacing(0 if theme.folded else theme.px(6))
        middle.addWidget(self.side_room)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)
        self.index.setVisible(not theme.folded)
        self.picker.setVisible(theme.folded)
        self.side_room.setVisible(not theme.folded)
        self.index.chosen.connect(self.page.go)
        self.picker.chosen.connect(self.page.go)
        self.picker.history_wanted.connect(self._toggle_side)

    def _side_room(self, width: int) -> QScrollArea:
        room = QScrollArea(self)
        room.setWidgetResizable(True)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setWidget(self.side)
        room.setFixedWidth(width)
        self.side.setProperty("ground", "clear")
        return room

    @Slot()
    def _toggle_side(self) -> None:
        self.side_room.setVisible(not self.side_room.isVisible())

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        for widget in (self.page, self.index, self.picker, self.side, self.foot):
            widget.retranslate()
        page = self.page
        page.flag_notice.button.set_text(self.tr("Refer"))
        page.news.show_notice(
            "news",
            self.tr("This patient's record has news."),
            self.tr("What you are writing is untouched."),
            self.tr("Show"),
        )
        page.unfinished.show_notice(
            "look",
            self.tr("A visit of this patient is not finished."),
            self.tr("All that was typed is kept."),
            self.tr("Go on with it"),
        )
        page.versions.show_notice(
            "look",
            self.tr("Two people changed the same thing in this patient's record."),
            self.tr("Both versions are kept: look which is right."),
            self.tr("Compare"),
        )
