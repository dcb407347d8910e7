"""Allergies, conditions and medicines, changed by themselves: without the whole registration form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spoke_app.actions.edit_patient import edit_patient
from spoke_app.actions.views import PatientView
from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import changed_fields
from spoke_app.ui.models.patient_form import allergy_entry, allergy_text
from spoke_app.ui.models.tab_order import chain_tabs
from spoke_app.ui.models.token_values import TokenValues
from spoke_app.ui.record.foot import Foot
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import HintLine
from spoke_app.ui.widgets.token_field import TokenField

if TYPE_CHECKING:
    from spoke_app.ui.context import UiContext

FIELDS = ("allergies", "conditions", "medicines")


def _allergy(text: str, code: str) -> dict[str, object]:
    made = allergy_entry(text)
    del made["id"]
    return made


class FactsPage(QWidget):
    """`show_form` opens them; `saved` once they are written. Esc keeps what was typed until the record is left."""

    closed = Signal()
    saved = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: PatientView | None = None
        self.fields = FieldSet()
        self.tokens = {name: TokenField("", f"facts.{name}") for name in FIELDS}
        TokenValues(self.fields, "allergies", self.tokens["allergies"], allergy_text, _allergy)
        TokenValues(self.fields, "conditions", self.tokens["conditions"])
        TokenValues(self.fields, "medicines", self.tokens["medicines"])
        self._card = Card()
        for field in self.tokens.values():
            self._card.add(field)
        self.problem = HintLine()
        self.save = Button("", "primary", "check", "Ctrl Enter", name="facts.save")
        self._back = Button("", "quiet", key="Esc", name="facts.back")
        page = ScrollPage()
        page.column.addWidget(self._card)
        page.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(Foot((self.save,), self._back, self.problem))
        self.save.clicked.connect(self._save)
        self._back.clicked.connect(self.closed)
        chain_tabs(self)

    def show_form(self, view: PatientView) -> None:
        """Open them. What was typed for this person before and not saved is still there."""
        if self._view is None or self._view.row.id != view.row.id or not self._touched():
            self._view = view
            for name in FIELDS:
                self.fields.put(name, list(view.fields.get(name) or []))
                self.fields.put(f"{name}_typed", "")
        self.problem.show_text("")
        self.retranslate()
        self.tokens["allergies"].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _touched(self) -> bool:
        return bool(self._changes()) or any(self.fields.value(f"{name}_typed") for name in FIELDS)

    def _changes(self) -> dict[str, Any]:
        """What is other than in the record; entries that were taken out are named: no merge brings them back."""
        if self._view is None:
            return {}
        before = {name: list(self._view.fields.get(name) or []) for name in FIELDS}
        return changed_fields(before, {name: list(self.fields.value(name)) for name in FIELDS})

    @Slot()
    def _save(self) -> None:
        if self._view is None:
            return
        for field in self.tokens.values():
            field.take_rest()
        changes = self._changes()
        if not changes:
            self._view = None
            self.saved.emit()
            return
        row, heads = self._view.row, self._view.heads
        self._context.runner.run(edit_patient, row.id, changes, heads, done=self._written, failed=self._refused)

    @Slot(object)
    def _written(self, changed: object) -> None:
        self._view = None
        self.saved.emit()

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        self.problem.show_text(self.tr("This could not be saved: please shorten it."), "error")

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._card.set_title(self.tr("To know before treating"))
        words = {
            "allergies": (self.tr("Allergies"), self.tr("What, and what happens: sulfa, rash")),
            "conditions": (self.tr("Conditions"), self.tr("Long-standing illness: anaemia, asthma")),
            "medicines": (self.tr("Takes regularly"), self.tr("Medicine and how often: amlodipine 5 mg once a day")),
        }
        for name, (label, hint) in words.items():
            self.tokens[name].set_label(label)
            self.tokens[name].set_hint(hint)
            self.tokens[name].set_placeholder(self.tr("add"))
        self.save.set_text(self.tr("Save"))
        self._back.set_text(self.tr("Back"))
