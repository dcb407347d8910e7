"""Consent to ask a doctor: the text to be read out in Hindi and English, who agrees, and before whom.

For a minor of whom no adult is known, it asks who the adult is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.views import Person
from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.patient_form import RELATIONS
from spoke_app.ui.models.picklists import Entry
from spoke_app.ui.patients.words import relation_word
from spoke_app.ui.text import names_for
from spoke_app.ui.theme import current_theme
from spoke_app.ui.widgets.card import IconMark
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.select import Select
from spoke_app.ui.widgets.tick import Tick


class ConsentFields(QWidget):
    """Both texts are always there, whatever the window's language: the one that she understands is read out."""

    def __init__(self, fields: FieldSet, texts: Sequence[Entry], language: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme = current_theme()
        self.language = language
        self._texts = {entry.code: entry for entry in texts}
        self._witnesses: tuple[Person, ...] = ()
        self._patient, self._when, self._minor = "", "", False
        self.consent = Tick("", "visit.consent")
        self.by = Choice("", "visit.consent_by", [("patient", ""), ("guardian", "")])
        self.witness = Select("", "visit.consent_witness")
        self.adult = Field("", "visit.guardian_name")
        self.relation = Select("", "visit.guardian_relation")
        for name, widget in (
            ("guardian_name", self.adult),
            ("guardian_relation", self.relation),
            ("consent", self.consent),
            ("consent_by", self.by),
            ("consent_witness", self.witness),
        ):
            fields.add(name, widget)
        self._adult_room = QWidget()
        adult = QGridLayout(self._adult_room)
        adult.setContentsMargins(0, 0, 0, 0)
        adult.setHorizontalSpacing(theme.px(16))
        adult.addWidget(self.adult, 0, 0)
        adult.addWidget(self.relation, 0, 1)
        adult.setColumnStretch(0, 3)
        adult.setColumnStretch(1, 2)
        self._adult_room.hide()
        who = QGridLayout()
        who.setHorizontalSpacing(theme.px(16))
        who.addWidget(self.by, 0, 0)
        who.addWidget(self.witness, 1 if theme.folded else 0, 0 if theme.folded else 1)
        who.setColumnStretch(0, 3)
        who.setColumnStretch(1, 0 if theme.folded else 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._adult_room)
        column.addWidget(self._reading())
        column.addWidget(self.consent)
        column.addLayout(who)
        self.retranslate()

    def _reading(self) -> QFrame:
        """What is read out, Hindi first."""
        theme = current_theme()
        frame = QFrame()
        frame.setProperty("frame", "notice")
        frame.setProperty("kind", "news")
        self._lead = Label("", "label", "ink2")
        self._hindi = Label("", "body", wrap=True)
        self._english = Label("", "meta", "ink2", wrap=True)
        self._hindi.setObjectName("visit.consent_text_hi")
        self._english.setObjectName("visit.consent_text_en")
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(IconMark("message-check", theme.accent, theme.px(20)))
        head.addWidget(self._lead, 1)
        column = QVBoxLayout(frame)
        column.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(12))
        column.setSpacing(theme.px(6))
        column.addLayout(head)
        column.addWidget(self._hindi)
        column.addWidget(self._english)
        return frame

    def show_witnesses(self, witnesses: Sequence[Person]) -> None:
        """Those who may witness; the first is who is signed in."""
        self._witnesses = tuple(witnesses)
        self._show_witnesses()

    def show_consent(self, patient: str, when: str, *, minor: bool, adult_wanted: bool) -> None:
        """Who agrees, and at what time (empty until it was ticked)."""
        self._patient, self._when, self._minor = patient, when, minor
        self._adult_room.setVisible(adult_wanted)
        text = self._texts.get("referral_guardian" if minor else "referral")
        if text is not None:
            self._hindi.setText(text.hi)
            self._english.setText(text.en)
        sub = self.tr("Spoken; the limits of telemedicine were explained.")
        if when:
            sub = self.tr("Spoken at {0}, its limits were explained.").format(when)
        self.consent.set_text(self._agrees(), sub)

    def _agrees(self) -> str:
        if self._minor:
            return self.tr("The adult with {0} agrees to ask a doctor by telemedicine").format(self._patient)
        return self.tr("{0} agrees to ask a doctor by telemedicine").format(self._patient)

    def _show_witnesses(self) -> None:
        names = [(one.id, names_for(one.name, one.name_hi, self.language)[0]) for one in self._witnesses]
        self.witness.set_options(names)
        if not self.witness.value() and names:
            self.witness.set_value(names[0][0])

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self._lead.setText(self.tr("Read out, then ask"))
        self.adult.set_label(self.tr("Adult who came along"))
        self.adult.set_placeholder(self.tr("full name"))
        self.relation.set_label(self.tr("Who is that"))
        self.relation.box.setPlaceholderText(self.tr("choose"))
        relations = [code for code in RELATIONS if code not in ("son", "daughter")]
        self.relation.set_options([(code, relation_word(code)) for code in relations])
        self.by.set_label(self.tr("Who agrees"))
        self.by.set_options([("patient", self.tr("The patient")), ("guardian", self.tr("Her or his guardian"))])
        self.witness.set_label(self.tr("Witness"))
        self._show_witnesses()
