"""What the patient's form offers and fills in: spellings of names, villages around, who shares a phone, whose name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, Signal, Slot

from spoke_app.actions.form_suggestions import on_this_phone, usual_place, villages_like
from spoke_app.actions.views import PatientRow
from spoke_app.ui.context import UiContext
from spoke_app.ui.models.notes import FieldNote
from spoke_app.ui.models.patient_form import age_of, minor, suggest_other_script, usual_guardian, usual_relation
from spoke_app.ui.models.spellings import choices_in, name_ways
from spoke_app.ui.patients.form import PatientFormCard
from spoke_app.ui.runner import Job
from spoke_app.ui.text import names_for
from spoke_app.ui.widgets.suggest_list import SuggestList


class FormSuggestions(QObject):
    """`took(field)` when a suggestion was put into a field; `family_known` when it is known who has the same phone."""

    took = Signal(str)
    family_known = Signal()

    def __init__(self, form: PatientFormCard, context: UiContext, patient: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._form, self._context, self._patient = form, context, patient
        self._phone = ""
        self._family: tuple[PatientRow, ...] = ()
        self._jobs: dict[str, Job] = {}
        self._name = SuggestList(form.name.edit, digits=True, below=form.other.edit)
        self._other = SuggestList(form.other.edit, digits=True)
        self._relative = SuggestList(form.relative, digits=True)
        self._village = SuggestList(form.village.edit, digits=False)
        self._name.asked.connect(self._offer_for_name)
        self._other.asked.connect(self._offer_for_other)
        self._relative.asked.connect(self._offer_for_relative)
        self._village.asked.connect(self._ask_villages)
        self._name.chosen.connect(self._take_name)
        self._other.chosen.connect(self._take_name)
        self._relative.chosen.connect(self._take_relative)
        self._village.chosen.connect(self._take_village)

    def family_note(self) -> tuple[FieldNote, ...]:
        """Who gave the same phone: a family shares one, so it is said and never in the way."""
        if not self._family:
            return ()
        first = self._family[0]
        name = names_for(first.name, first.name_other, self._context.lang)[0]
        return (FieldNote("phone", "hint", "family", (name, first.village, str(len(self._family) - 1))),)

    def typed(self, field: str) -> None:
        """A person typed in a field: an open list follows, villages and the phone are looked up."""
        if field == "name" and self._name.texts():
            self._offer_for_name()
        elif field == "relative_name" and self._relative.texts():
            self._offer_for_relative()
        elif field == "name_other_script":
            self._other.offer(())
        elif field == "village":
            self._ask_villages()
        elif field == "phone":
            self.look_up_phone()

    def settle(self, today: date, *, new: bool) -> None:
        """What follows from the fields as they stand: the name in the other script, the unit of the age; for a `new`
        patient also whose name is asked for, and a minor's guardian."""
        fields = self._form.fields
        values = fields.values()
        written = suggest_other_script(values)
        if written is not None and written != values["suggested"] and (new or values["suggested"]):
            fields.put("name_other_script", written)
            fields.put("suggested", written)
        if new and (relation := usual_relation(values, today)):
            fields.put("relation", relation)
            values["relation"] = relation
        if new and (guardian := usual_guardian(values, today)):
            fields.put("guardian_name", guardian[0])
            fields.put("guardian_relation", guardian[1] if guardian[0] else "")
            fields.put("guardian_suggested", guardian[0])
        self._form.show_age(age_of(values, today), minor=minor(values, today))

    def look_up_place(self) -> None:
        """The block where the patients of this village live; before a village is known, where most of them do."""
        if not self._form.fields.value("subdistrict") or not self._form.fields.value("pin_code"):
            self._ask("place", usual_place, self._form.village.text(), done=self._show_place)

    @Slot(object)
    def _show_place(self, place: dict[str, str]) -> None:
        """Only into what is empty, and only of the district that stands there."""
        fields = self._form.fields
        if place and place["district"] == (fields.value("district") or place["district"]):
            fields.put("district", place["district"])
            self._form.show_blocks(place["district"])
            for name in ("subdistrict", "pin_code"):
                if not fields.value(name) and place.get(name):
                    fields.put(name, place[name])

    def look_up_phone(self) -> None:
        """Who else gave the number that stands there."""
        phone = str(self._form.fields.value("phone"))
        if phone == self._phone and not self._family:
            return
        self._phone = phone
        self._ask("phone", on_this_phone, phone, self._patient(), done=self._show_family)

    def forget(self) -> None:
        """Another patient's form: nothing of the last one."""
        self._phone, self._family = "", ()
        for job in self._jobs.values():
            job.drop()
        self._jobs.clear()

    def _ask(self, what: str, action: Callable[..., object], *args: object, done: Callable[..., None]) -> None:
        if what in self._jobs:
            self._jobs[what].drop()
        self._jobs[what] = self._context.runner.run(action, *args, done=done)

    @Slot(object)
    def _show_family(self, family: tuple[PatientRow, ...]) -> None:
        self._family = family
        self.family_known.emit()

    @Slot()
    def _offer_for_name(self) -> None:
        fields = self._form.fields
        self._name.offer(name_ways(str(fields.value("name")), fields.value("spelled")))

    @Slot()
    def _offer_for_other(self) -> None:
        fields = self._form.fields
        name = str(fields.value("name")) or str(fields.value("name_other_script"))
        self._other.offer(name_ways(name, fields.value("spelled")))

    @Slot()
    def _offer_for_relative(self) -> None:
        self._relative.offer(name_ways(self._form.relative.text()))

    @Slot(str)
    def _take_name(self, written: str) -> None:
        """The way to write it: also for what she types after it. Without a name, what she wrote becomes the name."""
        fields = self._form.fields
        name = str(fields.value("name"))
        if not name:
            name = str(fields.value("name_other_script"))
            fields.put("name", written)
            self.took.emit("name")
            return
        fields.put("spelled", {**(fields.value("spelled") or {}), **choices_in(name, written)})
        fields.put("name_other_script", written)
        fields.put("suggested", written)
        self.took.emit("name_other_script")

    @Slot(str)
    def _take_relative(self, written: str) -> None:
        self._form.fields.put("relative_name", written)
        self.took.emit("relative_name")

    @Slot()
    def _ask_villages(self) -> None:
        self._ask("village", villages_like, self._form.village.text(), done=self._show_villages)

    @Slot(object)
    def _show_villages(self, villages: tuple[str, ...]) -> None:
        typed = self._form.village.text().casefold()
        self._village.offer([village for village in villages if village.casefold() != typed])

    @Slot(str)
    def _take_village(self, village: str) -> None:
        self._form.fields.put("village", village)
        self.look_up_place()
        self.took.emit("village")
