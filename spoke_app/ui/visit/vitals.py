"""Vitals: units inside the fields, what is wrong or grave below them, last time's value where nothing stands yet; of a
small child how it grows."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.vital_signs import CHOSEN, MEASURED, About, growth, in_celsius
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.growth import GrowthPanel
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.words import note_sentence, unit_word, vital_label
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.field import Field, FieldFrame, LineEdit, Separator

_UNITS = {
    "temperature_f": "°F",
    "pulse": "/min",
    "respiratory_rate": "/min",
    "spo2": "%",
    "haemoglobin_g_dl": "g/dL",
    "weight_kg": "kg",
    "height_cm": "cm",
    "sugar_mg_dl": "mg/dL",
    "muac_cm": "cm",
    "waist_cm": "cm",
}
_COLUMNS = 3


class VitalsPart(Part):
    """`unit_wanted("C" or "F")` when the temperature is to be typed in the other unit: by its button or its letter."""

    code = "vitals"
    first_field = "temperature_f"
    unit_wanted = Signal(str)

    def __init__(self, fields: FieldSet, parent: QWidget | None = None) -> None:
        super().__init__(fields, parent)
        theme = current_theme()
        self._celsius = False
        self._about: About | None = None
        self._unit = Button("", "quiet", "transfer", size="row", name="visit.temperature_unit")
        self._unit.clicked.connect(self._other_unit)
        self.head.addWidget(self._unit)
        self._single = {name: Field("", f"visit.{name}", unit) for name, unit in _UNITS.items()}
        self._upper, self._lower = LineEdit("visit.bp_systolic"), LineEdit("visit.bp_diastolic")
        for edit in (self._upper, self._lower):
            edit.setProperty("centred", "true")
            edit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pressure = FieldFrame("", (self._upper, Separator(), self._lower), stretch=(1, 0, 1))
        self._sugar_kind = Choice("", "visit.sugar_kind", [("random", ""), ("fasting", "")])
        self._pregnant = Choice("", "visit.pregnant", [("yes", ""), ("no", ""), ("unknown", "")])
        self._lmp = Field("", "visit.lmp")
        for name, field in self._single.items():
            fields.add(name, field)
        fields.add("bp_systolic", self._upper, self._pressure)
        fields.add("bp_diastolic", self._lower, self._pressure)
        fields.add("sugar_kind", self._sugar_kind)
        fields.add("pregnant", self._pregnant)
        fields.add("lmp", self._lmp)
        self.let_grow(*self._single.values(), self._pressure, self._lmp)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(3))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._always: list[QWidget] = [self._single["temperature_f"], self._single["pulse"], self._pressure]
        self._always += [self._single[name] for name in ("respiratory_rate", "spo2", "haemoglobin_g_dl")]
        self._always += [self._single[name] for name in ("weight_kg", "height_cm", "sugar_mg_dl")]
        self._growth = GrowthPanel()
        self.add(self._grid)
        self.add(self._growth)
        self._place(self._always)
        self._single["temperature_f"].changed.connect(self._unit_typed)
        self.retranslate()

    def fits(self, about: About) -> None:
        self._about = about
        self._celsius = about.celsius
        self._show_unit(self._single["temperature_f"].text())
        extra: list[QWidget] = [self._sugar_kind]
        if about.wants_muac:
            extra.append(self._single["muac_cm"])
        if about.wants_waist:
            extra.append(self._single["waist_cm"])
        if about.may_be_pregnant:
            extra += [self._pregnant, self._lmp]
        self._place(self._always + extra)

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        own = (*MEASURED, *CHOSEN, "lmp")
        self._lmp.setEnabled(values["pregnant"] == "yes")
        self._show_unit(values["temperature_f"])
        self._growth.show_growth(growth(values, self._about) if self._about is not None else ())
        self.fields.show_notes([notes[name] for name in own if name in notes], note_sentence, own)

    def growth_lines(self) -> list[str]:
        """What is said of the child's growth."""
        return self._growth.lines()

    def _show_unit(self, typed: str) -> None:
        """The unit in which the value stands there; the button offers the other for all that follow."""
        self._single["temperature_f"].set_unit("°C" if in_celsius(typed, self._celsius) else "°F")
        self._unit.set_text(self.tr("Type in {0}").format("°F" if self._celsius else "°C"))
        self._unit.setToolTip(self.tr("Or type C or F behind the number."))

    @Slot()
    def _other_unit(self) -> None:
        self.unit_wanted.emit("F" if self._celsius else "C")

    @Slot(str)
    def _unit_typed(self, text: str) -> None:
        letter = text.strip()[-1:].upper()
        if letter in ("C", "F"):
            self._single["temperature_f"].set_text(text.strip()[:-1].strip())
            self.unit_wanted.emit(letter)

    def _place(self, cells: list[QWidget]) -> None:
        every: list[QWidget] = [*self._single.values(), self._pressure, self._sugar_kind, self._pregnant, self._lmp]
        for widget in every:
            self._grid.removeWidget(widget)
            # A widget without a parent would be shown as a window of its own.
            widget.setParent(self)
        for at, widget in enumerate(cells):
            self._grid.addWidget(widget, at // _COLUMNS, at % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        for widget in every:
            widget.setVisible(widget in cells)

    def retranslate(self) -> None:
        super().retranslate()
        for name, field in self._single.items():
            field.set_label(vital_label(name))
            field.set_unit(unit_word(_UNITS[name]))
        self._show_unit(self._single["temperature_f"].text())
        self._growth.retranslate()
        self._pressure.set_label(vital_label("bp"))
        self._pressure.set_hint("mmHg")
        self._upper.setAccessibleName(vital_label("bp_systolic"))
        self._lower.setAccessibleName(vital_label("bp_diastolic"))
        self._sugar_kind.set_label(vital_label("sugar_kind"))
        self._sugar_kind.set_options([("random", self.tr("any time")), ("fasting", self.tr("fasting"))])
        self._pregnant.set_label(vital_label("pregnant"))
        self._pregnant.set_options([("yes", self.tr("Yes")), ("no", self.tr("No")), ("unknown", self.tr("Unsure"))])
        self._lmp.set_label(vital_label("lmp"))
        self._lmp.set_placeholder(self.tr("day/month/year"))
