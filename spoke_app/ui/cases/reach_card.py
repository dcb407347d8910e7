"""How the patient gets the answer, and the keys that note it was told: by telephone, or at her home."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.actions.views import CaseView
from spoke_app.ui.cases.reach import phone_text, reach_words
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.empty_state import IconDisc
from spoke_app.ui.widgets.label import Label


class ReachCard(Card):
    """`told(how)` with the words that are written down."""

    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        theme = current_theme()
        self.setObjectName("case.reach")
        self._disc = IconDisc("phone", theme.px(40))
        self._lead = Label("", "name", wrap=True)
        self._others = Label("", "meta", "ink2", wrap=True)
        self._phone = Button("", "secondary", "phone", "Alt B", size="row", name="case.told_by_phone")
        self._home = Button("", "secondary", "map-pin", "Alt H", size="row", name="case.told_at_home")
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(self._disc)
        row.addWidget(self._lead, 1)
        foot = QHBoxLayout() if theme.folded else row
        foot.setSpacing(theme.px(12))
        foot.addWidget(self._phone)
        foot.addWidget(self._home)
        self.body.setSpacing(theme.px(10))
        self.body.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(14))
        self.add(row)
        self.add(self._others)
        if theme.folded:
            foot.addStretch(1)
            self.add(foot)
        self._phone.clicked.connect(self._by_phone)
        self._home.clicked.connect(self._at_home)

    def show_case(self, view: CaseView, lang: str, now: datetime) -> None:
        """The reach of a case whose answer has come and was not given yet."""
        icon, words = reach_words(view.row, lang, now)
        self._disc.set_icon(icon or "user")
        self._lead.setText(words or self.tr("How the patient is reached was not written down"))
        others = _others(view)
        self._others.setText(self.tr("Other numbers: {0}").format(", ".join(others)) if others else "")
        self._others.setVisible(bool(others))
        self._phone.set_text(self.tr("Told by phone"))
        self._home.set_text(self.tr("Told at home"))

    def set_answered(self, answered: bool) -> None:
        """With a question of the doctor there is nothing to tell yet: only how to reach her."""
        self._phone.setVisible(answered)
        self._home.setVisible(answered)

    @Slot()
    def _by_phone(self) -> None:
        self.told.emit(self.tr("by phone"))

    @Slot()
    def _at_home(self) -> None:
        self.told.emit(self.tr("at home"))


def _others(view: CaseView) -> list[str]:
    """Of the family, and of whoever answers for a child."""
    fields = view.patient.fields
    found = []
    for entry in fields.get("other_phones") or ():
        if isinstance(entry, dict) and entry.get("number"):
            whose = str(entry.get("whose") or "")
            found.append(f"{phone_text(str(entry['number']))} {f'({whose})' if whose else ''}".strip())
    guardian = fields.get("guardian")
    if isinstance(guardian, dict) and guardian.get("phone"):
        found.append(f"{phone_text(str(guardian['phone']))} ({guardian.get('name') or ''})")
    return found
