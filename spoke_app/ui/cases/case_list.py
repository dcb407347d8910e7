"""The list of cases and the heads of its columns."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QWidget

from spoke_app.ui.cases.case_line import (
    COMPLAINT_AT,
    CaseDelegate,
    CaseLine,
    button_rects,
    is_wide,
    steps_left,
)
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.list_view import ROW_ROLE, ListView
from spoke_app.ui.widgets.receipt_steps import COLUMN


class CaseList(ListView):
    """`activated_row(referral)` to open a case, `print_row(referral)` from its second button."""

    print_row = Signal(str)

    def __init__(self, name: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(name, label, delegate=CaseDelegate(), parent=parent)
        self._pressed: tuple[int, str] | None = None

    def print_current(self) -> None:
        """As if the chosen row's Print was used; nothing where there is nothing to print."""
        row = self.currentIndex().data(ROW_ROLE)
        if isinstance(row, CaseLine) and row.print_text:
            self.print_row.emit(row.id)

    def _button_at(self, event: QMouseEvent) -> tuple[int, str] | None:
        """(row number, button text) under the mouse; only the chosen row has buttons."""
        index: QModelIndex = self.indexAt(event.position().toPoint())
        row = index.data(ROW_ROLE)
        if not isinstance(row, CaseLine) or index.row() != self.currentIndex().row():
            return None
        for face, rect in button_rects(current_theme(), self.visualRect(index), row):
            if rect.contains(event.position().toPoint()):
                return index.row(), face.text
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Before the press moves the choice: a row that opens under the mouse must not be activated by its release.
        self._pressed = self._button_at(event) if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or pressed != self._button_at(event):
            return
        row = self.currentIndex().data(ROW_ROLE)
        if isinstance(row, CaseLine):
            (self.print_row if pressed[1] == row.print_text else self.activated_row).emit(row.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        on_button = self._button_at(event) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if on_button else Qt.CursorShape.ArrowCursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class CaseHeads(QWidget):
    """Patient, complaint and desk, and the six steps above their columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts: tuple[str, str, tuple[str, ...]] = ("", "", ())
        self._rows: QWidget | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def follow(self, rows: QAbstractItemView) -> None:
        """Stand over the columns of these rows, also where a scroll bar takes some of their width."""
        self._rows = rows.viewport()
        self._rows.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.update()
        return super().eventFilter(watched, event)

    def row_width(self) -> int:
        """How wide the rows below are."""
        return self._rows.width() if self._rows is not None else self.width()

    def set_texts(self, patient: str, complaint: str, steps: tuple[str, ...]) -> None:
        self._texts = (patient, complaint, steps)
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(200), max(theme.px(44), QFontMetrics(theme.font("label")).height() + theme.px(20)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setFont(theme.font("label"))
        painter.setPen(QColor(theme.ink2))
        patient, complaint, steps = self._texts
        width = self.row_width()
        wide = is_wide(theme, width)
        middle = theme.px(COMPLAINT_AT) if wide else width // 2
        middle_line = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(theme.px(20), 1, middle, self.height()), middle_line, patient)
        painter.drawText(QRect(middle, 1, self.width() - middle, self.height()), middle_line, complaint)
        if wide:
            column = theme.px(COLUMN)
            left = steps_left(theme, width)
            for at, step in enumerate(steps):
                room = QRect(left + at * column - 4, 1, column + 8, self.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, step)
        line = theme.line_width
        painter.fillRect(QRect(0, self.height() - line, self.width(), line), QColor(theme.inner))
