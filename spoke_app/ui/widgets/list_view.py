"""A list of rows: one QListView, one delegate, chosen by keyboard or mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.rows import Row, RowState, button_rect, paint_row, row_size

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole


class RowModel(QAbstractListModel):
    """The rows; the whole list is replaced at a time. Any object with `id` and `name` may be a row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rows(self) -> tuple[Row, ...]:
        return self._rows

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            chip = row.chip.text if row.chip else ""
            parts = (row.lead, row.name, row.beside, row.meta, row.note, row.middle, chip, row.right, row.right_below)
            return ", ".join(part for part in parts if part)
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints `Row`s. Override `paint_item` and `item_size` for rows of another make."""

    def __init__(self, parent: QObject | None = None, *, round_top: bool = False, round_bottom: bool = True) -> None:
        super().__init__(parent)
        self._round_top = round_top
        self._round_bottom = round_bottom

    def state_of(self, option: QStyleOptionViewItem, index: Index) -> RowState:
        """Selected, hovered, first, last."""
        # The view is asked, not `option.state`: QStyle's enums alone cost 15 ms of every start.
        view = self.parent()
        last = index.row() == index.model().rowCount() - 1
        return RowState(
            selected=isinstance(view, ListView) and view.currentIndex().row() == index.row(),
            hovered=isinstance(view, ListView) and view.hovered_row() == index.row(),
            first=index.row() == 0,
            last=last,
            round_top=self._round_top,
            round_bottom=self._round_bottom,
        )

    def paint_item(self, painter: QPainter, rect: QRect, row: Row, state: RowState) -> None:
        """Paint one row."""
        paint_row(painter, current_theme(), rect, row, state)

    def item_size(self, row: Row, selected: bool) -> QSize:
        """How high a row is."""
        return row_size(current_theme(), row)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if row is not None:
            self.paint_item(painter, option.rect, row, self.state_of(option, index))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        view = self.parent()
        selected = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        return self.item_size(row, selected) if row is not None else QSize(0, 0)


class ListView(QListView):
    """`activated_row(id)` on Enter, double click or the row's button; `current_changed(id)` when the choice moves.

    `fit=True` makes the list as high as its rows, for a list inside a page that scrolls as a whole.
    """

    activated_row = Signal(str)
    current_changed = Signal(str)

    def __init__(
        self,
        name: str,
        label: str,
        *,
        fit: bool = False,
        delegate: RowDelegate | None = None,
        single_click: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._fit = fit
        self._single_click = single_click
        self._model = RowModel(self)
        self.setModel(self._model)
        self._delegate = delegate or RowDelegate(self)
        self._delegate.setParent(self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        if fit:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.doubleClicked.connect(self._activate_index)
        self._hovered = -1
        self.entered.connect(self._hover)

    def set_rows(self, rows: Sequence[Row], *, keep: bool = True, select_first: bool = False) -> None:
        """Show these. The chosen row stays chosen if it is still there."""
        chosen = self.current_id() if keep else ""
        self._model.set_rows(rows)
        ids = [row.id for row in rows]
        if chosen in ids:
            self.set_current(chosen)
        elif select_first and rows:
            self.set_current(ids[0])
        self.updateGeometry()

    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._model.rows()

    def current_id(self) -> str:
        """The chosen row's id, `''` if none."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.id if row is not None else ""

    def set_current(self, row_id: str) -> None:
        """Choose a row by its id; an unknown id chooses none."""
        ids = [row.id for row in self._model.rows()]
        index = self._model.index(ids.index(row_id), 0) if row_id in ids else QModelIndex()
        self.setCurrentIndex(index)

    def move_current(self, step: int) -> None:
        """Choose the next (+1) or the one before (-1); used by a search box above the list."""
        count = self._model.rowCount()
        if count:
            at = self.currentIndex().row()
            self.setCurrentIndex(self._model.index(min(count - 1, max(0, at + step)), 0))

    def activate_current(self) -> None:
        """As if Enter was pressed."""
        if row_id := self.current_id():
            self.activated_row.emit(row_id)

    def hovered_row(self) -> int:
        """The row under the mouse, -1 if none."""
        return self._hovered

    def _hover(self, index: QModelIndex) -> None:
        self._hovered = index.row()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        super().leaveEvent(event)

    def _activate_index(self, index: QModelIndex) -> None:
        self.activate_current()

    def _current_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        row = current.data(ROW_ROLE)
        # Rows may grow when they are chosen.
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
        self.current_changed.emit(row.id if row is not None else "")

    def sizeHint(self) -> QSize:
        if not self._fit:
            return super().sizeHint()
        height = 0
        for at, row in enumerate(self._model.rows()):
            height += self._delegate.item_size(row, at == self.currentIndex().row()).height()
        return QSize(current_theme().px(240), height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint() if self._fit else QSize(current_theme().px(200), current_theme().px(112))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self.activate_current()
            event.accept()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        row = index.data(ROW_ROLE)
        if row is None or event.button() != Qt.MouseButton.LeftButton:
            return
        on_button = isinstance(row, Row) and bool(row.button)
        if on_button:
            rect = button_rect(current_theme(), self.visualRect(index), row, True)
            on_button = rect.contains(event.position().toPoint())
        if on_button or self._single_click:
            self.activated_row.emit(row.id)

    def wheelEvent(self, event: object) -> None:
        # A fitted list has nothing to scroll: the page around it does.
        if self._fit and isinstance(event, QEvent):
            event.ignore()
            return
        super().wheelEvent(event)  # type: ignore[arg-type]
