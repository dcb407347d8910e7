"""The patient's strip over the visit: who it is, and what must not be overlooked while the page scrolls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from care_record.rules.red_flags import Flag
from spoke_app.actions.views import PatientView
from spoke_app.ui.context import UiContext
from spoke_app.ui.models.notes import Values
from spoke_app.ui.models.patient_form import allergy_text
from spoke_app.ui.models.vital_signs import About, pregnancy_weeks
from spoke_app.ui.patients.about import strip_line
from spoke_app.ui.text import names_for
from spoke_app.ui.visit.words import flag_chip_text
from spoke_app.ui.widgets.chip import ChipFace
from spoke_app.ui.widgets.patient_strip import PatientStrip


class VisitTop(PatientStrip):
    """Red flags first, then pregnancy, then allergies; folded, only the first two have room."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def show_visit(self, view: PatientView, values: Values, about: About, flags: Sequence[Flag]) -> None:
        """Follow record and form."""
        lang = self._context.lang
        row = view.row
        faces = [
            ChipFace(flag_chip_text(flag, self._sign(flag)), "emergency", "alert-octagon")
            for flag in flags
            if flag.level == "critical"
        ]
        if len(faces) > 1:
            more = self.tr("{0} +{1}").format(faces[0].text, len(faces) - 1)
            faces = [ChipFace(more, "emergency", "alert-octagon")]
        if values.get("pregnant") == "yes":
            weeks = pregnancy_weeks(values, about)
            words = self.tr("Pregnant") if weeks is None else self.tr("Pregnant, {0} weeks").format(weeks)
            faces.append(ChipFace(words, "accent", "baby-carriage"))
        allergies = [allergy_text(item) for item in view.fields.get("allergies") or []]
        if allergies:
            faces.append(ChipFace(self.tr("Allergy: {0}").format("; ".join(allergies)), "amber", "alert-triangle"))
        folded = self._context.theme.folded
        name, other = names_for(row.name, row.name_other, lang)
        self.set_patient(name, "" if folded else other, strip_line(row, lang), faces[:2] if folded else faces)

    def _sign(self, flag: Flag) -> str:
        if flag.vital != "danger_signs":
            return ""
        return self._context.picklists.label("danger_signs", flag.value, self._context.lang)
