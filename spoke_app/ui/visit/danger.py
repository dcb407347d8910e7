"""Danger signs: ticks from the state's list, and one that says that each was looked for and none was there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from spoke_app.ui.models.field_set import Access, FieldSet
from spoke_app.ui.models.picklists import Entry, entry_text
from spoke_app.ui.models.vital_signs import About
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.part import Part
from spoke_app.ui.widgets.key_cap import KeyCap, key_sequence
from spoke_app.ui.widgets.label import Rule
from spoke_app.ui.widgets.tick import Tick

_KEY = "Alt N"
"""Says that none was found, from wherever the cursor is: nobody walks over every sign to say so."""


class DangerPart(Part):
    code = "danger"
    first_field = "danger_signs"

    def __init__(self, fields: FieldSet, signs: Sequence[Entry], language: str, parent: QWidget | None = None) -> None:
        super().__init__(fields, parent)
        self._signs, self.language = signs, language
        self._unknown: list[str] = []
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(current_theme().px(16))
        grid.setVerticalSpacing(current_theme().px(8))
        self._ticks = {sign.code: Tick("", f"visit.danger.{sign.code}") for sign in signs}
        for at, tick in enumerate(self._ticks.values()):
            grid.addWidget(tick, at // 2, at % 2)
            tick.changed.connect(self._ticked)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._none = Tick("", "visit.danger_none")
        self._none.changed.connect(self._none_ticked)
        first = next(iter(self._ticks.values()), self._none)
        fields.add_access("danger_signs", Access(first, self.chosen, self._choose, None))
        fields.add("danger_none", self._none)
        self.add(grid)
        self.add(Rule())
        foot = QHBoxLayout()
        foot.addWidget(self._none, 1)
        foot.addWidget(KeyCap(_KEY), 0, Qt.AlignmentFlag.AlignTop)
        self.add(foot)
        QShortcut(key_sequence(_KEY), self).activated.connect(self._say_none)
        self.retranslate()

    def fits(self, about: About) -> None:
        """Only the signs of this age, and those of pregnancy where it can be; nothing that is ticked is hidden."""
        ticked = self.chosen()
        shown = [sign.code for sign in self._signs if about.fits(sign.more.get("of")) or sign.code in ticked]
        for tick in self._ticks.values():
            self._grid.removeWidget(tick)
        for at, code in enumerate(shown):
            self._grid.addWidget(self._ticks[code], at // 2, at % 2)
        for code, tick in self._ticks.items():
            tick.setVisible(code in shown)

    def chosen(self) -> list[str]:
        """Codes that are ticked, and those of another version that this list does not have."""
        return [code for code, tick in self._ticks.items() if tick.isChecked()] + self._unknown

    def _choose(self, codes: list[str]) -> None:
        self._unknown = [code for code in codes if code not in self._ticks]
        for code, tick in self._ticks.items():
            tick.setChecked(code in codes)

    def _ticked(self, on: bool) -> None:
        if on:
            self._none.setChecked(False)
        self.fields.tell("danger_signs")

    @Slot()
    def _say_none(self) -> None:
        self._none.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._none.click()

    def _none_ticked(self, on: bool) -> None:
        if on:
            self._choose([])

    def retranslate(self) -> None:
        super().retranslate()
        for sign in self._signs:
            self._ticks[sign.code].set_text(entry_text(sign, self.language))
        self._none.set_text(self.tr("None of these: looked for"))
