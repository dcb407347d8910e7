"""Referred to a doctor: which desk, how urgent, what is asked, that she agrees, and how to reach her."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from spoke_app.actions.views import DeskChoice
from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.picklists import Entry, text_of
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.words import urgency_word
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.select import Select
from spoke_app.ui.widgets.text_area import TextArea
from spoke_app.ui.widgets.tick import Tick


class ReferFields(QWidget):
    """The referral's inputs; desks come later, from the store."""

    def __init__(
        self, fields: FieldSet, specialities: Sequence[Entry], language: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._specialities, self.language = specialities, language
        self._desks: tuple[DeskChoice, ...] = ()
        self._patient, self._witness, self._when = "", "", ""
        self.desk = Select("", "visit.desk")
        self.urgency = Choice("", "visit.urgency", [("routine", ""), ("urgent", ""), ("emergency", "", "alert-circle")])
        grave = self.urgency.findChild(QPushButton, "visit.urgency.emergency")
        if grave is not None:
            grave.setProperty("tone", "red")
        self.question = TextArea("", "visit.question", lines=3)
        self.consent = Tick("", "visit.consent")
        self.consent_by = Choice("", "visit.consent_by", [("patient", ""), ("guardian", "")])
        self.reach = Choice("", "visit.reach_how", [(code, "") for code in ("waits", "returns", "phone", "visit")])
        self.reach_when = Field("", "visit.reach_when", optional=True)
        for name, widget in (
            ("desk", self.desk),
            ("urgency", self.urgency),
            ("question", self.question),
            ("consent", self.consent),
            ("consent_by", self.consent_by),
            ("reach_how", self.reach),
            ("reach_when", self.reach_when),
        ):
            fields.add(name, widget)
        top = QGridLayout()
        top.setHorizontalSpacing(theme.px(16))
        top.addWidget(self.desk, 0, 0)
        top.addWidget(self.urgency, 1 if theme.folded else 0, 0 if theme.folded else 1)
        top.setColumnStretch(0, 7)
        top.setColumnStretch(1, 0 if theme.folded else 8)
        reach = QGridLayout()
        reach.setHorizontalSpacing(theme.px(16))
        reach.addWidget(self.reach, 0, 0)
        reach.addWidget(self.reach_when, 1 if theme.folded else 0, 0 if theme.folded else 1)
        reach.setColumnStretch(0, 3)
        reach.setColumnStretch(1, 0 if theme.folded else 1)
        who = QHBoxLayout()
        who.addWidget(self.consent_by)
        who.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addLayout(top)
        column.addWidget(self.question)
        column.addWidget(self.consent)
        column.addLayout(who)
        column.addLayout(reach)
        self.retranslate()

    def show_desks(self, desks: Sequence[DeskChoice]) -> None:
        """Offer these; the chosen one stays chosen."""
        self._desks = tuple(desks)
        self.retranslate()

    def desks(self) -> tuple[DeskChoice, ...]:
        return self._desks

    def show_consent(self, patient: str, witness: str, when: str) -> None:
        """Who agrees, before whom, and at what time (empty until it was ticked)."""
        self._patient, self._witness, self._when = patient, witness, when
        sub = self.tr("Spoken; the limits of telemedicine were explained.")
        if when:
            told = self.tr("Spoken, its limits were explained. Witness: {0}, {1}")
            sub = told.format(witness, when)
        self.consent.set_text(self.tr("{0} agrees to ask a doctor by telemedicine").format(patient), sub)

    def _desk_name(self, desk: DeskChoice) -> str:
        return (desk.desk_name_hi if self.language == "hi" else "") or desk.desk_name

    def _desk_text(self, desk: DeskChoice) -> str:
        """The speciality; with the desk's name where there are several desks to choose from."""
        speciality = text_of(self._specialities, desk.speciality, self.language)
        return speciality if len({one.desk for one in self._desks}) == 1 else f"{speciality}, {self._desk_name(desk)}"

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self.desk.set_label(self.tr("Speciality and desk"))
        self.desk.set_hint(self._desk_name(self._desks[0]) if len({one.desk for one in self._desks}) == 1 else "")
        self.desk.set_options([(f"{desk.desk}|{desk.speciality}", self._desk_text(desk)) for desk in self._desks])
        self.desk.box.setPlaceholderText(self.tr("choose"))
        self.urgency.set_label(self.tr("Urgency"))
        self.urgency.set_options(
            [
                ("routine", urgency_word("routine")),
                ("urgent", urgency_word("urgent")),
                ("emergency", urgency_word("emergency"), "alert-circle"),
            ]
        )
        self.question.set_label(self.tr("Question to the doctor"))
        self.consent_by.set_label(self.tr("Who agrees"))
        self.consent_by.set_options([("patient", self.tr("The patient")), ("guardian", self.tr("Her or his guardian"))])
        self.reach.set_label(self.tr("When the answer comes, the patient"))
        self.reach.set_options(
            [
                ("waits", self.tr("waits here")),
                ("returns", self.tr("comes back")),
                ("phone", self.tr("is called")),
                ("visit", self.tr("is visited")),
            ]
        )
        self.reach_when.set_label(self.tr("When"))
        self.show_consent(self._patient, self._witness, self._when)
