"""One case as a row of the list, and how it is painted: who, what, the receipt; the chosen one opens up."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from spoke_app.ui.icons import WARNING_STROKE, pixmap
from spoke_app.ui.theme import FontRole, Theme, current_theme
from spoke_app.ui.widgets.avatar import paint_avatar
from spoke_app.ui.widgets.button import ButtonFace, face_size, paint_face
from spoke_app.ui.widgets.list_view import RowDelegate
from spoke_app.ui.widgets.receipt_steps import COLUMN, StepMark, paint_steps, steps_size
from spoke_app.ui.widgets.rows import Row, RowState, paint_ground

NAMES_AT, COMPLAINT_AT = 76, 304
"""Left edges of the columns at 100 %, from the row's own."""


@dataclass(frozen=True)
class CaseLine(Row):
    """`middle` is the complaint, `meta` age and village, `right_below` the receipt for screen readers."""

    desk: str = ""
    urgency: str = ""
    """`Urgent`, `Urgent, late`; '' for a routine case in time. `emergency` paints it red."""
    emergency: bool = False
    steps: tuple[StepMark, ...] = ()
    last_word: str = ""
    open_text: str = ""
    open_kind_primary: bool = True
    print_text: str = ""


def steps_width(theme: Theme) -> int:
    return theme.px(COLUMN) * 6


def is_wide(theme: Theme, width: int) -> bool:
    """Whether the receipt fits beside the words; else it goes below them (large text, small window)."""
    return width >= theme.px(COMPLAINT_AT + 180) + steps_width(theme) + theme.px(20)


def steps_left(theme: Theme, width: int) -> int:
    """Where the receipt begins, from the row's left edge."""
    return width - steps_width(theme) - theme.px(20) if is_wide(theme, width) else theme.px(NAMES_AT - 24)


def button_faces(line: CaseLine) -> list[ButtonFace]:
    """The buttons of an opened row, from right to left."""
    faces = []
    if line.print_text:
        faces.append(ButtonFace(line.print_text, "secondary", "printer", "Ctrl P", "row"))
    kind = "primary" if line.open_kind_primary else "secondary"
    faces.append(ButtonFace(line.open_text, kind, "", "Enter", "row"))  # type: ignore[arg-type]
    return faces


def button_rects(theme: Theme, rect: QRect, line: CaseLine) -> list[tuple[ButtonFace, QRect]]:
    """Where the buttons of an opened row are, for painting and for the mouse."""
    right, placed = rect.right() - theme.px(20) + 1, []
    for face in button_faces(line):
        size = face_size(theme, face)
        top = rect.bottom() - theme.px(14) - size.height()
        placed.append((face, QRect(QPoint(right - size.width(), top), size)))
        right -= size.width() + theme.px(12)
    return placed


