"""The folded part of the patient form: address, allergies, conditions, blood group."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.patient_form import BLOOD_GROUPS, allergy_entry, allergy_text
from spoke_app.ui.models.token_values import TokenValues
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.key_cap import KeyCap
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.select import Select
from spoke_app.ui.widgets.text_area import TextArea
from spoke_app.ui.widgets.token_field import TokenField


def _allergy(text: str, code: str) -> dict[str, object]:
    made = allergy_entry(text)
    del made["id"]
    return made


class MoreFields(QWidget):
    """A row to open with Alt M, and the fields behind it. `opened` says whether they are to be seen."""

    opened = Signal(bool)

    def __init__(self, screen: str, fields: FieldSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._toggle = Button("", "quiet", "chevron-right", name=f"{screen}.more")
        self._what = Label("", "meta", "ink2", wrap=theme.folded)
        self._toggle.clicked.connect(self.toggle)
        QShortcut(QKeySequence("Alt+M"), self, self.toggle)
        self._address = TextArea("", f"{screen}.address", lines=2, optional=True)
        self._allergies = TokenField("", f"{screen}.allergies")
        self._conditions = TokenField("", f"{screen}.conditions")
        self._blood = Select("", f"{screen}.blood_group", [("", ""), *((group, group) for group in BLOOD_GROUPS)])
        fields.add("address", self._address)
        TokenValues(fields, "allergies", self._allergies, allergy_text, _allergy)
        TokenValues(fields, "conditions", self._conditions)
        fields.add("blood_group", self._blood)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self._toggle, 0)
        head.addWidget(self._what, 1)
        head.addWidget(KeyCap("Alt M"), 0, Qt.AlignmentFlag.AlignVCenter)
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, theme.px(8), 0, 0)
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(3))
        for at, cell in enumerate((self._address, self._blood, self._allergies, self._conditions)):
            grid.addWidget(cell, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._inside)
        self._inside.hide()
        self.retranslate()

    def toggle(self) -> None:
        """Open or fold; when opened the cursor goes into its first field."""
        self.set_open(not self._inside.isVisibleTo(self))
        if self._inside.isVisibleTo(self):
            self._address.edit.setFocus(Qt.FocusReason.TabFocusReason)

    def set_open(self, is_open: bool) -> None:
        self._inside.setVisible(is_open)
        self.opened.emit(is_open)
        self._toggle.set_icon("chevron-down" if is_open else "chevron-right")
        self._what.setText("" if is_open else self.tr("address, allergies, conditions, blood group"))

    def is_open(self) -> bool:
        return self._inside.isVisibleTo(self)

    def take_rest(self) -> None:
        """What was typed without Enter becomes a token, before saving."""
        self._allergies.take_rest()
        self._conditions.take_rest()

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._toggle.set_text(self.tr("More"))
        self.set_open(self._inside.isVisibleTo(self))
        self._address.set_label(self.tr("Address"))
        self._allergies.set_label(self.tr("Allergies"))
        self._allergies.set_placeholder(self.tr("add"))
        self._allergies.set_hint(self.tr("What, and what happens: sulfa, rash"))
        self._conditions.set_label(self.tr("Conditions"))
        self._conditions.set_placeholder(self.tr("add"))
        self._conditions.set_hint(self.tr("Long-standing illness: anaemia, asthma"))
        self._blood.set_label(self.tr("Blood group"))
