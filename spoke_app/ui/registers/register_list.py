"""The lines of a register: a model over the month's lines and one delegate, whatever their number.

What stands in a cell is made when it is first seen. With large text several columns stand in one, one below the other:
nothing is shrunk or cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from spoke_app.actions.register_rows import AnyLine, FollowUpLine, VisitLine
from spoke_app.documents.paper import Lang
from spoke_app.documents.register_table import Column, cell, on_screen
from spoke_app.documents.register_words import LATE
from spoke_app.ui.icons import pixmap
from spoke_app.ui.text import state_text
from spoke_app.ui.theme import Theme, Tone, current_theme

Index = QModelIndex | QPersistentModelIndex
_EDGE = 20
_GAP = 12
_BELOW: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "opd": {"when": ("slip",), "name": ("who", "village")},
    "telemedicine": {"when": ("slip",), "name": ("who",), "state": ("wait",)},
    "medicines": {"when": ("slip",), "name": ("who", "village"), "quantity": ("given_on",)},
    "follow_ups": {"due": ("slip",), "name": ("who", "village")},
}
"""Which columns stand below which where the text is large."""
_STATE_COLUMNS = frozenset({"outcome", "state", "came"})
_FOLDED_SHARES: Mapping[str, int] = {
    "number": 64,
    "when": 140,
    "name": 184,
    "due": 100,
    "to": 144,
    "state": 176,
    "quantity": 176,
}


@dataclass(frozen=True)
class Place:
    """A column of the list, and those that stand in it as a second line."""

    column: Column
    below: tuple[str, ...] = ()

    def share(self, folded: bool) -> int:
        return _FOLDED_SHARES.get(self.column.name, self.column.screen) if folded else self.column.screen


def places(register: str, folded: bool) -> tuple[Place, ...]:
    """The list's columns."""
    if not folded:
        return tuple(Place(column) for column in on_screen(register))
    below = _BELOW[register]
    moved = {name for names in below.values() for name in names}
    return tuple(
        Place(column, below.get(column.name, ())) for column in on_screen(register) if column.name not in moved
    )


class RegisterModel(QAbstractTableModel):
    """The latest line first; of follow-ups the one that is due first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: Sequence[AnyLine] = ()
        self._places: tuple[Place, ...] = ()
        self._lang: Lang = "en"
        self._today = date.min
        self._texts: dict[tuple[int, str], str] = {}

    def show(self, register: str, lines: Sequence[AnyLine], lang: Lang, today: date) -> None:
        """`lines` come oldest first."""
        self.beginResetModel()
        self._lines, self._lang, self._today = lines if register == "follow_ups" else lines[::-1], lang, today
        self._places = places(register, current_theme().folded)
        self._texts = {}
        self.endResetModel()

    def line(self, row: int) -> AnyLine | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, line_id: str, number: int) -> int:
        """Where the line of this record and number stands, -1 if it does not."""
        return next((at for at, line in enumerate(self._lines) if (line.id, line.number) == (line_id, number)), -1)

    def today(self) -> date:
        return self._today

    def place(self, column: int) -> Place:
        return self._places[column]

    def text(self, row: int, name: str) -> str:
        """What stands in a line's column."""
        line = self.line(row)
        if line is None:
            return ""
        if (row, name) not in self._texts:
            self._texts[row, name] = cell(line, name, self._lang, self._today)
        return self._texts[row, name]

    def below(self, row: int, column: int) -> str:
        """The second line of a cell."""
        return " · ".join(text for name in self._places[column].below if (text := self.text(row, name)))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._places)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        named = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if orientation == Qt.Orientation.Horizontal and named and 0 <= section < len(self._places):
            return self._places[section].column.head(self._lang)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            name = self._places[column].column.name
            late = LATE.first(self._lang) if self.is_late(row) and name in ("when", "due") else ""
            said = (self.text(row, name), late, self.below(row, column))
            return "\n".join(part for part in said if part)
        return None

    def is_late(self, row: int) -> bool:
        line = self.line(row)
        return line is not None and line.late


