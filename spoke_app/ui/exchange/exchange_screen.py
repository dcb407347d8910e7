"""Exchange: what needs a decision, what waits to be sent, how the last exchanges went, and *Exchange now*."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.exchange_overview import exchange_overview
from spoke_app.actions.set_aside import set_aside
from spoke_app.actions.views import AttentionRow, Changed, ExchangeOverview, StickResult
from spoke_app.ui.context import UiContext
from spoke_app.ui.exchange.rows import COLUMNS, attention_id, attention_row, history_row, waiting_row
from spoke_app.ui.exchange.side_card import SideCard
from spoke_app.ui.exchange.standing_card import StandingCard
from spoke_app.ui.exchange.stick_card import StickCard
from spoke_app.ui.screen import Screen
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import size_text
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.empty_state import EmptyState
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.list_view import ListView
from spoke_app.ui.widgets.rows import Row

SIDE = 320
SHOWN_HISTORY = 30


class ExchangeScreen(Screen):
    """F5 is the window's; the button here does the same through the context."""

    name = "exchange"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._overview: ExchangeOverview | None = None
        self._page = page = ScrollPage()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        head = QHBoxLayout()
        head.setSpacing(theme.px(16))
        self._title = Label("", "title")
        self._sub = Label("", "field", "ink3")
        head.addWidget(self._title)
        head.addWidget(self._sub, 1)
        page.column.addLayout(head)
        self.standing = StandingCard()
        self.standing.join_wanted.connect(self.context.exchange.join_wanted)
        self.standing.hide()
        page.column.addWidget(self.standing)
        columns = QHBoxLayout() if not theme.folded else QVBoxLayout()
        columns.setSpacing(theme.px(24))
        self.side = SideCard()
        self.side.wanted.connect(self._exchange)
        self.stick = StickCard(context)
        context.stick.moved.connect(self._stick_moved)
        context.stick.ended.connect(self._stick_ended)
        if theme.folded:
            columns.addWidget(self.side)
            lists = self._lists()
            lists.insertWidget(lists.indexOf(self._history_card), self.stick)  # what needs somebody comes first
            columns.addLayout(lists)
        else:
            self.side.setFixedWidth(theme.px(SIDE))
            columns.addLayout(self._lists(), 1)
            beside = QVBoxLayout()
            beside.setSpacing(theme.px(16))
            self.stick.setFixedWidth(theme.px(SIDE))
            beside.addWidget(self.side)
            beside.addWidget(self.stick)
            beside.addStretch(1)
            columns.addLayout(beside)
        page.column.addLayout(columns)
        page.column.addStretch(1)
        context.exchange.state_changed.connect(self._exchange_moved)
        context.exchange.joined_again.connect(self._joined_again)
        self._again = QTimer(self, interval=30_000)
        self._again.timeout.connect(self._load_if_shown)
        self._again.start()
        self.retranslate()

    def _lists(self) -> QVBoxLayout:
        theme = self.context.theme
        self._attention_card = Card("…", flush=True, attention=True, icon="alert-triangle")
        self._attention_hint = Label("", "meta", "ink2")
        self._attention_card.head.addWidget(self._attention_hint)
        self.attention = ListView("exchange.attention", "", fit=True)
        self.attention.activated_row.connect(self._open_attention)
        self._attention_card.add(self.attention)
        self._waiting_card = Card("…", flush=True)
        self.waiting = ListView("exchange.waiting", "", fit=True)
        self._nothing = EmptyState("circle-check", "…", name="exchange.nothing")
        self._waiting_card.add(self.waiting)
        self._waiting_card.add(self._nothing)
        self._history_card = Card("…", flush=True)
        self._heads = [Label("", "meta", "ink2") for _ in COLUMNS]
        for label, width in zip(self._heads, COLUMNS, strict=True):
            label.setFixedWidth(theme.px(width) - theme.px(8))
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._history_card.head.addWidget(label)
        self.history = ListView("exchange.history", "", fit=True)
        self._history_card.add(self.history)
        column = QVBoxLayout()
        column.setSpacing(theme.px(16))
        for card in (self._attention_card, self._waiting_card, self._history_card):
            column.addWidget(card)
        column.addStretch(1)
        return column

    def opened(self, **args: Any) -> None:
        self._load()
        self.side.button.setFocus()

    def data_changed(self, changed: Changed) -> None:
        self._load()

    def _load_if_shown(self) -> None:
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        self.context.runner.run(exchange_overview, done=self._loaded)

    def _loaded(self, overview: ExchangeOverview) -> None:
        self._overview = overview
        self._show()

    def _exchange_moved(self) -> None:
        self._show()
        self._load_if_shown()

    @Slot()
    def _stick_moved(self) -> None:
        self.stick.show_progress()
        if self.context.stick.running and not self.context.stick.done:
            self._reveal_stick()

    @Slot(object)
    def _stick_ended(self, result: StickResult) -> None:
        self.stick.show_result(result)
        self._reveal_stick()
        self._load()

    def _reveal_stick(self) -> None:
        """What became of it stands at the end of its card, perhaps below the edge: brought into view when it has its
        place."""
        QTimer.singleShot(0, self, self._scroll_to_stick)

    @Slot()
    def _scroll_to_stick(self) -> None:
        shown = self.stick.cancel if self.context.stick.running else self.stick.notice
        self._page.ensureWidgetVisible(shown, 0, self.context.theme.px(24))

    def retranslate(self) -> None:
        self._title.setText(self.tr("Exchange"))
        self._sub.setText(self.tr("what goes to the hub, and what came"))
        self._attention_hint.setText(self.tr("Nothing is lost; it waits for your decision"))
        self.attention.setAccessibleName(self.tr("Needs attention"))
        self.waiting.setAccessibleName(self.tr("Waiting to send"))
        self.history.setAccessibleName(self.tr("History"))
        self._nothing.set_texts(self.tr("Nothing waits"), self.tr("Everything written here is at the hub."))
        titles = (self.tr("Sent"), self.tr("Received"), self.tr("Size"), self.tr("Time"))
        for label, title in zip(self._heads, titles, strict=True):
            label.setText(title)
        self._show()

    def _show(self) -> None:
        overview, now, lang = self._overview, self.context.clock(), self.context.lang
        self.stick.show_sticks(overview.sticks if overview is not None else ())
        self.side.show_overview(overview, self.context.exchange.running, now, lang)
        if overview is None:
            return
        self._attention_card.setVisible(bool(overview.attention))
        self.standing.show_standing(overview.hub_says)
        self._attention_card.set_title(self.tr("Needs attention"), str(overview.attention_count))
        self.attention.set_rows([attention_row(row, lang) for row in overview.attention], select_first=True)
        rows = overview.waiting_rows
        self._waiting_card.set_title(self.tr("Waiting to send"), str(overview.waiting_people) if rows else "")
        shown = [waiting_row(row, at, lang, now) for at, row in enumerate(rows)] + self._picture_rows(overview)
        self.waiting.set_rows(shown)
        self.waiting.setVisible(bool(shown))
        self._nothing.setVisible(not overview.waiting and not overview.pictures)
        history = overview.history[:SHOWN_HISTORY]
        self._history_card.setVisible(bool(history))
        self._history_card.set_title(self.tr("History"))
        self.history.set_rows([history_row(row, at, lang, now) for at, row in enumerate(history)])

    def _picture_rows(self, overview: ExchangeOverview) -> list[Row]:
        """One line for all photos and PDFs that wait behind the text."""
        if not overview.pictures:
            return []
        asked = self.context.settings.attachments == "asked"
        words = self.tr("wait for Exchange now: see Settings") if asked else self.tr("go when the text has gone")
        what = self.tr("%n photo(s) or PDF(s)", "", overview.pictures)
        columns = ((size_text(overview.picture_bytes), 84, ""), ("", 84, ""))  # as the rows of patients above it
        return [Row("pictures", what, icon="clock-up", middle=words, columns=columns)]

    def _exchange(self) -> None:
        self.context.exchange.now()

    def _joined_again(self, code: str) -> None:
        self.standing.answered(code)
        self._load()

    def _ask_set_aside(self, row: AttentionRow) -> None:
        agreed = self.context.ask.confirm(
            self,
            self.tr("Set this aside?"),
            self.tr(
                "The hub did not take it in, and it stays out of the record. Set it aside when you have told the"
                " district office, or have written it anew. Your name is kept with it."
            ),
            self.tr("Set aside"),
            self.tr("Leave it here"),
        )
        if agreed:
            self.context.runner.run(set_aside, row.change)

    def _open_attention(self, row_id: str) -> None:
        rows = self._overview.attention if self._overview is not None else ()
        row = next((row for row in rows if attention_id(row) == row_id), None)
        if row is not None and row.reason == "quarantine":
            self._ask_set_aside(row)
            return
        if row is None or not row.kind:
            return
        if row.reason == "conflict":
            self.navigate.emit("conflict", {"record": row.record, "path": row.detail})
        elif row.kind == "patient":
            self.navigate.emit("patients", {"patient": row.record})
        elif row.kind == "referral":
            self.navigate.emit("case", {"referral": row.record})
        else:
            self.navigate.emit("conflict", {"record": row.record})
