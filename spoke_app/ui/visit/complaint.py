"""Complaint: what brings her, as tokens from the list or in her own words, each with how long it has lasted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.picklists import Entry, as_choices
from spoke_app.ui.models.token_values import TokenValues
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.words import note_sentence
from spoke_app.ui.widgets.token_field import TokenField


class ComplaintPart(Part):
    code = "complaint"
    first_field = "complaint"

    def __init__(
        self, fields: FieldSet, entries: Sequence[Entry], language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(fields, parent)
        self._entries, self.language = entries, language
        self._tokens = TokenField("", "visit.complaint", as_choices(entries), hindi=language == "hi")
        TokenValues(fields, "complaint", self._tokens)
        self.add(self._tokens)
        self._tokens.hint.hide()
        self.retranslate()

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        note = notes.get("complaint")
        self._tokens.hint.setVisible(note is not None)
        self.fields.show_notes([note] if note else [], note_sentence, ("complaint",))

    def take_rest(self) -> None:
        self._tokens.take_rest()

    def retranslate(self) -> None:
        super().retranslate()
        self._tokens.edit.setAccessibleName(self.tr("Complaint"))
        self._tokens.set_entries(as_choices(self._entries), self.language == "hi")
        self._tokens.set_placeholder(self.tr("add: fever 3 days"))
