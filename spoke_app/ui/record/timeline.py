"""The timeline of a record: everything that happened, newest first, chosen by the arrow keys, opened by Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from care_record.rules.red_flags import Flag
from spoke_app.actions.open_record import Event
from spoke_app.ui.context import UiContext
from spoke_app.ui.icons import pixmap
from spoke_app.ui.record.words import event_chip, event_icon, event_lines, event_title, full_day
from spoke_app.ui.text import flag_face, short_date
from spoke_app.ui.theme import Theme, current_theme
from spoke_app.ui.widgets.chip import ChipFace, chip_size, paint_chip
from spoke_app.ui.widgets.list_view import ListView, RowDelegate
from spoke_app.ui.widgets.rows import Row, RowState, paint_ground

DAY_WIDTH = 96
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True)
class EventRow(Row):
    """`lead` is the day, `name` what it was, `meta` the lines below; `chips` wrap under them."""

    lines: tuple[str, ...] = ()
    chips: tuple[ChipFace, ...] = ()


@dataclass(frozen=True)
class _Plan:
    """Where the parts of a row are, from its top left corner."""

    name: QRect
    lines: tuple[tuple[QRect, str], ...]
    chips: tuple[tuple[QRect, ChipFace], ...]
    height: int


def event_rows(events: Sequence[Event], context: UiContext, origins: Mapping[str, str]) -> list[EventRow]:
    """The events as rows. `origins`: the joined records' names, by their ids."""
    lang, today = context.lang, context.clock().date()
    return [_event_row(event, context, origins.get(event.patient, ""), lang, today) for event in events]


def _event_row(event: Event, context: UiContext, origin: str, lang: str, today: date) -> EventRow:
    chips = [_flag_chip(flag, context) for flag in event.flags[:3]]
    if (face := event_chip(event)) is not None:
        chips.append(face)
    lines = event_lines(event, origin)
    day = event.at.date()
    near = abs((today - day).days) <= 300
    return EventRow(
        id=event.id,
        name=event_title(event, context.complaint(event.title), lang),
        lead=short_date(day, lang, today) if near else full_day(day, lang),
        meta=", ".join(lines),
        middle=", ".join(chip.text for chip in chips),
        icon=event_icon(event),
        icon_tone="accent" if event.kind == "visit" else "ink3",
        avatar=False,
        lines=lines,
        chips=tuple(chips),
    )


def _flag_chip(flag: Flag, context: UiContext) -> ChipFace:
    """A flag with its value; of a danger sign its name."""
    if flag.vital == "danger_signs":
        flag = replace(flag, value=context.picklists.label("danger_signs", flag.value, context.lang))
    return flag_face(flag)


class _EventDelegate(RowDelegate):
    """Paints `EventRow`s: every word of them wraps, none is cut. Where the words stand is measured once for a width."""

    def __init__(self) -> None:
        super().__init__()
        self._plans: dict[str, tuple[EventRow, _Plan]] = {}
        self._planned_width = 0

    def item_size(self, row: Row, selected: bool) -> QSize:
        if not isinstance(row, EventRow):
            return super().item_size(row, selected)
        return QSize(0, self._plan_of(current_theme(), row).height)

    def paint_item(self, painter: QPainter, rect: QRect, row: Row, state: RowState) -> None:
        theme = current_theme()
        if not isinstance(row, EventRow):
            super().paint_item(painter, rect, row, state)
            return
        painter.save()
        paint_ground(painter, theme, rect, state)
        plan = self._plan_of(theme, row)
        at = rect.topLeft()
        top = plan.name.top()
        painter.setPen(QColor(theme.ink2))
        painter.setFont(theme.font("meta"))
        day = QRect(at + QPoint(theme.px(20), top + 1), QSize(theme.px(DAY_WIDTH), plan.name.height()))
        painter.drawText(day, _WRAP, row.lead)
        size = theme.px(20)
        mark = pixmap(row.icon, theme.accent if row.icon_tone == "accent" else theme.ink3, size)
        painter.drawPixmap(at + QPoint(theme.px(20 + DAY_WIDTH + 8), top + 1), mark)
        painter.setPen(QColor(theme.ink))
        painter.setFont(theme.font("name"))
        painter.drawText(plan.name.translated(at), _WRAP, row.name)
        painter.setPen(QColor(theme.ink2))
        painter.setFont(theme.font("meta"))
        for room, line in plan.lines:
            painter.drawText(room.translated(at), _WRAP, line)
        for room, chip in plan.chips:
            paint_chip(painter, theme, room.translated(at), chip)
        painter.restore()

    def _plan_of(self, theme: Theme, row: EventRow) -> _Plan:
        width = self._width()
        if width != self._planned_width:
            self._plans.clear()
            self._planned_width = width
        found = self._plans.get(row.id)
        if found is None or (found[0] is not row and found[0] != row):
            found = self._plans[row.id] = (row, self._plan(theme, row))
        return found[1]

    def _plan(self, theme: Theme, row: EventRow) -> _Plan:
        left = theme.px(20 + DAY_WIDTH + 8 + 20 + 12)
        width = max(theme.px(120), self._width() - left - theme.px(20))
        y = theme.px(11)
        name = _room(QFontMetrics(theme.font("name")), row.name, left, y, width)
        y = name.bottom() + 1
        meta, lines = QFontMetrics(theme.font("meta")), []
        for line in row.lines:
            room = _room(meta, line, left, y, width)
            lines.append((room, line))
            y = room.bottom() + 1
        chips, x, gap = [], left, theme.px(8)
        if row.chips:
            y += theme.px(6)
        for chip in row.chips:
            size = chip_size(theme, chip)
            size.setWidth(min(size.width(), width))
            if x > left and x + size.width() > left + width:
                x, y = left, y + size.height() + theme.px(6)
            chips.append((QRect(QPoint(x, y), size), chip))
            x += size.width() + gap
        bottom = chips[-1][0].bottom() + 1 if chips else y
        return _Plan(name, tuple(lines), tuple(chips), max(bottom + theme.px(12), theme.px(48)))

    def _width(self) -> int:
        view = self.parent()
        return view.width() if isinstance(view, QWidget) else 0


def _room(metrics: QFontMetrics, text: str, left: int, top: int, width: int) -> QRect:
    height = metrics.boundingRect(QRect(0, 0, width, 10_000), _WRAP, text).height()
    return QRect(left, top, width, max(height, metrics.height()))


class Timeline(ListView):
    """As high as its rows: the page around it scrolls. Its rows follow its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("record.timeline", "", fit=True, delegate=_EventDelegate(), parent=parent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()
