"""Treated here: which medicines were given, how many of each, and what a named source says of a child's dose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListView, QVBoxLayout, QWidget

from care_record.ids import new_id
from care_record.rules.child_dose import Dose, dose_of
from spoke_app.ui.models.field_set import Access, FieldSet
from spoke_app.ui.models.medicine_search import find_medicines
from spoke_app.ui.models.picklists import Entry, entry_text
from spoke_app.ui.models.typed import number_text
from spoke_app.ui.models.vital_signs import About
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.field import Field, LineEdit
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.tick import Tick

_UNIT_OF_FORM = {
    "tablet": "tablet",
    "capsule": "capsule",
    "sachet": "sachet",
    "injection": "vial",
    "inhaler": "inhaler",
    **dict.fromkeys(("syrup", "suspension", "drops", "solution", "lotion", "mouthwash", "shampoo", "spray"), "bottle"),
    **dict.fromkeys(("cream", "ointment", "gel"), "tube"),
}
"""By the last word of the form: a dispersible tablet is counted like any other."""
_DOCTORS = ("A", "B")
"""The lists from which a doctor prescribes."""
_COUNTED = frozenset({"tablet", "capsule", "sachet"})
_tr = QCoreApplication.translate


def usual_quantity(entry: Entry, per_day: Mapping[str, int]) -> str:
    """How many the usual course takes, as a proposal to be corrected; one pack of what is not counted out."""
    times = per_day.get(str(entry.more.get("frequency")), 0)
    days, dose = entry.more.get("days"), str(entry.more.get("dose") or "")
    counted = unit_of(str(entry.more.get("form"))) in _COUNTED
    if counted and times and isinstance(days, int) and days > 0 and dose.isdigit():
        return str(times * days * int(dose))
    return "1"


def medicine_item(entry: Entry, per_day: Mapping[str, int]) -> dict[str, Any]:
    """A new entry of `dispense.items`, its quantity proposed."""
    form = str(entry.more.get("form") or "")
    return {
        "id": new_id(),
        "generic": str(entry.more.get("generic") or entry.en).upper(),
        "form": form,
        "strength": str(entry.more.get("strength") or ""),
        "quantity": usual_quantity(entry, per_day),
        "unit": unit_of(form),
    }


def unit_of(form: str) -> str:
    """What is counted when it is given out."""
    return _UNIT_OF_FORM.get(form.lower().rpartition(" ")[2], "piece")


def unit_text(unit: str) -> str:
    """The unit in the language of now; another centre's own word stays."""
    return {
        "tablet": _tr("Treat", "tablets"),
        "capsule": _tr("Treat", "capsules"),
        "sachet": _tr("Treat", "sachets"),
        "vial": _tr("Treat", "vials"),
        "bottle": _tr("Treat", "bottles"),
        "tube": _tr("Treat", "tubes"),
        "inhaler": _tr("Treat", "inhalers"),
        "piece": _tr("Treat", "pieces"),
    }.get(unit, unit)


def item_text(item: dict[str, Any]) -> str:
    return " ".join(str(item[part]) for part in ("generic", "strength", "form") if item.get(part))


