"""History: brought forward from the visit before, to be asked again and confirmed."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.visit_form import HISTORY
from spoke_app.ui.models.vital_signs import About
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.words import history_label
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.tick import Tick


class HistoryPart(Part):
    code = "history"
    first_field = "history_past"

    def __init__(self, fields: FieldSet, parent: QWidget | None = None) -> None:
        super().__init__(fields, parent)
        self._inputs = {name: Field("", f"visit.history_{name}") for name in HISTORY}
        self._confirmed = Tick("", "visit.history_confirmed")
        grid = QGridLayout()
        grid.setHorizontalSpacing(current_theme().px(16))
        grid.setVerticalSpacing(current_theme().px(3))
        for at, (name, field) in enumerate(self._inputs.items()):
            grid.addWidget(field, at // 2, at % 2)
            fields.add(f"history_{name}", field)
        fields.add("history_confirmed", self._confirmed)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.add(grid)
        self.add(self._confirmed)
        self.retranslate()

    def fits(self, about: About) -> None:
        self._inputs["obstetric"].setVisible(about.may_be_pregnant)

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        before = values["history_before"]
        self._confirmed.setVisible(bool(before))
        for name, field in self._inputs.items():
            same = bool(before.get(f"history_{name}")) and before[f"history_{name}"] == values[f"history_{name}"]
            field.set_hint(self.tr("From the visit before") if same and not values["history_confirmed"] else "")
        self.say(notes, *(f"history_{name}" for name in HISTORY))

    def retranslate(self) -> None:
        super().retranslate()
        for name, field in self._inputs.items():
            field.set_label(history_label(name))
        self._confirmed.set_text(self.tr("Asked again today: this is still so"))
