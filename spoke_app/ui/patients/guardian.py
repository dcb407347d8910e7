"""The adult who belongs to a minor: asked for as soon as the age says so, and never in the way of saving."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.patient_form import GUARDIANS
from spoke_app.ui.patients.words import relation_word
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.select import Select

_tr = QCoreApplication.translate


class GuardianFields:
    """Name, relation and phone under one sentence that says why; they stand in the form's own columns."""

    def __init__(self, screen: str, fields: FieldSet) -> None:
        theme = current_theme()
        self._known: tuple[str, ...] = GUARDIANS
        self._lead = Label("", "label", "ink2", wrap=True)
        self.name = Field("", f"{screen}.guardian_name", optional=True)
        self.relation = Select("", f"{screen}.guardian_relation", optional=True)
        self.phone = Field("", f"{screen}.guardian_phone", optional=True)
        fields.add("guardian_name", self.name)
        fields.add("guardian_relation", self.relation)
        fields.add("guardian_phone", self.phone)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.px(8))
        head.addWidget(IconMark("users", theme.accent, theme.px(18)))
        head.addWidget(self._lead, 1)
        self.retranslate()

    def place(self, grid: QGridLayout, row: int, columns: int) -> None:
        """Below the form's other rows."""
        grid.addWidget(self._head, row, 0, 1, columns)
        for at, cell in enumerate((self.name, self.relation, self.phone)):
            grid.addWidget(cell, row + 1 + at // columns, at % columns)
        self.set_visible(False)

    def set_visible(self, visible: bool) -> None:
        for widget in (self._head, self.name, self.relation, self.phone):
            widget.setVisible(visible)

    def keep_word(self, word: str) -> None:
        """A relation that was written elsewhere in other words stays as it is."""
        self._known = GUARDIANS if not word or word in GUARDIANS else (*GUARDIANS, word)
        self._show_relations()

    def _show_relations(self) -> None:
        self.relation.set_options([("", "–"), *((code, relation_word(code)) for code in self._known)])

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._lead.setText(_tr("PatientForm", "A child or minor: which adult looks after her or him?"))
        self.name.set_label(_tr("PatientForm", "Guardian's name"))
        self.relation.set_label(_tr("PatientForm", "Guardian is her or his"))
        self.phone.set_label(_tr("PatientForm", "Guardian's phone"))
        self._show_relations()
