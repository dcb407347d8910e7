"""Examination: what was seen, heard and felt, in one's own words, with photos and reports."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from spoke_app.ui.context import UiContext
from spoke_app.ui.models.field_set import Access, FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.visit.attachments import Attachments
from spoke_app.ui.visit.part import Part
from spoke_app.ui.widgets.text_area import TextArea


class ExaminationPart(Part):
    code = "examination"
    first_field = "examination"

    def __init__(self, fields: FieldSet, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(fields, parent)
        self._text = TextArea("", "visit.examination", lines=3)
        fields.add("examination", self._text)
        self.attachments = Attachments(context)
        fields.add_access(
            "attachments", Access(self.attachments, self.attachments.value, self.attachments.set_value, None)
        )
        self.attachments.changed.connect(self._attached)
        self.add(self._text)
        self.add(self.attachments)
        self.retranslate()

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        self.say(notes, "examination")

    @Slot()
    def _attached(self) -> None:
        self.fields.tell("attachments")

    def retranslate(self) -> None:
        super().retranslate()
        self.attachments.retranslate()
        self._text.edit.setAccessibleName(self.tr("Examination"))
        self._text.set_placeholder(self.tr("General look, pallor, swelling, chest, abdomen"))
