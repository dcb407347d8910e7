"""Assessment: the provisional diagnosis from the list or in words, and the note that is signed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.picklists import Entry, as_choices
from spoke_app.ui.models.token_values import TokenValues
from spoke_app.ui.models.vital_signs import About
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.templates import TemplateButton
from spoke_app.ui.widgets.text_area import TextArea
from spoke_app.ui.widgets.tick import Tick
from spoke_app.ui.widgets.token_field import TokenField


class AssessmentPart(Part):
    code = "assessment"
    first_field = "provisional"

    def __init__(
        self,
        fields: FieldSet,
        entries: Sequence[Entry],
        templates: Sequence[Entry],
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(fields, parent)
        self._entries, self.language = entries, language
        self._icd = {entry.code: str(entry.more.get("icd10") or entry.code) for entry in entries}
        self._tokens = TokenField("", "visit.provisional", as_choices(entries), hindi=language == "hi")
        TokenValues(fields, "provisional", self._tokens, to_entry=self._entry)
        self._note = TextArea("", "visit.note", lines=3)
        self.templates = TemplateButton(templates, self._note.edit, "visit.note_templates")
        self._sign = Tick("", "visit.sign_note")
        fields.add("note", self._note)
        fields.add("sign_note", self._sign)
        fields.changed.connect(self._follow)
        self.add(self._tokens)
        self.add(self._note)
        foot = QHBoxLayout()
        foot.addWidget(self._sign, 1)
        foot.addWidget(self.templates, 0, Qt.AlignmentFlag.AlignTop)
        self.add(foot)
        self.retranslate()

    def fits(self, about: About) -> None:
        self.templates.fits(about)

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        self.say(notes, "provisional", "note")

    def take_rest(self) -> None:
        self._tokens.take_rest()

    def _entry(self, text: str, code: str) -> dict[str, object]:
        return {"text": text, "icd10": self._icd[code]} if code in self._icd else {"text": text}

    def _follow(self, name: str) -> None:
        if name == "provisional":
            self._show_codes()

    def _show_codes(self) -> None:
        codes = [str(item["icd10"]) for item in self.fields.value("provisional") if item.get("icd10")]
        self._tokens.set_hint(self.tr("ICD-10 {0}").format(", ".join(codes)) if codes else "")

    def retranslate(self) -> None:
        super().retranslate()
        self._tokens.set_label(self.tr("Provisional diagnosis"))
        self._tokens.set_entries(as_choices(self._entries), self.language == "hi")
        self._tokens.set_placeholder(self.tr("add"))
        self.templates.language = self.language
        self.templates.retranslate()
        self._note.set_label(self.tr("Note"))
        self._sign.set_text(
            self.tr("Sign this note"), self.tr("Once signed it stays as it is; a correction is a new note.")
        )
        self._show_codes()
