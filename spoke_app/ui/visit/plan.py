"""Treat or refer: the choice at the top, what it asks for below, and when she is to come again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.picklists import Entry
from spoke_app.ui.models.visit_form import PART_OF_FIELD
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.refer import ReferFields
from spoke_app.ui.visit.treat import TreatFields
from spoke_app.ui.visit.words import note_sentence
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Rule


class PlanPart(Part):
    code = "plan"
    first_field = "outcome"

    def __init__(
        self,
        fields: FieldSet,
        specialities: Sequence[Entry],
        medicines: Sequence[Entry],
        frequencies: Sequence[Entry],
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(fields, parent)
        theme = current_theme()
        self.outcome = Choice("", "visit.outcome", [("treated", "", "pill"), ("referred", "", "send")])
        self.treat = TreatFields(fields, medicines, frequencies, language)
        self.refer = ReferFields(fields, specialities, language)
        self._due = Field("", "visit.follow_up", optional=True)
        self._reason = Field("", "visit.follow_up_reason", optional=True)
        self.let_grow(self._due)
        fields.add("outcome", self.outcome)
        fields.add("follow_up", self._due)
        fields.add("follow_up_reason", self._reason)
        self.add(self.outcome)
        self.add(self.treat)
        self.add(self.refer)
        self.add(Rule())
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(16))
        grid.addWidget(self._due, 0, 0)
        grid.addWidget(self._reason, 0, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.add(grid)
        self.retranslate()

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        self.treat.setVisible(values["outcome"] == "treated")
        self.refer.setVisible(values["outcome"] == "referred")
        self.outcome.hint.setVisible("outcome" in notes)
        own = [name for name, part in PART_OF_FIELD.items() if part == self.code]
        self.fields.show_notes([notes[name] for name in own if name in notes], note_sentence, own)

    def set_language(self, language: str) -> None:
        self.treat.language = self.refer.language = language

    def retranslate(self) -> None:
        super().retranslate()
        self.outcome.segments.setAccessibleName(self.tr("Treat or refer"))
        self.outcome.set_options(
            [("treated", self.tr("Treat here"), "pill"), ("referred", self.tr("Refer to a doctor"), "send")]
        )
        self.treat.retranslate()
        self.refer.retranslate()
        self._due.set_label(self.tr("Comes again on"))
        self._due.set_placeholder(self.tr("day/month/year, or 7 days"))
        self._reason.set_label(self.tr("What for"))
