"""CBAC screening, from thirty years on: four questions and the waist, the score as it grows, and the one before."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from care_record.rules.cbac import CHOICES, PRIORITY_ABOVE, is_priority
from spoke_app.actions.begin_visit import Screened
from spoke_app.ui.models.field_set import FieldSet
from spoke_app.ui.models.notes import FieldNote, Values
from spoke_app.ui.models.screening_form import FIELDS, is_begun, is_due, score_of
from spoke_app.ui.models.vital_signs import About
from spoke_app.ui.text import short_date
from spoke_app.ui.theme import current_theme
from spoke_app.ui.visit.part import Part
from spoke_app.ui.visit.screening_words import answer_word, question_word
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.chip import Chip, ChipFace
from spoke_app.ui.widgets.choice import Choice
from spoke_app.ui.widgets.label import Label
from spoke_app.ui.widgets.tick import Tick


class ScreeningPart(Part):
    code = "screening"
    first_field = "screen_tobacco"

    def __init__(self, fields: FieldSet, language: str, parent: QWidget | None = None) -> None:
        super().__init__(fields, parent)
        theme = current_theme()
        self.language = language
        self._before: Screened | None = None
        self._about: About | None = None
        self._told = Label("", "body", "ink2", wrap=True)
        self._again = Tick("", "visit.screen_again")
        self._choices = {
            field: Choice("", f"visit.{field}", [(code, "") for code in CHOICES[name]])
            for field, name in FIELDS.items()
        }
        fields.add("screen_again", self._again)
        self._questions = QWidget()
        grid = QGridLayout(self._questions)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(16))
        grid.setVerticalSpacing(theme.px(3))
        columns = 1 if theme.folded else 2
        for at, (field, choice) in enumerate(self._choices.items()):
            fields.add(field, choice)
            grid.addWidget(choice, at // columns, at % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self._score = Chip()
        self._first = Label("", "meta", "ink2", wrap=True)
        self._clear = Button("", "quiet", "x", size="row", name="visit.screen_clear")
        self._clear.clicked.connect(self._empty)
        foot = QHBoxLayout()
        foot.addWidget(self._score)
        foot.addWidget(self._first, 1)
        foot.addStretch(1)
        foot.addWidget(self._clear)
        self.add(self._told)
        self.add(self._again)
        self.add(self._questions)
        self.add(foot)
        self.retranslate()

    def show_before(self, before: Screened | None) -> None:
        """The screening before this one."""
        self._before = before

    def fits(self, about: About) -> None:
        self._about = about
        self.setVisible(about.wants_waist)

    def show_form(self, values: Values, notes: dict[str, FieldNote]) -> None:
        if self._about is None:
            return
        due = is_due(self._before, self._about.on)
        begun = is_begun(values)
        self._again.setVisible(not due)
        self._questions.setVisible(due or begun or bool(values["screen_again"]))
        self._clear.setVisible(begun)
        self._tell(due)
        points = score_of(values, self._about)
        self._score.setVisible(points is not None)
        self._first.setVisible(points is not None and is_priority(points))
        if points is not None:
            self._show_score(points)
        self.say(notes, *FIELDS)

    def _tell(self, due: bool) -> None:
        """What is known of the screening before."""
        if self._before is None:
            self._told.setText(self.tr("Not screened yet. Once a year from 30 years on; the waist is under Vitals."))
            return
        day = f"{short_date(self._before.day, self.language)} {self._before.day.year}"
        told = self.tr("Screened on {0}: score {1}.").format(day, self._before.score)
        again = self.tr("More than a year ago: please ask again; the waist is under Vitals.")
        self._told.setText(f"{told} {again}" if due else told)

    def _show_score(self, points: int) -> None:
        if is_priority(points):
            text = self.tr("Score {0}: more than {1}").format(points, PRIORITY_ABOVE)
            self._score.set_face(ChipFace(text, "amber", "alert-triangle"))
        else:
            self._score.set_face(ChipFace(self.tr("Score {0}").format(points), "green", "circle-check"))

    @Slot()
    def _empty(self) -> None:
        """Take the screening out of this visit again."""
        for field in FIELDS:
            self.fields.put(field, "")
        self.fields.put("screen_again", False)
        self.fields.tell("screen_tobacco")
        self._choices["screen_tobacco"].segments.focus_first()

    def retranslate(self) -> None:
        super().retranslate()
        self._again.set_text(self.tr("Screen again today"))
        self._first.setText(self.tr("First in turn: measure BP and sugar."))
        self._clear.set_text(self.tr("Leave out"))
        for field, choice in self._choices.items():
            name = FIELDS[field]
            choice.set_label(question_word(name))
            choice.set_options([(code, answer_word(name, code)) for code in CHOICES[name]])
