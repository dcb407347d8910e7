"""The chosen patient beside the list: who it is, what to know, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.views import PatientView
from spoke_app.ui.models.patient_form import phone_typed
from spoke_app.ui.models.patient_rows import relative_short
from spoke_app.ui.patients.about import allergies_text, conditions_text, full_line, place_line
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import names_for
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.avatar import Avatar
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card, IconMark
from spoke_app.ui.widgets.label import Label, Rule


class PatientSide(Card):
    """`new_visit`, `open_record` and `edit` say which of its three buttons was used."""

    new_visit = Signal()
    open_record = Signal()
    edit = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        theme = current_theme()
        self._view: PatientView | None = None
        self._lang = "en"
        self._avatar = Avatar()
        self._name, self._other = Label("", "section", wrap=True, strong=True), Label("", "body", "ink2", wrap=True)
        self._lines = [Label("", "body", wrap=True) for _ in range(3)]
        self._phone = Label("", "body")
        self._phone_mark = IconMark("phone", theme.ink2, theme.px(17))
        self._facts = [(Label("", "meta", "ink2"), Label("", "body", wrap=True)) for _ in range(3)]
        self._visit = Button("", "primary", "plus", "Enter", name="patients.new_visit")
        self._record = Button("", "secondary", key="Ctrl O", name="patients.open_record")
        self._edit = Button("", "secondary", key="Ctrl E", name="patients.edit")
        self._visit.clicked.connect(self.new_visit)
        self._record.clicked.connect(self.open_record)
        self._edit.clicked.connect(self.edit)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        theme = current_theme()
        pad = theme.px(20)
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._name)
        names.addWidget(self._other)
        head.addWidget(self._avatar)
        head.addLayout(names, 1)
        phone = QHBoxLayout()
        phone.setSpacing(theme.px(8))
        phone.addWidget(self._phone_mark)
        phone.addWidget(self._phone, 1)
        top = QVBoxLayout()
        top.setContentsMargins(pad, pad, pad, theme.px(14))
        top.setSpacing(theme.px(3))
        top.addLayout(head)
        top.addSpacing(theme.px(8))
        for line in self._lines:
            top.addWidget(line)
        top.addLayout(phone)
        scroll = ScrollPage(margins=False)
        scroll.column.setSpacing(0)
        scroll.column.addLayout(top)
        for label, value in self._facts:
            scroll.column.addWidget(Rule())
            row = QGridLayout()
            row.setContentsMargins(pad, theme.px(11), pad, theme.px(11))
            row.setColumnMinimumWidth(0, theme.px(84))
            row.setHorizontalSpacing(theme.px(8))
            row.addWidget(label, 0, 0)
            row.addWidget(value, 0, 1)
            row.setColumnStretch(1, 1)
            scroll.column.addLayout(row)
        scroll.column.addStretch(1)
        self.add(scroll, 1)
        self.add(Rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(pad, theme.px(16), pad, pad)
        foot.setSpacing(theme.px(8))
        foot.addWidget(self._visit)
        if theme.folded:
            foot.addWidget(self._record)
            foot.addWidget(self._edit)
        else:
            both = QHBoxLayout()
            both.setSpacing(theme.px(8))
            both.addWidget(self._record, 1)
            both.addWidget(self._edit)
            foot.addLayout(both)
        self.add(foot)

    def show_patient(self, view: PatientView, places: str, last_visit: str, lang: str) -> None:
        """Show an opened record. `places` names block and district; `last_visit` says when and what for."""
        self._view, self._lang = view, lang
        row = view.row
        name, other = names_for(row.name, row.name_other, lang)
        self._avatar.set_name(name)
        self._name.setText(name)
        self._other.setText(other)
        self._other.setVisible(bool(other))
        texts = (full_line(row, lang), relative_short(row), place_line(row, places))
        for label, text in zip(self._lines, texts, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
        self._phone.setText(phone_typed(row.phone))
        self._phone.setVisible(bool(row.phone))
        self._phone_mark.setVisible(bool(row.phone))
        values = (allergies_text(view.fields), conditions_text(view.fields), last_visit)
        for (_, value), text in zip(self._facts, values, strict=True):
            value.setText(text)
        self.retranslate()

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        words = (self.tr("Allergies"), self.tr("Conditions"), self.tr("Last visit"))
        for (label, _), text in zip(self._facts, words, strict=True):
            label.setText(text)
        row = self._view.row if self._view else None
        name = names_for(row.name, row.name_other, self._lang)[0] if row else ""
        self._visit.set_text(self.tr("New visit for {0}").format(name))
        if self._visit.sizeHint().width() > self.width() - 2 * current_theme().px(20):
            # The name stands above in any case; in a narrow column the button says only what it does.
            self._visit.set_text(self.tr("New visit"))
        self._record.set_text(self.tr("Open record"))
        self._edit.set_text(self.tr("Edit"))
