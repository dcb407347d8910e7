"""Referred to a doctor: which desk, how urgent, what is asked, that she agrees, and how to reach her."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from spoke_app.actions.begin_visit import AnsweredCase
from spoke_app.actions.views import DeskChoice
from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.picklists import Entry, text_of
from spoke_app.ui.text import names_for, short_date
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.consent import ConsentFields
from spoke_app.ui.visit.words import urgency_word
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.field import Field
from spoke_app.ui.widgets.select import Select
from spoke_app.ui.widgets.text_area import TextArea
from spoke_app.ui.widgets.tick import Tick


class ReferFields(QWidget):
    """The referral's inputs; desks come later, from the store."""

    def __init__(
        self,
        fields: FieldSet,
        specialities: Sequence[Entry],
        consent: Sequence[Entry],
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme = current_theme()
        self._specialities, self.language = specialities, language
        self._desks: tuple[DeskChoice, ...] = ()
        self._answered: AnsweredCase | None = None
        self._why = ""
        self.follows = Tick("", "visit.follows")
        self.follows.hide()
        self.desk = Select("", "visit.desk")
        self.urgency = Choice("", "visit.urgency", [("routine", ""), ("urgent", ""), ("emergency", "", "alert-circle")])
        grave = self.urgency.findChild(QPushButton, "visit.urgency.emergency")
        if grave is not None:
            grave.setProperty("tone", "red")
        self.question = TextArea("", "visit.question", lines=3)
        self.consent = ConsentFields(fields, consent, language, self)
        self.reach = Choice("", "visit.reach_how", [(code, "") for code in ("waits", "returns", "phone", "visit")])
        self.reach_when = Field("", "visit.reach_when", optional=True)
        for name, widget in (
            ("follows", self.follows),
            ("desk", self.desk),
            ("urgency", self.urgency),
            ("question", self.question),
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.follows)
        column.addLayout(top)
        column.addWidget(self.question)
        column.addWidget(self.consent)
        column.addLayout(reach)
        self.retranslate()

    def show_desks(self, desks: Sequence[DeskChoice]) -> None:
        """Offer these; the chosen one stays chosen."""
        self._desks = tuple(desks)
        self.retranslate()

    def desks(self) -> tuple[DeskChoice, ...]:
        return self._desks

    def show_answered(self, answered: AnsweredCase | None) -> None:
        """The case that this may go on with; None if there is none."""
        self._answered = answered
        self.follows.setVisible(answered is not None)
        self._show_follows()

    def show_why(self, why: str) -> None:
        """Why this desk stands there: `same` doctor, by the `flags`, the `only` one, or chosen by a person ('')."""
        self._why = why
        words = {
            "same": self.tr("Answered before; goes there first"),
            "flags": self.tr("Proposed; change it if need be"),
        }
        one = self._desk_name(self._desks[0]) if len({desk.desk for desk in self._desks}) == 1 else ""
        self.desk.set_hint(words.get(why) or one)

    def _show_follows(self) -> None:
        if self._answered is None:
            self.follows.set_text(self.tr("Goes on with an earlier case"))
            return
        day = short_date(self._answered.day, self.language)
        doctor = names_for(self._answered.doctor, self._answered.doctor_hi, self.language)[0]
        said = self.tr("Goes on with the case answered on {0} by {1}").format(day, doctor)
        self.follows.set_text(
            said if doctor else self.tr("Goes on with the case answered on {0}").format(day),
            self.tr("The same doctor sees it first, with all that was written then."),
        )

    def _desk_name(self, desk: DeskChoice) -> str:
        return (desk.desk_name_hi if self.language == "hi" else "") or desk.desk_name

    def _desk_text(self, desk: DeskChoice) -> str:
        """The speciality; with the desk's name where there are several desks to choose from."""
        speciality = text_of(self._specialities, desk.speciality, self.language)
        return speciality if len({one.desk for one in self._desks}) == 1 else f"{speciality}, {self._desk_name(desk)}"

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        self.desk.set_label(self.tr("Speciality and desk"))
        self.show_why(self._why)
        self._show_follows()
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
        self.consent.language = self.language
        self.consent.retranslate()
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
