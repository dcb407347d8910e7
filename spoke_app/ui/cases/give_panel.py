"""The medicines of a prescription as they go over the counter: a quantity for each, proposed, changed by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from spoke_app.actions.case_page import CasePage, GivenOut
from spoke_app.actions.give_prescription import Handed
from spoke_app.documents import doses
from spoke_app.documents.from_records import as_entries, item_of
from spoke_app.documents.paper import Lang, PaperItem
from spoke_app.documents.words import FORMS
from spoke_app.ui.models.typed import number
from spoke_app.ui.text import moment_text, names_for
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import LineEdit
from spoke_app.ui.widgets.label import Label

MOST = 10_000


class GivePanel(Card):
    """`handed()` is what the fields say; `wanted` from its own button, where the paper was given before."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("…", parent=parent)
        self.setObjectName("case.give_panel")
        self._prescription = ""
        self._items: list[PaperItem] = []
        self._fields: list[LineEdit] = []
        self._hint = Label("", "meta", "ink2", wrap=True)
        self._rows = QWidget()
        self._note = Button("", "secondary", "check", size="row", name="case.note_given_out")
        self._note.clicked.connect(self.wanted)
        foot = QHBoxLayout()
        foot.addWidget(self._note)
        foot.addStretch(1)
        self.body.setSpacing(current_theme().px(8))
        self.add(self._hint)
        self.add(self._rows)
        self.add(foot)

    def show_page(self, page: CasePage, lang: Lang, now: datetime) -> None:
        """Fields while nothing was given out, afterwards what was. What was typed stays until another prescription."""
        prescription = page.view.prescription
        if prescription is None:
            self.hide()
            return
        typed = [field.text() for field in self._fields] if prescription.id == self._prescription else None
        self._prescription = prescription.id
        self._items = [item_of(entry) for entry in as_entries(prescription.fields.get("items"))]
        self.set_title(self.tr("Given out here"))
        self._note.set_text(self.tr("Note it"))
        given = page.given_out
        self._note.setVisible(given is None and page.view.row.receipt.state == "given")
        if given is not None:
            self._say_given(given, lang, now)
        else:
            self._hint.setText(self.tr("What goes with the paper now. Leave empty what she gets elsewhere."))
            self._lay_out(lang, typed)
        self.show()

    def handed(self) -> tuple[Handed, ...]:
        """What stands in the fields; what is no number stands for nothing."""
        found = []
        for item, field in zip(self._items, self._fields, strict=False):
            quantity = number(field.text())
            if quantity is not None and 0 < quantity <= MOST:
                found.append(Handed(item.generic, quantity, item.form.lower()))
        return tuple(found)

    def _say_given(self, given: GivenOut, lang: Lang, now: datetime) -> None:
        who = names_for(given.by.name, given.by.name_hi, lang)[0] if given.by else ""
        when = moment_text(given.at, lang, now)
        self._hint.setText(self.tr("{when}, by {who}").format(when=when, who=who) if who else when)
        words = [
            (generic, f"{quantity:g} {_unit(unit, quantity, lang)}".strip()) for generic, quantity, unit in given.items
        ]
        grid = self._anew()
        self._fields = []
        for at, (generic, amount) in enumerate(words):
            grid.addWidget(Label(generic, "name", wrap=True), at, 0)
            grid.addWidget(Label(amount, "body"), at, 1, Qt.AlignmentFlag.AlignRight)

    def _lay_out(self, lang: Lang, typed: Sequence[str] | None) -> None:
        theme = current_theme()
        focused = next((at for at, field in enumerate(self._fields) if field.hasFocus()), None)
        grid = self._anew()
        self._fields = []
        for at, item in enumerate(self._items):
            proposed = doses.quantity(item)
            unit = _unit(item.form, proposed or 2, lang)
            label = self.tr("{medicine}, how many").format(medicine=item.generic)
            field = LineEdit(f"case.quantity.{at + 1}", label, unit)
            field.setFixedWidth(theme.px(176))
            text = typed[at] if typed is not None and at < len(typed) else str(proposed or "")
            field.set_text(text)
            self._fields.append(field)
            grid.addWidget(Label(f"{item.generic} {item.strength}".strip(), "name", wrap=True), at, 0)
            grid.addWidget(field, at, 1)
        if focused is not None and focused < len(self._fields):
            self._fields[focused].setFocus()

    def _anew(self) -> QGridLayout:
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current_theme().px(16))
        grid.setVerticalSpacing(current_theme().px(8))
        grid.setColumnStretch(0, 1)
        self.body.replaceWidget(self._rows, fresh)
        self._rows.deleteLater()
        self._rows = fresh
        return grid


def _unit(form: str, count: float, lang: Lang) -> str:
    """`tablets`, in the language of now."""
    if form.lower() not in FORMS:
        return form
    one, many = FORMS[form.lower()]
    return (one if count == 1 else many).first(lang)