class _ItemRow(QWidget):
    """One medicine: its name, how many, and a cross to take it out."""

    typed = Signal()
    removed = Signal(str)

    def __init__(self, item: dict[str, Any], quantity_label: str, remove_label: str) -> None:
        super().__init__()
        self._item = dict(item)
        self.quantity = LineEdit(
            "visit.medicine_quantity", f"{quantity_label} {item_text(item)}", unit_text(str(item["unit"]))
        )
        self.quantity.set_text(str(item.get("quantity", "")))
        self.quantity.setFixedWidth(current_theme().px(150))
        self.quantity.changed.connect(self.typed)
        cross = Button("", "quiet", "x", size="row", name="visit.medicine_remove")
        cross.setAccessibleName(f"{remove_label} {item_text(item)}")
        cross.clicked.connect(self._remove)
        self._dose = Label("", "meta", "ink3", wrap=True)
        self._dose.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(item_text(item), "body", strong=True, wrap=True))
        words.addWidget(self._dose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(self.quantity, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(cross, 0, Qt.AlignmentFlag.AlignTop)

    def item(self) -> dict[str, Any]:
        return {**self._item, "quantity": self.quantity.text().strip()}

    def show_dose(self, text: str) -> None:
        """The hint under the medicine's name, '' for none."""
        self._dose.setText(text)
        self._dose.setVisible(bool(text))

    def begin(self) -> None:
        """The cursor into the quantity; typing replaces what is proposed."""
        self.quantity.setFocus(Qt.FocusReason.TabFocusReason)
        self.quantity.selectAll()

    def _remove(self) -> None:
        self.removed.emit(str(self._item["id"]))


class TreatFields(QWidget):
    """A line to type a medicine in, and below it those that were given."""

    def __init__(
        self,
        fields: FieldSet,
        entries: Sequence[Entry],
        frequencies: Sequence[Entry],
        doses: Sequence[Entry],
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fields, self._doses, self.language = fields, doses, language
        # What may not be prescribed from afar is not given out here either.
        self._entries = [entry for entry in entries if entry.more.get("list") != "prohibited"]
        self._lists = {(entry.more.get("generic"), entry.more.get("form")): entry.more.get("list") for entry in entries}
        self._about: About | None = None
        self._weight: float | None = None
        self._per_day = {entry.code: int(entry.more.get("per_day") or 0) for entry in frequencies}
        self._rows: list[_ItemRow] = []
        self._took = False
        self.medicine = Field("", "visit.medicine")
        self._standing = Tick("", "visit.standing_order")
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = self._popup = QListView()
        popup.setProperty("popup", "true")
        self._completer.setPopup(popup)
        self._completer.activated.connect(self._chosen)
        self.medicine.edit.setCompleter(self._completer)
        self.medicine.edit.returnPressed.connect(self._enter)
        self.medicine.changed.connect(self._suggest)
        self._list = QVBoxLayout()
        self._list.setSpacing(current_theme().px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current_theme().px(8))
        column.addLayout(self._list)
        column.addWidget(self.medicine)
        column.addWidget(self._standing)
        fields.add("medicine", self.medicine)
        fields.add_access("medicines", Access(self.medicine, self.items, self.fill, self.medicine))
        fields.add("standing_order", self._standing)
        self.retranslate()

    def fits(self, about: About) -> None:
        """Whose age the doses are for."""
        self._about = about

    def show_weight(self, weight_kg: float | None) -> None:
        """The doses by weight follow what is typed under vitals."""
        self._weight = weight_kg
        for row in self._rows:
            row.show_dose(self._hint(row.item()))

    def _hint(self, item: dict[str, Any]) -> str:
        said = []
        days = self._about.age_days if self._about is not None else None
        dose = dose_of([entry.more for entry in self._doses], item, days, self._weight)
        if dose is not None:
            said.append(self._dose_text(dose))
        if self._lists.get((item.get("generic"), item.get("form"))) in _DOCTORS:
            said.append(self.tr("A doctor's medicine: only if your standing orders name it."))
        return " ".join(said)

    def _dose_text(self, dose: Dose) -> str:
        once = f"{dose.low} mg" if dose.low == dose.high else f"{dose.low}-{dose.high} mg"
        if dose.low_ml:
            once += f" ({dose.low_ml} mL)" if dose.low_ml == dose.high_ml else f" ({dose.low_ml}-{dose.high_ml} mL)"
        if dose.most_a_day:
            told = self.tr("For {0} kg: {1} each time, at most {2} times a day (WHO Pocket Book 2013).")
            return told.format(number_text(self._weight), once, dose.most_a_day)
        return self.tr("For this age: {0} once a day for {1} days (WHO Pocket Book 2013).").format(once, dose.days)

    def items(self) -> list[dict[str, Any]]:
        """What was given, as typed."""
        return [row.item() for row in self._rows]

    def fill(self, items: list[dict[str, Any]]) -> None:
        """Show these, silently."""
        for row in self._rows:
            self._list.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for item in items:
            self._add_row(item)

    def _add_row(self, item: dict[str, Any]) -> _ItemRow:
        row = _ItemRow(item, self.tr("How many"), self.tr("Take out"))
        row.typed.connect(self._tell)
        row.removed.connect(self._remove)
        row.show_dose(self._hint(item))
        self._rows.append(row)
        self._list.addWidget(row)
        return row

    def _tell(self) -> None:
        self._fields.tell("medicines")

    def _remove(self, item_id: str) -> None:
        self.fill([item for item in self.items() if item["id"] != item_id])
        self._tell()
        self.medicine.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _suggest(self, typed: str) -> None:
        found = find_medicines(self._entries, typed)
        self._words.setStringList([self._entry_line(entry) for entry in found])
        if found:
            self._completer.complete()
        else:
            self._popup.hide()

    def _entry_line(self, entry: Entry) -> str:
        line = item_text(medicine_item(entry, {}))
        words = entry_text(entry, self.language)
        return line if words.upper() in line.upper() or line.upper().startswith(words.upper()) else f"{line} · {words}"

    def _chosen(self, line: str) -> None:
        entry = next((entry for entry in self._entries if self._entry_line(entry) == line), None)
        if entry is not None:
            self._take(entry)

    def _take(self, entry: Entry) -> None:
        row = self._add_row(medicine_item(entry, self._per_day))
        if entry.more.get("list") in _DOCTORS:
            # That the centre's orders name it takes somebody's word: the tick goes, to be set by hand.
            self._fields.put("standing_order", False)
        # The completer writes its word into the line after this signal; empty it once it has.
        QTimer.singleShot(0, self.medicine.edit, self.medicine.edit.clear)
        self._tell()
        QTimer.singleShot(0, row.quantity, row.begin)

    def _enter(self) -> None:
        """Enter takes the best of what was found, unless one of the suggestions is chosen."""
        found = find_medicines(self._entries, self.medicine.text())
        if found and not (self._popup.isVisible() and self._popup.currentIndex().isValid()):
            self._took = True
            # With the list open the key never comes up to here: what it leaves behind would swallow the next Enter.
            QTimer.singleShot(0, self, self._forget)
            self._popup.hide()
            self._take(found[0])

    @Slot()
    def _forget(self) -> None:
        self._took = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The Enter that took a medicine stays here; the next one goes on in the form.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._took:
            self._took = False
            event.accept()
            return
        super().keyPressEvent(event)

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self.medicine.set_label(self.tr("Medicines given"))
        self.medicine.set_placeholder(self.tr("type a medicine"))
        self._standing.set_text(self.tr("Given under the standing orders"))
        for row in self._rows:
            row.quantity.set_unit(unit_text(str(row.item()["unit"])))
        self.show_weight(self._weight)
