"""The card beside the lists: whether there is a line, *Exchange now*, and the facts in short."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from spoke_app.actions.views import ExchangeOverview
from spoke_app.ui.clock_words import CLOCK_TOLERANCE_S, span_text
from spoke_app.ui.text import ago, fetching_text, short_date, size_text, time_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.empty_state import IconDisc
from spoke_app.ui.widgets.label import Label, Rule


class Fact(QWidget):
    """A quiet name at the left, its value at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._name = Label("", "meta", "ink3", wrap=theme.folded)
        self._value = Label("", "body", "ink", wrap=True)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(10), 0, theme.px(10))
        row.setSpacing(theme.px(12))
        row.addWidget(self._name, 1 if theme.folded else 0)
        row.addWidget(self._value, 1)

    def show_fact(self, name: str, value: str, *, bad: bool = False, good: bool = False) -> None:
        self._name.setText(name)
        self._value.setText(value)
        self._value.set_tone("amber" if bad else ("green" if good else "ink"))


class SideCard(Card):
    """`wanted` when *Exchange now* is pressed (F5 does the same)."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = current_theme()
        self._disc = IconDisc("wifi-off", theme.px(40), grey=True)
        self._state = Label("", "name", wrap=True)
        self._tried = Label("", "meta", "ink3", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._state)
        words.addWidget(self._tried)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        head.addWidget(self._disc)
        head.addLayout(words, 1)
        self.add(head)
        self.button = Button("", "primary", icon="transfer", key="F5", name="exchange.now")
        self.button.clicked.connect(self.wanted)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.hide()
        self.add(self.button)
        self.add(self._bar)
        facts = QVBoxLayout()
        facts.setSpacing(0)
        self._last, self._waiting, self._pictures, self._clock, self._hub = (Fact() for _ in range(5))
        for fact in (self._last, self._waiting, self._pictures, self._clock, self._hub):
            facts.addWidget(Rule())
            facts.addWidget(fact)
        self.add(facts)

    def show_overview(self, overview: ExchangeOverview | None, running: bool, now: datetime, lang: str) -> None:
        """Say everything again."""
        self.button.set_text(self.tr("Exchange now"))
        self._bar.setVisible(running)
        if overview is None:
            return
        self._show_state(overview, running, now)
        self._show_fetching(overview.fetching, lang)
        self._last.show_fact(self.tr("Last whole exchange"), self._when(overview.last_whole, now, lang))
        if overview.waiting:
            words = self.tr("%n patient(s), {size}", "", overview.waiting_people).format(
                size=size_text(overview.waiting_bytes)
            )
            self._waiting.show_fact(self.tr("Waiting to send"), words)
        elif overview.pictures:
            self._waiting.show_fact(self.tr("Waiting to send"), self.tr("all text is sent"), good=True)
        else:
            self._waiting.show_fact(self.tr("Waiting to send"), self.tr("nothing"), good=True)
        self._show_pictures(overview)
        self._show_clock(overview.clock_offset_s)
        self._hub.show_fact(self.tr("Hub"), overview.hub.removeprefix("https://").removeprefix("http://"))

    def _show_state(self, overview: ExchangeOverview, running: bool, now: datetime) -> None:
        tried = overview.last_tried
        when = self.tr("Tried {time}, tries again by itself").format(
            time=time_text(tried.astimezone(now.tzinfo)) if tried else ""
        )
        if running:
            self._disc.set_icon("transfer")
            going = overview.pictures and not overview.waiting
            left = self.tr("Photos and PDFs are going: {size} left").format(size=size_text(overview.picture_bytes))
            self._state.setText(left if going else self.tr("Exchanging now…"))
            self._tried.setText(self.tr("You can go on working."))
        elif tried is None:
            self._disc.set_icon("transfer", grey=True)
            self._state.setText(self.tr("No exchange yet"))
            self._tried.setText(self.tr("The first one brings staff, desks and medicines."))
        elif overview.hub_hears:
            self._disc.set_icon("cloud-check")
            self._state.setText(self.tr("The hub answers"))
            self._tried.setText(when)
        else:
            self._disc.set_icon("wifi-off", grey=True)
            self._show_no_line(overview.no_line, when)

    def _show_no_line(self, why: str, when: str) -> None:
        """Most lines come back by themselves; for what does not it is said who helps."""
        words = {
            "proxy-password": (
                self.tr("The network here asks for a password"),
                self.tr("Spoke has none for it. Ask the IT staff to let this PC through to the hub's address."),
            ),
            "certificate": (
                self.tr("The hub's certificate is not trusted on this PC"),
                self.tr("Look at the date of this PC; if it is right, call the IT staff."),
            ),
        }
        state, tried = words.get(why, (self.tr("No line just now"), when))
        self._state.setText(state)
        self._tried.setText(tried)

    def _show_pictures(self, overview: ExchangeOverview) -> None:
        """What goes behind the text, and what of the centre's is not here yet."""
        parts = []
        if overview.pictures:
            waiting = self.tr("%n waiting, {size}", "", overview.pictures)
            parts.append(waiting.format(size=size_text(overview.picture_bytes)))
        if overview.pictures_missing:
            parts.append(self.tr("%n not fetched yet", "", overview.pictures_missing))
        good = not parts
        self._pictures.show_fact(self.tr("Photos and PDFs"), "\n".join(parts) or self.tr("nothing waits"), good=good)

    def _show_fetching(self, fetching: tuple[int, int] | None, lang: str) -> None:
        """A first fill has a bar that fills; any other exchange one that only moves."""
        if fetching is None:
            self._bar.setRange(0, 0)
            return
        held, until = fetching
        self._bar.setRange(0, until)
        self._bar.setValue(held)
        self._bar.show()
        words = fetching_text(held, until, lang)
        self._bar.setAccessibleName(words)
        self._state.setText(words)
        self._tried.setText(self.tr("You can go on working: new visits are saved and sent meanwhile."))

    def _when(self, moment: datetime | None, now: datetime, lang: str) -> str:
        if moment is None:
            return self.tr("none yet")
        local = moment.astimezone(now.tzinfo)
        if local.date() == now.date():
            return f"{ago(moment, now)}, {time_text(local)}"
        return f"{short_date(local.date(), lang, now.date())}, {time_text(local)}"

    def _show_clock(self, offset: float | None) -> None:
        name = self.tr("Clock of this PC")
        if offset is None:
            self._clock.show_fact(name, self.tr("not compared yet"))
        elif abs(offset) < CLOCK_TOLERANCE_S:
            self._clock.show_fact(name, self.tr("right"), good=True)
        else:
            words = self.tr("{span} slow") if offset > 0 else self.tr("{span} fast")
            self._clock.show_fact(name, words.format(span=span_text(offset)), bad=True)
