"""The bar at the foot of the window: what is saved, what waits, when the last exchange was, language, help, time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from spoke_app.ui.clock_words import CLOCK_TOLERANCE_S, clock_text
from spoke_app.ui.icons import pixmap
from spoke_app.ui.text import ago, date_text, fetching_text, time_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.key_cap import key_cap_size, paint_key_cap
from spoke_app.ui.widgets.label import Rule

if TYPE_CHECKING:
    from spoke_app.actions.views import ExchangeOverview


class StatusItem(QAbstractButton):
    """Icon, words and perhaps a key-cap. An item that does nothing takes no focus."""

    def __init__(self, name: str, icon: str = "", key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._key = key
        self._tone = "ink2"
        self.setObjectName(f"status.{name}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, icon: str = "", tone: str = "ink2") -> None:
        """Say something, with an icon in a tone of the theme; `''` hides the item."""
        self._icon = icon or self._icon
        self._tone = tone
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        metrics = QFontMetrics(theme.font("meta"))
        width = metrics.horizontalAdvance(self.text()) + 2
        if self._icon:
            width += theme.px(18) + theme.px(8)
        if self._key:
            width += key_cap_size(theme, self._key).width() + theme.px(8)
        return QSize(width, max(theme.px(24), metrics.height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(current_theme().px(24), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        x, middle = 0, self.height() // 2
        colour = str(getattr(theme, self._tone))
        ink = theme.ink if self._tone in ("green", "ink") else (colour if self._tone != "ink2" else theme.ink2)
        if self._icon:
            size = theme.px(18)
            painter.drawPixmap(QPoint(x, middle - size // 2 + 1), pixmap(self._icon, colour, size))
            x += size + theme.px(8)
        font = theme.font("meta")
        painter.setFont(font)
        painter.setPen(QColor(ink))
        tail = key_cap_size(theme, self._key).width() + theme.px(8) if self._key else 0
        room = QRect(x, 1, self.width() - x - tail, self.height())
        text = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room.adjusted(0, 0, 3, 0), Qt.AlignmentFlag.AlignVCenter, text)
        if self._key:
            cap = key_cap_size(theme, self._key)
            spot = QRect(QPoint(self.width() - cap.width(), middle - cap.height() // 2), cap)
            paint_key_cap(painter, theme, spot, self._key, theme.ink2, theme.surface, theme.grey_line)


class StatusBar(QFrame):
    """`language_wanted` and `help_wanted` from its two buttons."""

    language_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.setProperty("frame", "status_bar")
        self._overview: ExchangeOverview | None = None
        self._running = False
        self._saved_words, self._saved_well = "", True
        self._at_desk = False
        self._kept: bool | None = True
        self._saved = StatusItem("saved", "circle-check")
        self._waiting = StatusItem("waiting", "clock-up")
        self._last = StatusItem("last_exchange", "transfer")
        self._hub = StatusItem("hub_warning", "alert-triangle")
        self._clock = StatusItem("clock_warning", "alert-triangle")
        self._language = StatusItem("language", "language", "F8")
        self._help = StatusItem("help", "", "F1")
        self._day = StatusItem("day")
        self._time = StatusItem("time")
        self._language.clicked.connect(self.language_wanted)
        self._help.clicked.connect(self.help_wanted)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(20), 0, theme.px(16), 0)
        row.setSpacing(theme.px(12))
        self._rules: list[tuple[Rule, StatusItem]] = []
        for at, item in enumerate((self._saved, self._waiting, self._last, self._hub, self._clock)):
            if at:
                self._add_rule(row, item)
            row.addWidget(item)
        row.addStretch(1)
        for item in (self._language, self._help, self._day):
            row.addWidget(item)
        self._add_rule(row, self._time)
        row.addWidget(self._time)
        self._time.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        high = max(theme.px(36), QFontMetrics(theme.font("meta")).height() + theme.px(10))
        self.setFixedHeight(high)

    def _add_rule(self, row: QHBoxLayout, item: StatusItem) -> None:
        rule = Rule(upright=True)
        rule.setFixedHeight(current_theme().px(16))
        self._rules.append((rule, item))
        row.addWidget(rule)

    def set_saved(self, words: str, well: bool = True) -> None:
        """What the left end says; `''` for the usual words. Not `well`: something typed is not on the disk."""
        self._saved_words, self._saved_well = words, well

    def set_kept(self, kept: bool | None) -> None:
        """Not `kept`: the record of this PC was destroyed, and nobody is told that everything is saved on it. None:
        nothing is said of it, for nobody could look."""
        self._kept = kept

    def set_overview(self, overview: ExchangeOverview | None) -> None:
        """What waits and when the last exchange was; None while it is not known."""
        self._overview = overview

    def set_running(self, running: bool) -> None:
        """Whether an exchange is under way."""
        self._running = running

    def set_at_desk(self, at_desk: bool) -> None:
        """At the sign-in the day stands where the language stands at the desk."""
        self._at_desk = at_desk

    def refresh(self, now: datetime, lang: str) -> None:
        """Say everything again."""
        folded = current_theme().folded
        usual = self.tr("Saved on this PC") if self._at_desk else self.tr("Everything is saved on this PC")
        if not self._kept:
            usual = "" if self._kept is None else self.tr("Nothing is kept on this PC")
        face = ("circle-check", "green") if self._saved_well else ("alert-triangle", "amber")
        self._saved.show_text(self._saved_words or usual, *face)
        self._waiting.show_text(self._waiting_words())
        self._last.show_text(self._last_words(now, folded, lang))
        self._hub.show_text(self._hub_words(), "alert-triangle", "amber")
        self._clock.show_text(self._clock_words(), "alert-triangle", "amber")
        self._language.show_text(self._language_words(lang) if self._at_desk and not folded else "")
        self._help.show_text(self.tr("Help") if not folded else "")
        self._day.show_text("" if self._at_desk or folded else date_text(now.date(), lang, year=False))
        self._time.show_text(time_text(now), "", "ink")
        self._fit()

    def _fit(self) -> None:
        """Where there is no room for all, the quiet facts give way to the warnings, whole; words are not cut."""
        quiet = (self._last, self._waiting)
        for item in quiet:
            item.setVisible(bool(item.text()))
        self._show_rules()
        for item in quiet:
            if not self.isVisible() or self._row.sizeHint().width() <= self.width():
                return
            item.hide()
            self._show_rules()

    def _show_rules(self) -> None:
        folded = current_theme().folded
        for rule, item in self._rules:
            rule.setVisible(not item.isHidden() and not (item is self._time and folded))
        self._row.invalidate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _language_words(self, lang: str) -> str:
        # Each language is named in itself, so that who cannot read the other finds the way back.
        return "हिन्दी" if lang == "hi" else "English"

    def _waiting_words(self) -> str:
        if self._overview is None:
            return ""
        if not self._overview.waiting and self._overview.pictures:
            return self.tr("%n photo(s) or PDF(s) waiting", "", self._overview.pictures)
        if not self._overview.waiting:
            return self.tr("Nothing waiting")
        return self.tr("%n waiting to send", "", self._overview.waiting_people)

    def _hub_words(self) -> str:
        words = {
            "revoked": self.tr("This PC is revoked: see Exchange"),
            "device-unknown": self.tr("The hub does not know this PC: see Exchange"),
            "upgrade-needed": self.tr("A newer version of Spoke is needed"),
            "hub-too-old": self.tr("The hub needs a newer version"),
        }
        return words.get(self._overview.hub_says, "") if self._overview is not None else ""

    def _last_words(self, now: datetime, short: bool, lang: str) -> str:
        if self._overview is not None and self._overview.fetching is not None:
            return fetching_text(*self._overview.fetching, lang)
        if self._running:
            return self.tr("Exchanging now…")
        if self._overview is None:
            return ""
        if self._overview.last_whole is None:
            return self.tr("No exchange yet")
        passed = ago(self._overview.last_whole, now)
        return passed if short else self.tr("Last exchange {ago}").format(ago=passed)

    def _clock_words(self) -> str:
        offset = self._overview.clock_offset_s if self._overview is not None else None
        if offset is None or abs(offset) < CLOCK_TOLERANCE_S:
            return ""
        return clock_text(offset)
