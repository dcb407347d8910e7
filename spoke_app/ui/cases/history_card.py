"""Who did what and when in this case, and the answers that a later one has replaced."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from spoke_app.actions.case_page import CasePage, Replaced
from spoke_app.actions.views import Person
from spoke_app.documents.paper import Both
from spoke_app.documents.words import with_title
from spoke_app.ui.cases.paper_of_case import as_lang
from spoke_app.ui.text import moment_text, names_for, step_title
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.card import Card, IconMark
from spoke_app.ui.widgets.chip import Chip
from spoke_app.ui.widgets.label import Label, Rule


class HistoryCard(Card):
    """The receipt in words: one line for each step that was taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        self.setObjectName("case.history")
        self._content = QWidget()
        self.add(self._content)

    def show_page(self, page: CasePage, lang: str, now: datetime) -> None:
        theme = current_theme()
        self.set_title(self.tr("Receipt"))
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(3, 1)
        row = 0
        for step in page.view.row.receipt.steps:
            if step.state not in ("done", "question"):
                continue
            asks = step.state == "question"
            icon, colour = ("help", theme.amber) if asks else ("check", theme.green)
            grid.addWidget(IconMark(icon, colour, theme.px(18)), row, 0)
            title = self.tr("Question") if asks else step_title(step.name)
            if step.name == "given" and page.told:
                title = self.tr("Told {how}").format(how=page.told)
            grid.addWidget(Label(title, "label"), row, 1)
            grid.addWidget(Label(_when(step.at, lang, now), "body", "ink2"), row, 2)
            grid.addWidget(Label(_name(page.people.get(step.who or ""), lang), "body", "ink2", wrap=True), row, 3)
            row += 1
        if page.withdrawn:
            grid.addWidget(IconMark("x", theme.ink2, theme.px(18)), row, 0)
            grid.addWidget(Label(self.tr("Withdrawn"), "label"), row, 1)
            grid.addWidget(Label(page.withdrawn, "body", "ink2", wrap=True), row, 2, 1, 2)
            row += 1
        for replaced in page.replaced:
            row = self._replaced(grid, row, replaced, lang, now)
        self.body.replaceWidget(self._content, fresh)
        self._content.deleteLater()
        self._content = fresh

    def _replaced(self, grid: QGridLayout, row: int, replaced: Replaced, lang: str, now: datetime) -> int:
        grid.addWidget(Rule(), row, 0, 1, 4)
        chip = Chip(self.tr("Replaced"), "grey", "history")
        grid.addWidget(chip, row + 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        head = (moment_text(replaced.signed, lang, now), _name(replaced.by, lang))
        grid.addWidget(Label(" · ".join(part for part in head if part), "body", "ink2", wrap=True), row + 1, 2, 1, 2)
        said = "\n".join(part for part in (replaced.text, ", ".join(replaced.medicines)) if part)
        grid.addWidget(Label(said, "body", "ink3", wrap=True), row + 2, 0, 1, 4)
        return row + 3


def _name(person: Person | None, lang: str) -> str:
    if person is None:
        return ""
    if person.role == "doctor":
        return with_title(Both(person.name, person.name_hi)).first(as_lang(lang))
    return names_for(person.name, person.name_hi, lang)[0]


def _when(at: str | None, lang: str, now: datetime) -> str:
    try:
        return moment_text(datetime.fromisoformat(at), lang, now) if at else ""
    except ValueError:
        return ""
