"""Examination: what was seen, heard and felt, in one's own words."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.visit.part import Part
from spoke_app.ui.widgets.text_area import TextArea


class ExaminationPart(Part):
    code = "examination"
    first_field = "examination"

    def __init__(self, fields: FieldSet, parent: QWidget | None = None) -> None:
        super().__init__(fields, parent)
        self._text = TextArea("", "visit.examination", lines=3)
        fields.add("examination", self._text)
        self.add(self._text)
        self.retranslate()

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        self.say(notes, "examination")

    def retranslate(self) -> None:
        super().retranslate()
        self._text.edit.setAccessibleName(self.tr("Examination"))
        self._text.set_placeholder(self.tr("General look, pallor, swelling, chest, abdomen"))
