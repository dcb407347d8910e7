"""Treat or refer: the choice at the top, what it asks for below, and when she is to come again. A visit may also end
without either: then it says why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from spoke_app.ui.models.field_set import Access, FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.picklists import Entry
from spoke_app.ui.models.visit_form import ENDED, PART_OF_FIELD
from spoke_app.ui.models.vital_signs import About, to_vitals
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.refer import ReferFields
from spoke_app.ui.visit.treat import TreatFields
from spoke_app.ui.visit.words import note_sentence
from spoke_app.ui.widgets.button import Button
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
        doses: Sequence[Entry],
        consent: Sequence[Entry],
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(fields, parent)
        theme = current_theme()
        self._about: About | None = None
        self.outcome = Choice("", "visit.outcome", [("treated", "", "pill"), ("referred", "", "send")])
        self.ended = Choice("", "visit.ended", [("left", "", "logout"), ("cancelled", "", "x")])
        self._why = Field("", "visit.outcome_reason")
        self.treat = TreatFields(fields, medicines, frequencies, doses, language, self)
        self.refer = ReferFields(fields, specialities, consent, language, self)
        self._due = Field("", "visit.follow_up", optional=True)
        self._reason = Field("", "visit.follow_up_reason", optional=True)
        self.let_grow(self._due, self._why)
        fields.add_access("outcome", Access(self.outcome, self._outcome, self._choose, self.outcome))
        self.outcome.changed.connect(self._chosen)
        self.ended.changed.connect(self._has_ended)
        fields.add("outcome_reason", self._why)
        fields.add("follow_up", self._due)
        fields.add("follow_up_reason", self._reason)
        self.add(self.outcome)
        self._end = Button("", "quiet", "logout", size="row", name="visit.end")
        self._end.clicked.connect(self._offer_end)
        self.head.addWidget(self._end)
        self._ended_room = QWidget()
        ended = QHBoxLayout(self._ended_room)
        ended.setContentsMargins(0, 0, 0, 0)
        ended.setSpacing(theme.px(16))
        ended.addWidget(self.ended, 3, Qt.AlignmentFlag.AlignTop)
        ended.addWidget(self._why, 4, Qt.AlignmentFlag.AlignTop)
        self._ended_room.hide()
        self.add(self._ended_room)
        self.add(self.treat)
        self.add(self.refer)
        self._rule = Rule()
        self.add(self._rule)
        self._again = QWidget()
        grid = QGridLayout(self._again)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.addWidget(self._due, 0, 0)
        grid.addWidget(self._reason, 0, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.add(self._again)
        self.retranslate()

    def fits(self, about: About) -> None:
        self._about = about
        self.treat.fits(about)

    @Slot()
    def _offer_end(self) -> None:
        """The two ways in which a visit ends without treatment, with the cursor on the first."""
        self._ended_room.show()
        self.ended.segments.focus_first()

    def _outcome(self) -> str:
        return self.outcome.value() or self.ended.value()

    def _choose(self, code: str) -> None:
        self.outcome.set_value(code)
        self.ended.set_value(code)

    @Slot(str)
    def _chosen(self, code: str) -> None:
        self.ended.set_value("")
        self.fields.tell("outcome")

    @Slot(str)
    def _has_ended(self, code: str) -> None:
        self.outcome.set_value("")
        self.fields.tell("outcome")

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        self.treat.setVisible(values["outcome"] == "treated")
        self.refer.setVisible(values["outcome"] == "referred")
        ended = values["outcome"] in ENDED
        self._why.setVisible(ended)
        # Offered by the button it stays, until something else is chosen.
        self._ended_room.setVisible(ended or (self._ended_room.isVisible() and not values["outcome"]))
        self.treat.show_weight(to_vitals(values, self._about).get("weight_kg") if self._about else None)
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
        self._end.set_text(self.tr("Left or cancelled"))
        self.ended.set_label(self.tr("Ended without treatment"))
        self.ended.set_options(
            [("left", self.tr("Patient left"), "logout"), ("cancelled", self.tr("Cancel the visit"), "x")]
        )
        self._why.set_label(self.tr("Why"))
        self._why.set_placeholder(self.tr("such as: could not wait"))
        self._due.set_label(self.tr("Comes again on"))
        self._due.set_placeholder(self.tr("day/month/year, or 7 days"))
        self._reason.set_label(self.tr("What for"))
