"""The rail at the left: where one can go, how much waits there, who is working, and the lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from spoke_app.ui.icons import pixmap
from spoke_app.ui.text import names_for, role_text
from spoke_app.ui.theme import Tone, current_theme
from spoke_app.ui.widgets.avatar import Avatar
from spoke_app.ui.widgets.hub_picture import Logo
from spoke_app.ui.widgets.key_cap import KeyCap, key_cap_size, key_sequence, paint_key_cap
from spoke_app.ui.widgets.label import Label, Rule, plain

if TYPE_CHECKING:
    from spoke_app.actions.views import Person

WIDTH, WIDTH_FOLDED = 208, 144


@dataclass(frozen=True)
class RailPlace:
    """One item: the screen's name, its icon and its letter."""

    name: str
    icon: str
    key: str


class RailItem(QAbstractButton):
    """Icon, label, badge, key-cap; when folded the icon stands above the label."""

    def __init__(self, place: RailPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = place
        self._badge = 0
        self._badge_tone: Tone = "accent"
        self.setObjectName(f"rail.{place.name}")
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def name(self) -> str:
        """The screen's name."""
        return self._place.name

    def set_label(self, text: str) -> None:
        self.setText(text)
        self._name_it()
        self.update()

    def set_badge(self, count: int, tone: Tone = "accent") -> None:
        """How much waits there; 0 shows nothing."""
        if (count, tone) != (self._badge, self._badge_tone):
            self._badge, self._badge_tone = count, tone
            self._name_it()
            self.update()

    def _name_it(self) -> None:
        self.setAccessibleName(f"{self.text()}, {self._badge}" if self._badge else self.text())

    def sizeHint(self) -> QSize:
        theme = current_theme()
        line = QFontMetrics(theme.font("body")).height()
        if theme.folded:
            return QSize(theme.px(96), theme.px(26) + line + theme.px(8))
        return QSize(theme.px(176), max(theme.px(44), line + theme.px(16)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if chosen:
            painter.setPen(QPen(QColor(theme.line), theme.line_width))
            painter.setBrush(QColor(theme.surface))
            painter.drawRoundedRect(box, 8, 8)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            bar = theme.px(3) + (2 if theme.high_contrast else 0)
            painter.drawRoundedRect(QRectF(0, theme.px(9), bar, self.height() - theme.px(18)), 1.5, 1.5)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.rail_hover))
            painter.drawRoundedRect(box, 8, 8)
        ink = theme.accent_pressed if chosen and not theme.high_contrast else theme.ink2
        if theme.folded:
            self._paint_folded(painter, ink)
        else:
            self._paint_wide(painter, ink)

    def _paint_wide(self, painter: QPainter, ink: str) -> None:
        theme = current_theme()
        size = theme.px(22)
        middle = self.height() // 2
        painter.drawPixmap(QPoint(theme.px(14), middle - size // 2), pixmap(self._place.icon, ink, size))
        cap = key_cap_size(theme, self._place.key)
        right = self.width() - theme.px(10) - cap.width()
        spot = QRect(QPoint(right, middle - cap.height() // 2), cap)
        paint_key_cap(painter, theme, spot, self._place.key, theme.ink2, theme.surface, theme.grey_line)
        right -= theme.px(8)
        if self._badge:
            right = self._paint_badge(painter, right, middle) - theme.px(4)
        self._paint_text(painter, ink, QRect(theme.px(46), 1, right - theme.px(46), self.height()), False)

    def _paint_folded(self, painter: QPainter, ink: str) -> None:
        theme = current_theme()
        size = theme.px(18)
        painter.drawPixmap(QPoint((self.width() - size) // 2, theme.px(8)), pixmap(self._place.icon, ink, size))
        cap = key_cap_size(theme, self._place.key)
        spot = QRect(QPoint(self.width() - cap.width() - 8, theme.px(4)), cap)
        paint_key_cap(painter, theme, spot, self._place.key, theme.ink2, theme.surface, theme.grey_line)
        if self._badge:
            self._paint_badge(painter, theme.px(30), theme.px(15))
        top = theme.px(26)
        self._paint_text(painter, ink, QRect(2, top, self.width() - 4, self.height() - top - theme.px(4)), True)

    def _paint_text(self, painter: QPainter, ink: str, room: QRect, centred: bool) -> None:
        font = current_theme().font("body")
        if self.isChecked():
            font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_badge(self, painter: QPainter, right: int, middle: int) -> int:
        theme = current_theme()
        font = theme.font("caption")
        font.setWeight(font.Weight.DemiBold)
        text = str(self._badge) if self._badge < 100 else "99+"
        high = theme.px(22)
        wide = max(high, QFontMetrics(font).horizontalAdvance(text) + theme.px(12))
        box = QRectF(right - wide, middle - high / 2, wide, high)
        amber = self._badge_tone == "amber"
        painter.setPen(QPen(QColor(theme.amber_line), 1) if amber else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.amber_tint if amber else theme.accent))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), high / 2, high / 2)
        painter.setFont(font)
        painter.setPen(QColor(theme.amber if amber else theme.on_accent))
        painter.drawText(box.adjusted(0, 1, 0, 0), Qt.AlignmentFlag.AlignCenter, text)
        return round(box.left())


class LockButton(QAbstractButton):
    """The lock with its key, at the foot of the rail."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail.lock")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        cap = key_cap_size(theme, "F12")
        return QSize(theme.px(17) + theme.px(8) + (0 if theme.folded else cap.width()), cap.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        size = theme.px(17)
        painter.drawPixmap(QPoint(0, (self.height() - size) // 2), pixmap("lock", theme.ink2, size))
        if not theme.folded:
            cap = key_cap_size(theme, "F12")
            spot = QRect(QPoint(self.width() - cap.width(), (self.height() - cap.height()) // 2), cap)
            paint_key_cap(painter, theme, spot, "F12", theme.ink2, theme.surface, theme.grey_line)


class Rail(QFrame):
    """`chosen(name)` when an item is used, `lock_wanted` for F12's button."""

    chosen = Signal(str)
    lock_wanted = Signal()

    def __init__(self, places: Sequence[RailPlace], person: Person, lang: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._person = person
        self.setProperty("frame", "rail")
        self.setFixedWidth(WIDTH if not theme.folded else WIDTH_FOLDED)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._items: dict[str, RailItem] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if not theme.folded:
            column.addWidget(self._brand())
        items = QVBoxLayout()
        side = theme.px(10) if not theme.folded else 8
        items.setContentsMargins(side, theme.px(4), side, 0)
        items.setSpacing(theme.px(4))
        for place in places:
            item = RailItem(place)
            item.clicked.connect(self._clicked)
            shortcut = QShortcut(key_sequence(place.key), self)
            shortcut.activated.connect(item.click)
            self._group.addButton(item)
            self._items[place.name] = item
            items.addWidget(item)
        column.addLayout(items)
        column.addStretch(1)
        self._hint = Label("", "caption", "ink3")
        if not theme.folded:
            column.addLayout(self._key_hint())
        column.addWidget(Rule())
        column.addWidget(self._who())
        self.retranslate(lang)

    def _brand(self) -> QWidget:
        theme = current_theme()
        brand = QWidget()
        row = QHBoxLayout(brand)
        row.setContentsMargins(theme.px(18), theme.px(18), theme.px(12), theme.px(18))
        row.setSpacing(theme.px(10))
        row.addWidget(Logo(theme.px(30)))
        row.addWidget(Label("Spoke", "patient"))
        row.addStretch(1)
        return brand

    def _key_hint(self) -> QHBoxLayout:
        theme = current_theme()
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(18), 0, 0, theme.px(16))
        row.setSpacing(theme.px(8))
        row.addWidget(KeyCap("Alt"))
        row.addWidget(self._hint)
        row.addStretch(1)
        return row

    def _who(self) -> QWidget:
        theme = current_theme()
        foot = QWidget()
        self._avatar = Avatar()
        self._name = Label("", "name")
        self._role = Label("", "meta", "ink3")
        lock = LockButton()
        lock.clicked.connect(self.lock_wanted)
        self._lock = lock
        row = QHBoxLayout(foot)
        if theme.folded:
            row.setContentsMargins(8, theme.px(8), 8, theme.px(8))
            row.addStretch(1)
            row.addWidget(self._avatar)
            row.addWidget(lock)
            row.addStretch(1)
            return foot
        row.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(10))
        row.setSpacing(theme.px(10))
        below = QHBoxLayout()
        below.addWidget(self._role, 1)
        below.addWidget(lock)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addLayout(below)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)
        return foot

    def retranslate(self, lang: str) -> None:
        """Every text again."""
        labels = {
            "today": self.tr("Today"),
            "patients": self.tr("Patients"),
            "cases": self.tr("Cases"),
            "registers": self.tr("Registers"),
            "exchange": self.tr("Exchange"),
            "settings": self.tr("Settings"),
        }
        for name, item in self._items.items():
            item.set_label(labels[name])
        self._hint.setText(self.tr("+ letter"))
        name, _ = names_for(self._person.name, self._person.name_hi, lang)
        self._avatar.set_name(name)
        metrics = QFontMetrics(current_theme().font("name"))
        self._name.setText(metrics.elidedText(name, Qt.TextElideMode.ElideRight, current_theme().px(126)))
        self._name.setToolTip(plain(name))
        self._role.setText(role_text(self._person.role, short=True))
        self._lock.setAccessibleName(self.tr("Lock, F12"))
        self._lock.setToolTip(self.tr("Lock, F12"))

    def light(self, name: str) -> None:
        """Show where one is; a screen without an item leaves the last one lit."""
        if name in self._items:
            self._items[name].setChecked(True)

    def set_badge(self, name: str, count: int, tone: Tone = "accent") -> None:
        if name in self._items:
            self._items[name].set_badge(count, tone)

    def _clicked(self) -> None:
        item = self.sender()
        if isinstance(item, RailItem):
            self.chosen.emit(item.name())
