"""History: brought forward from the visit before, to be asked again and confirmed; and what the record knows of
allergies, conditions and what the patient takes, to be read out beside it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.visit_form import HISTORY
from spoke_app.ui.models.vital_signs import About
from spoke_app.ui.patients.about import allergies_text, conditions_text
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.words import history_label
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.tick import Tick

_tr = QCoreApplication.translate


class HistoryPart(Part):
    code = "history"
    first_field = "history_past"

    def __init__(self, fields: FieldSet, parent: QWidget | None = None) -> None:
        super().__init__(fields, parent)
        self._inputs = {name: Field("", f"visit.history_{name}") for name in HISTORY}
        self._confirmed = Tick("", "visit.history_confirmed")
        self._about: About | None = None
        self._known = Label("", "body", "ink2", wrap=True)
        self._known.setObjectName("visit.known")
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(current_theme().px(16))
        grid.setVerticalSpacing(current_theme().px(3))
        for name, field in self._inputs.items():
            fields.add(f"history_{name}", field)
        fields.add("history_confirmed", self._confirmed)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.add(self._known)
        self.add(grid)
        self.add(self._confirmed)
        self._place(set())
        self.retranslate()

    def fits(self, about: About) -> None:
        """Births are asked of women, the vaccines of children; tobacco and alcohol not of the small ones."""
        self._about = about
        self._show_known()
        left_out = {"tobacco", "alcohol"} if about.is_small_child else set()
        left_out |= set() if about.may_be_pregnant else {"obstetric"}
        self._place(left_out | (set() if about.is_minor else {"immunisation"}))

    def _place(self, left_out: set[str]) -> None:
        for field in self._inputs.values():
            self._grid.removeWidget(field)
            # A widget without a parent would be shown as a window of its own.
            field.setParent(self)
        shown = [field for name, field in self._inputs.items() if name not in left_out or field.text()]
        for at, field in enumerate(shown):
            self._grid.addWidget(field, at // 2, at % 2)
        for field in self._inputs.values():
            field.setVisible(field in shown)

    def _show_known(self) -> None:
        """What stands on the record; changed there, so that it holds for every visit."""
        fields = self._about.fields if self._about is not None else {}
        takes = "; ".join(filter(None, (str(item.get("text") or "") for item in fields.get("medicines") or [])))
        lines = (
            (_tr("FactsPage", "Allergies"), allergies_text(fields) if fields.get("allergies") else ""),
            (_tr("FactsPage", "Conditions"), conditions_text(fields) if fields.get("conditions") else ""),
            (_tr("FactsPage", "Takes regularly"), takes),
        )
        self._known.setText("\n".join(f"{label}: {said}" for label, said in lines if said))
        self._known.setVisible(any(said for _, said in lines))

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
        self._show_known()
        self._confirmed.set_text(self.tr("Asked again today: this is still so"))