class RegisterHeads(QHeaderView):
    """The heads, as quiet as a card's own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setStretchLastSection(False)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        air = theme.px(20) if not theme.folded else 12
        return QSize(0, QFontMetrics(theme.font("label")).height() + air)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        theme = current_theme()
        painter.save()
        painter.setFont(theme.font("label"))
        painter.setPen(QColor(theme.ink2))
        text = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")
        room = rect.adjusted(theme.px(_EDGE if section == 0 else 0), 1, -theme.px(4), 0)
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        line = theme.line_width
        painter.fillRect(QRect(rect.x(), rect.bottom() + 1 - line, rect.width(), line), QColor(theme.inner))
        painter.restore()


class RegisterDelegate(QStyledItemDelegate):
    """One line of text, or two where the text or its column is too narrow for one."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, view, theme = index.model(), self.parent(), current_theme()
        if not isinstance(model, RegisterModel) or not isinstance(view, RegisterList):
            return
        rect: QRect = option.rect
        painter.save()
        self._paint_ground(painter, theme, rect, index, view.currentIndex().row() == index.row())
        place = model.place(index.column())
        first = index.column() == 0
        room = rect.adjusted(theme.px(_EDGE) if first else 0, 0, -theme.px(4 if first else _GAP), 0)
        text, below = model.text(index.row(), place.column.name), model.below(index.row(), index.column())
        line = model.line(index.row())
        if place.column.name in _STATE_COLUMNS and line is not None:
            room = self._paint_state(painter, theme, room, line, model.today())
        elif place.column.name == "when" and model.is_late(index.row()):
            room = self._paint_late(painter, theme, room, text)
        self._paint_text(painter, theme, room, place.column.name, text, below)
        painter.restore()

    def _paint_ground(self, painter: QPainter, theme: Theme, rect: QRect, index: Index, chosen: bool) -> None:
        if chosen:
            painter.fillRect(rect, QColor(theme.accent_tint))
        painter.fillRect(
            QRect(rect.x(), rect.bottom() + 1 - theme.line_width, rect.width(), theme.line_width), QColor(theme.inner)
        )
        if chosen and index.column() == 0:
            painter.fillRect(QRect(rect.x(), rect.y(), theme.bar_width, rect.height()), QColor(theme.accent))

    def _paint_state(self, painter: QPainter, theme: Theme, room: QRect, line: AnyLine, today: date) -> QRect:
        icon, tone = _state_mark(line, today)
        size = theme.px(18)
        ink = theme.tone(tone).ink
        painter.drawPixmap(room.x(), room.center().y() - size // 2 + 1, pixmap(icon, ink, size))
        return room.adjusted(size + theme.px(8), 0, 0, 0)

    def _paint_late(self, painter: QPainter, theme: Theme, room: QRect, text: str) -> QRect:
        size = theme.px(16)
        x = min(room.x() + QFontMetrics(theme.font("body")).horizontalAdvance(text) + theme.px(6), room.right() - size)
        lines = row_lines(theme)
        y = room.y() + (lines[0] if theme.folded else room.height() // 2) - size // 2 + 1
        painter.drawPixmap(x, y, pixmap("history", theme.amber, size))
        return room.adjusted(0, 0, -size - theme.px(4), 0)

    def _paint_text(self, painter: QPainter, theme: Theme, room: QRect, name: str, text: str, below: str) -> None:
        font = theme.font("name" if name == "name" else "body")
        if name == "name":
            font.setPixelSize(theme.text_size("body"))
        ink = theme.ink if name in ("name", "problem", "medicine", "due_for", *_STATE_COLUMNS) else theme.ink2
        lines = [(text, font, ink)]
        if below:
            lines.append((below, theme.font("meta"), theme.ink2))
        elif QFontMetrics(font).horizontalAdvance(text) >= room.width():
            small = font if theme.folded else _as_small(theme, font)
            lines = [(part, small, ink) for part in in_two(QFontMetrics(small), text, room.width())]
        heights = [QFontMetrics(each).height() for _, each, _ in lines]
        y = room.y() + (room.height() - sum(heights)) // 2 + 1
        for (part, each, colour), high in zip(lines, heights, strict=True):
            painter.setFont(each)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(each).elidedText(part, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(QRect(room.x(), y, room.width(), high), Qt.AlignmentFlag.AlignVCenter, shown)
            y += high


def _state_mark(line: AnyLine, today: date) -> tuple[str, Tone]:
    """(icon, tone) of how far a line has come."""
    if isinstance(line, VisitLine):
        face = state_text(line.case.state if line.case is not None else line.outcome)
        return face.icon, face.tone
    if isinstance(line, FollowUpLine) and line.done:
        return "check", "grey" if line.closed else "green"
    if line.patient.deceased is not None:
        return "x", "grey"
    return ("clock", "amber") if line.day < today else ("calendar-event", "grey")


def _as_small(theme: Theme, font: QFont) -> QFont:
    small = theme.font("caption")
    small.setWeight(font.weight())
    return small


def in_two(metrics: QFontMetrics, text: str, width: int) -> list[str]:
    """As many words as fit, and the rest."""
    words = text.split(" ")
    taken = 1
    while taken < len(words) and metrics.horizontalAdvance(" ".join(words[: taken + 1])) < width:
        taken += 1
    return [part for part in (" ".join(words[:taken]), " ".join(words[taken:])) if part]


def row_lines(theme: Theme) -> tuple[int, int]:
    """(the middle of a row's first line from its top, the row's height)."""
    body = QFontMetrics(theme.font("body")).height()
    if theme.folded:
        high = 2 * body + theme.px(6)
        return theme.px(3) + body // 2, high
    high = max(theme.px(40), 2 * QFontMetrics(theme.font("caption")).height() + 4)
    return high // 2, high


class RegisterList(QTableView):
    """`opened_line(line)` on Enter or a double click."""

    opened_line = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = RegisterModel(self)
        self.setObjectName(name)
        self.setModel(self._model)
        self.setItemDelegate(RegisterDelegate(self))
        self.setHorizontalHeader(RegisterHeads(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setMinimumSectionSize(1)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(row_lines(current_theme())[1])
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(self._activate)

    def show_lines(self, register: str, lines: Sequence[AnyLine], lang: Lang, today: date, *, keep: bool) -> None:
        """Show these, given oldest first. The chosen line stays chosen if it is still there and `keep` says so."""
        chosen, top = self.current_line(), self.verticalScrollBar().value()
        self._model.show(register, lines, lang, today)
        self._share_width()
        row = self._model.row_of(chosen.id, chosen.number) if keep and chosen is not None else -1
        if self._model.rowCount():
            self.setCurrentIndex(self._model.index(max(row, 0), 0))
        if row >= 0:
            self.verticalScrollBar().setValue(top)

    def current_line(self) -> AnyLine | None:
        """The chosen line."""
        return self._model.line(self.currentIndex().row())

    def texts(self, row: int) -> list[str]:
        """What a row says, column by column."""
        return [str(self._model.index(row, at).data()) for at in range(self._model.columnCount())]

    def heads(self) -> list[str]:
        return [str(self._model.headerData(at, Qt.Orientation.Horizontal)) for at in range(self._model.columnCount())]

    def open_current(self) -> None:
        line = self.current_line()
        if line is not None:
            self.opened_line.emit(line)

    def _activate(self, index: QModelIndex) -> None:
        self.open_current()

    def _moved(self, current: QModelIndex, previous: QModelIndex) -> None:
        # The mark of the chosen line goes over all its columns.
        self.viewport().update()

    def _share_width(self) -> None:
        count = self._model.columnCount()
        shares = [self._model.place(at).share(current_theme().folded) for at in range(count)]
        room, total = self.viewport().width(), sum(shares)
        left = 0
        for at in range(count):
            right = round(room * sum(shares[: at + 1]) / total)
            self.setColumnWidth(at, right - left)
            left = right

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & keys:
            self.open_current()
            event.accept()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._model.rowCount():
            row = 0 if event.key() == Qt.Key.Key_Home else self._model.rowCount() - 1
            self.setCurrentIndex(self._model.index(row, 0))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(240), theme.px(44) + 2 * row_lines(theme)[1])
