"""Entering the result of a test: one that a doctor ordered, or one that the centre did by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from spoke_app.actions.attach_file import take_file
from spoke_app.actions.open_record import RecordView
from spoke_app.actions.refused import Refused
from spoke_app.actions.results import ResultForm, add_result
from spoke_app.actions.views import Attachment
from spoke_app.ui.models.tab_order import chain_tabs
from spoke_app.ui.models.typed import date_typed, number, past_date
from spoke_app.ui.record.foot import Foot
from spoke_app.ui.record.words import full_day
from spoke_app.ui.runner import Job
from spoke_app.ui.scroll import ScrollPage
from spoke_app.ui.text import size_text
from spoke_app.ui.widgets.button import Button
from spoke_app.ui.widgets.card import Card
from spoke_app.ui.widgets.field import Field, HintLine
from spoke_app.ui.widgets.select import Select
from spoke_app.ui.widgets.text_area import TextArea

if TYPE_CHECKING:
    from spoke_app.ui.context import UiContext

OTHER = "other"


class ResultPage(QWidget):
    """`show_form` begins one; what was typed for a patient and not saved is there again. `saved` once it is written."""

    closed = Signal()
    saved = Signal()

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: RecordView | None = None
        self._photo: Attachment | None = None
        self._kept: dict[str, dict[str, Any]] = {}
        self._job: Job | None = None
        self.test = Select("", "result.test")
        self.name = Field("", "result.name")
        self.value = Field("", "result.value", optional=True)
        self.unit = Field("", "result.unit", optional=True)
        self.words = TextArea("", "result.words", lines=3, optional=True)
        self.day = Field("", "result.day")
        self.attach = Button("", "secondary", "photo", name="result.attach")
        self.hint = HintLine()
        self.problem = HintLine()
        self._card = Card()
        self.save = Button("", "primary", "check", "Ctrl Enter", name="result.save")
        self._back = Button("", "quiet", key="Esc", name="result.back")
        page = ScrollPage()
        page.column.addWidget(self._card)
        page.column.addStretch(1)
        self._lay_out()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(page, 1)
        column.addWidget(Foot((self.save,), self._back, self.problem))
        self.test.changed.connect(self._test_chosen)
        self.attach.clicked.connect(self._ask)
        self.save.clicked.connect(self._save)
        self._back.clicked.connect(self.leave)
        chain_tabs(self)

    def _lay_out(self) -> None:
        theme = self._context.theme
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(20))
        grid.setVerticalSpacing(theme.px(4))
        grid.addWidget(self.test, 0, 0, 1, 2)
        grid.addWidget(self.name, 0, 2, 1, 2)
        grid.addWidget(self.value, 1, 0)
        grid.addWidget(self.unit, 1, 1)
        grid.addWidget(self.day, 1, 2, 1, 2)
        grid.addWidget(self.words, 2, 0, 1, 4)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self._card.add(grid)
        row = QHBoxLayout()
        row.setSpacing(theme.px(12))
        row.addWidget(self.attach)
        row.addWidget(self.hint, 1)
        self._card.add(row)

    def show_form(self, view: RecordView, test: str = "") -> None:
        """A result for this person; `test` is the ordered one that it is of."""
        self._view = view
        kept = self._kept.get(view.patient.row.id, {})
        self.retranslate()
        awaited = [one.id for one in view.awaited]
        chosen = test or str(kept.get("test") or "") or (awaited[0] if awaited else OTHER)
        self.test.set_value(chosen if chosen in awaited else OTHER)
        for name, field in (("name", self.name), ("value", self.value), ("unit", self.unit)):
            field.set_text(str(kept.get(name) or ""))
            field.set_state("normal")
        self.words.set_text(str(kept.get("words") or ""))
        self.words.set_state("normal")
        self.day.set_text(str(kept.get("day") or date_typed(self._context.clock().date())))
        self.day.set_state("normal")
        self._photo = kept.get("photo")
        self.problem.show_text("")
        self._test_chosen()
        self._say()
        first = self.value.edit if self.test.value() != OTHER else self.name.edit
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Back to the record; what was typed is there when one comes again."""
        self._keep()
        self.closed.emit()

    def _keep(self) -> None:
        if self._view is None:
            return
        self._kept[self._view.patient.row.id] = {
            "test": self.test.value(),
            "name": self.name.text(),
            "value": self.value.text(),
            "unit": self.unit.text(),
            "words": self.words.text(),
            "day": self.day.text(),
            "photo": self._photo,
        }

    @Slot()
    def _test_chosen(self) -> None:
        self.name.setVisible(self.test.value() == OTHER)

    # A photo of the report

    @Slot()
    def _ask(self) -> None:
        from spoke_app.documents.pictures import read_attachment  # not before the first page is painted

        if self._job is not None:
            return
        filters = self.tr("Photos and PDF (*.jpg *.jpeg *.png *.webp *.bmp *.pdf)")
        path = self._context.ask.open_file(self, self.tr("Add a photo or PDF of the report"), filters)
        if path is None:
            return
        self._job = self._context.runner.run(take_file, path, read_attachment, done=self._taken, failed=self._not_taken)
        self.hint.show_text(self.tr("Being added…"))

    @Slot(object)
    def _taken(self, taken: Attachment) -> None:
        self._job, self._photo = None, taken
        self._say()

    @Slot(object)
    def _not_taken(self, error: BaseException) -> None:
        self._job = None
        self.hint.show_text(self.tr("This file could not be added: only photos and PDF files up to 10 MB."), "error")

    def _say(self) -> None:
        photo = self._photo
        self.hint.show_text(f"{photo.label}, {size_text(photo.bytes)}" if photo else "", "good" if photo else "normal")

    # Saving

    @Slot()
    def _save(self) -> None:
        form = self._read()
        if form is not None and self._job is None:
            self.save.setEnabled(False)
            self._context.runner.run(add_result, form, done=self._written, failed=self._refused)

    def _read(self) -> ResultForm | None:
        """What was typed as a form; None with the field marked where it cannot be read."""
        view = self._view
        today = self._context.clock().date()
        day, value = past_date(self.day.text(), today), number(self.value.text())
        free = self.test.value() == OTHER
        problems = [
            (self.name, free and not self.name.text(), self.tr("Which test was it?")),
            (self.value, bool(self.value.text()) and value is None, self.tr("Please type a number.")),
            (self.unit, value is not None and not self.unit.text(), self.tr("In which unit?")),
            (self.day, day is None, self.tr("Please type a date, such as 30/11/2026.")),
            (self.day, day is not None and day > today, self.tr("This day is still to come: please check.")),
        ]
        for field in (self.name, self.value, self.unit, self.day):
            sentence = next((words for one, wrong, words in problems if one is field and wrong), "")
            field.set_state("error" if sentence else "normal", sentence)
        nothing = value is None and not self.words.text()
        self.words.set_state("error" if nothing else "normal", self.tr("Number or words?") if nothing else "")
        wrong = next((field for field, bad, _ in problems if bad), None)
        if wrong is not None or nothing or view is None or day is None:
            (wrong.edit if wrong is not None else self.value.edit).setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        said = ": ".join(part for part in (self.name.text() if free else "", self.words.text()) if part)
        return ResultForm(
            patient=view.patient.row.id,
            on=day,
            text=said,
            value=float(value) if value is not None else None,
            unit=self.unit.text(),
            investigation="" if free else self.test.value(),
            attachment=self._photo,
        )

    @Slot(object)
    def _written(self, changed: object) -> None:
        self.save.setEnabled(True)
        if self._view is not None:
            self._kept.pop(self._view.patient.row.id, None)
        self.saved.emit()

    @Slot(object)
    def _refused(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        code = error.problems[0].code if isinstance(error, Refused) else ""
        words = {"missing": self.tr("The photo is no longer here: please add it again.")}
        self.problem.show_text(words.get(code, self.tr("This could not be saved: please check.")), "error")

    def retranslate(self) -> None:
        """All texts, in the language of now."""
        view, lang = self._view, self._context.lang
        tests = [
            (one.id, self.tr("{0}, ordered on {1}").format(one.text, full_day(one.ordered, lang)))
            for one in (view.awaited if view is not None else ())
        ]
        self._card.set_title(self.tr("Result of a test"))
        self.test.set_label(self.tr("Which test"))
        self.test.set_options([*tests, (OTHER, self.tr("Another test"))])
        self.name.set_label(self.tr("Name of the test"))
        self.name.set_placeholder(self.tr("malaria rapid test"))
        self.value.set_label(self.tr("Result, as a number"))
        self.unit.set_label(self.tr("Unit"))
        self.unit.set_placeholder(self.tr("g/dL, mg/dL"))
        self.day.set_label(self.tr("Day of the test"))
        self.day.set_hint(self.tr("Day/month/year"))
        self.words.set_label(self.tr("Result, in words"))
        self.words.set_hint(self.tr("If the test could not be done, write why: it is then no longer awaited."))
        self.attach.set_text(self.tr("Photo or PDF of the report"))
        self.save.set_text(self.tr("Save the result"))
        self._back.set_text(self.tr("Back"))
