"""Examination: what was seen, heard and felt, in one's own words or out of sentences that are ready."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.picklists import Entry
from spoke_app.ui.models.vital_signs import About
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.templates import TemplateButton
from spoke_app.ui.widgets.text_area import TextArea


class ExaminationPart(Part):
    code = "examination"
    first_field = "examination"

    def __init__(
        self, fields: FieldSet, templates: Sequence[Entry], language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(fields, parent)
        self.language = language
        self._text = TextArea("", "visit.examination", lines=3)
        self.templates = TemplateButton(templates, self._text.edit, "visit.examination_templates")
        fields.add("examination", self._text)
        self.add(self._text)
        self.body.addWidget(self.templates, 0, Qt.AlignmentFlag.AlignRight)
        self.retranslate()

    def fits(self, about: About) -> None:
        self.templates.fits(about)

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        self.say(notes, "examination")

    def retranslate(self) -> None:
        super().retranslate()
        self.templates.language = self.language
        self.templates.retranslate()
        self._text.edit.setAccessibleName(self.tr("Examination"))
        self._text.set_placeholder(self.tr("General look, pallor, swelling, chest, abdomen"))
