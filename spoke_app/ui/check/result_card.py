"""What a code says, to lay beside the paper: doctor, patient, and each medicine as it was signed."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from care_record.signature import Slip, SlipItem
from spoke_app.documents.doses import FREQUENCIES
from spoke_app.documents.paper import Both
from spoke_app.documents.words import age_words, with_title
from spoke_app.ui.cases.paper_of_case import as_lang
from spoke_app.ui.text import date_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.label import Label, Rule

MOST_ITEMS = 40


class ResultCard(Card):
    """`show_slip` fills it; `trusted` says whether its heading may call it signed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        self.setObjectName("check.slip")
        self._content: QWidget | None = None
        self._slip: Slip | None = None

    def show_slip(self, slip: Slip | None, lang: str, *, trusted: bool) -> None:
        """What stood in the code; None empties the card and hides it."""
        self._slip = slip
        if self._content is not None:
            self.body.removeWidget(self._content)
            self._content.deleteLater()
            self._content = None
        self.setVisible(slip is not None)
        if slip is None:
            return
        self.set_title(self.tr("As it was signed") if trusted else self.tr("What the code says: do not rely on it"))
        self._content = self._filled(slip, lang)
        self.add(self._content)

    def _filled(self, slip: Slip, lang: str) -> QWidget:
        theme = current_theme()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(8))
        grid.setColumnStretch(1, 1)
        doctor = with_title(Both(slip.doctor)).first(as_lang(lang))
        facts = (
            (self.tr("Doctor"), doctor, True),
            (self.tr("Registration no."), slip.registration_no, False),
            (self.tr("Signed on"), _day(slip.signed, lang), False),
            (self.tr("Number"), slip.number, False),
            (self.tr("Patient"), " · ".join(part for part in (slip.patient, slip.age_sex, slip.place) if part), True),
        )
        for at, (name, value, strong) in enumerate(facts):
            grid.addWidget(Label(name, "meta", "ink2"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(value or "-", "name" if strong else "body", wrap=True), at, 1)
        column.addLayout(grid)
        column.addWidget(Label(self.tr("Medicines"), "name"))
        for number, item in enumerate(slip.items[:MOST_ITEMS], start=1):
            column.addWidget(Rule())
            column.addLayout(_item_row(number, item, lang))
        return content

    def words(self) -> str:
        """All that it says, for tests and screen readers."""
        return "\n".join(label.text() for label in self.findChildren(Label))


def _item_row(number: int, item: SlipItem, lang: str) -> QHBoxLayout:
    theme = current_theme()
    often = FREQUENCIES.get(item.frequency)
    said = f"{item.frequency}: {often.words.first(as_lang(lang))}" if often else item.frequency
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Label(item.medicine, "name", wrap=True))
    words.addWidget(Label(" · ".join(part for part in (item.dose, said) if part), "body", "ink2", wrap=True))
    row = QHBoxLayout()
    row.setSpacing(theme.px(12))
    row.addWidget(Label(str(number), "name", "ink2"), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    row.addWidget(Label(age_words(item.duration, as_lang(lang)), "name"), 0, Qt.AlignmentFlag.AlignTop)
    return row


def _day(signed: str, lang: str) -> str:
    """`Tuesday, 24 November 2026, 09:21`; as it stands where it is no time."""
    try:
        moment = datetime.fromisoformat(signed)
    except ValueError:
        return signed
    return f"{date_text(moment.date(), lang)}, {moment:%H:%M}"