class CaseDelegate(RowDelegate):
    """Paints `CaseLine`s; the chosen one shows persons, the doctor's last word and its buttons."""

    def item_size(self, row: Row, selected: bool) -> QSize:
        theme = current_theme()
        if not isinstance(row, CaseLine):
            return super().item_size(row, selected)
        width = self._width()
        names = QFontMetrics(theme.font("name")).height() + QFontMetrics(theme.font("meta")).height()
        receipt = steps_size(theme, row.steps, persons=selected).height()
        words = max(theme.px(40), names)
        pad = theme.px(13)
        height = 2 * pad + (max(words, receipt) if is_wide(theme, width) else words + receipt + theme.px(8))
        if selected:
            height += self._opened_height(theme, row) + theme.px(6)
        return QSize(theme.px(200), max(theme.px(68), height))

    def paint_item(self, painter: QPainter, rect: QRect, row: Row, state: RowState) -> None:
        theme = current_theme()
        if not isinstance(row, CaseLine):
            super().paint_item(painter, rect, row, state)
            return
        painter.save()
        paint_ground(painter, theme, rect, state)
        wide = is_wide(theme, rect.width())
        top = rect.y() + theme.px(13)
        left = rect.x() + theme.px(20)
        receipt_left = rect.x() + steps_left(theme, rect.width())
        end = receipt_left if wide else rect.right() - theme.px(20)
        side = theme.px(40)
        paint_avatar(painter, theme, QRect(left, top, side, side), row.name)
        complaint_at = rect.x() + theme.px(COMPLAINT_AT) if wide else rect.x() + rect.width() // 2
        names_at = rect.x() + theme.px(NAMES_AT)
        below = self._two_lines(
            painter, theme, names_at, complaint_at - theme.px(12), top, (row.name, row.meta), "name"
        )
        self._two_lines(painter, theme, complaint_at, end, top, (row.middle, row.desk), "body", urgency=row)
        steps_top = top if wide else max(below, top + side) + theme.px(8)
        room = QRect(receipt_left, steps_top, steps_width(theme), rect.height())
        paint_steps(painter, theme, room, row.steps, persons=state.selected)
        if state.selected:
            self._opened(painter, theme, rect, row, names_at)
        painter.restore()

    def _width(self) -> int:
        view = self.parent()
        return view.width() if isinstance(view, QWidget) else 0

    def _opened_height(self, theme: Theme, row: CaseLine) -> int:
        """Of the opened part: the buttons, or the doctor's words on two lines."""
        buttons = max(face_size(theme, face).height() for face in button_faces(row))
        return max(buttons, 2 * QFontMetrics(theme.font("meta")).height()) if row.last_word else buttons

    def _two_lines(
        self,
        painter: QPainter,
        theme: Theme,
        left: int,
        right: int,
        top: int,
        texts: tuple[str, str],
        role: FontRole,
        *,
        urgency: CaseLine | None = None,
    ) -> int:
        """A bold line and a quiet one, each cut at the column's end; returns the y below them."""
        y = top
        for at, (text, colour) in enumerate(zip(texts, (theme.ink, theme.ink3), strict=True)):
            font = theme.font(role if at == 0 else "meta")
            metrics = QFontMetrics(font)
            flag = self._flag_width(theme, urgency) if at == 1 and urgency is not None else 0
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - left - flag)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(QRect(left, y, right - left + 2, metrics.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            if flag and urgency is not None:
                self._flag(painter, theme, left + metrics.horizontalAdvance(shown), y, urgency)
            y += metrics.height()
        return y

    def _flag_width(self, theme: Theme, line: CaseLine) -> int:
        if not line.urgency:
            return 0
        return theme.px(28) + QFontMetrics(theme.font("label")).horizontalAdvance(line.urgency)

    def _flag(self, painter: QPainter, theme: Theme, left: int, y: int, line: CaseLine) -> None:
        """A flag and a word behind the desk."""
        colour = theme.red if line.emergency else theme.amber
        font, size = theme.font("label"), theme.px(16)
        height = QFontMetrics(font).height()
        spot = QPoint(left + theme.px(8), y + (height - size) // 2)
        name = "alert-octagon" if line.emergency else "flag"
        painter.drawPixmap(spot, pixmap(name, colour, size, WARNING_STROKE))
        painter.setFont(font)
        painter.setPen(QColor(colour))
        room = QRect(spot.x() + size + theme.px(4), y, self._flag_width(theme, line), height)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, line.urgency)

    def _opened(self, painter: QPainter, theme: Theme, rect: QRect, row: CaseLine, left: int) -> None:
        """The doctor's last word and the buttons."""
        buttons = button_rects(theme, rect, row)
        for face, spot in buttons:
            paint_face(painter, theme, spot, face, False, True)
        spot = buttons[-1][1]
        font = theme.font("meta")
        metrics = QFontMetrics(font)
        lines = 2 * metrics.height()
        room = QRect(left, spot.center().y() - lines // 2, spot.x() - theme.px(16) - left, lines)
        painter.setFont(font)
        painter.setPen(QColor(theme.ink2))
        # Two lines' worth of text, less a word that may wrap.
        text = metrics.elidedText(row.last_word, Qt.TextElideMode.ElideRight, 2 * room.width() - theme.px(90))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room.adjusted(0, 1, 2, 2), flags, text)
