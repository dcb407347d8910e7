"""Settings: language, text size and contrast (at once, no restart), paper, and what this PC belongs to."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.exchange_overview import exchange_overview
from spoke_app.actions.views import ExchangeOverview
from spoke_app.ui.context import UiContext
from spoke_app.ui.exchange.side_card import Fact
from spoke_app.ui.models.places import load_places
from spoke_app.ui.screen import Screen
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.settings.about_card import AboutCard
from spoke_app.ui.settings.backup_card import BackupCard
from spoke_app.ui.settings.pin_card import PinCard
from spoke_app.ui.settings.update_card import UpdateCard
from spoke_app.ui.text import names_for
from spoke_app.ui.theme import TEXT_SCALES
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.label import Label, Rule
from spoke_app.ui.widgets.tick import Tick


class SettingsScreen(Screen):
    """Every choice takes effect at once and is kept."""

    name = "settings"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        theme = context.theme
        self._overview: ExchangeOverview | None = None
        self._district = load_places().district_name(context.place.district)
        page = ScrollPage()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self._title = Label("", "title")
        page.column.addWidget(self._title)
        columns = QHBoxLayout() if not theme.folded else QVBoxLayout()
        columns.setSpacing(theme.px(24))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(theme.px(16))
            columns.addLayout(column, 1)
        left.addWidget(self._look_card())
        left.addWidget(self._paper_card())
        left.addWidget(self._link_card())
        self.backup_card = BackupCard(context)
        left.addWidget(self.backup_card)
        left.addStretch(1)
        right.addWidget(self._pc_card())
        self.pin_card = PinCard(context)
        right.addWidget(self.pin_card)
        self.update_card = UpdateCard(context)
        right.addWidget(self.update_card)
        self._about = AboutCard()
        right.addWidget(self._about)
        right.addStretch(1)
        page.column.addLayout(columns)
        page.column.addStretch(1)
        self.retranslate()

    def _look_card(self) -> Card:
        settings = self.context.settings
        self._look = Card("…")
        self.language = Choice("", "settings.language", (("en", "English"), ("hi", "हिन्दी")))
        self.language.set_value(settings.language)
        self.language.changed.connect(self._language_chosen)
        sizes = [(str(round(scale * 100)), f"{round(scale * 100)} %") for scale in TEXT_SCALES]
        self.text_size = Choice("", "settings.text_size", sizes, hint_line=False)
        self.text_size.set_value(str(settings.text_size))
        self.text_size.changed.connect(self._size_chosen)
        self.contrast = Tick("", "settings.high_contrast")
        self.contrast.setChecked(settings.high_contrast)
        self.contrast.changed.connect(self._contrast_chosen)
        for item in (self.language, self.text_size, self.contrast):
            self._look.add(item)
        return self._look

    def _paper_card(self) -> Card:
        self._paper = Card("…")
        self.paper = Choice("", "settings.paper", (("A5", "A5"), ("A4", "A4")))
        self.paper.set_value(self.context.settings.paper)
        self.paper.changed.connect(self._paper_chosen)
        self._paper.add(self.paper)
        return self._paper

    def _link_card(self) -> Card:
        self._link = Card("…")
        self.attachments = Choice("", "settings.attachments", (("always", ""), ("asked", "")), hint_line=False)
        self.attachments.changed.connect(self._attachments_chosen)
        self._link_hint = Label("", "meta", "ink3", wrap=True)
        self._link.add(self.attachments)
        self._link.add(self._link_hint)
        return self._link

    def _pc_card(self) -> Card:
        self._pc = Card("…")
        self._facts = [Fact() for _ in range(4)]
        facts = QVBoxLayout()
        facts.setSpacing(0)
        for at, fact in enumerate(self._facts):
            if at:
                facts.addWidget(Rule())
            facts.addWidget(fact)
        self._pc_hint = Label("", "meta", "ink3", wrap=True)
        self._pc.add(facts)
        self._pc.add(self._pc_hint)
        return self._pc

    def opened(self, **args: Any) -> None:
        self.context.runner.run(exchange_overview, done=self._loaded)
        self.context.updates.look()
        self.backup_card.ask()
        self.pin_card.close_up()
        if args.get("pin"):
            self.pin_card.button.setFocus()
        else:
            self.language.focus_first()

    def _loaded(self, overview: ExchangeOverview) -> None:
        self._overview = overview
        self._show_pc()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Settings"))
        self._look.set_title(self.tr("Language and look"))
        self.language.set_label(self.tr("Language"))
        self.language.set_value(self.context.settings.language)
        self.language.set_hint(self.tr("F8 changes it anywhere, in the middle of a form too."))
        self.text_size.set_label(self.tr("Text size"))
        self.contrast.set_text(self.tr("High contrast"), self.tr("Black lines on white, for a dim or glaring screen."))
        self._paper.set_title(self.tr("Paper"))
        self.paper.set_label(self.tr("Size for prescriptions"))
        self.paper.set_hint(self.tr("A5 is half an A4 sheet."))
        self._link.set_title(self.tr("Photos and PDFs"))
        self.attachments.set_label(self.tr("Send and fetch"))
        always, asked = self.tr("Always"), self.tr("Only when I ask")
        self.attachments.set_options((("always", always), ("asked", asked)))
        self.attachments.set_value(self.context.settings.attachments)
        self._link_hint.setText(
            self.tr("Where every MB costs: text goes at once, photos and PDFs wait until you press Exchange now.")
        )
        self._pc.set_title(self.tr("This PC"))
        self._pc_hint.setText(self.tr("To move this PC to another centre, ask the IT staff of the district office."))
        self.pin_card.retranslate()
        self.update_card.retranslate()
        self._about.retranslate()
        self.backup_card.retranslate()
        self._show_pc()

    def _show_pc(self) -> None:
        place = self.context.place
        name, _ = names_for(place.name, place.name_hi, self.context.lang)
        hub = self._overview.hub if self._overview is not None else ""
        facts = (
            (self.tr("Health centre"), name),
            (self.tr("Code"), place.code),
            (self.tr("District"), self._district),
            (self.tr("Hub"), hub),
        )
        for fact, (label, value) in zip(self._facts, facts, strict=True):
            fact.show_fact(label, value)

    def _language_chosen(self, code: str) -> None:
        self.context.settings.change(language=code)

    def _size_chosen(self, code: str) -> None:
        self.context.settings.change(text_size=int(code))

    def _contrast_chosen(self, wanted: bool) -> None:
        self.context.settings.change(high_contrast=wanted)

    def _paper_chosen(self, code: str) -> None:
        self.context.settings.change(paper=code)

    def _attachments_chosen(self, code: str) -> None:
        self.context.settings.change(attachments=code)
        self.update_card.retranslate()
