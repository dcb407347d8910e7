"""One row of a list as plain values, and the painting of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath

from spoke_app.ui.icons import pixmap
from spoke_app.ui.theme import Theme
from spoke_app.ui.widgets.avatar import paint_avatar
from spoke_app.ui.widgets.button import ButtonFace, face_size, paint_face
from spoke_app.ui.widgets.chip import ChipFace, chip_size, paint_chip

RowTone = Literal["ink", "ink2", "ink3", "accent", "amber", "red", "green"]


@dataclass(frozen=True)
class Row:
    """Everything a row shows; what stays `''` or None takes no room. `id` is what signals carry."""

    id: str
    name: str
    meta: str = ""
    """Second line below the name."""
    beside: str = ""
    """Quiet text behind the name: age, or the name in the other script."""
    lead: str = ""
    """A narrow first column instead of an avatar: a time. An icon may follow it."""
    lead_width: int = 56
    icon: str = ""
    """An icon instead of an avatar."""
    icon_tone: RowTone = "ink3"
    avatar: bool = True
    middle: str = ""
    """A column of its own: the complaint."""
    right: str = ""
    right_below: str = ""
    right_icon: str = ""
    right_tone: RowTone = "ink2"
    right_strong: bool = False
    chip: ChipFace | None = None
    chip_column: int = 0
    """Left edge of the chip measured from the right end (at 100 %); 0 puts it at the right end."""
    button: str = ""
    """A button at the right; using it activates the row."""
    marks: tuple[str, ...] = ()
    """Words typed in a search: beginnings that match are marked."""
    columns: tuple[tuple[str, int, str], ...] = ()
    """Texts at the end: (text, width at 100 %, an icon before it or `''`)."""
    plain: bool = False
    """The name as ordinary text, where the row is not about a person."""
    note: str = ""
    """A third line, below `meta`: what is to be done next; `note_icon` before it."""
    note_icon: str = ""
    note_tone: RowTone = "ink2"


@dataclass(frozen=True)
class RowState:
    """How the row is to be painted."""

    selected: bool = False
    hovered: bool = False
    first: bool = False
    last: bool = False
    round_top: bool = False
    round_bottom: bool = True


def tone_colour(theme: Theme, tone: RowTone) -> str:
    """Colour of a tone."""
    return str(getattr(theme, tone))


def row_height(theme: Theme, row: Row) -> int:
    """56 with two lines, 64 with a button, 48 with one; more if the font asks for it."""
    name = QFontMetrics(theme.font("name")).height()
    meta = QFontMetrics(theme.font("meta")).height() if row.meta or row.right_below else 0
    note = QFontMetrics(theme.font("label")).height() + theme.px(2) if row.note else 0
    base = 64 if row.button or (row.avatar and not row.lead and row.meta) else (56 if row.meta else 48)
    return max(theme.px(base), name + meta + note + theme.px(14))


def button_rect(theme: Theme, rect: QRect, row: Row, selected: bool) -> QRect:
    """Where a row's button is, for painting and for the mouse."""
    size = face_size(theme, _button_face(row, selected))
    return QRect(QPoint(rect.right() - theme.px(20) - size.width(), rect.center().y() - size.height() // 2 + 1), size)


def _button_face(row: Row, selected: bool) -> ButtonFace:
    if selected:
        return ButtonFace(row.button, "primary", "", "Enter", "row")
    return ButtonFace(row.button, "secondary", "", "", "row")


def paint_ground(painter: QPainter, theme: Theme, rect: QRect, state: RowState) -> None:
    """Ground, bar and line of a row; first and last follow the card's round corners."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = theme.accent_tint if state.selected else (theme.row_hover if state.hovered else "")
    radius = 11
    clip = QPainterPath()
    box = QRectF(rect)
    top = radius if state.first and state.round_top else 0
    bottom = radius if state.last and state.round_bottom else 0
    clip.addRoundedRect(box, radius, radius)
    if not top:
        clip.addRect(QRectF(box.left(), box.top(), box.width(), box.height() / 2))
    if not bottom:
        clip.addRect(QRectF(box.left(), box.center().y(), box.width(), box.height() / 2 + 1))
    clip.setFillRule(Qt.FillRule.WindingFill)
    if colour:
        painter.fillPath(clip, QColor(colour))
    if not state.last:
        painter.fillRect(
            QRectF(box.left(), box.bottom() - theme.line_width, box.width(), theme.line_width), theme.inner
        )
    if state.selected:
        bar = QPainterPath()
        bar.addRect(QRectF(box.left(), box.top(), theme.bar_width, box.height()))
        painter.fillPath(bar.intersected(clip.simplified()), QColor(theme.accent))


def paint_row(painter: QPainter, theme: Theme, rect: QRect, row: Row, state: RowState) -> None:
    """Paint a whole row."""
    painter.save()
    paint_ground(painter, theme, rect, state)
    left = _paint_lead(painter, theme, rect, row)
    right = _paint_end(painter, theme, rect, row, state)
    if row.middle:
        start = left + round((right - left) * 0.55) if not row.chip_column else left + round((right - left) * 0.58)
        _text(painter, theme.font("body"), theme.ink2, QRect(start, rect.y(), right - start, rect.height()), row.middle)
        right = start - theme.px(12)
    _paint_names(painter, theme, QRect(left, rect.y(), max(0, right - left), rect.height()), row)
    painter.restore()


def _text(
    painter: QPainter,
    font: QFont,
    colour: str,
    room: QRect,
    text: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() + 1)
    # A little room beyond the end that the text does not begin at: a rounded width must not cut its last stroke.
    spare = room.adjusted(-2, 1, 0, 0) if align == Qt.AlignmentFlag.AlignRight else room.adjusted(0, 1, 2, 0)
    painter.drawText(spare, Qt.AlignmentFlag.AlignVCenter | align, shown)
    return metrics.horizontalAdvance(shown)


def _paint_lead(painter: QPainter, theme: Theme, rect: QRect, row: Row) -> int:
    """Avatar, time or icon; returns where the names begin."""
    x = rect.x() + theme.px(20)
    if row.lead:
        room = QRect(x, rect.y(), theme.px(row.lead_width), rect.height())
        _text(painter, theme.font("meta"), theme.ink2, room, row.lead)
        x += theme.px(row.lead_width)
        if not row.icon:
            return x
    if row.icon:
        size = theme.px(20)
        colour = tone_colour(theme, row.icon_tone)
        painter.drawPixmap(QPoint(x, rect.center().y() - size // 2 + 1), pixmap(row.icon, colour, size))
        return x + theme.px(36)
    if row.avatar:
        side = theme.px(40)
        paint_avatar(painter, theme, QRect(x, rect.center().y() - side // 2 + 1, side, side), row.name)
        return x + theme.px(56)
    return x


def _paint_end(painter: QPainter, theme: Theme, rect: QRect, row: Row, state: RowState) -> int:
    """Button, columns, chip and right texts, from the right end; returns where they begin."""
    right = rect.right() - theme.px(20) + 1
    if row.button:
        spot = button_rect(theme, rect, row, state.selected)
        paint_face(painter, theme, spot, _button_face(row, state.selected), False, True)
        right = spot.left() - theme.px(16)
    for text, width, icon in reversed(row.columns):
        room = QRect(right - theme.px(width), rect.y(), theme.px(width), rect.height())
        used = _text(painter, theme.font("meta"), theme.ink2, room, text, Qt.AlignmentFlag.AlignRight)
        if icon:
            mark = theme.px(16)
            at = QPoint(right - max(used, theme.px(20)) - mark - theme.px(4), rect.center().y() - mark // 2 + 1)
            painter.drawPixmap(at, pixmap(icon, theme.ink2, mark))
        right = room.left()
    if row.right or row.right_below:
        right = _paint_right(painter, theme, rect, row, right) - theme.px(16)
    if row.chip:
        size = chip_size(theme, row.chip)
        edge = rect.right() - theme.px(row.chip_column) + 1 if row.chip_column else right - size.width()
        edge = min(edge, right - size.width()) if row.chip_column else edge
        paint_chip(painter, theme, QRect(QPoint(edge, rect.center().y() - size.height() // 2 + 1), size), row.chip)
        right = edge - theme.px(12)
    return right


def _paint_right(painter: QPainter, theme: Theme, rect: QRect, row: Row, right: int) -> int:
    font = theme.font("label" if row.right_strong else "meta")
    below = theme.font("meta")
    width = max(QFontMetrics(font).horizontalAdvance(row.right), QFontMetrics(below).horizontalAdvance(row.right_below))
    left = right - width - 2
    room = QRect(left, rect.y(), width + 2, rect.height())
    end = Qt.AlignmentFlag.AlignRight
    colour = tone_colour(theme, row.right_tone)
    if row.right_below:
        line = QFontMetrics(below).height()
        middle = rect.center().y()
        upper = QRect(left, middle - line, width + 2, line)
        marks = [mark for mark in row.marks if any(sign.isdigit() for sign in mark)]
        shift = width - QFontMetrics(font).horizontalAdvance(row.right) + 2
        _marked(painter, theme, font, upper.adjusted(shift, 0, 0, 0), row.right, marks)
        _text(painter, font, colour, upper, row.right, end)
        _text(painter, below, theme.ink3, QRect(left, middle, width + 2, line), row.right_below, end)
    else:
        _text(painter, font, colour, room, row.right, end)
    if row.right_icon:
        size = theme.px(17)
        spot = QPoint(left - size - theme.px(4), rect.center().y() - size // 2 + 1)
        if row.right_below:
            # Beside the first line, which may be the shorter one.
            end_of_icon = right - QFontMetrics(font).horizontalAdvance(row.right) - theme.px(6)
            spot = QPoint(end_of_icon - size, rect.center().y() - (QFontMetrics(below).height() + size) // 2 + 1)
        painter.drawPixmap(spot, pixmap(row.right_icon, colour, size))
        left = min(left, spot.x())
    return left


def _paint_names(painter: QPainter, theme: Theme, room: QRect, row: Row) -> None:
    name_font, meta_font = theme.font("body" if row.plain else "name"), theme.font("meta")
    name_line = QFontMetrics(name_font).height()
    if row.meta:
        meta_line = QFontMetrics(meta_font).height()
        note_line = QFontMetrics(theme.font("label")).height() + theme.px(2) if row.note else 0
        top = room.center().y() - (name_line + meta_line + note_line) // 2
        if row.note:
            _paint_note(painter, theme, QRect(room.x(), top + name_line + meta_line, room.width(), note_line), row)
        name_room = QRect(room.x(), top, room.width(), name_line)
        meta_room = QRect(room.x(), top + name_line, room.width(), meta_line)
        _marked(painter, theme, meta_font, meta_room, row.meta, row.marks)
        _text(painter, meta_font, theme.ink2, meta_room, row.meta)
    else:
        name_room = QRect(room.x(), room.y(), room.width(), room.height())
    _marked(painter, theme, name_font, name_room, row.name, row.marks)
    used = _text(painter, name_font, theme.ink, name_room, row.name)
    if row.beside:
        _text(painter, meta_font, theme.ink3, name_room.adjusted(used + theme.px(8), 0, 0, 0), row.beside)


def _paint_note(painter: QPainter, theme: Theme, room: QRect, row: Row) -> None:
    """The third line: an icon and a few strong words."""
    colour, size = tone_colour(theme, row.note_tone), theme.px(16)
    left = 0
    if row.note_icon:
        spot = QPoint(room.x(), room.center().y() - size // 2 + 1)
        painter.drawPixmap(spot, pixmap(row.note_icon, colour, size))
        left = size + theme.px(6)
    _text(painter, theme.font("label"), colour, room.adjusted(left, 0, 0, 0), row.note)


def _marked(painter: QPainter, theme: Theme, font: QFont, room: QRect, text: str, marks: Sequence[str]) -> None:
    """Yellow behind the beginnings that were searched for."""
    metrics = QFontMetrics(font)
    height = metrics.height()
    for start, end in mark_spans(text, marks):
        x = metrics.horizontalAdvance(text[:start])
        width = metrics.horizontalAdvance(text[:end]) - x
        box = QRectF(room.x() + x - 1, room.center().y() - height / 2 + 1, width + 2, height)
        painter.fillRect(box.intersected(QRectF(room)), QColor(theme.mark))


def mark_spans(text: str, marks: Sequence[str]) -> list[tuple[int, int]]:
    """Where words of `text` begin with one of the marks, as (start, end)."""
    spans: list[tuple[int, int]] = []
    low = text.lower()
    at = 0
    for word in low.split(" "):
        hits = [len(mark) for mark in marks if mark and word.startswith(mark.lower())]
        if hits:
            spans.append((at, at + max(hits)))
        at += len(word) + 1
    return spans


def row_size(theme: Theme, row: Row) -> QSize:
    """The delegate's size hint."""
    return QSize(theme.px(200), row_height(theme, row))
