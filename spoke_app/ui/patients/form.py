"""The patient's form: two columns of fields, and More below. Shows what the form model says; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from spoke_app.ui.models.age_typed import AgeTyped
from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.patient_form import AGE_UNITS, GENDERS, MORE_FIELDS, RELATIONS
from spoke_app.ui.models.places import LgdPlaces
from spoke_app.ui.patients.guardian import GuardianFields
from spoke_app.ui.patients.more import MoreFields
from spoke_app.ui.patients.words import note_sentence, relation_word
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.choice import Choice, Segments
from spoke_app.ui.widgets.field import Field, FieldFrame, LineEdit
from spoke_app.ui.widgets.label import Rule
from spoke_app.ui.widgets.select import ComboBox

_SHORT_AGE = 5
_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class PatientFormCard(Card):
    """Holds the inputs, named `<screen>.<field>`; `fields` reads and fills them."""

    age_kind_changed = Signal(str)
    """`age` or `birth_date`: which of the two is asked for now."""

    def __init__(self, screen: str, places: LgdPlaces, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.fields = FieldSet(self)
        self._screen, self._places = screen, places
        self._make_inputs()
        self.guardian = GuardianFields(screen, self.fields)
        self.more = MoreFields(screen, self.fields)
        self._unit_chosen = "years"
        self._minor = False
        self._lay_out()
        self.retranslate()
        self.fields.changed.connect(self._changed)
        self.more.opened.connect(self._show_guardian)
        QShortcut(QKeySequence("Alt+B"), self, self.toggle_birth_date)

    def _named(self, field: str) -> str:
        return f"{self._screen}.{field}"

    def _make_inputs(self) -> None:
        self.name = Field("", self._named("name"))
        self.other = Field("", self._named("name_other_script"), optional=True)
        self.gender = Choice("", self._named("gender"), [(code, code) for code in GENDERS])
        self.age = LineEdit(self._named("age_value"))
        self.age_unit = Segments("", self._named("age_unit"), [(code, code) for code in AGE_UNITS])
        self.birth = LineEdit(self._named("birth_date"))
        self.age_frame = FieldFrame("", (self.age, self.age_unit, self.birth), stretch=(1, 4, 2))
        self.relation = ComboBox(self._named("relation"), "")
        self.relative = LineEdit(self._named("relative_name"))
        self.relative_frame = FieldFrame("", (self.relation, self.relative), stretch=(3, 5))
        self.relation.setMinimumWidth(current_theme().px(122))
        self.phone = Field("", self._named("phone"), optional=True)
        self.village = Field("", self._named("village"))
        self.block = ComboBox(self._named("subdistrict"), "")
        self.district = ComboBox(self._named("district"), "", self._places.district_options())
        self.place_frame = FieldFrame("", (self.block, self.district))
        self.abha = Field("", self._named("abha"), optional=True, placeholder="__ - ____ - ____ - ____")
        self.pin = Field("", self._named("pin_code"), optional=True)
        self.slip = Field("", self._named("slip_no"))
        self.slip.edit.setEnabled(False)
        inputs: list[tuple[str, QWidget, FieldFrame | None]] = [
            ("name", self.name, None),
            ("name_other_script", self.other, None),
            ("gender", self.gender, None),
            ("age_value", self.age, self.age_frame),
            ("age_unit", self.age_unit, None),
            ("birth_date", self.birth, self.age_frame),
            ("relation", self.relation, None),
            ("relative_name", self.relative, self.relative_frame),
            ("phone", self.phone, None),
            ("village", self.village, None),
            ("subdistrict", self.block, None),
            ("district", self.district, None),
            ("abha", self.abha, None),
            ("pin_code", self.pin, None),
        ]
        for name, widget, frame in inputs:
            self.fields.add(name, widget, frame)

    def _lay_out(self) -> None:
        theme = current_theme()
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(8))
        last = QHBoxLayout()
        last.setSpacing(theme.px(8))
        last.addWidget(self.pin, 1)
        last.addWidget(self.slip, 1)
        cells: list[QWidget | QHBoxLayout] = [self.name, self.other, self.gender, self.age_frame]
        cells += [self.relative_frame, self.phone, self.village, self.place_frame, self.abha, last]
        for at, cell in enumerate(cells):
            row, column = (at, 0) if theme.folded else (at // 2, at % 2)
            if isinstance(cell, QWidget):
                grid.addWidget(cell, row, column)
            else:
                grid.addLayout(cell, row, column)
        columns = 1 if theme.folded else 2
        self.guardian.place(grid, len(cells), columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.body.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(16))
        self.body.setSpacing(theme.px(12))
        self.add(grid)
        self.add(Rule())
        self.add(self.more)

    def populate(self, values: Values) -> None:
        """Fill the form from values as typed; opens More if anything stands there."""
        self.show_blocks(values["district"])
        self.guardian.keep_word(values["guardian_relation"])
        self.fields.populate(values)
        self._unit_chosen = values["age_unit"]
        self.show_age_kind(values["age_by"])
        self.more.set_open(any(values[name] for name in MORE_FIELDS))

    def show_blocks(self, district: str) -> None:
        """Offer the blocks of a district."""
        self.block.set_options(self._places.block_options(district))

    def show_age_kind(self, kind: str) -> None:
        """Ask for the age or for the birth date."""
        born = kind == "birth_date"
        self.fields.put("age_by", kind)
        self.age.setVisible(not born)
        self.age_unit.setVisible(not born)
        self.birth.setVisible(born)
        self._age_words()

    def toggle_birth_date(self) -> None:
        """Alt B: from the age to the birth date and back."""
        kind = "age" if self.fields.value("age_by") == "birth_date" else "birth_date"
        self.show_age_kind(kind)
        self.fields.focus("birth_date" if kind == "birth_date" else "age_value")
        self.age_kind_changed.emit(kind)

    def show_age(self, read: AgeTyped | None, *, minor: bool) -> None:
        """A unit that was typed behind the number is lit; without one the chosen unit counts again."""
        named = read is not None and read.named and not read.problem and read.born is None
        self.fields.put("age_unit", read.unit if named and read is not None else self._unit_chosen)
        # `about 60` or a date needs the room of the units, and no unit.
        self.age_unit.setVisible(self.fields.value("age_by") == "age" and len(self.age.text()) <= _SHORT_AGE)
        self._minor = minor
        self._show_guardian()

    def _show_guardian(self) -> None:
        told = any(self.fields.value(f"guardian_{part}") for part in ("name", "relation", "phone"))
        self.guardian.set_visible(self._minor or told or self.more.is_open())

    def unit_chosen(self, read: AgeTyped | None) -> None:
        """A person chose the unit: one that stands in the text is taken out of it."""
        self._unit_chosen = self.age_unit.value()
        if read is not None and read.named and read.value is not None:
            self.fields.put("age_value", str(read.value))

    def show_notes(self, notes: Iterable[FieldNote], lang: str) -> None:
        self.fields.show_notes(notes, partial(note_sentence, lang=lang))

    def focus(self, name: str) -> None:
        """Put the cursor into a field, wherever it stands."""
        if name in MORE_FIELDS:
            self.more.set_open(True)
        if name.startswith("guardian_"):
            self.guardian.set_visible(True)
        if name == "age_value" and self.fields.value("age_by") == "birth_date":
            name = "birth_date"
        self.fields.focus(name)

    def set_slip(self, text: str) -> None:
        self.slip.set_text(text)

    def _changed(self, name: str) -> None:
        if name == "district":
            self.show_blocks(self.district.value())

    def _age_words(self) -> None:
        born = self.fields.value("age_by") == "birth_date"
        self.age_frame.set_label(self.tr("Birth date") if born else self.tr("Age"))
        self.age_frame.set_hint(
            self.tr("Only the age is known? Press Alt B") if born else self.tr("Birth date known? Press Alt B")
        )
        self.birth.setPlaceholderText(self.tr("day/month/year"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & _MODIFIERS:
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self.name.set_label(self.tr("Full name, as told"))
        self.other.set_label(self.tr("Name in the other script"))
        self.other.set_hint(self.tr("Filled in for you. Other spellings: Down key"))
        self.gender.set_label(self.tr("Gender"))
        self.gender.set_options([("female", self.tr("Female")), ("male", self.tr("Male")), ("other", self.tr("Other"))])
        self.age.setAccessibleName(self.tr("Age"))
        self.age_unit.setAccessibleName(self.tr("Unit of the age"))
        units = {"years": self.tr("years"), "months": self.tr("months"), "weeks": self.tr("weeks")}
        units["days"] = self.tr("days")
        self.age_unit.set_options([(code, units[code]) for code in AGE_UNITS])
        self.birth.setAccessibleName(self.tr("Birth date"))
        self.relative_frame.set_label(self.tr("Husband's or father's name"))
        self.relation.setAccessibleName(self.tr("Relation"))
        self.relation.set_options([(code, relation_word(code)) for code in RELATIONS])
        self.relative.setAccessibleName(self.tr("Relative's name"))
        self.phone.set_label(self.tr("Mobile phone"))
        self.village.set_label(self.tr("Village or tola"))
        self.place_frame.set_label(self.tr("Block and district"))
        self.block.setAccessibleName(self.tr("Block"))
        self.district.setAccessibleName(self.tr("District"))
        self.abha.set_label(self.tr("ABHA number"))
        self.pin.set_label(self.tr("PIN code"))
        self.slip.set_label(self.tr("Slip number"))
        self.slip.set_hint(self.tr("Given by this PC"))
        self._age_words()
        self.guardian.retranslate()
        self.more.retranslate()
